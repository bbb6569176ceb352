"""Rounds a weights file: the backbone in few bits, attention in float16.

A backbone tensor `X.weight` of two or four dimensions becomes I8 with a companion `X.weight_scale`, F32 of one value per
output channel: weight = int8 * scale[output]. With fewer bits than 8 the integers stay in a smaller range, which gzip turns
into a smaller file. BatchNorm statistics are measured again on the rounded backbone (norms.py), which takes back most of what
rounding loses. Matrices of the attention and statistics become F16, other vectors stay F32. The same input writes the same bytes.
"""

import numpy as np
import torch

from data import Photos
from device import device
from norms import Statistics
from weights import Weights, stored_name

# Shares of a channel's largest magnitude that may become the largest integer.
CLIPS = np.linspace(0.4, 1, 31, dtype=np.float32)


def quantize(weight: np.ndarray, bits: int) -> tuple[np.ndarray, np.ndarray]:
    """(out, ...) float -> int8 of the same shape and scale (out,): for each channel the scale of least squared error."""
    largest = (1 << (bits - 1)) - 1
    rows = weight.reshape(len(weight), -1).astype(np.float32)
    peak = np.abs(rows).max(axis=1)
    # A channel of zeros has no range; any scale gives it back.
    peak = np.where(peak > 0, peak, np.float32(1))

    def rounded(scale: np.ndarray) -> np.ndarray:
        return np.rint(rows / scale[:, None]).clip(-largest, largest)

    scales = np.stack([clip * peak / np.float32(largest) for clip in CLIPS])  # (clips, out)
    errors = np.stack([np.square(rounded(scale) * scale[:, None] - rows).sum(axis=1) for scale in scales])
    scale = np.take_along_axis(scales, errors.argmin(axis=0)[None], axis=0)[0]
    return rounded(scale).astype(np.int8).reshape(weight.shape), scale


def packed(weights: Weights, bits: int) -> dict[str, np.ndarray]:
    tensors = {}
    for name, value in weights.stored.items():
        if name.startswith("backbone.") and value.ndim > 1:
            tensors[name], tensors[f"{name}_scale"] = quantize(value, bits)
        elif name.startswith("norm.") or (name.startswith("attention.") and value.ndim > 1):
            tensors[name] = half(name, value)
        else:
            tensors[name] = value.astype(np.float32)
    return tensors


def half(name: str, value: np.ndarray) -> np.ndarray:
    """In float16, where its range holds every value to 11 bits."""
    limits = np.finfo(np.float16)
    if np.abs(value).max() > limits.max or (name.endswith("var") and value.min() < limits.tiny):
        raise SystemExit(f'"{name}" runs from {value.min():.3g} to {value.max():.3g}, outside float16')
    return value.astype(np.float16)


def remeasured(weights: Weights, photos: Photos, variants: list[str]) -> Weights:
    """The same weights; these variants with the BatchNorm statistics that they produce themselves."""
    where = device()
    stored = dict(weights.stored)
    statistics = None
    for variant in variants:
        network = weights.network(variant).to(where, memory_format=torch.channels_last)
        if statistics is None:
            first = network
            statistics = Statistics(first, photos, int(weights.metadata["size"]))
        for part in ("bn1", "layer1"):
            getattr(network, part).load_state_dict(getattr(first, part).state_dict())
        statistics.measure(network)
        for name, value in network.state_dict().items():
            if name.endswith(("running_mean", "running_var")):
                key = stored_name(name, variant)
                value = value.cpu().numpy()
                stored[key] = half(key, value) if key.startswith("norm.") else value
    return Weights(weights.metadata, stored)


def pack(weights: Weights, bits: int, photos: Photos, variants: list[str]) -> Weights:
    told = (
        f"backbone conv and fc weights int8 per output channel, symmetric (weight = int8 * weight_scale), {bits} bits used;"
        " attention matrices and backbone BatchNorm statistics float16; other vectors float32"
    )
    return remeasured(Weights(weights.metadata | {"quantization": told}, packed(weights, bits)), photos, variants)
