"""Retouching what is there: smoothing, blur, light, sharpness, another colour, another hand."""

from __future__ import annotations

import cv2
import numpy as np

from hwawon.engines.painter.fill_levels import Floats
from hwawon.engines.painter.inpaint_wish import RGBTone


def smoothed(image: Floats, size_px: float) -> Floats:
    """Spots out and skin even, features and edges kept (H, W, 3).

    A spot differs a little from the median around it; what differs much is an eye or a lip and stays.
    """
    reach = int(np.clip(size_px / 30, 2, 7))
    pixels = np.rint(image * 255).astype(np.uint8)
    spotless = np.asarray(cv2.medianBlur(pixels, 2 * reach + 1), np.float32) / np.float32(255)
    difference = np.abs(image - spotless).max(axis=2)
    spots = np.clip((difference - 0.02) / 0.03, 0, 1) * np.clip((0.22 - difference) / 0.08, 0, 1)
    clean: Floats = image + (spotless - image) * spots[..., None].astype(np.float32)
    return guided(clean, clean, reach, 0.0012)


def guided(image: Floats, guide: Floats, reach_px: int, epsilon: float) -> Floats:
    """Edge-preserving smoothing, each channel guided by the same channel (He, Sun and Tang 2010)."""
    size = (2 * reach_px + 1, 2 * reach_px + 1)
    mean_guide, mean_image = cv2.blur(guide, size), cv2.blur(image, size)
    covariance = cv2.blur(guide * image, size) - mean_guide * mean_image
    variance = cv2.blur(guide * guide, size) - mean_guide * mean_guide
    slope = covariance / (variance + epsilon)
    offset = mean_image - slope * mean_guide
    return np.asarray(cv2.blur(slope, size) * guide + cv2.blur(offset, size), np.float32)


def blurred(image: Floats, size_px: float) -> Floats:
    """Out of focus by a tenth of the mask's size."""
    return np.asarray(cv2.GaussianBlur(image, (0, 0), float(np.clip(size_px / 10, 1.5, 40))), np.float32)


def sharpened(image: Floats) -> Floats:
    """An unsharp mask of 1.5 px."""
    soft: Floats = np.asarray(cv2.GaussianBlur(image, (0, 0), 1.5), np.float32)
    sharp: Floats = image * 2 - soft
    return np.clip(sharp, 0, 1).astype(np.float32)


def relit(image: Floats, exponent: float) -> Floats:
    """Brighter below an exponent of 1, darker above; black and white stay."""
    return np.power(np.clip(image, 0, 1), exponent).astype(np.float32)


def recoloured(image: Floats, colour: RGBTone) -> Floats:
    """The image in another colour, light and texture kept: hue and chroma are the colour's, lightness leans to it."""
    lab = cv2.cvtColor(image, cv2.COLOR_RGB2Lab)
    wanted = cv2.cvtColor(np.array([[colour]], np.float32) / 255, cv2.COLOR_RGB2Lab)[0, 0]
    light = lab[..., 0]
    lab[..., 0] = light + (wanted[0] - float(np.median(light))) * 0.55
    shade = np.clip(lab[..., 0] / max(float(wanted[0]), 20), 0.35, 1.25)[..., None]
    lab[..., 1:] = lab[..., 1:] * 0.12 + wanted[1:] * shade * 0.95
    return np.clip(cv2.cvtColor(lab, cv2.COLOR_Lab2RGB), 0, 1).astype(np.float32)


def repainted(image: Floats, amount: float, chance: np.random.Generator) -> Floats:
    """The image in a painter's hand: shapes kept, detail laid anew in strokes, tones a little moved; by amount 0..1."""
    height, width = image.shape[:2]
    reach = 2 + round(4 * amount)
    flat = guided(image, image, reach, 0.002 + 0.02 * amount)
    coarse = chance.normal(0, 1, (max(2, height // 12), max(2, width // 12), 2)).astype(np.float32)
    drift = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC) * np.float32(0.5 + 1.5 * amount)
    rows, columns = np.indices((height, width), np.float32)
    moved = cv2.remap(
        flat, columns + drift[..., 0], rows + drift[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    strokes = _strokes(height, width, chance)[..., None] * np.float32(0.02 + 0.05 * amount)
    lab = cv2.cvtColor(np.clip(moved + strokes, 0, 1), cv2.COLOR_RGB2Lab)
    lab += (chance.normal(0, 1, 3) * np.array([3.0, 5.0, 5.0]) * (0.3 + amount)).astype(np.float32)
    return np.clip(cv2.cvtColor(lab, cv2.COLOR_Lab2RGB), 0, 1).astype(np.float32)


def _strokes(height: int, width: int, chance: np.random.Generator) -> Floats:
    """Short bristle marks (H, W) around 0 in one slanting direction."""
    noise = chance.normal(0, 1, (height, width)).astype(np.float32)
    kernel = np.zeros((11, 11), np.float32)
    angle = chance.uniform(0, np.pi)
    reach = (5 * np.cos(angle), 5 * np.sin(angle))
    start, end = (round(5 - reach[0]), round(5 - reach[1])), (round(5 + reach[0]), round(5 + reach[1]))
    cv2.line(kernel, start, end, 1.0)
    return np.asarray(cv2.filter2D(noise, -1, kernel / np.sqrt(kernel.sum())), np.float32)
