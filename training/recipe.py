"""How a network is trained: every number that decides the outcome, and what follows from them at each step."""

import math
from dataclasses import asdict, dataclass

from variants import MAIN


@dataclass(frozen=True)
class Cycle:
    """Part of a training that starts with a high rate and ends at 0; the photos grow on the way (progressive resizing)."""

    stages: tuple[tuple[int, int], ...]  # (epochs, px)
    peak_rate: float
    warmup_epochs: float = 1.0

    @property
    def epochs(self) -> int:
        return sum(epochs for epochs, _ in self.stages)

    def size(self, epoch: int) -> int:
        for epochs, size in self.stages:
            if epoch < epochs:
                return size
            epoch -= epochs
        raise IndexError(f"the cycle has {self.epochs} epochs")

    def rate(self, epoch: float) -> float:
        """Linear warm-up, then half a cosine."""
        if epoch < self.warmup_epochs:
            return self.peak_rate * epoch / self.warmup_epochs
        progress = (epoch - self.warmup_epochs) / (self.epochs - self.warmup_epochs)
        return self.peak_rate * (1 + math.cos(math.pi * progress)) / 2


@dataclass(frozen=True)
class Recipe:
    """SGD with Nesterov momentum and warm restarts (Loshchilov and Hutter, "SGDR")."""

    variant: str = MAIN
    seed: int = 0
    cycles: tuple[Cycle, ...] = (
        Cycle(((11, 64), (2, 80), (1, 96), (1, 112), (1, 128)), peak_rate=0.4),
        Cycle(((6, 128),), peak_rate=0.1, warmup_epochs=0.25),
    )
    batch: int = 256
    momentum: float = 0.9
    weight_decay: float = 2e-4  # of matrices and kernels; not of biases nor of BatchNorm
    label_smoothing: float = 0.1

    @property
    def epochs(self) -> int:
        return sum(cycle.epochs for cycle in self.cycles)

    def size(self, epoch: int) -> int:
        """Edge of the input in px."""
        cycle, within = self.at(epoch)
        return cycle.size(int(within))

    def rate(self, epoch: float) -> float:
        """Learning rate."""
        cycle, within = self.at(epoch)
        return cycle.rate(within)

    def at(self, epoch: float) -> tuple[Cycle, float]:
        """The cycle of an epoch, and the epoch within it."""
        for cycle in self.cycles:
            if epoch < cycle.epochs:
                return cycle, epoch
            epoch -= cycle.epochs
        raise IndexError(f"the recipe has {self.epochs} epochs")

    def fingerprint(self) -> dict:
        """What a checkpoint remembers of the recipe it belongs to."""
        return asdict(self)
