#include "app/cover.h"

#include <doctest/doctest.h>

using namespace jmvae;

TEST_CASE("each half covers half of the pixels, and nothing uncovers all") {
  Cover cover;
  CHECK(cover.covered() == 0);
  struct Half {
    int choice, hidden, seen;  // a pixel that it covers, and one that it does not
  };
  for (const Half& half : {Half{cover_upper, 0, digit_size - 1}, Half{cover_lower, digit_size - 1, 0},
                           Half{cover_left, 0, digit_side - 1}, Half{cover_right, digit_side - 1, 0}}) {
    CAPTURE(half.choice);
    const int before = cover.version();
    cover.choose(half.choice);
    CHECK(cover.version() > before);
    CHECK(cover.covered() == digit_size / 2);
    CHECK(cover.known()[static_cast<std::size_t>(half.hidden)] == 0);
    CHECK(cover.known()[static_cast<std::size_t>(half.seen)] == 1);
  }
  cover.choose(cover_none);
  CHECK(cover.covered() == 0);
}

TEST_CASE("the eraser covers a round spot where it is put down, and all the way where it goes") {
  Cover cover;
  cover.wipe({0.5f, 0.5f}, {0.5f, 0.5f});
  const double area = 3.14159265 * Cover::brush * Cover::brush / 4;
  CHECK(cover.covered() == doctest::Approx(area).epsilon(0.25));
  cover.wipe({0, 0.5f}, {1, 0.5f});
  for (int column = 0; column < digit_side; ++column) {
    CHECK(cover.known()[static_cast<std::size_t>(digit_side / 2 * digit_side + column)] == 0);
  }
  CHECK(cover.known()[0] == 1);
  CHECK(cover.known()[digit_size - 1] == 1);
}

TEST_CASE("wiping where all is covered, or beside the digit, changes nothing") {
  Cover cover;
  cover.choose(cover_upper);
  const int before = cover.version();
  cover.wipe({0.3f, 0.2f}, {0.6f, 0.3f});
  cover.wipe({2, 2}, {3, 3});
  CHECK(cover.version() == before);
  CHECK(cover.covered() == digit_size / 2);
  CHECK_FALSE(cover.is_wiped());
}

TEST_CASE("wiping over everything covers everything") {
  Cover cover;
  for (float y = 0; y <= 1; y += 0.1f) cover.wipe({0, y}, {1, y});
  CHECK(cover.covered() == digit_size);
  CHECK(cover.is_wiped());
  cover.choose(cover_lower);
  CHECK_FALSE(cover.is_wiped());
}
