#pragma once
// Random numbers that depend on nothing but their address.
//
// Every number is a pure function of (seed, purpose, step, index, position), so that results are the same for
// any number of threads, after a resume, and in the browser. The generator is Philox4x32-10 (Salmon et al.,
// "Parallel random numbers: as easy as 1, 2, 3", 2011); the known answer for an all-zero counter and key is
// 6627e8d5 e169c58d bc57ac4c 9b00dbd8.

#include "math/matrix.h"

#include <array>
#include <cstdint>
#include <vector>

namespace jmvae {

/// What a random number is for. Numbers for different purposes never share a counter.
enum class Purpose : std::uint32_t {
  initialize = 1,  ///< first values of parameters
  shuffle = 2,     ///< order of the examples in an epoch
  binarize = 3,    ///< grey values to black and white
  latent = 4,      ///< z of a posterior, prior or proposal
  posterior = 5,   ///< what leads to a posterior: z and modalities along a chain, or a mixture's component
  augment = 6,     ///< shifts and other changes of training examples
  test = 7,        ///< fixtures
  mask = 8,        ///< which part of a training example an encoder sees
  presence = 9,    ///< which examples lack a modality
  balance = 10,    ///< which examples of an epoch are drawn for their rare attributes
};

/// One block of Philox4x32 with ten rounds.
std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                        std::array<std::uint32_t, 2> key);

/// The sequence of numbers at one address (seed, purpose, step, index). Cheap to make; copy to replay.
class Random {
 public:
  Random(std::uint64_t seed, Purpose purpose, std::uint32_t step = 0, std::uint32_t index = 0);

  std::uint32_t bits();                      ///< 32 uniform bits
  Real uniform();                            ///< in [0, 1), a multiple of 2^-24
  Real normal();                             ///< N(0, 1), by Box and Muller
  std::uint32_t below(std::uint32_t count);  ///< uniform in 0 ... count - 1, without bias

 private:
  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 4> counter_;
  std::array<std::uint32_t, 4> block_{};
  int used_ = 4;
  bool has_spare_normal_ = false;
  Real spare_normal_ = 0;
};

/// The numbers of each row of a batch: row r has the sequence at index first_index + r.
std::vector<Random> random_rows(std::uint64_t seed, Purpose purpose, std::uint32_t step,
                                std::uint32_t first_index, Index rows);

/// Fills a matrix [samples, features] with N(0, 1): row r is the sequence at index first_index + r.
void fill_normal(Eigen::Ref<Matrix> out, std::uint64_t seed, Purpose purpose, std::uint32_t step,
                 std::uint32_t first_index = 0);

}  // namespace jmvae
