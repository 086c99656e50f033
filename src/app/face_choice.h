#pragma once
// What the state asks of the screen of faces: of which data, by which model, from which noise.

#include "app/faces.h"

#include <vector>

namespace jmvae {

/// A data set of faces, and what a visitor should know of it.
struct FaceData {
  const char* key;
  Phrase title, about;
};
const FaceData& chosen_data(const State& state);

/// Rows of the model table that are of the chosen data.
std::vector<int> rows_of_data(const State& state);

/// Row of the chosen model, or of the first one of its data; -1 where there is none.
int chosen_row(const State& state);

/// The noise of a face of a grid; of the one that is kept, or the first; of the one at a walk's end, or the
/// second.
FaceNoise face_noise(int seed, int face);
FaceNoise kept_noise(const State& state);
FaceNoise walk_noise(const State& state);

/// What is asked of faces, without any yet; and a grid of `count`.
FaceOrder asked_faces(const State& state, const FaceModalities& modalities);
FaceOrder asked_grid(const State& state, const FaceModalities& modalities, int count);

/// Position of the attribute that slides: the one that was chosen, else smiling, else the first of those that
/// come first.
int sliding_attribute(const State& state, const FaceModalities& modalities);

}  // namespace jmvae
