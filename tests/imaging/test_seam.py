"""A bad seam is seen and made better; a good one is left alone."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from hwawon.imaging.crop import Cut
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.picture import Picture
from hwawon.imaging.register import Motion, warped
from hwawon.imaging.seam import _around, repair, seam_score
from hwawon.imaging.stitch import Patch, composite, make_patch
from support.retouch import FREE, cut_out, disc_mask, smooth_picture

Engine = Callable[[np.ndarray], np.ndarray]

BAD_ENGINES: dict[str, Engine] = {
    "tinted": lambda image: image * np.array([1.08, 0.97, 0.9], np.float32),
    "brighter": lambda image: image + 14,
    "darker": lambda image: image * 0.88,
    "flatter": lambda image: (image - 128) * 0.85 + 128,
    "shifted a little": lambda image: warped(image, Motion(1.4, -0.6)),
    "shifted more": lambda image: warped(image, Motion(-3, 2)),
    "without grain": lambda image: cv2.GaussianBlur(image, (0, 0), 1.2),
    "shifted and tinted": lambda image: warped(image, Motion(1, 1)) * np.array([0.95, 1, 1.05], np.float32),
    "lit from one side": lambda image: image + np.linspace(-15, 15, image.shape[1], dtype=np.float32)[:, np.newaxis],
}


def scene(kind: int) -> Picture:
    """Soft light with grain, and in two of three sharp shapes too."""
    pixels = smooth_picture(Extent(260, 240), seed=kind).pixels.copy()
    random = np.random.default_rng(kind)
    for _ in range(60 * kind):
        centre = tuple(int(value) for value in random.integers(0, 240, 2))
        colour = tuple(int(value) for value in random.integers(40, 220, 3))
        cv2.circle(pixels, centre, int(random.integers(3, 14)), colour, -1, cv2.LINE_AA)
    grain = random.normal(0, 3, pixels.shape)
    return Picture(np.clip(pixels + grain, 0, 255).astype(np.uint8))


def painted_by(engine: Engine, cut: Cut) -> Patch:
    result = np.clip(np.rint(engine(cut.image.astype(np.float32))), 0, 255)
    return make_patch(cut, result.astype(np.uint8))


def one_cut(picture: Picture, radius: int = 50, strength: float = 0.6) -> Cut:
    whole = Bounds.whole(picture.extent)
    return cut_out(picture, whole, disc_mask(picture.extent, (120, 120), radius), strength=strength, sizes=FREE)


def test_repair_lowers_the_score_of_nine_in_ten_bad_seams() -> None:
    scores = []
    for kind in range(3):
        for radius, strength in ((50, 0.8), (30, 0.8), (60, 0.3)):
            cut = one_cut(scene(kind), radius, strength)
            for name, engine in BAD_ENGINES.items():
                patch = painted_by(engine, cut)
                better, total = repair(patch, cut.base)
                assert total.total == pytest.approx(seam_score(better, cut.base).total, rel=1e-5)
                scores.append((name, seam_score(patch, cut.base).total, seam_score(better, cut.base).total))
                assert np.array_equal(better.alpha, patch.alpha)
    assert len(scores) >= 60
    lowered = [after < before for _, before, after in scores]
    assert np.mean(lowered) > 0.9, [row for row in scores if row[2] >= row[1]]
    assert max(after - before for _, before, after in scores) < 1e-4
    assert np.mean([after / before for _, before, after in scores]) < 0.35


@pytest.mark.parametrize("depth", [8, 16])
def test_an_identity_result_has_no_seam_and_is_not_touched(depth: int) -> None:
    cut = one_cut(smooth_picture(Extent(260, 240), depth=depth))
    patch = make_patch(cut, cut.image)
    assert seam_score(patch, cut.base).total == 0
    assert repair(patch, cut.base)[0] is patch


@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("depth", [8, 16])
def test_repair_changes_nothing_outside_the_composite_mask(depth: int, channels: int) -> None:
    picture = smooth_picture(Extent(260, 240), depth=depth, channels=channels)
    cut = one_cut(picture)
    patch, _ = repair(painted_by(BAD_ENGINES["darker"], cut), cut.base)
    result = composite(picture, [(patch, 1.0)]).pixels
    shown = np.zeros(picture.pixels.shape[:2], np.bool_)
    shown[patch.bounds.slices] = patch.alpha > 0
    assert np.array_equal(result[~shown], picture.pixels[~shown])
    assert not np.array_equal(result, picture.pixels)


def test_each_defect_shows_in_its_own_measure() -> None:
    cut = one_cut(scene(2))
    tinted, shifted, smooth = (
        seam_score(painted_by(BAD_ENGINES[name], cut), cut.base)
        for name in ("brighter", "shifted a little", "without grain")
    )
    assert tinted.colour_offset == pytest.approx(14, abs=0.5)
    assert tinted.shift_px == 0
    assert shifted.shift_px == pytest.approx(np.hypot(1.4, 0.6), abs=0.2)
    assert smooth.grain > 1
    assert tinted.grain < 0.5


def test_a_better_candidate_is_ranked_before_a_worse_one() -> None:
    cut = one_cut(scene(1))
    lighter = [make_patch(cut, np.minimum(cut.image, 237) + np.uint8(levels)) for levels in (2, 6, 18)]
    totals = [seam_score(patch, cut.base).total for patch in lighter]
    assert totals == sorted(totals)
    assert totals[0] > 0


def test_a_tint_is_taken_out_of_the_middle_of_the_patch_too() -> None:
    cut = one_cut(smooth_picture(Extent(260, 240)))
    fixed, _ = repair(painted_by(BAD_ENGINES["brighter"], cut), cut.base)
    offset = fixed.colour[cut.painted].astype(float).mean(axis=0) - cut.base[cut.painted].mean(axis=0)
    assert np.abs(offset).max() < 1


def test_repair_keeps_what_was_painted_inside() -> None:
    cut = one_cut(smooth_picture(Extent(260, 240)))
    image = cut.image.copy()
    cv2.circle(image, (cut.plan.work.width // 2 - 10, cut.plan.work.height // 2), 15, (250, 20, 20), -1)
    patch = make_patch(cut, np.clip(image.astype(int) + 8, 0, 255).astype(np.uint8))
    fixed, _ = repair(patch, cut.base)
    red = patch.colour[:, :, 0].astype(int) - patch.colour[:, :, 1] > 180
    assert red.sum() > 500
    assert (fixed.colour[red, 0].astype(int) - fixed.colour[red, 1] > 170).all()


def test_a_patch_over_the_whole_picture_has_no_border_to_judge() -> None:
    picture = smooth_picture(Extent(128, 128))
    cut = cut_out(picture, Bounds.whole(picture.extent), np.full((128, 128), 255, np.uint8))
    patch = painted_by(BAD_ENGINES["darker"], cut)
    assert seam_score(patch, cut.base).total == 0
    assert repair(patch, cut.base)[0] is patch


def test_a_hard_edge_is_judged_at_its_step() -> None:
    cut = one_cut(smooth_picture(Extent(260, 240)))
    patch = painted_by(BAD_ENGINES["brighter"], cut)
    hard = replace(patch, alpha=np.where(cut.painted, 255, 0).astype(np.uint8))
    assert seam_score(hard, cut.base).gradient_jump == pytest.approx(14, abs=0.5)


def test_grain_is_given_back_to_a_patch_without() -> None:
    cut = one_cut(scene(0))
    patch = painted_by(BAD_ENGINES["without grain"], cut)
    before, after = seam_score(patch, cut.base), repair(patch, cut.base)[1]
    assert before.grain > 1.5
    assert after.grain < 0.3 * before.grain


@pytest.mark.parametrize("side", [300, 900])
def test_a_shift_is_measured_in_pixels_of_the_picture_whatever_its_size(side: int) -> None:
    small = scene(2).pixels[:240, :240]
    picture = Picture(cv2.resize(small, (side, side), interpolation=cv2.INTER_CUBIC).astype(np.uint8))
    whole = Bounds.whole(picture.extent)
    cut = cut_out(picture, whole, disc_mask(picture.extent, (side // 2, side // 2), side // 3), sizes=FREE)
    patch = painted_by(lambda image: warped(image, Motion(-4, 3)), cut)
    assert seam_score(patch, cut.base).shift_px == pytest.approx(5, abs=0.3)
    assert repair(patch, cut.base)[1].shift_px < 0.3


def test_what_repair_cannot_better_it_leaves() -> None:
    for seed in range(6):
        cut = one_cut(smooth_picture(Extent(260, 240), seed=seed), radius=20 + 5 * seed)
        other = smooth_picture(cut.plan.work, seed=seed + 50).rgb8()
        for image in (other, cv2.GaussianBlur(other, (0, 0), 2), 255 - cut.image):
            patch = make_patch(cut, np.asarray(image, dtype=np.uint8))
            better, score = repair(patch, cut.base)
            before = seam_score(patch, cut.base).total
            assert score.total <= before
            assert (better is patch) == (score.total == pytest.approx(before, rel=1e-6))


def test_the_border_is_the_same_to_the_last_bit_wherever_arrays_lie_in_memory() -> None:
    cut = one_cut(scene(1), radius=21)
    patch = painted_by(BAD_ENGINES["tinted"], cut)
    borders, in_between = [], []
    for number in range(24):
        borders.append(_around(patch, cut.base).border)
        in_between.append(bytearray(16 * number + 9))
    assert len({border.tobytes() for border in borders}) == 1
