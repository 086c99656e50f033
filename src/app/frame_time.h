#pragma once
// What is left of the time that one frame may take for computing.

#include <chrono>

namespace jmvae {

constexpr float time_a_frame = 0.012f;  ///< seconds for computing, so that no frame comes late
/// Seconds where nothing moves that a late frame would disturb. An answer that is computed in one go is there
/// sooner than one that takes turns with the drawing of frames; from 50 ms on, a page is called blocked.
constexpr float time_at_rest = 0.04f;

class FrameTime {
 public:
  explicit FrameTime(float seconds = time_a_frame) : left_(seconds) {}
  float left() const { return left_; }
  bool is_up() const { return left_ <= 0; }
  void take(float seconds) { left_ -= seconds; }

  /// Does some work at the cost of what is left, and returns the seconds that it took.
  template <typename Work>
  float spend(const Work& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    const float took = std::chrono::duration<float>(std::chrono::steady_clock::now() - begin).count();
    take(took);
    return took;
  }

 private:
  float left_;
};

}  // namespace jmvae
