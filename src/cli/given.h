#pragma once
// What the user gives to a model: values by name, attributes, pictures.

#include "io/digits.h"
#include "io/face_picture.h"
#include "models/missing.h"
#include "models/model_file.h"

#include <optional>
#include <string>
#include <vector>

namespace jmvae {

/// By modality the values [1, size], empty where missing, and a mask of the same size, empty where all of
/// them are known.
struct GivenValues {
  explicit GivenValues(const ModelSpec& spec)
      : values(spec.modalities.size()), known(spec.modalities.size()) {}
  Evidence evidence() const;

  std::vector<Matrix> values, known;
};

/// Adds one or several of these, between commas; a modality or attribute stands only once.
///
///   label=7              the modality's value by name
///   label!=7             just that it is not this one
///   Smiling=1            an attribute, on or off (1 or 0); those that are not named stay unknown
///   attributes.Smiling=1 the same
///   Hair=black           of attributes called Hair=black, Hair=brown and so on: this one on, the others off
///   Hair!=black          that one off
Result<void> add_given(const ModelSpec& spec, const std::string& text, GivenValues& given);

/// Adds a digit as the model's modality "image" [28, 28, 1], or as its halves "left" and "right" [28, 14, 1],
/// as far as it has them and they are not in `without`. Fails where it has none, or of another shape.
Result<void> add_digit(const ModelSpec& spec, const PreparedDigit& digit,
                       const std::vector<std::string>& without, GivenValues& given);

/// Hides a half ("upper", "lower", "left", "right") of the picture that is given.
Result<void> cover(const ModelSpec& spec, const std::string& half, GivenValues& given);

/// The digits in a picture file; with `single` the picture is known to hold one. Fails where there is none.
Result<std::vector<PreparedDigit>> read_digits(const std::string& path, bool single);

/// Whether a model's pictures are faces, in colour, and not digits.
bool takes_faces(const ModelSpec& spec);

/// Fails where a crop is asked for and the model's pictures are digits, which are found without.
Result<void> check_crop(const ModelSpec& spec, const std::optional<CropBox>& crop);

/// A picture file as a face [size, size, 3] of the model's size, and the box that it was cut from: `crop`, or
/// without one as the model's own faces were prepared.
struct Face {
  CropBox box;
  Image image;
};
Result<Face> read_face(const LoadedModel& model, const std::string& path, const std::optional<CropBox>& crop);

/// Adds a face as the modality "image".
void add_face(const ModelSpec& spec, const Face& face, GivenValues& given);

/// Attributes of which a picture shows one thing and the user asks for another, each of the two alone; all
/// else is missing.
struct ChangedAttributes {
  GivenValues from, to;
};

/// Where a picture is given and attributes in part: reads all attributes in the picture alone, as
/// `infer` does, rounds them to on or off, and takes them as known where the user didn't say otherwise.
/// Returns where the user did, if anywhere.
Result<std::optional<ChangedAttributes>> read_other_attributes(const LatentModel& model,
                                                               const Vector& parameters,
                                                               const MissingRule& rule, std::uint64_t seed,
                                                               GivenValues& given);

}  // namespace jmvae
