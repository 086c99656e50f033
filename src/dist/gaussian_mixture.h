#pragma once

#include "dist/gaussian.h"

namespace jmvae {

/// A mixture of Gaussians with diagonal covariance for each sample, sum_k w_k N(mean_k, variance_k). The
/// weights are softmax(logits), [samples, components]; the components lie side by side in their mean and
/// variance, [samples, components * dimensions].
struct GaussianMixture {
  Variable logits;
  Gaussian components;

  Index count() const { return logits.cols(); }
  Index dimensions() const { return components.mean.cols() / count(); }
};

/// log q(z) of z [samples * n, dimensions], n successive rows for each sample: [samples * n, 1].
Variable log_prob(const GaussianMixture& q, Variable z);

/// The Gaussian of one component, chosen by a number in [0, 1) as often as it weighs: level [samples * n, 1]
/// for n successive rows of each sample. Gradients pass to the chosen component, none to the weights.
Gaussian choose(const GaussianMixture& q, const Matrix& level);

/// The same by a number in [0, 1) for each component, [samples * n, components]: the component whose logit
/// plus Gumbel noise -log(-log(number)) is largest. Where the weights change little, the same numbers nearly
/// always choose the same one (the Gumbel-max trick; Maddison, Tarlow and Minka 2014).
Gaussian choose_steadily(const GaussianMixture& q, const Matrix& numbers);

/// The Gaussian that has the mixture's mean and variance.
Gaussian moment_match(const GaussianMixture& q);

}  // namespace jmvae
