#include "io/plane.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace jmvae {

namespace {

/// The largest value of each pixel's row neighbours up to `radius` away, at the same cost for every radius: a
/// row is cut into pieces as long as that window, which is then the end of one and the beginning of the next
/// (van Herk 1992, Gil and Werman 1993).
Plane maximum_along_rows(const Plane& plane, int radius) {
  constexpr float nothing = std::numeric_limits<float>::lowest();
  const auto width = static_cast<std::size_t>(plane.width), around = static_cast<std::size_t>(radius);
  const std::size_t window = 2 * around + 1;
  std::vector<float> row(width + 2 * around, nothing), up_to(row.size()), from(row.size());
  Plane out(plane.width, plane.height);
  for (std::size_t first = 0; first < plane.values.size(); first += width) {
    std::copy_n(&plane.values[first], width, &row[around]);
    for (std::size_t i = 0; i < row.size(); ++i)
      up_to[i] = i % window == 0 ? row[i] : std::max(up_to[i - 1], row[i]);
    from.back() = row.back();
    for (std::size_t i = row.size() - 1; i-- > 0;)
      from[i] = (i + 1) % window == 0 ? row[i] : std::max(from[i + 1], row[i]);
    for (std::size_t x = 0; x < width; ++x) out.values[first + x] = std::max(from[x], up_to[x + 2 * around]);
  }
  return out;
}

Plane transpose(const Plane& plane) {
  Plane out(plane.height, plane.width);
  for (int y = 0; y < plane.height; ++y) {
    for (int x = 0; x < plane.width; ++x) out.at(y, x) = plane.at(x, y);
  }
  return out;
}

}  // namespace

Plane::Plane(int plane_width, int plane_height, float value)
    : width(plane_width),
      height(plane_height),
      values(static_cast<std::size_t>(plane_width) * static_cast<std::size_t>(plane_height), value) {}

float quantile(std::vector<float> values, double fraction) {
  if (values.empty()) return 0;
  const auto place =
      values.begin() + static_cast<std::ptrdiff_t>(fraction * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

float interpolate(const Plane& plane, double x, double y) {
  const double inside_x = std::clamp(x - 0.5, 0.0, plane.width - 1.0);
  const double inside_y = std::clamp(y - 0.5, 0.0, plane.height - 1.0);
  const int left = static_cast<int>(inside_x), top = static_cast<int>(inside_y);
  const int right = std::min(left + 1, plane.width - 1), bottom = std::min(top + 1, plane.height - 1);
  const float u = static_cast<float>(inside_x - left), v = static_cast<float>(inside_y - top);
  return (1 - v) * ((1 - u) * plane.at(left, top) + u * plane.at(right, top)) +
         v * ((1 - u) * plane.at(left, bottom) + u * plane.at(right, bottom));
}

Plane resample(const Plane& plane, double left, double top, double rectangle_width, double rectangle_height,
               int width, int height) {
  // Samples at most a pixel apart, in both directions.
  const double step_x = rectangle_width / width, step_y = rectangle_height / height;
  const int samples_x = std::max(2, static_cast<int>(std::ceil(step_x)));
  const int samples_y = std::max(2, static_cast<int>(std::ceil(step_y)));
  Plane out(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      double sum = 0;
      for (int j = 0; j < samples_y; ++j) {
        for (int i = 0; i < samples_x; ++i) {
          sum += static_cast<double>(interpolate(plane, left + (x + (i + 0.5) / samples_x) * step_x,
                                                 top + (y + (j + 0.5) / samples_y) * step_y));
        }
      }
      out.at(x, y) = static_cast<float>(sum / (samples_x * samples_y));
    }
  }
  return out;
}

Plane smooth(const Plane& plane) {
  const auto pass = [](const Plane& from) {
    Plane out(from.width, from.height);
    for (int y = 0; y < from.height; ++y) {
      for (int x = 0; x < from.width; ++x) {
        const float before = from.at(std::max(0, x - 1), y),
                    after = from.at(std::min(from.width - 1, x + 1), y);
        out.at(x, y) = 0.25f * before + 0.5f * from.at(x, y) + 0.25f * after;
      }
    }
    return out;
  };
  return transpose(pass(transpose(pass(plane))));
}

Plane maximum_in_square(const Plane& plane, int radius) {
  return transpose(maximum_along_rows(transpose(maximum_along_rows(plane, radius)), radius));
}

Plane maximum_in_disc(const Plane& plane, double radius) {
  const int reach = static_cast<int>(radius);
  Plane out = plane;
  for (int dy = -reach; dy <= reach; ++dy) {
    for (int dx = -reach; dx <= reach; ++dx) {
      if (dx * dx + dy * dy > radius * radius) continue;
      for (int y = std::max(0, -dy); y < std::min(plane.height, plane.height - dy); ++y) {
        for (int x = std::max(0, -dx); x < std::min(plane.width, plane.width - dx); ++x) {
          out.at(x, y) = std::max(out.at(x, y), plane.at(x + dx, y + dy));
        }
      }
    }
  }
  return out;
}

Plane negative(Plane plane) {
  for (float& value : plane.values) value = -value;
  return plane;
}

}  // namespace jmvae
