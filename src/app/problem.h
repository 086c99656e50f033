#pragma once
// Why something can't be shown, in words.

#include "app/words.h"

#include <string>

namespace jmvae {

/// A sentence for the visitor, or none, which knows the language that it was made in.
class Problem {
 public:
  Problem& operator=(const std::string& sentence);
  void clear() { sentence_.clear(); }

  bool empty() const { return sentence_.empty(); }
  const std::string& sentence() const { return sentence_; }

  /// Whether another language is spoken now, so that what led to it is to be done again.
  bool is_foreign() const;

 private:
  std::string sentence_;
  Language language_ = Language::english;
};

}  // namespace jmvae
