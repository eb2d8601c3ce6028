"""Region boxes on drawn masks."""

import numpy as np
import pytest

from hwawon.imaging.geometry import Bounds
from hwawon.vision.parts import Part
from hwawon.vision.regions import Mask, region_box, region_mask


def filled(bounds: Bounds, width: int = 400, height: int = 300) -> Mask:
    mask = np.zeros((height, width), np.uint8)
    mask[bounds.slices] = 255
    return mask


def box_of(mask: Mask) -> Bounds:
    box = region_box(mask)
    assert box is not None
    return box


def close(box: Bounds, wanted: tuple[float, float, float, float]) -> bool:
    return bool(np.abs(np.subtract((box.x, box.y, box.right, box.bottom), wanted)).max() <= 1)


def test_a_box_reaches_a_tenth_beyond_all_but_the_last_hundredth_of_a_mask() -> None:
    box = box_of(filled(Bounds(100, 80, 100, 100)))
    assert close(box, (101 - 9.8, 81 - 9.8, 199 + 9.8, 179 + 9.8))


def test_stray_pixels_do_not_move_a_box() -> None:
    mask = filled(Bounds(100, 80, 100, 100))
    mask[2, 3] = mask[290, 395] = 255
    assert close(box_of(mask), (91, 71, 209, 189))


def test_a_soft_mask_counts_by_its_weight() -> None:
    mask = filled(Bounds(100, 80, 100, 100)).astype(np.float32) / 255
    mask[80:180, 300:400] = 1e-5
    assert close(box_of(mask), (91, 71, 209, 189))


@pytest.mark.parametrize("flat", [True, False])
def test_a_long_box_is_widened_to_sixteen_by_nine(flat: bool) -> None:
    mask = filled(Bounds(50, 130, 200, 20)) if flat else filled(Bounds(190, 50, 20, 200))
    box = box_of(mask)
    longer, shorter = (box.width, box.height) if flat else (box.height, box.width)
    assert longer * 9 <= shorter * 16 <= longer * 9 + 16
    middle = box.y + box.height / 2 if flat else box.x + box.width / 2
    assert middle == pytest.approx(140 if flat else 200, abs=1)


def test_at_the_border_a_box_is_moved_inwards_and_stays_wide_enough() -> None:
    box = box_of(filled(Bounds(50, 0, 200, 10)))
    assert (box.y, box.right <= 400) == (0, True)
    assert box.width * 9 <= box.height * 16


@pytest.mark.parametrize(("width", "height"), [(400, 20), (7, 300), (1, 1)])
def test_a_box_never_leaves_the_picture(width: int, height: int) -> None:
    whole = Bounds(0, 0, width, height)
    assert box_of(filled(whole, width, height)).is_within(whole)


def test_random_masks_have_boxes_inside_and_of_legal_shape() -> None:
    random = np.random.default_rng(7)
    for _ in range(200):
        width, height = (int(side) for side in random.integers(20, 200, 2))
        x, y = int(random.integers(0, width)), int(random.integers(0, height))
        mask = filled(Bounds(x, y, int(random.integers(1, 200)), int(random.integers(1, 200))), width, height)
        box = box_of(mask)
        assert box.is_within(Bounds(0, 0, width, height))
        legal = max(box.width, box.height) * 9 <= min(box.width, box.height) * 16
        assert legal or box.width == width or box.height == height


def test_an_empty_mask_has_no_box() -> None:
    assert region_box(np.zeros((30, 40), np.uint8)) is None


def test_regions_are_the_parts_of_the_persons_asked_for() -> None:
    labels = np.array(
        [[0, 8 + Part.FACE, 8 + Part.TORSO, 16 + Part.FACE, 16 + Part.LEFT_LEG, 8 + Part.OTHER]], np.uint8
    )
    assert region_mask(labels, "face").tolist() == [[False, True, False, True, False, False]]
    assert region_mask(labels, "body", [1]).tolist() == [[False, False, True, False, False, True]]
    assert region_mask(labels, "person", [2]).tolist() == [[False, False, False, True, True, False]]
    assert not region_mask(labels, "person", [3, 99]).any()
