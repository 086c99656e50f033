#pragma once
// Where digits lie in z as one model encodes them, seen in a plane, and what the model decodes from a place
// in it.

#include "app/drawing.h"
#include "app/known_digits.h"
#include "app/problem.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace jmvae {

enum MapGiven { map_both, map_image, map_label };
enum MapPlane { plane_main, plane_axes, plane_corners };

/// What is encoded, and in which plane it is looked at.
struct MapOrder {
  int given = map_both;  ///< of each digit
  int plane = plane_main;
  std::array<int, 2> axes{0, 1};        ///< of plane_axes: dimensions of z
  std::array<int, 3> corners{0, 1, 7};  ///< of plane_corners: it goes through the means of these labels
};

bool operator==(const MapOrder& a, const MapOrder& b);

/// A plane in z: origin + x * across + y * up, with directions of length 1 at right angles.
struct LatentPlane {
  std::vector<float> origin, across, up;

  std::vector<float> z(Point place) const;
  Point place(const float* z) const;
};

/// What a model decodes from one z.
struct Decoded {
  DigitPicture picture;
  LabelProbabilities labels;
};

Result<Decoded> decode_digit(const jmvae_model* model, const std::vector<float>& z);

class DigitMap {
 public:
  /// Forgets what is there where the model or what is encoded is another; a change of the plane keeps it.
  void begin(const jmvae_model* model, const KnownDigits& digits, const MapOrder& order);

  /// Encodes at most this many more digits. Once all are there, the plane is known and points() are complete.
  void encode(int most);

  bool moving() const { return model_ && problem_.empty() && (!plane_ || points_.size() < size()); }
  const std::string& problem() const { return problem_.sentence(); }

  /// Null until the plane is known.
  const LatentPlane* plane() const { return plane_ ? &*plane_ : nullptr; }
  /// Half the side of the square of the plane that holds nearly all digits.
  float reach() const { return reach_; }

  /// Where the digits lie; until all are encoded anew, where they lay before. None after a problem.
  const std::vector<Point>& points() const { return points_; }

  /// Of all points, the share whose ten nearest neighbours in the plane mostly have their label; nothing
  /// until all are encoded.
  std::optional<float> agreement() const { return agreement_; }

  /// Grows whenever the plane is another, and with it what is decoded from it.
  int version() const { return version_; }

 private:
  std::size_t size() const { return digits_ ? static_cast<std::size_t>(digits_->count()) : 0; }
  bool encode_next(int given, std::vector<float>& z);
  void choose_plane();
  void give_up(const std::string& problem);
  void project();

  const jmvae_model* model_ = nullptr;
  const KnownDigits* digits_ = nullptr;
  MapOrder order_;
  std::size_t latent_ = 0;
  std::vector<float> joint_, seen_;  // [digits so far, latent_]: from both; as ordered
  std::optional<LatentPlane> plane_;
  std::vector<Point> points_;
  std::optional<float> agreement_;
  float reach_ = 1;
  Problem problem_;
  int version_ = 0;
};

}  // namespace jmvae
