#pragma once
// "Faces": attributes are chosen and faces follow at once; or a face is brought, and its attributes are read
// and changed.

#include "app/face_path.h"
#include "app/own_face.h"
#include "app/screen.h"

#include <array>
#include <string>
#include <utility>

namespace jmvae {

class FacesScreen final : public Screen {
 public:
  float show(Desk& desk, const Rectangle& place) override;

  /// Whether faces of the view that is shown are still to be drawn; those of another view wait for it.
  bool moving() const override { return moving_; }

  /// The visitor comes here by the screens' switch. The first time some attributes are asked for, where none
  /// are: what the prior makes up alone is the least that the models can do. A link is left as it is.
  void greet() {
    greets_ = !greeted_;
    greeted_ = true;
  }

  void take_picture(State& state, const std::uint8_t* rgba, int width, int height);
  void picture_failed(State& state, const std::string& sentence);

  bool holds_own() const override { return own_.has_picture(); }

  void graphics_lost() override;

  Json result(const Desk& desk) const override;

 private:
  void update(Desk& desk, int row);
  void ask_for_something(State& state, const FaceModalities& modalities);
  void announce(Desk& desk, int row);
  float show_head(Desk& desk, const Rectangle& place);
  float show_view(Desk& desk, int row, const Rectangle& place);
  float show_many(Desk& desk, int row, const Rectangle& place);
  float show_sliders(Desk& desk, const Rectangle& place);
  float show_kept(Desk& desk, int row, const Rectangle& place);
  float show_invitation(Desk& desk, int row, const Rectangle& place);
  void borrow(Desk& desk, int row);
  float show_about(Desk& desk, const Rectangle& place);
  void save(Desk& desk, const FaceSheet& sheet) const;

  std::array<FaceSheet, 3> many_;  // one for each model that is shown
  FaceSheet kept_;
  FacePath path_;
  OwnFace own_;
  bool moving_ = false;
  bool greets_ = false, greeted_ = false;  // when the model is there; ever
  int count_ = 16;                         // faces in the grid
  std::pair<int, int> announced_ = {};     // what is shown of faces, and the version of its sheet
};

}  // namespace jmvae
