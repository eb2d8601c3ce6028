"""The models folder that tests of real networks use: the configured one, filled where something is missing."""

from functools import cache
from pathlib import Path

from hwawon.config import load
from hwawon.vision import models


@cache
def with_models(*ids: str) -> Path:
    """The models folder, with the named models in it; fetches only what is not there."""
    folder = load().models_dir
    models.install(folder, ids)
    return folder
