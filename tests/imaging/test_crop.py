"""Every box gets a crop of legal size, exact in scale, never squeezed; and the cut shows what was planned."""

import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwawon.errors import BadBox, BadInput, BadMask, EmptyMask
from hwawon.imaging.crop import CropPlan, cut, plan_crop
from hwawon.imaging.edges import EdgeOverrides
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.mask import distance_to
from hwawon.imaging.sizes import SizeRule
from support.retouch import FREE, RULES, SD15, SDXL, SMALL, cut_out, disc_mask, noise_picture, smooth_picture

COARSE = SizeRule(64, 64, 2048, 64 * 64, 2048 * 2048)
LARGE = SizeRule(64, 640, 1024, 640_000, 700_000)
TINY_EDGE = EdgeOverrides(feather_px=0, padding_px=0)

TABLE = [  # canvas, box, rule, wanted crop, work, scale: without edge, so that the box alone decides
    ((2000, 2000), (700, 700, 512, 512), SD15, (700, 700, 512, 512), (512, 512), "1"),
    ((2000, 2000), (700, 700, 512, 768), SD15, (700, 700, 512, 768), (512, 768), "1"),
    ((2000, 2000), (700, 700, 509, 515), SD15, (699, 698, 512, 520), (512, 520), "1"),
    ((2000, 2000), (0, 1990, 300, 10), SMALL, (0, 1880, 320, 120), (192, 72), "3/5"),
    ((2000, 2000), (700, 700, 384, 384), SD15, (700, 700, 384, 384), (512, 512), "4/3"),
    ((2000, 2000), (700, 700, 128, 128), SD15, (700, 700, 128, 128), (512, 512), "4"),
    ((2000, 2000), (700, 700, 100, 100), SD15, (686, 686, 128, 128), (512, 512), "4"),
    ((2000, 2000), (0, 0, 2000, 2000), FREE, (0, 0, 2000, 2000), (2000, 2000), "1"),
    ((4000, 4000), (0, 0, 4000, 4000), FREE, (0, 0, 4000, 4000), (2000, 2000), "1/2"),
    ((1024, 1024), (0, 0, 1024, 1024), SDXL, (0, 0, 1024, 1024), (1024, 1024), "1"),
    ((64, 64), (0, 0, 64, 64), FREE, (0, 0, 64, 64), (64, 64), "1"),
    ((30, 30), (0, 0, 30, 30), SMALL, (0, 0, 30, 30), (120, 120), "4"),
    ((4000, 10), (0, 0, 4000, 10), FREE, (0, -59, 4000, 128), (2000, 64), "1/2"),
    ((2000, 2000), (700, 700, 65, 65), COARSE, (669, 669, 128, 128), (128, 128), "1"),
    ((640, 2000), (0, 700, 640, 640), SDXL, (0, 700, 640, 640), (960, 960), "3/2"),
    ((640, 2000), (0, 700, 640, 640), LARGE, (0, 508, 640, 1024), (640, 1024), "1"),
    ((2000, 640), (700, 0, 640, 640), LARGE, (508, 0, 1024, 640), (1024, 640), "1"),
]


@pytest.mark.parametrize(("canvas", "box", "rule", "crop", "work", "scale"), TABLE)
def test_the_plan_of_a_box(
    canvas: tuple[int, int],
    box: tuple[int, ...],
    rule: SizeRule,
    crop: tuple[int, ...],
    work: tuple[int, ...],
    scale: str,
) -> None:
    plan = plan_crop(Extent(*canvas), Bounds(*box), Bounds(*box), 0.6, rule, TINY_EDGE)
    assert (tuple(plan.crop), tuple(plan.work), plan.scale) == (crop, work, Fraction(scale))


@st.composite
def places(draw: st.DrawFn) -> tuple[Extent, Bounds, Bounds]:
    """A canvas, a box in it and painted bounds in that."""
    canvas = Extent(draw(st.integers(1, 9000)), draw(st.integers(1, 9000)))
    inner = Bounds.whole(canvas)
    found = []
    for _ in range(2):
        x, y = draw(st.integers(0, inner.width - 1)), draw(st.integers(0, inner.height - 1))
        width, height = draw(st.integers(1, inner.width - x)), draw(st.integers(1, inner.height - y))
        inner = Bounds(inner.x + x, inner.y + y, width, height)
        found.append(inner)
    return canvas, found[0], found[1]


@given(places(), st.sampled_from((*RULES, SizeRule(16, 512, 768, 512**2, 512 * 768))), st.floats(0, 1))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_every_box_gets_a_legal_exact_crop_that_covers_it(
    place: tuple[Extent, Bounds, Bounds], rule: SizeRule, strength: float
) -> None:
    canvas, box, painted = place
    plan = plan_crop(canvas, box, painted, strength, rule)
    whole = Bounds.whole(canvas)
    assert rule.allows(plan.work)
    assert [side * plan.scale for side in plan.crop.extent] == list(plan.work)
    assert box.is_within(plan.crop)
    assert painted.pad(int(plan.edges.reach_px)).intersection(whole).is_within(plan.crop)
    for start, size, limit in (
        (plan.crop.x, plan.crop.width, canvas.width),
        (plan.crop.y, plan.crop.height, canvas.height),
    ):
        assert (start >= 0 and start + size <= limit) if size <= limit else (start <= 0 and start + size >= limit)
    assert CropPlan.from_json(json.loads(json.dumps(plan.to_json()))) == plan


@given(places(), st.sampled_from(RULES))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_a_window_is_exact_in_both_spaces_and_holds_its_area(
    place: tuple[Extent, Bounds, Bounds], rule: SizeRule
) -> None:
    canvas, box, painted = place
    plan = plan_crop(canvas, box, painted, 0.6, rule)
    window = plan.window(painted, margin_work_px=2)
    assert painted.is_within(window.crop)
    assert window.crop.is_within(plan.crop)
    inside = window.crop.relative_to(plan.crop)
    assert [value * plan.scale for value in inside] == list(window.work)


def test_padding_is_given_up_before_a_legal_box_is_resampled() -> None:
    canvas, box = Extent(2000, 2000), Bounds(500, 500, 512, 720)
    plan = plan_crop(canvas, box, Bounds(540, 540, 430, 640), 0.3, SD15)
    assert plan.scale == 1
    assert plan_crop(canvas, box, Bounds(540, 540, 430, 640), 0.3, SD15, EdgeOverrides(padding_px=400)).scale == 1
    assert plan_crop(canvas, Bounds(500, 500, 760, 760), Bounds(510, 510, 700, 700), 0.3, SD15).scale < 1


def test_scaling_and_extension_are_told() -> None:
    reduced = plan_crop(Extent(4000, 4000), Bounds(0, 0, 3000, 3000), Bounds(0, 0, 9, 9), 0.5, SD15)
    assert "more than the model paints at once" in reduced.notices[0]
    tiny = plan_crop(Extent(50, 50), Bounds(0, 0, 50, 50), Bounds(0, 0, 9, 9), 0.5, SD15)
    assert "less than the model paints" in tiny.notices[0]
    assert "repeated outwards" in tiny.notices[1]


@pytest.mark.parametrize("box", [(0, 0, 0, 5), (-1, 0, 5, 5), (90, 0, 20, 5), (0, 0, 101, 100)])
def test_a_box_not_wholly_on_the_picture_is_refused(box: tuple[int, int, int, int]) -> None:
    with pytest.raises(BadBox):
        plan_crop(Extent(100, 100), Bounds(*box), Bounds(0, 0, 5, 5), 0.5, FREE)


def test_a_painted_area_outside_the_box_is_refused() -> None:
    for painted in (Bounds(0, 0, 5, 5), Bounds(30, 30, 0, 0)):
        with pytest.raises(BadMask, match="not inside the box"):
            plan_crop(Extent(100, 100), Bounds(20, 20, 50, 50), painted, 0.5, FREE)


def test_a_rule_that_allows_nothing_is_refused() -> None:
    with pytest.raises(BadInput, match="no legal size"):
        plan_crop(Extent(99, 99), Bounds(0, 0, 9, 9), Bounds(0, 0, 9, 9), 0.5, SizeRule(64, 512, 768, 10**9, 10**9))


@pytest.mark.parametrize("row", [{}, {"canvas": 5}, {"scale": "1/0"}, {"edges": {"reach_px": 4}}])
def test_what_is_no_plan_is_refused(row: dict[str, object]) -> None:
    plan = plan_crop(Extent(99, 99), Bounds(0, 0, 9, 9), Bounds(0, 0, 9, 9), 0.5, FREE).to_json()
    with pytest.raises(BadInput, match="not a crop plan"):
        CropPlan.from_json(plan | row if row else {})


def test_at_scale_one_the_engine_gets_the_very_pixels() -> None:
    picture = noise_picture(Extent(300, 260))
    done = cut_out(picture, Bounds(40, 30, 128, 128), disc_mask(Extent(128, 128), (60, 60), 20))
    assert done.plan.scale == 1
    assert np.array_equal(done.image, picture.pixels[done.plan.crop.slices])
    assert np.array_equal(done.base, picture.pixels[done.bounds.slices])


def test_beyond_the_border_the_last_pixels_are_repeated_and_masked() -> None:
    picture, mask, rule = (
        noise_picture(Extent(30, 200)),
        disc_mask(Extent(30, 100), (15, 50), 6),
        SizeRule(8, 64, 104, 1, 10816),
    )
    done = cut_out(picture, Bounds(0, 50, 30, 100), mask, sizes=rule, overrides=TINY_EDGE)
    plan = done.plan
    assert plan.scale == 1
    assert plan.crop.x < 0
    assert plan.crop.right > 30
    left, right = -plan.crop.x, plan.crop.width - (plan.crop.right - 30)
    rows = slice(plan.crop.y, plan.crop.bottom)
    assert np.array_equal(done.image[:, left:right], picture.pixels[rows])
    assert (done.image[:, :left] == picture.pixels[rows, :1]).all()
    assert (done.image[:, right:] == picture.pixels[rows, -1:]).all()
    assert (done.denoise_mask[:, :left] == 255).all()
    assert (done.denoise_mask[:, right:] == 255).all()
    assert np.array_equal(done.denoise_mask[:, left:right] > 0, disc_mask(Extent(30, 200), (15, 100), 6)[rows] > 0)


def test_the_denoise_mask_is_wide_and_the_composite_mask_narrower_both_full_inside() -> None:
    picture = smooth_picture(Extent(400, 400), depth=16)
    done = cut_out(picture, Bounds(0, 0, 400, 400), disc_mask(Extent(400, 400), (200, 190), 60), strength=1, sizes=FREE)
    distance, edges = distance_to(done.painted), done.plan.edges
    denoise = done.denoise_mask[done.bounds.relative_to(done.plan.crop).slices].astype(float) / 255
    alpha = done.alpha.astype(float) / 65535
    assert (denoise[distance <= edges.grow_px] == 1).all()
    assert (denoise[distance >= edges.denoise_reach_px] == 0).all()
    ramp = (edges.denoise_reach_px - distance) / edges.feather_px
    assert np.abs(denoise - np.clip(ramp, 0, 1)).max() <= 0.5 / 255 + 1e-6
    assert (alpha[distance <= edges.reach_px - edges.blend_px] == 1).all()
    assert (alpha[distance >= edges.reach_px] == 0).all()
    middle = np.abs(distance - (edges.reach_px - edges.blend_px / 2)) < 0.1
    assert alpha[middle] == pytest.approx(0.5, abs=0.02)
    assert np.count_nonzero(alpha) < np.count_nonzero(denoise)


@pytest.mark.parametrize("side", [1500, 2400])
def test_a_hair_thin_stroke_survives_the_reduction(side: int) -> None:
    picture = smooth_picture(Extent(side, side))
    mask = np.zeros((side, side), np.uint8)
    mask[700, 200:1100] = 255
    done = cut_out(picture, Bounds.whole(picture.extent), mask, overrides=EdgeOverrides(feather_px=0))
    assert done.plan.scale < Fraction(1, 7)
    row = int((700 - done.plan.crop.y) * done.plan.scale)
    columns = slice(int((210 - done.plan.crop.x) * done.plan.scale), int((1090 - done.plan.crop.x) * done.plan.scale))
    assert (done.denoise_mask[row, columns] == 255).all()


def test_a_mask_of_the_picture_and_one_of_the_box_cut_alike() -> None:
    picture, box = smooth_picture(Extent(200, 200)), Bounds(30, 40, 120, 100)
    whole = disc_mask(Extent(200, 200), (90, 90), 25)
    first, second = cut_out(picture, box, whole), cut_out(picture, box, whole[box.slices])
    assert np.array_equal(first.denoise_mask, second.denoise_mask)
    assert np.array_equal(first.alpha, second.alpha)


def test_a_mask_that_the_plan_was_not_made_for_is_refused() -> None:
    picture = smooth_picture(Extent(2000, 300))
    plan = plan_crop(picture.extent, Bounds(0, 0, 100, 100), Bounds(0, 0, 20, 20), 0.5, SMALL)
    with pytest.raises(EmptyMask):
        cut(picture, np.zeros((100, 100), np.uint8), plan)
    with pytest.raises(BadMask, match="expected the picture's"):
        cut(picture, np.zeros((9, 9), np.uint8), plan)


def test_an_endless_strip_costs_no_endless_memory() -> None:
    picture = smooth_picture(Extent(20000, 6), channels=1)
    mask = np.zeros((6, 20000), np.uint8)
    mask[2:4, 9000:9050] = 255
    done = cut_out(picture, Bounds.whole(picture.extent), mask, sizes=SD15)
    assert done.image.shape[2] == 3
    assert SD15.allows(Extent.of(done.image))
    assert done.bounds.height == 6
    assert done.bounds.width < 300
