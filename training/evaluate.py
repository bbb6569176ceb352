"""What a weights file is worth on the 10,000 validation photos: accuracy, and where the attention of every variant looks.

    python training/evaluate.py FILE --data ../shared/data/tiny-imagenet [--variants r16_d4 none] [--size 128] [--json OUT]

tally.py says what is measured.
"""

import argparse
import json
import sys
from pathlib import Path

import torch
from torch import Tensor, nn

from augment import whole
from data import DataError, Photos
from device import device
from network import Network
from tally import Tally
from weights import Weights

BATCH = 250


@torch.inference_mode()
def evaluate(weights: Weights, photos: Photos, variants: list[str], size: int) -> dict[str, dict]:
    """Variants of one backbone side by side: what lies before BAM 1 is the same for all of them and computed once."""
    where = photos.pixels.device
    networks = {variant: weights.network(variant).to(where, memory_format=torch.channels_last) for variant in variants}
    first = next(iter(networks.values()))
    for network in networks.values():
        check_shared(first, network)
    tallies = {variant: Tally() for variant in variants}
    for indices in torch.arange(len(photos)).split(BATCH):
        batch = photos[indices.to(where)]
        x = first.to_stage1(whole(batch.pixels, size))
        for variant, network in networks.items():
            taps: dict[str, Tensor] = {}
            network.from_stage1(x, taps)
            tallies[variant].add(network, taps, batch)
    return {variant: tally.result() for variant, tally in tallies.items()}


def check_shared(a: Network, b: Network) -> None:
    for part in ("conv1", "bn1", "layer1"):
        ours, theirs = (getattr(network, part).state_dict() for network in (a, b))
        if any(not torch.equal(ours[name], theirs[name]) for name in ours):
            raise ValueError(f"variants differ in {part}, which lies before every BAM")


def costs(network: Network, size: int) -> dict[str, int]:
    """Parameters, and multiply-adds of convolutions and linear layers for one square input."""
    adds = 0

    def count(module: nn.Module, _: tuple, output: Tensor) -> None:
        nonlocal adds
        # One multiply-add per weight of an output's kernel; a convolution's kernel is all but its first axis.
        adds += output[0].numel() * module.weight[0].numel()

    hooks = [m.register_forward_hook(count) for m in network.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    with torch.inference_mode():
        network(next(network.parameters()).new_zeros(1, 3, size, size))
    for hook in hooks:
        hook.remove()
    return {"parameters": sum(p.numel() for p in network.parameters()), "multiplyAdds": adds}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="folder of Tiny ImageNet")
    parser.add_argument("--variants", nargs="+", help="default: all of the file")
    parser.add_argument("--size", type=int, help="edge of the input in px; default: the file's")
    parser.add_argument("--json", type=Path, help="where everything measured goes")
    arguments = parser.parse_args()
    weights = Weights.read(arguments.weights)
    size = arguments.size or int(weights.metadata["size"])
    try:
        photos = Photos.read(arguments.data, "val").to(device())
    except DataError as error:
        sys.exit(str(error))
    results = evaluate(weights, photos, arguments.variants or list(weights.variants), size)
    for variant, result in results.items():
        gain = result["focus"].get("bam3.gain")
        looks = f", gain at BAM 3: deviation {gain['deviation']:.3f}, energy {gain['energy']:.3f}" if gain else ""
        print(f"{variant:10} at {size} px: top-1 {result['top1']:.2f} %, top-5 {result['top5']:.2f} %{looks}")
    if arguments.json:
        arguments.json.write_text(json.dumps({"size": size, "variants": results}, indent=1) + "\n")


if __name__ == "__main__":
    main()
