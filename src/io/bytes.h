#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace jmvae {

/// Bytes that stay where they are as long as anyone holds them: those of a vector, or of a mapped file.
class Bytes {
 public:
  Bytes() = default;
  Bytes(std::vector<std::uint8_t> values) : size_(values.size()) {
    const auto owner = std::make_shared<const std::vector<std::uint8_t>>(std::move(values));
    first_ = {owner, owner->data()};
  }
  Bytes(std::shared_ptr<const std::uint8_t> first, std::size_t size)
      : first_(std::move(first)), size_(size) {}

  const std::uint8_t* data() const { return first_.get(); }
  std::size_t size() const { return size_; }
  std::uint8_t operator[](std::size_t i) const { return data()[i]; }
  const std::uint8_t* begin() const { return data(); }
  const std::uint8_t* end() const { return data() + size_; }

  /// `count` bytes from `first` on, with the same owner.
  Bytes part(std::size_t first, std::size_t count) const { return {{first_, data() + first}, count}; }

 private:
  std::shared_ptr<const std::uint8_t> first_;
  std::size_t size_ = 0;
};

}  // namespace jmvae
