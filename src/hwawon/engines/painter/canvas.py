"""The surface that everything is painted on, larger than the picture and scaled down at the end for smooth edges."""

from __future__ import annotations

import cv2
import numpy as np

from hwawon.engines.base import Pixels
from hwawon.engines.painter.tones import Floats
from hwawon.imaging.geometry import Extent

SHIFT = 4  # OpenCV draws in 1/16 px


class Canvas:
    """RGB pixels, back to front. Positions are canvas pixels; sizes are counted in `unit`s, 1 % of the mean side."""

    def __init__(self, extent: Extent) -> None:
        self.pixels: Pixels = np.zeros((extent.height, extent.width, 3), np.uint8)

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def unit(self) -> float:
        return float((self.width * self.height) ** 0.5) / 100

    def polygons(self, points: Floats, colours: Floats) -> None:
        """Fill convex polygons (N, V, 2) one over the other with colours (N, 3)."""
        self._fill(self.pixels, points, colours)

    def shape(self, points: Floats, colour: Floats) -> None:
        """Fill one polygon (V, 2) of any form."""
        cv2.fillPoly(self.pixels, [_fixed(points)], _bytes(colour[None])[0], cv2.LINE_8, SHIFT)

    def paste(self, colours: Floats, alpha: Floats) -> None:
        """Lay colours (h, w, 3) or (3,) over everything with alpha (h, w); both are scaled to the canvas."""
        size = (self.width, self.height)
        cover = _grown(alpha, size)[..., None]
        paint = _grown(colours, size) * 255 if colours.ndim == 3 else colours * np.float32(255)
        rows = np.flatnonzero(cover.max(axis=(1, 2)) > 0.002)
        if len(rows) == 0:
            return
        band = slice(int(rows[0]), int(rows[-1]) + 1)
        below = self.pixels[band].astype(np.float32)
        below += (paint[band] - below if colours.ndim == 3 else paint - below) * cover[band]
        self.pixels[band] = np.clip(below + 0.5, 0, 255).astype(np.uint8)

    def add_light(self, light: Floats) -> None:
        """Screen light (h, w, 3) over the picture; it is scaled to the canvas."""
        grown = _grown(np.clip(light, 0, 1), (self.width, self.height))
        below = self.pixels.astype(np.float32)
        below += (255 - below) * grown
        self.pixels = np.clip(below + 0.5, 0, 255).astype(np.uint8)

    def tilt(self, degrees: float) -> None:
        """Turn everything about the middle, enlarged so that no corner is empty."""
        if degrees == 0.0:
            return
        turn = np.radians(abs(degrees))
        longer, shorter = max(self.width, self.height), min(self.width, self.height)
        scale = float(np.cos(turn) + np.sin(turn) * longer / shorter)
        matrix = cv2.getRotationMatrix2D((self.width / 2, self.height / 2), degrees, scale)
        turned = cv2.warpAffine(
            self.pixels, matrix, (self.width, self.height), None, cv2.INTER_CUBIC, cv2.BORDER_REFLECT
        )
        self.pixels = np.asarray(turned, np.uint8)

    def shrunk(self, extent: Extent) -> Pixels:
        """The picture at another size (H, W, 3), averaged."""
        size = (extent.width, extent.height)
        small: Pixels = cv2.resize(self.pixels, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
        return small

    def _fill(self, target: Pixels, points: Floats, colours: Floats) -> None:
        low, high = points.min(axis=1), points.max(axis=1)
        seen = (high[:, 0] >= 0) & (high[:, 1] >= 0) & (low[:, 0] < self.width) & (low[:, 1] < self.height)
        fill = cv2.fillConvexPoly
        for polygon, colour in zip(_fixed(points[seen]), _bytes(colours[seen]), strict=True):
            fill(target, polygon, colour, 8, SHIFT)


class Glass(Canvas):
    """A transparent canvas to paint on, blur, and lay over another."""

    def __init__(self, extent: Extent) -> None:
        super().__init__(extent)
        self.cover: Pixels = np.zeros((extent.height, extent.width), np.uint8)

    def polygons(self, points: Floats, colours: Floats) -> None:
        """As on a canvas, and remember where paint is."""
        super().polygons(points, colours)
        for polygon in _fixed(points):
            cv2.fillConvexPoly(self.cover, polygon, 255, 8, SHIFT)

    def lay_over(self, canvas: Canvas, blur_px: float, opacity: float = 1.0) -> None:
        """Blur paint and cover together and composite them."""
        alpha: Floats = self.cover.astype(np.float32) / 255
        paint: Floats = self.pixels.astype(np.float32) / 255 * alpha[..., None]
        if blur_px > 0.3:
            alpha, paint = blurred(alpha, blur_px), blurred(paint, blur_px)
        canvas.paste(paint / np.maximum(alpha, 1e-3)[..., None], alpha * np.float32(opacity))


def blurred(values: Floats, sigma_px: float, down_px: float | None = None) -> Floats:
    """A Gaussian blur of an array (H, W) or (H, W, C); `down_px` where it differs up and down."""
    soft: Floats = np.asarray(cv2.GaussianBlur(values, (0, 0), sigmaX=sigma_px, sigmaY=down_px or sigma_px), np.float32)
    return soft


def _fixed(points: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    fixed: np.ndarray[tuple[int, ...], np.dtype[np.int32]] = np.rint(points * np.float32(1 << SHIFT)).astype(np.int32)
    return fixed


def _bytes(colours: Floats) -> list[tuple[int, int, int]]:
    levels: list[tuple[int, int, int]] = np.clip(np.rint(colours * 255), 0, 255).astype(int).tolist()
    return levels


def _grown(values: Floats, size: tuple[int, int]) -> Floats:
    if (values.shape[1], values.shape[0]) == size:
        return values
    grown: Floats = np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_LINEAR), np.float32)
    return grown
