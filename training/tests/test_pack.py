"""From a trained network to the file of the page, on the noise of conftest.py."""

import gzip
import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from adapt import Plan, adapt
from assemble import assemble
from data import Photos
from evaluate import costs, evaluate
from norms import Statistics
from publish import PACKED, publish, with_measurements
from quantize import pack, quantize
from recipe import Cycle, Recipe
from train import new_network, train
from variants import MAIN, VARIANTS
from weights import Weights


def test_rounding_keeps_to_half_a_step_and_to_its_bits():
    generator = np.random.default_rng(0)
    weight = generator.normal(size=(8, 4, 3, 3)).astype(np.float32)
    weight[5] = 0
    for bits in (8, 6, 5):
        integers, scale = quantize(weight, bits)
        largest = 2 ** (bits - 1) - 1
        assert integers.dtype == np.int8 and np.abs(integers).max() <= largest
        error = np.abs(integers * scale[:, None, None, None] - weight)
        unclipped = np.abs(integers) < largest
        assert (error <= scale[:, None, None, None] / 2 + 1e-6)[unclipped].all()
        plain = np.abs(weight).reshape(8, -1).max(axis=1) / largest
        plain_error = np.rint(weight / np.where(plain > 0, plain, 1)[:, None, None, None]) * plain[:, None, None, None] - weight
        assert np.square(error).sum() <= np.square(plain_error).sum()
        assert not integers[5].any()


def test_statistics_are_those_of_the_photos(packed):
    photos = Photos.read(packed, "train")
    network = new_network(MAIN)
    seen = {}
    network.layer4[1].bn2.register_forward_hook(lambda _, inputs, __: seen.setdefault("x", []).append(inputs[0]))
    Statistics(network, photos, 64).measure(network)
    x = torch.cat(seen["x"])
    torch.testing.assert_close(network.layer4[1].bn2.running_mean, x.mean(dim=(0, 2, 3)), atol=1e-4, rtol=1e-3)


@pytest.fixture(scope="module")
def assembled(packed, tmp_path_factory):
    """The network of one short epoch, with three of the variants."""
    work = tmp_path_factory.mktemp("work")
    recipe = Recipe(cycles=(Cycle(((1, 32),), peak_rate=0.05, warmup_epochs=0.5),), batch=250)
    plan = Plan(pool=64, size=64, batch=32, imitation_batches=2)
    assert train(recipe, packed, work, minutes=9)
    photos = Photos.read(packed, "train")
    chosen = {name: VARIANTS[name] for name in ("r4_d1", MAIN, "blog", "none")}
    classes = [{"wnid": f"n{index:08}", "words": f"thing {index}"} for index in range(200)]
    with pytest.MonkeyPatch.context() as patch:
        for module in ("adapt", "assemble"):
            patch.setattr(f"{module}.VARIANTS", chosen)
        adapt(photos, work, recipe, plan)
        done = {path.name: path.stat().st_mtime_ns for path in work.iterdir()}
        adapt(photos, work, recipe, plan)
        assert {path.name: path.stat().st_mtime_ns for path in work.iterdir()} == done
        return assemble(photos, classes, work, recipe, plan), photos


def test_what_is_packed_answers_as_what_was_trained(packed, assembled, tmp_path):
    full, photos = assembled
    held_out = Photos.read(packed, "val")
    names = list(full.variants)
    exact = evaluate(full, held_out, names, 64)
    assert set(exact) == {"r4_d1", MAIN, "blog", "none"}
    assert exact[MAIN]["photos"] == exact[MAIN]["smallBoxes"] == 100
    assert "bam3.spatial" in exact[MAIN]["focus"] and "ratio" not in exact[MAIN]["focus"]["bam3.spatial"]
    assert set(exact["none"]["focus"]) == {"bam1.before", "bam2.before", "bam3.before", "cam"}

    small = pack(full, 8, photos, names)
    rounded = evaluate(small, held_out, names, 64)
    publish(with_measurements(small, rounded, "a test"), tmp_path)
    content = gzip.decompress((tmp_path / PACKED).read_bytes())
    (tmp_path / "plain.safetensors").write_bytes(content)
    shipped = Weights.read(tmp_path / "plain.safetensors")
    assert evaluate(shipped, held_out, names, 64) == rounded
    assert shipped.variants[MAIN]["top1"] == rounded[MAIN]["top1"]
    assert len(shipped.variants[MAIN]["gain"]) == 3 and "gain" not in shipped.variants["none"]
    manifest = json.loads((tmp_path / "index.json").read_text())[0]
    assert manifest["file"] == PACKED and manifest["defaultVariant"] == MAIN

    # Rounding to 8 bits hardly moves an answer.
    x = torch.randn(4, 3, 64, 64)
    with torch.inference_mode():
        before, after = (weights.network(MAIN)(x) for weights in (full, shipped))
    assert ((before - after).abs().max() / before.abs().max()).item() < 0.1


def test_costs_are_those_of_the_released_code():
    assert costs(new_network("none"), 224)["parameters"] == 11_279_112
    # Table 3b of the paper: 1.81 GFLOPs with 1,000 classes, which the last layer's 0.4 M less does not change.
    assert costs(new_network("none"), 224)["multiplyAdds"] / 1e9 == pytest.approx(1.81, abs=0.01)


def test_variants_must_share_what_lies_before_every_bam(assembled, packed):
    full, _ = assembled
    stored = dict(full.stored)
    stored["norm.blog.bn1.running_mean"] = stored["norm.blog.bn1.running_mean"] + 1
    with pytest.raises(ValueError, match="variants differ in bn1"):
        evaluate(replace(full, stored=stored), Photos.read(packed, "val"), [MAIN, "blog"], 64)
