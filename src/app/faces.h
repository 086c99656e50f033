#pragma once
// From attributes to faces and back, through the C interface.

#include "api/jmvae.h"
#include "app/attributes.h"
#include "app/state.h"
#include "base/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace jmvae {

/// What an attribute should be.
enum class Wish { free, on, off };
using Wishes = std::vector<Wish>;  ///< one for each attribute of a model

/// When a model draws the attributes that are free, from those that go together, and z from all of them (the
/// filling "imputation"). Else it draws z from its prior, or from an encoder to which they are unknown.
enum class Imputed { never, where_all_are_free, always };

/// Sweeps of a chain for a face, where a model has one: few, since the page waits for each face.
constexpr int face_sweeps = 5;

/// A model of square pictures in colours and their attributes.
struct FaceModalities {
  int image = -1, attributes = -1;      ///< numbers of the modalities
  int side = 0;                         ///< pixels
  std::vector<Attribute> descriptions;  ///< of the attributes
  Imputed imputed = Imputed::never;     ///< when the attributes that are free are drawn before z is

  std::size_t picture_size() const {
    return static_cast<std::size_t>(side) * static_cast<std::size_t>(side) * 3;
  }
  /// Position of an attribute, or -1.
  int find(const std::string& name) const;
};

/// The modalities of a model of faces, or a sentence where it is not one. imputes_parts: whether it shall
/// impute where some attributes are wished, too, if it can impute at all.
Result<FaceModalities> face_modalities(const jmvae_model* model, bool imputes_parts);

/// What the state asks for.
Wishes wishes(const FaceModalities& modalities, const State& state);
Wish wish(const State& state, const std::string& name);

/// Sets what an attribute should be.
void set_wish(State& state, const std::string& name, Wish wish);

/// Sets all attributes as a preset has them.
void choose_preset(State& state, const AttributePreset& preset);

/// The one after it: free, on, off and free again.
Wish next_wish(Wish wish);

/// Leaves out of the state what the model has no attributes for. Returns one sentence for each name.
std::vector<std::string> leave_out_unknown(State& state, const FaceModalities& modalities);

/// A few of the attributes that are shown first, on or off, by chance; at most one of a group is on.
void wish_by_chance(State& state, const FaceModalities& modalities);

/// "Smiling, glasses, not bald", or "" where nothing is asked for.
std::string in_words(const FaceModalities& modalities, const Wishes& wishes);

/// One row of a seed's noise.
struct FaceNoise {
  std::uint32_t seed = 1, row = 0;
};
bool operator==(const FaceNoise& a, const FaceNoise& b);

/// A place between two z, from the one at 0 to the one at 1: of two noises, or of an attribute off and on.
struct FacePlace {
  FaceNoise from, to;
  float along = 0;
  int slide = -1;  ///< an attribute that is off at 0 and on at 1; -1: none
};
bool operator==(const FacePlace& a, const FacePlace& b);

/// Faces that are to be drawn.
struct FaceOrder {
  Wishes wishes;
  float spread = 1;    ///< standard deviations that the noise is multiplied with
  float emphasis = 0;  ///< on what is wished (models/emphasis.h)
  std::vector<FacePlace> places;
};
bool operator==(const FaceOrder& a, const FaceOrder& b);

/// Faces with the attributes that their z gives.
struct Faces {
  std::vector<float> pictures;    ///< [count, side, side, 3], 0 ... 1
  std::vector<float> attributes;  ///< [count, attributes], probabilities
};

/// Draws `count` faces of an order from place `first` on. A sentence where the model can't.
Result<Faces> draw_faces(const jmvae_model* model, const FaceModalities& modalities, const FaceOrder& order,
                         std::size_t first, std::size_t count);

/// The attributes that are shown first and have a probability of at least a half, those first that stand out
/// most from what is usual; from nothing where that is empty.
std::vector<std::size_t> outstanding(const FaceModalities& modalities,
                                     const std::vector<float>& probabilities,
                                     const std::vector<float>& usual = {});

/// What a model makes of a picture alone.
struct FaceReading {
  std::vector<float> attributes;      ///< probabilities, means over draws of z
  std::vector<float> reconstruction;  ///< [side, side, 3], decoded without noise
};
Result<FaceReading> read_face(const jmvae_model* model, const FaceModalities& modalities,
                              const std::vector<float>& picture, int samples);

/// The picture of the mean of the joint posterior of a face and its attributes as read, but for those that
/// are wished otherwise. A picture outweighs its attributes there, so `strength` times the difference between
/// the z of the changed attributes alone, all others unknown, and that of the same ones as read is added.
Result<std::vector<float>> change_face(const jmvae_model* model, const FaceModalities& modalities,
                                       const std::vector<float>& picture, const std::vector<float>& read,
                                       const Wishes& wishes, float strength);

}  // namespace jmvae
