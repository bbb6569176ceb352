"""A photo becomes the network's input (DESIGN.md section 4).

Upright by EXIF, alpha over white, shorter side to N px by antialiased bilinear (Pillow's BILINEAR), centre crop N x N,
/ 255, mean and standard deviation of the weights file.
"""

import json

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor

from weights import Weights


def upright_rgb(photo: Image.Image) -> Image.Image:
    photo = ImageOps.exif_transpose(photo).convert("RGBA")
    white = Image.new("RGBA", photo.size, "white")
    return Image.alpha_composite(white, photo).convert("RGB")


def square(photo: Image.Image, size: int) -> Image.Image:
    """Shorter side to `size`, centre crop; rounded as torchvision's Resize (down) and CenterCrop (halves to even) do."""
    photo = upright_rgb(photo)
    shorter = min(photo.size)
    photo = photo.resize([size * side // shorter for side in photo.size], Image.Resampling.BILINEAR)
    left, top = (round((side - size) / 2) for side in photo.size)
    return photo.crop((left, top, left + size, top + size))


def normalised(photos: list[Image.Image], weights: Weights) -> Tensor:
    """Photos of one size -> (B, 3, H, W), float32."""
    mean, std = (np.array(json.loads(weights.metadata[key]), np.float32) for key in ("mean", "std"))
    pixels = np.stack([np.asarray(photo) for photo in photos]).astype(np.float32) / 255
    return torch.from_numpy(((pixels - mean) / std).transpose(0, 3, 1, 2).copy())
