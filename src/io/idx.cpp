#include "io/idx.h"

#include "io/file.h"

#include <zlib.h>

#include <algorithm>
#include <limits>

namespace jmvae {

namespace {

constexpr std::size_t size_limit = std::size_t{1} << 28;
constexpr std::uint8_t type_of_bytes = 8;
constexpr std::size_t most_dimensions = 8;

bool is_gzip(const std::uint8_t* bytes, std::size_t size) {
  return size >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

Result<std::vector<std::uint8_t>> decompress(const std::uint8_t* bytes, std::size_t size,
                                             const std::string& what) {
  z_stream stream = {};
  constexpr int largest_window = 15, gzip_only = 16;
  if (inflateInit2(&stream, largest_window + gzip_only) != Z_OK)
    return fail(what, ": not enough memory to decompress");
  stream.next_in = const_cast<Bytef*>(bytes);
  stream.avail_in = static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));

  std::vector<std::uint8_t> content;
  int status = Z_OK;
  while (status == Z_OK && content.size() <= size_limit) {
    const std::size_t used = content.size();
    content.resize(used + std::max<std::size_t>(used, 1 << 16));
    stream.next_out = content.data() + used;
    stream.avail_out = static_cast<uInt>(content.size() - used);
    status = inflate(&stream, Z_NO_FLUSH);
    content.resize(content.size() - stream.avail_out);
  }
  const std::size_t left_over = stream.avail_in;
  inflateEnd(&stream);

  if (content.size() > size_limit) return fail(what, ": expected at most ", size_limit, " bytes, found more");
  if (status == Z_BUF_ERROR) return fail(what, ": the compressed data is cut short");
  if (status != Z_STREAM_END) return fail(what, ": the compressed data is damaged");
  if (left_over > 0) return fail(what, ": ", left_over, " unexpected bytes after the compressed data");
  return content;
}

}  // namespace

Result<IdxArray> parse_idx(const std::uint8_t* bytes, std::size_t size, const std::string& what) {
  if (is_gzip(bytes, size)) {
    const auto content = decompress(bytes, size, what);
    if (!content) return fail(content);
    if (is_gzip(content->data(), content->size())) return fail(what, ": compressed twice");
    return parse_idx(content->data(), content->size(), what);
  }

  if (size < 4 || bytes[0] != 0 || bytes[1] != 0) {
    return fail(what, ": not an IDX file: expected it to begin with two zero bytes, a type and a rank");
  }
  if (bytes[2] != type_of_bytes) {
    return fail(what, ": expected an IDX file of bytes (type 8), found type ", int{bytes[2]});
  }
  const std::size_t rank = bytes[3];
  if (rank == 0 || rank > most_dimensions) {
    return fail(what, ": expected 1 to ", most_dimensions, " dimensions, found ", rank);
  }
  const std::size_t header_size = 4 + 4 * rank;
  if (size < header_size) return fail(what, ": expected a header of ", header_size, " bytes, found ", size);

  IdxArray array;
  std::size_t count = 1;
  for (std::size_t i = 0; i < rank; ++i) {
    const std::uint8_t* digits = bytes + 4 + 4 * i;
    const std::uint32_t extent = static_cast<std::uint32_t>(digits[0]) << 24 |
                                 static_cast<std::uint32_t>(digits[1]) << 16 |
                                 static_cast<std::uint32_t>(digits[2]) << 8 | digits[3];
    if (__builtin_mul_overflow(count, std::size_t{extent}, &count))
      return fail(what, ": its shape is too large");
    array.shape.push_back(static_cast<Index>(extent));
  }
  if (count != size - header_size) {
    return fail(what, ": expected ", count, " bytes after the header, found ", size - header_size);
  }
  array.values.assign(bytes + header_size, bytes + size);
  return array;
}

Result<IdxArray> read_idx(const std::string& path) {
  const auto bytes = read_file(path, size_limit);
  if (!bytes) return fail(bytes);
  return parse_idx(bytes->data(), bytes->size(), path);
}

}  // namespace jmvae
