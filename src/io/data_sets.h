#pragma once
// Data sets by name, as examples for training and measuring.

#include "io/examples.h"
#include "io/face_data.h"

#include <string>

namespace jmvae {

/// Reads a part of a data set from a folder: "mnist" with the columns image (28 x 28) and label;
/// "mnist-halves", the same digits as left, right (28 x 14 each) and label; or "celeba", "avatars", "faces"
/// with the columns image and attributes, which are read in the same way (see read_faces) and which alone the
/// settings are for. Fails where a file is missing or at fault, or digits have another size.
Result<Examples> read_examples(const std::string& data, const std::string& folder, Split split,
                               const FaceDataSettings& settings = {});

/// Whether a data set is one of faces.
bool is_face_data(const std::string& data);

}  // namespace jmvae
