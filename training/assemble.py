"""One file of the backbone and all its variants, in float32, with the backbone's BatchNorm statistics of each.

The statistics are measured again, those inside the modules too (norms.py).
"""

import json
from pathlib import Path

import numpy as np
import torch

from adapt import Plan, adapted, adapter
from attention import Setting
from checkpoint import CheckpointError
from data import MEAN, STD, Photos
from device import device
from norms import Statistics
from recipe import Recipe
from train import trained_network
from variants import MAIN, VARIANTS
from weights import Weights, stored_name

SIZE = 128  # px, the input the network is trained for


def entry(setting: Setting) -> dict:
    """A variant in the metadata, before anything is measured: what of its setting the form reads."""
    paper, dilated = setting.form == "paper", setting.form in ("paper", "official") and setting.has_spatial
    given = {"form": setting.form, "merge": setting.merge if paper else None}
    given["r"] = None if setting.form == "none" else setting.r
    given["d"] = setting.d if dilated else None
    return {key: value for key, value in given.items() if value is not None}


def assemble(photos: Photos, classes: list[dict], work: Path, recipe: Recipe, plan: Plan) -> Weights:
    """What train.py and adapt.py left in `work`. `photos` are those of training."""
    where = device()
    main = trained_network(work, recipe).to(where, memory_format=torch.channels_last)
    statistics = Statistics(main, photos, SIZE)
    stored: dict[str, np.ndarray] = {}
    for variant, setting in VARIANTS.items():
        network = main
        if variant != MAIN:
            network = adapter(main, variant, where)
            if setting.form != "none":
                state = adapted(work, variant, recipe, plan)
                if state is None:
                    raise CheckpointError(f"{variant} is not adapted yet")
                network.load_state_dict(state, strict=False)
        statistics.measure(network)
        for name, value in network.state_dict().items():
            if not name.endswith("num_batches_tracked"):
                stored[stored_name(name, variant)] = value.cpu().contiguous().numpy()
    metadata = {
        "arch": main.architecture.arch,
        "stem": main.architecture.stem,
        "classes": json.dumps(classes),
        "mean": json.dumps(MEAN),
        "std": json.dumps(STD),
        "size": str(SIZE),
        "variants": json.dumps({variant: entry(setting) for variant, setting in VARIANTS.items()}),
    }
    return Weights(metadata, stored)
