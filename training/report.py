"""What a network says about a folder of photos: the top three classes, and how much the attention varies over each photo.

    python training/report.py --weights FILE --photos www/samples [--variant r16_d4] [--size 128]

Per photo: the standard deviation of the gain 1 + M(F) over the map, averaged over channels, at BAM 1, 2 and 3; its range at
BAM 3; the classes and their probabilities.
"""

import argparse
from pathlib import Path

import torch
from PIL import Image

from photo import normalised, square
from weights import Weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--photos", type=Path, required=True, help="folder of JPEG files")
    parser.add_argument("--variant", default="r16_d4")
    parser.add_argument("--size", type=int, help="edge of the input in px; default: the file's")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    weights = Weights.read(arguments.weights)
    network = weights.network(arguments.variant)
    size = arguments.size or int(weights.metadata["size"])
    for path in sorted(arguments.photos.glob("*.jpg")):
        taps = {}
        with torch.inference_mode():
            network(normalised([square(Image.open(path), size)], weights), taps)
        gains = [1 + taps[f"bam{k}.attention"].mean(dim=1) for k in (1, 2, 3)]  # (1, C, H, W) -> (1, H, W)
        deviations = " ".join(f"{gain.std(correction=0):.3f}" for gain in gains)
        top = taps["probabilities"][0].topk(3)
        words = [weights.classes[index]["words"].split(",")[0] for index in top.indices]
        named = ", ".join(f"{word} {value:.2f}" for word, value in zip(words, top.values, strict=True))
        print(f"{path.stem:10} {deviations}  x{gains[2].min():.2f} .. x{gains[2].max():.2f}  {named}")


if __name__ == "__main__":
    main()
