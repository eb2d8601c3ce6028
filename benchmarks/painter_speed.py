"""How long the painter takes for one picture, by size. Run: python benchmarks/painter_speed.py"""

from __future__ import annotations

import json
import time
from statistics import median

from hwawon.config import load
from hwawon.engines.base import PaintRequest, Step, Task
from hwawon.engines.painter.engine import Painter
from hwawon.engines.painter.flat import FlatPainter
from hwawon.imaging.geometry import Extent

SIZES = ((512, 512), (768, 512), (512, 768), (1280, 800), (2048, 2048))
PROMPTS = ("happy spring sunny day", "calm summer dawn, lotus", "sad rainy autumn sunset")


def seconds(engine: Painter | FlatPainter, extent: Extent, prompt: str) -> tuple[float, float]:
    """Wall and processor seconds of one picture."""

    def ignore(_: Step) -> None:
        return None

    request = PaintRequest(Task.TEXT_TO_IMAGE, extent, seed=7, prompt=prompt)
    wall, busy = time.perf_counter(), time.process_time()
    engine.paint(request, ignore)
    return time.perf_counter() - wall, time.process_time() - busy


def rows() -> list[dict[str, object]]:
    """One row per engine and size: the median over the prompts, after one picture to warm up."""
    measured: list[dict[str, object]] = []
    for engine in (Painter(load().models_dir), FlatPainter()):
        seconds(engine, Extent(256, 256), PROMPTS[0])
        for size in SIZES:
            taken = [seconds(engine, Extent(*size), prompt) for prompt in PROMPTS]
            measured.append(
                {
                    "engine": engine.name,
                    "size": f"{size[0]}x{size[1]}",
                    "wall_s": round(median(wall for wall, _ in taken), 3),
                    "processor_s": round(median(busy for _, busy in taken), 3),
                }
            )
    return measured


if __name__ == "__main__":
    for row in rows():
        print(json.dumps(row))
