// Models as files.

#include "coloured_model.h"
#include "models/generation.h"
#include "models/model_file.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace jmvae;

namespace {

/// A file with the tensors and description of a model, changed by the test before it is written.
template <class Change>
std::string failure_after(const Change& change) {
  const std::vector<std::uint8_t> bytes = file_of(coloured_spec("jmvae"));
  const auto file = Safetensors::parse(bytes.data(), bytes.size(), "f");
  REQUIRE(file);
  Json description = *parse_json(file->metadata().at("jmvae"), "f");
  std::vector<SafetensorsEntry> entries = file->entries();
  change(description, entries);
  SafetensorsWriter writer;
  writer.set_metadata("jmvae", json_text(description));
  for (const SafetensorsEntry& entry : entries) {
    REQUIRE(writer.add_bytes(entry.name, entry.type, entry.shape, entry.data, entry.size));
  }
  const auto changed = writer.bytes();
  const auto loaded = load_model(changed.data(), changed.size(), "f");
  return loaded ? "" : loaded.error().message;
}

bool mentions(const std::string& sentence, const std::string& part) {
  INFO(sentence);
  return sentence.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a model comes back from its file to the bit") {
  for (const char* kind : {"jmvae", "jmvae-kl"}) {
    const auto bytes = file_of(coloured_spec(kind));
    const auto loaded = load_model(bytes.data(), bytes.size(), "f");
    REQUIRE(loaded);
    CHECK(loaded->model->spec().kind == kind);
    CHECK(loaded->parameters == loaded->model->layout().initialize(5));
    CHECK(json_text(to_json(loaded->model->spec())) == json_text(to_json(coloured_spec(kind))));
  }
}

TEST_CASE("half precision keeps weights within a rounding") {
  const auto exact = file_of(coloured_spec("jmvae-kl")),
             half = file_of(coloured_spec("jmvae-kl"), DataType::f16);
  CHECK(half.size() < exact.size());
  const auto a = load_model(exact.data(), exact.size(), "f"), b = load_model(half.data(), half.size(), "f");
  REQUIRE(a);
  REQUIRE(b);
  CHECK(b->precision == DataType::f16);
  CHECK((a->parameters - b->parameters).cwiseAbs().maxCoeff() <= 1.0 / 2048);
}

TEST_CASE("weights in bytes are within half a step of their row's largest, the rest is in half floats") {
  const auto exact = file_of(coloured_spec("jmvae-kl")),
             small = file_of(coloured_spec("jmvae-kl"), DataType::i8);
  const auto a = load_model(exact.data(), exact.size(), "f"), b = load_model(small.data(), small.size(), "f");
  REQUIRE(a);
  REQUIRE(b);
  CHECK(b->precision == DataType::i8);
  for (const Tensor& tensor : a->model->layout().tensors()) {
    const Index rows = tensor.shape[0];
    const ConstMatrixMap before(a->parameters.data() + tensor.offset, rows, tensor.size / rows);
    const ConstMatrixMap after(b->parameters.data() + tensor.offset, rows, tensor.size / rows);
    for (Index row = 0; row < rows; ++row) {
      CHECK((before.row(row) - after.row(row)).cwiseAbs().maxCoeff() <=
            before.row(row).cwiseAbs().maxCoeff() * Real(0.501 / largest_byte));
    }
  }
}

TEST_CASE("weights in bytes without the factors of their rows are refused") {
  const std::string sentence = failure_after([](Json&, std::vector<SafetensorsEntry>& entries) {
    for (SafetensorsEntry& entry : entries) {
      if (entry.name != "decoder.image.0.weight") continue;
      entry.type = DataType::i8;
      entry.size /= 4;
    }
  });
  CHECK(mentions(sentence, "decoder.image.0.weight.row_scale"));
}

TEST_CASE("a file that is not the model it says is refused with a sentence") {
  using Entries = std::vector<SafetensorsEntry>;
  CHECK(mentions(failure_after([](Json& d, Entries&) { d["format"] = 2; }), "format"));
  CHECK(mentions(failure_after([](Json& d, Entries&) { d.erase("model"); }), "model"));
  CHECK(mentions(failure_after([](Json& d, Entries&) { d["model"]["kind"] = "gan"; }), "jmvae-kl"));
  CHECK(mentions(failure_after([](Json& d, Entries&) { d["model"]["latent"] = 0; }), "latent"));
  CHECK(mentions(failure_after([](Json& d, Entries&) { d["model"]["latent"] = 5; }), "shape"));
  CHECK(mentions(failure_after([](Json& d, Entries&) { d["model"]["modalities"][1]["values"] = {"a"}; }),
                 "names"));
  CHECK(mentions(failure_after([](Json& d, Entries&) { d["model"]["modalities"][1]["name"] = "image"; }),
                 "two"));
  CHECK(mentions(
      failure_after([](Json& d, Entries&) { d["model"]["modalities"][0]["likelihood"] = "poisson"; }),
      "bernoulli"));
  CHECK(mentions(failure_after([](Json& d, Entries&) { d["model"]["joint"][0]["activation"] = "sine"; }),
                 "relu"));
  CHECK(mentions(failure_after([](Json& d, Entries&) {
                   Json& layers = d["model"]["joint"];
                   layers[0]["units"] = 1 << 20;  // twice: more weights than an index of 32 bits could count
                   layers.push_back(layers[0]);
                 }),
                 "more than"));
  CHECK(mentions(failure_after([](Json&, Entries& e) { e.pop_back(); }), "missing"));
  CHECK(mentions(failure_after([](Json&, Entries& e) {
                   e.push_back(e.back());
                   e.back().name = "extra";
                 }),
                 "extra"));
  const char text[] = "this is not a model at all";
  CHECK(!load_model(text, sizeof text, "f"));
}

TEST_CASE("tensors of a training run beside the model's are passed over") {
  CHECK(failure_after([](Json&, std::vector<SafetensorsEntry>& e) {
          e.push_back(e.back());
          e.back().name = "training.first_moment";
        }) == "");
}

TEST_CASE("JMVAE fills what is missing with zeros, JMVAE-kl asks the modality's own encoder") {
  const Matrix zeros = Matrix::Zero(1, 6);
  Matrix label(1, 3);
  label << 0, 0, 1;
  for (const char* kind : {"jmvae", "jmvae-kl"}) {
    const auto model = make_model(coloured_spec(kind));
    REQUIRE(model);
    const LatentModel& latent = *(*model)->latent();
    const Vector parameters = latent.layout().initialize(2);
    const Posterior missing = *encode(latent, parameters, {nullptr, &label});
    const Posterior filled = *encode(latent, parameters, {&zeros, &label});
    CHECK((missing.mean == filled.mean) == (std::string(kind) == "jmvae"));
  }
}
