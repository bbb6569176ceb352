"""A training that stops can go on: everything a step depends on, in one file that is always whole.

Random numbers are not stored: each step draws its own from the seed and its number.
"""

import os
from pathlib import Path

import torch


class CheckpointError(Exception):
    """A checkpoint is damaged, belongs to another training, or could not be written."""


def save(path: Path, recipe: dict, state: dict) -> None:
    """Writes beside the last good checkpoint and then takes its place; a full disk leaves the last good one."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            torch.save({"recipe": recipe, "state": state}, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except (OSError, RuntimeError) as error:  # torch reports a failed write as RuntimeError
        part.unlink(missing_ok=True)
        raise CheckpointError(f"cannot write {path}, the last good checkpoint is untouched: {error}") from error


def load(path: Path, recipe: dict) -> dict | None:
    """The state of the training that `recipe` describes; None when it has not begun."""
    if not path.exists():
        return None
    try:
        saved = torch.load(path, map_location="cpu", weights_only=True)
        theirs, state = saved["recipe"], saved["state"]
    except Exception as error:  # whatever a damaged zip or pickle raises
        raise CheckpointError(f"{path} is damaged: {error}") from error
    different = {key for key in recipe.keys() | theirs.keys() if recipe.get(key) != theirs.get(key)}
    if different:
        told = ", ".join(f"{key} {theirs.get(key)} there, {recipe.get(key)} here" for key in sorted(different))
        raise CheckpointError(f"{path} belongs to another training: {told}")
    return state
