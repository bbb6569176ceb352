"""How a network is trained: every number that decides the outcome, and what follows from them at each step."""

import math
from dataclasses import asdict, dataclass

from variants import MAIN


@dataclass(frozen=True)
class Recipe:
    """SGD with Nesterov momentum; the photos grow on the way (progressive resizing)."""

    variant: str = MAIN
    seed: int = 0
    stages: tuple[tuple[int, int], ...] = ((11, 64), (2, 80), (1, 96), (1, 112), (1, 128))  # (epochs, px)
    batch: int = 256
    peak_rate: float = 0.4
    warmup_epochs: float = 1.0
    momentum: float = 0.9
    weight_decay: float = 2e-4  # of matrices and kernels; not of biases nor of BatchNorm
    label_smoothing: float = 0.1

    @property
    def epochs(self) -> int:
        return sum(epochs for epochs, _ in self.stages)

    def size(self, epoch: int) -> int:
        """Edge of the input in px."""
        for epochs, size in self.stages:
            if epoch < epochs:
                return size
            epoch -= epochs
        raise IndexError(f"the recipe has {self.epochs} epochs")

    def rate(self, epoch: float) -> float:
        """Learning rate: linear warm-up, then half a cosine down to 0."""
        if epoch < self.warmup_epochs:
            return self.peak_rate * epoch / self.warmup_epochs
        progress = (epoch - self.warmup_epochs) / (self.epochs - self.warmup_epochs)
        return self.peak_rate * (1 + math.cos(math.pi * progress)) / 2

    def fingerprint(self) -> dict:
        """What a checkpoint remembers of the recipe it belongs to."""
        return asdict(self)
