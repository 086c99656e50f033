#include "app/own_face.h"

#include "app/attribute_panel.h"
#include "app/condition.h"
#include "app/shade.h"

#include <algorithm>
#include <cmath>

namespace jmvae {

namespace {
constexpr int longest_side = 640;  // pixels of a picture that are kept: a face is seen in 64
constexpr int samples = 16;

int changes(const Wishes& wishes) {
  return static_cast<int>(
      std::count_if(wishes.begin(), wishes.end(), [](Wish wish) { return wish != Wish::free; }));
}

/// "Smiling 98 %, young 91 %": the likeliest of those that are shown first.
std::string likeliest(const FaceModalities& modalities, const std::vector<float>& probabilities) {
  std::string list;
  for (const std::size_t i : outstanding(modalities, probabilities)) {
    const auto percents = std::lround(100 * probabilities[i]);
    list += (list.empty() ? "" : say(words::comma)) +
            say(words::with_percentage, modalities.descriptions[i].words, percents);
  }
  return list.empty() ? say(words::nothing_shown_first) : list;
}
}  // namespace

// ---- The picture

void OwnFace::take_picture(const std::uint8_t* rgba, int width, int height) {
  rgba_.assign(rgba, rgba + static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
  width_ = width;
  height_ = height;
  double box[4];
  jmvae_default_crop(width, height, box);
  shrink(rgba_, width_, height_, longest_side);
  const double scale = static_cast<double>(width_) / width;
  photo_.set_colours(rgba_.data(), width_, height_);
  problem_.clear();
  set_crop(box[0] * scale, box[1] * scale, box[2] * scale);
}

void OwnFace::take_face(const std::vector<float>& picture, int side) {
  std::vector<std::uint8_t> rgba;
  for (int i = 0; i < side * side; ++i) {
    const auto at = static_cast<std::size_t>(3 * i);
    rgba.insert(rgba.end(), {to_byte(picture[at]), to_byte(picture[at + 1]), to_byte(picture[at + 2]), 255});
  }
  take_picture(rgba.data(), side, side);
}

/// As near as the picture allows.
void OwnFace::set_crop(double left, double top, double side) {
  constexpr double least = 16;
  const double most = std::min(width_, height_);
  side_ = std::clamp(side, std::min(least, most), most);
  left_ = std::clamp(left, 0.0, width_ - side_);
  top_ = std::clamp(top, 0.0, height_ - side_);
  ++version_;
}

void OwnFace::update(Desk& desk, const Models::Entry& entry) {
  const jmvae_model* model = entry.model.get();
  if (!model || !has_picture()) return;
  const FaceModalities& modalities = entry.faces;
  const bool other = model != model_ || version_ != read_version_ || problem_.is_foreign();
  if (other) {
    model_ = model;
    read_version_ = version_;
    problem_.clear();
    reading_.reset();
    face_.resize(modalities.picture_size());
    const double box[4] = {left_, top_, side_, side_};
    const auto read =
        jmvae_prepare_face(rgba_.data(), width_, height_, box, modalities.side, face_.data()) == 0
            ? read_face(model, modalities, face_, samples)
            : Result<FaceReading>(fail_in_words());
    if (!read) {
      problem_ = read.error().message;
      desk.announcement = problem_.sentence();
      return;
    }
    reading_ = *read;
    for (PictureSheet* sheet : {&seen_, &reconstruction_, &changed_sheet_})
      sheet->make_room(1, modalities.side);
    seen_.set_face(0, face_.data());
    reconstruction_.set_face(0, reading_->reconstruction.data());
    desk.announcement = say(words::face_was_read, likeliest(modalities, reading_->attributes));
  }
  if (!reading_) return;
  const Wishes now = wishes(modalities, desk.state);
  if (!other && now == wishes_ && desk.state.strength == strength_) return;
  wishes_ = now;
  strength_ = desk.state.strength;
  const auto changed =
      change_face(model, modalities, face_, reading_->attributes, wishes_, desk.state.strength);
  if (!changed) {
    problem_ = changed.error().message;
    return;
  }
  changed_ = *changed;
  changed_sheet_.set_face(0, changed_.data());
  if (changes(wishes_) > 0) desk.announcement = say(words::face_was_changed, in_words(modalities, wishes_));
}

// ---- What is shown

float OwnFace::show_attributes(Desk& desk, const Models::Entry& entry, const Rectangle& place) {
  Ui& ui = desk.ui;
  const FaceModalities& modalities = entry.faces;
  float y = show_attribute_search(desk, modalities, place) + measure::small;
  y += ui.text(Type::caption, place.x, y, say(words::read_from_picture), ui.colours().soft, place.width) +
       measure::small;
  const float height = ui.width() < measure::one_column ? measure::touch : 32;
  const auto shown = shown_attributes(desk.state, modalities);
  for (const std::string& group : attribute_groups(modalities.descriptions)) {
    bool any = false;
    for (const int i : shown) {
      const Attribute& attribute = modalities.descriptions[static_cast<std::size_t>(i)];
      if (attribute.group != group) continue;
      if (!any) y += ui.text(Type::caption, place.x, y, group, ui.colours().soft);
      any = true;
      const std::string name = "own-" + attribute.name;
      const Rectangle row = {place.x, y, place.width, height};
      y += height;
      const float probability = reading_ ? reading_->attributes[static_cast<std::size_t>(i)] : 0;
      const Wish now = wish(desk.state, attribute.name);
      const std::string with_wish = now == Wish::free ? attribute.words
                                    : now == Wish::on ? say(words::set_on, attribute.words)
                                                      : say(words::set_off, attribute.words);
      if (reading_) {
        const std::string read = say(words::percentage, std::lround(100 * probability));
        const Touch touch = ui.touch(name, row, say(words::with_value, with_wish, read));
        if (touch.hovered)
          ui.list().AddRectFilled({row.x - 6, row.y}, {row.right() + 6, row.bottom()},
                                  faded(ui.colours().wash, 0.6f), measure::corner);
        const Wish opposite = probability >= 0.5f ? Wish::off : Wish::on;
        if (touch.clicked) set_wish(desk.state, attribute.name, now == Wish::free ? opposite : Wish::free);
      }
      const ImU32 rest = mixed(ui.colours().soft, ui.colours().sunken, 0.35f);
      const ImU32 colour = now != Wish::free     ? ui.colours().accent
                           : probability >= 0.5f ? ui.colours().ink
                                                 : rest;
      const float shown_probability = now == Wish::free ? probability : now == Wish::on ? 1.0f : 0.0f;
      show_attribute_bar(ui, row, name, with_wish, shown_probability, colour);
    }
    if (any) y += measure::small;
  }
  const bool any = !desk.state.on.empty() || !desk.state.off.empty();
  y += measure::small;
  if (ui.button("free-all", {place.x, y, place.width, measure::touch}, say(words::all_as_read),
                ButtonKind::quiet, any)) {
    desk.state.on.clear();
    desk.state.off.clear();
  }
  return y + measure::touch;
}

float OwnFace::show_pictures(Desk& desk, const Models::Entry& entry, const Rectangle& place) {
  const bool beside = place.width >= 520;
  const float crop = beside ? std::min(340.0f, place.width * 0.46f) : place.width;
  const float crop_end = show_crop(desk, {place.x, place.y, crop, 0});
  const Rectangle rest = beside ? Rectangle{place.x + crop + 32, place.y, place.width - crop - 32, 0}
                                : Rectangle{place.x, crop_end + measure::large, place.width, 0};
  const float end = show_faces(desk, entry, rest);
  return show_problem(desk, {place.x, std::max(crop_end, end), place.width, 0});
}

float OwnFace::show_problem(Desk& desk, const Rectangle& place) {
  if (problem_.empty()) return place.y;
  const float y = place.y + measure::medium;
  return y + desk.ui.text(Type::body, place.x, y, problem_.sentence(), desk.ui.colours().doubt, place.width);
}

/// The picture with what is not cropped in shadow, and buttons that move the crop box.
float OwnFace::show_crop(Desk& desk, const Rectangle& place) {
  Ui& ui = desk.ui;
  const Rectangle sheet = {place.x, place.y, place.width, place.width};
  ui.card(sheet, measure::medium);
  float y = sheet.bottom() + measure::small;
  const auto width = static_cast<float>(width_), height = static_cast<float>(height_);
  const float inset = measure::small, scale = (sheet.width - 2 * inset) / std::max(width, height);
  const Rectangle picture = {sheet.x + (sheet.width - width * scale) / 2,
                             sheet.y + (sheet.height - height * scale) / 2, width * scale, height * scale};
  photo_.draw(ui.list(), 0, {picture.x, picture.y}, {picture.right(), picture.bottom()}, IM_COL32_WHITE,
              measure::tight);
  move_crop(ui, picture);
  const auto part = [&](double length) { return static_cast<float>(length) * scale; };
  const Rectangle box = {picture.x + part(left_), picture.y + part(top_), part(side_), part(side_)};
  const ImU32 shadow = IM_COL32(20, 16, 12, 150);
  ui.list().AddRectFilled({picture.x, picture.y}, {picture.right(), box.y}, shadow);
  ui.list().AddRectFilled({picture.x, box.bottom()}, {picture.right(), picture.bottom()}, shadow);
  ui.list().AddRectFilled({picture.x, box.y}, {box.x, box.bottom()}, shadow);
  ui.list().AddRectFilled({box.right(), box.y}, {picture.right(), box.bottom()}, shadow);
  ui.list().AddRect({box.x, box.y}, {box.right(), box.bottom()}, IM_COL32_WHITE, 2, 0, 2);
  for (const float x : {box.x, box.right()}) {
    for (const float corner_y : {box.y, box.bottom()}) {
      ui.list().AddCircleFilled({x, corner_y}, 7, IM_COL32_WHITE);
      ui.list().AddCircleFilled({x, corner_y}, 5, ui.colours().accent);
    }
  }

  const double step = side_ * 0.05;
  struct Move {
    const char *name, *sign;
    const Phrase& words;
    double x, y, side;
  };
  const Move moves[] = {
      {"crop-left", "←", words::crop_left, -1, 0, 0},     {"crop-right", "→", words::crop_right, 1, 0, 0},
      {"crop-up", "↑", words::crop_up, 0, -1, 0},         {"crop-down", "↓", words::crop_down, 0, 1, 0},
      {"crop-closer", "+", words::crop_closer, 1, 1, -2}, {"crop-wider", "−", words::crop_wider, -1, -1, 2}};
  constexpr float count = 6;
  const float key = (place.width - (count - 1) * measure::tight) / count;
  Rectangle at = {place.x, y, key, measure::touch};
  for (const Move& move : moves) {
    if (ui.button(move.name, at, move.sign, ButtonKind::quiet, true, say(move.words)))
      set_crop(left_ + step * move.x, top_ + step * move.y, side_ + step * move.side);
    at.x += key + measure::tight;
  }
  y = at.bottom() + measure::small;
  if (!desk.state.hide_open) {
    if (ui.button("open", {place.x, y, place.width, measure::touch}, say(words::another_picture)))
      desk.host.open_picture();
    y += measure::touch + measure::small;
  }
  return y + ui.text(Type::caption, place.x, y, say(words::drag_the_box), ui.colours().soft, place.width);
}

void OwnFace::move_crop(Ui& ui, const Rectangle& picture) {
  const Touch touch = ui.touch("crop", picture, say(words::crop_box), Role::area, measure::tight);
  if (touch.focused) {
    const double step = side_ * 0.05;
    const bool closer = ImGui::IsKeyPressed(ImGuiKey_Equal) || ImGui::IsKeyPressed(ImGuiKey_KeypadAdd);
    const bool wider = ImGui::IsKeyPressed(ImGuiKey_Minus) || ImGui::IsKeyPressed(ImGuiKey_KeypadSubtract);
    if (closer) set_crop(left_ + step, top_ + step, side_ - 2 * step);
    if (wider) set_crop(left_ - step, top_ - step, side_ + 2 * step);
  }
  if (!touch.dragged()) {
    grip_ = Grip::none;
    return;
  }
  const double scale = width_ / static_cast<double>(picture.width);
  const double x = (touch.trail.back().x - picture.x) * scale, y = (touch.trail.back().y - picture.y) * scale;
  if (grip_ == Grip::none) {
    const double reach = 24 * scale, right = left_ + side_, bottom = top_ + side_;
    const bool near_x = std::min(std::abs(x - left_), std::abs(x - right)) < reach;
    const bool near_y = std::min(std::abs(y - top_), std::abs(y - bottom)) < reach;
    grip_ = near_x && near_y ? Grip::corner : Grip::inside;
    // What a corner is pulled away from is the one across; what is moved keeps its distance to the pointer.
    grip_x_ = grip_ == Grip::inside ? x - left_ : x < left_ + side_ / 2 ? right : left_;
    grip_y_ = grip_ == Grip::inside ? y - top_ : y < top_ + side_ / 2 ? bottom : top_;
    return;
  }
  if (grip_ == Grip::inside) {
    if (x - grip_x_ != left_ || y - grip_y_ != top_) set_crop(x - grip_x_, y - grip_y_, side_);
    return;
  }
  const double room =
      std::min(x < grip_x_ ? grip_x_ : width_ - grip_x_, y < grip_y_ ? grip_y_ : height_ - grip_y_);
  const double side = std::min(std::max(std::abs(x - grip_x_), std::abs(y - grip_y_)), room);
  set_crop(x < grip_x_ ? grip_x_ - side : grip_x_, y < grip_y_ ? grip_y_ - side : grip_y_, side);
}

float OwnFace::show_faces(Desk& desk, const Models::Entry& entry, const Rectangle& place) {
  Ui& ui = desk.ui;
  const bool in_a_row = ui.width() < measure::one_column;
  const float count = in_a_row ? 3 : 2, gap = in_a_row ? measure::small : measure::medium;
  const float small = (place.width - gap * (count - 1)) / count, side = in_a_row ? small : place.width;
  struct View {
    PictureSheet& sheet;
    const Phrase& title;
    std::string detail;
    Rectangle place;
  };
  const std::string change =
      changes(wishes_) > 0 ? in_words(entry.faces, wishes_) : say(words::as_it_was_read);
  const Rectangle last = in_a_row ? Rectangle{place.x + 2 * (small + gap), place.y, side, side}
                                  : Rectangle{place.x, place.y + small + 52, side, side};
  View views[] = {
      {seen_, words::seen, say(words::at_pixels, entry.faces.side), {place.x, place.y, small, small}},
      {reconstruction_,
       words::decoded,
       say(words::from_its_z),
       {place.x + small + gap, place.y, small, small}},
      {changed_sheet_, words::changed, change, last}};
  float end = place.y;
  for (View& view : views) {
    if (reading_) {
      view.sheet.draw(ui.list(), 0, {view.place.x, view.place.y}, {view.place.right(), view.place.bottom()},
                      IM_COL32_WHITE, measure::corner);
    } else {
      ui.card(view.place);
    }
    float y = view.place.bottom() + measure::tight;
    y += ui.text(Type::caption, view.place.x, y, say(view.title), ui.colours().ink, view.place.width);
    y += ui.text(Type::caption, view.place.x, y, view.detail, ui.colours().soft, view.place.width);
    end = std::max(end, y);
  }
  end += measure::small;
  ui.slider("strength", {place.x, end, place.width, measure::slider}, say(words::how_far),
            desk.state.strength, 0, 2);
  end += measure::slider;
  return end +
         ui.text(Type::caption, place.x, end, say(words::strength_explained), ui.colours().soft, place.width);
}

void OwnFace::graphics_lost() {
  for (PictureSheet* sheet : {&photo_, &seen_, &reconstruction_, &changed_sheet_}) sheet->graphics_lost();
}

Json OwnFace::result() const {
  const auto mean = [](const std::vector<float>& picture) {
    float sum = 0;
    for (const float value : picture) sum += value;
    return picture.empty() ? 0 : sum / static_cast<float>(picture.size());
  };
  Json result = Json::object();
  result["picture"] = {width_, height_};
  result["crop"] = {left_, top_, side_};
  result["attributes"] = reading_ ? reading_->attributes : std::vector<float>{};
  result["seen"] = mean(face_);
  result["decoded"] = reading_ ? mean(reading_->reconstruction) : 0;
  result["changed"] = mean(changed_);
  result["problem"] = problem_.sentence();
  return result;
}

}  // namespace jmvae
