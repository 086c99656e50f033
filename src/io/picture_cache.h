#pragma once
// Prepared pictures in one file, from where they are mapped into memory: decoding 200,000 of them takes
// minutes, and they may be more than fit.

#include "io/attribute_table.h"
#include "io/face_picture.h"
#include "io/picture_source.h"

#include <functional>
#include <string>
#include <vector>

namespace jmvae {

/// Called with how many pictures are done, of how many, the first time before any; false stops.
using DecodingProgress = std::function<bool(Index done, Index total)>;

/// A cache as opened: the pictures by part, train first, then validation, then test, each in the table's
/// order.
struct PictureCache {
  Bytes image;                             ///< [count, size, size, 3]
  Bytes attributes;                        ///< [count, attributes], 0 or 255
  Index counts[3] = {};                    ///< pictures of each Split
  Index missing = 0;                       ///< pictures of the table that the source does not hold
  Index skipped = 0;                       ///< pictures that are broken or too small
  std::vector<std::string> first_skipped;  ///< the first hundred of them: a sentence each, with the name
};

/// Opens the cache at `path`. Fails where there is none, it is damaged, was not made of `made_of`, or its
/// pictures are not of `size` or don't have `attribute_count` attributes.
Result<PictureCache> open_picture_cache(const std::string& path, const Json& made_of, Index size,
                                        Index attribute_count);

/// Decodes and prepares the pictures of a table (whose splits are given) on several threads, a few at a time,
/// and writes the cache, whole or not at all. A picture of the wanted size is taken as it is, whatever the
/// crop.
Result<void> write_picture_cache(const std::string& path, const Json& made_of, const AttributeTable& table,
                                 PictureSource& source, const FacePreparation& preparation, int threads,
                                 const DecodingProgress& progress);

}  // namespace jmvae
