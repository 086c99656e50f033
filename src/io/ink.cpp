#include "io/ink.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace jmvae {

namespace {

constexpr int largest_side = 1280;          // of the plane that ink is looked for in
constexpr int background_side = 96;         // of the plane that the background is estimated on
constexpr double widest_stroke = 0.4;       // of the picture's longer side; anything wider is background
constexpr int row_step = 4;                 // of the rows that noise is measured on; a part of them is enough
constexpr float least_contrast = 0.08f;     // of black and white; less is paper, compression or shade
constexpr float noises_above_paper = 4.5f;  // standard deviations of noise that ink must exceed

using Color = std::array<float, 3>;

/// Red, green, blue and alpha of a picture in 0 ... 1, reduced by a whole number; colours weighted by alpha.
struct ReducedPicture {
  std::array<Plane, 3> color;
  Plane alpha;
};

ReducedPicture reduce_picture(const std::uint8_t* rgba, int width, int height, int reduction) {
  const int reduced_width = (width + reduction - 1) / reduction;
  const int reduced_height = (height + reduction - 1) / reduction;
  const Plane empty(reduced_width, reduced_height);
  ReducedPicture out{{empty, empty, empty}, empty};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const std::uint8_t* pixel = rgba + 4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                                              static_cast<std::size_t>(x));
      const int to_x = x / reduction, to_y = y / reduction;
      for (std::size_t c = 0; c < 3; ++c) {
        out.color[c].at(to_x, to_y) += static_cast<float>(pixel[c] * pixel[3]) / (255.0f * 255.0f);
      }
      out.alpha.at(to_x, to_y) += static_cast<float>(pixel[3]) / 255.0f;
    }
  }
  for (int y = 0; y < reduced_height; ++y) {
    for (int x = 0; x < reduced_width; ++x) {
      const int count =
          std::min(reduction, width - x * reduction) * std::min(reduction, height - y * reduction);
      for (Plane& plane : out.color) plane.at(x, y) /= static_cast<float>(count);
      out.alpha.at(x, y) /= static_cast<float>(count);
    }
  }
  return out;
}

float luminance(const Color& color) { return 0.299f * color[0] + 0.587f * color[1] + 0.114f * color[2]; }

/// What to put behind transparent parts: where most is opaque its usual colour, else white behind dark and
/// black behind light.
Color backdrop(const ReducedPicture& picture) {
  const double count = static_cast<double>(picture.alpha.values.size());
  double alpha_sum = 0;
  for (const float alpha : picture.alpha.values) alpha_sum += static_cast<double>(alpha);
  if (alpha_sum == count) return {};  // nothing shows through

  Color sum = {};
  std::array<std::vector<float>, 3> opaque;
  for (std::size_t i = 0; i < picture.alpha.values.size(); ++i) {
    const float alpha = picture.alpha.values[i];
    for (std::size_t c = 0; c < 3; ++c) {
      sum[c] += picture.color[c].values[i];
      if (alpha > 0.5f) opaque[c].push_back(picture.color[c].values[i] / alpha);
    }
  }
  if (alpha_sum > 0.5 * count) {
    return {quantile(opaque[0], 0.5), quantile(opaque[1], 0.5), quantile(opaque[2], 0.5)};
  }
  const float shade = luminance(sum) < 0.5 * alpha_sum ? 1.0f : 0.0f;
  return {shade, shade, shade};
}

double standard_deviation(const Plane& plane) {
  double sum = 0, square_sum = 0;
  for (const float value : plane.values) {
    sum += static_cast<double>(value);
    square_sum += static_cast<double>(value) * static_cast<double>(value);
  }
  const double count = static_cast<double>(plane.values.size());
  return std::sqrt(std::max(0.0, square_sum / count - (sum / count) * (sum / count)));
}

/// Luminance; or one of the colours, where that shows much more: yellow on white is plain in blue alone.
Plane clearest_plane(ReducedPicture picture) {
  const Color behind = backdrop(picture);
  Plane grey(picture.alpha.width, picture.alpha.height);
  for (std::size_t i = 0; i < grey.values.size(); ++i) {
    Color color;
    for (std::size_t c = 0; c < 3; ++c) {
      picture.color[c].values[i] += (1 - picture.alpha.values[i]) * behind[c];
      color[c] = picture.color[c].values[i];
    }
    grey.values[i] = luminance(color);
  }
  double most = 1.5 * standard_deviation(grey);
  for (Plane& plane : picture.color) {
    const double deviation = standard_deviation(plane);
    if (deviation > most) {
      most = deviation;
      grey = std::move(plane);
    }
  }
  return grey;
}

/// Standard deviation of noise that differs from pixel to pixel: of a Gaussian, half of the differences of
/// neighbours are below 0.954 of it. Drawings hardly change that, since most neighbours are both paper.
float estimate_noise(const Plane& plane) {
  std::vector<float> differences;
  for (int y = 0; y < plane.height; y += row_step) {
    for (int x = 1; x < plane.width; ++x)
      differences.push_back(std::abs(plane.at(x, y) - plane.at(x - 1, y)));
  }
  return quantile(std::move(differences), 0.5) / 0.954f;
}

/// The quadratic surface through most of a plane: the fall of light over the paper. Begins with the median
/// everywhere, and fits by least squares what lies near the last surface, again and again.
Plane fit_light(const Plane& plane) {
  using Terms = Eigen::Matrix<double, 6, 1>;
  const auto terms = [&plane](int x, int y) {
    const double u = (x + 0.5) / plane.width - 0.5, v = (y + 0.5) / plane.height - 0.5;
    return Terms(1, u, v, u * u, u * v, v * v);
  };
  constexpr int step = 3;  // every third pixel is enough
  Terms weights = Terms::Zero();
  weights[0] = static_cast<double>(quantile(plane.values, 0.5));
  for (int round = 0; round < 6; ++round) {
    std::vector<float> distances;
    for (int y = 0; y < plane.height; y += step) {
      for (int x = 0; x < plane.width; x += step) {
        distances.push_back(std::abs(plane.at(x, y) - static_cast<float>(weights.dot(terms(x, y)))));
      }
    }
    const float tolerance = std::max(0.03f, 2.5f * quantile(distances, 0.5));
    // The first term keeps a surface through few pixels near the flat one.
    Eigen::Matrix<double, 6, 6> products = 1e-6 * Eigen::Matrix<double, 6, 6>::Identity();
    Terms sums = 1e-6 * weights;
    auto distance = distances.begin();
    for (int y = 0; y < plane.height; y += step) {
      for (int x = 0; x < plane.width; x += step) {
        if (*distance++ > tolerance) continue;
        const Terms at = terms(x, y);
        products += at * at.transpose();
        sums += at * static_cast<double>(plane.at(x, y));
      }
    }
    weights = products.ldlt().solve(sums);
  }
  Plane light(plane.width, plane.height);
  for (int y = 0; y < plane.height; ++y) {
    for (int x = 0; x < plane.width; ++x) light.at(x, y) = static_cast<float>(weights.dot(terms(x, y)));
  }
  return light;
}

void add(Plane& plane, const Plane& other, float factor) {
  for (std::size_t i = 0; i < plane.values.size(); ++i) plane.values[i] += factor * other.values[i];
}

}  // namespace

Ink find_ink(const std::uint8_t* rgba, int width, int height) {
  Ink ink;
  const int longer_side = std::max(width, height);
  ink.reduction = (longer_side + largest_side - 1) / largest_side;
  Plane plane = clearest_plane(reduce_picture(rgba, width, height, ink.reduction));

  ink.noise = estimate_noise(plane);
  if (ink.noise > 0.01f) {
    plane = smooth(plane);
    ink.noise *= 0.375f;  // root of the sum of the squared weights
  }

  const double scale =
      std::min(1.0, static_cast<double>(background_side) / std::max(plane.width, plane.height));
  Plane small = resample(plane, 0, 0, plane.width, plane.height,
                         std::max(1, static_cast<int>(std::lround(plane.width * scale))),
                         std::max(1, static_cast<int>(std::lround(plane.height * scale))));
  const int radius = static_cast<int>(std::ceil(widest_stroke / 2 * std::max(small.width, small.height)));

  // Ink is the lesser part of a picture: the differences from the paper are few and large on its side.
  Plane light = fit_light(small);
  add(small, light, -1);
  double skewness = 0;
  for (const float difference : small.values)
    skewness += static_cast<double>(difference * difference * difference);
  if (skewness > 0) {
    // From here on ink is dark.
    plane = negative(std::move(plane));
    small = negative(std::move(small));
    light = negative(std::move(light));
  }

  // The paper without the strokes on it: a morphological closing, by a square wider than any stroke. Near the
  // border, where only a part of the square lies inside, it would level out a slope, so the fall of light is
  // set aside.
  Plane paper = negative(maximum_in_square(negative(maximum_in_square(small, radius)), radius));
  add(paper, light, 1);
  ink.strength = Plane(plane.width, plane.height);
  for (int y = 0; y < plane.height; ++y) {
    for (int x = 0; x < plane.width; ++x) {
      ink.strength.at(x, y) =
          interpolate(paper, (x + 0.5) * paper.width / plane.width, (y + 0.5) * paper.height / plane.height) -
          plane.at(x, y);
    }
  }
  // Noise lifts the closing, and so everything, above the paper's mean.
  const float lift = quantile(ink.strength.values, 0.3);
  for (float& strength : ink.strength.values) strength = std::min(strength - lift, 1.0f);

  const float floor = std::max(least_contrast, noises_above_paper * ink.noise);
  std::vector<float> candidates;
  for (const float strength : ink.strength.values) {
    if (strength > floor) candidates.push_back(strength);
  }
  ink.level = quantile(std::move(candidates), 0.8);
  ink.threshold = ink.level > 0 ? std::max(floor, 0.4f * ink.level) : std::numeric_limits<float>::infinity();
  return ink;
}

}  // namespace jmvae
