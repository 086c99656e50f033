#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace jmvae {

/// How far a long task is, on stderr: on a terminal a bar, which is drawn again and again in one line; in a
/// file or pipe nothing but the lines that stay.
class Progress {
 public:
  /// `total` units, of which `done` were made before; `unit` names them, e.g. "images".
  Progress(std::int64_t total, std::int64_t done, std::string unit);

  /// Shows the bar with rate, time left and a text of the task's own, as far as the terminal is wide; at most
  /// ten times a second.
  void show(std::int64_t done, const std::string& text);

  /// A line that stays.
  void line(const std::string& text);

  /// Removes the bar.
  void clear();

  double units_per_second(std::int64_t done) const;

 private:
  using Clock = std::chrono::steady_clock;
  std::int64_t total_, first_;
  std::string unit_;
  Clock::time_point start_, last_shown_;
  bool terminal_, drawn_ = false;
};

}  // namespace jmvae
