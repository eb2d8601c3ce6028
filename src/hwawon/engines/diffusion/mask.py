"""The mask in latent pixels."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from hwawon.engines.base import Pixels

LATENT = 8  # picture pixels a latent pixel, along each side


def latent_mask(mask: Pixels) -> Any:
    """The mask (H, W) 0..255 as (1, 1, H/8, W/8) 0..1, each latent pixel the largest of its 64.

    By maximum, since a thin line would vanish in the mean.
    """
    levels = torch.from_numpy(np.ascontiguousarray(mask)).to(torch.float32)[None, None] / 255
    return torch.nn.functional.max_pool2d(levels, LATENT)


def active(levels: Any, step: int, steps: int) -> Any:
    """Which latent pixels are repainted at `step` (0 .. steps - 1): 1 or 0, of the shape of `levels`.

    A level of 1 is repainted from the first step on, one of 0.25 in the last quarter of the steps, one of 0 never: the
    mask is a map of strength (differential diffusion, Levin and Fried 2023).
    """
    threshold = 1 - step / steps
    return ((levels > 0) & (levels >= threshold)).to(levels.dtype)


def filled(image: Pixels, mask: Pixels) -> Pixels:
    """The picture (H, W, 3) with the colours around the mask spread into it, coarsely first and finely at its edge."""
    known: NDArray[np.float32] = (mask < 128).astype(np.float32)
    if not known.any():
        return np.full_like(image, 128)
    colours = image.astype(np.float32) * known[..., None]
    result = np.zeros_like(colours)
    trust = np.zeros_like(known)
    for sigma in (2.0, 8.0, 32.0, 128.0):
        weight = cv2.GaussianBlur(known, (0, 0), min(sigma, max(known.shape) / 2))
        spread = cv2.GaussianBlur(colours, (0, 0), min(sigma, max(known.shape) / 2))
        share = (1 - trust) * np.clip(weight * 4, 0, 1)
        result += spread / np.maximum(weight, 1e-6)[..., None] * share[..., None]
        trust += share
    far = (1 - trust)[..., None] * (colours.sum((0, 1)) / known.sum())
    spread_in = np.clip(np.rint(result + far), 0, 255).astype(np.uint8)
    return np.where(mask[..., None] >= 128, spread_in, image)
