"""The published file at other input sizes: which of them is the best for the page.

Accuracy comes from the Rust reader (`bam-lens run`), from the photo's file to the answer; maps from PyTorch, on the same photos.
"""

import json
import subprocess
import tempfile
from pathlib import Path

import torch
from PIL import Image

from data import Photos
from evaluate import evaluate
from variants import MAIN
from weights import Weights

SIZES = (96, 128, 160, 224)
EVERY = 9  # of the validation photos; it takes turns with the ten columns of a mosaic
AT_ONCE = 200  # photos for one call of the command line


def calibrate(file: Path, photos: Photos) -> dict[str, dict]:
    """`photos` are those of validation, `file` the published weights; by size in px."""
    some = photos[::EVERY]
    subprocess.run(["cargo", "build", "--release", "--locked", "--bin", "bam-lens"], check=True)
    weights = Weights.read(file)
    results = {}
    for size in SIZES:
        measured = evaluate(weights, some, [MAIN], size)[MAIN]
        top1, top5 = rust_accuracy(file, some, size)
        results[str(size)] = {
            "photos": len(some),
            "top1": top1,
            "top5": top5,
            "pytorchTop1": measured["top1"],
            "gain": measured["focus"]["bam3.gain"],
            "after": measured["focus"]["bam3.after"]["energy"] / measured["focus"]["bam3.before"]["energy"],
        }
    return results


def rust_accuracy(file: Path, photos: Photos, size: int) -> tuple[float, float]:
    """Top-1 and top-5 in percent."""
    first = five = 0
    with tempfile.TemporaryDirectory() as folder:
        for indices in torch.arange(len(photos)).split(AT_ONCE):
            paths = [Path(folder) / f"{index}.png" for index in indices.tolist()]
            for path, pixels in zip(paths, photos.pixels[indices], strict=True):
                Image.fromarray(pixels.permute(1, 2, 0).cpu().numpy()).save(path)
            command = ["target/release/bam-lens", "run", "--weights", file, "--variant", MAIN, "--size", str(size), "--json"]
            printed = subprocess.run([*command, "--image", *paths], check=True, capture_output=True, text=True).stdout
            for line, label in zip(printed.splitlines(), photos.labels[indices].tolist(), strict=True):
                top = [entry["index"] for entry in json.loads(line)["top"]]
                first += top[0] == label
                five += label in top
    return round(100 * first / len(photos), 2), round(100 * five / len(photos), 2)
