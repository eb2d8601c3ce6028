"""Colours are adapted in the gradient domain: seams vanish, edges stay."""

from __future__ import annotations

import numpy as np
import pytest

from hwawon.engines.painter.fill_blend import blended, solve
from hwawon.engines.painter.fill_levels import Flags, Floats

FOUR = ((-1, 0), (1, 0), (0, -1), (0, 1))


def hole_of(kind: str) -> Flags:
    hole = np.zeros((45, 61), np.bool_)
    if kind == "middle":
        hole[11:34, 20:49] = True
    elif kind == "border":
        hole[:20, 37:] = True
    elif kind == "two":
        hole[5:9, 3:8] = hole[25:44, 30:60] = True
    else:
        hole[7, 9] = True
    return hole


def residual(field: Floats, pull: Floats, hole: Flags, leak: Floats) -> float:
    """The largest error of sum(u(q) - u(p)) - leak u(p) + pull(p) over hole pixels, outside the picture left out."""
    error = pull - leak[..., None] * field
    for down, across in FOUR:
        shifted = np.roll(field, (-down, -across), (0, 1))
        exists = np.ones_like(hole)
        if down:
            exists[0 if down < 0 else -1] = False
        if across:
            exists[:, 0 if across < 0 else -1] = False
        error += (shifted - field) * exists[..., None]
    return float(np.abs(error[hole]).max())


@pytest.mark.parametrize("fades_px", [None, 5])
@pytest.mark.parametrize("kind", ["middle", "border", "two", "one pixel"])
def test_the_solver_solves_its_equation(kind: str, fades_px: float | None) -> None:
    hole = hole_of(kind)
    leak = np.full(hole.shape, 0 if fades_px is None else 1 / fades_px**2, np.float32)
    pull = np.random.default_rng(1).normal(0, 1, (*hole.shape, 3)).astype(np.float32) * hole[..., None]
    field = solve(pull, hole, leak)
    assert np.all(field[~hole] == 0)
    assert residual(field, pull, hole, leak) < 0.05 * float(np.abs(pull).max())


def test_a_copy_from_a_darker_place_takes_the_light_of_where_it_comes_to() -> None:
    ramp = np.broadcast_to(np.linspace(0.3, 0.6, 96, dtype=np.float32)[None, :, None], (48, 96, 3)).copy()
    hole = np.zeros((48, 96), np.bool_)
    hole[16:32, 60:76] = True
    offsets = np.zeros((48, 96, 2), np.int32)
    offsets[hole] = (0, -16)
    copied = ramp.copy()
    copied[hole] = ramp[16:32, 44:60].reshape(-1, 3)
    assert np.abs(copied - ramp).max() > 0.04
    assert np.abs(blended(ramp, hole, offsets, copied) - ramp).max() < 0.004


def test_an_edge_that_ends_at_the_hole_does_not_bleed_into_it() -> None:
    image = np.full((48, 96, 3), 0.5, np.float32)
    image[:, :40] = 0.0
    hole = np.zeros((48, 96), np.bool_)
    hole[16:32, 40:56] = True
    offsets = np.zeros((48, 96, 2), np.int32)
    offsets[hole] = (0, 20)
    result = blended(image, hole, offsets, image.copy())
    assert result[24, 50].min() > 0.44


def test_a_hole_that_is_open_to_the_border_fits_at_its_edge_and_drifts_nowhere() -> None:
    """Copied from a place that is a little lighter: inside an enclosed hole all of it is to be moved."""
    image = np.full((96, 240, 3), 0.4, np.float32)
    image[:, :125] = 0.45
    for rows, columns, is_open in ((slice(0, 96), slice(130, 240), True), (slice(10, 86), slice(130, 230), False)):
        hole, offsets, copied = np.zeros((96, 240), np.bool_), np.zeros((96, 240, 2), np.int32), image.copy()
        hole[rows, columns] = True
        offsets[hole], copied[hole] = (0, -125), 0.45

        correction = (blended(image, hole, offsets, copied) - copied)[48, columns, 0]

        assert correction[0] == pytest.approx(-0.05, abs=0.004)
        far = correction[-30:]
        assert np.abs(far).max() < 0.005 if is_open else np.abs(far + 0.05).max() < 0.004
