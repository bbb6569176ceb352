"""Tiny ImageNet as it is packed here: mosaics of 64 x 64 px photos in tar files, with the box of the object in each photo.

`classes.json` lists the classes in label order; `train-0.tar` to `train-2.tar` hold one mosaic of 25 x 20 photos per class,
`val.tar` one of 10 x 5; `boxes.npz` has a box per photo in the same order, class by class and row by row.
"""

import io
import json
import tarfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

EDGE = 64  # of a photo, px
PARTS = {"train": ("train-0.tar", "train-1.tar", "train-2.tar"), "val": ("val.tar",)}
GRID = {"train": (25, 20), "val": (10, 5)}  # columns and rows of a mosaic

# ImageNet's colour statistics, of red, green and blue in 0 .. 1.
MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)


class DataError(Exception):
    """A part of the data is missing or damaged."""


@dataclass(frozen=True)
class Photos:
    """N photos, class by class."""

    pixels: Tensor  # (N, 3, 64, 64), uint8
    labels: Tensor  # (N,), int64
    boxes: Tensor  # (N, 4), float32: left, top, right, bottom in px, right and bottom exclusive

    @classmethod
    def read(cls, folder: Path, split: str) -> "Photos":
        """All photos of "train" or "val"."""
        wnids = [entry["wnid"] for entry in read_classes(folder)]
        columns, rows = GRID[split]
        each = columns * rows
        pixels = np.empty((len(wnids) * each, EDGE, EDGE, 3), np.uint8)
        wanted = {f"{split}/{wnid}.webp": label for label, wnid in enumerate(wnids)}
        for part in PARTS[split]:
            for name, content in members(folder / part):
                if name in wanted:
                    label = wanted.pop(name)
                    pixels[label * each : (label + 1) * each] = tiles(f"{part}: {name}", content, columns, rows)
        if wanted:
            raise DataError(f"{', '.join(PARTS[split])} lack {len(wanted)} of {len(wnids)} mosaics, {next(iter(wanted))} first")
        labels = torch.arange(len(wnids)).repeat_interleave(each)
        return cls(torch.from_numpy(pixels).permute(0, 3, 1, 2).contiguous(), labels, read_boxes(folder, split, len(pixels)))

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: Tensor | slice) -> "Photos":
        return Photos(self.pixels[index], self.labels[index], self.boxes[index])

    def to(self, device: torch.device) -> "Photos":
        return Photos(self.pixels.to(device), self.labels.to(device), self.boxes.to(device))

    @property
    def box_share(self) -> Tensor:
        """(N,): area of the box, of the photo's."""
        sides = self.boxes[:, 2:] - self.boxes[:, :2]
        return sides.prod(dim=1) / EDGE**2


def read_classes(folder: Path) -> list[dict]:
    """`{wnid, words}` of every class, in label order."""
    try:
        return json.loads((folder / "classes.json").read_text())
    except (OSError, ValueError) as error:
        raise DataError(f"cannot read {folder / 'classes.json'}: {error}") from error


def read_boxes(folder: Path, split: str, photos: int) -> Tensor:
    try:
        boxes = np.load(folder / "boxes.npz")[split].astype(np.float32)
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"cannot read the boxes of {split} in {folder / 'boxes.npz'}: {error}") from error
    if boxes.shape != (photos, 4):
        raise DataError(f"boxes of {split} have shape {boxes.shape}, expected ({photos}, 4)")
    boxes[:, 2:] += 1  # stored inclusive
    return torch.from_numpy(boxes)


def members(part: Path):
    """Name and content of every file of a tar."""
    try:
        with tarfile.open(part) as archive:
            for member in archive:
                if member.isfile():
                    yield member.name, archive.extractfile(member).read()
    except (OSError, tarfile.TarError, EOFError) as error:
        raise DataError(f"cannot read {part}: {error}") from error


def tiles(name: str, content: bytes, columns: int, rows: int) -> np.ndarray:
    """A mosaic -> (columns * rows, 64, 64, 3), row by row."""
    try:
        mosaic = np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))
    except OSError as error:
        raise DataError(f"{name} does not decode: {error}") from error
    if mosaic.shape != (rows * EDGE, columns * EDGE, 3):
        raise DataError(f"{name} is {mosaic.shape[1]} x {mosaic.shape[0]} px, expected {columns * EDGE} x {rows * EDGE}")
    grid = mosaic.reshape(rows, EDGE, columns, EDGE, 3).swapaxes(1, 2)
    return grid.reshape(columns * rows, EDGE, EDGE, 3)
