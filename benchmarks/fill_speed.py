"""How long the painter takes inside a mask, by hole and by wish. Run: python benchmarks/fill_speed.py"""

from __future__ import annotations

import json
import time
from itertools import pairwise
from pathlib import Path
from statistics import median

import cv2
import numpy as np

from hwawon.config import load
from hwawon.engines.base import PaintRequest, Pixels, Step, Task
from hwawon.engines.painter.engine import Painter
from hwawon.imaging.geometry import Extent

CROP = Extent(512, 512)
HOLES_PX = (64, 128, 256)
PROMPTS = {"removal": "", "thing": "red rose", "material": "grass", "retouch": "brighter"}
PHOTO = Path("/usr/share/backgrounds/mate/nature/GreenMeadow.jpg")
REPEATS = 3


def picture() -> Pixels:
    """A crop (512, 512, 3) of a photograph of grass, or where Debian's photographs are not installed, noise like it."""
    photo = cv2.imread(str(PHOTO)) if PHOTO.is_file() else None
    if photo is not None:
        return np.array(photo[400:912, 300:812, ::-1], np.uint8)
    chance = np.random.default_rng(3)
    lumps = [chance.normal(0, 40, (side, side, 3)).astype(np.float32) for side in (8, 64, 256)]
    grown = [cv2.resize(lump, tuple(CROP), interpolation=cv2.INTER_CUBIC) for lump in lumps]
    return np.array(np.clip(sum(grown) + np.float32(120), 0, 255), np.uint8)


def seconds(engine: Painter, request: PaintRequest) -> tuple[float, float, float]:
    """Wall seconds, processor seconds, and the longest wait between two steps."""
    moments = [time.perf_counter()]

    def note(_: Step) -> None:
        moments.append(time.perf_counter())

    busy = time.process_time()
    engine.paint(request, note)
    moments.append(time.perf_counter())
    longest = max(late - early for early, late in pairwise(moments))
    return moments[-1] - moments[0], time.process_time() - busy, longest


def rows() -> list[dict[str, object]]:
    """One row per wish and hole: medians."""
    engine, image = Painter(load().models_dir), picture()
    measured: list[dict[str, object]] = []
    for wish, prompt in PROMPTS.items():
        for hole in HOLES_PX:
            mask = np.zeros((CROP.height, CROP.width), np.uint8)
            cv2.circle(mask, (CROP.width // 2, CROP.height // 2), hole // 2, 255, -1)
            request = PaintRequest(Task.INPAINT, CROP, seed=1, prompt=prompt, image=image, mask=mask)
            taken = [seconds(engine, request) for _ in range(REPEATS)]
            wall, busy, longest = (round(median(column), 3) for column in zip(*taken, strict=True))
            measured.append(
                {"wish": wish, "hole_px": hole, "wall_s": wall, "processor_s": busy, "longest_step_s": longest}
            )
    return measured


if __name__ == "__main__":
    for row in rows():
        print(json.dumps(row))
