"""Which looks this installation can answer, told from the files that are there: nothing is loaded."""

from __future__ import annotations

from typing import Any

from hwawon.config import Settings
from hwawon.errors import MissingModel
from hwawon.looks.request import Detector
from hwawon.vision import models

PEOPLE = ("person-mask", "body-pose")
NEEDED: dict[Detector, tuple[str, ...]] = {Detector.HED: ("hed",), Detector.XDOG: (), Detector.CANNY: ()}


def available(settings: Settings) -> dict[str, Any]:
    """What `GET /api/looks` says."""
    installed = models.installed(settings.models_dir)

    def told(*needed: str) -> dict[str, Any]:
        missing = [model for model in needed if model not in installed]
        return {"available": not missing, "reason": str(MissingModel(missing)) if missing else None}

    return {
        "detectors": [{"id": str(detector), **told(*NEEDED[detector])} for detector in Detector],
        "people": told(*PEOPLE),
        "tagger": {"id": "none", "available": False, "reason": "no tagger is installed"},
        "select": {"available": True},
    }
