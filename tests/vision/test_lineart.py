"""HED line art on real photographs and on drawn edges."""

from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from hwawon.errors import BadPicture, MissingModel
from hwawon.vision.lineart import LARGEST_AREA, Hed
from support.pictures import photograph
from support.small_models import with_models

RGB = NDArray[np.uint8]


@pytest.fixture(scope="module")
def hed() -> Hed:
    return Hed(with_models("hed"), threads=1)


@pytest.fixture(scope="module")
def china() -> RGB:
    return np.asarray(cv2.resize(photograph("china"), (240, 160), interpolation=cv2.INTER_AREA), np.uint8)


def test_lines_of_a_photograph_are_white_on_black(hed: Hed, china: RGB) -> None:
    lines = hed.lines(china)
    assert lines.shape == (160, 240)
    assert lines.dtype == np.uint8
    assert lines.max() > 200
    assert (lines < 60).mean() > 0.5


def test_the_pagoda_has_lines_and_the_sky_has_none(hed: Hed, china: RGB) -> None:
    lines = hed.lines(china)
    sky, pagoda = lines[5:60, 135:195], lines[30:140, 40:120]
    assert sky.max() < 30
    assert (pagoda > 120).mean() > 0.1


def test_a_line_lies_on_the_edge(hed: Hed) -> None:
    picture = np.full((96, 128, 3), 60, np.uint8)
    picture[:, 80:] = (220, 200, 180)
    lines = hed.lines(picture)[20:-20]
    assert np.abs(lines.argmax(axis=1) - 79.5).max() <= 2
    assert lines[:, 78:82].mean() > 3 * lines[:, 20:60].mean()


def test_the_network_is_shown_blue_green_red_less_the_mean(hed: Hed, china: RGB) -> None:
    crop = china[60:100, 50:110]
    margin = np.pad(crop, ((16, 16), (16, 16), (0, 0)), mode="symmetric").astype(np.float32)
    red, green, blue = (margin[:, :, channel] for channel in range(3))
    planes = np.stack([blue - np.float32(103.939), green - np.float32(116.779), red - np.float32(123.68)])
    session = onnxruntime.InferenceSession(str(with_models("hed") / "hed" / "hed.onnx"))
    (edges,) = session.run(None, {"image": planes[None]})
    assert np.abs(hed.lines(crop) - edges[0, 0, 16:-16, 16:-16] * 255).max() < 0.6


def test_the_border_of_the_picture_is_no_edge(hed: Hed) -> None:
    assert hed.lines(np.full((64, 80, 3), 150, np.uint8)).max() < 60


def test_the_same_picture_gives_the_same_lines(hed: Hed, china: RGB) -> None:
    crop = china[40:120, 40:120]
    assert np.array_equal(hed.lines(crop), hed.lines(crop.copy()))


@pytest.mark.slow
def test_a_picture_too_large_for_the_network_gets_lines_of_its_own_size(hed: Hed, china: RGB) -> None:
    large = np.asarray(cv2.resize(china, (1200, 801)), np.uint8)
    assert large.shape[0] * large.shape[1] > LARGEST_AREA
    lines = hed.lines(large)
    assert lines.shape == (801, 1200)
    assert lines[25:300, 675:975].max() < 30
    assert (lines[150:700, 200:600] > 120).mean() > 0.2


@pytest.mark.parametrize(("width", "height"), [(33, 17), (1, 1)])
def test_odd_sizes_work(hed: Hed, china: RGB, width: int, height: int) -> None:
    assert hed.lines(china[:height, :width]).shape == (height, width)


def test_what_is_not_an_rgb_picture_is_refused(hed: Hed, china: RGB) -> None:
    with pytest.raises(BadPicture, match=r"got \(0, 4, 3\) uint8"):
        hed.lines(china[:0, :4])


def test_without_the_file_it_names_the_model(tmp_path: Path) -> None:
    with pytest.raises(MissingModel, match="hwawon models install hed"):
        Hed(tmp_path)
