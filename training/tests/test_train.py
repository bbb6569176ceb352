from dataclasses import replace

import pytest
import torch

import checkpoint
from checkpoint import CheckpointError
from data import Photos
from recipe import Cycle, Recipe
from train import Training, checkpoint_path, is_finished, momentum_path, save, train, trained_network

CPU = torch.device("cpu")
SMALL = Recipe(cycles=(Cycle(((1, 32), (1, 64)), peak_rate=0.1),), batch=250)


def test_the_recipe_says_size_and_rate():
    recipe = Recipe(cycles=(Cycle(((2, 64), (1, 128)), peak_rate=0.4), Cycle(((1, 96),), peak_rate=0.1, warmup_epochs=0.5)))
    assert recipe.epochs == 4
    assert [recipe.size(epoch) for epoch in range(4)] == [64, 64, 128, 96]
    with pytest.raises(IndexError):
        recipe.size(4)
    rates = {0.5: 0.2, 1: 0.4, 2: 0.2, 3: 0, 3.25: 0.05, 3.5: 0.1, 3.75: 0.05}
    for epoch, rate in rates.items():
        assert recipe.rate(epoch) == pytest.approx(rate), epoch


def test_an_interrupted_training_ends_where_an_uninterrupted_one_does(packed, tmp_path):
    photos = Photos.read(packed, "train")
    whole = Training(SMALL, photos, CPU)
    for _ in range(3):
        whole.advance()
    first = Training(SMALL, photos, CPU)
    first.advance()
    save(first, tmp_path)
    saved = [checkpoint.load(path(tmp_path, SMALL), SMALL.fingerprint()) for path in (checkpoint_path, momentum_path)]
    second = Training(SMALL, photos, CPU)
    second.restore(*saved)
    for _ in range(2):
        second.advance()
    assert second.step == whole.step == 3
    theirs = second.network.state_dict()
    for name, value in whole.network.state_dict().items():
        assert torch.equal(value, theirs[name]), name


def test_momentum_of_another_step_is_left_out(packed):
    photos = Photos.read(packed, "train")
    first = Training(SMALL, photos, CPU)
    first.advance()
    state, momentum = first.state(), first.momentum()
    for given in (None, momentum | {"step": 0}):
        second = Training(SMALL, photos, CPU)
        second.restore(state, given)
        assert second.step == 1 and not second.optimizer.state
    second.restore(state, momentum)
    assert second.optimizer.state


def test_each_epoch_sees_every_photo_once_in_an_order_of_its_own(packed):
    training = Training(SMALL, Photos.read(packed, "train"), CPU)
    orders = []
    for epoch in range(2):
        seen = []
        for step in range(training.steps_per_epoch):
            training.step = epoch * training.steps_per_epoch + step
            seen += training.batch_indices().tolist()
        assert sorted(seen) == list(range(1000))
        orders.append(seen)
    assert orders[0] != orders[1]


def test_a_training_stops_by_the_clock_and_goes_on(packed, tmp_path, capsys):
    recipe = replace(SMALL, cycles=(Cycle(((1, 32),), peak_rate=0.1, warmup_epochs=0.5),))
    assert not train(recipe, packed, tmp_path, minutes=0)
    with pytest.raises(CheckpointError, match="not finished"):
        trained_network(tmp_path, recipe)
    assert train(recipe, packed, tmp_path, minutes=9)
    state = checkpoint.load(checkpoint_path(tmp_path, recipe), recipe.fingerprint())
    assert is_finished(state, recipe) and state["seconds"] > 0
    assert "epoch 1: top-1" in capsys.readouterr().out
    trained_network(tmp_path, recipe)
