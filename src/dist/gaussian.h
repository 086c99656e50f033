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
/// 4). noise [samples, dimensions] is N(0, 1) and must outlive the tape's use.
Variable reparameterize(const Gaussian& q, const Matrix& noise);

/// log q(z), summed over dimensions: [samples, 1].
Variable log_prob(const Gaussian& q, Variable z);

/// log N(z; 0, I), summed over dimensions: [samples, 1].
Variable log_prob_standard_normal(Variable z);

/// KL(q || N(0, I)) = -1/2 sum(1 + log v - m^2 - v): [samples, 1].
Variable kl_divergence_to_standard_normal(const Gaussian& q);

/// KL(q || p) = 1/2 sum(log v_p - log v_q + (v_q + (m_q - m_p)^2) / v_p - 1): [samples, 1].
Variable kl_divergence(const Gaussian& q, const Gaussian& p);

/// The normalised product of Gaussians: precisions add up, means are weighted by them. At least one expert;
/// for inference only (no gradient).
Gaussian product(const std::vector<Gaussian>& experts);

}  // namespace jmvae
