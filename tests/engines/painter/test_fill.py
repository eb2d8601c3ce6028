"""Objects are removed from real photographs: the fill looks like what is around, and keeps its promises."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from skimage import data
from sklearn.datasets import load_sample_image

from hwawon.engines.base import Pixels
from hwawon.engines.painter.fill import fill_hole, smooth_fill
from hwawon.engines.painter.fill_levels import Flags, Floats
from hwawon.errors import Cancelled
from hwawon.imaging.compare import psnr

SIDE = 144
MEADOW = Path("/usr/share/backgrounds/mate/nature/GreenMeadow.jpg")
PLACES = ("sky", "cloth", "fur", "wood", "grass")
LEAST_PSNR_DB = {"sky": 40.0, "cloth": 26.0, "fur": 21.0, "wood": 18.0, "grass": 24.0}


PHOTOGRAPHS: dict[str, Callable[[], tuple[int, int, Pixels]]] = {
    "sky": lambda: (20, 330, load_sample_image("china.jpg")),
    "cloth": lambda: (250, 80, data.astronaut()),  # type: ignore[no-untyped-call]
    "fur": lambda: (130, 170, data.chelsea()),  # type: ignore[no-untyped-call]
    "wood": lambda: (20, 0, data.coffee()),  # type: ignore[no-untyped-call]
    "grass": lambda: (500, 400, np.array(cv2.imread(str(MEADOW)), np.uint8)[:, :, ::-1]),
}


def crop_of(place: str) -> Floats:
    """A piece (144, 144, 3) 0..1 of a photograph."""
    if place == "grass" and not MEADOW.is_file():
        pytest.skip("Debian's mate-backgrounds are not installed")
    row, column, photo = PHOTOGRAPHS[place]()
    crop = photo[row : row + SIDE, column : column + SIDE]
    return crop.astype(np.float32) / np.float32(255)


def hole() -> Flags:
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.ellipse(mask, (SIDE // 2, SIDE // 2), (24, 17), 25, 0, 360, 1, -1)
    return mask > 0


def with_object(photo: Floats) -> Floats:
    """The photograph with a magenta thing in the middle of the hole."""
    spoiled = photo.copy()
    spoiled[cv2.erode(hole().astype(np.uint8), np.ones((5, 5))) > 0] = (1.0, 0.0, 0.8)
    return spoiled


def unseen(share: float, picture: Floats) -> None:
    del share, picture


def removed(photo: Floats, seed: int = 1) -> Floats:
    return fill_hole(with_object(photo), hole(), ~hole(), seed, unseen)


@cache
def filled_crop(place: str) -> Floats:
    """A crop of a place after removal; filled once for all tests."""
    return removed(crop_of(place))


def telea(photo: Floats) -> Floats:
    return smooth_fill(with_object(photo), hole())


def roughness(picture: Floats, where: Flags) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The distribution of gradient lengths where asked: 24 logarithmic bins, summed up from below."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    length = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))[where]
    counts, _ = np.histogram(np.log10(length + 1e-4), bins=24, range=(-4, 1))
    return np.asarray(np.cumsum(counts) / counts.sum(), np.float64)


def texture_distance(filled: Floats, photo: Floats) -> float:
    """How far the gradients in the hole are from those that were there: 0 the same, 1 nothing in common."""
    inner = cv2.erode(hole().astype(np.uint8), np.ones((5, 5))) > 0
    return float(np.abs(roughness(filled, inner) - roughness(photo, inner)).mean())


def seam(picture: Floats) -> float:
    """The mean step across the hole's edge over the mean step just beside it; about 1 where no seam shows."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    steps = np.abs(np.diff(grey, axis=1))
    edge = hole()[:, 1:] != hole()[:, :-1]
    near = (cv2.dilate(edge.astype(np.uint8), np.ones((9, 9))) > 0) & ~edge
    return float(steps[edge].mean() / max(steps[near].mean(), 1e-4))


@pytest.mark.parametrize("place", PLACES)
def test_a_removed_object_leaves_what_could_have_been_there(place: str) -> None:
    photo = crop_of(place)
    filled = filled_crop(place)
    inside = as_bytes(filled)[hole()][None], as_bytes(photo)[hole()][None]
    assert psnr(*inside) > LEAST_PSNR_DB[place]
    assert np.array_equal(filled[~hole()], photo[~hole()])


@pytest.mark.parametrize("place", [place for place in PLACES if place != "sky"])
def test_the_filled_texture_is_closer_to_the_true_one_than_a_smooth_fill(place: str) -> None:
    photo = crop_of(place)
    assert texture_distance(filled_crop(place), photo) < 0.7 * texture_distance(telea(photo), photo)


@pytest.mark.parametrize("place", PLACES)
def test_no_seam_shows(place: str) -> None:
    assert seam(filled_crop(place)) < 1.5


def as_bytes(picture: Floats) -> Pixels:
    return np.rint(picture * 255).astype(np.uint8)


def test_the_same_seed_fills_the_same_and_another_fills_otherwise() -> None:
    photo = crop_of("wood")
    assert np.array_equal(removed(photo, 1), filled_crop("wood"))
    assert not np.array_equal(removed(photo, 2), filled_crop("wood"))


def test_nothing_of_what_the_hole_held_comes_back() -> None:
    photo = crop_of("cloth")
    other = with_object(photo)
    other[hole()] = (0.0, 1.0, 0.0)
    refilled = fill_hole(other, hole(), ~hole(), 1, unseen)
    assert np.array_equal(refilled, filled_crop("cloth"))


def test_only_usable_places_are_copied() -> None:
    photo = crop_of("fur")
    usable = ~hole()
    usable[:, : SIDE // 2] = False
    photo[:, : SIDE // 2][usable[:, : SIDE // 2] | ~hole()[:, : SIDE // 2]] *= np.array([0.2, 1.0, 0.2], np.float32)
    filled = fill_hole(photo, hole(), usable, 1, unseen)
    right = hole().copy()
    right[:, : SIDE // 2 + 8] = False
    greenness = filled[right][:, 1] - filled[right][:, 0]
    assert float(greenness.mean()) < 0.05


def test_a_light_that_falls_off_goes_on_through_the_hole() -> None:
    photo = np.broadcast_to(np.linspace(0.2, 0.8, SIDE, dtype=np.float32)[None, :, None], (SIDE, SIDE, 3)).copy()
    filled = removed(photo)
    assert float(np.abs(filled - photo)[hole()].max()) < 0.06


@pytest.mark.parametrize("mask", ["all", "all but a corner", "one pixel", "one row"])
def test_odd_holes_are_filled_with_finite_colours(mask: str) -> None:
    photo = crop_of("wood")[:64, :80]
    odd = np.zeros((64, 80), np.bool_)
    if mask.startswith("all"):
        odd[:] = True
    if mask == "all but a corner":
        odd[:5, :5] = False
    if mask == "one pixel":
        odd[0, 79] = True
    if mask == "one row":
        odd[32] = True
    filled = fill_hole(photo, odd, ~odd, 1, unseen)
    assert np.isfinite(filled).all()
    assert 0 <= filled.min() <= filled.max() <= 1
    assert np.array_equal(filled[~odd], photo[~odd])


def test_the_work_can_be_stopped_between_any_two_parts() -> None:
    shares: list[float] = []
    fill_hole(with_object(crop_of("fur")), hole(), ~hole(), 1, lambda share, _: shares.append(share))
    assert shares == sorted(shares)
    assert len(shares) >= 3
    for stop_at in (1, len(shares)):
        seen: list[float] = []

        def stop(share: float, picture: Floats, seen: list[float] = seen, stop_at: int = stop_at) -> None:
            seen.append(share)
            if len(seen) == stop_at:
                raise Cancelled

        with pytest.raises(Cancelled):
            fill_hole(with_object(crop_of("fur")), hole(), ~hole(), 1, stop)
        assert len(seen) == stop_at
