"""How different the 512 gardens of the search keys look. Run: python benchmarks/painter_variety.py

Each combination of emotion, season, weather and time is painted small with one seed; the distance of two pictures is
the root mean square of the difference of their 16 x 16 mean colours in CIELAB (0..255 for each channel).
"""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import cv2
import numpy as np

from hwawon.engines.base import PaintRequest, Step, Task
from hwawon.engines.painter.engine import Painter
from hwawon.engines.painter.scene import EMOTIONS, SEASONS, TIMES, WEATHERS
from hwawon.imaging.geometry import Extent


def looks(prompts: list[str]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """The mean colours (N, 768) of one picture per prompt, painted without the networks."""

    def ignore(_: Step) -> None:
        return None

    engine, rows = Painter(Path("/nonexistent")), []
    for prompt in prompts:
        request = PaintRequest(Task.TEXT_TO_IMAGE, Extent(256, 256), seed=7, prompt=prompt, steps=4)
        lab = cv2.cvtColor(engine.paint(request, ignore).images[0], cv2.COLOR_RGB2LAB)
        rows.append(cv2.resize(lab.astype(np.float32), (16, 16), interpolation=cv2.INTER_AREA).ravel())
    return np.asarray(rows, np.float32)


def main() -> None:
    prompts = [" ".join((emotion, ",".join(key))) for emotion in EMOTIONS for key in product(SEASONS, WEATHERS, TIMES)]
    seen = looks(prompts)
    nearest = []
    for index in range(len(seen)):
        distance = np.sqrt(np.mean((seen - seen[index]) ** 2, axis=1))
        distance[index] = np.inf
        nearest.append((float(distance.min()), prompts[index], prompts[int(distance.argmin())]))
    nearest.sort()
    row = {"pictures": len(seen), "smallest": round(nearest[0][0], 2), "median": round(nearest[len(seen) // 2][0], 2)}
    print(json.dumps(row | {"closest": nearest[0][1:]}))


if __name__ == "__main__":
    main()
