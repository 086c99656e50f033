#!/usr/bin/env python3
"""The same step as training_speed.cpp in PyTorch: JMVAE-kl with the paper's networks, Adam, gradient clipping.

Prints one JSON document with images a second for each batch size. Needs python3-torch.
"""

import argparse
import json
import os
import statistics
import time

argparse.ArgumentParser(description=__doc__).parse_args()  # help needs no PyTorch

import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, softplus

LATENT, HIDDEN, ALPHA = 64, 512, 0.1


def mlp(inputs, layers):
    parts = []
    for _ in range(layers):
        parts += [nn.Linear(inputs, HIDDEN), nn.ReLU()]
        inputs = HIDDEN
    return nn.Sequential(*parts)


class Head(nn.Module):
    def __init__(self, body):
        super().__init__()
        self.body, self.mean, self.variance = body, nn.Linear(HIDDEN, LATENT), nn.Linear(HIDDEN, LATENT)

    def forward(self, x):
        h = self.body(x)
        return self.mean(h), softplus(self.variance(h)) + 1e-6


class JmvaeKl(nn.Module):
    def __init__(self):
        super().__init__()
        self.image_branch, self.label_branch = mlp(784, 1), mlp(10, 1)
        self.joint = Head(nn.Sequential(nn.Linear(2 * HIDDEN, HIDDEN), nn.ReLU()))
        self.image_encoder, self.label_encoder = Head(mlp(784, 2)), Head(mlp(10, 2))
        self.image_decoder = nn.Sequential(mlp(LATENT, 2), nn.Linear(HIDDEN, 784))
        self.label_decoder = nn.Sequential(mlp(LATENT, 2), nn.Linear(HIDDEN, 10))

    def loss(self, image, label):
        one_hot = nn.functional.one_hot(label, 10).float()
        mean, variance = self.joint(torch.cat([self.image_branch(image), self.label_branch(one_hot)], 1))
        z = mean + variance.sqrt() * torch.randn_like(mean)
        loss = binary_cross_entropy_with_logits(self.image_decoder(z), image, reduction="sum")
        loss = loss + cross_entropy(self.label_decoder(z), label, reduction="sum")
        loss = loss - 0.5 * (1 + variance.log() - mean**2 - variance).sum()
        for own_mean, own_variance in (self.image_encoder(image), self.label_encoder(one_hot)):
            ratio = (variance + (mean - own_mean) ** 2) / own_variance
            loss = loss + ALPHA * 0.5 * (own_variance.log() - variance.log() + ratio - 1).sum()
        return loss / len(image)


def images_per_second(batch):
    model = JmvaeKl()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, eps=1e-4)
    grey, label = torch.rand(batch, 784), torch.randint(10, (batch,))

    def step():
        optimizer.zero_grad()
        model.loss(torch.bernoulli(grey), label).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5)
        nn.utils.clip_grad_value_(model.parameters(), 1)
        optimizer.step()

    step()
    rates = []
    for _ in range(9):
        count, start = 2000 // batch, time.perf_counter()
        for _ in range(count):
            step()
        rates.append(batch * count / (time.perf_counter() - start))
    return statistics.median(rates)


if __name__ == "__main__":
    torch.set_num_threads(os.cpu_count())
    rows = [{"batch": batch, "images_per_second": images_per_second(batch)} for batch in (100, 512)]
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads(), "training": rows}, indent=2))
