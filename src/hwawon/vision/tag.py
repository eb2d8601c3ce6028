"""What the taggers share: a tag, how a list of them is cut and sorted, and which tagger there is.

Imports nothing heavy, so that the web process may use it freely.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from hwawon.vision.models import installed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TaggerId = Literal["wd-tagger", "imagenet"]
NETWORK_ID, WORDS_ID = "imagenet-tagger", "imagenet-words"
WD_FOLDER = "wd-tagger"  # in the models folder
WD_FILES = ("model.onnx", "selected_tags.csv")


@dataclass(frozen=True)
class Tag:
    """A word for what a picture shows; `confidence` 0..1. Brackets in a name are part of it, not emphasis."""

    name: str
    confidence: float


class AnyTagger(Protocol):
    """What every tagger does; `source` is its id."""

    source: TaggerId

    def tags(self, rgb: NDArray[np.uint8], threshold: float = 0.35) -> tuple[Tag, ...]:
        """The tags of a picture (H, W, 3) of at least `threshold`, surest first."""
        ...


def sorted_above(tags: Iterable[Tag], threshold: float) -> tuple[Tag, ...]:
    """Those of at least `threshold`, surest first; equals by name."""
    return tuple(
        sorted((tag for tag in tags if tag.confidence >= threshold), key=lambda tag: (-tag.confidence, tag.name))
    )


def wd_folder(models_dir: Path, brought: Path | None = None) -> Path | None:
    """Where a WD tagger lies: in the folder that somebody brought, else in `models_dir/wd-tagger`, else nowhere."""
    folders = [brought] if brought else []
    for folder in [*folders, models_dir / WD_FOLDER]:
        if all((folder / name).is_file() for name in WD_FILES):
            return folder
    return None


def present(models_dir: Path, brought: Path | None = None) -> TaggerId | None:
    """The best tagger that is there; nothing is loaded."""
    if wd_folder(models_dir, brought):
        return "wd-tagger"
    return "imagenet" if {NETWORK_ID, WORDS_ID} <= installed(models_dir) else None
