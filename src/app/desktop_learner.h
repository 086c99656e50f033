#pragma once
// The trainer beside the desktop's window: a thread of its own, told and heard as web/learner.js is by the
// page.

#include "base/result.h"
#include "io/json.h"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

struct jmvae_learner;

namespace jmvae {

/// What the trainer has to say: a report with the model so far, or why it failed.
struct LearnerReport {
  int run = 0;  ///< as it was started
  std::string progress, failed;
  std::vector<std::uint8_t> weights;
};

class DesktopLearner {
 public:
  /// digits: the file that it learns from; on_report: called from the trainer's thread when report() has
  /// news.
  DesktopLearner(std::string digits, std::function<void()> on_report);
  ~DesktopLearner();

  /// As Host::learn().
  void tell(const std::string& command);

  /// The latest report since this was last asked.
  std::optional<LearnerReport> report();

 private:
  void run();
  Result<void> obey(const std::string& command);
  Result<void> change(const Json& settings);
  Result<void> learn();
  void publish(LearnerReport report);

  const std::string digits_path_;
  const std::function<void()> on_report_;

  std::mutex mutex_;  // of the next four
  std::condition_variable told_;
  std::vector<std::string> commands_;
  std::optional<LearnerReport> report_;
  bool ending_ = false;

  // Of the thread alone.
  jmvae_learner* learner_ = nullptr;
  bool running_ = false;
  int run_number_ = 0;

  std::thread thread_;  // last: it uses all the others
};

}  // namespace jmvae
