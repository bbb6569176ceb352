import subprocess
import sys
from pathlib import Path

import pytest
import torch

import checkpoint
from checkpoint import CheckpointError

RECIPE = {"seed": 0, "stages": ((1, 32),)}


def test_what_was_saved_comes_back(tmp_path):
    path = tmp_path / "new" / "run.pt"
    assert checkpoint.load(path, RECIPE) is None
    checkpoint.save(path, RECIPE, {"step": 3, "x": torch.arange(4)})
    state = checkpoint.load(path, RECIPE)
    assert state["step"] == 3
    assert state["x"].tolist() == [0, 1, 2, 3]
    assert [file.name for file in path.parent.iterdir()] == ["run.pt"]


def test_another_recipe_is_told_by_what_differs(tmp_path):
    path = tmp_path / "run.pt"
    checkpoint.save(path, RECIPE, {})
    with pytest.raises(CheckpointError, match="belongs to another training: seed 0 there, 1 here"):
        checkpoint.load(path, RECIPE | {"seed": 1})


@pytest.mark.parametrize("spoil", [lambda b: b[: len(b) // 2], lambda b: b"", lambda b: b"\0" * len(b), lambda b: b"pickle" + b])
def test_a_damaged_file_is_told(tmp_path, spoil):
    path = tmp_path / "run.pt"
    checkpoint.save(path, RECIPE, {"x": torch.zeros(1000)})
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(CheckpointError, match="is damaged"):
        checkpoint.load(path, RECIPE)


def test_a_full_disk_leaves_the_last_good_checkpoint(tmp_path):
    path = tmp_path / "run.pt"
    checkpoint.save(path, RECIPE, {"step": 1})
    # A file that may not grow past 100 KB fails as a full disk does: with an OSError in the middle of writing.
    code = (
        "import resource, signal, sys, torch, checkpoint\n"
        "from pathlib import Path\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try:\n"
        f"    checkpoint.save(Path({str(path)!r}), {RECIPE!r}, {{'step': 2, 'x': torch.zeros(1_000_000)}})\n"
        "except checkpoint.CheckpointError as error:\n"
        "    sys.exit(str(error))\n"
    )
    folder = Path(checkpoint.__file__).parent
    failed = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    assert failed.returncode == 1
    assert "the last good checkpoint is untouched" in failed.stderr
    assert checkpoint.load(path, RECIPE) == {"step": 1}
    assert [file.name for file in tmp_path.iterdir()] == ["run.pt"]
