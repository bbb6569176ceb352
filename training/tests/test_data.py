import io
import json

import numpy as np
import pytest
import torch
from conftest import WNIDS, mosaic, pack
from PIL import Image

from data import DataError, Photos


def test_photos_come_class_by_class_and_row_by_row(packed):
    photos = Photos.read(packed, "val")
    assert photos.pixels.shape == (100, 3, 64, 64)
    assert photos.labels.tolist() == [0] * 50 + [1] * 50
    picture = np.asarray(Image.open(io.BytesIO(mosaic(10, 5, 10))))
    # The second class's photo in row 1, column 3.
    assert np.array_equal(photos.pixels[50 + 13].permute(1, 2, 0).numpy(), picture[64:128, 192:256])
    assert photos.boxes[0].tolist() == [8, 8, 40, 40]
    assert photos.box_share[0].item() == 0.25
    some = photos[torch.tensor([99, 0])]
    assert some.labels.tolist() == [1, 0]


def test_training_photos_come_from_all_parts(packed):
    photos = Photos.read(packed, "train")
    assert len(photos) == 1000
    assert photos.labels.bincount().tolist() == [500, 500]


def refusal(folder, split="train") -> str:
    with pytest.raises(DataError) as caught:
        Photos.read(folder, split)
    return str(caught.value)


def test_a_missing_part_is_named(data):
    (data / "train-1.tar").unlink()
    assert "train-1.tar" in refusal(data)


def test_a_part_that_is_cut_off_is_named(data):
    content = (data / "train-0.tar").read_bytes()
    (data / "train-0.tar").write_bytes(content[: len(content) // 2])
    assert "train-0.tar" in refusal(data)


def test_a_missing_mosaic_is_counted(data):
    pack(data / "train-1.tar", {})
    assert f"lack 1 of 2 mosaics, train/{WNIDS[1]}.webp first" in refusal(data)


def test_a_damaged_mosaic_is_named(data):
    pack(data / "val.tar", {f"val/{wnid}.webp": b"RIFF????WEBP" for wnid in WNIDS})
    assert f"val.tar: val/{WNIDS[0]}.webp does not decode" in refusal(data, "val")


def test_a_mosaic_of_another_size_says_both(data):
    pack(data / "val.tar", {f"val/{wnid}.webp": mosaic(10, 4, 0) for wnid in WNIDS})
    assert "is 640 x 256 px, expected 640 x 320" in refusal(data, "val")


def test_classes_and_boxes_that_cannot_be_read_are_named(data):
    np.savez(data / "boxes.npz", train=np.zeros((3, 4), np.uint8))
    assert "boxes of train have shape (3, 4), expected (1000, 4)" in refusal(data)
    (data / "boxes.npz").write_bytes(b"no")
    assert "boxes.npz" in refusal(data)
    (data / "classes.json").write_text(json.dumps("no")[:-1])
    assert "classes.json" in refusal(data)
