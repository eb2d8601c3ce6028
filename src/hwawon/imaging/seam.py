"""How visible the border of a patch is, and making it less visible.

All measures are taken where the patch fades into the picture, where both are known at the same pixel. The composite
`b + a (p - b)` differs in slope from picture and patch by `(p - b) grad a`: that term is the seam.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.imaging.field import harmonic_field
from hwawon.imaging.geometry import Extent
from hwawon.imaging.picture import Pixels
from hwawon.imaging.register import Grey, Motion, correlation, find_motion, warped
from hwawon.imaging.resample import depth_of, largest_of_channels, mean_of_channels, resize, rounded
from hwawon.imaging.stitch import Patch

Values = NDArray[np.float32]  # (H, W, C) in levels of 0..255 whatever the depth

_FINE_PX, _COARSE_PX = 1.0, 5.0  # sigmas: what the eye takes for an edge, and for a tint
_LEAST_SHIFT_PX, _MOST_SHIFT_PX, _LEAST_CORRELATION = 0.1, 8.0, 0.7
_VISIBLE_OFFSET, _VISIBLE_GRAIN = 0.2, 0.2  # levels; less is left alone
_LEAST_BORDER = 200  # pixels from which a shift can be measured
_NOISE = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32) / 6  # Immerkaer 1996: blind to slopes
_FLATTEST_PERCENT = 20  # of the area shows the noise alone
_MOST_GRAIN, _MOST_TINT = 8.0, 48.0  # levels; more is content, not an error


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
class _View:
    """A patch over its picture, in levels."""

    patch: Values
    base: Values
    inside: NDArray[np.bool_]  # where the patch is more than half of what is seen
    border: Grey  # how steeply the alpha falls: 0 but where the patch fades

    @staticmethod
    def of(patch: Patch, base: Pixels) -> _View:
        levels = np.float32(255 / (2 ** depth_of(base) - 1))
        alpha = patch.alpha.astype(np.float32) / np.float32(2 ** depth_of(patch.alpha) - 1)
        slopes = (cv2.Sobel(alpha, cv2.CV_32F, *order, scale=1 / 8) for order in ((1, 0), (0, 1)))
        border = np.asarray(cv2.magnitude(*slopes), dtype=np.float32)
        return _View(patch.colour * levels, base * levels, alpha > 0.5, border)

    def showing(self, patch: Values) -> _View:
        return replace(self, patch=patch)


def seam_score(patch: Patch, base: Pixels) -> SeamScore:
    """How visible the patch's border is; `base` is the picture at `patch.bounds`, of the patch's shape and depth."""
    if np.array_equal(patch.colour, base):
        return _NO_SEAM
    view = _View.of(patch, base)
    return _score(view, _motion(view))


def repair(patch: Patch, base: Pixels) -> Patch:
    """The patch moved into register, freed of its colour offset and given the picture's grain, where that helps.

    Only colours change, never alpha: nothing outside the composite mask can. The colour offset along the border is
    carried inwards as a harmonic field, which keeps every gradient of the patch (Perez, Gangnet and Blake 2003, in
    the membrane form of Farbman et al. 2009). Returns `patch` itself where nothing scores better.
    """
    if np.array_equal(patch.colour, base):
        return patch
    start = view = _View.of(patch, base)
    motion = _motion(view)
    score = _score(view, motion)
    if motion.shift_px > 0:
        moved = view.showing(warped(view.patch, motion, cv2.INTER_CUBIC))
        rest = _motion(moved)
        view, score, motion = min((view, score, motion), (moved, _score(moved, rest), rest), key=_total)
    if score.colour_offset > _VISIBLE_OFFSET:
        matched = _in_colour(view)
        view, score, motion = min((view, score, motion), (matched, _score(matched, motion), motion), key=_total)
    if score.grain > _VISIBLE_GRAIN:
        noisy = _with_grain(view)
        rest = _motion(noisy)
        view, score, motion = min((view, score, motion), (noisy, _score(noisy, rest), rest), key=_total)
    return patch if view is start else replace(patch, colour=_quantised(view.patch, depth_of(base)))


def _total(scored: tuple[_View, SeamScore, Motion]) -> float:
    return scored[1].total


def _score(view: _View, motion: Motion) -> SeamScore:
    if not view.border.any():
        return _NO_SEAM
    difference = view.patch - view.base
    fine = cv2.GaussianBlur(mean_of_channels(difference), (0, 0), _FINE_PX)
    jump = _along_border(np.square(fine), view.border)
    coarse, border = _coarse(difference, view.border)
    offset = _along_border(mean_of_channels(np.square(coarse)), border)
    grain = abs(_missing_grain(view))
    return SeamScore(jump + 2 * offset + 4 * motion.shift_px + 2 * grain, jump, offset, motion.shift_px, grain)


def _along_border(energy: NDArray[np.float32], border: Grey) -> float:
    """Root mean square, weighted by the border."""
    return float(np.sqrt(np.vdot(energy, border) / border.sum()))


def _coarse(difference: Values, border: Grey) -> tuple[Values, Grey]:
    """The difference blurred to what the eye takes for a tint, and the border, at a quarter of the size."""
    height, width, channels = difference.shape
    size = max(1, width // 4), max(1, height // 4)
    small = cv2.resize(difference, size, interpolation=cv2.INTER_AREA)
    blurred = np.asarray(cv2.GaussianBlur(small, (0, 0), _COARSE_PX / 4), dtype=np.float32)
    weights = np.asarray(cv2.resize(border, size, interpolation=cv2.INTER_AREA), dtype=np.float32)
    return blurred.reshape(size[1], size[0], channels), weights


def _motion(view: _View) -> Motion:
    """How far the patch's content lies from the same content of the picture along the border."""
    inside = view.border > 0
    if np.count_nonzero(inside) < _LEAST_BORDER:
        return Motion()
    patch, base = mean_of_channels(view.patch), mean_of_channels(view.base)
    motion = find_motion(patch, base, inside.astype(np.float32), with_zoom=False)
    if not _LEAST_SHIFT_PX <= motion.shift_px <= _MOST_SHIFT_PX:
        return Motion()
    as_it_lies, moved = (correlation(warped(patch, way), base, inside) for way in (Motion(), motion))
    return motion if moved >= max(_LEAST_CORRELATION, as_it_lies + 0.002) else Motion()


def _missing_grain(view: _View) -> float:
    """How much noisier the picture around is than the patch, in levels; below 0 where the patch is noisier."""
    if not view.inside.any() or view.inside.all():
        return 0.0
    return _noise(mean_of_channels(view.base), ~view.inside) - _noise(mean_of_channels(view.patch), view.inside)


def _noise(grey: Grey, area: NDArray[np.bool_]) -> float:
    """The standard deviation of the noise in the flattest fifth of the area, levels."""
    energy = cv2.blur(np.square(cv2.filter2D(grey, -1, _NOISE)), (9, 9))[::2, ::2]
    return float(np.sqrt(np.percentile(energy[area[::2, ::2]], _FLATTEST_PERCENT)))


def _in_colour(view: _View) -> _View:
    """Less the coarse difference along the border, carried inwards; nothing where the patch equals the picture."""
    difference = view.patch - view.base
    coarse, border = _coarse(difference, view.border)
    error = largest_of_channels(np.abs(coarse)) < _MOST_TINT
    field = harmonic_field(coarse, np.where(error, border, np.float32(0)))
    field = resize(field, Extent.of(difference), enlarge_with=cv2.INTER_LINEAR)
    return view.showing(view.patch - field * _touched(difference))


def _with_grain(view: _View) -> _View:
    """With noise of the picture's strength where the patch has less; the same noise each time."""
    missing = _missing_grain(view)
    if not 0 < missing < _MOST_GRAIN:
        return view
    have = _noise(mean_of_channels(view.patch), view.inside)
    white = np.random.default_rng(0).standard_normal(view.border.shape, np.float32)
    grain = np.asarray(cv2.GaussianBlur(white, (0, 0), 0.5), dtype=np.float32)
    strength = np.sqrt((have + missing) ** 2 - have**2) / _noise(grain, np.ones_like(view.inside))
    return view.showing(view.patch + grain[:, :, np.newaxis] * np.float32(strength) * _touched(view.patch - view.base))


def _touched(difference: Values) -> Values:
    """(H, W, 1): 1 where the patch shows anything of its own, 0 where it equals the picture."""
    levels = cv2.dilate(largest_of_channels(np.abs(difference)), np.ones((5, 5)))
    return np.asarray(np.minimum(levels, 1), dtype=np.float32)[:, :, np.newaxis]


def _quantised(levels: Values, depth: int) -> Pixels:
    return rounded(levels * np.float32((2**depth - 1) / 255), depth)
