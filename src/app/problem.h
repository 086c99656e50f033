#pragma once
// Why something can't be shown, in words.

#include "app/words.h"

#include <string>
#include <utility>

namespace jmvae {

/// A sentence for the visitor, or none, which knows the language that it was made in.
class Problem {
 public:
  Problem& operator=(std::string sentence) {
    sentence_ = std::move(sentence);
    language_ = spoken();
    return *this;
  }
  void clear() { sentence_.clear(); }

  bool empty() const { return sentence_.empty(); }
  const std::string& sentence() const { return sentence_; }

  /// Whether another language is spoken now, so that what led to it is to be done again.
  bool is_foreign() const { return !empty() && language_ != spoken(); }

 private:
  std::string sentence_;
  Language language_ = Language::english;
};

}  // namespace jmvae
