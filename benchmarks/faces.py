"""What the small models tell of real faces: `.venv/bin/python -m benchmarks.faces` prints the table of docs/faces.md.

The astronaut is about 40, the admiral (Grace Hopper) 77. Times are of one request to a warm helper process, decoding
included, the best of three.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from hwawon.config import load
from hwawon.looks.faces import ask_faces
from hwawon.looks.looker import Looker
from hwawon.looks.setup import Setup
from hwawon.vision.faces.face import Face, Flag
from support.face_pictures import astronaut, face_models, grace_hopper, jpeg
from support.pictures import photograph

RGB = NDArray[np.uint8]
ROUNDS = 3
HEAD = ("picture", "faces", "looks", "age", "generation", "gender", "smile", "glasses", "eyes", "mouth", "turned", "ms")


def pictures() -> Iterator[tuple[str, RGB]]:
    """Names and pictures."""
    woman, admiral = astronaut(), grace_hopper()
    yield "astronaut", woman
    yield "admiral", admiral
    yield "astronaut, mirrored", np.ascontiguousarray(woman[:, ::-1])
    for turns, name in ((1, "on her side"), (2, "upside down"), (3, "on her other side")):
        yield f"astronaut, {name}", np.ascontiguousarray(np.rot90(woman, turns))
    for degrees in (20, 40, -40):
        yield f"astronaut, tilted by {degrees} degrees", tilted(woman, degrees)
    yield "admiral, on her side", np.ascontiguousarray(np.rot90(admiral, 1))
    yield "astronaut, a quarter of the size (face of 21 px)", shrunk(woman, 128)
    yield "admiral, a quarter of the size (face of 45 px)", shrunk(admiral, 150)
    yield "astronaut, at 15 % of the light", dimmed(woman, 0.15)
    yield "admiral, at 15 % of the light", dimmed(admiral, 0.15)
    yield "both, side by side", pair(woman, admiral)
    yield "cameraman, from the side", np.stack([photograph("camera")] * 3, axis=-1)
    yield "cat", photograph("chelsea")
    yield "coffee", photograph("coffee")
    yield "rocket", photograph("rocket")
    yield "palace (china)", photograph("china")
    yield "flower", photograph("flower")
    yield "astronaut, a face of 11 px", shrunk(woman, 64)


def tilted(rgb: RGB, degrees: float) -> RGB:
    turn = cv2.getRotationMatrix2D((220, 110), degrees, 1)
    return np.asarray(cv2.warpAffine(rgb, turn, rgb.shape[1::-1]), np.uint8)


def shrunk(rgb: RGB, longer_px: int) -> RGB:
    height, width = rgb.shape[:2]
    scale = longer_px / max(height, width)
    size = round(width * scale), round(height * scale)
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def dimmed(rgb: RGB, part: float) -> RGB:
    return np.asarray(rgb * part, np.uint8)


def pair(left: RGB, right: RGB) -> RGB:
    """Two pictures beside each other, the right one as high as the left one."""
    height = left.shape[0]
    width = round(right.shape[1] * height / right.shape[0])
    return np.hstack([left, np.asarray(cv2.resize(right, (width, height), interpolation=cv2.INTER_AREA), np.uint8)])


def line(name: str, faces: tuple[Face, ...], time_ms: float) -> tuple[str, ...]:
    """A row of the table; of several faces the first one is told, and what the others look like."""
    if not faces:
        return name, "0", *([""] * 9), f"{time_ms:.0f}"
    face = faces[0]
    assert face.pose is not None
    looks = "; ".join(_looks(one) for one in faces)
    gender = f"{face.gender or 'not sure'} {100 * max(face.gender_share, 1 - face.gender_share):.0f} %"
    turned = ", ".join(f"{angle:.0f}" for angle in face.pose)
    flags = (_flag(one) for one in (face.smile, face.eyeglasses, face.eyes_open, face.mouth_open))
    age = f"{face.age_low} to {face.age_high}"
    return name, str(len(faces)), looks, age, face.generation, gender, *flags, turned, f"{time_ms:.0f}"


def _looks(face: Face) -> str:
    if face.emotion is None:
        return "not sure"
    return f"{face.emotion} {100 * face.emotions[face.emotion]:.0f} %"


def _flag(flag: Flag | None) -> str:
    return "" if flag is None else f"{'yes' if flag.value else 'no'} {100 * flag.confidence:.0f} %"


def main() -> int:
    rows = [HEAD, ("---",) * len(HEAD)]
    with tempfile.TemporaryDirectory() as folder:
        settings = load(data_dir=Path(folder), models_dir=face_models())
        looker = Looker(Setup.of(settings))
        ask_faces(looker, jpeg(astronaut())).result(60)
        for name, rgb in pictures():
            file, times = jpeg(rgb), []
            for _ in range(ROUNDS):
                started = time.perf_counter()
                faces = ask_faces(looker, file).result(60)
                times.append(1000 * (time.perf_counter() - started))
            rows.append(line(name, faces, min(times)))
        looker.close()
    print("\n".join(f"| {' | '.join(row)} |" for row in rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
