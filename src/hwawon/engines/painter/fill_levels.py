"""The sizes at which a hole is filled, coarse to fine, and what may be copied into it at each."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

PATCH_RADIUS = 3  # patches of 7x7 pixels
COARSEST_DEPTH_PX = 4.0  # the deepest hole pixel of the coarsest level lies this far from its edge
COARSEST_SIDE_PX = 24
ROUGHNESS_WEIGHT = 5.0  # of a step of 0..1 between neighbours, beside colours of 0..1


@dataclass(frozen=True, eq=False)
class Level:
    """One size of the picture with its hole."""

    image: Floats  # (H, W, 5) RGB 0..1 and two planes of roughness; inside the hole a guess
    hole: Flags  # (H, W)
    sources: Flags  # (H, W): centres of patches that touch neither hole nor border
    targets: Flags  # (H, W): centres of patches that touch the hole
    depth: Floats  # (H, W) distance to the hole's edge in pixels, 0 outside

    @property
    def shape(self) -> tuple[int, int]:
        return self.hole.shape[0], self.hole.shape[1]


def build_levels(image: Floats, hole: Flags, usable: Flags) -> list[Level]:
    """Halve picture and hole until the hole is shallow; coarse first.

    Args:
        image: (H, W, 3) 0..1.
        hole: (H, W) what is to be filled.
        usable: (H, W) what may be copied from; never a part of the hole.
    """
    image = with_roughness(image, hole)
    levels = [_level(image, hole, usable)]
    while _can_be_halved(levels[0]):
        image, hole, usable = _halve(image, hole, usable)
        levels.insert(0, _level(image, hole, usable))
    return levels


def with_roughness(image: Floats, hole: Flags) -> Floats:
    """The image with how rough it is across and downwards as two more planes (H, W, 5).

    They are averaged on the way to coarse levels, where grass and plain green would else look the same, and the
    fill would come out smooth (Newson et al. 2014).
    """
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    across, down = np.zeros_like(grey), np.zeros_like(grey)
    across[:, 1:] = np.abs(np.diff(grey, axis=1)) * ~(hole[:, 1:] | hole[:, :-1])
    down[1:] = np.abs(np.diff(grey, axis=0)) * ~(hole[1:] | hole[:-1])
    return np.dstack([image, ROUGHNESS_WEIGHT * across, ROUGHNESS_WEIGHT * down]).astype(np.float32)


def _level(image: Floats, hole: Flags, usable: Flags) -> Level:
    size = 2 * PATCH_RADIUS + 1
    kernel = np.ones((size, size), np.uint8)
    sources = cv2.erode(usable.astype(np.uint8), kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0) > 0
    targets = cv2.dilate(hole.astype(np.uint8), kernel) > 0
    depth = cv2.distanceTransform(hole.astype(np.uint8), cv2.DIST_L2, 3).astype(np.float32)
    return Level(image, hole, np.asarray(sources), np.asarray(targets), depth)


def _can_be_halved(level: Level) -> bool:
    return (
        float(level.depth.max()) > COARSEST_DEPTH_PX
        and min(level.shape) >= 2 * COARSEST_SIDE_PX
        and bool(_has_sources_at_half(level))
    )


def _has_sources_at_half(level: Level) -> np.bool_:
    """Whether a patch of twice the size still fits somewhere."""
    size = 2 * PATCH_RADIUS + 3
    kernel = np.ones((size, size), np.uint8)
    eroded = cv2.erode(level.sources.astype(np.uint8), kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    return np.bool_(np.count_nonzero(eroded) >= 64)


def _halve(image: Floats, hole: Flags, usable: Flags) -> tuple[Floats, Flags, Flags]:
    """Mean of the known pixels of each 2x2 cell, so that nothing leaks from the hole into what may be copied."""
    height, width = (hole.shape[0] + 1) // 2 * 2, (hole.shape[1] + 1) // 2 * 2
    edge = (0, height - hole.shape[0], 0, width - hole.shape[1])
    known = _grown((~hole).astype(np.float32), edge)
    colours = _grown(image, edge)
    may_copy = _grown(usable.astype(np.float32), edge)
    weight = np.where(_cells(known).sum(axis=(1, 3), keepdims=True) > 0, _cells(known), 1.0)[..., None]
    cells = colours.reshape(height // 2, 2, width // 2, 2, colours.shape[2])
    mean = (cells * weight).sum(axis=(1, 3)) / weight.sum(axis=(1, 3))
    return (
        mean.astype(np.float32),
        np.asarray(_cells(known).min(axis=(1, 3)) == 0),
        np.asarray(_cells(may_copy).min(axis=(1, 3)) > 0),
    )


def _grown(values: Floats, edge: tuple[int, int, int, int]) -> Floats:
    return np.asarray(cv2.copyMakeBorder(values, *edge, cv2.BORDER_REPLICATE), np.float32)


def _cells(plane: NDArray[np.float32]) -> Floats:
    return plane.reshape(plane.shape[0] // 2, 2, plane.shape[1] // 2, 2)
