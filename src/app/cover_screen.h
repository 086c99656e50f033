#pragma once
// "Cover": a part of the digit on the sheet of "Read" is covered, and the model completes it.

#include "app/cover.h"
#include "app/problem.h"
#include "app/read_screen.h"
#include "app/screen.h"

#include <array>
#include <optional>
#include <string>

namespace jmvae {

class CoverScreen final : public Screen {
 public:
  /// read: has the sheet, which must outlive this screen.
  explicit CoverScreen(ReadScreen& read) : read_(read) {}

  float show(Desk& desk, const Rectangle& place) override;

  /// Whether something is still to be completed, or was covered since it was.
  bool moving() const override { return completing() || cover_.version() != cover_version_; }

  bool holds_own() const override { return cover_.is_wiped(); }

  void graphics_lost() override;

  Json result(const Desk& desk) const override;

 private:
  /// One way to fill in what is covered, and what came of it.
  struct Way {
    int filling;
    Phrase title, explanation;
    std::optional<Completion> completion = {};
    Problem problem = {};
    PictureSheet sheet = {};
  };

  bool completing() const { return next_ < static_cast<int>(ways_.size()); }
  void update(Desk& desk, const jmvae_digit* digit);
  void complete(const Desk& desk, Way& way);
  const Way* chosen(const State& state) const;
  bool unable() const;
  std::string obstacle(const jmvae_digit* digit) const;

  float show_sheet(Desk& desk, const jmvae_digit* digit, const Rectangle& place);
  void show_cover(Ui& ui, const Rectangle& sheet);
  float show_verdict(Desk& desk, const Rectangle& place);
  float show_way(Desk& desk, Way& way, const Rectangle& place);

  ReadScreen& read_;
  Cover cover_;
  int half_ = cover_none;  // of the state, when it was last applied
  Point last_ = {};        // where the eraser is
  DigitPicture pixels_{};
  PictureSheet seen_;

  std::array<Way, 3> ways_{Way{filling_encoder, words::way_encoder, words::encoder_is_told},
                           Way{filling_chain, words::way_chain, words::chain_draws},
                           Way{filling_zero, words::way_zeros, words::zeros_are_paper}};
  int next_ = 3;  // the way that is to be completed next
  const jmvae_model* model_ = nullptr;
  int cover_version_ = 0, sweeps_ = -1;
  std::string obstacle_;  // why there is nothing to complete
  bool stale_ = true;     // completions are of something else
};

}  // namespace jmvae
