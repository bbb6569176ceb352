"""Trains a BAM-ResNet-18 from scratch; stops and goes on at any moment.

    python training/train.py --data ../shared/data/tiny-imagenet --work DIR [--variant r16_d4] [--seed 0] [--minutes 9]

Runs on an NVIDIA GPU when there is one, else on the CPU. `DIR/{variant}-{seed}.pt` (45 MB) is its checkpoint, renewed every five
minutes, and in the end the network; the momentum beside it may be left behind when a training moves to another machine.
With `--minutes` it stops by itself after that time; the same command continues. It prints a line per minute, and after each
epoch what it reaches on a part of the validation photos.
"""

import argparse
import sys
import time
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

import checkpoint
from augment import augmented, whole
from checkpoint import CheckpointError
from data import DataError, Photos
from device import device, mixed_precision
from network import Architecture, Network
from recipe import Recipe
from tally import Tally
from variants import VARIANTS

CLASSES = 200
SAVE_SECONDS = 300
REPORT_SECONDS = 60
# Every 7th validation photo is looked at after an epoch. Not every 5th: a mosaic has ten columns, and they are not alike.
PROBE_EVERY = 7


class Training:
    """A network on its way; `step` counts batches since the beginning."""

    def __init__(self, recipe: Recipe, photos: Photos, where: torch.device):
        torch.manual_seed(recipe.seed)
        self.recipe, self.photos, self.where = recipe, photos, where
        self.network = new_network(recipe.variant).to(where, memory_format=torch.channels_last)
        decayed = [p for p in self.network.parameters() if p.ndim > 1]
        others = [p for p in self.network.parameters() if p.ndim == 1]
        self.optimizer = torch.optim.SGD(
            [{"params": decayed, "weight_decay": recipe.weight_decay}, {"params": others, "weight_decay": 0.0}],
            lr=0.0,
            momentum=recipe.momentum,
            nesterov=True,
        )
        self.step = 0
        self.seconds = 0.0  # spent on the steps so far
        self.order_epoch, self.order = -1, torch.empty(0)

    @property
    def steps_per_epoch(self) -> int:
        return len(self.photos) // self.recipe.batch

    @property
    def epoch(self) -> int:
        return self.step // self.steps_per_epoch

    @property
    def finished(self) -> bool:
        return self.epoch >= self.recipe.epochs

    def advance(self) -> Tensor:
        """One batch -> its loss."""
        begun = time.monotonic()
        recipe = self.recipe
        generator = torch.Generator().manual_seed(recipe.seed * 1_000_003 + self.step)
        batch = self.photos[self.batch_indices()]
        x = augmented(batch.pixels, recipe.size(self.epoch), generator)
        for group in self.optimizer.param_groups:
            group["lr"] = recipe.rate((self.step + 0.5) / self.steps_per_epoch)
        self.network.train()
        with mixed_precision(self.where):
            logits = self.network(x)
        loss = functional.cross_entropy(logits.float(), batch.labels, label_smoothing=recipe.label_smoothing)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        self.step += 1
        self.seconds += time.monotonic() - begun
        return loss.detach()

    def batch_indices(self) -> Tensor:
        """Every epoch has an order of its own, the same whether the training was interrupted or not."""
        if self.order_epoch != self.epoch:
            generator = torch.Generator().manual_seed(self.recipe.seed * 1009 + self.epoch)
            self.order = torch.randperm(len(self.photos), generator=generator).to(self.photos.labels.device)
            self.order_epoch = self.epoch
        start = self.step % self.steps_per_epoch * self.recipe.batch
        return self.order[start : start + self.recipe.batch]

    def state(self) -> dict:
        return {
            "step": self.step,
            "steps_per_epoch": self.steps_per_epoch,
            "seconds": self.seconds,
            "network": self.network.state_dict(),
        }

    def momentum(self) -> dict:
        """Half of the memory of a training, and the half that it can do without."""
        return {"step": self.step, "optimizer": self.optimizer.state_dict()}

    def restore(self, state: dict, momentum: dict | None) -> None:
        """Momentum of another step is left out: it then builds up anew within some twenty batches."""
        self.step, self.seconds = state["step"], state["seconds"]
        self.network.load_state_dict(state["network"])
        if momentum and momentum["step"] == self.step:
            self.optimizer.load_state_dict(momentum["optimizer"])


def new_network(variant: str) -> Network:
    network = Network(Architecture(classes=CLASSES), VARIANTS[variant])
    network.apply(initialise)
    return network


def trained_network(work: Path, recipe: Recipe) -> Network:
    """What a finished training left in `work`."""
    state = finished_state(work, recipe)
    network = new_network(recipe.variant)
    network.load_state_dict(state["network"])
    return network


def trained_seconds(work: Path, recipe: Recipe) -> float:
    return finished_state(work, recipe)["seconds"]


def finished_state(work: Path, recipe: Recipe) -> dict:
    path = checkpoint_path(work, recipe)
    state = checkpoint.load(path, recipe.fingerprint())
    if state is None or not is_finished(state, recipe):
        raise CheckpointError(f"{path} is {'missing' if state is None else 'not finished'}: run train.py first")
    return state


def is_finished(state: dict, recipe: Recipe) -> bool:
    return state["step"] >= recipe.epochs * state["steps_per_epoch"]


def initialise(module: nn.Module) -> None:
    """He et al., "Delving Deep into Rectifiers", for convolutions; PyTorch's own for the rest."""
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")


@torch.inference_mode()
def probe(network: Network, photos: Photos, size: int) -> str:
    """Accuracy, and where the gain looks."""
    network.eval()
    tally = Tally()
    for indices in torch.arange(len(photos)).split(500):
        batch = photos[indices.to(photos.labels.device)]
        taps: dict[str, Tensor] = {}
        with mixed_precision(batch.pixels.device):
            network(whole(batch.pixels, size), taps)
        tally.add(network, taps, batch)
    result = tally.result()
    told = [f"top-1 {result['top1']:.2f} % at {size} px"]
    for k in (1, 2, 3):
        gain = result["focus"].get(f"bam{k}.gain")
        if gain:
            told.append(f"BAM {k} std {gain['deviation']:.3f} energy {gain['energy']:.3f} pointing {gain['pointing']:.2f}")
    return "; ".join(told)


def checkpoint_path(work: Path, recipe: Recipe) -> Path:
    return work / f"{recipe.variant}-{recipe.seed}.pt"


def momentum_path(work: Path, recipe: Recipe) -> Path:
    return work / f"{recipe.variant}-{recipe.seed}.momentum.pt"


def save(training: Training, work: Path) -> None:
    recipe = training.recipe
    checkpoint.save(momentum_path(work, recipe), recipe.fingerprint(), training.momentum())
    checkpoint.save(checkpoint_path(work, recipe), recipe.fingerprint(), training.state())


def train(recipe: Recipe, data: Path, work: Path, minutes: float) -> bool:
    """Whether it is finished; it stops after so many minutes, with its checkpoint written."""
    where = device()
    path = checkpoint_path(work, recipe)
    saved = checkpoint.load(path, recipe.fingerprint())
    if saved and is_finished(saved, recipe):
        return True
    training = Training(recipe, Photos.read(data, "train").to(where), where)
    held_out = Photos.read(data, "val").to(where)[::PROBE_EVERY]
    if saved:
        training.restore(saved, checkpoint.load(momentum_path(work, recipe), recipe.fingerprint()))
    print(f"{path.name}: {training.step} of {recipe.epochs * training.steps_per_epoch} steps done, on {where}", flush=True)
    begun = last_save = last_report = time.monotonic()
    losses: list[Tensor] = []
    while not training.finished and time.monotonic() - begun < 60 * minutes:
        epoch = training.epoch
        losses.append(training.advance())
        now = time.monotonic()
        if now - last_report > REPORT_SECONDS:
            rate = len(losses) * recipe.batch / (now - last_report)
            loss = torch.stack(losses).mean().item()
            at = training.step / training.steps_per_epoch
            print(f"epoch {at:.2f} at {recipe.size(epoch)} px: loss {loss:.3f}, {rate:.0f} photos/s", flush=True)
            losses, last_report = [], now
        if training.epoch > epoch:
            print(f"epoch {training.epoch}: {probe(training.network, held_out, recipe.size(epoch))}", flush=True)
        if now - last_save > SAVE_SECONDS:
            save(training, work)
            last_save = now
    save(training, work)
    print(f"{path}: {'finished' if training.finished else 'stopped, the same command continues'}", flush=True)
    return training.finished


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of Tiny ImageNet")
    parser.add_argument("--work", type=Path, required=True, help="folder for checkpoints, outside the repository")
    parser.add_argument("--variant", choices=VARIANTS, default=Recipe.variant)
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop after this time")
    arguments = parser.parse_args()
    recipe = Recipe(variant=arguments.variant, seed=arguments.seed)
    try:
        train(recipe, arguments.data, arguments.work, arguments.minutes)
    except (DataError, CheckpointError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
