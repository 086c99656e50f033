#include "app/widgets.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace jmvae {

namespace {
constexpr float pace = 14;  // an eased number goes the e-th part of its way in 1 / pace seconds
constexpr float ring = 2;   // width of the ring around what the keyboard has chosen

ImVec2 least(const Rectangle& place) { return {place.x, place.y}; }
ImVec2 most(const Rectangle& place) { return {place.right(), place.bottom()}; }

/// What one of several is called, for those who don't see which is in force.
std::string one_of_several(const std::string& called, bool is_chosen) {
  return is_chosen ? say(words::is_chosen, called) : called;
}

/// What is between a button's edges and its words at least.
Rectangle within(const Rectangle& place) {
  return {place.x + measure::tight, place.y, place.width - 2 * measure::tight, place.height};
}

/// Where the pointer was since the frame before. A slow frame gets a whole stroke at once, its end included.
std::vector<ImVec2> pointer_trail() {
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left))
    return {ImGui::GetMousePos()};  // the way to it is no drag
  std::vector<ImVec2> trail;
  const auto pass = [&](ImVec2 place) {
    if (ImGui::IsMousePosValid(&place)) trail.push_back(place);
  };
  for (const ImGuiInputEvent& event : ImGui::GetCurrentContext()->InputEventsTrail) {
    if (event.Type == ImGuiInputEventType_MousePos) pass({event.MousePos.PosX, event.MousePos.PosY});
  }
  if (trail.empty()) pass(ImGui::GetMousePos());
  return trail;
}
}  // namespace

void Ui::begin_frame(float width, float height, float seconds, bool dark, bool reduced_motion) {
  palette_ = dark ? &dark_palette : &light_palette;
  seconds_ = seconds;
  reduced_motion_ = reduced_motion;
  moving_ = false;
  touchables_.clear();

  ImGuiStyle& style = ImGui::GetStyle();
  style.WindowPadding = style.ItemSpacing = {0, 0};
  style.WindowBorderSize = style.WindowRounding = 0;
  // The window around the screens clears its picture in this colour.
  style.Colors[ImGuiCol_WindowBg] = ImGui::ColorConvertU32ToFloat4(colours().paper);

  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({width, height});
  ImGui::Begin("screens", nullptr,
               ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoScrollbar);
  list_ = ImGui::GetWindowDrawList();
  width_ = width;
  height_ = height;
  scroll_ = ImGui::GetScrollY();
}

void Ui::end_frame(float bottom) {
  pressed_.clear();
  ImGui::SetCursorScreenPos({0, bottom});
  ImGui::Dummy({1, 0});
  // A mark beside the content instead of a scroll bar, which would take room and so change the content's
  // height.
  const float content = bottom + scroll_;
  if (content > height_ + 1) {
    constexpr float thickness = 4;
    const float x = width_ - thickness - measure::tight, length = height_ * height_ / content;
    const float top = scroll_ / content * height_;
    list_->AddRectFilled({x, top}, {x + thickness, top + length}, colours().line, thickness / 2);
  }
  ImGui::End();
}

float Ui::ease(const std::string& name, float target) {
  float* value = eased_.GetFloatRef(ImGui::GetID(name.c_str()), target);
  *value += (target - *value) * (1 - std::exp(-pace * seconds_));
  if (reduced_motion_ || std::abs(target - *value) < 0.002f) *value = target;
  moving_ = moving_ || *value != target;
  return *value;
}

float Ui::text(Type type, float x, float y, const std::string& words, ImU32 colour, float width,
               Align align) {
  const float line = Typeface::line(type), size = Typeface::size(type);
  const auto lines = width > 0 ? typeface.lines(type, words, width) : std::vector<std::string>{words};
  float below = y;
  for (const std::string& words_of_line : lines) {
    const float room = width - typeface.width(type, words_of_line);
    const float shift = align == Align::left ? 0 : align == Align::centre ? room / 2 : room;
    list_->AddText(typeface.font(type), size, {x + shift, below + (line - size) / 2}, colour,
                   words_of_line.data(), words_of_line.data() + words_of_line.size());
    below += line;
  }
  return below - y;
}

void Ui::label(Type type, const Rectangle& place, const std::string& words, ImU32 colour, Align align) {
  const FittedText fitted = typeface.fitted(type, words, place.width);
  const float room = place.width - typeface.width(fitted.type, fitted.words);
  const float x = place.x + (align == Align::left ? 0 : align == Align::centre ? room / 2 : room);
  text(fitted.type, x, place.y + (place.height - Typeface::line(fitted.type)) / 2, fitted.words, colour);
}

Touch Ui::touch(const std::string& name, const Rectangle& place, const std::string& words, Role role,
                float corner) {
  ImGui::SetCursorScreenPos(least(place));
  Touch touch;
  touch.clicked = ImGui::InvisibleButton(name.c_str(), {place.width, place.height}) || name == pressed_;
  touch.hovered = ImGui::IsItemHovered();
  touch.held = ImGui::IsItemActive();
  touch.focused = ImGui::IsItemFocused() && ImGui::GetIO().NavVisible;
  const bool lets_go = ImGui::IsItemDeactivated() && ImGui::IsMouseReleased(ImGuiMouseButton_Left);
  if (lets_go || (touch.held && ImGui::IsMouseDown(ImGuiMouseButton_Left))) touch.trail = pointer_trail();
  touchables_.push_back({name, words, place, role, touch.focused});
  if (touch.focused) {
    const ImVec2 from = {place.x - ring - 1, place.y - ring - 1},
                 to = {place.right() + ring + 1, place.bottom() + ring + 1};
    list_->AddRect(from, to, colours().accent, corner + ring, 0, ring);
  }
  if (touch.hovered && role != Role::area) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  return touch;
}

ImU32 Ui::surface(const std::string& name, const Touch& touch, ImU32 at_rest) {
  const float warmth = ease(name + "/warmth", touch.held ? 1.0f : touch.hovered ? 0.6f : 0.0f);
  return mixed(at_rest, colours().wash, warmth);
}

void Ui::card(const Rectangle& place, float corner) {
  list_->AddRectFilled(least(place), most(place), colours().card, corner);
  list_->AddRect(least(place), most(place), colours().line, corner);
}

bool Ui::button(const std::string& name, const Rectangle& place, const std::string& words, ButtonKind kind,
                bool enabled, const std::string& told) {
  if (!enabled) {
    list_->AddRect(least(place), most(place), faded(colours().line, 0.7f), measure::corner);
    label(Type::body, within(place), words, faded(colours().soft, 0.5f));
    return false;
  }
  const bool of_several = kind == ButtonKind::choice || kind == ButtonKind::chosen;
  const std::string& called = told.empty() ? words : told;
  const Touch touched = touch(name, place, one_of_several(called, kind == ButtonKind::chosen),
                              of_several ? Role::choice : Role::button);
  if (kind == ButtonKind::chosen) {
    list_->AddRectFilled(least(place), most(place), colours().accent, measure::corner);
    label(Type::strong, within(place), words, colours().on_accent);
  } else if (kind == ButtonKind::primary) {
    const float warmth = ease(name + "/warmth", touched.held ? 1.0f : touched.hovered ? 0.7f : 0.0f);
    list_->AddRectFilled(least(place), most(place), mixed(colours().ink, colours().accent, warmth),
                         measure::corner);
    label(Type::strong, within(place), words, mixed(colours().paper, colours().on_accent, warmth));
  } else {
    list_->AddRectFilled(least(place), most(place), surface(name, touched, colours().card), measure::corner);
    list_->AddRect(least(place), most(place), colours().line, measure::corner);
    label(Type::body, within(place), words, colours().ink);
  }
  return touched.clicked;
}

int Ui::segment_rows(float width, const std::vector<Phrase>& words) const {
  float widest = 0;
  for (const Phrase& word : words) widest = std::max(widest, typeface.width(Type::strong, say(word)));
  return width < (widest + 2 * measure::tight) * static_cast<float>(words.size()) ? 2 : 1;
}

bool Ui::segments(const std::string& name, const Rectangle& place, const std::vector<Phrase>& words,
                  int& chosen) {
  const int before = chosen, count = static_cast<int>(words.size());
  const int rows = segment_rows(place.width, words), columns = (count + rows - 1) / rows;
  const float width = place.width / static_cast<float>(columns);
  const float height = place.height / static_cast<float>(rows);
  list_->AddRectFilled(least(place), most(place), colours().sunken, measure::corner);
  const float along = ease(name + "/along", static_cast<float>(chosen % columns));
  const float down = ease(name + "/down", static_cast<float>(chosen / columns));
  const float gap = 3;
  const ImVec2 from = {place.x + along * width + gap, place.y + down * height + gap};
  const ImVec2 to = {from.x + width - 2 * gap, from.y + height - 2 * gap};
  list_->AddRectFilled(from, to, colours().card, measure::corner - gap);
  list_->AddRect(from, to, colours().line, measure::corner - gap);
  for (int i = 0; i < count; ++i) {
    const Phrase& word = words[static_cast<std::size_t>(i)];
    const Rectangle segment = {place.x + static_cast<float>(i % columns) * width,
                               place.y + static_cast<float>(i / columns) * height, width, height};
    const Touch touched = touch(name + "-" + word.english, segment, one_of_several(say(word), i == before));
    const ImU32 colour = i == before ? colours().accent : touched.hovered ? colours().ink : colours().soft;
    label(i == before ? Type::strong : Type::body, segment, say(word), colour);
    if (touched.clicked) chosen = i;
  }
  return chosen != before;
}

float Ui::choice_width(const Choice& choice) const {
  constexpr float inset = 12;
  return std::max(measure::touch, typeface.width(Type::strong, choice.words) + 2 * inset);
}

float Ui::choices_width(const std::vector<Choice>& choices) const {
  float width = -measure::small;
  for (const Choice& choice : choices) width += choice_width(choice) + measure::small;
  return width;
}

int Ui::choices(const std::string& name, const Rectangle& place, const std::vector<Choice>& choices,
                int chosen, float& end) {
  int pressed = -1;
  float x = place.x, y = place.y;
  for (const Choice& choice : choices) {
    const float width = choice_width(choice);
    if (x > place.x && x + width > place.right() + 0.5f) {
      x = place.x;
      y += measure::touch + measure::small;
    }
    const auto kind = choice.value == chosen ? ButtonKind::chosen : choice.kind;
    const Rectangle at = {x, y, width, measure::touch};
    if (button(name + "-" + choice.key, at, choice.words, kind, true, choice.told)) pressed = choice.value;
    x += width + measure::small;
  }
  end = y + measure::touch;
  return pressed;
}

bool Ui::digits(const std::string& name, const Rectangle& place, int columns, int& chosen, bool any_chosen) {
  bool pressed = false;
  const int rows = (10 + columns - 1) / columns;
  const float gap = measure::small;
  const float width = (place.width - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  const float height = (place.height - gap * static_cast<float>(rows - 1)) / static_cast<float>(rows);
  for (int digit = 0; digit < 10; ++digit) {
    const Rectangle key = {place.x + static_cast<float>(digit % columns) * (width + gap),
                           place.y + static_cast<float>(digit / columns) * (height + gap), width, height};
    const std::string key_name = name + "-" + std::to_string(digit);
    const bool is_chosen = any_chosen && digit == chosen;
    const Touch touched = touch(key_name, key, one_of_several(say(words::the_digit, digit), is_chosen));
    const float colour = ease(key_name + "/chosen", is_chosen ? 1.0f : 0.0f);
    const ImU32 rest = mixed(surface(key_name, touched, colours().card), colours().accent, colour);
    list_->AddRectFilled(least(key), most(key), rest, measure::corner);
    list_->AddRect(least(key), most(key), mixed(colours().line, colours().accent, colour), measure::corner);
    label(Type::heading, key, std::to_string(digit), mixed(colours().ink, colours().on_accent, colour));
    if (!touched.clicked) continue;
    pressed = true;
    chosen = digit;
  }
  return pressed;
}

bool Ui::slider(const std::string& name, const Rectangle& place, const std::string& words, float& value,
                float lowest, float highest, float step) {
  constexpr float knob = 11, track = 6;
  const float before = value;
  const Rectangle bar = {place.x, place.bottom() - measure::touch, place.width, measure::touch};
  const auto number = [&] {
    char text[16];
    std::snprintf(text, sizeof text, step < 1 ? "%.2f" : "%.0f", static_cast<double>(value));
    return std::string(text);
  };
  const Touch touched = touch(name, bar, say(words::with_value, words, number()), Role::area);
  const float room = bar.width - 2 * knob;
  // What a link says stays as it is until the visitor moves it.
  const auto move_to = [&](float wanted) {
    value = std::clamp(std::round(wanted / step) * step, lowest, highest);
  };
  if (touched.dragged()) {
    const float part = std::clamp((touched.trail.back().x - bar.x - knob) / room, 0.0f, 1.0f);
    move_to(lowest + (highest - lowest) * part);
  }
  if (touched.focused) {
    // Plus and minus; the arrows go from widget to widget.
    if (ImGui::IsKeyPressed(ImGuiKey_Equal) || ImGui::IsKeyPressed(ImGuiKey_KeypadAdd)) move_to(value + step);
    if (ImGui::IsKeyPressed(ImGuiKey_Minus) || ImGui::IsKeyPressed(ImGuiKey_KeypadSubtract))
      move_to(value - step);
  }

  const Rectangle head = {place.x, place.y, place.width, Typeface::line(Type::body)};
  const float beside = head.width - typeface.width(Type::body, number()) - measure::small;
  label(Type::body, {head.x, head.y, beside, head.height}, words, colours().ink, Align::left);
  label(Type::body, head, number(), colours().soft, Align::right);

  const float middle = bar.y + bar.height / 2;
  const float part = (std::clamp(value, lowest, highest) - lowest) / (highest - lowest);
  const float x = bar.x + knob + room * part;
  list_->AddRectFilled({bar.x, middle - track / 2}, {bar.right(), middle + track / 2}, colours().sunken,
                       track / 2);
  list_->AddRectFilled({bar.x, middle - track / 2}, {x, middle + track / 2}, colours().accent, track / 2);
  const float size = knob + ease(name + "/size", touched.held ? 2.0f : touched.hovered ? 1.0f : 0.0f);
  list_->AddCircleFilled({x, middle}, size, colours().card);
  list_->AddCircle({x, middle}, size, colours().accent, 0, 2.5f);
  return value != before;
}

bool Ui::toggle(const std::string& name, const Rectangle& place, const std::string& words, bool& on) {
  const Touch touched = touch(name, place, say(on ? words::set_on : words::set_off, words));
  if (touched.clicked) on = !on;
  constexpr float width = 40, height = 24, inset = 3;
  const float top = place.y + (place.height - height) / 2;
  const float slide = ease(name + "/slide", on ? 1.0f : 0.0f);
  const ImU32 off = mixed(colours().sunken, colours().line, touched.hovered ? 1.0f : 0.4f);
  list_->AddRectFilled({place.x, top}, {place.x + width, top + height}, mixed(off, colours().accent, slide),
                       height / 2);
  list_->AddCircleFilled({place.x + height / 2 + slide * (width - height), top + height / 2},
                         height / 2 - inset, colours().card);
  const float left = place.x + width + measure::small + measure::tight;
  label(Type::body, {left, place.y, place.right() - left, place.height}, words, colours().ink, Align::left);
  return touched.clicked;
}

float Ui::three_way_width(const std::string& words) const {
  constexpr float inset = 12, mark = 16;
  return 2 * inset + mark + typeface.width(Type::body, words);
}

bool Ui::three_way(const std::string& name, const Rectangle& place, const std::string& words,
                   ThreeWay value) {
  const float corner = place.height / 2;
  const Phrase& how = value == ThreeWay::on    ? words::set_on
                      : value == ThreeWay::off ? words::set_off
                                               : words::set_free;
  const Touch touched = touch(name, place, say(how, words), Role::choice, corner);
  const float on = ease(name + "/on", value == ThreeWay::on ? 1.0f : 0.0f);
  const float off = ease(name + "/off", value == ThreeWay::off ? 1.0f : 0.0f);
  const ImU32 rest = mixed(surface(name, touched, colours().card), colours().sunken, off);
  const ImU32 ink = mixed(mixed(colours().ink, colours().soft, off), colours().on_accent, on);
  list_->AddRectFilled(least(place), most(place), mixed(rest, colours().accent, on), corner);
  list_->AddRect(least(place), most(place), mixed(colours().line, colours().accent, on), corner);

  // A tick, a cross or an empty ring before the words.
  const ImVec2 mark = {place.x + 18, place.y + place.height / 2};
  constexpr float size = 4;
  if (value == ThreeWay::on) {
    const ImVec2 tick[] = {
        {mark.x - size, mark.y}, {mark.x - 1, mark.y + size - 1}, {mark.x + size, mark.y - size}};
    list_->AddPolyline(tick, 3, ink, 0, 2);
  } else if (value == ThreeWay::off) {
    list_->AddLine({mark.x - size, mark.y - size}, {mark.x + size, mark.y + size}, ink, 2);
    list_->AddLine({mark.x - size, mark.y + size}, {mark.x + size, mark.y - size}, ink, 2);
  } else {
    list_->AddCircle(mark, size - 0.5f, colours().soft, 0, 1.2f);
  }
  const Rectangle text_place = {place.x + 28, place.y, place.width - 28, place.height};
  label(Type::body, text_place, words, ink, Align::left);
  if (value == ThreeWay::off) {
    const float y = place.y + place.height / 2 + 1;
    list_->AddLine({text_place.x, y}, {text_place.x + typeface.width(Type::body, words), y}, ink);
  }
  return touched.clicked;
}

bool Ui::field(const std::string& name, const Rectangle& place, const std::string& hint, std::string& value) {
  const Touch touched = touch(name, place, value.empty() ? hint : say(words::with_value, hint, value));
  const bool writing = ImGui::IsItemFocused();
  const ImGuiIO& io = ImGui::GetIO();
  if (writing && !io.KeyCtrl) {
    for (const ImWchar letter : io.InputQueueCharacters) {
      char bytes[5] = {};
      if (letter > ' ' || (letter == ' ' && !value.empty())) value += ImTextCharToUtf8(bytes, letter);
    }
    if (ImGui::IsKeyPressed(ImGuiKey_Backspace)) {
      while (!value.empty() && (static_cast<unsigned char>(value.back()) & 0xc0) == 0x80) value.pop_back();
      if (!value.empty()) value.pop_back();
    }
  }
  constexpr float inset = 12;
  list_->AddRectFilled(least(place), most(place), colours().card, measure::corner);
  list_->AddRect(least(place), most(place), mixed(colours().line, colours().accent, writing ? 1.0f : 0.0f),
                 measure::corner);
  const Rectangle line = {place.x + inset, place.y, place.width - 2 * inset, place.height};
  const float written = typeface.width(Type::body, value), middle = place.y + place.height / 2;
  if (value.empty()) {
    label(Type::body, line, hint, colours().soft, Align::left);
  } else {
    // Of what is longer than the field the end is shown, where the keys write.
    list_->PushClipRect(least(line), most(line), true);
    text(Type::body, line.x + std::min(0.0f, line.width - written), middle - Typeface::line(Type::body) / 2,
         value, colours().ink);
    list_->PopClipRect();
  }
  if (writing) {
    const float x = line.x + std::min(written, line.width) + 1;
    list_->AddLine({x, middle - 9}, {x, middle + 9}, colours().accent, 1.5f);
  }
  return touched.clicked;
}

void Ui::progress(const std::string& name, const Rectangle& place, float fraction) {
  list_->AddRectFilled(least(place), most(place), colours().sunken, place.height / 2);
  const float width = std::max(place.height, place.width * ease(name + "/progress", fraction));
  list_->AddRectFilled(least(place), {place.x + width, place.bottom()}, colours().accent, place.height / 2);
}

}  // namespace jmvae
