"""The modules of training/ by their names, and two classes of noise packed as Tiny ImageNet is."""

import io
import json
import sys
import tarfile
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))
torch.set_num_threads(1)

WNIDS = ("n00000001", "n00000002")


def mosaic(columns: int, rows: int, seed: int) -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 256, (rows * 64, columns * 64, 3), np.uint8)
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, "WEBP", lossless=True, method=0)
    return content.getvalue()


def pack(path: Path, files: dict[str, bytes]) -> None:
    with tarfile.open(path, "w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


@pytest.fixture(scope="session")
def packed(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    (folder / "classes.json").write_text(json.dumps([{"wnid": wnid, "words": "noise"} for wnid in WNIDS]))
    for index, part in enumerate(("train-0", "train-1", "train-2")):
        wnids = WNIDS[index : index + 1]
        pack(folder / f"{part}.tar", {f"train/{wnid}.webp": mosaic(25, 20, index) for wnid in wnids})
    pack(folder / "val.tar", {f"val/{wnid}.webp": mosaic(10, 5, 9 + index) for index, wnid in enumerate(WNIDS)})
    boxes = {"train": np.full((1000, 4), 8, np.uint8), "val": np.full((100, 4), 8, np.uint8)}
    for each in boxes.values():
        each[:, 2:] = 39
    np.savez(folder / "boxes.npz", **boxes)
    return folder


@pytest.fixture
def data(packed, tmp_path) -> Path:
    """A copy to be spoilt."""
    folder = tmp_path / "data"
    folder.mkdir()
    for file in packed.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder
