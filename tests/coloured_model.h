#pragma once
// A small model whose labels are colours, and its file, made in memory.

#include "models/model_file.h"
#include "small_spec.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace jmvae {

/// A label with named values.
inline ModelSpec coloured_spec(const std::string& kind) {
  ModelSpec spec = small_spec(kind, {3, 2, 1}, 4, 6);
  spec.modalities[1].values = {"red", "green", "blue"};
  return spec;
}

/// An untrained model as the bytes of its file.
inline std::vector<std::uint8_t> file_of(const ModelSpec& spec, DataType precision = DataType::f32) {
  const auto model = make_model(spec);
  REQUIRE(model);
  SafetensorsWriter writer;
  REQUIRE(add_model(writer, **model, (*model)->layout().initialize(5), Json::object(), precision));
  return writer.bytes();
}

}  // namespace jmvae
