"""The weights file: one backbone, many variants of attention (DESIGN.md section 3).

Tensors: `backbone.*`, `attention.{variant}.bam{k}.*`, `norm.{variant}.{bn}.running_mean|running_var`. A tensor `X.weight`
stored as I8 has a companion `X.weight_scale`, F32 of one value per output channel: weight = int8 * scale[output].
"""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load

from attention import Setting
from network import Architecture, Network

# The format's names of what is stored here.
DTYPES = {np.dtype("int8"): "I8", np.dtype("<f2"): "F16", np.dtype("<f4"): "F32"}


@dataclass(frozen=True)
class Weights:
    metadata: dict[str, str]
    stored: dict[str, np.ndarray]  # as in the file: int8, float16 or float32

    @classmethod
    def read(cls, path: Path) -> "Weights":
        """A safetensors file, packed with gzip or not."""
        content = path.read_bytes()
        if content.startswith(b"\x1f\x8b"):
            content = gzip.decompress(content)
        length = int.from_bytes(content[:8], "little")
        metadata = json.loads(content[8 : 8 + length]).get("__metadata__", {})
        return cls(metadata, load(content))

    def serialised(self) -> bytes:
        """The file. The library's own writer puts the metadata in another order at every run."""
        header: dict[str, dict] = {"__metadata__": dict(sorted(self.metadata.items()))}
        content = []
        end = 0
        # Wide types first keeps every tensor aligned.
        for name, value in sorted(self.stored.items(), key=lambda item: (-item[1].itemsize, item[0])):
            start, end = end, end + value.nbytes
            header[name] = {"dtype": DTYPES[value.dtype], "shape": value.shape, "data_offsets": (start, end)}
            content.append(value.tobytes())
        text = json.dumps(header, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 8)
        return b"".join([len(text).to_bytes(8, "little"), text, *content])

    @property
    def classes(self) -> list[dict]:
        """`{wnid, words}` of every class, in the order of the logits."""
        return json.loads(self.metadata["classes"])

    @property
    def variants(self) -> dict[str, dict]:
        """Name to `{form, merge, r, d, top1, top5, photos, ...}`; a form without r or d has none."""
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
