#include "app/face_sheet.h"

#include <algorithm>

namespace jmvae {

namespace {
std::vector<float> row(const std::vector<float>& values, int number, std::size_t size) {
  const auto begin = values.begin() + number * static_cast<std::ptrdiff_t>(size);
  return {begin, begin + static_cast<std::ptrdiff_t>(size)};
}
}  // namespace

void draw_ring(Ui& ui, const Rectangle& place) {
  ui.list().AddRect({place.x - 1, place.y - 1}, {place.right() + 1, place.bottom() + 1}, ui.colours().accent,
                    measure::corner + 1, 0, 3);
}

bool FaceSheet::update(const Models::Entry& entry, const FaceOrder& order, FrameTime& time) {
  const bool other_faces = entry.model.get() != model_ || order.places.size() != order_.places.size();
  if (other_faces || !(order == order_) || problem_.is_foreign()) {
    drawn_ = 0;
    seconds_so_far_ = 0;
    problem_.clear();
    order_ = order;
    entry_ = &entry;
    model_ = entry.model.get();
  }
  if (other_faces) {
    there_ = 0;
    seconds_each_ = 1;  // so many that the first is drawn alone, and measured
    face_size_ = entry.faces.picture_size();
    attribute_count_ = entry.faces.descriptions.size();
    faces_.pictures.assign(face_size_ * order.places.size(), 0);
    usual_.clear();
    faces_.attributes.assign(attribute_count_ * order.places.size(), 0);
    if (model_) sheet_.make_room(count(), entry.faces.side);
  }
  while (moving() && !time.is_up()) {
    const auto fitting = static_cast<std::size_t>(time.left() / seconds_each_);
    const std::size_t some = std::clamp(fitting, std::size_t{1}, order_.places.size() - drawn_);
    Result<Faces> faces;
    const float took = time.spend([&] { faces = draw_faces(model_, entry.faces, order_, drawn_, some); });
    seconds_so_far_ += took;
    seconds_each_ = took / static_cast<float>(some);
    if (!faces) {
      problem_ = faces.error().message;
      there_ = 0;
      ++version_;
      return false;
    }
    std::copy(faces->pictures.begin(), faces->pictures.end(),
              faces_.pictures.begin() + static_cast<std::ptrdiff_t>(drawn_ * face_size_));
    std::copy(faces->attributes.begin(), faces->attributes.end(),
              faces_.attributes.begin() + static_cast<std::ptrdiff_t>(drawn_ * attribute_count_));
    for (std::size_t i = 0; i < some; ++i) {
      sheet_.set_face(static_cast<int>(drawn_ + i), &faces->pictures[i * face_size_]);
    }
    drawn_ += some;
    there_ = std::max(there_, drawn_);
    if (moving()) continue;
    seconds_ = seconds_so_far_;
    usual_.assign(attribute_count_, 0);
    for (std::size_t i = 0; i < faces_.attributes.size(); ++i)
      usual_[i % attribute_count_] += faces_.attributes[i] / static_cast<float>(drawn_);
    ++version_;
  }
  return moving();
}

int FaceSheet::show(Ui& ui, const std::string& name, const Rectangle& place, const GridLayout& layout,
                    const std::function<void(int face, const Rectangle& place)>& after) {
  return show_grid(
      ui, name, words::the_face, place, layout, count(), [&](int face) { return has(face); },
      [&](int face, const Rectangle& at) {
        show_one(ui, face, at);
        after(face, at);
      });
}

void FaceSheet::show_one(Ui& ui, int face, const Rectangle& place) {
  if (!has(face)) return ui.card(place);
  sheet_.draw(ui.list(), face, {place.x, place.y}, {place.right(), place.bottom()}, IM_COL32_WHITE,
              measure::corner);
}

std::vector<float> FaceSheet::attributes(int face) const {
  return has(face) ? row(faces_.attributes, face, attribute_count_) : std::vector<float>{};
}

std::vector<float> FaceSheet::picture(int face) const {
  return has(face) ? row(faces_.pictures, face, face_size_) : std::vector<float>{};
}

Json FaceSheet::colours() const {
  Json all = Json::array();
  for (std::size_t face = 0; face < drawn_; ++face) {
    float sums[3] = {};
    for (std::size_t i = 0; i < face_size_; ++i) sums[i % 3] += faces_.pictures[face * face_size_ + i];
    const float pixels = static_cast<float>(face_size_ / 3);
    all.push_back({sums[0] / pixels, sums[1] / pixels, sums[2] / pixels});
  }
  return all;
}

}  // namespace jmvae
