"""Photos on their way into the network, a batch at a time on the device that trains.

Pixels are (B, 3, 64, 64) uint8; what comes out is (B, 3, size, size), float32, normalised.
"""

import math

import torch
from torch import Generator, Tensor
from torch.nn import functional

from data import MEAN, STD

# Torchvision's RandomResizedCrop takes 8 % to 100 % of the area; a short training of small photos learns more from less.
AREA = (0.35, 1.0)
RATIO = (3 / 4, 4 / 3)  # width / height of a crop
JITTER = 0.3  # brightness, contrast and saturation change by up to this share


def whole(pixels: Tensor, size: int) -> Tensor:
    """Every photo as it is; bilinear and antialiased, like Pillow's BILINEAR on floating point."""
    x = normalised(pixels.float().div(255))
    if size == x.shape[-1]:
        return x
    return functional.interpolate(x, (size, size), mode="bilinear", align_corners=False, antialias=True)


def augmented(pixels: Tensor, size: int, generator: Generator) -> Tensor:
    """A random crop of each photo, mirrored half of the time, in other light.

    Random numbers are drawn on the CPU, so that a seed means the same on every device.
    """
    boxes, mirrored = random_crops(len(pixels), generator)
    x = crop(pixels.float().div(255), boxes.to(pixels.device), mirrored.to(pixels.device), size)
    return normalised(jitter(x, generator).clamp(0, 1))


def normalised(x: Tensor) -> Tensor:
    """(B, 3, H, W) in 0 .. 1 -> mean 0 and deviation 1 over ImageNet, in channels-last memory."""
    mean = torch.tensor(MEAN, device=x.device)[:, None, None]
    std = torch.tensor(STD, device=x.device)[:, None, None]
    return ((x - mean) / std).contiguous(memory_format=torch.channels_last)


def random_crops(count: int, generator: Generator) -> tuple[Tensor, Tensor]:
    """(count, 4): centre x and y, half width and half height, in -1 .. 1 coordinates of the photo; and (count,): mirrored?"""
    u = torch.rand(5, count, generator=generator)
    area = AREA[0] + (AREA[1] - AREA[0]) * u[0]
    low, high = math.log(RATIO[0]), math.log(RATIO[1])
    ratio = torch.exp(low + (high - low) * u[1])
    half_width = (area * ratio).sqrt().clamp(max=1)
    half_height = (area / ratio).sqrt().clamp(max=1)
    x = (2 * u[2] - 1) * (1 - half_width)
    y = (2 * u[3] - 1) * (1 - half_height)
    return torch.stack([x, y, half_width, half_height], dim=1), u[4] < 0.5


def crop(x: Tensor, boxes: Tensor, mirrored: Tensor, size: int) -> Tensor:
    """(B, 3, H, W) -> (B, 3, size, size), bilinear. For enlarging: a smaller `size` than the crop would alias."""
    centre_x, centre_y, half_width, half_height = boxes.T
    zero = torch.zeros_like(centre_x)
    flip = torch.where(mirrored, -half_width, half_width)
    affine = torch.stack([torch.stack([flip, zero, centre_x], dim=1), torch.stack([zero, half_height, centre_y], dim=1)], dim=1)
    grid = functional.affine_grid(affine, [len(x), 3, size, size], align_corners=False)
    return functional.grid_sample(x, grid, padding_mode="border", align_corners=False)


def jitter(x: Tensor, generator: Generator) -> Tensor:
    """Brightness, contrast and saturation of each photo, by a factor in 1 - JITTER .. 1 + JITTER."""
    factors = 1 + JITTER * (2 * torch.rand(3, len(x), 1, 1, 1, generator=generator) - 1)
    brightness, contrast, saturation = factors.to(x.device)
    grey = x.mean(dim=1, keepdim=True)
    x = torch.lerp(grey, x, saturation)
    level = grey.mean(dim=(2, 3), keepdim=True)
    return torch.lerp(level, x, contrast) * brightness
