#include "cli/measured_data.h"

#include <limits>

namespace jmvae {

namespace {

/// How many of the last examples to train on a model's training left out; 0 where it took all.
Result<Index> held_out(const LoadedModel& model, const std::string& what) {
  if (!model.description.contains("training")) return 0;
  const auto count = json_integer_or(model.description["training"], "held_out", 0,
                                     std::numeric_limits<std::int32_t>::max(), 0, what + ": training");
  if (!count) return fail(count);
  return static_cast<Index>(*count);
}

}  // namespace

void add_measured_data_options(CLI::App& command, MeasuredDataOptions& options) {
  add_data_options(command, options.data);
  command.add_option("--split", options.split, "Part of the data: test, validation or train")
      ->check(CLI::IsMember({"test", "validation", "train"}))
      ->capture_default_str();
  command.add_option("--limit", options.limit, "Only the first examples of it")->check(CLI::PositiveNumber);
}

Result<Examples> read_measured_data(const LoadedModel& model, const std::string& what,
                                    const MeasuredDataOptions& options, int threads) {
  const auto data = json_string(model.description, "data", what);
  if (!data) return fail(data);
  const auto preparation = face_preparation(options.data, model.model->spec(), model.description, what);
  if (!preparation) return fail(preparation);
  const auto held = held_out(model, what);
  if (!held) return fail(held);
  const bool of_digits = !is_face_data(*data), validation = options.split == "validation";
  if (of_digits && validation && *held == 0) {
    return fail(*data, " has no validation part, and ", what,
                " was trained on all that there is to train on; ", "train with --hold-out");
  }
  const Split split = options.split == "test"    ? Split::test
                      : validation && !of_digits ? Split::validation
                                                 : Split::train;
  auto examples = read_data(*data, split, options.data, *preparation, threads);
  if (!examples) return examples;
  if (split == Split::train && *held > 0) {
    if (*held >= examples->count) {
      return fail(what, " held out ", *held, " examples, and there are ", examples->count,
                  " to train on here");
    }
    const Index trained = examples->count - *held;
    examples->keep(validation ? trained : 0, validation ? *held : trained);
  }
  if (options.limit > 0 && options.limit < examples->count) examples->keep(0, options.limit);
  return examples;
}

}  // namespace jmvae
