#include "app/known_digits.h"

#include "io/labelled_digits.h"

#include <algorithm>

namespace jmvae {

bool KnownDigits::use() {
  if (stage_ == Stage::absent) {
    stage_ = Stage::loading;
    host_.request_file(path_);
  }
  return stage_ == Stage::ready;
}

void KnownDigits::retry() {
  if (stage_ == Stage::failed) stage_ = Stage::absent;
  use();
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
  const auto digits = read_labelled_digits(bytes, size, path_);
  if (!digits) return fail(digits);
  const Bytes &image = digits->columns[0].bytes, &label = digits->columns[1].bytes;
  labels_.assign(label.begin(), label.end());
  pictures_.resize(image.size());
  std::transform(image.begin(), image.end(), pictures_.begin(),
                 [](std::uint8_t pixel) { return static_cast<float>(pixel) / 255; });
  return {};
}

}  // namespace jmvae
