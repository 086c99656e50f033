#pragma once

#include "nn/tape.h"

#include <vector>

namespace jmvae {

/// A Gaussian with diagonal covariance for each sample: mean and variance [samples, dimensions], variance >
/// 0.
struct Gaussian {
  Variable mean, variance;
};

/// Smallest variance that a head gives. Float softplus underflows to zero, and the divergence divides by it.
constexpr Real variance_floor = Real(1e-6);

/// A sample mean + sqrt(variance) * noise that passes gradients to both (Kingma and Welling 2014, equation
/// 4). noise [samples, dimensions] is N(0, 1).
Variable reparameterize(const Gaussian& q, Variable noise);

/// log q(z), summed over dimensions: [samples, 1].
Variable log_prob(const Gaussian& q, Variable z);

/// log N(z; 0, I), summed over dimensions: [samples, 1].
Variable log_prob_standard_normal(Variable z);

/// KL(q || N(0, I)) = -1/2 sum(1 + log v - m^2 - v): [samples, 1].
Variable kl_divergence_to_standard_normal(const Gaussian& q);

/// KL(q || p) = 1/2 sum(log v_p - log v_q + (v_q + (m_q - m_p)^2) / v_p - 1): [samples, 1].
Variable kl_divergence(const Gaussian& q, const Gaussian& p);

/// The normalised product of Gaussians: precisions add up, means are weighted by them. At least one expert.
Gaussian product(const std::vector<Gaussian>& experts);

/// N(0, I) as one more expert, or as what is known where nothing is given.
Gaussian standard_normal(Tape& tape, Index samples, Index dimensions);

/// Rows and columns of both mean and variance, as for variables.
Gaussian repeat_rows(const Gaussian& q, Index times);
Gaussian columns(const Gaussian& q, Index first, Index count);

}  // namespace jmvae
