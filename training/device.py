"""Where tensors live: an NVIDIA GPU when there is one, else the CPU."""

import platform
from pathlib import Path

import torch


def device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def mixed_precision(where: torch.device) -> torch.autocast:
    """bfloat16 has the range of float32: a loss needs no scaling."""
    return torch.autocast(where.type, dtype=torch.bfloat16)


def hardware() -> str:
    """In words, for a report."""
    if torch.cuda.is_available():
        return torch.cuda.get_device_name()
    return f"{torch.get_num_threads()} CPU cores ({processor()})"


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.processor())
