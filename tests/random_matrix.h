#pragma once

#include "math/random.h"

/// Numbers from N(0, 1), others for each `number`.
inline jmvae::Matrix random_matrix(jmvae::Index rows, jmvae::Index cols, std::uint32_t number) {
  jmvae::Matrix values(rows, cols);
  jmvae::fill_normal(values, 11, jmvae::Purpose::test, number);
  return values;
}
