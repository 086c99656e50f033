#include "app/model_table.h"

#include <algorithm>

namespace jmvae {

namespace {

constexpr ModelRow all_rows[] = {
    {"jmvae-kl", "mnist-jmvae-kl-small", "JMVAE-kl",
     "Reads and writes: picture and label have an encoder each, trained to agree with the joint one."},
    {"jmvae", "mnist-jmvae-small", "JMVAE",
     "One encoder for picture and label together. What is missing is filled with zeros, which it never saw "
     "in training."},
    {"jmvae-h", "mnist-jmvae-h-small", "JMVAE-h",
     "One encoder and two layers of z. What is missing is drawn again and again, in a chain."},
    {"jmvae-kl-partial", "mnist-jmvae-kl-partial", "JMVAE-kl parts",
     "JMVAE-kl whose encoders also saw digits with parts covered."},
    {"mvae", "mnist-mvae-small", "MVAE",
     "What is known is multiplied as a product of experts. Reads well; for a label it often draws another "
     "digit."},
    {"telbo", "mnist-telbo-small", "TELBO",
     "Reads and writes: an encoder for each side, each with a bound of its own."},
    {"cvae", "mnist-cvae-small", "CVAE", "Writes digits for a label, but can't read them."},
    {"cmma", "mnist-cmma-small", "CMMA", "Writes digits for a label, but can't read them."},
    {"vae", "mnist-vae-small", "VAE",
     "Knows pictures alone: it draws digits again, and invents some, without labels."},
};

/// Whether the file was there: JMVAE_WEIGHTS has the names between spaces.
bool is_there(const ModelRow& row) {
  return std::string(JMVAE_WEIGHTS).find(" " + std::string(row.name) + " ") != std::string::npos;
}

}  // namespace

const std::vector<ModelRow>& model_table() {
  static const std::vector<ModelRow> rows = [] {
    std::vector<ModelRow> there;
    std::copy_if(std::begin(all_rows), std::end(all_rows), std::back_inserter(there), is_there);
    return there;
  }();
  return rows;
}

int find_model(const std::string& key) {
  const auto& rows = model_table();
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const ModelRow& row) { return key == row.key; });
  return found == rows.end() ? -1 : static_cast<int>(found - rows.begin());
}

}  // namespace jmvae
