#include "app/cover_screen.h"

#include "app/label_bars.h"

#include <algorithm>

namespace jmvae {

namespace {
constexpr int pictures = 6, samples = 32;
constexpr std::uint32_t seed = 1;

struct Half {
  const Phrase& words;
  int value;
};
constexpr Half halves[] = {{words::upper, cover_upper},
                           {words::lower, cover_lower},
                           {words::left, cover_left},
                           {words::right, cover_right},
                           {words::none, cover_none}};
}  // namespace

// ---- What is known, and what the model makes of it

/// Why there is nothing to complete, or "".
std::string CoverScreen::obstacle(const jmvae_digit* digit) const {
  if (!digit) return say(words::no_digit_yet);
  if (cover_.covered() == digit_size) return say(words::all_covered);
  if (cover_.covered() == 0) return say(words::nothing_covered);
  return "";
}

void CoverScreen::update(Desk& desk, const jmvae_digit* digit) {
  if (desk.state.cover != half_) {
    half_ = desk.state.cover;
    cover_.choose(half_);
  }
  const jmvae_model* model = desk.models.use(desk.state.model);
  const bool same_digit = digit && std::equal(pixels_.begin(), pixels_.end(), digit->pixels);
  if (digit && !same_digit) {
    std::copy_n(digit->pixels, digit_size, pixels_.begin());
    seen_.set_digits(pixels_.data(), 1, digit_side, PictureSheet::Scaling::pixels);
  }
  const std::string now = obstacle(digit);
  if (now != obstacle_ && !now.empty()) desk.announcement = now;
  stale_ = stale_ || !same_digit || model != model_ || cover_.version() != cover_version_ ||
           desk.state.sweeps != sweeps_ || now != obstacle_ ||
           std::any_of(ways_.begin(), ways_.end(), [](const Way& way) { return way.problem.is_foreign(); });
  model_ = model;
  cover_version_ = cover_.version();
  sweeps_ = desk.state.sweeps;
  obstacle_ = now;
  const bool wiping = ImGui::IsMouseDown(ImGuiMouseButton_Left);
  if (stale_ && !wiping) {
    stale_ = false;
    for (Way& way : ways_) {
      way.completion.reset();
      way.problem.clear();
    }
    next_ = model && obstacle_.empty() ? 0 : static_cast<int>(ways_.size());
  }
  if (!completing()) return;
  complete(desk, ways_[static_cast<std::size_t>(next_++)]);
  if (unable()) desk.announcement = ways_.front().problem.sentence();
  const Way* way = completing() ? nullptr : chosen(desk.state);
  if (!way) return;
  const Verdict verdict = judge(way->completion->labels.probabilities, 0);
  desk.announcement = say(words::pixels_covered, cover_.covered()) + in_full(verdict);
}

void CoverScreen::complete(const Desk& desk, Way& way) {
  const StandIn stand_in = {state_choices("filling")[static_cast<std::size_t>(way.filling)],
                            desk.state.sweeps};
  auto completion = complete_digit(model_, pixels_.data(), cover_.known(), stand_in, pictures, samples, seed);
  if (!completion) {
    way.problem = completion.error().message;
    return;
  }
  way.sheet.set_digits(completion->pictures.data(), pictures, digit_side, PictureSheet::Scaling::smooth);
  way.completion = std::move(*completion);
}

/// The way that the state asks for, or the first that this model has; null where it has none.
const CoverScreen::Way* CoverScreen::chosen(const State& state) const {
  const Way* first = nullptr;
  for (const Way& way : ways_) {
    if (!way.completion) continue;
    if (way.filling == state.filling) return &way;
    if (!first) first = &way;
  }
  return first;
}

/// Whether the model has no way at all.
bool CoverScreen::unable() const {
  return std::none_of(ways_.begin(), ways_.end(), [](const Way& way) { return way.problem.empty(); });
}

// ---- The screen

float CoverScreen::show(Desk& desk, const Rectangle& place) {
  const jmvae_digit* digit = read_.digit(desk);  // null where the sheet is empty
  update(desk, digit);
  const bool one_column = place.width < measure::one_column;
  const float gap = one_column ? measure::large : 56;
  const float sheet = one_column ? place.width : std::min(420.0f, place.width * 0.42f);
  const float left_end = show_sheet(desk, digit, {place.x, place.y, sheet, 0});
  const Rectangle rest = {one_column ? place.x : place.x + sheet + gap, one_column ? left_end + gap : place.y,
                          one_column ? place.width : place.width - sheet - gap, 0};
  float y = show_verdict(desk, rest);
  if (!model_ || !obstacle_.empty() || unable()) return std::max(left_end, y);
  for (Way& way : ways_) y = show_way(desk, way, {rest.x, y, rest.width, 0}) + measure::medium;
  y = show_sweeps(desk, {rest.x, y, std::min(rest.width, 320.0f), 0});
  return std::max(left_end, y);
}

float CoverScreen::show_sheet(Desk& desk, const jmvae_digit* digit, const Rectangle& place) {
  Ui& ui = desk.ui;
  const Rectangle sheet = {place.x, place.y, place.width, place.width};
  ui.card(sheet, measure::medium);
  const float inset = measure::small;
  const Rectangle picture = {sheet.x + inset, sheet.y + inset, sheet.width - 2 * inset,
                             sheet.height - 2 * inset};
  if (digit) {
    seen_.draw(ui.list(), 0, {picture.x, picture.y}, {picture.right(), picture.bottom()}, ui.colours().ink);
    show_cover(ui, picture);
  }

  const Touch touch = ui.touch("cover-pad", sheet, say(words::sheet_to_cover), Role::area, measure::medium);
  for (const ImVec2& at : touch.trail) {
    const Point point = {(at.x - picture.x) / picture.width, (at.y - picture.y) / picture.height};
    cover_.wipe(ImGui::IsMouseClicked(ImGuiMouseButton_Left) ? point : last_, point);
    last_ = point;
  }
  if (touch.clicked && !touch.dragged()) {
    desk.state.cover = (desk.state.cover + 1) % static_cast<int>(state_choices("cover").size());
  }

  float y = sheet.bottom() + measure::small;
  y += ui.text(Type::caption, place.x, y, say(words::wipe_or_cover), ui.colours().soft, place.width) +
       measure::tight;
  const auto count = static_cast<float>(std::size(halves));
  const float key = (place.width - measure::small * (count - 1)) / count;
  Rectangle at = {place.x, y, key, measure::touch};
  for (const Half& half : halves) {
    if (ui.button("half-" + std::string(half.words.english), at, say(half.words), ButtonKind::choice)) {
      desk.state.cover = half_ = half.value;
      cover_.choose(half.value);
    }
    at.x += key + measure::small;
  }
  y = at.bottom() + measure::small;
  const float width = (place.width - measure::small) / 2;
  if (ui.button("draw", {place.x, y, width, measure::touch}, say(words::draw_a_digit)))
    desk.state.screen = screen_read;
  if (ui.button("example", {place.right() - width, y, width, measure::touch}, say(words::another_example)))
    read_.show_next_example(desk.state);
  return y + measure::touch;
}

/// Hatched grey over each covered pixel.
void CoverScreen::show_cover(Ui& ui, const Rectangle& sheet) {
  const float pixel = sheet.width / digit_side;
  const ImU32 grey = mixed(ui.colours().sunken, ui.colours().soft, 0.25f);
  const ImU32 hatch = mixed(ui.colours().sunken, ui.colours().soft, 0.6f);
  ui.list().PushClipRect({sheet.x, sheet.y}, {sheet.right(), sheet.bottom()}, true);
  for (int i = 0; i < digit_size; ++i) {
    if (cover_.known()[static_cast<std::size_t>(i)] != 0) continue;
    const float x = sheet.x + static_cast<float>(i % digit_side) * pixel;
    const float y = sheet.y + static_cast<float>(i / digit_side) * pixel;
    ui.list().AddRectFilled({x, y}, {x + pixel, y + pixel}, grey);
    ui.list().AddLine({x, y + pixel}, {x + pixel, y}, hatch);
  }
  ui.list().PopClipRect();
}

float CoverScreen::show_verdict(Desk& desk, const Rectangle& place) {
  Ui& ui = desk.ui;
  if (!desk.models.entry(desk.state.model).model) {
    return place.y + show_model_stage(desk, desk.state.model, place.x, place.y, place.width);
  }
  float y = place.y;
  if (!obstacle_.empty())
    return y + ui.text(Type::heading, place.x, y, obstacle_, ui.colours().soft, place.width);
  const Way* way = chosen(desk.state);
  if (!way) {
    return unable() ? show_unable(desk, desk.state.model, ways_.front().problem.sentence(), place)
                    : y + Typeface::line(Type::headline) + Typeface::line(Type::body) + measure::medium;
  }
  const Verdict verdict = judge(way->completion->labels.probabilities, 0);
  const ImU32 colour = verdict.certainty == Certainty::sure ? ui.colours().ink : ui.colours().doubt;
  y += ui.text(Type::headline, place.x, y, headline(verdict), colour, place.width);
  const std::string sees = say(words::sees_pixels, digit_size - cover_.covered());
  return y +
         ui.text(Type::body, place.x, y, say(words::one_after_another, detail(verdict), sees),
                 ui.colours().soft, place.width) +
         measure::medium;
}

/// One row: the way's name, which chooses it, its completions and the label's probabilities; or why it has
/// none.
float CoverScreen::show_way(Desk& desk, Way& way, const Rectangle& place) {
  Ui& ui = desk.ui;
  float y = place.y;
  const bool is_chosen = chosen(desk.state) == &way;
  constexpr float button = 112;
  const Rectangle head = {place.x + button + measure::medium, y, place.width - button - measure::medium,
                          measure::touch};
  const auto kind = is_chosen ? ButtonKind::chosen : ButtonKind::choice;
  const std::string name = "way-" + std::string(way.title.english);
  if (ui.button(name, {place.x, y, button, measure::touch}, say(way.title), kind, way.problem.empty()))
    desk.state.filling = way.filling;
  const bool failed = !way.problem.empty();
  std::string sentence = failed ? way.problem.sentence() : say(way.explanation);
  const int partial = find_model("jmvae-kl-partial");
  if (failed && way.filling == filling_encoder && partial >= 0 && partial != desk.state.model) {
    const std::string title = say(desk.models.entry(partial).row.title);
    sentence = say(words::one_after_another, sentence, say(words::saw_parts, title));
  }
  const auto lines = static_cast<float>(ui.typeface.lines(Type::body, sentence, head.width).size());
  const float height = lines * Typeface::line(Type::body);
  ui.text(Type::body, head.x, y + std::max(0.0f, (measure::touch - height) / 2), sentence, ui.colours().soft,
          head.width);
  y += std::max(height, measure::touch) + measure::small;
  if (failed) return y;
  const float size = (place.width - measure::small * (pictures - 1)) / pictures;
  for (int i = 0; i < pictures; ++i) {
    const Rectangle picture = {place.x + static_cast<float>(i) * (size + measure::small), y, size, size};
    if (way.completion) {
      show_picture(ui, way.sheet, i, picture);
    } else {
      ui.card(picture);
    }
  }
  y += size;
  if (!is_chosen) return y;
  const LabelReading& labels = way.completion->labels;
  const Certainty certainty = judge(labels.probabilities, 0).certainty;
  y = show_label_bars(ui, {place.x, y + measure::small, place.width, 0}, &labels, certainty) + measure::tight;
  return show_bars_caption(ui, {place.x, y, place.width, 0}, samples);
}

void CoverScreen::graphics_lost() {
  seen_.graphics_lost();
  for (Way& way : ways_) way.sheet.graphics_lost();
}

Json CoverScreen::result(const Desk& desk) const {
  Json ways = Json::object();
  for (const Way& way : ways_) {
    const auto& completion = way.completion;
    ways[state_choices("filling")[static_cast<std::size_t>(way.filling)]] = {
        {"pictures", completion ? completion->pictures : std::vector<float>{}},
        {"probabilities", completion ? completion->labels.probabilities : LabelProbabilities{}},
        {"problem", way.problem.sentence()}};
  }
  const Way* way = chosen(desk.state);
  return {{"covered", cover_.covered()},
          {"pixels", pixels_},
          {"known", cover_.known()},
          {"ways", ways},
          {"chosen", way ? way->title.english : ""},
          {"obstacle", obstacle_}};
}

}  // namespace jmvae
