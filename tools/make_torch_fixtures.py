#!/usr/bin/env python3
"""Makes tests/fixtures/torch_*.json: objectives and gradients of small models as PyTorch computes them.

The models are written here once more, from the papers' equations and with PyTorch's own distributions, in double.
tests/test_torch_parity.cpp compares every loss term and every gradient. Needs python3-torch; run it from the top folder:

    tools/make_torch_fixtures.py tests/fixtures
"""

import json
import sys

import torch
from torch.distributions import Bernoulli, Categorical, Independent, Normal, kl_divergence
from torch.nn.functional import linear, softplus

VARIANCE_FLOOR = 1e-6
IMAGE, LABEL, LATENT, SAMPLES = 6, 4, 3, 5
KL, ALPHA, LABEL_WEIGHT = 0.7, 0.3, 2.0


def make_parameters(kind, generator):
    """Named tensors, in the names and shapes of the weight files."""
    sizes = {}
    for name, size in (("image", IMAGE), ("label", LABEL)):
        sizes[f"joint.{name}.0"] = (7, size)
        sizes[f"decoder.{name}.0"] = (6, LATENT)
        sizes[f"decoder.{name}.logits"] = (size, 6)
        if kind == "jmvae-kl":
            sizes[f"encoder.{name}.0"] = (5, size)
            sizes[f"encoder.{name}.mean"] = sizes[f"encoder.{name}.variance"] = (LATENT, 5)
    sizes["joint.trunk.0"] = (8, 14)
    sizes["joint.mean"] = sizes["joint.variance"] = (LATENT, 8)
    parameters = {}
    for name, (outputs, inputs) in sizes.items():
        for kind_of, shape in (("weight", (outputs, inputs)), ("bias", (outputs,))):
            values = torch.randn(shape, generator=generator, dtype=torch.double) * 0.5
            parameters[f"{name}.{kind_of}"] = values.requires_grad_()
    return parameters


def make_layer(parameters):
    return lambda name, x: linear(x, parameters[name + ".weight"], parameters[name + ".bias"])


def objective(kind, parameters, image, label, noise):
    layer = make_layer(parameters)
    relu = torch.relu

    def gaussian(name, h):
        variance = softplus(layer(name + ".variance", h)) + VARIANCE_FLOOR
        return Independent(Normal(layer(name + ".mean", h), variance.sqrt()), 1)

    branches = torch.cat([relu(layer("joint.image.0", image)), relu(layer("joint.label.0", label))], dim=1)
    joint = gaussian("joint", relu(layer("joint.trunk.0", branches)))
    z = joint.base_dist.loc + joint.base_dist.scale * noise
    prior = Independent(Normal(torch.zeros_like(z), torch.ones_like(z)), 1)
    image_logits = layer("decoder.image.logits", relu(layer("decoder.image.0", z)))
    label_logits = layer("decoder.label.logits", relu(layer("decoder.label.0", z)))
    terms = {
        "log p(image|z)": Independent(Bernoulli(logits=image_logits), 1).log_prob(image),
        "log p(label|z)": Categorical(logits=label_logits).log_prob(label.argmax(dim=1)),
        "KL(q||p)": kl_divergence(joint, prior),
    }
    value = terms["log p(image|z)"] + LABEL_WEIGHT * terms["log p(label|z)"] - KL * terms["KL(q||p)"]
    if kind == "jmvae-kl":
        for name, x in (("image", image), ("label", label)):
            own = gaussian("encoder." + name, relu(layer(f"encoder.{name}.0", x)))
            terms[f"KL(q||q_{name})"] = kl_divergence(joint, own)
            value = value - ALPHA * terms[f"KL(q||q_{name})"]
    return value, terms


def numbers(tensor):
    return tensor.detach().flatten().tolist()


def main():
    folder = sys.argv[1]
    for kind in ("jmvae", "jmvae-kl"):
        generator = torch.Generator().manual_seed(20261122)
        parameters = make_parameters(kind, generator)
        image = torch.bernoulli(torch.full((SAMPLES, IMAGE), 0.5, dtype=torch.double), generator=generator)
        label = torch.eye(LABEL, dtype=torch.double)[torch.randint(LABEL, (SAMPLES,), generator=generator)]
        noise = torch.randn((SAMPLES, LATENT), generator=generator, dtype=torch.double)
        value, terms = objective(kind, parameters, image, label, noise)
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
            "parameters": {name: numbers(p) for name, p in parameters.items()},
            "gradients": {name: numbers(p.grad) for name, p in parameters.items()},
        }
        with open(f"{folder}/torch_{kind}.json", "w") as file:
            json.dump(fixture, file, indent=0)
            file.write("\n")


if __name__ == "__main__":
    main()
