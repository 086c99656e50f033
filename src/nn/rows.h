#pragma once
// Several samples of z for each example, as consecutive rows.

#include "nn/tape.h"

namespace jmvae {

/// Each row `times` times in succession: x [examples, features] to [examples * times, features].
Variable repeat_rows(Variable x, Index times);

/// log(1/n sum exp(x)) over each n successive rows, the largest taken out first: x [examples * n, 1] to
/// [examples, 1].
Variable log_mean_exp_rows(Variable x, Index n);

/// Means over each n successive rows: x [examples * n, 1] to [examples, 1].
Variable mean_rows(Variable x, Index n);

}  // namespace jmvae
