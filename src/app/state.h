#pragma once
// What the visitor has chosen, as one typed table.
//
// Everything that a link to a view carries is a row of state_keys(): its name, where it lives in State, and
// what it may be. The link, the reset, the parts hidden for an embedding page and the tests all come from
// these rows; a new choice is a new field and a new row.
//
//   State state;
//   read_state("screen=write&label=7&seed=42", state);
//   write_state(state);    // "screen=write&label=7&seed=42": only what differs from the default

#include "app/model_table.h"

#include <string>
#include <variant>
#include <vector>

namespace jmvae {

enum ScreenChoice {
  screen_read,
  screen_write,
  screen_cover,
  screen_chain,
  screen_compare,
  screen_map,
  screen_learn,
  screen_faces
};
enum FillingChoice { filling_automatic, filling_zero, filling_chain, filling_encoder, filling_product };
enum CoverChoice { cover_none, cover_upper, cover_lower, cover_left, cover_right };
enum Source { source_label, source_prior };
enum FaceView { faces_many, faces_slide, faces_walk, faces_own };
enum MapModel { map_kl, map_plain, map_hierarchy, map_deep };
enum LearnModel { learn_kl, learn_plain };
enum Theme { theme_system, theme_light, theme_dark };
enum Motion { motion_system, motion_full, motion_reduced };
enum LanguageChoice { language_system, language_english, language_chinese };

/// Names of attributes, in the order in which they were chosen.
using Names = std::vector<std::string>;

struct State {
  int screen = screen_read;
  int model = model_kl;  ///< row of model_table()

  int filling = filling_automatic;  ///< what stands in for what is missing
  int sweeps = 10;                  ///< of a chain

  int samples = 32;  ///< draws of z that a reading is averaged over
  int example = 5;   ///< digit that is drawn as a greeting; -1: none

  int cover = cover_lower;  ///< half of the digit that is covered, besides what was covered by hand

  int source = source_label;  ///< what written digits come from
  int label = 7;
  int seed = 1;
  float spread = 1;        ///< standard deviations that noise is multiplied with
  bool keep_noise = true;  ///< the seed stays when the label changes
  int held = -1;           ///< row of the noise that is kept aside; -1: none
  int held_seed = 1;       ///< and its seed

  bool every_model = false;  ///< all models to choose from, where there is room for a few

  int map_model = map_kl;
  int map_given = 0;    ///< what of the digits on the map is encoded, a MapGiven
  int plane = 0;        ///< of a z with more than two dimensions, a MapPlane
  int axis_across = 0;  ///< of the plane of two axes
  int axis_up = 1;
  int corner_a = 0;  ///< labels that the plane of three digits goes through
  int corner_b = 1;
  int corner_c = 7;
  float map_x = 1.5f, map_y = -0.5f;    ///< where the map is decoded
  bool path = false;                    ///< whether there is a way from there to another place
  float path_x = -0.3f, path_y = 2.2f;  ///< and where it leads
  bool map_pictures = true;             ///< decoded pictures under the points
  bool map_beside = false;              ///< maps of the models side by side

  int learn_model = learn_kl;
  float alpha = 1;  ///< weight of what pulls JMVAE-kl's encoders together, while it learns
  int warmup = 4;   ///< epochs in which the prior's weight grows to 1

  int data = 0;            ///< of face_data_sets()
  int face_model = 0;      ///< of the choices of "face-model"
  Names on, off;           ///< attributes that faces have and don't have
  float emphasis = 0.75f;  ///< on them, beyond what the model itself shows
  int faces = faces_many;
  int kept = -1;        ///< row of the noise of the face that is kept; -1: none
  int kept_seed = 1;    ///< and its seed
  int walk_to = -1;     ///< row of the noise of the face that a walk goes to; -1: the next one
  int walk_seed = 1;    ///< and its seed
  std::string slide;    ///< attribute that slides from off to on; "": one that the screen takes
  float along = 0.5f;   ///< how far the slide or walk is, 0 ... 1
  float strength = 1;   ///< how far a face of one's own is changed, beyond the joint posterior
  bool beside = false;  ///< faces of the models side by side
  bool every_attribute = false;
  std::string find;  ///< what attributes are looked for by

  int theme = theme_system;
  int motion = motion_system;
  int language = language_system;

  bool hide_screens = false;
  bool hide_models = false;
  bool hide_fillings = false;
  bool hide_open = false;
  bool hide_spread = false;
  bool hide_emphasis = false;
  bool hide_share = false;  ///< of the page around the screens
};

/// One row of the table. A whole number with choices is written as the name of its choice, names with commas
/// between them.
struct StateKey {
  const char* name;
  std::variant<bool State::*, int State::*, float State::*, std::string State::*, Names State::*> field;
  float least, most;
  std::vector<const char*> choices;
};

const std::vector<StateKey>& state_keys();

/// The names of a key's choices, e.g. those of "filling".
const std::vector<const char*>& state_choices(const std::string& key);

constexpr int most_sweeps = 50;
constexpr float most_alpha = 4;
constexpr int most_warmup = 20;

/// Sets what a text as key=value&key=value says, and leaves the rest of the state alone. A leading # is
/// skipped. Returns one sentence for each key that is unknown or whose value can't be used.
std::vector<std::string> read_state(const std::string& text, State& state);

/// The keys whose values differ from the default, in the table's order.
std::string write_state(const State& state);

/// Whether a link can carry this as a name: letters, Chinese characters, digits, spaces and
/// _ = - . + ( ), at most 64 bytes.
bool is_name(const std::string& text);

/// The seed after this one, for "draw again".
int next_seed(int seed);

}  // namespace jmvae
