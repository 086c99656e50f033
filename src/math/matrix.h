#pragma once
// The one number type and the one matrix layout of the project.
//
// A batch is a row-major matrix [samples, features]: a sample is contiguous, and a dense layer's weights
// [outputs, inputs] lie in memory as they lie in a weight file. A picture's features run row by row, channels
// last.

#include <Eigen/Core>

namespace jmvae {

// Gradients are checked against finite differences in a second build of the core where a Real is a double.
#ifdef JMVAE_DOUBLE
using Real = double;
#else
using Real = float;
#endif

using Index = Eigen::Index;
using Matrix = Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Vector = Eigen::Matrix<Real, Eigen::Dynamic, 1>;
using RowVector = Eigen::Matrix<Real, 1, Eigen::Dynamic>;

using MatrixMap = Eigen::Map<Matrix>;
using ConstMatrixMap = Eigen::Map<const Matrix>;
using RowVectorMap = Eigen::Map<RowVector>;
using ConstRowVectorMap = Eigen::Map<const RowVector>;

}  // namespace jmvae
