#include "app/digit_map.h"

#include "app/words.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

namespace jmvae {

namespace {
constexpr std::size_t neighbours = 10;
constexpr float shown_share = 0.98f;  // of the digits' coordinates that reach() covers
constexpr float least_reach = 2.5f;   // what a prior of variance 1 fills
constexpr int power_iterations = 200;

using Direction = std::vector<float>;

float dot(const float* a, const float* b, std::size_t size) {
  return std::inner_product(a, a + size, b, 0.0f);
}

/// Makes the length 1; false where there is none.
bool normalize(Direction& direction) {
  const float length = std::sqrt(dot(direction.data(), direction.data(), direction.size()));
  if (!(length > 1e-6f)) return false;
  for (float& value : direction) value /= length;
  return true;
}

/// Takes out of a direction what it has in common with another of length 1.
void make_perpendicular(Direction& direction, const Direction& to) {
  const float common = dot(direction.data(), to.data(), to.size());
  for (std::size_t i = 0; i < direction.size(); ++i) direction[i] -= common * to[i];
}

Direction mean(const std::vector<float>& rows, std::size_t size) {
  Direction sum(size, 0.0f);
  for (std::size_t i = 0; i < rows.size(); ++i) sum[i % size] += rows[i];
  for (float& value : sum) value /= static_cast<float>(rows.size() / size);
  return sum;
}

/// The direction in which centred rows vary most, by power iteration; at right angles to `other` where given.
Direction principal(const std::vector<float>& rows, std::size_t size, const Direction* other) {
  Direction direction(size);
  for (std::size_t i = 0; i < size; ++i) direction[i] = 1 / static_cast<float>(i + 1);
  for (int iteration = 0; iteration < power_iterations; ++iteration) {
    if (other) make_perpendicular(direction, *other);
    normalize(direction);
    Direction next(size, 0.0f);
    for (std::size_t row = 0; row < rows.size(); row += size) {
      const float along = dot(&rows[row], direction.data(), size);
      for (std::size_t i = 0; i < size; ++i) next[i] += along * rows[row + i];
    }
    direction = next;
  }
  if (other) make_perpendicular(direction, *other);
  normalize(direction);
  // Either sign would do; this one is the same everywhere.
  const auto largest = std::max_element(direction.begin(), direction.end(),
                                        [](float a, float b) { return std::fabs(a) < std::fabs(b); });
  if (*largest < 0) std::transform(direction.begin(), direction.end(), direction.begin(), std::negate<>());
  return direction;
}

Direction axis(std::size_t size, int which) {
  Direction direction(size, 0.0f);
  direction[std::min(static_cast<std::size_t>(which), size - 1)] = 1;
  return direction;
}
}  // namespace

bool operator==(const MapOrder& a, const MapOrder& b) {
  return a.given == b.given && a.plane == b.plane && a.axes == b.axes && a.corners == b.corners;
}

std::vector<float> LatentPlane::z(Point place) const {
  std::vector<float> z = origin;
  for (std::size_t i = 0; i < z.size(); ++i) z[i] += place.x * across[i] + place.y * up[i];
  return z;
}

Point LatentPlane::place(const float* z) const {
  Direction from_origin(z, z + origin.size());
  for (std::size_t i = 0; i < origin.size(); ++i) from_origin[i] -= origin[i];
  return {dot(from_origin.data(), across.data(), across.size()),
          dot(from_origin.data(), up.data(), up.size())};
}

Result<Decoded> decode_digit(const jmvae_model* model, const std::vector<float>& z) {
  const auto modalities = digit_modalities(model);
  if (!modalities) return fail(modalities);
  Decoded decoded;
  if (jmvae_decode(model, modalities->image, z.data(), 1, decoded.picture.data()) != 0 ||
      jmvae_decode(model, modalities->label, z.data(), 1, decoded.labels.data()) != 0) {
    return fail_in_words();
  }
  return decoded;
}

void DigitMap::begin(const jmvae_model* model, const KnownDigits& digits, const MapOrder& order) {
  const bool same_codes = model == model_ && &digits == digits_;
  if (same_codes && order == order_ && !problem_.is_foreign()) return;
  const bool same_given = order.given == order_.given;
  model_ = model;
  digits_ = &digits;
  order_ = order;
  problem_.clear();
  plane_.reset();
  agreement_.reset();
  if (!same_codes) {
    latent_ = model ? static_cast<std::size_t>(jmvae_latent_size(model)) : 0;
    joint_.clear();
  }
  if (!same_codes || !same_given) seen_.clear();
  if (!model) points_.clear();
}

/// Old points under a sentence would be taken for what it speaks of.
void DigitMap::give_up(const std::string& problem) {
  problem_ = problem;
  points_.clear();
}

/// One more digit, as the model encodes it.
bool DigitMap::encode_next(int given, std::vector<float>& z) {
  const auto modalities = digit_modalities(model_);
  const auto number = z.size() / latent_;
  const auto digit = static_cast<int>(number);
  DigitCondition condition(model_, *modalities, {});
  if (given != map_label) condition.give_picture(digits_->picture(digit));
  if (given != map_image) condition.give_label(digits_->label(digit));
  z.resize(z.size() + latent_);
  // A label's mean is one point for all its digits and says nothing of where z lies, so there z is drawn.
  const float spread = given == map_label ? 1 : 0;
  if (jmvae_draw(model_, condition.get(), spread, 1, static_cast<std::uint32_t>(number), 1,
                 &z[number * latent_]) == 0)
    return true;
  give_up(fail_in_words().value().message);
  return false;
}

void DigitMap::encode(int most) {
  if (!moving()) return;
  for (; most > 0 && joint_.size() < size() * latent_; --most) {
    if (!encode_next(map_both, joint_)) return;
  }
  if (joint_.size() < size() * latent_) return;
  if (order_.given != map_both) {
    for (; most > 0 && seen_.size() < size() * latent_; --most) {
      if (!encode_next(order_.given, seen_)) return;
    }
    if (seen_.size() < size() * latent_) return;
  }
  choose_plane();
  if (plane_) project();
}

void DigitMap::choose_plane() {
  LatentPlane plane;
  plane.origin.assign(latent_, 0);
  if (order_.plane == plane_axes) {
    plane.across = axis(latent_, order_.axes[0]);
    plane.up = axis(latent_, order_.axes[1]);
    if (plane.across == plane.up) return give_up(say(words::two_different_axes));
  } else if (order_.plane == plane_main) {
    plane.origin = mean(joint_, latent_);
    std::vector<float> centred = joint_;
    for (std::size_t i = 0; i < centred.size(); ++i) centred[i] -= plane.origin[i % latent_];
    plane.across = principal(centred, latent_, nullptr);
    plane.up = principal(centred, latent_, &plane.across);
  } else {
    std::array<Direction, 3> corners;
    for (std::size_t corner = 0; corner < corners.size(); ++corner) {
      std::vector<float> of_label;
      for (int digit = 0; digit < digits_->count(); ++digit) {
        if (digits_->label(digit) != order_.corners[corner]) continue;
        const float* z = &joint_[static_cast<std::size_t>(digit) * latent_];
        of_label.insert(of_label.end(), z, z + latent_);
      }
      corners[corner] = mean(of_label, latent_);
      for (std::size_t i = 0; i < latent_; ++i) plane.origin[i] += corners[corner][i] / 3;
    }
    plane.across = corners[1];
    plane.up = corners[2];
    for (std::size_t i = 0; i < latent_; ++i) {
      plane.across[i] -= corners[0][i];
      plane.up[i] -= corners[0][i];
    }
    bool spans = normalize(plane.across);
    if (spans) make_perpendicular(plane.up, plane.across);
    spans = spans && normalize(plane.up);
    if (!spans) return give_up(say(words::three_different_digits));
  }
  plane_ = std::move(plane);
  ++version_;
}

void DigitMap::project() {
  const auto places = [&](const std::vector<float>& codes) {
    std::vector<Point> points;
    for (std::size_t at = 0; at < codes.size(); at += latent_) points.push_back(plane_->place(&codes[at]));
    return points;
  };
  const std::vector<Point> joint = places(joint_);
  points_ = order_.given == map_both ? joint : places(seen_);

  std::vector<float> sizes;
  for (const Point& point : joint) sizes.push_back(std::max(std::fabs(point.x), std::fabs(point.y)));
  const auto last =
      sizes.begin() + static_cast<std::ptrdiff_t>(shown_share * static_cast<float>(sizes.size() - 1));
  std::nth_element(sizes.begin(), last, sizes.end());
  reach_ = std::max(least_reach, std::ceil(2.2f * *last) / 2);  // a tenth of room, in halves

  std::size_t agreeing = 0;
  std::vector<std::pair<float, int>> others(points_.size());
  for (std::size_t i = 0; i < points_.size(); ++i) {
    for (std::size_t j = 0; j < points_.size(); ++j) {
      const float x = points_[i].x - points_[j].x, y = points_[i].y - points_[j].y;
      others[j] = {i == j ? INFINITY : x * x + y * y, digits_->label(static_cast<int>(j))};
    }
    const auto end = others.begin() + static_cast<std::ptrdiff_t>(std::min(neighbours, others.size() - 1));
    std::nth_element(others.begin(), end, others.end());
    std::array<int, digit_count> votes{};
    for (auto other = others.begin(); other != end; ++other) ++votes[static_cast<std::size_t>(other->second)];
    const auto most = std::max_element(votes.begin(), votes.end()) - votes.begin();
    if (most == digits_->label(static_cast<int>(i))) ++agreeing;
  }
  agreement_ = static_cast<float>(agreeing) / static_cast<float>(points_.size());
}

}  // namespace jmvae
