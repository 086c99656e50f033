#include "models/model_file.h"

#include <cstdlib>

using namespace jmvae;

/// A model that loads has a finite number for every parameter, and comes back when written and loaded again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto loaded = load_model(bytes, size, "input");
  if (!loaded) return 0;
  const Vector& parameters = loaded->parameters;
  if (parameters.size() != loaded->model->layout().size() || !parameters.allFinite()) std::abort();
  SafetensorsWriter writer;
  if (!add_model(writer, *loaded->model, parameters, loaded->description, DataType::f32)) std::abort();
  const auto written = writer.bytes();
  const auto again = load_model(written.data(), written.size(), "written");
  if (!again || again->parameters != parameters) std::abort();
  return 0;
}
