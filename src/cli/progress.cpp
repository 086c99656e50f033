#include "cli/progress.h"

#include <cstdio>
#include <unistd.h>

namespace jmvae {

namespace {

std::string to_duration(double seconds) {
  const auto whole = static_cast<long>(seconds + 0.5);
  char text[32];
  if (whole >= 3600) {
    std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
  } else {
    std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
  }
  return text;
}

}  // namespace

Progress::Progress(std::int64_t total, std::int64_t done, std::string unit)
    : total_(total),
      first_(done),
      unit_(std::move(unit)),
      start_(Clock::now()),
      terminal_(isatty(STDERR_FILENO) == 1) {}

double Progress::units_per_second(std::int64_t done) const {
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  return seconds > 0 ? static_cast<double>(done - first_) / seconds : 0;
}

void Progress::show(std::int64_t done, const std::string& text) {
  if (!terminal_) return;
  const auto now = Clock::now();
  if (drawn_ && now - last_shown_ < std::chrono::milliseconds(100)) return;
  last_shown_ = now;
  drawn_ = true;

  constexpr int width = 24;
  const int filled = static_cast<int>(width * done / total_);
  const double rate = units_per_second(done);
  const std::string left = rate > 0 ? to_duration(static_cast<double>(total_ - done) / rate) : "-";
  std::fprintf(stderr, "\r\033[K%s%s %3d%%  %.0f %s/s  %s left  %s", std::string(filled, '#').c_str(),
               std::string(width - filled, '.').c_str(), static_cast<int>(100 * done / total_), rate,
               unit_.c_str(), left.c_str(), text.c_str());
  std::fflush(stderr);
}

void Progress::line(const std::string& text) {
  clear();
  std::fprintf(stderr, "%s\n", text.c_str());
}

void Progress::clear() {
  if (drawn_) std::fprintf(stderr, "\r\033[K");
  drawn_ = false;
}

}  // namespace jmvae
