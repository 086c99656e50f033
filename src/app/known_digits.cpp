#include "app/known_digits.h"

#include "io/safetensors.h"

#include <algorithm>

namespace jmvae {

bool KnownDigits::use() {
  if (stage_ == Stage::absent) {
    stage_ = Stage::loading;
    progress_ = 0;
    host_.request_file(path_);
  }
  return stage_ == Stage::ready;
}

void KnownDigits::retry() {
  if (stage_ == Stage::failed) stage_ = Stage::absent;
  use();
}

void KnownDigits::progress(const std::string& path, double fraction) {
  if (path == path_) progress_ = std::clamp(fraction, 0.0, 1.0);
}

void KnownDigits::loaded(const std::string& path, const void* bytes, std::size_t size) {
  if (path != path_) return;
  const auto read_now = read(bytes, size);
  if (!read_now) return failed(path, read_now.error().message);
  stage_ = Stage::ready;
}

void KnownDigits::failed(const std::string& path, const std::string& sentence) {
  if (path != path_) return;
  stage_ = Stage::failed;
  sentence_ = sentence;
}

Result<void> KnownDigits::read(const void* bytes, std::size_t size) {
  const auto file = Safetensors::parse(bytes, size, path_);
  if (!file) return fail(file);
  const SafetensorsEntry* image = file->find("image");
  const SafetensorsEntry* label = file->find("label");
  if (!image || !label || image->type != DataType::u8 || label->type != DataType::u8 ||
      image->count() != label->count() * digit_size) {
    return fail(path_, ": expected \"image\" U8 [n, 784] and \"label\" U8 [n]");
  }
  if (std::any_of(label->data, label->data + label->size,
                  [](std::uint8_t value) { return value >= digit_count; }))
    return fail(path_, ": a label is not one of 0 ... 9");
  labels_.assign(label->data, label->data + label->size);
  pictures_.resize(image->size);
  std::transform(image->data, image->data + image->size, pictures_.begin(),
                 [](std::uint8_t pixel) { return static_cast<float>(pixel) / 255; });
  return {};
}

}  // namespace jmvae
