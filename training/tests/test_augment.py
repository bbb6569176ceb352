import numpy as np
import torch
from PIL import Image

from augment import MEAN, STD, augmented, crop, random_crops, whole


def photos(count=4, seed=0):
    return torch.randint(0, 256, (count, 3, 64, 64), dtype=torch.uint8, generator=torch.Generator().manual_seed(seed))


def levels(x):
    """Normalised (3, H, W) -> pixels (H, W, 3)."""
    mean, std = (torch.tensor(value)[:, None, None] for value in (MEAN, STD))
    return ((x * std + mean) * 255).permute(1, 2, 0).numpy()


def test_a_whole_photo_is_resized_as_pillow_does():
    pixels = photos(1)
    for size in (64, 96, 128, 48):
        ours = levels(whole(pixels, size)[0])
        theirs = Image.fromarray(pixels[0].permute(1, 2, 0).numpy()).resize((size, size), Image.Resampling.BILINEAR)
        # Pillow rounds after each of its two passes.
        assert np.abs(ours - np.asarray(theirs)).max() <= 1.01, size


def test_the_whole_photo_as_a_crop_is_the_photo():
    x = photos(2).float()
    boxes = torch.tensor([[0.0, 0, 1, 1], [0, 0, 1, 1]])
    got = crop(x, boxes, torch.tensor([False, True]), 64)
    torch.testing.assert_close(got[0], x[0], atol=0.01, rtol=0)
    torch.testing.assert_close(got[1], x[1].flip(2), atol=0.01, rtol=0)


def test_a_quarter_as_a_crop_is_that_quarter():
    x = photos(1).float()
    got = crop(x, torch.tensor([[0.5, -0.5, 0.5, 0.5]]), torch.tensor([False]), 32)
    torch.testing.assert_close(got[0], x[0, :, :32, 32:], atol=0.01, rtol=0)


def test_crops_stay_inside_and_keep_to_their_area():
    boxes, mirrored = random_crops(10_000, torch.Generator().manual_seed(0))
    assert (boxes[:, :2].abs() + boxes[:, 2:]).max() <= 1 + 1e-6
    area = boxes[:, 2] * boxes[:, 3]
    assert area.min() > 0.3 and area.max() <= 1
    assert 0.45 < mirrored.float().mean() < 0.55


def test_the_same_seed_gives_the_same_batch():
    first, again = (augmented(photos(), 96, torch.Generator().manual_seed(5)) for _ in range(2))
    assert torch.equal(first, again)
    assert first.shape == (4, 3, 96, 96)
    other = augmented(photos(), 96, torch.Generator().manual_seed(6))
    assert not torch.equal(first, other)
