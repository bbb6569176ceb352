"""What one network is worth, added up over photos: accuracy, and where its maps look.

Maps are measured (focus.py) on the photos whose box covers less than half. At each BAM: `before`, the mean over channels of F;
`spatial`, the logits Ms; `attention`, the mean over channels of M; `gain`, the sum over channels of F' over that of F; `after`,
the mean of F'. `cam` is the class activation map (Zhou et al., "Learning Deep Features for Discriminative Localization") of
the predicted class, at stage 4.
"""

from collections import defaultdict

import torch
from torch import Tensor

from data import Photos
from focus import focus
from network import Network

SMALL_BOX = 0.5  # of the photo's area
BAMS = (1, 2, 3)


def cell_maps(taps: dict[str, Tensor], k: int) -> dict[str, Tensor]:
    """The maps of BAM k that its setting has, each (B, H, W)."""
    before, after = taps[f"bam{k}.before"], taps[f"bam{k}.after"]
    maps = {"before": before.mean(dim=1)}
    if f"bam{k}.spatial.logits" in taps:
        maps["spatial"] = taps[f"bam{k}.spatial.logits"].squeeze(1)
    if f"bam{k}.attention" in taps:
        maps["attention"] = taps[f"bam{k}.attention"].mean(dim=1)
        maps["gain"] = after.sum(dim=1) / before.sum(dim=1).clamp(min=1e-12)
        maps["after"] = after.mean(dim=1)
    return maps


def class_activation(network: Network, taps: dict[str, Tensor]) -> Tensor:
    """(B, h, w): stage 4 weighed by the predicted class's row of the last layer."""
    rows = network.fc.weight[taps["logits"].argmax(dim=1)]  # (B, C)
    return torch.einsum("bchw,bc->bhw", taps["stage4"].float(), rows)


class Tally:
    """Sums over photos of one variant."""

    def __init__(self):
        self.photos = self.top1 = self.top5 = self.small = 0
        self.focus: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))

    def add(self, network: Network, taps: dict[str, Tensor], photos: Photos) -> None:
        right = taps["logits"].topk(5).indices == photos.labels[:, None]
        self.photos += len(photos)
        self.top1 += right[:, 0].sum().item()
        self.top5 += right.sum().item()
        small = photos.box_share < SMALL_BOX
        self.small += small.sum().item()
        maps = {f"bam{k}.{name}": value for k in BAMS for name, value in cell_maps(taps, k).items()}
        maps["cam"] = class_activation(network, taps)
        for name, value in maps.items():
            for measure, each in focus(value[small], photos.boxes[small]).each().items():
                self.focus[name][measure] += each.double().sum().item()

    def result(self) -> dict:
        measured = {}
        for name, sums in self.focus.items():
            means = {measure: value / self.small for measure, value in sums.items()}
            # Of a map with both signs a ratio of means says nothing.
            if name == "cam" or name.endswith(".spatial"):
                del means["ratio"]
            measured[name] = {measure: round(value, 4) for measure, value in means.items()}
        return {
            "photos": self.photos,
            "top1": round(100 * self.top1 / self.photos, 2),
            "top5": round(100 * self.top5 / self.photos, 2),
            "smallBoxes": self.small,
            "focus": measured,
        }
