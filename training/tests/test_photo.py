"""Photos as `bam-lens` reads them against Pillow's pixels, Pillow's squares and PyTorch's answers."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageChops

from data import GRID, members, read_classes, tiles
from photo import normalised, square, upright_rgb
from variants import MAIN
from weights import Weights

ROOT = Path(__file__).parents[2]
DATA = ROOT / "../shared/data/tiny-imagenet"
WEIGHTS = ROOT / "www/models/resnet18-bam-tiny200.safetensors.gzip"
SIZES = (96, 128, 224)  # of the network's input; tests/image/write.rs has them too
CHOSEN = 100
# A JPEG's decoder has some freedom. Measured on the bundled photos: 5 of 6,051,180 values are 5 or 6 levels off.
LEVELS, BEYOND = 4, 1e-6


@pytest.fixture(scope="module")
def built() -> dict[str, str]:
    """The native programs by name."""
    command = ["cargo", "build", "--locked", "--bin", "bam-lens", "--examples", "--message-format=json"]
    printed = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    messages = [json.loads(line) for line in printed.splitlines()]
    return {each["target"]["name"]: each["executable"] for each in messages if each.get("executable")}


def chosen(folder: Path) -> tuple[list[Path], list[Path]]:
    """Mosaics as the data has them, and a photo out of each, which has no file of its own: as PNG, not a level changed."""
    if not DATA.exists():
        pytest.skip("there is no ../shared/data/tiny-imagenet")
    random = np.random.default_rng(0)
    labels = random.choice(len(read_classes(DATA)), CHOSEN, replace=False)
    names = {f"val/{read_classes(DATA)[label]['wnid']}.webp" for label in labels}
    mosaics, photos = [], []
    for name, content in members(DATA / "val.tar"):
        if name in names:
            mosaics.append(folder / Path(name).name)
            mosaics[-1].write_bytes(content)
            every = tiles(name, content, *GRID["val"])
            photos.append(folder / f"{Path(name).stem}-photo.png")
            Image.fromarray(every[random.integers(len(every))]).save(photos[-1])
    assert len(photos) == CHOSEN
    return mosaics, photos


@pytest.fixture(scope="module", params=["bundled", "tiny-imagenet"])
def files(request, tmp_path_factory) -> tuple[list[Path], list[Path]]:
    """Files to be read, and those of them that are one photo."""
    if request.param == "bundled":
        samples = sorted((ROOT / "www/samples").glob("*.jpg"))
        assert len(samples) == 10
        return samples, samples
    mosaics, photos = chosen(tmp_path_factory.mktemp("photos"))
    return mosaics + photos, photos


@pytest.fixture(scope="module")
def read(built, files, tmp_path_factory) -> Path:
    """A folder with what the crate makes of the files: {stem}.png and {stem}.{size}.png."""
    folder = tmp_path_factory.mktemp("pixels")
    subprocess.run([built["photo-pixels"], folder, *files[0]], check=True)
    return folder


def distances(got: Path, expected: Image.Image) -> np.ndarray:
    """Levels between each of two photos' values."""
    got, expected = (np.asarray(photo, np.int16) for photo in (Image.open(got).convert("RGB"), expected))
    assert got.shape == expected.shape
    return abs(got - expected)


def test_decoded_pixels_are_pillows(files, read):
    every = [distances(read / f"{file.stem}.png", upright_rgb(Image.open(file))) for file in files[0]]
    said("decoded", every)
    for file, levels in zip(files[0], every, strict=True):
        if file.suffix != ".jpg":
            assert levels.max() == 0, file.name
    assert np.mean(np.concatenate([levels.ravel() for levels in every]) > LEVELS) <= BEYOND


@pytest.mark.parametrize("size", SIZES)
def test_the_networks_square_is_pillows_to_the_bit(files, read, size):
    """Of the same decoded pixels."""
    decoded = {file.stem: Image.open(read / f"{file.stem}.png") for file in files[0]}
    every = [distances(read / f"{stem}.{size}.png", square(photo, size)) for stem, photo in decoded.items()]
    said(f"resized to {size} px", every)
    assert max(levels.max() for levels in every) == 0
    # Of the same photo one px aside it is not.
    for stem, photo in decoded.items():
        aside = ImageChops.offset(photo.convert("RGB"), 1, 0)
        assert distances(read / f"{stem}.{size}.png", square(aside, size)).max() > 1


@pytest.mark.parametrize("size", SIZES)
def test_the_class_is_pytorchs(built, files, size):
    command = [built["bam-lens"], "run", "--weights", WEIGHTS, "--variant", MAIN, "--size", str(size), "--json"]
    printed = subprocess.run([*command, "--image", *files[1]], check=True, stdout=subprocess.PIPE, text=True).stdout
    top1 = [json.loads(line)["top"][0]["index"] for line in printed.splitlines()]
    weights = Weights.read(WEIGHTS)
    network = weights.network(MAIN)
    with torch.inference_mode():
        squares = normalised([square(Image.open(file), size) for file in files[1]], weights)
        expected = torch.cat([network(batch) for batch in squares.split(10)]).argmax(dim=1).tolist()
    print(f"{size} px: the same class for {sum(map(int.__eq__, top1, expected))} of {len(expected)}")
    assert top1 == expected


def said(what: str, every: list[np.ndarray]) -> None:
    """For a reader of `pytest -s`."""
    count = np.bincount(np.concatenate([levels.ravel() for levels in every]))
    print(f"{what}, {len(every)} files: {count.sum()} values, by levels {count.tolist()}")
