"""A WD tagger that somebody brought: `model.onnx` and `selected_tags.csv` in one folder.

Made for swinv2, moat, convnext and their like of the third and second generation (SmilingWolf, wd-v1-4 and wd-*-v3).
"""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hwawon.errors import EngineUnavailable
from hwawon.vision.session import RGB, open_file, require_rgb, resized
from hwawon.vision.tag import Tag, TaggerId, sorted_above

RATING = "9"  # the category of the tags that say for whom a picture is
WHITE = 255
SMILEY_LETTERS = 3  # names as short as o_o keep their underscores


class WdTagger:
    """The network, loaded once."""

    source: TaggerId = "wd-tagger"

    def __init__(self, folder: Path, threads: int = 0) -> None:
        """Load both files; `threads` 0 leaves the number to onnxruntime.

        Raises:
            EngineUnavailable: a file is absent or damaged, or they do not belong together.
        """
        try:
            self._network = open_file(folder / "model.onnx", threads)
        except Exception as error:  # onnxruntime has a class of its own for each way in which a file can be broken
            raise EngineUnavailable(f"cannot read the tagger {folder / 'model.onnx'}: {error}") from error
        self._input = self._network.get_inputs()[0]
        self._names = _names(folder / "selected_tags.csv")
        if len(self._input.shape) != 4 or not isinstance(self._input.shape[1], int) or self._input.shape[3] != 3:
            raise EngineUnavailable(f"the tagger in {folder} reads {self._input.shape}, expected [1, side, side, 3]")

    def tags(self, rgb: RGB, threshold: float = 0.35) -> tuple[Tag, ...]:
        """General and character tags of at least `threshold`, surest first, with spaces for underscores; no ratings.

        Raises:
            BadPicture: not (H, W, 3) uint8.
            EngineUnavailable: the list has another number of tags than the network.
        """
        require_rgb(rgb, "picture")
        (shares,) = self._network.run(None, {self._input.name: _on_white(rgb, int(self._input.shape[1]))})
        if len(self._names) != shares.shape[-1]:
            raise EngineUnavailable(f"the tagger knows {shares.shape[-1]} tags, its list has {len(self._names)}")
        pairs = zip(self._names, shares.reshape(-1).tolist(), strict=True)
        return sorted_above((Tag(name, share) for name, share in pairs if name is not None), threshold)


def _on_white(rgb: RGB, side: int) -> NDArray[np.float32]:
    """(1, side, side, 3) BGR 0..255: the whole picture in the middle of a white square."""
    height, width = rgb.shape[:2]
    longer = max(height, width)
    square = np.full((longer, longer, 3), WHITE, np.uint8)
    top, left = (longer - height) // 2, (longer - width) // 2
    square[top : top + height, left : left + width] = rgb
    return np.ascontiguousarray(resized(square, side, side)[None, :, :, ::-1].astype(np.float32))


def _names(path: Path) -> list[str | None]:
    """The names in the network's order, None for a rating."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [None if row["category"] == RATING else _spaced(row["name"]) for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, KeyError, csv.Error) as error:
        raise EngineUnavailable(f"cannot read the list of tags {path}: {error!r}") from error


def _spaced(name: str) -> str:
    return name if len(name) <= SMILEY_LETTERS else name.replace("_", " ")
