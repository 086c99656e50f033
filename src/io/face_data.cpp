#include "io/face_data.h"

#include "io/file.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <numeric>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace jmvae {

namespace {

constexpr int cache_format = 1;  // another one makes all caches again
constexpr const char* split_names[] = {"train", "validation", "test"};

/// The files of a data set.
struct Layout {
  std::string pictures;         ///< a folder, or a zip archive
  std::string attributes;       ///< the file
  std::string partition = {};   ///< the file, or empty
  bool splits_by_name = false;  ///< nothing says which part a picture belongs to
};

bool is_folder(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_directory(path, error);
}

/// The first of the names that is in the folder or in one of those that the official release has; else empty.
std::string find_in(const std::string& folder, std::initializer_list<const char*> names) {
  for (const char* below : {"/", "/Img/", "/Anno/", "/Eval/"}) {
    for (const char* name : names) {
      if (exists(folder + below + name)) return folder + below + name;
    }
  }
  return "";
}

Result<Layout> find_layout(const std::string& folder) {
  if (!is_folder(folder)) return fail(folder, ": expected a folder with pictures of faces, found none");
  Layout layout;
  layout.attributes = find_in(folder, {"list_attr_celeba.txt", "list_attr_celeba.csv"});
  if (!layout.attributes.empty()) {
    layout.partition = find_in(folder, {"list_eval_partition.txt", "list_eval_partition.csv"});
    // The second is how Kaggle unpacks.
    layout.pictures =
        find_in(folder, {"img_align_celeba.zip", "img_align_celeba/img_align_celeba", "img_align_celeba"});
    if (layout.pictures.empty()) {
      return fail(folder, ": found ", std::filesystem::path(layout.attributes).filename().string(),
                  ", but neither img_align_celeba.zip nor the folder img_align_celeba");
    }
    return layout;
  }
  if (exists(folder + "/attributes.csv")) return Layout{folder, folder + "/attributes.csv"};
  return fail(folder, ": found neither list_attr_celeba.txt nor list_attr_celeba.csv nor attributes.csv");
}

/// The table with the part of every picture.
Result<AttributeTable> read_table(Layout& layout) {
  const auto bytes = read_file(layout.attributes);
  if (!bytes) return fail(bytes);
  auto table = parse_attributes(as_text(*bytes), layout.attributes);
  if (!table || !table->splits.empty()) return table;
  if (layout.partition.empty()) {
    layout.splits_by_name = true;
    for (const std::string& picture : table->pictures) table->splits.push_back(split_by_name(picture));
    return table;
  }
  const auto list = read_file(layout.partition);
  if (!list) return fail(list);
  const auto partition = parse_partition(as_text(*list), layout.partition);
  if (!partition) return fail(partition);
  for (const std::string& picture : table->pictures) {
    const auto part = partition->find(picture);
    if (part == partition->end()) {
      return fail(layout.partition, ": has no line for ", quote(picture), ", which ", layout.attributes,
                  " has");
    }
    table->splits.push_back(part->second);
  }
  return table;
}

/// Where the cache is kept; it need not be there.
std::string cache_path(const std::string& data, const FaceDataSettings& settings) {
  const std::string folder = settings.cache_folder.empty() ? data : settings.cache_folder;
  std::error_code error;
  const std::filesystem::path absolute = std::filesystem::absolute(data, error).lexically_normal();
  const std::string name = (absolute.has_filename() ? absolute : absolute.parent_path()).filename().string();
  const std::string size = std::to_string(settings.preparation.size);
  return folder + "/" + name + "-" + size + "x" + size + ".safetensors";
}

/// Root may write anywhere; a folder that nobody is meant to write to is left alone all the same.
bool may_write(const std::string& folder) {
  struct stat status {};
  return ::stat(folder.c_str(), &status) == 0 && (status.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) &&
         ::access(folder.c_str(), W_OK) == 0;
}

/// "a, b, c and 17 more", the first of `count`.
std::string some_of(const std::vector<std::string>& first, Index count) {
  const auto shown = std::min<Index>(static_cast<Index>(first.size()), 10);
  std::string text;
  for (Index i = 0; i < shown; ++i) text += (i ? ", " : "") + first[static_cast<std::size_t>(i)];
  return count > shown ? text + " and " + std::to_string(count - shown) + " more" : text;
}

std::vector<std::string> constant_attributes(const ExampleColumn& column, Index count) {
  std::vector<std::string> names;
  const auto size = static_cast<std::size_t>(column.size);
  for (std::size_t a = 0; a < size; ++a) {
    std::size_t example = 1;
    while (example < static_cast<std::size_t>(count) && column.bytes[example * size + a] == column.bytes[a]) {
      ++example;
    }
    if (example == static_cast<std::size_t>(count)) names.push_back(column.names[a]);
  }
  return names;
}

std::size_t count_named(const AttributeTable& table, const PictureSource& source) {
  return static_cast<std::size_t>(std::count_if(table.pictures.begin(), table.pictures.end(),
                                                [&](const std::string& name) { return source.holds(name); }));
}

Result<PictureCache> open_or_write_cache(const Layout& layout, const AttributeTable& table,
                                         PictureSource& source, const std::string& path,
                                         const FaceDataSettings& settings) {
  Json lists = {file_identity(layout.attributes)};
  if (!layout.partition.empty()) lists.push_back(file_identity(layout.partition));
  const Json made_of = {{"format", cache_format},
                        {"pictures", source.identity()},
                        {"lists", lists},
                        {"preparation", to_json(settings.preparation)}};
  const auto open = [&] {
    return open_picture_cache(path, made_of, settings.preparation.size,
                              static_cast<Index>(table.attributes.size()));
  };
  auto cache = open();
  if (cache) return cache;
  const std::string folder = std::filesystem::path(path).parent_path().string();
  std::error_code error;  // shows below
  std::filesystem::create_directories(folder, error);
  if (!may_write(folder)) {
    return fail(folder,
                ": not writable, so the prepared pictures can't be kept here; name another folder for them "
                "(--cache FOLDER)");
  }
  const auto written = write_picture_cache(path, made_of, table, source, settings.preparation,
                                           settings.threads, settings.progress);
  if (!written) return fail(written);
  return open();
}

void add_notes(const Layout& layout, const AttributeTable& table, const PictureCache& cache,
               std::size_t unnamed, Examples& examples) {
  const auto add = [&](const auto&... parts) { examples.notes.push_back((in_words(parts) + ...)); };
  examples.notes = table.notes;
  const std::size_t total = table.pictures.size();
  if (cache.missing) {
    add("pictures missing in ", layout.pictures, ": ", cache.missing, " of the ", total, " in ",
        layout.attributes);
  }
  if (cache.skipped) {
    add("pictures skipped: ", cache.skipped, " of ", total, ": ",
        some_of(cache.first_skipped, cache.skipped));
  }
  if (unnamed) add("pictures left out, since ", layout.attributes, " does not name them: ", unnamed);
  if (layout.splits_by_name) {
    add("nothing says which pictures are for training; a hash of their names puts 90 % to train, 2.5 % to "
        "validation and 7.5 % to test");
  }
  const auto constant = constant_attributes(examples.columns.back(), examples.count);
  if (!constant.empty()) {
    add("attributes that are the same in all ", examples.count,
        " pictures of this part and tell nothing: ", some_of(constant, static_cast<Index>(constant.size())));
  }
}

}  // namespace

Split split_by_name(const std::string& name) {
  // FNV-1a, and the last step of MurmurHash3, which spreads what the last letters change over all bits.
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : name) hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3;
  hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccd;
  hash = (hash ^ hash >> 33) * 0xc4ceb9fe1a85ec53;
  const std::uint64_t place = (hash ^ hash >> 33) % 1000;
  return place < 900 ? Split::train : place < 925 ? Split::validation : Split::test;
}

Result<Examples> read_faces(const std::string& data, Split split, const FaceDataSettings& settings) {
  const std::string folder = data.substr(0, data.find_last_not_of('/') + 1);  // for the look of sentences
  auto layout = find_layout(folder);
  if (!layout) return fail(layout);
  const auto table = read_table(*layout);
  if (!table) return fail(table);
  const auto source = is_folder(layout->pictures) ? open_picture_folder(layout->pictures)
                                                  : open_picture_archive(layout->pictures);
  if (!source) return fail(source);
  const std::size_t named = count_named(*table, **source);
  if (named == 0) {
    return fail(layout->attributes, ": none of its ", table->pictures.size(), " pictures is in ",
                layout->pictures, ", which holds ", (*source)->count(), "; the first is ",
                quote(table->pictures[0]));
  }
  const auto cache = open_or_write_cache(*layout, *table, **source, cache_path(folder, settings), settings);
  if (!cache) return fail(cache);

  const auto part = static_cast<std::size_t>(split);
  const Index* counts = cache->counts;
  Examples examples;
  examples.count = counts[part];
  if (examples.count == 0) {
    return fail(folder, ": the ", split_names[part], " part has no pictures; train has ", counts[0],
                ", validation ", counts[1], ", test ", counts[2]);
  }
  const Index before = std::accumulate(counts, counts + part, Index{0});
  const auto add_column = [&](const char* name, const std::vector<Index>& shape, const Bytes& all) {
    const Index size = std::accumulate(shape.begin(), shape.end(), Index{1}, std::multiplies<>());
    Bytes bytes =
        all.part(static_cast<std::size_t>(before * size), static_cast<std::size_t>(examples.count * size));
    examples.columns.push_back({name, ExampleColumn::Coding::intensity, size, std::move(bytes), shape, {}});
  };
  const Index side = settings.preparation.size;
  add_column("image", {side, side, 3}, cache->image);
  add_column("attributes", {static_cast<Index>(table->attributes.size())}, cache->attributes);
  examples.columns.back().names = table->attributes;
  add_notes(*layout, *table, *cache, (*source)->count() - named, examples);
  return examples;
}

}  // namespace jmvae
