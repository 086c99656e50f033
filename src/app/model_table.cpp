#include "app/model_table.h"

#include <algorithm>

namespace jmvae {

namespace {

constexpr Phrase kl = {"JMVAE-kl", "JMVAE-kl"}, plain = {"JMVAE", "JMVAE"},
                 hierarchy = {"JMVAE-h", "JMVAE-h"};

constexpr Phrase hierarchy_does = {
    "One encoder and two layers of z. What is missing is drawn again and again, in a chain.",
    "一个编码器，两层 z。缺失的部分用采样链反复采样。"};
constexpr Phrase face_kl_does = {
    "Reads and draws: picture and attributes have an encoder each, and any attributes may be given.",
    "能识别也能生成：图像和属性各有编码器，可以给定任意几个属性。"};
constexpr Phrase face_plain_does = {
    "One encoder for picture and attributes together. What is missing is filled with zeros.",
    "图像和属性共用一个编码器。缺失的部分补零。"};

constexpr Phrase map_kl_does = {
    "Picture alone and label alone have encoders, pulled to where both together lie.",
    "图像和标签各有编码器，训练时被拉向两者共同所在的位置。"};
constexpr Phrase map_plain_does = {
    "One encoder for both. What is missing is zeros, and lands where no digit lives.",
    "图像和标签共用一个编码器。缺失的部分补零，于是落到没有数字的地方。"};
constexpr Phrase map_hierarchy_does = {
    "Two layers of z, the lower on the map. What is missing is drawn in a chain.",
    "两层 z，图上是下面一层。缺失的部分用采样链补上。"};

constexpr ModelRow all_rows[] = {
    {"mnist",
     "jmvae-kl",
     "mnist-jmvae-kl-small",
     kl,
     {"Reads and writes: picture and label have an encoder each, trained to agree with the joint one.",
      "能识别也能生成：图像和标签各有编码器，训练时向联合编码器靠拢。"}},
    {"mnist",
     "jmvae",
     "mnist-jmvae-small",
     plain,
     {"One encoder for picture and label together. What is missing is filled with zeros, which it never saw "
      "in training.",
      "图像和标签共用一个编码器。缺失的部分补零，而训练时它从未见过这样的输入。"}},
    {"mnist", "jmvae-h", "mnist-jmvae-h-small", hierarchy, hierarchy_does},
    {"mnist",
     "jmvae-kl-partial",
     "mnist-jmvae-kl-partial",
     words::parts_of_digits,
     {"JMVAE-kl whose encoders also saw digits with parts covered.",
      "编码器也见过局部被遮挡的数字的 JMVAE-kl。"}},
    {"mnist",
     "mvae",
     "mnist-mvae-small",
     {"MVAE", "MVAE"},
     {"What is known is multiplied as a product of experts. Reads well; for a label it often draws another "
      "digit.",
      "把已知的部分作为专家乘积相乘。识别得好，但给定标签时常常画成别的数字。"}},
    {"mnist",
     "telbo",
     "mnist-telbo-small",
     {"TELBO", "TELBO"},
     {"Reads and writes: an encoder for each side, each with a bound of its own.",
      "能识别也能生成：两侧各有编码器，各有自己的下界。"}},
    {"mnist",
     "cvae",
     "mnist-cvae-small",
     {"CVAE", "CVAE"},
     {"Writes digits for a label, but can't read them.", "能按标签生成数字，但不能识别。"}},
    {"mnist",
     "cmma",
     "mnist-cmma-small",
     {"CMMA", "CMMA"},
     {"Writes digits for a label, but can't read them.", "能按标签生成数字，但不能识别。"}},
    {"mnist",
     "vae",
     "mnist-vae-small",
     {"VAE", "VAE"},
     {"Knows pictures alone: it draws digits again, and invents some, without labels.",
      "只认识图像：能重画数字，也能凭空生成，但没有标签。"}},
    {"map", "jmvae-kl-2d", "mnist-jmvae-kl-2d-small", kl, map_kl_does},
    {"map", "jmvae-2d", "mnist-jmvae-2d-small", plain, map_plain_does},
    {"map", "jmvae-h-2d", "mnist-jmvae-h-2d-small", hierarchy, map_hierarchy_does},
    {"celeba", "celeba-jmvae-kl", "celeba-jmvae-kl", kl, face_kl_does},
    {"celeba", "celeba-jmvae", "celeba-jmvae", plain, face_plain_does},
    {"celeba", "celeba-jmvae-h", "celeba-jmvae-h", hierarchy, hierarchy_does},
    {"avatars", "avatars-jmvae-kl", "avatars-jmvae-kl", kl, face_kl_does, true},
    {"avatars", "avatars-jmvae", "avatars-jmvae", plain, face_plain_does},
    {"avatars", "avatars-jmvae-h", "avatars-jmvae-h", hierarchy, hierarchy_does},
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

bool is_of_faces(const ModelRow& row) {
  const auto& sets = face_data_sets();
  return std::find(sets.begin(), sets.end(), std::string(row.data)) != sets.end();
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
