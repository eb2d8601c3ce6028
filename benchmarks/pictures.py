"""Makes the before/after sheets of the documentation: `.venv/bin/python -m benchmarks.pictures`.

Real photographs, the painter, fixed seeds. `docs/pictures/retouch.jpg` shows photographs that may be passed on freely
with their credit (`NOTICE`); `gardens.jpg` those of Debian's mate-backgrounds, where that package is installed.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage import data
from sklearn.datasets import load_sample_image

from hwawon import config
from hwawon.engines.base import Engine, Step
from hwawon.engines.registry import build_engine
from hwawon.imaging import files
from hwawon.imaging.geometry import Bounds
from hwawon.imaging.mask import bounds_of
from hwawon.imaging.picture import Picture
from hwawon.imaging.stitch import composite, prove
from hwawon.retouch.guides import Guides
from hwawon.retouch.plan import plan_retouch
from hwawon.retouch.request import RetouchRequest
from hwawon.retouch.run import retouch
from hwawon.validation import validated

OUT = Path(__file__).resolve().parents[1] / "docs" / "pictures"
GARDENS = Path("/usr/share/backgrounds/mate/nature")
CELL_PX = 440
INK, PAPER = (60, 52, 44), (244, 240, 232)

Pixels = NDArray[np.uint8]
Ellipse = tuple[int, int, int, int]  # centre x, y and half axes, in thousandths of the picture's width and height


@dataclass(frozen=True)
class Case:
    """One row of a sheet."""

    name: str
    prompt: str
    ellipse: Ellipse
    strength: float = 1.0
    seed: int = 7


FREE = (
    Case("astronaut", "blue butterfly", (815, 250, 120, 180)),
    Case("coffee", "white daisy", (900, 860, 75, 110)),
    Case("china", "", (930, 560, 60, 190)),
    Case("flower", "blue butterfly", (170, 330, 110, 160)),
)
FROM_DEBIAN = (
    Case("Garden", "", (160, 830, 150, 150)),
    Case("YellowFlower", "white butterfly", (170, 250, 100, 150)),
    Case("GreenMeadow", "red poppies", (500, 600, 230, 200)),
    Case("LadyBird", "", (705, 520, 60, 90)),
)


def photograph(name: str) -> Pixels:
    """(H, W, 3) RGB of at most 1280 px."""
    if (GARDENS / f"{name}.jpg").is_file():
        pixels = files.read(GARDENS / f"{name}.jpg").rgb8()
        scale = min(1.0, 1280 / max(pixels.shape))
        return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return np.asarray(load_sample_image(f"{name}.jpg") if name in ("china", "flower") else getattr(data, name)())


def mask_of(case: Case, pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    x, y, across, down = case.ellipse
    mask = np.zeros((height, width), np.uint8)
    centre, axes = (x * width // 1000, y * height // 1000), (across * width // 1000, down * height // 1000)
    cv2.ellipse(mask, centre, axes, 0, 0, 360, (255,), -1, cv2.LINE_8)
    return mask


def row(case: Case, engine: Engine) -> tuple[list[Pixels], str]:
    """The photograph, the photograph with its mask shown, the result; and what was proved."""
    picture = Picture(photograph(case.name))
    mask = mask_of(case, picture.pixels.astype(np.uint8))
    asked: dict[str, Any] = {"prompt": case.prompt, "strength": case.strength, "seed": case.seed, "count": 3}
    painted = bounds_of(mask)
    box = painted.pad(painted.extent.longer // 2).intersection(Bounds.whole(picture.extent))
    request = validated(RetouchRequest, asked | {"box": box})
    plan = plan_retouch(request, picture.extent, painted, engine.capabilities())
    best = retouch(request, picture, mask, plan, engine, Guides(), ignore)[0]
    result = composite(picture, [(best.patch, 1.0)])
    proof = prove(picture, result, [best.patch])
    assert proof.changed_outside == 0
    wish = f'"{case.prompt}"' if case.prompt else "remove"
    said = f"{case.name}: {wish}, {proof.changed_inside} pixels changed, {proof.changed_outside} outside"
    return [picture.rgb8(), marked(picture.rgb8(), mask), result.rgb8()], said


def ignore(_: Step) -> None:
    return None


def marked(pixels: Pixels, mask: Pixels) -> Pixels:
    tinted = pixels.copy()
    tinted[mask > 0] = (tinted[mask > 0] * 0.45 + np.array((230, 60, 90)) * 0.55).astype(np.uint8)
    return tinted


def sheet(cases: tuple[Case, ...], engine: Engine) -> Iterator[Pixels]:
    """The sheet, row by row."""
    for case in cases:
        pictures, said = row(case, engine)
        height = round(CELL_PX * pictures[0].shape[0] / pictures[0].shape[1])
        cells = [cv2.resize(one, (CELL_PX, height), interpolation=cv2.INTER_AREA) for one in pictures]
        line = np.full((34, CELL_PX * 3, 3), PAPER, np.uint8)
        cv2.putText(line, said, (8, 23), cv2.FONT_HERSHEY_SIMPLEX, 0.55, INK, 1, cv2.LINE_AA)
        yield np.vstack([np.hstack(cells).astype(np.uint8), line])


def main() -> int:
    OUT.mkdir(parents=True, exist_ok=True)
    engine = build_engine("painter", config.load())
    for name, cases in (("retouch", FREE), ("gardens", FROM_DEBIAN if GARDENS.is_dir() else ())):
        if cases:
            files.write(Picture(np.vstack(list(sheet(cases, engine)))), OUT / f"{name}.jpg", quality=82)
            print(OUT / f"{name}.jpg")
    engine.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
