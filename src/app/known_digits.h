#pragma once
// Digits of MNIST with their labels, asked of the host when first needed.

#include "app/condition.h"
#include "app/models.h"

#include <string>
#include <vector>

namespace jmvae {

class KnownDigits {
 public:
  /// path: of a file as tools/digits_sample.mjs writes it, as the host knows it.
  KnownDigits(Host& host, std::string path) : host_(host), path_(std::move(path)) {}

  /// Asks for the digits when that is the first time; true when they are there.
  bool use();

  /// Asks again after a failure.
  void retry();

  Stage stage() const { return stage_; }
  const std::string& sentence() const { return sentence_; }  ///< why it failed

  int count() const { return static_cast<int>(labels_.size()); }
  const float* picture(int digit) const { return &pictures_[static_cast<std::size_t>(digit * digit_size)]; }
  int label(int digit) const { return labels_[static_cast<std::size_t>(digit)]; }

  /// The host's answers. Those about other files are ignored.
  void loaded(const std::string& path, const void* bytes, std::size_t size);
  void failed(const std::string& path, const std::string& sentence);

 private:
  Result<void> read(const void* bytes, std::size_t size);

  Host& host_;
  std::string path_;
  Stage stage_ = Stage::absent;
  std::string sentence_;
  std::vector<float> pictures_;  // [count, 28 * 28]
  std::vector<int> labels_;
};

}  // namespace jmvae
