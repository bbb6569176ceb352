"""Where a map looks: how much of it lies on the object.

Maps are (B, H, W), boxes (B, 4) in px of a 64 px photo (data.py). A cell counts for the box by the share of its area inside.
"""

from dataclasses import dataclass, fields

import torch
from torch import Tensor

from data import EDGE


@dataclass(frozen=True)
class Focus:
    """Of a batch of maps, each (B,)."""

    deviation: Tensor  # standard deviation over the map
    ratio: Tensor  # mean inside the box / mean outside
    energy: Tensor  # share of the map above its minimum that lies inside / the box's share of the photo; 1 says nothing
    pointing: Tensor  # 1 where the centre of the largest cell lies in the box

    def each(self) -> dict[str, Tensor]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def focus(maps: Tensor, boxes: Tensor) -> Focus:
    maps = maps.float()
    inside = coverage(boxes, *maps.shape[1:])
    outside = 1 - inside
    in_mean = (maps * inside).sum(dim=(1, 2)) / inside.sum(dim=(1, 2))
    out_mean = (maps * outside).sum(dim=(1, 2)) / outside.sum(dim=(1, 2)).clamp(min=1e-6)
    raised = maps - maps.amin(dim=(1, 2), keepdim=True)
    total = raised.sum(dim=(1, 2))
    share = inside.mean(dim=(1, 2))
    # A constant map has no energy to place: it says nothing, which is 1.
    placed = torch.where(total > 0, (raised * inside).sum(dim=(1, 2)) / total.clamp(min=1e-12), share)
    return Focus(maps.std(dim=(1, 2), correction=0), in_mean / out_mean, placed / share, points(maps, boxes))


def coverage(boxes: Tensor, height: int, width: int) -> Tensor:
    """(B, height, width): the share of each cell's area inside the box."""

    def along(low: Tensor, high: Tensor, cells: int) -> Tensor:
        edges = torch.linspace(0, EDGE, cells + 1, device=boxes.device)
        overlap = torch.minimum(high[:, None], edges[1:]) - torch.maximum(low[:, None], edges[:-1])
        return overlap.clamp(min=0) * cells / EDGE

    left, top, right, bottom = boxes.T
    return along(top, bottom, height)[:, :, None] * along(left, right, width)[:, None, :]


def points(maps: Tensor, boxes: Tensor) -> Tensor:
    """The pointing game (Zhang et al., "Top-down Neural Attention by Excitation Backprop"), without a margin."""
    height, width = maps.shape[1:]
    cell = maps.flatten(1).argmax(dim=1)
    y = (cell // width + 0.5) * EDGE / height
    x = (cell % width + 0.5) * EDGE / width
    left, top, right, bottom = boxes.T
    return ((left <= x) & (x < right) & (top <= y) & (y < bottom)).float()
