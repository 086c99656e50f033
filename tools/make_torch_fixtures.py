#!/usr/bin/env python3
"""Makes tests/fixtures/torch_*.json: objectives and gradients of small models as PyTorch computes them.

The models are written here once more, from the papers' equations and with PyTorch's own distributions, in double.
tests/test_torch_parity.cpp compares every loss term and every gradient. Needs python3-torch; run it from the top folder:

    tools/make_torch_fixtures.py tests/fixtures
"""

import argparse
import json

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("folder")
arguments = parser.parse_args()  # help needs no PyTorch

import torch
from torch.distributions import Bernoulli, Categorical, Independent, Normal, kl_divergence
from torch.nn.functional import linear, softplus

VARIANCE_FLOOR = 1e-6
IMAGE, LABEL, LATENT, UPPER, SAMPLES = 6, 4, 3, 2, 5
KL, ALPHA, LABEL_WEIGHT = 0.7, 0.3, 2.0
KINDS = ("vae", "cvae", "cmma", "jmvae", "jmvae-kl", "jmvae-h", "telbo", "mvae")


class Networks:
    """Named layers in the names and shapes of the weight files, made when they are first used."""

    def __init__(self, generator):
        self.generator = generator
        self.parameters = {}

    def tensor(self, name, shape):
        if name not in self.parameters:
            values = torch.randn(shape, generator=self.generator, dtype=torch.double) * 0.5
            self.parameters[name] = values.requires_grad_()
        return self.parameters[name]

    def layer(self, name, x, outputs, frozen=False):
        weight, bias = self.tensor(name + ".weight", (outputs, x.shape[1])), self.tensor(name + ".bias", (outputs,))
        return linear(x, weight.detach(), bias.detach()) if frozen else linear(x, weight, bias)

    def hidden(self, name, x, outputs, frozen=False):
        return torch.relu(self.layer(name, x, outputs, frozen))

    def gaussian(self, name, h, dimensions):
        variance = softplus(self.layer(name + ".variance", h, dimensions)) + VARIANCE_FLOOR
        return normal(self.layer(name + ".mean", h, dimensions), variance)

    def joint(self, image, label):
        branches = [self.hidden("joint.image.0", image, 7), self.hidden("joint.label.0", label, 7)]
        return self.gaussian("joint", self.hidden("joint.trunk.0", torch.cat(branches, dim=1), 8), LATENT)

    def encoder(self, name, x):
        return self.gaussian("encoder." + name, self.hidden(f"encoder.{name}.0", x, 5), LATENT)

    def image(self, z, frozen=False):
        h = self.hidden("decoder.image.0", z, 6, frozen)
        return Independent(Bernoulli(logits=self.layer("decoder.image.logits", h, IMAGE, frozen)), 1)

    def label(self, z, frozen=False):
        h = self.hidden("decoder.label.0", z, 6, frozen)
        return Categorical(logits=self.layer("decoder.label.logits", h, LABEL, frozen))


def normal(mean, variance):
    return Independent(Normal(mean, variance.sqrt()), 1)


def sample(q, noise):
    return q.base_dist.loc + q.base_dist.scale * noise


def standard_normal(like):
    return normal(torch.zeros_like(like), torch.ones_like(like))


def product_with_prior(experts):
    means, precisions = [0.0], [1.0]
    for expert in experts:
        means.append(expert.base_dist.loc)
        precisions.append(1 / expert.base_dist.scale**2)
    total = sum(precisions)
    return normal(sum(m * t for m, t in zip(means, precisions)) / total, 1 / total)


def bound(networks, q, noise, image=None, label=None, suffix="", frozen=False):
    """The evidence lower bound over what is given, with the standard normal prior: its value and its terms."""
    z = sample(q, noise)
    terms, value = {}, 0
    if image is not None:
        terms["log p(image|z)" + suffix] = networks.image(z, frozen).log_prob(image)
        value = value + terms["log p(image|z)" + suffix]
    if label is not None:
        terms["log p(label|z)" + suffix] = networks.label(z, frozen).log_prob(label.argmax(dim=1))
        value = value + LABEL_WEIGHT * terms["log p(label|z)" + suffix]
    terms["KL(q||p)" + suffix] = kl_divergence(q, standard_normal(z))
    return value - KL * terms["KL(q||p)" + suffix], terms


def objective(kind, networks, image, label, noise):
    own = {"image": image, "label": label}
    first = noise[:, :LATENT]
    if kind == "vae":
        return bound(networks, networks.encoder("image", image), first, image)

    if kind in ("cvae", "cmma"):
        q = networks.joint(image, label)
        z = sample(q, first)
        if kind == "cvae":
            seen = torch.cat([z, networks.hidden("condition.label.0", label, 5)], dim=1)
            prior = standard_normal(z)
        else:
            seen = z
            h = networks.hidden("prior.trunk.0", networks.hidden("prior.label.0", label, 7), 8)
            prior = networks.gaussian("prior", h, LATENT)
        terms = {"log p(image|z)": networks.image(seen).log_prob(image), "KL(q||p)": kl_divergence(q, prior)}
        return terms["log p(image|z)"] - KL * terms["KL(q||p)"], terms

    if kind == "jmvae-h":
        q_1 = networks.joint(image, label)
        h = networks.hidden("upper.1.0", q_1.base_dist.loc, 4)
        q_2 = networks.gaussian("upper.1", h, UPPER)
        z_1, z_2 = sample(q_1, noise[:, :LATENT]), sample(q_2, noise[:, LATENT:])
        prior_1 = networks.gaussian("prior.1", networks.hidden("prior.1.0", z_2, 3), LATENT)
        terms = {
            "log p(image|z)": networks.image(z_1).log_prob(image),
            "log p(label|z)": networks.label(z_1).log_prob(label.argmax(dim=1)),
            "KL(q_1||p_1)": kl_divergence(q_1, prior_1),
            "KL(q_2||p_2)": kl_divergence(q_2, standard_normal(z_2)),
        }
        value = terms["log p(image|z)"] + LABEL_WEIGHT * terms["log p(label|z)"]
        return value - KL * (terms["KL(q_1||p_1)"] + terms["KL(q_2||p_2)"]), terms

    if kind == "mvae":
        posterior = lambda names: product_with_prior([networks.encoder(name, own[name]) for name in names])
        value, terms = bound(networks, posterior(["image", "label"]), first, image, label)
    else:
        q = networks.joint(image, label)
        value, terms = bound(networks, q, first, image, label)
        posterior = lambda names: networks.encoder(names[0], own[names[0]])
    if kind == "jmvae-kl":
        for name in own:
            terms[f"KL(q||q_{name})"] = kl_divergence(q, networks.encoder(name, own[name]))
            value = value - ALPHA * terms[f"KL(q||q_{name})"]
    if kind in ("mvae", "telbo"):
        for i, name in enumerate(own):
            part = noise[:, (i + 1) * LATENT : (i + 2) * LATENT]
            single, single_terms = bound(
                networks, posterior([name]), part, suffix=" from " + name, frozen=kind == "telbo", **{name: own[name]}
            )
            value = value + single
            terms.update(single_terms)
    return value, terms


def numbers(tensor):
    return tensor.detach().flatten().tolist()


def main():
    for kind in KINDS:
        generator = torch.Generator().manual_seed(20261122)
        networks = Networks(generator)
        image = torch.bernoulli(torch.full((SAMPLES, IMAGE), 0.5, dtype=torch.double), generator=generator)
        label = torch.eye(LABEL, dtype=torch.double)[torch.randint(LABEL, (SAMPLES,), generator=generator)]
        width = {"jmvae-h": LATENT + UPPER, "telbo": 3 * LATENT, "mvae": 3 * LATENT}.get(kind, LATENT)
        noise = torch.randn((SAMPLES, width), generator=generator, dtype=torch.double)
        value, terms = objective(kind, networks, image, label, noise)
        value.sum().backward()
        fixture = {
            "made_with": "torch " + torch.__version__,
            "kind": kind,
            "weights": {"kl": KL, "alpha": ALPHA, "label": LABEL_WEIGHT},
            "image": numbers(image),
            "label": numbers(label),
            "noise": numbers(noise),
            "objective": numbers(value),
            "terms": {name: numbers(term) for name, term in terms.items()},
            "parameters": {name: numbers(p) for name, p in networks.parameters.items()},
            "gradients": {name: numbers(p.grad) for name, p in networks.parameters.items()},
        }
        with open(f"{arguments.folder}/torch_{kind}.json", "w") as file:
            json.dump(fixture, file, indent=0)
            file.write("\n")


if __name__ == "__main__":
    main()
