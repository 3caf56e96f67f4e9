#!/usr/bin/env python3
"""Makes the fixtures in this folder with PyTorch: python3 make_fixtures.py

Seeded and on one thread; made with PyTorch 1.13 and NumPy 1.24 (another version may differ in the last
digits, so commit all of the files together; the legacy and the script file differ at every run). All images are uint8, row-major, 28 x 28; a network sees
them as (v / 255 - 0.5) / 0.5. All .bin files are raw bytes without a header.

network.pt         state_dict of the network, after a few training steps (with dropout), so that
                   BatchNorm's statistics are not trivial
network.json       {"sha256": what WeightDigest gives for network.pt, "tensors": how many}

images.bin         8 images, 8 * 784 bytes
embeddings.json    {"embeddings": 8 x 64}: what network.pt makes of them in eval mode

loss.json          {"cases": [{"anchors": n x d, "contrastive": n x d, "targets": n, "cosines": n,
                   "loss"}]}: cosine similarity with eps 1e-7, then the mean squared error; the last
                   case has a zero vector, the first has gradients too ("anchorGradients": n x d)

training-images.bin  60 images, 60 * 784 bytes
training.json      ten steps from network.pt in train mode, dropout OFF (p = 0), Adam with lr 0.005 (and
                   PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8, no weight decay), anchors and
                   contrastive examples in two separate forwards, anchors first:
                   {"learningRate", "steps": [{"anchors": 16 indices into training-images.bin,
                   "contrastive": 16 indices, "targets": 16 of 0 or 1, "loss": before the update,
                   "drift"}],
                   "after": {name: {"sum", "norm": L2, "first": up to 8 numbers, "drift"}}}
                   "drift" is the difference (of a tensor: the largest in it) from the same ten steps in
                   float64: what rounding alone does. Where it is large a comparison means nothing.
                   This is so for the biases of the convolutions: BatchNorm takes them out again, their
                   true gradient is zero, and Adam blows its rounding noise up to whole steps. Their
                   channels' running_mean follows them. The loss does not see it.

small-*.pt         what people might import: a tiny state_dict as it is (plain), with pickle protocol 4,
                   inside a training checkpoint (nested), with strides and shared storages (views), as
                   float64 (double), half and bfloat16, in the format before PyTorch 1.6 (legacy), as a
                   TorchScript archive (script), and a whole module pickled (module)
small.json         {"plain": {name: {"shape", "values": row-major}}, "views": the same}
"""

import hashlib
import json
from collections import OrderedDict
from pathlib import Path

import numpy as np
import torch
from torch import nn

HERE = Path(__file__).parent


class Network(nn.Module):
    def __init__(self, dropout):
        super().__init__()
        self.conv1 = self.convolution(1, 32, dropout)
        self.conv2 = self.convolution(32, 64, dropout)
        self.linear1 = nn.Sequential(
            nn.Linear(64 * 4 * 4, 512), nn.ReLU(), nn.Dropout(dropout), nn.Linear(512, 64)
        )

    @staticmethod
    def convolution(inputs, outputs, dropout):
        return nn.Sequential(
            nn.Conv2d(inputs, outputs, 5),
            nn.BatchNorm2d(outputs),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Dropout(dropout),
        )

    def forward(self, images):
        return self.linear1(self.conv2(self.conv1(images)).flatten(1))


class PairLoss(nn.Module):
    def forward(self, anchors, contrastive, targets):
        return nn.functional.mse_loss(cosines(anchors, contrastive), targets)


def cosines(anchors, contrastive):
    return nn.functional.cosine_similarity(anchors, contrastive, dim=1, eps=1e-7)


def blots(rng, count, classes=10):
    """Images of a few classes: each a blurred blot of its class, shifted and with noise."""
    coarse = np.random.default_rng(0).random((classes, 7, 7)) > 0.65
    images = []
    for index in range(count):
        image = np.kron(coarse[index % classes], np.ones((4, 4))) * 230
        image = np.roll(image, rng.integers(-2, 3, 2), (0, 1))
        image = (image + np.roll(image, 1, 0) + np.roll(image, 1, 1)) / 3
        images.append(np.clip(image + rng.normal(0, 12, image.shape), 0, 255))
    return np.stack(images).astype(np.uint8)


def pairs(rng, count, batch, classes=10):
    """Indices of anchors and contrastive examples, half of the same class, and their targets."""
    anchors = rng.integers(0, count, batch)
    targets = rng.permutation(np.arange(batch) % 2)
    others = [
        rng.choice([i for i in range(count) if (i % classes == a % classes) == bool(t)])
        for a, t in zip(anchors, targets)
    ]
    return anchors.tolist(), [int(i) for i in others], targets.tolist()


def normalised(images):
    return (torch.from_numpy(images).float().div(255).sub(0.5).div(0.5)).unsqueeze(1)


def train(network, images, batches, dtype=torch.float32):
    network.to(dtype).train()
    pixels = normalised(images).to(dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.005)
    losses = []
    for anchors, contrastive, targets in batches:
        optimiser.zero_grad()
        loss = PairLoss()(
            network(pixels[anchors]), network(pixels[contrastive]), torch.tensor(targets, dtype=dtype)
        )
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses


def digest(state):
    sha = hashlib.sha256()
    types = {torch.float32: "F32", torch.int64: "I64"}
    for name in sorted(state):
        tensor = state[name].contiguous()
        sha.update(f"{name}{types[tensor.dtype]}{list(tensor.shape)}\n".encode())
        sha.update(tensor.numpy().tobytes())
    return sha.hexdigest()


def write_json(name, value):
    (HERE / name).write_text(json.dumps(value) + "\n")


def write_network():
    torch.manual_seed(7)
    rng = np.random.default_rng(7)
    network = Network(dropout=0.3)
    images = blots(rng, 120)
    train(network, images, [pairs(rng, 120, 16) for _ in range(12)])
    torch.save(network.state_dict(), HERE / "network.pt")
    state = network.state_dict()
    write_json("network.json", {"sha256": digest(state), "tensors": len(state)})


def network(dropout=0.0):
    network = Network(dropout)
    network.load_state_dict(torch.load(HERE / "network.pt"), strict=True)
    return network


def write_embeddings():
    images = blots(np.random.default_rng(8), 8)
    (HERE / "images.bin").write_bytes(images.tobytes())
    with torch.no_grad():
        write_json("embeddings.json", {"embeddings": network().eval()(normalised(images)).tolist()})


def write_loss():
    torch.manual_seed(9)
    cases = []
    for count, dimension in [(6, 64), (1, 3), (4, 8)]:
        anchors = torch.randn(count, dimension, requires_grad=True)
        contrastive = torch.randn(count, dimension)
        if len(cases) == 2:
            contrastive[0] = 0
        targets = torch.arange(count).remainder(2).float()
        loss = PairLoss()(anchors, contrastive, targets)
        loss.backward()
        cases.append(
            {
                "anchors": anchors.tolist(),
                "contrastive": contrastive.tolist(),
                "targets": targets.tolist(),
                "cosines": cosines(anchors, contrastive).tolist(),
                "loss": loss.item(),
            }
        )
        if len(cases) == 1:
            cases[0]["anchorGradients"] = anchors.grad.tolist()
    write_json("loss.json", {"cases": cases})


def write_training():
    rng = np.random.default_rng(10)
    images = blots(rng, 60)
    (HERE / "training-images.bin").write_bytes(images.tobytes())
    batches = [pairs(rng, 60, 16) for _ in range(10)]
    trained, exact = network(), network()
    losses = train(trained, images, batches)
    exact_losses = train(exact, images, batches, torch.float64)
    steps = [
        {"anchors": a, "contrastive": c, "targets": t, "loss": loss, "drift": abs(loss - exact_loss)}
        for (a, c, t), loss, exact_loss in zip(batches, losses, exact_losses)
    ]
    after = {
        name: {
            "sum": tensor.double().sum().item(),
            "norm": tensor.double().norm().item(),
            "first": tensor.flatten()[:8].tolist(),
            "drift": (tensor.double() - exact.state_dict()[name]).abs().max().item(),
        }
        for name, tensor in trained.state_dict().items()
    }
    write_json("training.json", {"learningRate": 0.005, "steps": steps, "after": after})


def described(state):
    return {
        name: {"shape": list(tensor.shape), "values": tensor.flatten().tolist()}
        for name, tensor in state.items()
    }


def write_small():
    torch.manual_seed(11)
    module = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2))
    state = module.state_dict()
    base = torch.arange(24, dtype=torch.float32).reshape(4, 6)
    views = OrderedDict(
        transposed=base.t(),
        columns=base[:, 1::2],
        tail=base[3],
        expanded=torch.tensor([5.0]).expand(3),
        permuted=torch.arange(24).reshape(2, 3, 4).permute(2, 0, 1),
        scalar=torch.tensor(1.5),
        empty=torch.zeros(0, 4),
    )
    optimiser = torch.optim.Adam(module.parameters(), lr=0.005)
    module(torch.randn(4, 3)).sum().backward()
    module.load_state_dict(state)
    optimiser.step()
    state = module.state_dict()
    nested = {
        "epoch": 3,
        "loss": [0.5, 0.25],
        "best": None,
        "model_state_dict": state,
        "optimizer_state_dict": optimiser.state_dict(),
    }
    torch.save(state, HERE / "small-plain.pt")
    torch.save(state, HERE / "small-protocol4.pt", pickle_protocol=4)
    torch.save(state, HERE / "small-legacy.pt", _use_new_zipfile_serialization=False)
    torch.save(nested, HERE / "small-nested.pt")
    torch.save(views, HERE / "small-views.pt")
    torch.save(nn.Linear(3, 2), HERE / "small-module.pt")
    torch.jit.script(nn.Linear(3, 2)).save(str(HERE / "small-script.pt"))
    for name, dtype in [("double", torch.float64), ("half", torch.float16), ("bfloat16", torch.bfloat16)]:
        torch.save(OrderedDict(weight=base.to(dtype)), HERE / f"small-{name}.pt")
    write_json("small.json", {"plain": described(state), "views": described(views)})


if __name__ == "__main__":
    torch.set_num_threads(1)
    write_network()
    write_embeddings()
    write_loss()
    write_training()
    write_small()
