#pragma once
// What all screens work with, and the pieces that they share.

#include "app/app.h"
#include "app/models.h"
#include "app/pictures.h"
#include "app/state.h"
#include "app/widgets.h"
#include "app/writing.h"
#include "io/json.h"

#include <string>
#include <vector>

namespace jmvae {

struct Desk {
  Ui& ui;
  State& state;
  Models& models;
  Host& host;
  std::string& announcement;          ///< what changed, for those who can't see it
  std::vector<std::string>& notices;  ///< what of a link can't be used
};

/// Tells in place that a model is on its way, or why it did not come, with a button to try again. Draws
/// nothing where it is ready. Returns the height.
float show_model_stage(Desk& desk, int choice, float x, float y, float width);

/// What a model is given when it fills in the rest.
enum class Given { picture, label };

/// The ways in which the chosen model can fill in what is missing, as buttons, and the sweeps of a chain.
/// Draws nothing where there is no choice. Returns where it ends.
float show_fillings(Desk& desk, Given given, const Rectangle& place);

/// A slider for the sweeps of a chain, and one for the spread of z. Return where they end.
float show_sweeps(Desk& desk, const Rectangle& place);
float show_spread(Desk& desk, const Rectangle& place);

/// Takes the next seed.
void draw_again(Desk& desk);

/// Takes a new label, with a new seed where the noise is not to be kept.
void choose_label(Desk& desk, int label);

/// Says that a model can't do what is asked, and why. Returns where it ends.
float show_unable(Desk& desk, int choice, const std::string& sentence, const Rectangle& place);

/// A picture on a card of its own.
void show_picture(Ui& ui, PictureSheet& sheet, int picture, const Rectangle& place);

/// Offers the visitor a picture as a file, enlarged as on the screen. planes: [side, side] each, 0 ... 1; one
/// is grey, three are red, green and blue.
void save_enlarged(Host& host, const std::string& name, const std::vector<std::vector<float>>& planes,
                   int side);

/// Ink of each picture, the mean of its pixels: tells pictures apart in result_json().
std::vector<float> mean_ink(const Writing& writing);

/// A rectangle as [x, y, width, height].
Json to_json(const Rectangle& place);

}  // namespace jmvae
