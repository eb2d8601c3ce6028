"""Frames one after the other: exact outside, the mask follows, the result is steadier than frame by frame."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from hwawon.batch.flicker import mean_flicker
from hwawon.batch.masks import drawn_mask, painted_mask, soft
from hwawon.batch.paint import Before, Frame, FrameDone, Tools, before_of, paint_frame, planned
from hwawon.batch.patches import laid_over, packed, unpacked
from hwawon.batch.wishes import BatchWishes
from hwawon.engines.base import Engine, OnStep, Painted, PaintRequest
from hwawon.engines.painter.flat import FlatPainter
from hwawon.engines.painter.identity import Identity
from hwawon.errors import BadInput, EmptyMask
from hwawon.imaging.mask import Mask
from hwawon.imaging.picture import Picture
from hwawon.validation import validated
from support.clips import STEP_PX, disc, frame, frames
from support.retouch import smooth_picture
from support.rooms import EXTENT, ignore

COUNT = 8


def wishes(**changes: Any) -> BatchWishes:
    return validated(BatchWishes, {"prompt": "red", "engine": "painter:flat", "seed": 7, "strength": 0.7} | changes)


def tools(engine: Engine | None = None, found: list[Mask] | None = None) -> Tools:
    """`found`: the masks of the frames in their order, for regions."""

    def find(frame: Picture, _: BatchWishes) -> Mask:
        assert found is not None
        return found.pop(0)

    def read(name: str) -> Picture:
        raise AssertionError(name)

    return Tools(engine or FlatPainter(), find, read, Path())


def painted(
    asked: BatchWishes,
    pictures: list[Picture],
    mask: NDArray[Any] | None = None,
    with_tools: Tools | None = None,
) -> list[FrameDone]:
    """All frames, the mask drawn on the first."""
    done: list[FrameDone] = []
    before: Before | None = None
    given = drawn_mask(disc() if mask is None else mask, pictures[0].extent) if asked.region == "mask" else None
    for index, picture in enumerate(pictures):
        asked_of = Frame(index, picture, asked.seed_of(index), given if index == 0 else None, "drawn", before)
        done.append(paint_frame(asked, asked_of, with_tools or tools(), ignore))
        before = before_of(index, done[-1], picture)
    return done


@pytest.fixture(scope="module")
def steady() -> list[FrameDone]:
    """The frames as they come out of one seed, each on top of the one before."""
    return painted(wishes(), frames(COUNT))


def test_not_one_pixel_differs_outside_of_what_is_shown_in_any_frame(steady: list[FrameDone]) -> None:
    for picture, done in zip(frames(COUNT), steady, strict=True):
        assert done.patch is not None
        seen = np.zeros(picture.pixels.shape[:2], np.bool_)
        seen[done.patch.bounds.slices] = done.patch.alpha > 0
        assert np.array_equal(done.result.pixels[~seen], picture.pixels[~seen])
        assert (done.result.pixels[seen] != picture.pixels[seen]).any()
        assert done.report["changed_outside"] == 0 < done.report["changed_inside"]


def test_the_mask_goes_where_the_picture_goes(steady: list[FrameDone]) -> None:
    first, last = (np.argwhere(steady[index].mask >= 128) for index in (0, -1))
    moved_y, moved_x = last.mean(axis=0) - first.mean(axis=0)
    assert (moved_x, moved_y) == pytest.approx([-step * (COUNT - 1) for step in STEP_PX], abs=0.5)
    assert len(last) == pytest.approx(len(first), rel=0.06)
    assert [one.report["mask_from"] for one in steady] == ["drawn"] + ["followed"] * (COUNT - 1)


def test_all_frames_have_one_size_and_one_noise(steady: list[FrameDone]) -> None:
    assert len({tuple(one.report["work_size"]) for one in steady}) == 1
    assert {one.report["seed"] for one in steady} == {7}
    assert steady[0].report["box"] != steady[-1].report["box"]  # it moves along


def test_it_flickers_less_than_frames_painted_each_for_itself(steady: list[FrameDone]) -> None:
    loose = painted(wishes(carry=0, seeds="many"), frames(COUNT))

    steadily, loosely = (mean_flicker([one.flicker for one in done]) for done in (steady, loose))
    assert steadily is not None and loosely is not None
    assert steadily < 0.5 < loosely / 3
    assert steady[0].flicker is None  # nothing came before it


def test_an_engine_that_returns_its_input_flickers_as_its_source_and_changes_nothing() -> None:
    pictures = frames(4)

    done = painted(wishes(engine="painter:identity", carry=0), pictures, with_tools=tools(Identity()))

    assert all(np.array_equal(one.result.pixels, picture.pixels) for one, picture in zip(done, pictures, strict=True))
    assert [one.flicker for one in done] == [None, 0, 0, 0]


def test_the_frame_before_lies_under_the_mask_at_first() -> None:
    class Looking(Identity):
        def __init__(self) -> None:
            self.seen: list[PaintRequest] = []

        def paint(self, request: PaintRequest, on_step: OnStep) -> Painted:
            self.seen.append(request)
            return super().paint(request, on_step)

    pictures, asked = frames(2), wishes(strength=0.85)  # at which a frame of its own would be filled first
    first = painted(asked, pictures[:1])[0]
    looking = Looking()
    following = Frame(1, pictures[1], 7, before=before_of(0, first, pictures[0]))

    second = paint_frame(asked, following, tools(looking), ignore)

    inside = painted_mask(second.mask, asked) > 0
    from_source = np.abs(second.result.pixels[inside].astype(int) - pictures[1].pixels[inside]).mean()
    from_before = np.abs(second.result.pixels[inside].mean(axis=0) - first.result.pixels[inside].mean(axis=0)).max()
    assert from_source > 20 and from_before < 8
    assert looking.seen[0].mask_content == "original"
    assert (second.report["began_from"], first.report["began_from"]) == (0, None)


def test_frames_that_begin_from_another_take_their_own_strength() -> None:
    done = painted(wishes(strength=0.9, follow_strength=0.3), frames(3))

    assert [one.report["strength"] for one in done] == [0.9, 0.3, 0.3]
    assert len({tuple(one.report["edges"]) for one in done}) == 1


def test_a_frame_whose_mask_is_empty_comes_out_as_it_is_and_says_so() -> None:
    pictures = frames(3)
    nobody = np.zeros_like(disc())

    done = painted(wishes(region="face"), pictures, with_tools=tools(found=[disc(), nobody, disc()]))

    assert np.array_equal(done[1].result.pixels, pictures[1].pixels)
    assert done[1].report["mask_pixels"] == 0 and "nothing is left" in done[1].report["notices"][0]
    assert done[2].report["changed_inside"] > 0


def test_a_drawn_mask_that_is_empty_is_refused() -> None:
    with pytest.raises(EmptyMask):
        drawn_mask(np.zeros_like(disc()), frames(1)[0].extent)
    with pytest.raises(EmptyMask, match="shrunk by 40 px"):
        planned(wishes(shrink_px=40), frames(1)[0].extent, soft(disc()), FlatPainter().capabilities())


def test_a_frame_without_a_mask_before_it_is_refused() -> None:
    with pytest.raises(BadInput, match="draw one"):
        paint_frame(wishes(), Frame(0, frames(1)[0], 7), tools(), ignore)


def test_a_mask_does_not_follow_into_a_frame_of_another_size() -> None:
    other = Picture(frame(1)[:100].copy())

    with pytest.raises(BadInput, match="240x100"):
        painted(wishes(), [frames(1)[0], other])


def test_a_mask_grows_shrinks_and_fills_its_rectangle() -> None:
    mask = soft(disc(radius=16))
    area = {name: int((painted_mask(mask, wishes(**one)) > 0).sum()) for name, one in {
        "plain": {}, "grown": {"expand_px": 5}, "shrunk": {"shrink_px": 5}, "both": {"expand_px": 5, "shrink_px": 5},
    }.items()}  # fmt: skip

    assert area["plain"] == (disc(radius=16) > 0).sum()
    radius_px = np.sqrt(area["plain"] / np.pi)
    assert area["grown"] == pytest.approx(np.pi * (radius_px + 5) ** 2, rel=0.05)
    assert area["shrunk"] == pytest.approx(np.pi * (radius_px - 5) ** 2, rel=0.1)
    assert area["both"] == pytest.approx(area["plain"], rel=0.04)

    done = painted(wishes(fill=True, box=[40, 20, 80, 80]), frames(1))[0]
    assert done.report["mask_pixels"] == 6400 and done.report["box"] == [40, 20, 80, 80]


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_what_is_kept_of_a_frame_gives_the_same_result(depth: int, channels: int) -> None:
    picture = smooth_picture(EXTENT, depth=depth, channels=channels, seed=3)
    mask = np.zeros((240, 320), np.uint8)
    mask[80:140, 100:180] = 255

    done = painted(wishes(opacity=0.8), [picture, picture], mask)[1]

    assert done.patch is not None
    again = laid_over(picture, unpacked(packed(done.patch), done.report, picture), 0.8)
    assert np.array_equal(again.pixels, done.result.pixels)


def test_what_was_kept_of_another_frame_is_refused() -> None:
    done = painted(wishes(), frames(1))[0]
    assert done.patch is not None

    with pytest.raises(BadInput, match="result of"):
        unpacked(packed(done.patch), done.report | {"patch": [0, 0, 5, 5]}, frames(1)[0])


def test_the_first_result_guides_the_others() -> None:
    class Looking(FlatPainter):
        def __init__(self) -> None:
            self.guides: list[tuple[int, ...]] = []

        def paint(self, request: PaintRequest, on_step: OnStep) -> Painted:
            self.guides += [one.image.shape for one in request.controls]
            return super().paint(request, on_step)

    looking, first = Looking(), Picture(np.zeros((30, 40, 3), np.uint8))
    asked = wishes(first_as_reference=True)

    paint_frame(asked, Frame(1, frames(1)[0], 7, soft(disc()), first=first), tools(looking), ignore)

    assert looking.guides == [(30, 40, 3)]


@pytest.mark.parametrize("kinds", [("colour", "grey"), ("grey", "colour"), ("colour", "deep"), ("deep", "colour")])
def test_frames_of_other_colours_and_depth_carry_on_in_their_own_levels(kinds: tuple[str, str]) -> None:
    makers = {
        "colour": lambda pixels: pixels,
        "grey": lambda pixels: pixels[:, :, 1:2].copy(),
        "deep": lambda pixels: pixels.astype(np.uint16) * np.uint16(257),
    }
    still = frame(0)
    done = painted(wishes(prompt="grey", strength=0.0), [Picture(makers[kind](still)) for kind in kinds])

    assert done[1].report["began_from"] == 0
    assert done[1].result.pixels.dtype == makers[kinds[1]](still).dtype
    shown = [(one.result.rgb8()[disc() > 0] @ np.array([0.299, 0.587, 0.114])).mean() for one in done]
    assert shown[1] == pytest.approx(shown[0], abs=8)
