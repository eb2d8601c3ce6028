"""A retouch is exact: nothing changes where it may not, and nothing at all where the engine painted nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwawon.errors import BadInput, BadNumber, BadResult
from hwawon.imaging.crop import Cut
from hwawon.imaging.edges import EdgeOverrides, plan_edges
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.picture import Metadata, Picture
from hwawon.imaging.resample import resize
from hwawon.imaging.sizes import SizeRule
from hwawon.imaging.stitch import Patch, composite, make_patch
from support.retouch import FREE, RULES, SD15, SMALL, cut_out, disc_mask, noise_picture, smooth_picture

KINDS = [(depth, channels) for depth in (8, 16) for channels in (1, 2, 3, 4)]


def inverted(cut: Cut) -> Patch:
    """What an engine gives that turns every colour round."""
    return make_patch(cut, 255 - cut.image)


@pytest.mark.parametrize(("depth", "channels"), KINDS)
@pytest.mark.parametrize(("side", "sizes", "scaled"), [(40, SD15, 1), (130, SMALL, 0), (500, SMALL, -1)])
def test_an_engine_that_returns_its_input_changes_no_pixel(
    depth: int, channels: int, side: int, sizes: SizeRule, scaled: int
) -> None:
    picture = noise_picture(Extent(620, 540), depth=depth, channels=channels)
    box = Bounds(17, 9, side, side)
    cut = cut_out(picture, box, disc_mask(box.extent, (side // 2, side // 3), side // 4), sizes=sizes)
    assert (cut.plan.scale > 1) - (cut.plan.scale < 1) == scaled
    result = composite(picture, [(make_patch(cut, cut.image), 1.0)])
    assert np.array_equal(result.pixels, picture.pixels)


@pytest.mark.parametrize("depth", [8, 16])
def test_twenty_passes_of_such_an_engine_change_nothing_either(depth: int) -> None:
    start = noise_picture(Extent(300, 260), depth=depth)
    picture = start
    for turn in range(20):
        box = Bounds(3 * turn, 2 * turn, 180 + turn, 170)
        cut = cut_out(picture, box, disc_mask(box.extent, (90, 80), 50), sizes=RULES[turn % 4])
        picture = composite(picture, [(make_patch(cut, cut.image), 0.9)])
    assert np.array_equal(picture.pixels, start.pixels)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Picture, Bounds, np.ndarray, float, SizeRule]:
    """Any picture, any box in it, any mask with something painted, any strength, any model."""
    width, height = draw(st.integers(1, 160)), draw(st.integers(1, 160))
    depth, channels = draw(st.sampled_from(KINDS))
    picture = noise_picture(Extent(width, height), depth=depth, channels=channels, seed=draw(st.integers(0, 99)))
    x, y = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
    box = Bounds(x, y, draw(st.integers(1, width - x)), draw(st.integers(1, height - y)))
    random = np.random.default_rng(draw(st.integers(0, 99)))
    mask = (random.random((box.height, box.width)) < draw(st.floats(0, 0.2))).astype(np.uint8) * np.uint8(255)
    mask[random.integers(box.height), random.integers(box.width)] = 255
    return picture, box, mask, draw(st.floats(0.05, 1)), draw(st.sampled_from((*RULES, SizeRule(64, 64, 64, 1, 4096))))


def farthest_change(before: Picture, after: Picture, mask: np.ndarray, box: Bounds) -> float:
    """The largest distance of a changed pixel from a painted one, counted the long way."""
    ys, xs = np.nonzero((before.pixels != after.pixels).any(axis=2))
    painted_ys, painted_xs = np.nonzero(mask)
    if len(ys) == 0:
        return 0.0
    squares = [
        ((painted_ys + box.y - y) ** 2 + (painted_xs + box.x - x) ** 2).min() for y, x in zip(ys, xs, strict=True)
    ]
    return float(np.sqrt(max(squares)))


@given(cases())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_no_pixel_changes_beyond_the_reach_and_every_painted_one_can(
    case: tuple[Picture, Bounds, np.ndarray, float, SizeRule],
) -> None:
    picture, box, mask, strength, sizes = case
    cut = cut_out(picture, box, mask, strength=strength, sizes=sizes)
    patch = inverted(cut)
    result = composite(picture, [(patch, 1.0)])
    assert sizes.allows(cut.plan.work)
    assert farthest_change(picture, result, mask, box) <= cut.plan.edges.reach_px
    assert cut.plan.edges.reach_px <= max(48, 0.35 * box.extent.longer)
    inside = patch.alpha[cut.painted]
    assert (inside == np.iinfo(inside.dtype).max).all()
    identity = composite(picture, [(make_patch(cut, cut.image), 1.0)])
    assert np.array_equal(identity.pixels, picture.pixels)


def test_the_blend_is_the_rounded_mean_weighted_by_alpha_and_opacity() -> None:
    picture = noise_picture(Extent(200, 200), channels=4)
    box = Bounds(20, 20, 150, 150)
    patch = inverted(cut_out(picture, box, disc_mask(box.extent, (70, 70), 40), sizes=FREE))
    result = composite(picture, [(patch, 0.7)]).pixels
    rows, columns = patch.bounds.slices
    share = 0.7 * patch.alpha.astype(np.float64)[:, :, None] / 255
    base = picture.pixels[rows, columns, :3]
    wanted = share * patch.colour + (1 - share) * base
    assert np.abs(result[rows, columns, :3] - wanted).max() <= 0.5 + 1e-4
    assert np.array_equal(result[:, :, 3], picture.pixels[:, :, 3])


def test_the_low_bits_of_sixteen_survive_where_the_engine_painted_nothing() -> None:
    picture = noise_picture(Extent(300, 300), depth=16)
    box = Bounds(50, 50, 180, 180)
    cut = cut_out(picture, box, np.full((180, 180), 255, np.uint8), sizes=FREE)
    painted = cut.image.copy()
    painted[: cut.plan.work.height // 2] = 0
    result = composite(picture, [(make_patch(cut, painted), 1.0)]).pixels
    middle = cut.plan.crop.y + cut.plan.crop.height // 2
    assert np.array_equal(result[middle + 8 :], picture.pixels[middle + 8 :])
    assert (result[60 : middle - 8, 60:220] == 0).all()


@pytest.mark.parametrize(("side", "sizes"), [(60, SD15), (400, SMALL)])
def test_new_content_shows_no_ghost_of_the_old_detail(side: int, sizes: SizeRule) -> None:
    stripes = np.zeros((450, 450, 3), np.uint8)
    stripes[::2] = 255
    picture = Picture(stripes)
    box = Bounds(20, 20, side, side)
    cut = cut_out(picture, box, np.full((side, side), 255, np.uint8), sizes=sizes)
    assert cut.plan.scale != 1
    flat = make_patch(cut, np.full_like(cut.image, 40))
    assert (flat.colour[cut.painted] == 40).all()


@pytest.mark.parametrize(("side", "sizes"), [(60, SD15), (400, SMALL)])
def test_a_patch_is_the_part_of_the_whole_answer_brought_back(side: int, sizes: SizeRule) -> None:
    picture = Picture(np.full((450, 450, 3), 10, np.uint8))
    cut = cut_out(
        picture, Bounds(20, 20, side, side), disc_mask(Extent(side, side), (side // 2, side // 2), 9), sizes=sizes
    )
    answer = smooth_picture(cut.plan.work).rgb8()
    whole = resize(answer.astype(np.float32), cut.plan.crop.extent)
    wanted = whole[cut.bounds.relative_to(cut.plan.crop).slices]
    assert np.abs(make_patch(cut, answer).colour - wanted).max() <= 0.51


def test_a_grey_picture_stays_grey() -> None:
    picture = smooth_picture(Extent(200, 200), channels=1)
    patch = inverted(cut_out(picture, Bounds(0, 0, 200, 200), disc_mask(Extent(200, 200), (100, 100), 50)))
    assert patch.colour.shape[2] == 1
    assert composite(picture, [(patch, 1.0)]).pixels.shape == (200, 200, 1)
    assert patch.to_rgba().shape == (patch.bounds.height, patch.bounds.width, 4)


def test_metadata_and_the_input_itself_are_left_alone() -> None:
    picture = Picture(smooth_picture(Extent(120, 120)).pixels, Metadata(icc=b"profile"))
    before = picture.pixels.copy()
    patch = inverted(cut_out(picture, Bounds(0, 0, 120, 120), disc_mask(Extent(120, 120), (60, 60), 20)))
    result = composite(picture, [(patch, 1.0)])
    assert result.metadata is picture.metadata
    assert np.array_equal(picture.pixels, before)
    assert not np.array_equal(result.pixels, before)


def test_a_later_patch_lies_over_an_earlier_one() -> None:
    picture = smooth_picture(Extent(160, 160))
    cut = cut_out(picture, Bounds(0, 0, 160, 160), disc_mask(Extent(160, 160), (80, 80), 30))
    dark, bright = (make_patch(cut, np.full_like(cut.image, value)) for value in (10, 240))
    assert composite(picture, [(dark, 1.0), (bright, 1.0)]).pixels[80, 80, 0] == 240
    assert composite(picture, [(bright, 1.0), (dark, 1.0)]).pixels[80, 80, 0] == 10
    assert composite(picture, [(dark, 1.0), (bright, 0.5)]).pixels[80, 80, 0] == 125
    assert np.array_equal(composite(picture, [(dark, 0.0)]).pixels, picture.pixels)


def test_the_feather_of_a_past_patch_can_be_changed_and_changed_back() -> None:
    picture = smooth_picture(Extent(300, 300))
    cut = cut_out(picture, Bounds(50, 50, 200, 200), disc_mask(Extent(200, 200), (100, 100), 50), sizes=FREE)
    patch = inverted(cut)
    hard = patch.with_feather(plan_edges(cut.plan.box, cut.plan.box, 0.6, EdgeOverrides(feather_px=0)))
    assert np.array_equal(hard.alpha > 0, cut.painted)
    assert hard.reach_px == 0
    again = hard.with_feather(cut.plan.edges)
    assert np.array_equal(again.alpha, patch.alpha)
    assert again.reach_px == patch.reach_px


def test_a_feather_wider_than_the_patch_is_narrowed_to_its_room() -> None:
    picture = smooth_picture(Extent(400, 400))
    cut = cut_out(picture, Bounds(100, 100, 200, 200), disc_mask(Extent(200, 200), (100, 100), 30), sizes=FREE)
    wide = inverted(cut).with_feather(
        plan_edges(Bounds(0, 0, 400, 400), cut.plan.box, 1, EdgeOverrides(feather_px=400))
    )
    assert wide.reach_px == wide.room_px
    assert not wide.alpha[0].any()
    assert not wide.alpha[:, -1].any()


def test_a_result_of_the_wrong_size_is_refused() -> None:
    picture = smooth_picture(Extent(100, 100))
    cut = cut_out(picture, Bounds(0, 0, 100, 100), disc_mask(Extent(100, 100), (50, 50), 20))
    with pytest.raises(BadResult, match="expected a result"):
        make_patch(cut, cut.image[:-8])
    with pytest.raises(BadResult, match="float32"):
        make_patch(cut, cut.image.astype(np.float32))


@pytest.mark.parametrize("opacity", [-0.1, 1.1, float("nan")])
def test_an_opacity_out_of_range_is_refused(opacity: float) -> None:
    picture = smooth_picture(Extent(100, 100))
    patch = inverted(cut_out(picture, Bounds(0, 0, 100, 100), disc_mask(Extent(100, 100), (50, 50), 20)))
    with pytest.raises(BadNumber, match="opacity"):
        composite(picture, [(patch, opacity)])


def test_a_patch_of_another_picture_is_refused() -> None:
    picture = smooth_picture(Extent(100, 100))
    patch = inverted(cut_out(picture, Bounds(0, 0, 100, 100), disc_mask(Extent(100, 100), (50, 50), 20)))
    with pytest.raises(BadInput, match="uint16"):
        composite(smooth_picture(Extent(100, 100), depth=16), [(patch, 1.0)])
    with pytest.raises(BadInput, match="leaves the picture"):
        composite(smooth_picture(Extent(60, 100)), [(patch, 1.0)])


def test_a_model_size_that_needs_both_scales_is_painted_whole() -> None:
    picture = smooth_picture(Extent(900, 300))
    cut = cut_out(picture, Bounds(0, 0, 900, 300), disc_mask(Extent(900, 300), (450, 150), 60), sizes=SD15)
    rows, columns = cut.plan.work.height, cut.plan.work.width
    assert cut.image.shape == (rows, columns, 3)
    assert cut.denoise_mask.shape == (rows, columns)
    assert SMALL.allows(cut_out(picture, Bounds(0, 0, 900, 300), disc_mask(Extent(900, 300), (450, 150), 60)).plan.work)
