#pragma once
// "Read": the visitor draws or brings digits, the model says what they are.

#include "app/drawing.h"
#include "app/problem.h"
#include "app/reading.h"
#include "app/screen.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace jmvae {

class ReadScreen final : public Screen {
 public:
  float show(Desk& desk, const Rectangle& place) override;

  /// Has an example drawn in place of what is on the sheet; the next one is another digit each time.
  void show_example(State& state, int digit);
  void show_next_example(State& state) { show_example(state, next_example_); }

  /// The digit that is chosen on the sheet, the example drawn to its end; null where there is none.
  const jmvae_digit* digit(Desk& desk);

  /// Finds the digits of an example aside, or with a model reads an empty sheet, and shows nothing of it.
  void rehearse(const Desk& desk) const;

  void take_picture(const std::uint8_t* rgba, int width, int height, const std::string& name);
  void picture_failed(const std::string& sentence);

  /// Whether an example is being drawn, or something is still to be read.
  bool moving() const override {
    return replay_.playing() || found_source_ != source_ ||
           (!photo_ && drawing_version_ != drawing_.version());
  }

  bool holds_own() const override { return photo_ || (!is_example_ && !drawing_.empty()); }

  void graphics_lost() override;

  Json result(const Desk& desk) const override;

 private:
  /// Colours of a picture that was brought: [height, width, 4].
  struct Photo {
    std::vector<std::uint8_t> rgba;
    int width, height;
    std::string name;
  };

  void greet(Desk& desk, float pace);
  void find(float seconds);
  void read(Desk& desk);
  void announce(Desk& desk) const;
  void select(std::size_t digit);
  void choose(Desk& desk, std::size_t digit);
  void start_over();
  void make_own(State& state);
  const Reading* selected() const { return selected_ < readings_.size() ? &readings_[selected_] : nullptr; }

  float show_sheet(Desk& desk, const Rectangle& place);
  void show_drawing(Desk& desk, const Rectangle& sheet);
  void show_photo(Desk& desk, const Rectangle& sheet);
  void show_box(Ui& ui, std::size_t digit, const Rectangle& box);
  float show_tools(Desk& desk, const Rectangle& place);
  float show_found(Desk& desk, const Rectangle& place);
  float show_verdict(Desk& desk, const Rectangle& place);
  float show_bars(Desk& desk, const Rectangle& place);
  float show_views(Desk& desk, const Rectangle& place, bool below_one_another);

  Drawing drawing_;
  Replay replay_;
  int greeted_ = -1;  // what the state's example was when it was last looked at
  int next_example_ = 0;
  bool is_example_ = false;  // the sheet holds an example, which the visitor's first stroke replaces
  std::optional<Photo> photo_;
  std::string refused_;  // why no picture came
  Problem problem_;      // why no digits were found

  std::uint64_t source_ = 1,
                found_source_ = 0;  // versions of what is to be read, and of what digits_ come from
  std::uint64_t drawing_version_ = 0;
  float since_found_ = 0;  // seconds
  std::vector<jmvae_digit> digits_;
  const jmvae_model* reader_ = nullptr;  // what readings_ come from
  std::uint64_t read_source_ = 0;
  int read_samples_ = 0;
  StandIn read_by_;
  Problem reading_problem_;    // why the model can't read
  float reading_seconds_ = 0;  // that the last reading took
  std::vector<Reading> readings_;
  std::size_t selected_ = 0;

  PictureSheet sheet_, seen_, reconstruction_, imagined_;
};

}  // namespace jmvae
