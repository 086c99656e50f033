#include "app/face_choice.h"

#include "app/model_table.h"

#include <algorithm>
#include <string>

namespace jmvae {

namespace {

constexpr FaceData face_data[] = {
    {"celeba",
     words::photographs,
     {"Trained on CelebA, photographs of celebrities that may be used for research that is not commercial; "
      "the terms hold for these faces too. Nobody looks like them: a network drew them. Its attributes are "
      "what annotators ticked, picture by picture. They are their words and carry their bias: "
      "\"attractive\", \"young\" or \"male\" tells how somebody was labelled, not who somebody is.",
      "用 CelebA "
      "训练：名人照片，只可用于非商业研究，这些条款同样适用于这里的人脸。没有人长这样：它们是网络画出来的。"
      "属性由标注者逐张勾选，用的是他们的词，也带着他们的偏见：“有魅力”“年轻”或“男性”说的是某人被怎样标注，"
      "而不是某人是谁。"}},
    {"avatars",
     words::drawings,
     {"Trained on drawings: \"Personas\" by Draftbit, CC BY 4.0, combined at random by DiceBear. Its "
      "attributes are the parts that were drawn, so nobody had to judge a face.",
      "用画像训练：Draftbit 的“Personas”（CC BY 4.0），由 DiceBear 随机组合。属性就是画上去的部件，"
      "所以不需要谁去评判一张脸。"}},
};

}  // namespace

const FaceData& chosen_data(const State& state) {
  const std::string key = face_data_sets()[static_cast<std::size_t>(state.data)];
  return *std::find_if(std::begin(face_data), std::end(face_data),
                       [&](const FaceData& data) { return key == data.key; });
}

std::vector<int> rows_of_data(const State& state) {
  const auto& table = model_table();
  std::vector<int> rows;
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (table[i].data == std::string(chosen_data(state).key)) rows.push_back(static_cast<int>(i));
  }
  return rows;
}

int chosen_row(const State& state) {
  const auto rows = rows_of_data(state);
  const std::string kind = state_choices("face-model")[static_cast<std::size_t>(state.face_model)];
  const int row = find_model(chosen_data(state).key + ("-" + kind));
  return row >= 0 || rows.empty() ? row : rows.front();
}

FaceNoise face_noise(int seed, int row) {
  return {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(row)};
}

FaceNoise kept_noise(const State& state) {
  return state.kept < 0 ? face_noise(state.seed, 0) : face_noise(state.kept_seed, state.kept);
}

FaceNoise walk_noise(const State& state) {
  return state.walk_to < 0 ? face_noise(state.seed, 1) : face_noise(state.walk_seed, state.walk_to);
}

FaceOrder asked_faces(const State& state, const FaceModalities& modalities) {
  return {wishes(modalities, state), state.spread, state.emphasis, {}};
}

FaceOrder asked_grid(const State& state, const FaceModalities& modalities, int count) {
  FaceOrder faces = asked_faces(state, modalities);
  for (int i = 0; i < count; ++i) {
    const FaceNoise own = face_noise(state.seed, i);
    faces.places.push_back({own, own});
  }
  return faces;
}

int sliding_attribute(const State& state, const FaceModalities& modalities) {
  if (const int chosen = modalities.find(state.slide); chosen >= 0) return chosen;
  const auto& all = modalities.descriptions;
  if (const int smiling = modalities.find("Smiling"); smiling >= 0) return smiling;
  const auto first = std::find_if(all.begin(), all.end(), [](const Attribute& a) { return a.first; });
  return first == all.end() ? 0 : static_cast<int>(first - all.begin());
}

}  // namespace jmvae
