// What the screen "Learn" tells the trainer, and what it makes of the reports.

#include "app/learning.h"
#include "io/json.h"
#include "models/model_file.h"
#include "small_spec.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace jmvae;

namespace {

class TrainersHost : public Host {
 public:
  void request_file(const std::string&) override {}
  void cancel_file(const std::string&) override {}
  void learn(const std::string& command) override { commands.push_back(*parse_json(command, "command")); }
  void open_picture() override {}
  void edit_text(const std::string&, float, float, float, float) override {}
  void save_picture(const std::string&, const std::uint8_t*, int, int) override {}
  void announce(const std::string&) override {}
  void state_changed(const std::string&) override {}

  std::vector<Json> commands;
};

std::vector<std::uint8_t> weights() {
  const auto model = make_model(small_spec("jmvae-kl", {2, 2, 1}, 2, 8));
  REQUIRE(model);
  SafetensorsWriter writer;
  REQUIRE(add_model(writer, **model, (*model)->layout().initialize(5), Json::object(), DataType::f32));
  return writer.bytes();
}

void report(Learning& learning, int run, int step) {
  const Json progress = {{"step", step},
                         {"steps", 100},
                         {"epoch", step / 10},
                         {"epochs", 10},
                         {"beta", 1},
                         {"examples", 3000},
                         {"terms", {{"objective", -step}}}};
  const auto bytes = weights();
  learning.learnt(run, json_text(progress), bytes.data(), bytes.size());
}

}  // namespace

TEST_CASE("a run begins as the state says, goes on with its reports, and is done after the last step") {
  TrainersHost host;
  Learning learning(host);
  State state;
  state.alpha = 0.5f;
  state.seed = 7;
  learning.start(state);
  REQUIRE(host.commands.size() == 1);
  CHECK(host.commands[0]["do"] == "start");
  CHECK(host.commands[0]["preset"] == "mnist-jmvae-kl-live");
  CHECK(host.commands[0]["seed"] == 7);
  CHECK(host.commands[0]["settings"]["alpha"] == 0.5);
  CHECK(learning.stage() == Learning::Stage::fetching);
  const int run = host.commands[0]["run"].get<int>();

  report(learning, run, 20);
  CHECK(learning.stage() == Learning::Stage::running);
  REQUIRE(learning.model());
  CHECK(learning.epoch() == 2);
  CHECK(learning.examples_seen() == 6000);
  REQUIRE(learning.curves().size() == 1);
  CHECK(learning.curves()[0].values == std::vector<float>{-20});
  report(learning, run, 100);
  CHECK(learning.stage() == Learning::Stage::done);
}

TEST_CASE(
    "a run that is paused before it was fetched stays paused, and reports of an earlier one are ignored") {
  TrainersHost host;
  Learning learning(host);
  const State state;
  learning.start(state);
  learning.pause();
  CHECK(host.commands.back()["do"] == "pause");
  const int first = host.commands[0]["run"].get<int>();
  report(learning, first, 0);
  CHECK(learning.stage() == Learning::Stage::paused);

  learning.start(state);
  const int second = host.commands.back()["run"].get<int>();
  CHECK(second != first);
  report(learning, first, 50);
  CHECK(learning.stage() == Learning::Stage::fetching);
  CHECK_FALSE(learning.model());
  report(learning, second, 10);
  CHECK(learning.epoch() == 1);
}

TEST_CASE("alpha and warm-up change while a run goes on; another model ends it") {
  TrainersHost host;
  Learning learning(host);
  State state;
  learning.follow(state);
  CHECK(host.commands.empty());
  learning.start(state);
  const int run = host.commands[0]["run"].get<int>();
  report(learning, run, 10);
  learning.follow(state);
  CHECK(host.commands.size() == 1);
  state.warmup = 9;
  learning.follow(state);
  learning.follow(state);
  REQUIRE(host.commands.size() == 2);
  CHECK(host.commands[1]["do"] == "change");
  CHECK(host.commands[1]["settings"]["warmup_epochs"] == 9);

  state.learn_model = learn_plain;
  learning.follow(state);
  CHECK(host.commands.back()["do"] == "pause");
  CHECK(learning.stage() == Learning::Stage::absent);
  CHECK_FALSE(learning.model());
}

TEST_CASE("a report that can't be read, or a failing trainer, is a sentence") {
  TrainersHost host;
  Learning learning(host);
  learning.start({});
  const int run = host.commands[0]["run"].get<int>();
  learning.learnt(run, "{", nullptr, 0);
  CHECK(learning.stage() == Learning::Stage::failed);
  CHECK_FALSE(learning.sentence().empty());
  learning.start({});
  CHECK(learning.failed(run + 1, "No digits."));
  CHECK(learning.stage() == Learning::Stage::failed);
  CHECK(learning.sentence() == "No digits.");
}

TEST_CASE("a run that failed does not end the one that was started after it; a trainer that failed does") {
  TrainersHost host;
  Learning learning(host);
  CHECK_FALSE(learning.failed(0, "Nobody asked."));
  learning.start({});
  learning.start({});
  const int first = host.commands[0]["run"].get<int>();
  CHECK_FALSE(learning.failed(first, "No digits."));
  CHECK(learning.stage() == Learning::Stage::fetching);
  CHECK(learning.failed(0, "No trainer."));
  CHECK(learning.stage() == Learning::Stage::failed);
}

TEST_CASE("another seed of the state belongs to the next run") {
  TrainersHost host;
  Learning learning(host);
  State state;
  learning.start(state);
  state.seed = 9;
  learning.follow(state);
  CHECK(host.commands.size() == 1);
  learning.start(state);
  CHECK(host.commands.back()["seed"] == 9);
}
