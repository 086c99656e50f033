#include "cli/arguments.h"

#include "io/file.h"
#include "train/checkpoint.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace jmvae {

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string extents(const std::vector<Index>& shape) {
  std::string text;
  for (const Index extent : shape) text += (text.empty() ? "" : " x ") + std::to_string(extent);
  return text;
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

std::string model_file(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_directory(path, error) ? checkpoint_path(path) : path;
}

Result<LoadedModel> read_model(const std::string& path) {
  const std::string file = model_file(path);
  const auto bytes = read_file(file);
  if (!bytes) return fail(bytes);
  return load_model(bytes->data(), bytes->size(), file);
}

Result<const LatentModel*> latent_model(const LoadedModel& loaded, const std::string& path) {
  if (const LatentModel* latent = loaded.model->latent()) return latent;
  return fail(path, " is a ", loaded.model->spec().kind, ", which has no latent space to generate from");
}

void add_seed_option(CLI::App& command, std::uint64_t& seed, const std::string& of_what) {
  // CLI11 would take "" for 0 and 010 for 8.
  const auto read = [&seed](const std::string& text) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
    if (error == std::errc() && end == text.data() + text.size()) return;
    throw CLI::ValidationError("--seed",
                               "expected a whole number in 0 ... 18446744073709551615, found " + quote(text));
  };
  command.add_option_function<std::string>("--seed", read, of_what)
      ->type_name("UINT")
      ->default_str(std::to_string(seed));
}

CLI::Validator number_in(double low, double high) {
  const std::string range = in_words(low) + " ... " + in_words(high);
  const auto check = [low, high, range](const std::string& text) -> std::string {
    double value = 0;
    if (CLI::detail::lexical_cast(text, value) && value >= low && value <= high) return "";
    return "expected a number in " + range + ", found " + quote(text);
  };
  return CLI::Validator(check, range);
}

void add_filling_options(CLI::App& command, FillingOptions& options) {
  command
      .add_option(
          "--filling", options.filling,
          "What stands in for what is missing: automatic (the model's own way), zero, chain, encoder, "
          "product, imputation (attributes not named are drawn from those that go together)")
      ->capture_default_str();
  command.add_option("--sweeps", options.sweeps, "Sweeps of the chain")
      ->check(CLI::Range(0, 100000))
      ->capture_default_str();
}

void add_emphasis_option(CLI::App& command, FillingOptions& options) {
  command
      .add_option("--emphasis", options.emphasis,
                  "How much more strongly labels and attributes that are given are shown: z is drawn from "
                  "q(z|given)^(1 + e) / q(z|the rest)^e; 0: from q(z|given) itself")
      ->check(number_in(0, 10))
      ->capture_default_str();
}

Result<MissingRule> missing_rule(const FillingOptions& options) {
  const auto filling = filling_from_name(options.filling);
  if (!filling) return fail("--filling: ", filling.error().message);
  return MissingRule{*filling, options.sweeps, static_cast<Real>(options.emphasis)};
}

}  // namespace jmvae
