"""Real-ESRGAN on crops of real photographs."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from hwawon.errors import BadNumber, BadPicture, MissingModel
from hwawon.vision import upscale
from hwawon.vision.upscale import Upscaler, UpscalerId
from support.pictures import photograph
from support.small_models import with_models

RGB = NDArray[np.uint8]


@pytest.fixture(scope="module")
def drawn() -> Upscaler:
    return Upscaler(with_models("realesr-animevideov3"), threads=1)


@pytest.fixture(scope="module")
def face() -> RGB:
    return np.asarray(
        cv2.resize(photograph("astronaut")[0:240, 120:320], (50, 60), interpolation=cv2.INTER_AREA), np.uint8
    )


def averaged(rgb: RGB, like: RGB) -> NDArray[np.int64]:
    size = (like.shape[1], like.shape[0])
    return cv2.resize(rgb, size, interpolation=cv2.INTER_AREA).astype(np.int64)


@pytest.mark.parametrize("factor", [2, 3, 4])
def test_the_picture_grows_and_stays_the_same_picture(drawn: Upscaler, face: RGB, factor: int) -> None:
    large = drawn.apply(face, factor)
    assert large.shape == (60 * factor, 50 * factor, 3)
    assert large.dtype == np.uint8
    assert np.abs(averaged(large, face) - face).mean() < 6
    assert np.abs(np.roll(averaged(large, face), 1, axis=1) - face).mean() > 10, "a pixel aside it would be another one"


@pytest.mark.parametrize("level", [0, 40, 128, 200, 255])
def test_a_flat_colour_stays_what_it_is(drawn: Upscaler, level: int) -> None:
    """The bare network makes 128 into 131."""
    flat = np.full((24, 24, 3), (level, 128, 90), np.uint8)
    assert np.abs(drawn.apply(flat, 2).astype(int) - flat[0, 0]).max() <= 1


def test_fine_colours_stay_in_their_channels(drawn: Upscaler) -> None:
    stripes = np.zeros((24, 24, 3), np.uint8)
    stripes[:, :, 2] = 200
    stripes[:, np.arange(24) // 6 % 2 == 0] = (220, 60, 0)
    error = np.abs(averaged(drawn.apply(stripes, 4), stripes) - stripes)[:, 3::6]  # a middle column of each stripe
    assert error.max() < 25


def test_edges_come_out_sharper_than_by_interpolation(drawn: Upscaler) -> None:
    step = np.full((32, 32, 3), 40, np.uint8)
    step[:, 16:] = 210
    blurred = np.asarray(cv2.GaussianBlur(step, (0, 0), 0.7), np.uint8)
    cubic = cv2.resize(blurred, (128, 128), interpolation=cv2.INTER_CUBIC).astype(int)
    large = drawn.apply(blurred, 4).astype(int)
    assert np.abs(np.diff(large, axis=1)).max() > 1.5 * np.abs(np.diff(cubic, axis=1)).max()


def test_the_same_picture_gives_the_same_pixels(drawn: Upscaler, face: RGB) -> None:
    again = Upscaler(with_models("realesr-animevideov3"), threads=1)
    assert np.array_equal(drawn.apply(face, 2), again.apply(face.copy(), 2))


def test_tiles_join_without_a_difference(drawn: Upscaler, face: RGB, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = drawn.apply(face, 2)
    in_tiles = Upscaler(with_models("realesr-animevideov3"), threads=1)
    monkeypatch.setattr(in_tiles, "_kind", upscale._Kind(native=(2, 3, 4), tile_px=23, overlap_px=18))
    assert np.abs(in_tiles.apply(face, 2).astype(int) - whole).max() <= 1


@pytest.mark.parametrize(("height", "width"), [(1, 1), (3, 40)])
def test_tiny_pictures_work(drawn: Upscaler, face: RGB, height: int, width: int) -> None:
    assert drawn.apply(face[:height, :width], 2).shape == (2 * height, 2 * width, 3)


@pytest.mark.slow
def test_the_photograph_network_makes_4_times_and_by_averaging_2_times(face: RGB) -> None:
    photographic = Upscaler(with_models("realesrgan-x4plus"), "realesrgan-x4plus", threads=1)
    small = face[20:36, 16:32]
    four, two = photographic.apply(small, 4), photographic.apply(small, 2)
    assert four.shape == (64, 64, 3)
    assert np.abs(averaged(four, small) - small).mean() < 10
    assert np.array_equal(two, averaged(four, two))


@pytest.mark.parametrize("factor", [0, 1, 5, -2])
def test_another_factor_is_refused(drawn: Upscaler, face: RGB, factor: int) -> None:
    with pytest.raises(BadNumber, match=f"must be 2, 3 or 4, got {factor}"):
        drawn.apply(face, factor)


def test_what_is_not_an_rgb_picture_is_refused(drawn: Upscaler, face: RGB) -> None:
    with pytest.raises(BadPicture, match=r"got \(60, 50, 1\)"):
        drawn.apply(face[:, :, :1], 2)


@pytest.mark.parametrize("model_id", ["realesr-animevideov3", "realesrgan-x4plus"])
def test_without_the_files_it_names_the_model(tmp_path: Path, model_id: UpscalerId) -> None:
    with pytest.raises(MissingModel, match=f"hwawon models install {model_id}"):
        Upscaler(tmp_path, model_id)
