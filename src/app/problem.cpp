#include "app/problem.h"

namespace jmvae {

Problem& Problem::operator=(const std::string& sentence) {
  sentence_ = sentence;
  language_ = spoken();
  return *this;
}

bool Problem::is_foreign() const { return !empty() && language_ != spoken(); }

}  // namespace jmvae
