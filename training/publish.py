"""Puts a packed file on the page: what was measured goes into its metadata, gzip around it, and `index.json` beside it."""

import gzip
import hashlib
import json
from pathlib import Path

from variants import MAIN
from weights import Weights

NAME = "resnet18-bam-tiny200.safetensors"
# Not `.gz`: web servers label that as an encoding, and the browser would unpack the file before its hash can be checked.
PACKED = NAME + ".gzip"


def with_measurements(weights: Weights, results: dict[str, dict], training: str) -> Weights:
    """`results` as evaluate.py gives them, of these very weights."""
    variants = weights.variants
    for variant, entry in variants.items():
        measured = results[variant]
        entry |= {key: measured[key] for key in ("top1", "top5", "photos")}
        gains = [measured["focus"].get(f"bam{k}.gain") for k in (1, 2, 3)]
        if all(gains):
            entry["gain"] = [{key: gain[key] for key in ("deviation", "energy", "pointing")} for gain in gains]
    return Weights(weights.metadata | {"variants": json.dumps(variants), "training": training}, weights.stored)


def compressed(weights: Weights) -> bytes:
    return gzip.compress(weights.serialised(), 9, mtime=0)


def publish(weights: Weights, folder: Path) -> None:
    content = compressed(weights)
    (folder / PACKED).write_bytes(content)
    entry = {
        "file": PACKED,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "arch": weights.metadata["arch"],
        "classes": len(weights.classes),
        "variants": list(weights.variants),
        "defaultVariant": MAIN,
    }
    (folder / "index.json").write_text(json.dumps([entry], indent=2) + "\n")
