#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/map_picture.h"
#include "cli/measured_data.h"
#include "eval/latent_map.h"
#include "eval/nearest_neighbours.h"
#include "eval/subset.h"
#include "io/file.h"
#include "io/image_files.h"
#include "io/safetensors.h"
#include "math/parallel.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <utility>

namespace jmvae {

namespace {

struct LatentOptions {
  std::string model, out, points;
  MeasuredDataOptions data;
  std::vector<std::string> given;
  FillingOptions filling;
  int layer = 1, neighbours = 10;
  EvalSettings settings;
  bool samples = false, json = false;
};

/// The column whose labels give the points their colours; the model need not know it.
Result<const ExampleColumn*> label_column(const Examples& examples, const std::string& data) {
  for (const ExampleColumn& column : examples.columns) {
    if (column.coding == ExampleColumn::Coding::category) return &column;
  }
  return fail("the data set ", data, " has no labels to colour a map by");
}

Json panel_json(const ModelSpec& spec, const Encoding& encoding, const Estimate& accuracy, int neighbours) {
  const Proposal& proposal = encoding.proposal;
  Json given = Json::array();
  for (std::size_t m = 0; m < proposal.given.size(); ++m) {
    if (proposal.given[m]) given.push_back(spec.modalities[m].name);
  }
  const Json figure = {{"value", accuracy.value},
                       {"stderr", accuracy.standard_error},
                       {"k", neighbours},
                       {"estimator", accuracy.estimator}};
  Json panel = {{"given", given}, {"points", encoding.samples ? "samples" : "means"}, {"of", proposal.name}};
  if (!proposal.filling_in_words.empty()) panel["filling"] = proposal.filling_in_words;
  panel["knn_accuracy"] = figure;
  return panel;
}

void print_panel(const ModelSpec& spec, const Encoding& encoding, const Estimate& accuracy) {
  const Proposal& proposal = encoding.proposal;
  const bool filled = !proposal.filling_in_words.empty() && proposal.filling_in_words != "none";
  char figure[128];
  std::snprintf(figure, sizeof figure, " knn_accuracy %.4f +- %.4f  %s of ", accuracy.value,
                accuracy.standard_error, encoding.samples ? "samples" : "means");
  print_line(padded(names_of(spec, proposal.given, ','), 24) + figure + proposal.name +
             (filled ? ", filling: " + proposal.filling_in_words : ""));
}

/// Writes z of every panel, [examples, dimensions], as "z.image" or "z.image,label", and the labels
/// [examples].
Result<void> write_points(const std::string& path, const ModelSpec& spec,
                          const std::vector<Encoding>& encodings, const Bytes& labels) {
  SafetensorsWriter file;
  for (const Encoding& encoding : encodings) {
    const auto added = file.add("z." + names_of(spec, encoding.proposal.given, ','), DataType::f32,
                                {encoding.z.rows(), encoding.z.cols()}, encoding.z.data());
    if (!added) return fail(added);
  }
  const auto added = file.add_bytes("labels", DataType::u8, {static_cast<Index>(labels.size())},
                                    labels.data(), labels.size());
  if (!added) return fail(added);
  const std::vector<std::uint8_t> bytes = file.bytes();
  return write_file(path, bytes.data(), bytes.size());
}

Result<int> latent(const LatentOptions& options) {
  const auto loaded = read_model(options.model);
  if (!loaded) return fail(loaded);
  const auto found = latent_model(*loaded, options.model);
  if (!found) return fail(found);
  const LatentModel& model = **found;
  const ModelSpec& spec = model.spec();
  const auto data = json_string(loaded->description, "data", options.model);
  if (!data) return fail(data);
  const auto examples = read_measured_data(*loaded, options.model, options.data, options.settings.threads);
  if (!examples) return end_without(examples);
  const auto labels = label_column(*examples, *data);
  if (!labels) return fail(labels);

  const auto test_set = make_test_set(spec, *examples);
  if (!test_set) return fail(test_set);

  EvalSettings settings = options.settings;
  const auto rule = missing_rule(options.filling);
  if (!rule) return fail(rule);
  settings.rule = *rule;
  const auto encode = [&](const Subset& given, bool samples) {
    return encode_examples(model, loaded->parameters, *test_set, given,
                           static_cast<std::size_t>(options.layer - 1), samples, settings);
  };
  std::vector<Subset> ways = options.given.empty() ? ways_to_encode(model) : std::vector<Subset>();
  for (const std::string& names : options.given) {
    const auto given = subset_from_names(spec, names, ',');
    if (!given) return fail("--given ", names, ": ", given.error().message);
    ways.push_back(*given);
  }

  // The joint means decide on the plane, and are the neighbours of all points.
  const auto joint = encode(every_modality(spec), false);
  if (!joint) return fail(joint);
  const Matrix plane = map_plane(joint->z), reference = joint->z * plane;

  std::vector<Encoding> encodings;
  for (const Subset& given : ways) {
    auto encoding = encode(given, options.samples);
    if (!encoding) return fail(encoding);
    encodings.push_back(std::move(*encoding));
  }

  Json panels = Json::array();
  std::vector<Matrix> points;
  for (const Encoding& encoding : encodings) {
    points.push_back(encoding.z * plane);
    const Estimate accuracy = nearest_neighbour_accuracy(points.back(), reference, (*labels)->bytes,
                                                         options.neighbours, settings.threads);
    panels.push_back(panel_json(spec, encoding, accuracy, options.neighbours));
    if (!options.json) print_panel(spec, encoding, accuracy);
  }

  if (!options.out.empty()) {
    const auto symbols = label_symbols(spec, *examples, **labels);
    if (!symbols) return fail(symbols);
    const auto written = write_png(options.out, draw_map(points, (*labels)->bytes, *symbols));
    if (!written) return fail(written);
    if (!options.json) print_line(options.out);
  }
  if (!options.points.empty()) {
    const auto written = write_points(options.points, spec, encodings, (*labels)->bytes);
    if (!written) return fail(written);
    if (!options.json) print_line(options.points);
  }
  if (options.json) {
    Json document = {{"model", options.model},
                     {"data", *data},
                     {"examples", examples->count},
                     {"seed", settings.seed},
                     {"layer", options.layer},
                     {"projection", plane.rows() > 2 ? "principal components" : "plane"},
                     {"panels", panels}};
    if (!options.out.empty()) document["map"] = options.out;
    if (!options.points.empty()) document["points"] = options.points;
    std::printf("%s\n", json_text(document, 2).c_str());
  }
  return done;
}

}  // namespace

void add_latent_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<LatentOptions>();
  options->settings.threads = available_threads();
  CLI::App* command = app.add_subcommand(
      "latent",
      "Draw where the test set lies in z: one panel for each way of encoding, in one scale, coloured by "
      "label.\n"
      "Points are means of q(z|given); where nothing but labels is given, whose means are as few as the "
      "labels,\n"
      "each is a draw of q(z|given), which shows how wide it is. z of more than 2 dimensions is seen along "
      "the first\n"
      "two principal components of the joint means. knn_accuracy says how well the labels separate there: "
      "the share\n"
      "of points that have the most frequent label among the nearest joint means of other examples.");
  command->add_option("MODEL", options->model, "A .safetensors file or the folder of a run")->required();
  add_measured_data_options(*command, options->data);
  command->add_option("--out", options->out, "PNG of the map; without it only the figures");
  command->add_option("--points", options->points,
                      "Safetensors file for z of all panels, in all dimensions, and the labels");
  command
      ->add_option("--given", options->given,
                   "A panel, encoded from these, e.g. image or image,label; default: all, then each alone")
      ->allow_extra_args(false);
  add_filling_options(*command, options->filling);
  add_emphasis_option(*command, options->filling);
  command->add_option("--layer", options->layer, "Of a hierarchy: 1 for z_1")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_flag("--samples", options->samples, "Draws of q(z|given) in all panels");
  command->add_option("--neighbours", options->neighbours, "k of the k-nearest-neighbour accuracy")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  add_seed_option(*command, options->settings.seed, "Seed of draws and chains");
  command->add_option("--threads", options->settings.threads, "Threads; results don't depend on them")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  command->add_flag("--json", options->json, "One JSON document");
  command->callback([options, &exit_code] {
    const auto result = latent(*options);
    exit_code = result ? *result : report(result.error());
  });
}

}  // namespace jmvae
