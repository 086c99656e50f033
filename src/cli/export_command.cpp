#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/train_options.h"
#include "io/file.h"
#include "models/folding.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

namespace jmvae {

namespace {

struct ExportOptions {
  std::string run, out, precision = "f16", license;
  std::vector<std::string> figures;                     // files that `jmvae eval --json` wrote
  std::vector<std::pair<std::string, double>> average;  // runs, and the shares that they have in the weights
};

struct Precision {
  const char* name;
  DataType type;
  double largest_difference;  ///< relative to the largest weight
};

// Half floats have 11 bits; a byte is at most half a step off, of which its row's largest number has 120.
constexpr Precision precisions[] = {{"f32", DataType::f32, 0},
                                    {"f16", DataType::f16, 1.0 / 2048},
                                    {"int8", DataType::i8, 0.5 / largest_byte + 1e-6}};

/// Largest difference between weights and what a file of them gives back, relative to the largest weight.
double relative_difference(const Vector& written, const Vector& read) {
  const double largest = static_cast<double>(written.cwiseAbs().maxCoeff());
  return largest > 0 ? static_cast<double>((written - read).cwiseAbs().maxCoeff()) / largest : 0;
}

/// Refuses to write over what is exported, or over the training state of any run, which no export has.
Result<void> check_target(const std::string& path, const std::string& source) {
  std::error_code error;
  if (std::filesystem::equivalent(path, source, error)) {
    return fail(path, ": is what shall be exported; name another file with --out");
  }
  if (!std::filesystem::is_regular_file(path, error)) return {};
  const auto bytes = map_file(path);
  if (!bytes) return {};
  const auto file = Safetensors::parse(bytes->data(), bytes->size(), path);
  if (!file) return {};
  for (const SafetensorsEntry& entry : file->entries()) {
    if (entry.name.rfind(training_prefix, 0) != 0) continue;
    return fail(path,
                ": holds the state of a training run, which would be lost; name another file with --out");
  }
  return {};
}

/// The object under a key, made where there is none.
Result<Json*> object_in(Json& description, const char* key, const std::string& what) {
  Json& member = description[key];
  if (member.is_null()) member = Json::object();
  if (member.is_object()) return &member;
  return fail(what, ": the description's ", quote(key), " should be an object, found ", json_text(member));
}

Result<void> add_figures(Json& figures, const std::string& path) {
  const auto bytes = read_file(path);
  if (!bytes) return fail(bytes);
  const auto json = parse_json(as_text(*bytes), path);
  if (!json) return fail(json);
  const auto metrics = json_object(*json, "metrics", path);
  if (!metrics) return fail(metrics);
  for (const auto& [name, metric] : (*metrics)->items()) figures[name] = metric;
  return {};
}

/// The description of a run without what is of use to the run alone.
Result<Json> describe_run(const LoadedModel& model, const std::string& run) {
  Json description = model.description;
  if (!description.contains("training")) return description;
  const auto training = object_in(description, "training", run);
  if (!training) return fail(training);
  (*training)->erase("means");
  if ((*training)->contains("command")) {
    const auto command = json_string(**training, "command", run);
    if (!command) return fail(command);
    (**training)["command"] = without_place(*command);
  }
  return description;
}

/// The same as others may have it, with licence and figures.
Result<Json> describe_export(const LoadedModel& model, const ExportOptions& options) {
  auto description = describe_run(model, options.run);
  if (!description) return description;
  if (!options.license.empty()) (*description)["license"] = options.license;
  if (!options.average.empty()) description->erase("figures");  // of the run alone
  for (const std::string& path : options.figures) {
    const auto figures = object_in(*description, "figures", options.run);
    if (!figures) return fail(figures);
    const auto added = add_figures(**figures, path);
    if (!added) return fail(added);
  }
  return description;
}

/// How much of an average a run is, how its weights came about, and their terms.
Json part_of_average(double share, const Json& description) {
  Json part = {{"share", share}};
  for (const char* key : {"training", "averaged", "license"}) {
    if (description.contains(key)) part[key] = description[key];
  }
  return part;
}

/// Leaves out of all models what only some of them have learnt: which attributes go together.
void leave_out_imputers(FoldedModel& model, std::vector<FoldedModel>& others) {
  std::vector<FoldedModel*> parts = {&model};
  for (FoldedModel& other : others) parts.push_back(&other);
  const auto has_one = [](const FoldedModel* part) { return has_imputer(part->model->spec()); };
  const bool any = std::any_of(parts.begin(), parts.end(), has_one);
  if (!any || std::all_of(parts.begin(), parts.end(), has_one)) return;
  for (FoldedModel* part : parts) {
    if (has_one(part)) *part = without_imputer(*part);
  }
  print_note("the average has no imputer, as not all of its parts have one; train it anew");
}

/// Takes the average of a run's weights and those of others, the run itself having the rest of all shares.
/// Runs that went on from the same weights, each in its way, are often better together than each alone
/// (Wortsman et al. 2022, Model soups). Between pictures of training with an adversary and without one it is
/// a choice of how much is sharp and how much is noise (Wang et al. 2018, ESRGAN, section 3.4).
Result<void> average(FoldedModel& model, Json& description, const ExportOptions& options) {
  if (options.average.empty()) return {};
  double rest = 1;
  for (const auto& [run, share] : options.average) {
    if (!(share > 0)) return fail("--average ", run, ": a share should be over 0, found ", share);
    rest -= share;
  }
  if (!(rest > 0)) return fail("--average: shares should be less than 1 together, found ", 1 - rest);
  Json parts = Json::array({part_of_average(rest, description)});
  std::vector<FoldedModel> others;
  for (const auto& [run, share] : options.average) {
    const auto other = read_model(run);
    if (!other) return fail(other);
    others.push_back(fold_normalization(*other->model, other->parameters));
    const auto theirs = describe_run(*other, run);
    if (!theirs) return fail(theirs);
    parts.push_back(part_of_average(share, *theirs));
  }
  leave_out_imputers(model, others);
  const Json networks = to_json(model.model->spec());
  model.parameters *= static_cast<Real>(rest);
  for (std::size_t i = 0; i < others.size(); ++i) {
    const auto& [run, share] = options.average[i];
    if (to_json(others[i].model->spec()) != networks) {
      return fail("--average ", run, ": its networks are not those of ", options.run,
                  "; `jmvae info` shows both");
    }
    model.parameters += static_cast<Real>(share) * others[i].parameters;
  }
  description["averaged"] = parts;
  return {};
}

Result<int> export_model(const ExportOptions& options) {
  const auto target = check_target(options.out, model_file(options.run));
  if (!target) return fail(target);
  const auto loaded = read_model(options.run);
  if (!loaded) return fail(loaded);
  auto description = describe_export(*loaded, options);
  if (!description) return fail(description);

  const Precision& precision =
      *std::find_if(std::begin(precisions), std::end(precisions),
                    [&](const Precision& known) { return options.precision == known.name; });
  SafetensorsWriter writer;
  FoldedModel folded = fold_normalization(*loaded->model, loaded->parameters);
  const auto averaged = average(folded, *description, options);
  if (!averaged) return fail(averaged);
  const auto written = add_model(writer, *folded.model, folded.parameters, *description, precision.type);
  if (!written) return fail(options.run, ": ", written.error().message);
  const auto bytes = writer.bytes();

  // Re-read and compared before it takes the name.
  const auto again = load_model(bytes.data(), bytes.size(), options.out);
  if (!again) return fail(again);
  const double difference = relative_difference(folded.parameters, again->parameters);
  if (difference > precision.largest_difference) {
    return fail(options.out, ": read back, weights differ by ", difference,
                " of the largest; nothing was written");
  }
  const auto saved = write_file(options.out, bytes.data(), bytes.size());
  if (!saved) return fail(saved);
  std::printf("%s: %zu bytes, %s, largest relative rounding %.2g\n", options.out.c_str(), bytes.size(),
              options.precision.c_str(), difference);
  return done;
}

}  // namespace

void add_export_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<ExportOptions>();
  CLI::App* command = app.add_subcommand("export", "Convert a run's weights into a file to share");
  command->add_option("RUN", options->run, "The folder of a run, or a .safetensors file")->required();
  command->add_option("--out", options->out, "File to write")->required();
  command->add_option("--precision", options->precision, "Numbers in the file")
      ->check(CLI::IsMember({"f32", "f16", "int8"}))
      ->capture_default_str();
  command
      ->add_option("--average", options->average,
                   "RUN2 SHARE: weights are an average, in which another run of the same networks has this "
                   "share and RUN the rest; may be repeated")
      ->allow_extra_args(false);
  command->add_option("--license", options->license, "Terms of the weights, kept in the file");
  command->add_option("--figures", options->figures, "Result of `jmvae eval --json`, kept in the file")
      ->allow_extra_args(false);
  command->callback([options, &exit_code] {
    const auto result = export_model(*options);
    exit_code = result ? *result : report(result.error());
  });
}

}  // namespace jmvae
