#include "cli/map_picture.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace jmvae {

namespace {

constexpr int side = 480, gap = 20, symbol_side = 44;
constexpr double dot_radius = 2.2, dot_opacity = 0.6;
constexpr double share_inside = 0.9995;  // of the points, in each direction
constexpr Colour frame_colour = {120, 120, 120}, origin_colour = {225, 225, 225};

/// The picture as it is being painted.
class Canvas {
 public:
  Canvas(int width, int height) : image_{width, height, 3, {}} {
    image_.pixels.assign(3 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 255);
  }

  /// Lays a colour over a pixel; opacity 0 ... 1.
  void blend(int x, int y, const Colour& colour, double opacity) {
    std::uint8_t* pixel = &image_.pixels[3 * (static_cast<std::size_t>(y) * image_.width + x)];
    for (std::size_t c = 0; c < 3; ++c) {
      pixel[c] = static_cast<std::uint8_t>(std::lround(pixel[c] + opacity * (colour[c] - pixel[c])));
    }
  }

  void horizontal_line(int left, int y, int length, const Colour& colour) {
    for (int x = left; x < left + length; ++x) blend(x, y, colour, 1);
  }
  void vertical_line(int x, int top, int length, const Colour& colour) {
    for (int y = top; y < top + length; ++y) blend(x, y, colour, 1);
  }

  /// A disc whose edge covers pixels in part.
  void dot(double x, double y, const Colour& colour) {
    const int reach = static_cast<int>(std::ceil(dot_radius)) + 1;
    const int column = static_cast<int>(std::lround(x)), row = static_cast<int>(std::lround(y));
    for (int v = row - reach; v <= row + reach; ++v) {
      for (int u = column - reach; u <= column + reach; ++u) {
        const double coverage = dot_radius + 0.5 - std::hypot(u - x, v - y);
        if (coverage > 0) blend(u, v, colour, dot_opacity * std::min(coverage, 1.0));
      }
    }
  }

  Image take() { return std::move(image_); }

 private:
  Image image_;
};

/// The square of the plane that a panel shows: points within half of its centre along both axes.
struct View {
  double x = 0, y = 0, half = 1;

  /// Pixels from a panel's left or top edge; a dot at the border stays inside the frame.
  double column(double value) const { return to_pixels(value - x); }
  double row(double value) const { return to_pixels(y - value); }

 private:
  double to_pixels(double offset) const {
    const double pixels = (0.5 + 0.5 * offset / half) * (side - 1);
    return std::fmin(std::fmax(pixels, dot_radius + 2), side - dot_radius - 3);
  }
};

View common_view(const std::vector<Matrix>& panels) {
  View view;
  view.half = 0;
  double* const centres[] = {&view.x, &view.y};
  for (Index axis = 0; axis < 2; ++axis) {
    std::vector<float> values;
    for (const Matrix& points : panels) {
      for (Index i = 0; i < points.rows(); ++i) values.push_back(static_cast<float>(points(i, axis)));
    }
    const double low = quantile(values, (1 - share_inside) / 2),
                 high = quantile(values, (1 + share_inside) / 2);
    *centres[axis] = (low + high) / 2;
    view.half = std::max(view.half, (high - low) / 2);
  }
  view.half = view.half > 0 ? 1.06 * view.half : 1;
  return view;
}

void draw_panel(Canvas& canvas, int left, int top, const Matrix& points, const Bytes& labels,
                const View& view) {
  if (std::abs(view.x) < view.half) {
    canvas.vertical_line(left + static_cast<int>(view.column(0)), top, side, origin_colour);
  }
  if (std::abs(view.y) < view.half) {
    canvas.horizontal_line(left, top + static_cast<int>(view.row(0)), side, origin_colour);
  }
  for (Index i = 0; i < points.rows(); ++i) {
    canvas.dot(left + view.column(points(i, 0)), top + view.row(points(i, 1)),
               label_colour(labels[static_cast<std::size_t>(i)]));
  }
  for (const int edge : {0, side - 1}) {
    canvas.horizontal_line(left, top + edge, side, frame_colour);
    canvas.vertical_line(left + edge, top, side, frame_colour);
  }
}

void draw_symbol(Canvas& canvas, int left, int top, const Plane& symbol, const Colour& colour) {
  const double scale = static_cast<double>(std::max(symbol.width, symbol.height)) / symbol_side;
  for (int y = 0; y < symbol_side; ++y) {
    for (int x = 0; x < symbol_side; ++x) {
      canvas.blend(left + x, top + y, colour, interpolate(symbol, (x + 0.5) * scale, (y + 0.5) * scale));
    }
  }
}

}  // namespace

Colour label_colour(std::size_t label) {
  static constexpr Colour colours[] = {{0, 0, 0},       {230, 159, 0}, {86, 180, 233}, {0, 158, 115},
                                       {240, 228, 66},  {0, 114, 178}, {213, 94, 0},   {204, 121, 167},
                                       {153, 153, 153}, {136, 34, 85}};
  return colours[label % std::size(colours)];
}

Result<std::vector<Plane>> label_symbols(const ModelSpec& spec, const Examples& examples,
                                         const ExampleColumn& labels) {
  int width = 0, height = 0;
  for (const ModalitySpec& modality : spec.modalities) {
    if (!modality.is_picture()) continue;
    width += static_cast<int>(modality.shape[1]);
    height = std::max(height, static_cast<int>(modality.shape[0]));
  }
  if (width == 0) return std::vector<Plane>();
  std::vector<Plane> symbols(static_cast<std::size_t>(labels.size), Plane(width, height));
  int left = 0;
  for (const ModalitySpec& modality : spec.modalities) {
    if (!modality.is_picture()) continue;
    const auto column = examples.find(modality.name, modality.size());
    if (!column) return fail(column);
    const int part_width = static_cast<int>(modality.shape[1]),
              part_height = static_cast<int>(modality.shape[0]);
    const auto pixel_bytes = static_cast<std::size_t>(modality.size() / part_width / part_height);
    const std::uint8_t* pixel = (*column)->bytes.data();
    for (Index i = 0; i < examples.count; ++i) {
      Plane& symbol = symbols[labels.bytes[static_cast<std::size_t>(i)]];
      for (int y = 0; y < part_height; ++y) {
        for (int x = 0; x < part_width; ++x, pixel += pixel_bytes) symbol.at(left + x, y) += *pixel;
      }
    }
    left += part_width;
  }
  for (Plane& symbol : symbols) {
    const float most = *std::max_element(symbol.values.begin(), symbol.values.end());
    for (float& value : symbol.values)
      value = std::clamp(2 * value / std::max(most, 1.0f) - 0.5f, 0.0f, 1.0f);
  }
  return symbols;
}

Image draw_map(const std::vector<Matrix>& panels, const Bytes& labels, const std::vector<Plane>& symbols) {
  const int count = static_cast<int>(panels.size()), width = gap + count * (side + gap);
  const int others = std::max(static_cast<int>(symbols.size()) - 1, 1);
  const int pitch = std::min(symbol_side + gap, (width - 2 * gap - symbol_side) / others);
  Canvas canvas(width, gap + side + gap + (symbols.empty() ? 0 : symbol_side + gap));
  const View view = common_view(panels);
  for (int panel = 0; panel < count; ++panel) {
    draw_panel(canvas, gap + panel * (side + gap), gap, panels[static_cast<std::size_t>(panel)], labels,
               view);
  }
  int left = (width - symbol_side - pitch * (static_cast<int>(symbols.size()) - 1)) / 2;
  for (std::size_t label = 0; label < symbols.size(); ++label, left += pitch) {
    draw_symbol(canvas, left, gap + side + gap, symbols[label], label_colour(label));
  }
  return canvas.take();
}

}  // namespace jmvae
