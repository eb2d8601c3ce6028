"""Paint requests and pictures that tests of any engine can use."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from hwawon.engines.base import Capabilities, Engine, Painted, PaintRequest, Pixels, SizeRule, Step, Task
from hwawon.imaging.geometry import Extent


def smallest_extent(sizes: SizeRule) -> Extent:
    """The smallest legal size: the shortest side first, then the other grown until the area is enough."""
    for height in range(sizes.min_side, sizes.max_side + 1):
        for width in range(height, sizes.max_side + 1):
            if sizes.allows(Extent(width, height)):
                return Extent(width, height)
    raise AssertionError(f"no legal size in {sizes}")


def textured_picture(extent: Extent, seed: int = 5) -> Pixels:
    """A picture (H, W, 3) uint8 with soft colours, an edge and grain: something of everything a photograph has."""
    chance = np.random.default_rng(seed)
    soft = chance.integers(40, 216, (5, 5, 3), dtype=np.uint8)
    picture = cv2.resize(soft, tuple(extent), interpolation=cv2.INTER_CUBIC).astype(np.int16)
    picture[:, extent.width // 2 :] //= 2
    picture += chance.integers(-12, 13, picture.shape, dtype=np.int16)
    return np.clip(picture, 0, 255).astype(np.uint8)


def disc_mask(extent: Extent, share: float = 0.5) -> Pixels:
    """A hard mask (H, W) uint8, 255 in a disc in the middle whose diameter is `share` of the shorter side."""
    mask = np.zeros((extent.height, extent.width), np.uint8)
    radius = max(1, round(extent.shorter * share / 2))
    cv2.circle(mask, (extent.width // 2, extent.height // 2), radius, 255, -1)
    return mask


def request_for(task: Task, capabilities: Capabilities, *, seed: int = 7, steps: int | None = None) -> PaintRequest:
    """The smallest legal request of a task."""
    extent = smallest_extent(capabilities.checkpoints[0].sizes)
    request = PaintRequest(task=task, extent=extent, seed=seed, prompt="a red flower", steps=steps)
    if task is Task.TEXT_TO_IMAGE:
        return request
    request = replace(request, image=textured_picture(extent), strength=0.8)
    return replace(request, mask=disc_mask(extent)) if task is Task.INPAINT else request


def paint(engine: Engine, request: PaintRequest) -> Painted:
    """Paint without looking at the steps."""

    def ignore(_: Step) -> None:
        return None

    return engine.paint(request, ignore)
