"""The other variants: attention modules trained on a backbone that stays as it is.

Takes `r16_d4-{seed}.pt` (train.py) and writes `{variant}-on-{seed}.pt` for every other variant, each as soon as it is done. For
each variant:

1. its modules learn the gain of the main ones from the same features, all variants side by side;
2. they are trained on the task, through the frozen backbone, whose BatchNorms work on the batch as they do in training.

Nothing changes before BAM 1, so what stage 1 makes of every photo is computed once, for a pool of random crops.
"""

import math
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

import checkpoint
from augment import augmented
from data import Photos
from device import device, mixed_precision
from network import Network, recorder
from recipe import Recipe
from train import new_network, trained_network
from variants import MAIN, VARIANTS


@dataclass(frozen=True)
class Plan:
    pool: int = 12_000  # crops
    size: int = 128  # px
    batch: int = 128
    imitation_batches: int = 100
    imitation_rate: float = 4e-3
    epochs: int = 1  # over the pool
    rate: float = 2e-3
    label_smoothing: float = 0.1
    # Share of the main network's own answers in the target: they say more per photo than a label does.
    distilled: float = 0.5


@dataclass
class Pool:
    """What stage 1 makes of random crops, in bfloat16, and what the main network answers."""

    features: Tensor  # (N, 64, h, w)
    labels: Tensor  # (N,)
    answers: Tensor  # (N, classes), log probabilities

    def batches(self, size: int):
        for start in range(0, len(self.labels) - size + 1, size):
            at = slice(start, start + size)
            yield self.features[at], self.labels[at], self.answers[at]


@torch.no_grad()
def gather(main: Network, photos: Photos, seed: int, plan: Plan, where: torch.device) -> Pool:
    generator = torch.Generator().manual_seed(seed + 1)
    chosen = torch.randperm(len(photos), generator=generator)[: plan.pool]
    features, answers = [], []
    for indices in chosen.split(plan.batch):
        batch = photos[indices].to(where)
        with mixed_precision(where):
            x = main.to_stage1(augmented(batch.pixels, plan.size, generator))
            logits = main.from_stage1(x)
        features.append(x.to(torch.bfloat16).contiguous(memory_format=torch.channels_last))
        answers.append(logits.float().log_softmax(dim=1))
    return Pool(torch.cat(features), photos.labels[chosen].to(where), torch.cat(answers))


def modules(network: Network) -> list[nn.Module]:
    return [network.bam1, network.bam2, network.bam3]


def adapter(main: Network, variant: str, where: torch.device) -> Network:
    """The main network's backbone, frozen, with new modules."""
    network = new_network(variant).to(where, memory_format=torch.channels_last)
    backbone = {name: value for name, value in main.state_dict().items() if not name.startswith("bam")}
    network.load_state_dict(backbone, strict=False)
    network.requires_grad_(False)
    for module in modules(network):
        module.requires_grad_(True)
    return network


def imitate(main: Network, networks: list[Network], pool: Pool, plan: Plan) -> None:
    """Every module learns F' from the main module of its place."""
    parameters = [p for network in networks for module in modules(network) for p in module.parameters()]
    optimizer = torch.optim.Adam(parameters, foreach=True)
    for done, (x, _, _) in enumerate(pool.batches(plan.batch)):
        if done == plan.imitation_batches:
            break
        set_rate(optimizer, plan.imitation_rate, done / plan.imitation_batches)
        taps: dict[str, Tensor] = {}
        with torch.no_grad(), mixed_precision(x.device):
            main.from_stage1(x, taps)
        optimizer.zero_grad()
        for network in networks:
            for k, module in enumerate(modules(network), 1):
                before, after = taps[f"bam{k}.before"], taps[f"bam{k}.after"]
                with mixed_precision(x.device):
                    got = module(before, recorder(None))
                unlikeness(got.float(), after.float()).backward()
        optimizer.step()


def unlikeness(got: Tensor, wanted: Tensor) -> Tensor:
    """Squared difference, relative, after the best common factor: the next BatchNorm takes a factor out."""
    factor = (got * wanted).sum() / got.square().sum()
    return (factor * got - wanted).square().sum() / wanted.square().sum()


def fit(network: Network, pool: Pool, plan: Plan) -> float:
    """Trains the modules on the task -> the mean loss of the last tenth."""
    optimizer = torch.optim.Adam([p for p in network.parameters() if p.requires_grad], foreach=True)
    steps = plan.epochs * (len(pool.labels) // plan.batch)
    losses: list[Tensor] = []
    network.train()
    for _ in range(plan.epochs):
        for x, labels, answers in pool.batches(plan.batch):
            set_rate(optimizer, plan.rate, len(losses) / steps)
            with mixed_precision(x.device):
                logits = network.from_stage1(x)
            logits = logits.float()
            taught = functional.cross_entropy(logits, labels, label_smoothing=plan.label_smoothing)
            told = functional.kl_div(logits.log_softmax(dim=1), answers, reduction="batchmean", log_target=True)
            loss = torch.lerp(taught, told, plan.distilled)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
    return torch.stack(losses[-max(1, steps // 10) :]).mean().item()


def set_rate(optimizer: torch.optim.Optimizer, peak: float, progress: float) -> None:
    """Half a cosine from `peak` to 0, after a short warm-up."""
    rate = peak * min(1.0, progress * 20 + 0.1) * (1 + math.cos(math.pi * progress)) / 2
    for group in optimizer.param_groups:
        group["lr"] = rate


def adapted(work: Path, variant: str, recipe: Recipe, plan: Plan) -> dict | None:
    """The modules of a variant that is done."""
    return checkpoint.load(adapted_path(work, variant, recipe), fingerprint(recipe, plan))


def adapted_path(work: Path, variant: str, recipe: Recipe) -> Path:
    return work / f"{variant}-on-{recipe.seed}.pt"


def fingerprint(recipe: Recipe, plan: Plan) -> dict:
    return {"backbone": recipe.fingerprint(), **asdict(plan)}


def adapt(photos: Photos, work: Path, recipe: Recipe, plan: Plan) -> None:
    """Trains what is not there yet, on the backbone of `recipe`. `photos` are those of training."""
    where = device()
    main = trained_network(work, recipe).to(where, memory_format=torch.channels_last).eval()
    # Without parameters there is nothing to train.
    trained = [variant for variant, setting in VARIANTS.items() if variant != MAIN and setting.form != "none"]
    left = [variant for variant in trained if adapted(work, variant, recipe, plan) is None]
    if not left:
        print("every variant is there already", flush=True)
        return
    begun = time.monotonic()
    pool = gather(main, photos, recipe.seed, plan, where)
    print(f"a pool of {len(pool.labels):,} crops after {time.monotonic() - begun:.0f} s", flush=True)
    torch.manual_seed(recipe.seed)
    networks = {variant: adapter(main, variant, where) for variant in left}
    imitate(main, list(networks.values()), pool, plan)
    print(f"{len(left)} variants imitate {MAIN} after {time.monotonic() - begun:.0f} s", flush=True)
    for variant, network in networks.items():
        loss = fit(network, pool, plan)
        state = {name: value for name, value in network.state_dict().items() if name.startswith("bam")}
        checkpoint.save(adapted_path(work, variant, recipe), fingerprint(recipe, plan), state)
        print(f"{variant}: loss {loss:.3f} after {time.monotonic() - begun:.0f} s", flush=True)
