"""Exactness over random cases: `.venv/bin/python -m benchmarks.exactness [COUNT]` (200 where left out).

Each case writes a file of some kind and size, retouches it as the command line does, and compares the decoded input
with the lossless output by code of its own: no pixel farther than `reach_px` from the painted mask may differ, and with
the identity engine none at all.
"""

import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import tifffile
from numpy.typing import NDArray
from PIL import Image

from hwawon.config import Settings
from hwawon.engines.base import Step
from hwawon.retouch import desk
from hwawon.retouch.request import RetouchRequest
from hwawon.validation import validated

KINDS = ("jpeg", "png", "png16", "rgba", "rgba16", "grey", "tiff16")
SHAPES = ("dot", "disc", "stroke", "frame", "half", "all", "scattered", "soft")
PLACES = ("inside", "left", "top", "corner", "whole")
ENGINES = ("painter:flat", "painter:identity")
COUNT = 200

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Case:
    """One retouch, decided by its number alone."""

    number: int
    kind: str
    width: int
    height: int
    place: str
    shape: str
    strength: float
    engine: str

    def __str__(self) -> str:
        size = f"{self.width}x{self.height}"
        return f"{self.number}: {self.kind} {size} {self.place} {self.shape} {self.strength:.2f} {self.engine}"


@dataclass(frozen=True)
class Outcome:
    """What an independent comparison of the two files found."""

    case: Case
    reported_outside: int
    changed_beyond_reach: int
    changed: int
    reach_px: float
    allowed_reach_px: float

    @property
    def is_exact(self) -> bool:
        still = self.case.engine != "painter:identity" or self.changed == 0
        within = self.reach_px <= self.allowed_reach_px + 1e-3
        return self.reported_outside == 0 and self.changed_beyond_reach == 0 and still and within


def case(number: int) -> Case:
    """Case `number`: kinds, places and shapes by turns, the rest at random; every tenth one large."""
    chance = np.random.default_rng(number)
    most = 4000 if number % 10 == 9 else 900
    width, height = (int(side) for side in chance.integers(64, most, 2))
    return Case(
        number=number,
        kind=KINDS[number % len(KINDS)],
        width=width,
        height=height,
        place=PLACES[number % len(PLACES)],
        shape=SHAPES[number % len(SHAPES)],
        strength=float(np.round(chance.uniform(0.05, 1), 2)),
        engine=ENGINES[number % 4 == 3],
    )


def check(one: Case, folder: Path) -> Outcome:
    """Run the case in `folder` and compare."""
    chance = np.random.default_rng(one.number + 1_000_000)
    source = write_input(one, chance, folder)
    box = placed(one, chance)
    mask = painted(one, box, chance)
    Image.fromarray(mask).save(folder / "mask.png")
    out = folder / ("out.tiff" if one.kind == "tiff16" else "out.png")
    asked = {"prompt": "red tulips", "engine": one.engine, "strength": one.strength, "seed": one.number, "box": box}
    paths = desk.Paths(source, folder / "mask.png", out)
    work = desk.prepare(validated(RetouchRequest, asked), paths, Settings(data_dir=folder, models_dir=folder))
    answer = desk.finish(work, ignore).answer
    return compared(one, decoded(source), decoded(out), mask, box, answer)


def compared(
    one: Case, before: NDArray[Any], after: NDArray[Any], mask: NDArray[np.uint8], box: Box, answer: dict[str, Any]
) -> Outcome:
    assert before.shape == after.shape and before.dtype == after.dtype, (one, before.shape, after.shape)
    changed = before != after
    changed = changed.any(axis=2) if changed.ndim == 3 else changed
    inside = np.zeros(mask.shape, np.bool_)
    x, y, width, height = box
    inside[y : y + height, x : x + width] = mask[y : y + height, x : x + width] > 0
    distance = cv2.distanceTransform(np.where(inside, 0, 255).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    beyond = int(np.count_nonzero(changed & (distance > answer["reach_px"] + 1e-3)))
    allowed = max(48.0, 0.35 * max(width, height))
    counts = answer["changed_outside"], beyond, int(np.count_nonzero(changed))
    return Outcome(one, *counts, answer["reach_px"], allowed)


def placed(one: Case, chance: np.random.Generator) -> Box:
    """A box inside the picture: anywhere, at a border, in a corner, or the whole."""
    if one.place == "whole":
        return 0, 0, one.width, one.height
    width, height = int(chance.integers(8, one.width + 1)), int(chance.integers(8, one.height + 1))
    x, y = int(chance.integers(0, one.width - width + 1)), int(chance.integers(0, one.height - height + 1))
    return (0 if one.place in ("left", "corner") else x), (0 if one.place in ("top", "corner") else y), width, height


def painted(one: Case, box: Box, chance: np.random.Generator) -> NDArray[np.uint8]:
    """A mask of the picture's size with paint of the case's shape inside the box, and some outside to be ignored."""
    mask = np.zeros((one.height, one.width), np.uint8)
    x, y, width, height = box
    area = mask[y : y + height, x : x + width]
    drawn = np.zeros(area.shape, np.uint8)
    radius, centre = max(1, min(width, height) // 4), (width // 2, height // 2)
    if one.shape == "dot":
        drawn[height // 2, width // 2] = 255
    elif one.shape == "stroke":
        ends = [(int(chance.integers(width)), int(chance.integers(height))) for _ in range(4)]
        cv2.polylines(drawn, [np.array(ends)], False, (255,), max(1, radius // 4))
    elif one.shape == "frame":
        cv2.rectangle(drawn, (0, 0), (width - 1, height - 1), (255,), max(1, radius // 3))
    elif one.shape == "half":
        drawn[: max(1, height // 2)] = 255
    elif one.shape == "all":
        drawn[:] = 255
    elif one.shape == "scattered":
        drawn[chance.random(drawn.shape) > 0.995] = 255
        drawn[0, 0] = 255
    else:
        cv2.circle(drawn, centre, radius, (255,), -1)
    if one.shape == "soft":
        drawn = np.maximum(drawn, np.asarray(cv2.GaussianBlur(drawn, (0, 0), 3), dtype=np.uint8))
    area[:] = drawn
    return mask


def write_input(one: Case, chance: np.random.Generator, folder: Path) -> Path:
    """A file of the case's kind: soft colours with grain."""
    coarse = chance.random((7, 7, 4)).astype(np.float32)
    soft = np.asarray(cv2.resize(coarse, (one.width, one.height), interpolation=cv2.INTER_LINEAR), dtype=np.float32)
    grainy = np.clip(soft + chance.normal(0, 0.02, soft.shape), 0, 1)
    eight, sixteen = np.asarray(grainy * 255, dtype=np.uint8), np.asarray(grainy * 65535, dtype=np.uint16)
    path = folder / ("in.jpg" if one.kind == "jpeg" else "in.tiff" if one.kind == "tiff16" else "in.png")
    if one.kind == "jpeg":
        Image.fromarray(eight[:, :, :3]).save(path, quality=90)
    elif one.kind == "grey":
        Image.fromarray(eight[:, :, 0]).save(path)
    elif one.kind in ("png", "rgba"):
        Image.fromarray(eight if one.kind == "rgba" else eight[:, :, :3]).save(path)
    elif one.kind == "tiff16":
        tifffile.imwrite(path, sixteen[:, :, :3], photometric="rgb")
    else:
        cv2.imwrite(str(path), sixteen if one.kind == "rgba16" else sixteen[:, :, :3])
    return path


def decoded(path: Path) -> NDArray[Any]:
    """The pixels as another library sees them: OpenCV where there may be 16 bits, Pillow for JPEG."""
    if path.suffix == ".tiff":
        return np.asarray(tifffile.imread(path))
    if path.suffix == ".jpg":
        with Image.open(path) as image:
            return np.asarray(image)[:, :, ::-1]
    found = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert found is not None
    return np.asarray(found)


def ignore(_: Step) -> None:
    return None


def main(count: int) -> int:
    """Check `count` cases; 1 where one is not exact."""
    started, kinds = time.perf_counter(), Counter[str]()
    wrong = []
    for number in range(count):
        with tempfile.TemporaryDirectory() as folder:
            outcome = check(case(number), Path(folder))
        kinds[outcome.case.kind] += 1
        if not outcome.is_exact:
            wrong.append(outcome)
            print(f"NOT EXACT {outcome.case}: {outcome}")
    seconds = time.perf_counter() - started
    print(f"{count} cases ({dict(kinds)}), {len(wrong)} not exact, {seconds:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT))
