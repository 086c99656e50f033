#include "train/augment.h"

#include "math/random.h"

#include <cmath>
#include <vector>

namespace jmvae {

void augment(Real* picture, int height, int width, const AugmentSettings& settings, std::uint64_t seed,
             std::uint32_t epoch, std::uint32_t example) {
  Random random(seed, Purpose::augment, epoch, example);
  const auto draw = [&random](double bound) { return static_cast<Real>(bound) * (2 * random.uniform() - 1); };
  constexpr double radians_per_degree = 0.017453292519943295;
  const Real shift_x = draw(settings.shift), shift_y = draw(settings.shift);
  const Real angle = draw(settings.rotation * radians_per_degree);
  const Real scale = 1 + draw(settings.scale), shear = draw(settings.shear);

  // Where each pixel of the result comes from: the inverse map, about the picture's centre.
  const Real cosine = std::cos(angle) / scale, sine = std::sin(angle) / scale;
  const Real centre_x = static_cast<Real>(width - 1) / 2, centre_y = static_cast<Real>(height - 1) / 2;
  const std::vector<Real> source(picture, picture + height * width);
  const auto at = [&](int x, int y) {
    return x >= 0 && x < width && y >= 0 && y < height ? source[static_cast<std::size_t>(y * width + x)]
                                                       : Real(0);
  };
  for (int row = 0; row < height; ++row) {
    for (int column = 0; column < width; ++column) {
      const Real u = static_cast<Real>(column) - centre_x - shift_x,
                 v = static_cast<Real>(row) - centre_y - shift_y;
      const Real x = centre_x + cosine * u + sine * v + shear * v, y = centre_y - sine * u + cosine * v;
      const int left = static_cast<int>(std::floor(x)), top = static_cast<int>(std::floor(y));
      const Real right_part = x - static_cast<Real>(left), lower_part = y - static_cast<Real>(top);
      picture[row * width + column] =
          (1 - lower_part) * ((1 - right_part) * at(left, top) + right_part * at(left + 1, top)) +
          lower_part * ((1 - right_part) * at(left, top + 1) + right_part * at(left + 1, top + 1));
    }
  }
}

}  // namespace jmvae
