#pragma once
// A picture that the visitor brought: the face in it, its attributes, and how it looks with others.

#include "app/desk.h"
#include "app/problem.h"

#include <optional>
#include <string>

namespace jmvae {

class OwnFace {
 public:
  /// rgba [height, width, 4].
  void take_picture(const std::uint8_t* rgba, int width, int height);
  void picture_failed(const std::string& sentence) { problem_ = sentence; }
  /// A face that a model drew: [side, side, 3], 0 ... 1.
  void take_face(const std::vector<float>& picture, int side);

  bool has_picture() const { return width_ > 0; }

  /// Reads the face and changes it as the state wishes, where something of that is new.
  void update(Desk& desk, const Models::Entry& entry);

  /// The attributes that were read, to be pressed. Returns where they end.
  float show_attributes(Desk& desk, const Models::Entry& entry, const Rectangle& place);

  /// The picture with its crop box, and the face as seen, as decoded and as changed. Returns where they end.
  float show_pictures(Desk& desk, const Models::Entry& entry, const Rectangle& place);

  /// A sentence where the picture can't be used. Returns where it ends.
  float show_problem(Desk& desk, const Rectangle& place);

  void graphics_lost();
  Json result() const;

 private:
  float show_crop(Desk& desk, const Rectangle& place);
  void move_crop(Ui& ui, const Rectangle& picture);
  void set_crop(double left, double top, double side);
  float show_faces(Desk& desk, const Models::Entry& entry, const Rectangle& place);

  std::vector<std::uint8_t> rgba_;
  int width_ = 0, height_ = 0;
  double left_ = 0, top_ = 0, side_ = 0;  // of the crop box, in pixels
  int version_ = 0;                       // grows with each picture and crop
  PictureSheet photo_;
  Problem problem_;

  // Where the crop box was taken, in pixels of the picture.
  enum class Grip { none, inside, corner } grip_ = Grip::none;
  double grip_x_ = 0, grip_y_ = 0;

  const jmvae_model* model_ = nullptr;
  int read_version_ = 0;
  Wishes wishes_;
  float strength_ = 0;
  std::vector<float> face_;
  std::optional<FaceReading> reading_;
  std::vector<float> changed_;
  PictureSheet seen_, reconstruction_, changed_sheet_;
};

}  // namespace jmvae
