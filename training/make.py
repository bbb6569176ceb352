"""From photos to the page: trains, packs, measures and publishes the network. The same command continues where it stopped.

    python training/make.py --data ../shared/data/tiny-imagenet --work DIR [--seed 0] [--minutes 9] [--out www/models]

1. train.py: the backbone with its own attention, r16_d4;
2. adapt.py: every other variant on that backbone;
3. assemble.py: all of them in one file, `DIR/full-{seed}.safetensors`;
4. evaluate.py: what it is worth;
5. quantize.py: in 8, 6 and 5 bits; the fewest that keep r16_d4 within 0.3 points of the full file are measured whole;
6. publish.py, calibrate.py and results.py: the page's file, the best size of input, and RESULTS.md.

Each step leaves a file in DIR and is passed over when that file is there. `--minutes` bounds step 1; the others take about
forty minutes together on two CPU cores, the longest of them (measuring all variants) about eight: what a stop can lose.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from adapt import Plan, adapt
from assemble import assemble
from calibrate import calibrate
from checkpoint import CheckpointError
from data import DataError, Photos, read_classes
from device import device, hardware
from evaluate import costs, evaluate
from publish import PACKED, compressed, publish, with_measurements
from quantize import pack
from recipe import Recipe
from results import account, write_results
from train import train, trained_seconds
from variants import MAIN
from weights import Weights

BITS = (8, 6, 5)
MOST_LOST = 0.3  # points of top-1


def once(path: Path, make: Callable[[], dict]) -> dict:
    """What `make` gives, kept in a JSON file."""
    if not path.exists():
        print(f"measuring {path.name}", flush=True)
        content = json.dumps(make(), indent=1)
        part = path.with_name(path.name + ".part")
        part.write_text(content)
        part.replace(path)
    return json.loads(path.read_text())


def kept(path: Path, make: Callable[[], Weights]) -> Weights:
    """What `make` gives, kept in a weights file."""
    if not path.exists():
        print(f"making {path.name}", flush=True)
        part = path.with_name(path.name + ".part")
        part.write_bytes(make().serialised())
        part.replace(path)
    return Weights.read(path)


def make(data: Path, work: Path, seed: int, minutes: float, out: Path, report: Path) -> None:
    recipe = Recipe(seed=seed)
    if not train(recipe, data, work, minutes):
        return
    photos = Photos.read(data, "train")
    held_out = Photos.read(data, "val").to(device())
    adapt(photos, work, recipe, Plan())
    full = kept(work / f"full-{seed}.safetensors", lambda: assemble(photos, read_classes(data), work, recipe, Plan()))
    size = int(full.metadata["size"])
    names = list(full.variants)

    def measured(weights: Weights, variants: list[str]) -> dict:
        return evaluate(weights, held_out, variants, size)

    exact = once(work / f"full-{seed}.json", lambda: measured(full, names))

    def trial(bits: int) -> dict:
        weights = pack(full, bits, photos, [MAIN])
        main = measured(weights, [MAIN])[MAIN]
        return {key: main[key] for key in ("top1", "top5")} | {"bytes": len(compressed(weights))}

    rounded = {bits: once(work / f"{bits}-bit-{seed}-main.json", lambda bits=bits: trial(bits)) for bits in BITS}
    good = [bits for bits in BITS if exact[MAIN]["top1"] - rounded[bits]["top1"] <= MOST_LOST]
    bits = min(good, default=max(BITS))
    weights = kept(work / f"{bits}-bit-{seed}.safetensors", lambda: pack(full, bits, photos, names))
    shipped = once(work / f"{bits}-bit-{seed}.json", lambda: measured(weights, names))
    results = {
        "seed": seed,
        "recipe": recipe.fingerprint(),
        "hardware": hardware(),
        "seconds": round(trained_seconds(work, recipe)),
        "size": size,
        "costs": {variant: costs(full.network(variant), size) for variant in names},
        "bits": bits,
        "rounded": {str(bits): value for bits, value in rounded.items()},
        "exact": exact,
        "shipped": shipped,
    }
    publish(with_measurements(weights, shipped, account(results)), out)
    results["sizes"] = once(work / f"{bits}-bit-{seed}-sizes.json", lambda: calibrate(out / PACKED, held_out))
    write_results(results, report)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of Tiny ImageNet")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is not published")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop the training after this time")
    parser.add_argument("--out", type=Path, default=Path("www/models"))
    parser.add_argument("--report", type=Path, default=Path("training/RESULTS.md"))
    arguments = parser.parse_args()
    try:
        make(arguments.data, arguments.work, arguments.seed, arguments.minutes, arguments.out, arguments.report)
    except (DataError, CheckpointError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
