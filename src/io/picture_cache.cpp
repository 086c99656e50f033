#include "io/picture_cache.h"

#include "io/file.h"
#include "io/image_files.h"
#include "io/safetensors.h"
#include "math/parallel.h"

#include <algorithm>

namespace jmvae {

namespace {

constexpr const char* description_key = "jmvae.pictures";
constexpr std::size_t most_listed = 100, longest_reason = 512;
// So many pictures, or encoded bytes, are in memory at once.
constexpr std::size_t batch_pictures = 512, batch_bytes = std::size_t{64} << 20;

/// Rows of a table by part, each part in the table's order.
std::vector<std::size_t> rows_by_split(const AttributeTable& table) {
  std::vector<std::size_t> rows;
  for (const Split split : {Split::train, Split::validation, Split::test}) {
    for (std::size_t row = 0; row < table.pictures.size(); ++row) {
      if (table.splits[row] == split) rows.push_back(row);
    }
  }
  return rows;
}

Result<Image> decode_face(const std::vector<std::uint8_t>& bytes, const FacePreparation& preparation,
                          const std::string& name) {
  const auto image = decode_image(bytes.data(), bytes.size(), name);
  if (!image) return fail(image);
  const CropBox box = box_of_face(preparation, image->width, image->height);
  auto face = prepare_face(*image, box, preparation.size);
  if (!face) return fail(name, ": ", face.error().message);
  return face;
}

/// Pictures on their way into the file: read one after another, since a source is for one thread, then
/// decoded together.
struct Batch {
  std::vector<std::size_t> rows;
  std::vector<Result<std::vector<std::uint8_t>>> encoded;
  std::vector<Result<Image>> faces;

  std::size_t read(const AttributeTable& table, const std::vector<std::size_t>& order, std::size_t next,
                   PictureSource& source) {
    rows.clear();
    encoded.clear();
    std::size_t bytes = 0;
    for (; next < order.size() && rows.size() < batch_pictures && bytes < batch_bytes; ++next) {
      rows.push_back(order[next]);
      encoded.push_back(source.read(table.pictures[order[next]]));
      if (encoded.back()) bytes += encoded.back()->size();
    }
    return next;
  }

  void decode(const AttributeTable& table, const FacePreparation& preparation, int threads) {
    faces.assign(rows.size(), Image());
    parallel_for(static_cast<int>(rows.size()), threads, [&](int piece) {
      const auto i = static_cast<std::size_t>(piece);
      if (encoded[i]) {
        faces[i] = decode_face(*encoded[i], preparation, table.pictures[rows[i]]);
      } else {
        faces[i] = fail(encoded[i]);
      }
    });
  }
};

Result<PictureCache> read_cache(const Bytes& file, const Json& made_of, Index size, Index attribute_count,
                                const std::string& path) {
  const auto tensors = Safetensors::parse(file.data(), file.size(), path);
  if (!tensors) return fail(tensors);
  const auto text = tensors->metadata().find(description_key);
  if (text == tensors->metadata().end()) return fail(path, ": holds no prepared pictures");
  const auto json = parse_json(text->second, path);
  if (!json) return fail(json);
  const auto source = json_object(*json, "made_of", path);
  if (!source) return fail(source);
  if (json_text(**source) != json_text(made_of)) return fail(path, ": was made of other pictures");

  PictureCache cache;
  const auto counts = json_integers(*json, "counts", 0, std::numeric_limits<std::int64_t>::max() / 4, path);
  if (!counts) return fail(counts);
  if (counts->size() != 3) return fail(path, ": \"counts\" should hold 3 numbers, found ", counts->size());
  std::copy(counts->begin(), counts->end(), cache.counts);
  const auto missing = json_integer(*json, "missing", 0, std::numeric_limits<std::int64_t>::max(), path);
  if (!missing) return fail(missing);
  cache.missing = static_cast<Index>(*missing);
  const auto skipped = json_integer(*json, "skipped", 0, std::numeric_limits<std::int64_t>::max(), path);
  if (!skipped) return fail(skipped);
  cache.skipped = static_cast<Index>(*skipped);
  auto first_skipped = json_strings(*json, "first_skipped", path);
  if (!first_skipped) return fail(first_skipped);
  cache.first_skipped = std::move(*first_skipped);

  const Index total = cache.counts[0] + cache.counts[1] + cache.counts[2];
  const auto find = [&](const char* name, const std::vector<Index>& shape, Bytes& part) -> Result<void> {
    const SafetensorsEntry* entry = tensors->find(name);
    if (!entry || entry->type != DataType::u8 || entry->shape != shape) {
      return fail(path, ": the tensor \"", name, "\" is not that of ", total, " examples of these data");
    }
    part = file.part(static_cast<std::size_t>(entry->data - file.data()), entry->size);
    return {};
  };
  const auto image = find("image", {total, size, size, 3}, cache.image);
  if (!image) return fail(image);
  const auto attributes = find("attributes", {total, attribute_count}, cache.attributes);
  if (!attributes) return fail(attributes);
  return cache;
}

}  // namespace

Result<PictureCache> open_picture_cache(const std::string& path, const Json& made_of, Index size,
                                        Index attribute_count) {
  const auto file = map_file(path);
  if (!file) return fail(file);
  return read_cache(*file, made_of, size, attribute_count, path);
}

Result<void> write_picture_cache(const std::string& path, const Json& made_of, const AttributeTable& table,
                                 PictureSource& source, const FacePreparation& preparation, int threads,
                                 const DecodingProgress& progress) {
  std::vector<std::size_t> order = rows_by_split(table);
  const auto held = std::remove_if(order.begin(), order.end(),
                                   [&](std::size_t row) { return !source.holds(table.pictures[row]); });
  const auto missing = order.end() - held;
  order.erase(held, order.end());

  const auto goes_on = [&](std::size_t done) {
    return !progress || progress(static_cast<Index>(done), static_cast<Index>(order.size()));
  };
  constexpr const char* stopped = "stopped while pictures were being decoded; nothing of it is kept";
  if (!goes_on(0)) return fail(stopped);

  // The header tells how many pictures there are, which is known last; room for it is left at the beginning.
  std::size_t room = std::size_t{1} << 18;
  for (const std::string& name : table.attributes) room += 16 * (name.size() / 2 + 1);  // may be escaped
  remove_abandoned(path);
  FileWriter file(path);
  auto written = file.append(std::vector<std::uint8_t>(room).data(), room);
  if (!written) return written;

  const std::size_t attribute_count = table.attributes.size();
  Json first_skipped = Json::array();
  Index count = 0, skipped = 0;
  std::int64_t by_split[3] = {};
  std::vector<std::uint8_t> attributes;
  Batch batch;
  for (std::size_t next = 0; next < order.size();) {
    next = batch.read(table, order, next, source);
    batch.decode(table, preparation, threads);
    for (std::size_t i = 0; i < batch.rows.size(); ++i) {
      const std::size_t row = batch.rows[i];
      if (!batch.faces[i]) {
        const std::string& why = batch.faces[i].error().message;
        if (first_skipped.size() < most_listed) first_skipped.push_back(why.substr(0, longest_reason));
        ++skipped;
        continue;
      }
      written = file.append(batch.faces[i]->pixels.data(), batch.faces[i]->pixels.size());
      if (!written) return written;
      const std::uint8_t* values = &table.values[row * attribute_count];
      for (std::size_t a = 0; a < attribute_count; ++a) attributes.push_back(values[a] ? 255 : 0);
      ++by_split[static_cast<std::size_t>(table.splits[row])];
      ++count;
    }
    if (!goes_on(next)) return fail(stopped);
  }
  written = file.append(attributes.data(), attributes.size());
  if (!written) return written;

  const Json description = {{"format", 1},
                            {"made_of", made_of},
                            {"attributes", table.attributes},
                            {"counts", {by_split[0], by_split[1], by_split[2]}},
                            {"missing", missing},
                            {"skipped", skipped},
                            {"first_skipped", first_skipped}};
  const Index size = preparation.size;
  const std::size_t image_bytes = static_cast<std::size_t>(count * size * size * 3);
  const auto header = safetensors_header(
      {{description_key, json_text(description)}},
      {{"image", DataType::u8, {count, size, size, 3}, nullptr, image_bytes},
       {"attributes", DataType::u8, {count, Index(attribute_count)}, nullptr, attributes.size()}},
      room);
  if (header.size() != room) return fail(path, ": the description does not fit into ", room, " bytes");
  written = file.replace_beginning(header.data(), header.size());
  return written ? file.finish() : written;
}

}  // namespace jmvae
