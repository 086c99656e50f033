#include "cli/progress.h"

#include "io/json.h"

#include <cstdio>
#include <sys/ioctl.h>
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

/// Columns of the terminal, whatever size its window has now; 80 where it doesn't tell.
std::size_t terminal_columns() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

/// The first bytes of a text, not ending in the middle of a character.
std::string first_bytes(const std::string& text, std::size_t count) {
  if (text.size() <= count) return text;
  while (count > 0 && (static_cast<unsigned char>(text[count]) & 0xc0) == 0x80) --count;
  return text.substr(0, count);
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
  char start[128];
  std::snprintf(start, sizeof start, "%s%s %3d%%  %.0f %s/s  %s left  ", std::string(filled, '#').c_str(),
                std::string(width - filled, '.').c_str(), static_cast<int>(100 * done / total_), rate,
                unit_.c_str(), left.c_str());
  // A line that reaches the last column would go on below, and be drawn there again and again.
  std::fprintf(stderr, "\r\033[K%s", first_bytes(start + printable(text), terminal_columns() - 1).c_str());
  std::fflush(stderr);
}

void Progress::line(const std::string& text) {
  clear();
  std::fprintf(stderr, "%s\n", printable(text).c_str());
}

void Progress::clear() {
  if (drawn_) std::fprintf(stderr, "\r\033[K");
  drawn_ = false;
}

}  // namespace jmvae
