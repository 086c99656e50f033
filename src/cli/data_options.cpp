#include "cli/data_options.h"

#include "cli/progress.h"
#include "cli/stop_signal.h"

#include <optional>

namespace jmvae {

void add_data_options(CLI::App& command, DataOptions& options) {
  command.add_option("--data", options.folder, "Folder with the data set")->required();
  command
      .add_option(
          "--crop", options.crop,
          "X,Y,WIDTH,HEIGHT of the face in every picture, in pixels; default: where CelebA's are, else "
          "the largest square in the middle")
      ->delimiter(',')
      ->expected(4);
  command.add_option("--size", options.size, "Pixels a side of the faces; default: the model's")
      ->check(CLI::Range(8, 1024));
  command.add_option("--cache", options.cache,
                     "Folder for the faces as prepared, which is done once; default: the data's");
}

Result<FacePreparation> face_preparation(const DataOptions& options, const ModelSpec& spec,
                                         const Json& description, const std::string& what) {
  FacePreparation preparation;
  if (description.contains("preprocessing")) {
    auto described = face_preparation_from_json(description["preprocessing"], what + ": \"preprocessing\"");
    if (!described) return described;
    preparation = *described;
  } else if (const auto image = spec.find_modality("image")) {
    preparation.size = static_cast<int>(spec.modalities[static_cast<std::size_t>(*image)].shape[0]);
  }
  if (options.size) preparation.size = options.size;
  if (!options.crop.empty()) {
    preparation.crop = CropBox{options.crop[0], options.crop[1], options.crop[2], options.crop[3]};
  }
  return preparation;
}

Result<Examples> read_data(const std::string& data, Split split, const DataOptions& options,
                           const FacePreparation& preparation, int threads) {
  if (!is_face_data(data) && (options.size || !options.crop.empty() || !options.cache.empty())) {
    return fail("--crop, --size and --cache are for pictures of faces, not for ", data);
  }
  FaceDataSettings settings;
  settings.preparation = preparation;
  settings.cache_folder = options.cache;
  settings.threads = threads;
  std::optional<Progress> bar;
  settings.progress = [&](Index finished, Index total) {
    if (!bar) {
      watch_stop_signals();
      bar.emplace(total, 0, "pictures");
    }
    bar->show(finished, "decoding");
    return !stop_signal();
  };
  auto examples = read_examples(data, options.folder, split, settings);
  if (bar) bar->clear();
  if (examples) {
    for (const std::string& note : examples->notes) std::fprintf(stderr, "note: %s\n", note.c_str());
  }
  return examples;
}

}  // namespace jmvae
