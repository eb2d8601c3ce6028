"""Which looks this installation can answer, told from the files that are there: nothing is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hwawon.config import Settings
from hwawon.errors import MissingModel
from hwawon.looks.request import Detector
from hwawon.vision import models
from hwawon.vision.tag import NETWORK_ID, WORDS_ID, present
from hwawon.weights.record import Kind
from hwawon.weights.shelf import Shelf

PERSONS, PARTS = "person-mask", "body-pose"  # without the second one, everybody is one person of no known parts
NEEDED: dict[Detector, tuple[str, ...]] = {Detector.HED: ("hed",), Detector.XDOG: (), Detector.CANNY: ()}


def available(settings: Settings) -> dict[str, Any]:
    """What `GET /api/looks` says."""
    installed = models.installed(settings.models_dir)

    def told(*needed: str) -> dict[str, Any]:
        missing = [model for model in needed if model not in installed]
        return {"available": not missing, "reason": str(MissingModel(missing)) if missing else None}

    return {
        "detectors": [{"id": str(detector), **told(*NEEDED[detector])} for detector in Detector],
        "people": told(PERSONS, PARTS) | {"available": PERSONS in installed},
        "tagger": _tagger(settings.models_dir),
        "select": {"available": True},
    }


def brought_tagger(models_dir: Path) -> Path | None:
    """The folder of the tagger on the shelf; None where nobody put one there."""
    for one in Shelf(models_dir).all(Kind.TAGGER):
        return one.path if one.path.is_dir() else one.path.parent
    return None


def _tagger(models_dir: Path) -> dict[str, Any]:
    found = present(models_dir, brought_tagger(models_dir))
    reason = None if found else str(MissingModel([NETWORK_ID, WORDS_ID]))
    return {"id": found or "imagenet", "available": found is not None, "reason": reason}
