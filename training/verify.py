"""Checks the networks here against what others computed; exits with 1 when one disagrees.

    python training/verify.py --shared ../shared

1. one module of the authors' released code, tap by tap (official_bam_c64.*);
2. every variant of the first trained file (resnet18-bam-tiny200.*);
3. parameter counts of the released code (FACTS.md section 6), plain and with BAM.
"""

import argparse
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from attention import Attention, Setting
from network import Architecture, Network, recorder
from weights import Weights

# Released code (github.com/Jongchan/attention-module at 459efad, MODELS/bam.py) to our names.
RELEASED = {
    "module.channel_att.gate_c.gate_c_fc_0": "channel.fc0",
    "module.channel_att.gate_c.gate_c_bn_1": "channel.bn0",
    "module.channel_att.gate_c.gate_c_fc_final": "channel.fc1",
    "module.spatial_att.gate_s.gate_s_conv_reduce0": "spatial.reduce",
    "module.spatial_att.gate_s.gate_s_bn_reduce0": "spatial.bn0",
    "module.spatial_att.gate_s.gate_s_conv_di_0": "spatial.dilated1",
    "module.spatial_att.gate_s.gate_s_bn_di_0": "spatial.bn1",
    "module.spatial_att.gate_s.gate_s_conv_di_1": "spatial.dilated2",
    "module.spatial_att.gate_s.gate_s_bn_di_1": "spatial.bn2",
    "module.spatial_att.gate_s.gate_s_conv_final": "spatial.project",
}

# (arch, stem, classes): parameters without and with BAM, r = 16.
COUNTS = {
    ("resnet18", "imagenet", 1000): (11_689_512, 11_712_503),
    ("resnet34", "imagenet", 1000): (21_797_672, 21_820_663),
    ("resnet50", "imagenet", 1000): (25_557_032, 25_915_099),
    ("resnet101", "imagenet", 1000): (44_549_160, 44_907_227),
    ("resnet18", "cifar", 100): (11_220_132, 11_243_123),
    ("resnet34", "cifar", 100): (21_328_292, 21_351_283),
    ("resnet50", "cifar", 100): (23_705_252, 24_063_319),
    ("resnet101", "cifar", 100): (42_697_380, 43_055_447),
}


def difference(got: Tensor, expected: Tensor) -> float:
    """max|difference| / max|expected|."""
    return ((got - expected).abs().max() / expected.abs().max()).item()


def released_module(folder: Path) -> float:
    expected = load_file(folder / "official_bam_c64.taps.safetensors")
    module = Attention(Setting("official", r=16, d=4), channels=64).eval()
    state = {}
    for name, value in load_file(folder / "official_bam_c64.safetensors").items():
        prefix, suffix = name.rsplit(".", 1)
        state[f"{RELEASED[prefix]}.{suffix}"] = value
    module.load_state_dict(state)
    taps = {}
    with torch.no_grad():
        module(expected["before"], recorder(taps))
    if taps.keys() != expected.keys():
        raise SystemExit(f"taps are {sorted(taps)}, expected {sorted(expected)}")
    differences = {name: difference(taps[name], expected[name]) for name in taps}
    for name, value in differences.items():
        print(f"released module  {name:20} {value:.1e}")
    return max(differences.values())


def trained_variants(folder: Path) -> float:
    weights = Weights.read(folder / "resnet18-bam-tiny200.safetensors")
    expected = load_file(folder / "resnet18-bam-tiny200.taps.safetensors")
    differences = {}
    for variant in weights.variants:
        taps = {}
        with torch.no_grad():
            weights.network(variant)(expected["input"], taps)
        for name, value in expected.items():
            owner, _, tap = name.partition(".")
            if owner == variant:
                differences[name] = difference(taps[tap], value)
    if len(differences) != len(expected) - 1:
        raise SystemExit(f"compared {len(differences)} taps of {len(expected) - 1}")
    worst = max(differences, key=differences.get)
    print(f"trained variants {len(weights.variants)}, {len(differences)} taps, worst {worst} {differences[worst]:.1e}")
    return differences[worst]


def miscounted() -> int:
    """How many networks have another number of parameters than the released code."""
    wrong = 0
    for (arch, stem, classes), expected in COUNTS.items():
        got = []
        for form in ("none", "official"):
            with torch.device("meta"):
                network = Network(Architecture(arch, stem, classes=classes), Setting(form))
            got.append(sum(parameter.numel() for parameter in network.parameters()))
        print(f"parameters       {arch} {stem}: {got[0]:,} {got[1]:,}")
        wrong += tuple(got) != expected
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="folder with reference/ and models/")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    module = released_module(arguments.shared / "reference")
    variants = trained_variants(arguments.shared / "models")
    # The released code averages with avg_pool2d, which rounds its sum differently (4e-7 of `channel.pooled`).
    if module > 1e-5 or variants > 1e-4 or miscounted():
        sys.exit("a network here disagrees with its reference")


if __name__ == "__main__":
    main()
