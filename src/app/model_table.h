#pragma once
// Which models the screens offer. A model is one row here and one file in weights/; rows whose file was not
// there when the program was built are left out.

#include "app/words.h"

#include <string>
#include <vector>

namespace jmvae {

/// One model file.
struct ModelRow {
  const char* data;  ///< what it is for: digits, "mnist", their "map", or faces, "celeba" or "avatars"
  const char* key;   ///< in links, "jmvae-kl"; of faces with their data, "celeba-jmvae-kl"
  const char* name;  ///< as the host knows it, "mnist-jmvae-kl-small"
  Phrase title;      ///< as the visitor knows it, "JMVAE-kl"
  Phrase sentence;   ///< what it can do and what it can't
  bool imputes_parts = false;  ///< of faces: as face_modalities() takes it; the card tells what is gained
};

/// The rows that are there, in the order in which they are offered: those of digits, of their map, of faces.
/// The first two are always JMVAE-kl and JMVAE of digits.
const std::vector<ModelRow>& model_table();

constexpr int model_kl = 0, model_plain = 1;

/// How many of the rows are of digits, but not of their map.
int digit_model_count();

bool is_of_faces(const ModelRow& row);

/// Position of the row with this key, or -1.
int find_model(const std::string& key);

/// The data sets of faces that have models; both where there is none at all, so that a link can be read.
const std::vector<const char*>& face_data_sets();

}  // namespace jmvae
