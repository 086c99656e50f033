#include "cli/data_options.h"

#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/stop_signal.h"

namespace jmvae {

void add_data_options(CLI::App& command, DataOptions& options) {
  command.add_option("--data", options.folder, "Folder with the data set")->required();
  add_crop_option(command, options.crop);
  command
      .add_option(
          "--size", options.size,
          "Pixels a side of the faces; default: the model's, and only a classifier can be trained at another")
      ->check(CLI::Range(8, 1024));
  command.add_option("--cache", options.cache,
                     "Folder for the faces as prepared, which is done once; default: the data's");
}

void add_crop_option(CLI::App& command, std::vector<double>& crop) {
  command
      .add_option("--crop", crop,
                  "X,Y,WIDTH,HEIGHT of the face in a picture, in pixels; default: as the model was trained, "
                  "else in one of 178 x 218 where CelebA's are, in others the largest square in the middle")
      ->delimiter(',')
      ->expected(4);
}

std::optional<CropBox> crop_box(const std::vector<double>& crop) {
  if (crop.empty()) return {};
  return CropBox{crop[0], crop[1], crop[2], crop[3]};
}

Result<FacePreparation> face_preparation(const ModelSpec& spec, const Json& description,
                                         const std::string& what) {
  if (description.contains("preprocessing")) {
    return face_preparation_from_json(description["preprocessing"], what + ": \"preprocessing\"");
  }
  FacePreparation preparation;
  if (const auto image = spec.find_modality("image")) {
    preparation.size = static_cast<int>(spec.modalities[*image].shape[0]);
  }
  return preparation;
}

Result<FacePreparation> face_preparation(const DataOptions& options, const ModelSpec& spec,
                                         const Json& description, const std::string& what) {
  auto preparation = face_preparation(spec, description, what);
  if (!preparation) return preparation;
  if (options.size) preparation->size = options.size;
  if (const auto crop = crop_box(options.crop)) preparation->crop = crop;
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
  if (bar) {
    bar->clear();
    forget_stop_signals();
  }
  if (!examples) return examples;
  if (stop_signal()) return fail("stopped by a signal; the pictures that were decoded are kept");
  for (const std::string& note : examples->notes) print_note(note);
  return examples;
}

Result<int> end_without(const Result<Examples>& examples) {
  if (!stop_signal()) return fail(examples);
  report(examples.error());
  return 128 + stop_signal();
}

}  // namespace jmvae
