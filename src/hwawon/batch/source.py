"""The frames of a batch as pictures, and what was made of them."""

from __future__ import annotations

import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hwawon.batch.patches import laid_over, unpacked
from hwawon.batch.store import BatchRow, FrameRow
from hwawon.batch.video import Reel, Reeled
from hwawon.batch.wishes import BatchWishes
from hwawon.errors import BadPicture
from hwawon.imaging import files
from hwawon.imaging.mask import Mask
from hwawon.imaging.picture import Picture
from hwawon.imaging.stitch import Patch
from hwawon.storage.objects import Objects

_KEPT = 3  # decoded frames: the one that is painted, and the one before it


class Sources:
    """Opens what batches are made of; holds one open video and the frames read last. Safe to share between threads."""

    def __init__(self, objects: Objects, max_pixels: int) -> None:
        self._objects, self._max_pixels = objects, max_pixels
        self._lock = threading.Lock()
        self._frames: OrderedDict[tuple[str, int], Picture] = OrderedDict()
        self._open: tuple[str, Reel] | None = None
        self._copy: tempfile.TemporaryDirectory[str] | None = None

    def frame(self, row: BatchRow, frame: FrameRow) -> Picture:
        """The frame as it came.

        Raises:
            BadPicture, PictureTooLarge: it is damaged, or no picture.
            MissingLibrary, BadInput: a video that cannot be opened.
        """
        if frame.source_key is not None:
            return files.read(self._objects.get(frame.source_key), max_pixels=self._max_pixels)
        with self._lock:
            return self._of_video(row, frame.position)

    def file(self, row: BatchRow) -> Path:
        """The video itself, until another batch's is asked for."""
        with self._lock:
            return self._reel(row).path

    def close(self) -> None:
        """Let go of the open video; used again, it is opened again."""
        with self._lock:
            self._close()

    def _of_video(self, row: BatchRow, index: int) -> Picture:
        known = self._frames.get((row.id, index))
        if known is not None:
            return known
        picture = self._reel(row).read(index)
        self._frames[row.id, index] = picture
        while len(self._frames) > _KEPT:
            self._frames.popitem(last=False)
        return picture

    def _reel(self, row: BatchRow) -> Reel:
        if self._open is None or self._open[0] != row.id:
            self._close()
            self._open = row.id, Reel(self._path(row), Reeled.from_json(row.source), self._max_pixels)
        return self._open[1]

    def _path(self, row: BatchRow) -> Path:
        """The video as a file of this machine; fetched where the objects lie elsewhere."""
        assert row.source_key is not None
        local = self._objects.local_path(row.source_key)
        if local is not None:
            return local
        self._copy = tempfile.TemporaryDirectory(prefix="hwawon-video-")
        path = Path(self._copy.name) / Path(row.source_key).name
        path.write_bytes(self._objects.get(row.source_key))
        return path

    def _close(self) -> None:
        if self._open is not None:
            self._open[1].close()
            self._open = None
        if self._copy is not None:
            self._copy.cleanup()
            self._copy = None


@dataclass(frozen=True, eq=False)
class Made:
    """A frame and what is kept of its result."""

    source: Picture
    patch: Patch | None
    result: Picture


def made_of(objects: Objects, sources: Sources, row: BatchRow, frame: FrameRow, wishes: BatchWishes) -> Made:
    """The frame with its result laid over; one that is not painted as it came. Raises as `Sources.frame`."""
    source = sources.frame(row, frame)
    patch = None
    if frame.report is not None and frame.patch_key is not None:
        patch = unpacked(objects.get(frame.patch_key), frame.report, source)
    opacity = wishes.opacity if frame.report is None else frame.report.get("opacity", wishes.opacity)
    return Made(source, patch, laid_over(source, patch, opacity))


def mask_of(objects: Objects, key: str) -> Mask:
    """A stored mask (H, W)."""
    return np.ascontiguousarray(files.read(objects.get(key)).pixels[:, :, 0]).astype(np.uint8)


def kept_mask(objects: Objects, mask: Mask) -> str:
    """Store a mask (H, W) uint8; its key."""
    return objects.put(files.encode(Picture(mask[:, :, np.newaxis]), "PNG"), ".png")


def lasting(read: Callable[[], Picture], otherwise: Picture | None) -> Picture:
    """What `read` gives; in place of a damaged frame the one before.

    Raises:
        BadPicture: it is damaged, and there is none before.
    """
    try:
        return read()
    except BadPicture:
        if otherwise is None:
            raise
        return otherwise
