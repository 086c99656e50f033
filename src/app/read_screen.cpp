#include "app/read_screen.h"

#include "app/label_bars.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace jmvae {

namespace {
constexpr float hand_pace = 2.2f;  // edges of the sheet in a second
constexpr float at_once = 1000;    // edges, more than any example is long
constexpr std::uint32_t reading_seed = 1;

// A stroke must follow the hand even where reading takes longer than a frame.
constexpr float reading_pace = 0.06f;  // seconds from one reading to the next while the brush is down
}  // namespace

// ---- What is to be read

void ReadScreen::take_picture(const std::uint8_t* rgba, int width, int height, const std::string& name) {
  start_over();
  refused_.clear();
  const std::size_t size = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4;
  photo_ = Photo{std::vector<std::uint8_t>(rgba, rgba + size), width, height, name};
  sheet_.set_colours(rgba, width, height);
}

void ReadScreen::picture_failed(const std::string& sentence) { refused_ = sentence; }

void ReadScreen::start_over() {
  replay_.stop();
  drawing_.clear();
  photo_.reset();
  problem_.clear();
  is_example_ = false;
  selected_ = 0;
  ++source_;
}

void ReadScreen::show_example(State& state, int digit) {
  start_over();
  refused_.clear();
  greeted_ = -1;
  state.example = digit;
}

/// What is on the sheet is no example any more, so that no link shows one in its place.
void ReadScreen::make_own(State& state) {
  is_example_ = false;
  state.example = -1;
}

const jmvae_digit* ReadScreen::digit(Desk& desk) {
  greet(desk, at_once);
  find(desk.ui.seconds());
  return selected_ < digits_.size() ? &digits_[selected_] : nullptr;
}

void ReadScreen::rehearse(const Desk& desk) const {
  if (!readings_.empty()) return;
  if (const jmvae_model* model = desk.models.entry(desk.state.model).model.get()) {
    read_digit(model, {}, stand_in(desk.state), desk.state.samples, reading_seed);
    return;
  }
  Drawing aside;
  Replay example;
  example.start(example_strokes(0));
  example.advance(aside, at_once);
  find_drawn_digits(aside);
}

/// Draws the example that the state asks for, once.
void ReadScreen::greet(Desk& desk, float pace) {
  if (desk.state.example != greeted_) {
    greeted_ = desk.state.example;
    if (greeted_ >= 0 && !photo_) {
      start_over();
      is_example_ = true;
      next_example_ = (greeted_ + 1) % digit_count;
      replay_.start(example_strokes(greeted_));
      if (pace < at_once) return;  // the empty sheet comes first: a screen's first frame takes long enough
    }
  }
  if (!replay_.playing()) return;
  replay_.advance(drawing_, desk.ui.reduced_motion() ? at_once : pace);
}

void ReadScreen::find(float seconds) {
  since_found_ += seconds;
  if (!photo_ && drawing_.version() != drawing_version_) {
    drawing_version_ = drawing_.version();
    sheet_.set_ink(drawing_.ink(), Drawing::side);
    ++source_;
  }
  const bool brush_down = ImGui::IsMouseDown(ImGuiMouseButton_Left);
  if ((found_source_ == source_ && !problem_.is_foreign()) ||
      (brush_down && since_found_ < std::max(reading_pace, 3 * reading_seconds_)))
    return;
  found_source_ = source_;
  since_found_ = 0;
  digits_.clear();
  const auto found =
      photo_ ? find_digits(photo_->rgba.data(), photo_->width, photo_->height) : find_drawn_digits(drawing_);
  problem_ = found ? "" : found.error().message;
  if (found) digits_ = *found;
  if (photo_ && found && digits_.empty()) problem_ = say(words::nothing_found_in_picture);
  if (selected_ >= digits_.size()) selected_ = 0;
}

void ReadScreen::read(Desk& desk) {
  const jmvae_model* model = desk.models.use(desk.state.model);
  const int samples = desk.state.samples;
  const StandIn now = stand_in(desk.state);
  if (model == reader_ && read_source_ == found_source_ && read_samples_ == samples && now == read_by_ &&
      !reading_problem_.is_foreign())
    return;
  reader_ = model;
  read_source_ = found_source_;
  read_samples_ = samples;
  read_by_ = now;
  readings_.clear();
  reading_problem_.clear();
  if (!model) return;
  const auto begin = std::chrono::steady_clock::now();
  for (const jmvae_digit& digit : digits_) {
    const auto reading = read_digit(model, digit, now, samples, reading_seed);
    if (!reading) {
      reading_problem_ = reading.error().message;
      desk.announcement = reading_problem_.sentence();
      return;
    }
    readings_.push_back(*reading);
  }
  reading_seconds_ = std::chrono::duration<float>(std::chrono::steady_clock::now() - begin).count();
  select(selected_);
  if (readings_.size() > 1) desk.announcement = say(words::found_digits, readings_.size());
  announce(desk);
}

/// Adds the verdict on the selected digit to what is to be said.
void ReadScreen::announce(Desk& desk) const {
  const Reading* reading = selected();
  if (!reading) return;
  desk.announcement += in_full(reading->verdict);
}

void ReadScreen::select(std::size_t digit) {
  selected_ = digit;
  const Reading* reading = selected();
  if (!reading) return;
  seen_.set_digits(reading->digit.pixels, 1, digit_side, PictureSheet::Scaling::pixels);
  reconstruction_.set_digits(reading->reconstruction.data(), 1, digit_side, PictureSheet::Scaling::smooth);
  imagined_.set_digits(reading->imagined.data(), 1, digit_side, PictureSheet::Scaling::smooth);
}

void ReadScreen::choose(Desk& desk, std::size_t digit) {
  select(digit);
  announce(desk);
}

// ---- The screen

float ReadScreen::show(Desk& desk, const Rectangle& place) {
  greet(desk, hand_pace * desk.ui.seconds());
  find(desk.ui.seconds());
  read(desk);

  const bool one_column = place.width < measure::one_column, three_columns = place.width >= 980;
  if (one_column) {
    float y = show_sheet(desk, place) + measure::large;
    y = show_verdict(desk, {place.x, y, place.width, 0}) + measure::small;
    y = show_bars(desk, {place.x, y, place.width, 0}) + measure::large;
    return show_views(desk, {place.x, y, place.width, 0}, false);
  }
  const float gap = three_columns ? 56 : measure::large + measure::small;
  const float views = three_columns ? 148 : 0;
  const float sheet = std::min(456.0f, place.width * (three_columns ? 0.42f : 0.48f));
  const float middle = place.width - sheet - gap - (three_columns ? views + gap : 0);
  const float x = place.x + sheet + gap;
  float left_end = show_sheet(desk, {place.x, place.y, sheet, 0});
  const float bars = show_verdict(desk, {x, place.y, middle, 0}) + measure::small;
  float right_end = show_bars(desk, {x, bars, middle, 0});
  if (three_columns) {
    right_end = std::max(right_end, show_views(desk, {place.right() - views, place.y, views, 0}, true));
    return std::max(left_end, right_end);
  }
  const float y = std::max(left_end, right_end) + measure::large;
  return show_views(desk, {place.x, y, std::min(place.width, 640.0f), 0}, false);
}

float ReadScreen::show_sheet(Desk& desk, const Rectangle& place) {
  const Rectangle sheet = {place.x, place.y, place.width, place.width};
  desk.ui.card(sheet, measure::medium);
  if (photo_) {
    show_photo(desk, sheet);
  } else {
    show_drawing(desk, sheet);
  }
  float y = show_tools(
      desk, {place.x, sheet.bottom() + measure::small + measure::tight, place.width, measure::touch});
  if (const std::string& problem = refused_.empty() ? problem_.sentence() : refused_; !problem.empty()) {
    y +=
        desk.ui.text(Type::body, place.x, y + measure::small, problem, desk.ui.colours().doubt, place.width) +
        measure::small;
  }
  return digits_.size() > 1 ? show_found(desk, {place.x, y + measure::medium, place.width, 0}) : y;
}

void ReadScreen::show_drawing(Desk& desk, const Rectangle& sheet) {
  Ui& ui = desk.ui;
  const Touch touch = ui.touch("pad", sheet, say(words::sheet_to_draw_on), Role::area, measure::medium);
  const auto on_sheet = [&](ImVec2 place) {
    return Point{(place.x - sheet.x) / sheet.width, (place.y - sheet.y) / sheet.height};
  };
  if (touch.clicked && !touch.dragged()) show_next_example(desk.state);
  if (touch.dragged() && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
    if (is_example_) start_over();
    make_own(desk.state);
    refused_.clear();
    drawing_.begin_stroke(on_sheet(touch.trail.back()));
  } else if (!drawing_.empty() && !is_example_) {
    for (const ImVec2& place : touch.trail) {
      const Point point = on_sheet(place), last = drawing_.strokes().back().back();
      constexpr float smallest_step = 0.004f;
      if (std::hypot(point.x - last.x, point.y - last.y) > smallest_step) drawing_.continue_stroke(point);
    }
  }

  if (drawing_.empty()) {
    const float line = sheet.y + sheet.height / 2 - 44;
    ui.text(Type::headline, sheet.x, line, say(words::draw_a_digit), faded(ui.colours().soft, 0.75f),
            sheet.width, Align::centre);
    ui.text(Type::body, sheet.x + 40, line + 46, say(words::draw_with), ui.colours().soft, sheet.width - 80,
            Align::centre);
    return;
  }
  if (drawing_.version() == drawing_version_) {
    sheet_.draw(ui.list(), 0, {sheet.x, sheet.y}, {sheet.right(), sheet.bottom()}, ui.colours().ink,
                measure::medium);
  }
  for (std::size_t i = 0; digits_.size() > 1 && i < digits_.size(); ++i) {
    const jmvae_digit& digit = digits_[i];
    const float scale = sheet.width / Drawing::side;
    show_box(ui, i,
             {sheet.x + static_cast<float>(digit.x) * scale, sheet.y + static_cast<float>(digit.y) * scale,
              static_cast<float>(digit.width) * scale, static_cast<float>(digit.height) * scale});
  }
}

void ReadScreen::show_photo(Desk& desk, const Rectangle& sheet) {
  Ui& ui = desk.ui;
  const float inset = measure::small;
  const auto width = static_cast<float>(photo_->width), height = static_cast<float>(photo_->height);
  const float scale = (sheet.width - 2 * inset) / std::max(width, height);
  const float x = sheet.x + (sheet.width - width * scale) / 2,
              y = sheet.y + (sheet.height - height * scale) / 2;
  sheet_.draw(ui.list(), 0, {x, y}, {x + width * scale, y + height * scale}, IM_COL32_WHITE, measure::small);
  for (std::size_t i = 0; i < digits_.size(); ++i) {
    const jmvae_digit& digit = digits_[i];
    const Rectangle box = {x + static_cast<float>(digit.x) * scale, y + static_cast<float>(digit.y) * scale,
                           static_cast<float>(digit.width) * scale, static_cast<float>(digit.height) * scale};
    const std::string called = i < readings_.size() ? say(words::the_digit, readings_[i].verdict.label) : "";
    if (ui.touch("box-" + std::to_string(i), box, called, Role::choice, measure::tight).clicked)
      choose(desk, i);
    show_box(ui, i, box);
  }
}

void ReadScreen::show_box(Ui& ui, std::size_t digit, const Rectangle& box) {
  const bool chosen = digit == selected_;
  const ImU32 colour = chosen ? ui.colours().accent : faded(ui.colours().accent, 0.6f);
  const float margin = measure::tight;
  ui.list().AddRect({box.x - margin, box.y - margin}, {box.right() + margin, box.bottom() + margin}, colour,
                    measure::tight, 0, chosen ? 2.5f : 1.5f);
  if (digit >= readings_.size()) return;
  const Rectangle tag = {box.x - margin, box.y - margin - 20, 18, 20};
  ui.list().AddRectFilled({tag.x, tag.y}, {tag.right(), tag.bottom()}, colour, measure::tight);
  ui.label(Type::caption, tag, std::to_string(readings_[digit].verdict.label), ui.colours().on_accent);
}

float ReadScreen::show_tools(Desk& desk, const Rectangle& place) {
  Ui& ui = desk.ui;
  const bool can_open = !desk.state.hide_open;
  const float count = can_open ? 5 : 4;
  constexpr float longer = 1.25f;  // the third button has the longest word
  const float width = (place.width - measure::small * (count - 1)) / (count - 1 + longer);
  const auto at = [&](int i) {
    const float x =
        place.x + static_cast<float>(i) * (width + measure::small) + (i > 2 ? (longer - 1) * width : 0);
    return Rectangle{x, place.y, i == 2 ? longer * width : width, measure::touch};
  };
  const bool blank = drawing_.empty() && !photo_;
  const bool undo_key = ImGui::IsKeyPressed(ImGuiKey_Z) && !blank && !photo_;
  const bool clear_key = ImGui::IsKeyPressed(ImGuiKey_Delete) || ImGui::IsKeyPressed(ImGuiKey_Backspace);
  const bool undo = ui.button("undo", at(0), say(words::undo), ButtonKind::quiet, !drawing_.empty());
  const bool clear = ui.button("clear", at(1), say(words::clear), ButtonKind::quiet, !blank);
  if (clear || (clear_key && !blank)) {
    start_over();
    make_own(desk.state);
    refused_.clear();
    desk.announcement = say(words::sheet_is_empty);
  } else if (undo || undo_key) {
    replay_.stop();
    make_own(desk.state);
    drawing_.undo();
  }
  if (ui.button("example", at(2), say(words::example))) show_next_example(desk.state);
  if (ui.button("cover", at(3), say(words::cover), ButtonKind::quiet, !digits_.empty()))
    desk.state.screen = screen_cover;
  if (can_open && ui.button("open", at(4), say(words::open))) desk.host.open_picture();
  return place.y + measure::touch;
}

float ReadScreen::show_found(Desk& desk, const Rectangle& place) {
  Ui& ui = desk.ui;
  float y = place.y;
  y += ui.text(Type::caption, place.x, y, say(words::digits_found, digits_.size()), ui.colours().soft) +
       measure::tight;
  float x = place.x;
  for (std::size_t i = 0; i < readings_.size(); ++i) {
    if (x + measure::touch > place.right()) {
      x = place.x;
      y += measure::touch + measure::small;
    }
    const auto kind = i == selected_ ? ButtonKind::chosen : ButtonKind::choice;
    const std::string label = std::to_string(readings_[i].verdict.label);
    const Rectangle key = {x, y, measure::touch, measure::touch};
    if (ui.button("found-" + std::to_string(i), key, label, kind, true, say(words::the_digit, label)))
      choose(desk, i);
    x += measure::touch + measure::small;
  }
  return y + measure::touch;
}

float ReadScreen::show_verdict(Desk& desk, const Rectangle& place) {
  Ui& ui = desk.ui;
  const float end =
      place.y + 2 * Typeface::line(Type::body) + Typeface::line(Type::headline) + measure::small;
  const Reading* reading = selected();
  const Type type = place.width < 300 ? Type::heading : Type::headline;
  if (!desk.models.entry(desk.state.model).model) {
    return std::max(end, place.y + show_model_stage(desk, desk.state.model, place.x, place.y, place.width));
  }
  float y = place.y;
  if (!reading_problem_.empty())
    return show_unable(desk, desk.state.model, reading_problem_.sentence(), place);
  if (!reading) {
    y += ui.text(type, place.x, y, say(photo_ ? words::nothing_found : words::what_is_it), ui.colours().soft,
                 place.width);
    ui.text(Type::body, place.x, y + measure::tight, say(words::reads_along), ui.colours().soft, place.width);
    return end;
  }
  const Verdict& verdict = reading->verdict;
  const bool sure = verdict.certainty == Certainty::sure;
  const Type fitting = ui.typeface.width(type, headline(verdict)) > place.width ? Type::heading : type;
  y += ui.text(fitting, place.x, y, headline(verdict), sure ? ui.colours().ink : ui.colours().doubt,
               place.width);
  y += ui.text(Type::body, place.x, y + measure::tight, detail(verdict), ui.colours().soft, place.width);
  return std::max(end, y + measure::tight);
}

float ReadScreen::show_bars(Desk& desk, const Rectangle& place) {
  if (!reading_problem_.empty()) return show_fillings(desk, Given::picture, place);
  const Reading* reading = selected();
  const Certainty certainty = reading ? reading->verdict.certainty : Certainty::unsure;
  float y = show_label_bars(desk.ui, place, reading ? &reading->labels : nullptr, certainty) + measure::tight;
  if (reading) y = show_bars_caption(desk.ui, {place.x, y, place.width, 0}, desk.state.samples);
  return show_fillings(desk, Given::picture, {place.x, y + measure::medium, place.width, 0});
}

float ReadScreen::show_views(Desk& desk, const Rectangle& place, bool below_one_another) {
  if (!reading_problem_.empty()) return place.y;
  Ui& ui = desk.ui;
  const Reading* reading = selected();
  const std::string guess = reading ? say(words::its_own, reading->verdict.label) : say(words::its_own_digit);
  struct View {
    PictureSheet& sheet;
    const Phrase& title;
    std::string detail;
  };
  View views[] = {{seen_, words::seen, say(words::at_pixels, digit_side)},
                  {reconstruction_, words::reconstructed, say(words::decoded_from_z)},
                  {imagined_, words::imagined, guess}};
  const float gap = below_one_another ? measure::medium : measure::small + measure::tight;
  const float size = below_one_another ? place.width - 24 : (place.width - 2 * gap) / 3;
  float x = place.x, y = place.y, end = y;
  for (View& view : views) {
    const Rectangle picture = {x, y, size, size};
    if (reading) {
      show_picture(ui, view.sheet, 0, picture);
    } else {
      ui.card(picture);
    }
    float below = picture.bottom() + measure::tight;
    below += ui.text(Type::caption, x, below, say(view.title), ui.colours().ink, size + gap);
    below += ui.text(Type::caption, x, below, view.detail, ui.colours().soft,
                     below_one_another ? place.width : size);
    end = std::max(end, below);
    if (below_one_another) {
      y = below + gap;
    } else {
      x += size + gap;
    }
  }
  return end;
}

void ReadScreen::graphics_lost() {
  for (PictureSheet* sheet : {&sheet_, &seen_, &reconstruction_, &imagined_}) sheet->graphics_lost();
}

Json ReadScreen::result(const Desk& desk) const {
  Json digits = Json::array();
  for (const Reading& reading : readings_) {
    const char* certainties[] = {"sure", "unsure", "unlike"};
    digits.push_back({{"box", {reading.digit.x, reading.digit.y, reading.digit.width, reading.digit.height}},
                      {"label", reading.verdict.label},
                      {"probabilities", reading.labels.probabilities},
                      {"difference", reading.difference},
                      {"certainty", certainties[static_cast<int>(reading.verdict.certainty)]},
                      {"headline", headline(reading.verdict)},
                      {"detail", detail(reading.verdict)}});
  }
  return {{"source", photo_             ? "picture"
                     : drawing_.empty() ? "nothing"
                     : is_example_      ? "example"
                                        : "drawing"},
          {"picture", photo_ ? photo_->name : ""},
          {"strokes", drawing_.strokes().size()},
          {"found", digits_.size()},
          {"digits", digits},
          {"selected", selected_},
          {"samples", desk.state.samples},
          {"problem", !refused_.empty()   ? refused_
                      : !problem_.empty() ? problem_.sentence()
                                          : reading_problem_.sentence()}};
}

}  // namespace jmvae
