"""Strokes of the brush as polygons (N, V, 2): round dabs, leaves, blades, bars."""

from __future__ import annotations

import numpy as np

from hwawon.engines.painter.tones import Floats


def round_dabs(
    centres: Floats, sizes: Floats, chance: np.random.Generator, flat: float = 0.8, corners: int = 7
) -> Floats:
    """Uneven round dabs of radius `sizes` (N,) px at `centres` (N, 2); `flat` is their height over their width."""
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False) + chance.random((len(centres), 1)) * 6.28
    radius = sizes[:, None] * chance.uniform(0.78, 1.16, (len(centres), corners))
    outline = np.stack([np.cos(angle) * radius, np.sin(angle) * radius * flat], 2)
    dabs: Floats = (centres[:, None] + outline).astype(np.float32)
    return dabs


def leaves(centres: Floats, lengths: Floats, angles: Floats, slim: float = 0.38) -> Floats:
    """Pointed leaves of `lengths` (N,) px that start at `centres` (N, 2) and point along `angles` (N,) radians."""
    shape = np.array(
        [(0, 0), (0.25, 0.75), (0.55, 0.95), (0.82, 0.55), (1, 0), (0.8, -0.55), (0.5, -0.95), (0.22, -0.7)], np.float32
    ) * np.array([1, slim / 2], np.float32)
    return turned(shape, centres, lengths, angles)


def turned(shape: Floats, centres: Floats, sizes: Floats, angles: Floats) -> Floats:
    """A shape (V, 2) at each centre (N, 2), scaled by `sizes` and turned by `angles`."""
    cosine, sine = np.cos(angles)[:, None], np.sin(angles)[:, None]
    x = shape[None, :, 0] * cosine - shape[None, :, 1] * sine
    y = shape[None, :, 0] * sine + shape[None, :, 1] * cosine
    placed: Floats = centres[:, None] + np.stack([x, y], 2) * sizes[:, None, None]
    return placed.astype(np.float32)


def blades(feet: Floats, heights: Floats, leans: Floats, widths: Floats) -> Floats:
    """Curved grass blades: `feet` (N, 2), `heights` up, `leans` sideways at the tip, `widths` at the foot; all px."""
    bend = np.array([0.0, 0.16, 0.5, 1.0, 0.5, 0.16, 0.0])
    rise = np.array([0.0, 0.4, 0.75, 1.0, 0.72, 0.38, 0.0])
    wide = np.array([-0.5, -0.42, -0.28, 0.0, 0.28, 0.42, 0.5])
    x = feet[:, :1] + leans[:, None] * bend + widths[:, None] * wide
    y = feet[:, 1:] - heights[:, None] * rise
    strokes: Floats = np.stack([x, y], 2).astype(np.float32)
    return strokes


def bars(starts: Floats, ends: Floats, start_widths: Floats, end_widths: Floats) -> Floats:
    """Tapering bars (N, 4, 2) from `starts` to `ends`; widths in px."""
    along = ends - starts
    across = np.stack([-along[:, 1], along[:, 0]], 1) / np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-3)[:, None]
    first, last = across * start_widths[:, None] / 2, across * end_widths[:, None] / 2
    quads: Floats = np.stack([starts + first, ends + last, ends - last, starts - first], 1).astype(np.float32)
    return quads
