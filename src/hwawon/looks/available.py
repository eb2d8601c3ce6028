"""Which looks this installation can answer, told from the files that are there: nothing is loaded."""

from __future__ import annotations

from typing import Any

from hwawon.config import Settings
from hwawon.errors import MissingModel
from hwawon.looks.request import Detector
from hwawon.vision import models

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
        "tagger": {"id": "none", "available": False, "reason": "no tagger is installed"},
        "select": {"available": True},
    }
