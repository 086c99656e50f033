// What is trained: settings there and back, and the presets.

#include "train/presets.h"
#include "train/trainer.h"

#include <doctest/doctest.h>

#include <set>

using namespace jmvae;

TEST_CASE("settings come back from JSON, and unknown ones are named with the nearest known") {
  for (const Preset& preset : presets()) {
    const auto again = train_settings_from_json(to_json(preset.settings), "f");
    REQUIRE(again);
    CHECK(json_text(to_json(*again)) == json_text(to_json(preset.settings)));
  }
  TrainSettings settings;
  CHECK(change_setting(settings, "alpha", "0.25"));
  CHECK(settings.alpha == 0.25);
  CHECK(change_setting(settings, "likelihood_weight.label", "10"));
  CHECK(settings.likelihood_weight["label"] == 10);
  const auto unknown = change_setting(settings, "alfa", "1");
  REQUIRE(!unknown);
  CHECK(unknown.error().message.find("\"alpha\"") != std::string::npos);
  CHECK(!change_setting(settings, "alpha", "much"));
  CHECK(!change_setting(settings, "alpha", "-1"));
  CHECK(!change_setting(settings, "batch", "0"));
  CHECK(!change_setting(settings, "batch", "1.5"));
  CHECK(!change_setting(settings, "binarize", "1"));
  CHECK(!change_setting(settings, "samples", "0"));
  CHECK(!change_setting(settings, "samples", "1001"));
  CHECK(!change_setting(settings, "seed", "-1"));
  CHECK(!change_setting(settings, "seed", "18446744073709551616"));
  CHECK(change_setting(settings, "seed", "18446744073709551615"));
  CHECK(!change_setting(settings, "augment.scale", "1"));
  CHECK(!change_setting(settings, "adam.epsilon", "0"));
  CHECK(!change_setting(settings, "likelihood_weight.label", "1e300"));
  const auto decay = change_setting(settings, "average_decay", "1");
  REQUIRE(!decay);
  CHECK(decay.error().message == "setting: \"average_decay\" should be from 0 to below 1, found 1");
  CHECK(!change_setting(settings, "present.label", "1.5"));
  CHECK(!change_setting(settings, "only_encoder", "1"));
  CHECK(change_setting(settings, "only_encoder", "label"));
  CHECK(settings.only_encoder == "label");
  CHECK(change_setting(settings, "present.label", "0.01"));
  // So that a digest of what ran before there was this setting stays the same.
  CHECK(!to_json(settings).contains("balanced"));
  for (const char* newer : {"reading", "smoothness", "reading_noise"}) {
    CAPTURE(newer);
    CHECK(!to_json(settings).contains(newer));
    CHECK(!change_setting(settings, newer, "-1"));
    CHECK(change_setting(settings, newer, "10"));
  }
  CHECK(change_setting(settings, "balanced", "0.6"));
  const auto again = train_settings_from_json(to_json(settings), "f");
  REQUIRE(again);
  CHECK(again->balanced == 0.6);
  CHECK(settings.batch == TrainSettings().batch);
}

TEST_CASE("every preset makes a model; a name that is none offers the nearest") {
  std::set<std::string> names;
  for (const Preset& preset : presets()) {
    CHECK(names.insert(preset.name).second);
    CAPTURE(preset.name);
    CHECK(find_preset(preset.name));
    const auto model = make_model(preset.model);
    REQUIRE(model);
    // A batch of blank examples: the settings are ones that the model takes.
    Examples examples;
    examples.count = preset.settings.batch;
    for (const ModalitySpec& modality : preset.model.modalities) {
      const bool picture = modality.likelihood == LikelihoodKind::bernoulli;
      const Index bytes = examples.count * (picture ? modality.size() : 1);
      examples.columns.push_back(
          {modality.name, picture ? ExampleColumn::Coding::intensity : ExampleColumn::Coding::category,
           modality.size(), std::vector<std::uint8_t>(static_cast<std::size_t>(bytes))});
    }
    CHECK(Trainer::make(**model, examples, preset.settings, 1));
  }
  const auto wrong = find_preset("mnist-jmvae-lk");
  REQUIRE(!wrong);
  CHECK(wrong.error().message.find("\"mnist-jmvae-kl\"") != std::string::npos);
}

TEST_CASE("JMVAE-kl with the paper's networks has 3,061,402 parameters") {
  CHECK((*make_model(find_preset("mnist-jmvae-kl")->model))->layout().count() == 3061402);
}
