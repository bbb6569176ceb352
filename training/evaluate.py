"""Top-1 and top-5 of a weights file over the validation photos of Tiny ImageNet.

    python training/evaluate.py --weights FILE --photos ../shared/data/tiny-imagenet/val.tar [--variant r16_d4] [--size 128]
"""

import argparse
from pathlib import Path

import torch

from photo import normalised, square, validation
from weights import Weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--photos", type=Path, required=True, help="val.tar")
    parser.add_argument("--variant", default="r16_d4")
    parser.add_argument("--size", type=int, help="edge of the input in px; default: the file's")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    weights = Weights.read(arguments.weights)
    network = weights.network(arguments.variant)
    size = arguments.size or int(weights.metadata["size"])
    photos = top1 = top5 = 0
    for label, tiles in validation(arguments.photos, weights):
        with torch.inference_mode():
            logits = network(normalised([square(tile, size) for tile in tiles], weights))
        best = logits.topk(5).indices == label
        photos += len(tiles)
        top1 += best[:, 0].sum().item()
        top5 += best.sum().item()
    print(f"{arguments.weights.name} {arguments.variant} at {size} px: {photos} photos,"
          f" top-1 {100 * top1 / photos:.2f} %, top-5 {100 * top5 / photos:.2f} %")


if __name__ == "__main__":
    main()
