"""The weights file: one backbone, many variants of attention (DESIGN.md section 3).

Tensors: `backbone.*`, `attention.{variant}.bam{k}.*`, `norm.{variant}.{bn}.running_mean|running_var`. A tensor `X.weight`
stored as I8 has a companion `X.weight_scale`, F32 of one value per output channel: weight = int8 * scale[output].
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open

from attention import Setting
from network import Architecture, Network


@dataclass(frozen=True)
class Weights:
    metadata: dict[str, str]
    stored: dict[str, np.ndarray]  # as in the file: int8, float16 or float32

    @classmethod
    def read(cls, path: Path) -> "Weights":
        with safe_open(path, framework="numpy") as file:
            return cls(file.metadata() or {}, {name: file.get_tensor(name) for name in file.keys()})

    @property
    def classes(self) -> list[dict]:
        """`{wnid, words}` of every class, in the order of the logits."""
        return json.loads(self.metadata["classes"])

    @property
    def variants(self) -> dict[str, dict]:
        """Name to `{form, merge, r, d, top1, top5, photos}`; a form without r or d has none."""
        return json.loads(self.metadata["variants"])

    def tensor(self, name: str) -> np.ndarray:
        """A tensor in float32, whatever it is stored in."""
        value = self.stored[name].astype(np.float32)
        if self.stored[name].dtype == np.int8:
            scale = self.stored[f"{name}_scale"]
            value *= scale.reshape(-1, *[1] * (value.ndim - 1))
        return value

    def setting(self, variant: str) -> Setting:
        entry = self.variants[variant]
        given = {key: entry[key] for key in ("form", "merge", "r", "d") if entry.get(key) is not None}
        return Setting(**given)

    def network(self, variant: str) -> Network:
        """The network of one variant, ready to run."""
        width = len(self.stored["backbone.conv1.weight"])
        architecture = Architecture(self.metadata["arch"], self.metadata["stem"], width, len(self.classes))
        network = Network(architecture, self.setting(variant)).eval()
        state = network.state_dict()
        for name in state:
            if not name.endswith("num_batches_tracked"):
                state[name] = torch.from_numpy(self.tensor(stored_name(name, variant)))
        network.load_state_dict(state)
        return network


def stored_name(name: str, variant: str) -> str:
    """Where the file keeps a tensor of the network."""
    if name.startswith("bam"):
        return f"attention.{variant}.{name}"
    if name.endswith(("running_mean", "running_var")):
        return f"norm.{variant}.{name}"
    return f"backbone.{name}"
