#pragma once
// Pictures of faces with attributes, as examples: CelebA, avatars, or a folder of one's own.

#include "io/picture_cache.h"

#include <string>

namespace jmvae {

struct FaceDataSettings {
  FacePreparation preparation;
  std::string cache_folder;  ///< where the prepared pictures are kept; empty: in the data's folder
  int threads = 1;
  DecodingProgress progress;  ///< of decoding, which happens once; may be empty
};

/// The part that a picture belongs to where nobody says: by a hash of its name, so that it is always the
/// same, 90 % train, 2.5 % validation and 7.5 % test.
Split split_by_name(const std::string& name);

/// Reads a part of the data in a folder as the columns "image" [size, size, 3] and "attributes", whose names
/// are known and whose bytes are 0 or 255. The folder holds either
///
/// - CelebA as it is spread (also in folders Img, Anno and Eval): the pictures as img_align_celeba.zip or the
///   folder img_align_celeba, list_attr_celeba.txt or .csv, list_eval_partition.txt or .csv; or
/// - pictures of one's own, also in folders below, and attributes.csv; see parse_attributes.
///
/// Without parts in either file, split_by_name decides. Pictures are decoded and prepared at the first
/// reading and kept in a cache, which is made again when pictures, lists or preparation are others than those
/// it was made of. The notes of the examples name what was left out: pictures that are missing, broken, too
/// small or without attributes; and attributes that are the same in all pictures. Fails where a file is
/// missing or at fault, no picture is left, or the cache can't be written.
Result<Examples> read_faces(const std::string& data, Split split, const FaceDataSettings& settings);

}  // namespace jmvae
