#include "app/models.h"

#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <string>
#include <vector>

using namespace jmvae;

namespace {
class RecordingHost : public Host {
 public:
  std::vector<std::string> requests;

  std::vector<std::string> cancelled;

  void request_file(const std::string& path) override { requests.push_back(path); }
  void cancel_file(const std::string& path) override { cancelled.push_back(path); }
  void learn(const std::string&) override {}
  void open_picture() override {}
  void edit_text(const std::string&, float, float, float, float) override {}
  void save_picture(const std::string&, const std::uint8_t*, int, int) override {}
  void announce(const std::string&) override {}
  void state_changed(const std::string&) override {}
};
}  // namespace

TEST_CASE("a model is asked for once, and only when it is used") {
  RecordingHost host;
  Models models(host);
  CHECK(host.requests.empty());
  CHECK(models.use(model_kl) == nullptr);
  CHECK(models.use(model_kl) == nullptr);
  CHECK(host.requests == std::vector<std::string>{"weights/mnist-jmvae-kl-small.safetensors"});
  CHECK(models.entry(model_kl).stage == Stage::loading);
  CHECK(models.entry(model_plain).stage == Stage::absent);
  models.progress("weights/mnist-jmvae-kl-small.safetensors", 7);
  CHECK(models.entry(model_kl).progress == 1);
}

TEST_CASE("a model that failed says why and can be asked for again") {
  RecordingHost host;
  Models models(host);
  models.use(model_plain);
  models.failed("weights/mnist-jmvae-small.safetensors", "The weights could not be fetched.");
  CHECK(models.entry(model_plain).stage == Stage::failed);
  CHECK(models.entry(model_plain).sentence == "The weights could not be fetched.");
  models.use(model_plain);
  CHECK(host.requests.size() == 1);
  models.retry(model_plain);
  CHECK(host.requests.size() == 2);
  CHECK(models.entry(model_plain).stage == Stage::loading);
}

TEST_CASE("a model whose fetching was stopped stays away until it is asked for again") {
  RecordingHost host;
  Models models(host);
  models.stop(model_kl);
  CHECK(host.cancelled.empty());
  models.use(model_kl);
  models.stop(model_kl);
  CHECK(host.cancelled == std::vector<std::string>{"weights/mnist-jmvae-kl-small.safetensors"});
  CHECK(models.use(model_kl) == nullptr);
  CHECK(models.entry(model_kl).stage == Stage::stopped);
  CHECK(host.requests.size() == 1);
  models.retry(model_kl);
  CHECK(host.requests.size() == 2);
  CHECK(models.entry(model_kl).stage == Stage::loading);
}

TEST_CASE("weights that can't be read are a failure with the reader's sentence") {
  RecordingHost host;
  Models models(host);
  models.use(model_kl);
  models.loaded("weights/mnist-jmvae-kl-small.safetensors", "<!doctype html>", 15);
  CHECK(models.entry(model_kl).stage == Stage::failed);
  CHECK_FALSE(models.entry(model_kl).sentence.empty());
  CHECK(models.use(model_kl) == nullptr);
}

TEST_CASE("answers about models that nobody asked for are ignored") {
  RecordingHost host;
  Models models(host);
  models.progress("weights/celeba-vae.safetensors", 0.5);
  models.failed("weights/celeba-vae.safetensors", "No.");
  models.loaded("weights/celeba-vae.safetensors", "", 0);
  for (int choice = 0; choice < models.count(); ++choice) CHECK(models.entry(choice).stage == Stage::absent);
}

TEST_CASE("the table offers the models whose files are there, each under names of its own") {
  const auto& table = model_table();
  REQUIRE(table.size() >= 2);
  CHECK(table[model_kl].key == std::string("jmvae-kl"));
  CHECK(table[model_plain].key == std::string("jmvae"));
  std::set<std::string> names;
  for (const ModelRow& row : table) {
    CAPTURE(row.name);
    CHECK(names.insert(row.key).second);
    CHECK(names.insert(row.data + std::string(" ") + row.title.english).second);
    CHECK(std::string(row.sentence.english).back() == '.');
    CHECK(table[static_cast<std::size_t>(find_model(row.key))].name == std::string(row.name));
#ifdef JMVAE_WEIGHTS_FOLDER
    CHECK(std::ifstream(JMVAE_WEIGHTS_FOLDER + ("/" + std::string(row.name)) + ".safetensors").good());
#endif
  }
  CHECK(find_model("celeba-vae") == -1);
  for (int i = 0; i < static_cast<int>(table.size()); ++i) {
    const bool digits = table[static_cast<std::size_t>(i)].data == std::string("mnist");
    CHECK(digits == (i < digit_model_count()));
  }
  CHECK_FALSE(face_data_sets().empty());
}
