"""Style transfer on real photographs."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from hwawon.errors import BadNumber, BadPicture, MissingModel
from hwawon.vision.style import LARGEST_AREA, StyleTransfer
from support.pictures import photograph
from support.small_models import with_models

RGB = NDArray[np.uint8]


def small(rgb: RGB, width: int, height: int) -> RGB:
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


@pytest.fixture(scope="module")
def transfer() -> StyleTransfer:
    return StyleTransfer(with_models("style-transfer"), threads=1)


@pytest.fixture(scope="module")
def china() -> RGB:
    return small(photograph("china"), 192, 128)


@pytest.fixture(scope="module")
def flower() -> RGB:
    return photograph("flower")


@pytest.mark.parametrize(("width", "height"), [(192, 128), (131, 77), (9, 5), (1, 1)])
def test_the_result_has_the_size_of_the_content(
    transfer: StyleTransfer, china: RGB, flower: RGB, width: int, height: int
) -> None:
    result = transfer.apply(small(china, width, height), flower)
    assert result.shape == (height, width, 3)
    assert result.dtype == np.uint8


def test_the_same_content_and_style_give_the_same_pixels(transfer: StyleTransfer, china: RGB, flower: RGB) -> None:
    again = StyleTransfer(with_models("style-transfer"), threads=1)
    first = transfer.apply(china, flower)
    assert np.array_equal(transfer.apply(china, flower), first)
    assert np.array_equal(again.apply(china, flower), first)


def test_colours_move_towards_the_style(transfer: StyleTransfer, china: RGB, flower: RGB) -> None:
    """The flower is orange on dark blue-green: the pale sky must turn darker and warmer, or stay far from pale."""
    result = transfer.apply(china, flower).astype(float)
    goal = flower.reshape(-1, 3).mean(axis=0)
    before = np.abs(china.reshape(-1, 3).mean(axis=0) - goal).sum()
    after = np.abs(result.reshape(-1, 3).mean(axis=0) - goal).sum()
    assert after < 0.6 * before


@pytest.mark.parametrize("width", [192, 189])
def test_the_contents_edges_stay_where_they_are(transfer: StyleTransfer, china: RGB, width: int) -> None:
    """With its own vector the pagoda is repainted in place: light and dark agree best where nothing is moved."""
    content = china[:, :width]
    before, after = (
        cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(float) for rgb in (content, transfer.apply(content, content))
    )
    agreement = {
        shift: np.corrcoef(before.ravel(), np.roll(after, shift, axis=1).ravel())[0, 1] for shift in range(-4, 5)
    }
    assert agreement[0] > 0.9
    assert max(agreement, key=lambda shift: float(agreement[shift])) == 0


def test_amount_goes_from_nothing_to_the_whole(transfer: StyleTransfer, china: RGB, flower: RGB) -> None:
    vector = transfer.style_vector(flower)
    whole = transfer.apply_vector(china, vector, 1.0).astype(int)
    half = transfer.apply_vector(china, vector, 0.5).astype(int)
    none = transfer.apply_vector(china, vector, 0.0)
    assert np.array_equal(none, china)
    assert none is not china
    assert np.abs(half - (whole + china) / 2).max() <= 1.0


def test_a_vector_says_what_the_style_picture_says(transfer: StyleTransfer, china: RGB, flower: RGB) -> None:
    vector = transfer.style_vector(flower)
    assert vector.shape == (100,)
    assert vector.dtype == np.float32
    assert np.array_equal(transfer.apply_vector(china, vector), transfer.apply(china, flower))
    assert np.abs(vector - transfer.style_vector(china)).mean() > 0.1


def test_a_picture_too_large_for_the_network_keeps_its_size_and_detail(transfer: StyleTransfer, flower: RGB) -> None:
    width = 2000
    height = LARGEST_AREA // width + 200
    content = small(photograph("astronaut"), width, height)
    content[::2, : width // 2] //= 2  # lines of one pixel, which averaging down would wipe out
    result = transfer.apply(content, flower, 0.5).astype(int)
    assert result.shape == content.shape
    left = result[:, : width // 2]
    assert np.abs(np.diff(left, axis=0)).mean() > 20


@pytest.mark.parametrize("amount", [-0.1, 1.01, float("nan")])
def test_an_amount_outside_0_to_1_is_refused(transfer: StyleTransfer, china: RGB, amount: float) -> None:
    with pytest.raises(BadNumber, match=r"must be in 0\.\.1, got"):
        transfer.apply(china, china, amount)


def test_what_is_not_an_rgb_picture_is_refused(transfer: StyleTransfer, china: RGB) -> None:
    with pytest.raises(BadPicture, match=r"content must be RGB .* got \(128, 192\)"):
        transfer.apply(china[:, :, 0], china)
    with pytest.raises(BadPicture, match=r"style must be RGB .* float32"):
        transfer.apply(china, china.astype(np.float32))


def test_without_the_files_it_names_the_model(tmp_path: Path) -> None:
    with pytest.raises(MissingModel, match="hwawon models install style-transfer"):
        StyleTransfer(tmp_path)


def test_a_damaged_file_is_reported_as_missing(tmp_path: Path) -> None:
    (tmp_path / "style-transfer").mkdir()
    (tmp_path / "style-transfer" / "predict.onnx").write_bytes(b"not a network")
    with pytest.raises(MissingModel, match="style-transfer"):
        StyleTransfer(tmp_path)
