"""How visible the border of a patch is, and making it less visible.

All measures are taken where the patch fades into the picture, where both are known at the same pixel. The composite
`b + a (p - b)` differs in slope from picture and patch by `(p - b) grad a`: that term is the seam. Large patches are
judged on a smaller view, as the eye judges them; corrections are made at full size.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.imaging.field import harmonic_field
from hwawon.imaging.geometry import Extent
from hwawon.imaging.grain import grain, noise_of
from hwawon.imaging.picture import Pixels
from hwawon.imaging.register import Grey, Motion, correlation, find_motion, warped
from hwawon.imaging.resample import depth_of, largest_of_channels, mean_of_channels, plus, resize, spread
from hwawon.imaging.stitch import Patch

Values = NDArray[np.float32]  # (H, W, C) in levels of 0..255 whatever the depth

_VIEW_PX = 320  # longer side on which a patch is judged
_FINE_PX, _COARSE_PX = 1.0, 5.0  # sigmas in the view: what the eye takes for an edge, and for a tint
_LEAST_SHIFT_PX, _MOST_SHIFT_PX, _LEAST_CORRELATION = 0.1, 8.0, 0.7
_VISIBLE_OFFSET, _VISIBLE_GRAIN = 0.2, 0.2  # levels; less is left alone
_MOST_GRAIN, _MOST_TINT = 8.0, 48.0  # levels; more is content, not an error
_LEAST_BORDER = 200  # pixels from which a shift can be measured


@dataclass(frozen=True)
class SeamScore:
    """Lower is better; 0 where the patch equals the picture.

    `gradient_jump` and `colour_offset` are levels of 0..255 (root mean square across the border, fine and coarse),
    `shift_px` how far the same content lies apart, `grain` the difference of the noise in levels.
    """

    total: float
    gradient_jump: float
    colour_offset: float
    shift_px: float
    grain: float


_NO_SEAM = SeamScore(0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, eq=False)
class _Around:
    """What a patch is laid into: the same for every version of its colours."""

    base: Pixels
    view: Values  # the picture, small
    border: Grey  # (H, W) of the view, how steeply the alpha falls: 0 but where the patch fades
    step_px: int  # pixels of the patch to a pixel of the view
    inside: NDArray[np.bool_]  # (h, w) where the patch is more than half of what is seen
    noise: float  # of the picture outside, levels; 0 where it cannot be told


@dataclass(frozen=True, eq=False)
class _Version:
    """Colours for a patch, and what was measured on them."""

    colour: Pixels
    view: Values  # the same, small
    motion: Motion  # against the picture, in pixels of the patch
    noise: float  # levels; 0 where it cannot be told
    score: SeamScore


def seam_score(patch: Patch, base: Pixels) -> SeamScore:
    """How visible the patch's border is; `base` is the picture at `patch.bounds`, of the patch's shape and depth."""
    return _measured(patch.colour, _around(patch, base)).score


def repair(patch: Patch, base: Pixels) -> tuple[Patch, SeamScore]:
    """The patch moved into register, freed of its colour offset and given the picture's grain, where that helps.

    Only colours change, never alpha: nothing outside the composite mask can. The colour offset along the border is
    carried inwards as a harmonic field, which keeps every gradient of the patch (Perez, Gangnet and Blake 2003, in
    the membrane form of Farbman et al. 2009).

    Returns:
        The patch, `patch` itself where nothing scores better; and its score.
    """
    if np.array_equal(patch.colour, base):
        return patch, _NO_SEAM
    around = _around(patch, base)
    best = first = _measured(patch.colour, around)
    if best.motion.shift_px > 0:
        best = _better(best, warped(best.colour, best.motion, cv2.INTER_CUBIC), around)
    if best.score.colour_offset > _VISIBLE_OFFSET:
        best = _better(best, _in_colour(best, around), around)
    if best.noise and _VISIBLE_GRAIN < around.noise - best.noise < _MOST_GRAIN:
        best = _better(best, _with_grain(best, around), around)
    return (patch if best is first else replace(patch, colour=best.colour)), best.score


def _better(version: _Version, colour: Pixels, around: _Around) -> _Version:
    """The version with these colours, where that scores better."""
    changed = _measured(colour, around)
    return changed if changed.score.total < version.score.total else version


def _around(patch: Patch, base: Pixels) -> _Around:
    step_px = max(1, round(max(patch.alpha.shape) / _VIEW_PX))
    alpha = _small(patch.alpha[:, :, np.newaxis], step_px)[:, :, 0] / 255
    slopes = (cv2.Sobel(alpha, cv2.CV_32F, *order, scale=1 / 8) for order in ((1, 0), (0, 1)))
    # Not cv2.magnitude: its last bit depends on where the arrays lie in memory, and then so does the picture's.
    border = np.asarray(np.hypot(*slopes), dtype=np.float32)
    inside = patch.alpha > np.iinfo(patch.alpha.dtype).max // 2
    return _Around(base, _small(base, step_px), border, step_px, inside, _noise(base, ~inside))


def _measured(colour: Pixels, around: _Around) -> _Version:
    view = _small(colour, around.step_px)
    motion = _motion(view, around.view, around.border).scaled(around.step_px)
    noise = _noise(colour, around.inside)
    grain_levels = abs(around.noise - noise) if noise and around.noise else 0.0
    equal = np.array_equal(colour, around.base)
    score = _NO_SEAM if equal else _score(view - around.view, around.border, motion.shift_px, grain_levels)
    return _Version(colour, view, motion, noise, score)


def _small(pixels: Pixels, step_px: int) -> Values:
    """(H, W, C) at the view's size, in levels; whole cells only, which is several times as fast."""
    height, width = (max(1, side // step_px) for side in pixels.shape[:2])
    whole = pixels[: height * step_px, : width * step_px]
    levels = np.float32(255 / (2 ** depth_of(pixels) - 1))
    return np.asarray(resize(whole, Extent(width, height)) * levels, dtype=np.float32)


def _noise(pixels: Pixels, area: NDArray[np.bool_]) -> float:
    return noise_of(pixels, area) / float(_scale(pixels))


def _motion(shown: Values, around: Values, border: Grey) -> Motion:
    """How far the patch's content lies from the same content of the picture along the border."""
    inside = border > 0
    if np.count_nonzero(inside) < _LEAST_BORDER:
        return Motion()
    patch, base = mean_of_channels(shown), mean_of_channels(around)
    motion = find_motion(patch, base, inside.astype(np.float32), levels=1, with_zoom=False)
    if not _LEAST_SHIFT_PX <= motion.shift_px <= _MOST_SHIFT_PX:
        return Motion()
    as_it_lies, moved = (correlation(warped(patch, way), base, inside) for way in (Motion(), motion))
    return motion if moved >= max(_LEAST_CORRELATION, as_it_lies + 0.002) else Motion()


def _score(difference: Values, border: Grey, shift_px: float, missing_grain: float) -> SeamScore:
    if not border.any():
        return _NO_SEAM
    jump = _along(np.square(cv2.GaussianBlur(mean_of_channels(difference), (0, 0), _FINE_PX)), border)
    offset = _along(mean_of_channels(np.square(_coarse(difference))), border)
    return SeamScore(jump + 2 * offset + 4 * shift_px + 2 * missing_grain, jump, offset, shift_px, missing_grain)


def _along(energy: NDArray[np.float32], border: Grey) -> float:
    """Root mean square, weighted by the border."""
    return sqrt(float(np.vdot(energy, border)) / float(border.sum()))


def _coarse(difference: Values) -> Values:
    """Blurred to what the eye takes for a tint; computed at half the size."""
    height, width, channels = difference.shape
    half = cv2.resize(difference, (max(1, width // 2), max(1, height // 2)), interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(half, (0, 0), _COARSE_PX / 2)
    return np.asarray(cv2.resize(blurred, (width, height)), dtype=np.float32).reshape(height, width, channels)


def _in_colour(version: _Version, around: _Around) -> Pixels:
    """Less the coarse difference along the border, carried inwards; nothing where the patch equals the picture."""
    error = version.view - around.view
    coarse = _coarse(error)
    tint = largest_of_channels(np.abs(coarse)) < _MOST_TINT
    field = harmonic_field(coarse, np.where(tint, around.border, np.float32(0)))
    touched = np.minimum(cv2.dilate(largest_of_channels(np.abs(error)), np.ones((5, 5))), 1)
    change = resize(field * -touched[:, :, np.newaxis], Extent.of(version.colour), enlarge_with=cv2.INTER_LINEAR)
    return plus(version.colour, change * _scale(version.colour))


def _with_grain(version: _Version, around: _Around) -> Pixels:
    """With noise of the picture's strength where the patch has less."""
    strength = sqrt(around.noise**2 - version.noise**2) * _scale(version.colour)
    noise = grain(Extent.of(version.colour), float(strength))
    noise[largest_of_channels(cv2.absdiff(version.colour, around.base).reshape(version.colour.shape)) == 0] = 0
    return plus(version.colour, spread(noise, version.colour.shape[2]))


def _scale(pixels: Pixels) -> np.float32:
    """Units of this depth to a level of 255."""
    return np.float32((2 ** depth_of(pixels) - 1) / 255)
