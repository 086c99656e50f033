// Changes of training pictures.

#include "train/augment.h"

#include <doctest/doctest.h>

using namespace jmvae;

TEST_CASE("augmentation moves ink and keeps it, and does nothing where it is off") {
  std::vector<Real> picture(28 * 28, 0), same = picture;
  for (int row = 10; row < 18; ++row) picture[static_cast<std::size_t>(row * 28 + 14)] = 1;
  same = picture;
  augment(same.data(), {28, 28, 1}, {}, 1, 0, 0);
  CHECK(same == picture);
  AugmentSettings settings;
  settings.shift = 3;
  std::vector<Real> moved = picture;
  augment(moved.data(), {28, 28, 1}, settings, 1, 0, 0);
  CHECK(moved != picture);
  Real ink = 0;
  for (const Real value : moved) ink += value;
  CHECK(ink == doctest::Approx(8));
}

TEST_CASE("augmentation flips colours with their pixels, and changes brightness and contrast within bounds") {
  const std::vector<Real> picture = {Real(0.1), Real(0.2), Real(0.3), Real(0.4), Real(0.5), Real(0.6)};
  const Shape shape(1, 2, 3);
  AugmentSettings settings;
  settings.flip = 1;
  std::vector<Real> changed = picture;
  augment(changed.data(), shape, settings, 1, 0, 0);
  CHECK(changed == std::vector<Real>{Real(0.4), Real(0.5), Real(0.6), Real(0.1), Real(0.2), Real(0.3)});
  settings = {};
  settings.brightness = 0.2;
  changed = picture;
  augment(changed.data(), shape, settings, 1, 0, 0);
  const Real added = changed[0] - picture[0];
  CHECK(added != 0);
  CHECK(std::abs(added) <= Real(0.2));
  settings.contrast = 0.5;
  settings.brightness = 0;
  changed = picture;
  augment(changed.data(), shape, settings, 1, 0, 0);
  const Real factor = (changed[5] - changed[0]) / (picture[5] - picture[0]);
  CHECK(factor != 1);
  CHECK(std::abs(factor - 1) <= Real(0.5));
  CHECK(changed[5] + changed[0] == doctest::Approx(0.7));
}
