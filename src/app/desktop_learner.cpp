#include "app/desktop_learner.h"

#include "api/jmvae_learner.h"
#include "io/file.h"

#include <chrono>
#include <utility>

namespace jmvae {

namespace {
constexpr std::chrono::milliseconds between_reports{300};
}

DesktopLearner::DesktopLearner(std::string digits, std::function<void()> on_report)
    : digits_path_(std::move(digits)), on_report_(std::move(on_report)), thread_([this] { run(); }) {}

DesktopLearner::~DesktopLearner() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ending_ = true;
  }
  told_.notify_one();
  thread_.join();
  jmvae_learner_free(learner_);
}

void DesktopLearner::tell(const std::string& command) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    commands_.push_back(command);
  }
  told_.notify_one();
}

std::optional<LearnerReport> DesktopLearner::report() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return std::exchange(report_, std::nullopt);
}

void DesktopLearner::publish(LearnerReport report) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    report_ = std::move(report);
  }
  on_report_();
}

void DesktopLearner::run() {
  for (;;) {
    std::vector<std::string> commands;
    {
      std::unique_lock<std::mutex> lock(mutex_);
      told_.wait(lock, [&] { return ending_ || running_ || !commands_.empty(); });
      if (ending_) return;
      commands.swap(commands_);
    }
    Result<void> done;
    for (const std::string& command : commands) {
      if (done) done = obey(command);
    }
    if (done && running_) done = learn();
    if (done) continue;
    running_ = false;
    publish({run_number_, "", done.error().message, {}});
  }
}

Result<void> DesktopLearner::obey(const std::string& command) {
  const auto json = parse_json(command, "the trainer's command");
  if (!json) return fail(json);
  const std::string what = json->value("do", "");
  if (what == "pause") {
    running_ = false;
  } else if (what == "resume") {
    running_ = learner_ != nullptr;
  } else if (what == "change") {
    if (learner_) return change(json->value("settings", Json::object()));
  } else if (what == "start") {
    const auto digits = read_file(digits_path_);
    if (!digits) return fail(digits);
    jmvae_learner_free(learner_);
    learner_ = jmvae_learner_start(digits->data(), digits->size(), json->value("preset", "").c_str(),
                                   json->value("seed", std::uint32_t{1}));
    if (!learner_) return fail(jmvae_learner_error());
    running_ = true;
    run_number_ = json->value("run", 0);
    return change(json->value("settings", Json::object()));
  }
  return {};
}

Result<void> DesktopLearner::change(const Json& settings) {
  for (const auto& [key, value] : settings.items()) {
    if (jmvae_learner_change(learner_, key.c_str(), json_text(value).c_str()) != 0)
      return fail(jmvae_learner_error());
  }
  return {};
}

/// Steps until the next report is due.
Result<void> DesktopLearner::learn() {
  const auto end = std::chrono::steady_clock::now() + between_reports;
  int made = 1;
  while (made > 0 && std::chrono::steady_clock::now() < end) made = jmvae_learner_learn(learner_, 1);
  if (made < 0) return fail(jmvae_learner_error());
  running_ = made > 0;
  const std::string progress = jmvae_learner_progress(learner_);
  std::size_t size = 0;
  const auto* weights = static_cast<const std::uint8_t*>(jmvae_learner_weights(learner_, &size));
  if (!weights) return fail(jmvae_learner_error());
  publish({run_number_, progress, "", {weights, weights + size}});
  return {};
}

}  // namespace jmvae
