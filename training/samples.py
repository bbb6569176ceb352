"""Writes the bundled photos, www/samples, from the packages that carry them.

    python training/samples.py PACKAGES www/samples

PACKAGES holds each package unpacked under its name: scikit_image 0.25.2, scikit_learn 1.9.1 and scipy 1.9.3 (wheels), and
gcompris, the resources of Debian's gcompris-qt-data 3.1-2 (`rcc --reverse` on explore_world_animals.rcc,
explore_farm_animals.rcc, erase.rcc and categorization.rcc). www/samples/LICENSES.md has their terms.
"""

import argparse
import bz2
import json
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from photo import upright_rgb

SHORTER_SIDE = 400
QUALITY = 85
MAX_BYTES = 80_000
ACTIVITIES = "gcompris/src/activities"


@dataclass(frozen=True)
class Sample:
    id: str
    source: str
    title: str
    alt: str
    credit: str


# The first is shown when the page opens: r16_d4 names it right and its BAM 3 raises the animal over its surroundings.
SAMPLES = [
    Sample(
        "koala",
        f"{ACTIVITIES}/explore_world_animals/resource/animals/koala.webp",
        "Koala",
        "A grey koala sits in the fork of a tree and looks up.",
        "BurningWell, public domain",
    ),
    Sample(
        "arch",
        f"{ACTIVITIES}/categorization/resource/images/monuments/IndiaGate.webp",
        "Arch",
        "A stone triumphal arch against a blue sky with thin clouds, behind a lawn and hedges.",
        "David Castor, public domain",
    ),
    Sample(
        "red-panda",
        f"{ACTIVITIES}/erase/resource/red_panda.webp",
        "Red panda",
        "A red panda before green leaves, looking down to the left past a branch.",
        "Mathias Appel, CC0 1.0",
    ),
    Sample(
        "dog",
        f"{ACTIVITIES}/explore_farm_animals/resource/animals/dog.webp",
        "Dog",
        "A German shepherd stands on dry grass, seen from the side, its head turned to the camera.",
        "Hans Kemperman, public domain",
    ),
    Sample(
        "coffee",
        "scikit_image/skimage/data/coffee.png",
        "Coffee",
        "Coffee in a red cup on a red saucer with a spoon, on a wooden table.",
        "Rachel Michetti, CC0",
    ),
    Sample(
        "cat",
        "scikit_image/skimage/data/chelsea.png",
        "Cat",
        "The face of a tabby cat from close up.",
        "Stefan van der Walt, CC0",
    ),
    Sample(
        "duck",
        f"{ACTIVITIES}/explore_farm_animals/resource/animals/duck.webp",
        "Duck",
        "A white duck with an orange bill stands at the edge of dark water.",
        "Bernard Spragg, CC0 1.0",
    ),
    Sample(
        "dahlia",
        "scikit_learn/sklearn/datasets/images/flower.jpg",
        "Dahlia",
        "A round orange dahlia in bloom before dark green leaves, a second one cut off below it.",
        "vultilion, CC BY 2.0",
    ),
    Sample(
        "pagoda",
        "scikit_learn/sklearn/datasets/images/china.jpg",
        "Pagoda",
        "A Chinese pagoda of several storeys rises above trees, a lake behind it in the haze.",
        "danielbuechele, CC BY 2.0",
    ),
    Sample(
        "raccoon",
        "scipy/scipy/misc/face.dat",
        "Raccoon",
        "A raccoon looks out from behind green leaves.",
        "public-domain-image.com, public domain",
    ),
]


def opened(source: Path) -> Image.Image:
    if source.suffix == ".dat":
        # scipy.misc.face: bzip2 of 768 x 1024 RGB pixels.
        return Image.frombytes("RGB", (1024, 768), bz2.decompress(source.read_bytes()))
    return upright_rgb(Image.open(source))


def shrunk(photo: Image.Image) -> Image.Image:
    """Shorter side to at most 400 px."""
    scale = min(1, SHORTER_SIDE / min(photo.size))
    return photo.resize([round(side * scale) for side in photo.size], Image.Resampling.LANCZOS) if scale < 1 else photo


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    rows = []
    for sample in SAMPLES:
        photo = shrunk(opened(arguments.packages / sample.source))
        file = arguments.folder / f"{sample.id}.jpg"
        photo.save(file, quality=QUALITY, optimize=True, progressive=True)
        if file.stat().st_size > MAX_BYTES:
            raise SystemExit(f"{file} is {file.stat().st_size:,} bytes, expected {MAX_BYTES:,} at most")
        rows.append(
            {
                "id": sample.id,
                "file": file.name,
                "title": sample.title,
                "alt": sample.alt,
                "credit": sample.credit,
                "widthPx": photo.width,
                "heightPx": photo.height,
            }
        )
    (arguments.folder / "index.json").write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main()
