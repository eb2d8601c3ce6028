"""Following given line art: closed shapes take a colour of their own, and the lines are drawn in ink."""

from __future__ import annotations

import cv2
import numpy as np

from hwawon.engines.base import Pixels
from hwawon.engines.painter.canvas import blurred
from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.palette import foliage_of
from hwawon.engines.painter.scene import Scene
from hwawon.engines.painter.species import SPECIES
from hwawon.engines.painter.tones import LUMA, Floats, tones

SHAPE_AREA = (0.0006, 0.22)  # shares of the picture; smaller shapes are texture, larger ones background


def follow_lines(pixels: Pixels, lines: Pixels, scale: float, scene: Scene) -> Pixels:
    """The picture (H, W, 3) with the shapes of `lines` (H, W, 3), white on black; `scale` 0..2 is how firmly."""
    firm = min(1.0, max(0.0, scale))
    ink = lines.max(axis=2)
    painted: Floats = pixels.astype(np.float32) / 255
    painted = _fill_shapes(painted, ink, firm, scene)
    drawn = blurred(ink.astype(np.float32) / 255, 0.7) * np.float32(0.85 * firm)
    inked = painted * (1 - drawn[..., None]) + painted * np.float32(0.18) * drawn[..., None]
    return np.clip(inked * 255 + 0.5, 0, 255).astype(np.uint8)


def _fill_shapes(painted: Floats, ink: Pixels, firm: float, scene: Scene) -> Floats:
    """Each closed shape is tinted; light and shade of what lies below show through."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((ink < 96).astype(np.uint8), connectivity=4)
    area = stats[:, cv2.CC_STAT_AREA] / ink.size
    chance = chance_of(scene.seed, "shapes", scene.prompt)
    petals = np.concatenate([tones(SPECIES[name].petals) for name in scene.flowers] + [foliage_of(scene)])
    if scene.colours:
        petals = np.array([colour.rgb for colour in scene.colours], np.float32) / np.float32(255)
    tint = petals[chance.integers(0, len(petals), count)].astype(np.float32)
    chosen = ((area > SHAPE_AREA[0]) & (area < SHAPE_AREA[1])).astype(np.float32)
    chosen[0] = 0  # the lines themselves
    shade = blurred((painted @ LUMA).astype(np.float32), 2.0)
    colours = tint[labels] * (0.55 + 0.7 * shade)[..., None]
    share = blurred(chosen[labels], 0.8) * np.float32(0.82 * firm)
    mixed: Floats = painted + (colours - painted) * share[..., None]
    return mixed
