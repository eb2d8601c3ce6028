"""A picture grows: what was there stays where it was, bit for bit, but for a seam as wide as is said."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from hwawon.engines.base import Engine, Step
from hwawon.engines.painter.engine import Painter
from hwawon.engines.painter.flat import FlatPainter
from hwawon.engines.painter.identity import Identity
from hwawon.errors import BadBox, BadInput, BadMask, EmptyMask, PictureTooLarge
from hwawon.imaging.geometry import Bounds, Extent, Margins
from hwawon.imaging.picture import Picture
from hwawon.imaging.proof import Proof
from hwawon.imaging.stitch import composite, prove
from hwawon.retouch import area
from hwawon.retouch.guides import Guides
from hwawon.retouch.request import RetouchRequest
from hwawon.retouch.run import retouch
from hwawon.validation import validated
from support.pictures import photograph
from support.retouch import disc_mask, noise_picture, smooth_picture

MOST = 10_000_000


def request(**changes: Any) -> RetouchRequest:
    asked = {"prompt": "a meadow", "engine": "painter:flat", "seed": 7, "extend": (60, 0, 0, 0), "strength": 0.8}
    return validated(RetouchRequest, asked | changes)


def ignore(_: Step) -> None:
    return None


def outcome(
    asked: RetouchRequest, picture: Picture, mask: NDArray[Any] | None = None, engine: Engine | None = None
) -> tuple[Picture, Picture, Proof]:
    """The canvas before and after, and the proof."""
    painter = engine or FlatPainter()
    plan, painted = area.planned(asked, picture.extent, mask, painter.capabilities(), MOST)
    base = area.laid_out(asked, picture)
    best = retouch(asked, base, painted, plan, painter, Guides(), ignore)[0]
    result = composite(base, [(best.patch, asked.opacity)])
    return base, result, prove(base, result, [best.patch])


def far_from(new: NDArray[np.bool_], reach_px: float) -> NDArray[np.bool_]:
    """Where the distance to the nearest new pixel is more than the reach."""
    away = np.where(new, 0, 255).astype(np.uint8)
    return np.asarray(cv2.distanceTransform(away, cv2.DIST_L2, cv2.DIST_MASK_PRECISE) > reach_px + 1e-3)


def random_case(number: int) -> tuple[Picture, RetouchRequest]:
    chance = np.random.default_rng(number)
    extent = Extent(*(int(side) for side in chance.integers(90, 420, 2)))
    sides = chance.integers(1, 180, 4) * chance.integers(0, 2, 4)
    sides[number % 4] = max(1, sides[number % 4])
    depth, channels = (8, 16)[number % 2], (1, 2, 3, 4)[number // 2 % 4]
    picture = noise_picture(extent, depth=depth, channels=channels, seed=number)
    strength = float(np.round(chance.uniform(0.2, 1), 2))
    return picture, request(extend=[int(side) for side in sides], strength=strength, seed=number)


@pytest.mark.parametrize("number", range(24))
def test_every_original_pixel_beyond_the_reach_is_the_same_at_its_new_place(number: int) -> None:
    picture, asked = random_case(number)
    place = Margins(*asked.extend or ()).place(picture.extent)

    base, result, proof = outcome(asked, picture)

    new = np.ones(base.pixels.shape[:2], np.bool_)
    new[place.slices] = False
    kept = far_from(new, proof.reach_px)[place.slices]
    assert proof.changed_outside == 0
    assert np.array_equal(result.pixels[place.slices][kept], picture.pixels[kept])
    assert (result.pixels[new] != base.pixels[new]).any()
    assert result.pixels.dtype == picture.pixels.dtype
    if result.alpha is not None and picture.alpha is not None:
        assert np.array_equal(result.alpha[place.slices], picture.alpha)


@pytest.mark.parametrize("number", range(8))
def test_an_engine_that_returns_its_input_changes_no_original_pixel(number: int) -> None:
    picture, asked = random_case(number)
    place = Margins(*asked.extend or ()).place(picture.extent)

    base, result, proof = outcome(asked, picture, engine=Identity())

    assert np.array_equal(result.pixels[place.slices], picture.pixels)
    assert np.array_equal(result.pixels, base.pixels)
    assert (proof.changed_outside, proof.changed_inside) == (0, 0)


def test_all_of_the_new_area_is_painted_together_with_the_users_mask() -> None:
    picture = smooth_picture(Extent(320, 240))
    drawn = disc_mask(picture.extent, (200, 120), 20)

    plan, painted = area.planned(
        request(extend=(64, 0, 0, 32)), picture.extent, drawn, FlatPainter().capabilities(), MOST
    )

    assert painted.shape == (272, 384)
    assert (painted[:, :64] == 255).all() and (painted[240:] == 255).all()
    assert np.array_equal(painted[:240, 64:], drawn)
    assert plan.canvas == Extent(384, 272)


def test_a_mask_may_have_the_new_size_or_the_boxs() -> None:
    extent, capabilities = Extent(320, 240), FlatPainter().capabilities()
    whole = disc_mask(Extent(380, 240), (200, 120), 20)
    box = Bounds(0, 0, 300, 240)

    _, of_canvas = area.planned(request(), extent, whole, capabilities, MOST)
    _, of_box = area.planned(request(box=box), extent, whole[box.slices], capabilities, MOST)

    assert np.array_equal(of_canvas, of_box)
    assert (of_canvas[:, 60:] > 0).sum() == (whole > 0).sum()
    with pytest.raises(BadMask, match="100x100"):
        area.planned(request(), extent, np.full((100, 100), 255, np.uint8), capabilities, MOST)
    with pytest.raises(EmptyMask):
        area.planned(request(), extent, whole * 0, capabilities, MOST)


def test_the_painter_continues_a_photograph_without_a_visible_seam() -> None:
    pixels = cv2.resize(photograph("coffee"), (280, 186), interpolation=cv2.INTER_AREA).astype(np.uint8)
    picture, asked = Picture(pixels), request(prompt="", engine="painter", extend=(48, 0, 0, 0), strength=1.0)
    painter = Painter(Path("/nowhere"))
    plan, painted = area.planned(asked, picture.extent, None, painter.capabilities(), MOST)

    (best,) = retouch(asked, area.laid_out(asked, picture), painted, plan, painter, Guides(), ignore)

    assert best.seam.total < 10


def test_a_thin_border_is_not_given_a_wide_edge() -> None:
    asked = request(extend=(8, 8, 8, 8), strength=1.0)

    plan, _ = area.planned(asked, Extent(1200, 900), None, FlatPainter().capabilities(), MOST)

    assert plan.edges.reach_px <= 48


def test_a_box_must_hold_all_of_the_new_area() -> None:
    with pytest.raises(BadBox, match="does not hold all of the new area"):
        area.planned(request(box=(30, 0, 200, 200)), Extent(320, 240), None, FlatPainter().capabilities(), MOST)


def test_a_picture_does_not_grow_beyond_what_is_allowed() -> None:
    with pytest.raises(PictureTooLarge, match="320x240 grows to 380x240 = 91200 pixels, at most 91199"):
        area.planned(request(), Extent(320, 240), None, FlatPainter().capabilities(), 91_199)
    area.planned(request(), Extent(320, 240), None, FlatPainter().capabilities(), 91_200)


@pytest.mark.parametrize(
    "extend", [(0, 0, 0, 0), (-1, 0, 0, 0), (70_000, 0, 0, 0), (1, 2, 3), ("a", 0, 0, 0), (0.5, 0, 0, 0)]
)
def test_absurd_extensions_are_refused(extend: Any) -> None:
    with pytest.raises(BadInput, match="extend"):
        request(extend=extend)


def test_without_a_mask_a_picture_must_grow() -> None:
    with pytest.raises(BadMask, match="expected a mask"):
        area.planned(request(extend=None), Extent(320, 240), None, FlatPainter().capabilities(), MOST)
