"""Small pictures, masks and stand-in engines for the retouch arithmetic."""

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.imaging.crop import Cut, cut, plan_crop
from hwawon.imaging.edges import EdgeOverrides
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.mask import bounds_of, read_mask
from hwawon.imaging.picture import Picture
from hwawon.imaging.sizes import SizeRule

SD15 = SizeRule(8, 512, 768, 512 * 512, 512 * 768)
SDXL = SizeRule(64, 640, 1280, 800 * 800, 1280 * 1280)
SMALL = SizeRule(8, 64, 192, 64 * 64, 192 * 192)
FREE = SizeRule(8, 64, 2048, 64 * 64, 2048 * 2048)
RULES = (SD15, SDXL, SMALL, FREE)


def noise_picture(extent: Extent, *, depth: int = 8, channels: int = 3, seed: int = 0) -> Picture:
    """Every pixel random: nothing survives a resampling by chance."""
    values = np.random.default_rng(seed).integers(0, 2**depth, (extent.height, extent.width, channels))
    return Picture(values.astype(np.uint8) if depth == 8 else values.astype(np.uint16))


def smooth_picture(extent: Extent, *, depth: int = 8, channels: int = 3, seed: int = 0) -> Picture:
    """Soft colours with a little grain, like a photograph out of focus."""
    random = np.random.default_rng(seed)
    coarse = random.uniform(0.2, 0.8, (6, 6, channels)).astype(np.float32)
    soft = cv2.resize(coarse, extent, interpolation=cv2.INTER_CUBIC).reshape(extent.height, extent.width, channels)
    grain = random.normal(0, 0.015, soft.shape)
    values = np.rint(np.clip(soft + grain, 0, 1) * (2**depth - 1))
    return Picture(values.astype(np.uint8) if depth == 8 else values.astype(np.uint16))


def disc_mask(extent: Extent, centre: tuple[int, int], radius: int) -> NDArray[np.uint8]:
    """A painted disc, (H, W) 0 and 255."""
    mask = np.zeros((extent.height, extent.width), np.uint8)
    cv2.circle(mask, centre, radius, (255,), -1)
    return mask


def cut_out(
    picture: Picture,
    box: Bounds,
    mask: NDArray[np.uint8],
    *,
    strength: float = 0.6,
    sizes: SizeRule = SMALL,
    overrides: EdgeOverrides | None = None,
) -> Cut:
    """Plan and cut in one go; `mask` of picture or box size."""
    painted = bounds_of(read_mask(mask, picture.extent, box)).offset(box.x, box.y)
    return cut(picture, mask, plan_crop(picture.extent, box, painted, strength, sizes, overrides))
