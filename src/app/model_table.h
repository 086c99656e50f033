#pragma once
// Which models the screens offer. A model is one row here and one file in weights/; rows whose file was not
// there when the program was built are left out.

#include <string>
#include <vector>

namespace jmvae {

/// One model file.
struct ModelRow {
  const char* key;       ///< in links, "jmvae-kl"
  const char* name;      ///< as the host knows it, "mnist-jmvae-kl-small"
  const char* title;     ///< as the visitor knows it, "JMVAE-kl"
  const char* sentence;  ///< what it can do and what it can't
};

/// The rows that are there, in the order in which they are offered. The first two are always JMVAE-kl and
/// JMVAE.
const std::vector<ModelRow>& model_table();

constexpr int model_kl = 0, model_plain = 1;

/// Position of the row with this key, or -1.
int find_model(const std::string& key);

}  // namespace jmvae
