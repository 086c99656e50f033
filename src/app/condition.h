#pragma once
// What is known of a digit and how a model fills in the rest, as the C interface takes it.

#include "api/jmvae.h"
#include "app/state.h"
#include "app/verdict.h"
#include "base/result.h"

#include <array>
#include <string>
#include <vector>

namespace jmvae {

constexpr int digit_side = 28;
constexpr int digit_size = digit_side * digit_side;
using DigitPicture = std::array<float, digit_size>;  ///< [28, 28], 0 background ... 1 ink

/// What stands in for what is missing.
struct StandIn {
  const char* filling = "automatic";  ///< as in jmvae_condition
  int sweeps = 10;                    ///< of a chain that is asked for by name
};

bool operator==(const StandIn& a, const StandIn& b);

/// What the state says about filling.
StandIn stand_in(const State& state);

/// Numbers of the modalities; label is -1 in a model that has none.
struct DigitModalities {
  int image = -1, label = -1;
};

/// The modalities of a model of digits, or a sentence where it is not one.
Result<DigitModalities> digit_modalities(const jmvae_model* model);

/// What a model is given. The pictures must outlive the condition.
class DigitCondition {
 public:
  DigitCondition(const jmvae_model* model, const DigitModalities& modalities, const StandIn& stand_in);
  DigitCondition(const DigitCondition&) = delete;
  DigitCondition& operator=(const DigitCondition&) = delete;

  void give_label(int label);
  /// pixels [28, 28]; known [28, 28] is 1 where a pixel can be seen and 0 where not, null: all can.
  void give_picture(const float* pixels, const float* known = nullptr);

  /// Whether a modality can be made of this; else a sentence for the visitor.
  Result<void> check(int modality) const;

  const jmvae_condition* get() const { return &condition_; }

 private:
  const jmvae_model* model_;
  DigitModalities modalities_;
  bool label_given_ = false;
  float one_hot_[digit_count] = {};
  std::vector<const float*> values_, known_;
  jmvae_condition condition_;
};

/// Whether a model can tell the label of a picture.
bool can_read(const jmvae_model* model, const StandIn& stand_in);

/// Whether a model that is given a label has a missing picture to fill in, and can.
bool can_fill_picture(const jmvae_model* model, const StandIn& stand_in);

/// The last failure of the C interface, as a sentence for the visitor: with a capital and a full stop.
tl::unexpected<Error> fail_in_words();

}  // namespace jmvae
