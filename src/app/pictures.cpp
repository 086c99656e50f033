#include "app/pictures.h"

#include "app/opengl.h"
#include "app/shade.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace jmvae {

namespace {
constexpr int enlargement = 4;
constexpr int largest_picture = 1024;

/// Catmull and Rom's weights of the four neighbours of a place t in 0 ... 1 between the second and the third.
std::array<float, 4> cubic_weights(float t) {
  return {((-0.5f * t + 1) * t - 0.5f) * t, (1.5f * t - 2.5f) * t * t + 1, ((-1.5f * t + 2) * t + 0.5f) * t,
          (0.5f * t - 0.5f) * t * t};
}

/// Enlarges along the rows, and writes columns as rows; twice of it enlarges both ways.
std::vector<float> enlarge_rows(const std::vector<float>& picture, int rows, int columns, int factor) {
  const int wide = columns * factor;
  std::vector<float> result(static_cast<std::size_t>(wide * rows));
  for (int x = 0; x < wide; ++x) {
    const float place = (static_cast<float>(x) + 0.5f) / static_cast<float>(factor) - 0.5f;
    const int left = static_cast<int>(std::floor(place));
    const auto weights = cubic_weights(place - static_cast<float>(left));
    for (int y = 0; y < rows; ++y) {
      float sum = 0;
      for (int k = 0; k < 4; ++k) {
        const int column = std::clamp(left - 1 + k, 0, columns - 1);
        sum += weights[static_cast<std::size_t>(k)] * picture[static_cast<std::size_t>(y * columns + column)];
      }
      result[static_cast<std::size_t>(x * rows + y)] = sum;
    }
  }
  return result;
}
}  // namespace

std::vector<float> enlarge(const float* picture, int side, int factor) {
  const std::vector<float> original(picture, picture + side * side);
  const std::vector<float> turned = enlarge_rows(original, side, side, factor);
  return enlarge_rows(turned, side * factor, side, factor);
}

void shrink(std::vector<std::uint8_t>& rgba, int& width, int& height, int limit) {
  const int longer = std::max(width, height);
  if (longer <= limit) return;
  const auto part = [&](int length) {
    return std::max(1, static_cast<int>(std::int64_t{length} * limit / longer));
  };
  const int narrow = part(width), low = part(height);
  std::vector<std::uint8_t> result(static_cast<std::size_t>(narrow * low * 4));
  for (int y = 0; y < low; ++y) {
    const int top = static_cast<int>(std::int64_t{y} * height / low);
    const int bottom = std::max(top + 1, static_cast<int>(std::int64_t{y + 1} * height / low));
    for (int x = 0; x < narrow; ++x) {
      const int left = static_cast<int>(std::int64_t{x} * width / narrow);
      const int right = std::max(left + 1, static_cast<int>(std::int64_t{x + 1} * width / narrow));
      std::array<std::uint32_t, 4> sum{};
      for (int v = top; v < bottom; ++v) {
        for (int u = left; u < right; ++u) {
          const std::size_t at =
              (static_cast<std::size_t>(v) * static_cast<std::size_t>(width) + static_cast<std::size_t>(u)) *
              4;
          for (std::size_t c = 0; c < 4; ++c) sum[c] += rgba[at + c];
        }
      }
      const auto covered = static_cast<std::uint32_t>((bottom - top) * (right - left));
      for (std::size_t c = 0; c < 4; ++c) {
        result[static_cast<std::size_t>(y * narrow + x) * 4 + c] =
            static_cast<std::uint8_t>(sum[c] / covered);
      }
    }
  }
  rgba = std::move(result);
  width = narrow;
  height = low;
}

PictureSheet::~PictureSheet() {
  if (texture_) glDeleteTextures(1, &texture_);
}

void PictureSheet::set_digits(const float* pictures, int count, int side, Scaling scaling) {
  sharp_ = scaling == Scaling::pixels;
  scale_ = sharp_ ? 1 : enlargement;
  arrange(count, side * scale_);
  for (int i = 0; i < count; ++i) set_digit(i, pictures + i * side * side);
}

void PictureSheet::make_digit_room(int count, int side) {
  sharp_ = false;
  scale_ = enlargement;
  arrange(count, side * scale_);
}

void PictureSheet::set_digit(int picture, const float* ink) {
  if (scale_ == 1) return take_opacity(picture, ink);
  take_opacity(picture, enlarge(ink, cell_width_ / scale_, scale_).data());
}

void PictureSheet::set_ink(const std::vector<std::uint8_t>& ink, int side) {
  sharp_ = false;
  arrange(1, side);
  for (std::size_t i = 0; i < ink.size(); ++i) rgba_[4 * i + 3] = ink[i];
}

void PictureSheet::set_colours(const std::uint8_t* rgba, int width, int height) {
  rgba_.assign(rgba, rgba + static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
  shrink(rgba_, width, height, largest_picture);
  sharp_ = false;
  count_ = columns_ = 1;
  width_ = cell_width_ = width;
  height_ = cell_height_ = height;
  stale_ = true;
}

void PictureSheet::make_room(int count, int side) {
  sharp_ = false;
  arrange(count, side);
}

void PictureSheet::set_face(int picture, const float* colours) {
  for (int y = 0; y < cell_height_; ++y) {
    const int row = picture / columns_ * cell_height_ + y, column = picture % columns_ * cell_width_;
    std::uint8_t* out = &rgba_[static_cast<std::size_t>(row * width_ + column) * 4];
    for (int x = 0; x < cell_width_; ++x, out += 4, colours += 3) {
      for (std::size_t c = 0; c < 3; ++c) out[c] = to_byte(colours[c]);
    }
  }
  stale_ = true;
}

/// Cells for `count` pictures, white and opaque.
void PictureSheet::arrange(int count, int side) {
  count_ = count;
  columns_ = std::max(1, static_cast<int>(std::ceil(std::sqrt(static_cast<float>(count)))));
  cell_width_ = cell_height_ = side;
  width_ = columns_ * side;
  height_ = (count + columns_ - 1) / columns_ * side;
  rgba_.assign(static_cast<std::size_t>(width_ * height_ * 4), 255);
  stale_ = true;
}

/// One picture of ink, as large as a cell.
void PictureSheet::take_opacity(int picture, const float* opacity) {
  const int side = cell_width_;
  for (int y = 0; y < side; ++y) {
    const int row = picture / columns_ * side + y, column = picture % columns_ * side;
    std::uint8_t* out = &rgba_[static_cast<std::size_t>(row * width_ + column) * 4];
    for (int x = 0; x < side; ++x) out[4 * x + 3] = to_byte(opacity[y * side + x]);
  }
  stale_ = true;
}

void PictureSheet::upload() {
  if (!texture_) glGenTextures(1, &texture_);
  glBindTexture(GL_TEXTURE_2D, texture_);
  const GLint filter = sharp_ ? GL_NEAREST : GL_LINEAR;
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, width_, height_, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba_.data());
  glBindTexture(GL_TEXTURE_2D, 0);
  stale_ = false;
}

void PictureSheet::draw(ImDrawList& list, int picture, ImVec2 least, ImVec2 most, ImU32 ink, float corner) {
  if (picture >= count_) return;
  if (stale_ || !texture_) upload();
  // Half a pixel in from the cell's edge, where the neighbour would shine through.
  const float inset = sharp_ ? 0 : 0.5f;
  const auto left = static_cast<float>(picture % columns_ * cell_width_);
  const auto top = static_cast<float>(picture / columns_ * cell_height_);
  const auto width = static_cast<float>(width_), height = static_cast<float>(height_);
  const ImVec2 from = {(left + inset) / width, (top + inset) / height};
  const ImVec2 to = {(left + static_cast<float>(cell_width_) - inset) / width,
                     (top + static_cast<float>(cell_height_) - inset) / height};
  const auto id = reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(texture_));
  list.AddImageRounded(id, least, most, from, to, ink, corner);
}

}  // namespace jmvae
