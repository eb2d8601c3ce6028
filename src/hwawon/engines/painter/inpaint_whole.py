"""Image to image: the whole picture painted anew, with nothing around it to copy from."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from hwawon.engines.base import PaintRequest, Step, Task
from hwawon.engines.painter.fill_levels import Floats
from hwawon.engines.painter.finish import Finisher
from hwawon.engines.painter.inpaint_progress import Progress
from hwawon.engines.painter.inpaint_reference import with_colours_of
from hwawon.engines.painter.inpaint_touch import repainted
from hwawon.engines.painter.picture import Painting
from hwawon.engines.painter.words import read_words

NEW_STRENGTH = 0.9  # at and above it the picture is composed anew and keeps only something of the colours
KEPT_COLOURS = 0.35
TINTS = {  # what words do to the whole picture: Lab shifts
    "spring": (2, 4, 4), "summer": (3, -4, 9), "autumn": (0, 9, 16), "winter": (5, -1, -9),
    "sunset": (-3, 12, 18), "the-early-dawn": (2, 5, 3), "the-middle-of-the-night": (-26, 2, -16),
    "snowy": (6, -1, -6), "rainy": (-6, -2, -6), "sunny": (4, 1, 7), "cloudy": (-2, -2, -3),
    "happy": (3, 3, 7), "sad": (-7, -1, -10), "angry": (-4, 12, 8), "fear": (-12, -4, -6), "calm": (2, -3, -2),
}  # fmt: skip


def painted_anew(
    image: Floats, request: PaintRequest, progress: Progress, finisher: Finisher, chance: np.random.Generator
) -> Floats:
    """The image (H, W, 3) 0..1 in the painter's hand by strength; from `NEW_STRENGTH` on another picture."""
    if request.strength >= NEW_STRENGTH:
        return _composed(image, request, progress, finisher)
    words = read_words(request.prompt, request.negative_prompt)
    picture = repainted(image, request.strength, chance)
    progress.at(0.5, picture)
    named = (words.emotion, words.season, words.weather, words.time)
    shift = np.sum([TINTS[word] for word in named if word in TINTS] or [(0, 0, 0)], axis=0).astype(np.float32)
    lab: Floats = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2Lab), np.float32)
    lab = lab + shift * np.float32(min(1.0, request.strength / 0.6))
    for colour in words.colours[:1]:
        wanted = cv2.cvtColor(np.array([[colour.rgb]], np.float32) / np.float32(255), cv2.COLOR_RGB2Lab)[0, 0]
        lab[..., 1:] += (wanted[1:] - lab[..., 1:]) * np.float32(0.45 * request.strength)
    back: Floats = np.asarray(cv2.cvtColor(lab, cv2.COLOR_Lab2RGB), np.float32)
    return np.clip(back, 0, 1)


def _composed(image: Floats, request: PaintRequest, progress: Progress, finisher: Finisher) -> Floats:
    def tell(step: Step) -> None:
        progress.at(0.9 * step.step / step.steps, image if step.preview is None else _floats(step.preview))

    scene = replace(request, task=Task.TEXT_TO_IMAGE, image=None, mask=None, controls=())
    pixels, _ = Painting(scene, tell).paint(finisher)
    own = np.rint(image * 255).astype(np.uint8)
    return with_colours_of(_floats(pixels), np.ones(image.shape[:2], np.bool_), own, KEPT_COLOURS)


def _floats(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Floats:
    return pixels.astype(np.float32) / np.float32(255)
