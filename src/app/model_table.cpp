#include "app/model_table.h"

#include <algorithm>

namespace jmvae {

namespace {

constexpr const char* face_kl =
    "Reads and draws: picture and attributes have an encoder each, and any attributes may be given.";
constexpr const char* face_plain =
    "One encoder for picture and attributes together. What is missing is filled with zeros.";
constexpr const char* face_hierarchy =
    "One encoder and two layers of z. What is missing is drawn again and again, in a chain.";

constexpr ModelRow all_rows[] = {
    {"mnist", "jmvae-kl", "mnist-jmvae-kl-small", "JMVAE-kl",
     "Reads and writes: picture and label have an encoder each, trained to agree with the joint one."},
    {"mnist", "jmvae", "mnist-jmvae-small", "JMVAE",
     "One encoder for picture and label together. What is missing is filled with zeros, which it never saw "
     "in training."},
    {"mnist", "jmvae-h", "mnist-jmvae-h-small", "JMVAE-h",
     "One encoder and two layers of z. What is missing is drawn again and again, in a chain."},
    {"mnist", "jmvae-kl-partial", "mnist-jmvae-kl-partial", "JMVAE-kl parts",
     "JMVAE-kl whose encoders also saw digits with parts covered."},
    {"mnist", "mvae", "mnist-mvae-small", "MVAE",
     "What is known is multiplied as a product of experts. Reads well; for a label it often draws another "
     "digit."},
    {"mnist", "telbo", "mnist-telbo-small", "TELBO",
     "Reads and writes: an encoder for each side, each with a bound of its own."},
    {"mnist", "cvae", "mnist-cvae-small", "CVAE", "Writes digits for a label, but can't read them."},
    {"mnist", "cmma", "mnist-cmma-small", "CMMA", "Writes digits for a label, but can't read them."},
    {"mnist", "vae", "mnist-vae-small", "VAE",
     "Knows pictures alone: it draws digits again, and invents some, without labels."},
    {"celeba", "celeba-jmvae-kl", "celeba-jmvae-kl", "JMVAE-kl", face_kl},
    {"celeba", "celeba-jmvae", "celeba-jmvae", "JMVAE", face_plain},
    {"celeba", "celeba-jmvae-h", "celeba-jmvae-h", "JMVAE-h", face_hierarchy},
    {"avatars", "avatars-jmvae-kl", "avatars-jmvae-kl", "JMVAE-kl", face_kl},
    {"avatars", "avatars-jmvae", "avatars-jmvae", "JMVAE", face_plain},
    {"avatars", "avatars-jmvae-h", "avatars-jmvae-h", "JMVAE-h", face_hierarchy},
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

int digit_model_count() {
  const auto& rows = model_table();
  return static_cast<int>(std::count_if(
      rows.begin(), rows.end(), [](const ModelRow& row) { return row.data == std::string("mnist"); }));
}

int find_model(const std::string& key) {
  const auto& rows = model_table();
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const ModelRow& row) { return key == row.key; });
  return found == rows.end() ? -1 : static_cast<int>(found - rows.begin());
}

const std::vector<const char*>& face_data_sets() {
  static const std::vector<const char*> sets = [] {
    const std::vector<const char*> all = {"celeba", "avatars"};
    std::vector<const char*> there;
    std::copy_if(all.begin(), all.end(), std::back_inserter(there), [](const std::string data) {
      const auto& rows = model_table();
      return std::any_of(rows.begin(), rows.end(), [&](const ModelRow& row) { return data == row.data; });
    });
    return there.empty() ? all : there;
  }();
  return sets;
}

}  // namespace jmvae
