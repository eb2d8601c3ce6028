"""Painting inside a mask: what the words, the strength, the mask, lines and a reference do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hwawon.engines.base import Control, ControlKind, PaintRequest, Pixels, Step, Task
from hwawon.engines.painter.engine import Painter
from hwawon.imaging.geometry import Extent
from support.requests import disc_mask, textured_picture

EXTENT = Extent(256, 256)
QUICK = ("brighter", "blue", "smooth", "water", "a castle")  # wishes that need no fill


def request(prompt: str, **changes: object) -> PaintRequest:
    asked = PaintRequest(
        Task.INPAINT, EXTENT, seed=7, prompt=prompt, image=textured_picture(EXTENT), mask=disc_mask(EXTENT, 0.3)
    )
    return replace(asked, **changes)  # type: ignore[arg-type]


def painted(asked: PaintRequest) -> Pixels:
    def ignore(_: Step) -> None:
        return None

    return Painter(Path("/nowhere")).paint(asked, ignore).images[0]


def change(asked: PaintRequest) -> float:
    """The mean change inside the mask, in levels."""
    assert asked.image is not None
    assert asked.mask is not None
    return float(np.abs(painted(asked).astype(int) - asked.image)[asked.mask > 0].mean())


masks = st.builds(
    lambda x, y, width, height, level: (x, y, width, height, level),
    st.integers(0, 255), st.integers(0, 255), st.integers(1, 256), st.integers(1, 256), st.integers(1, 255),
)  # fmt: skip


@settings(deadline=None, derandomize=True, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(masks, st.floats(0.01, 1.0), st.sampled_from(QUICK), st.sampled_from((0, 127, 255, None)))
def test_any_mask_keeps_what_it_keeps_and_changes_something(
    box: tuple[int, int, int, int, int], strength: float, prompt: str, plain: int | None
) -> None:
    x, y, width, height, level = box
    mask = np.zeros((256, 256), np.uint8)
    mask[y : y + height, x : x + width] = level
    image = textured_picture(EXTENT) if plain is None else np.full((256, 256, 3), plain, np.uint8)
    result = painted(request(prompt, mask=mask, image=image, strength=min(strength, 0.85)))
    assert np.array_equal(result[mask == 0], image[mask == 0])
    assert not np.array_equal(result, image)


def test_more_strength_changes_more() -> None:
    amounts = [change(request("blue", strength=strength)) for strength in (0.1, 0.3, 0.6)]
    assert amounts == sorted(amounts)
    assert amounts[0] < amounts[-1] / 3


def test_a_grey_mask_changes_less() -> None:
    whole = request("blue")
    assert whole.mask is not None
    half = change(replace(whole, mask=whole.mask // 2))
    assert half == pytest.approx(change(whole) / 2, rel=0.1)


def test_where_the_mask_is_soft_the_picture_shows_through_without_a_ghost() -> None:
    image = textured_picture(EXTENT)
    cv2.circle(image, (128, 128), 20, (250, 40, 40), -1)
    mask = cv2.GaussianBlur(disc_mask(EXTENT, 0.4), (0, 0), 8)
    mask[mask > 200] = 255

    change = np.abs(painted(request("", image=image, mask=mask)).astype(int) - image).max(axis=2)

    assert change[128, 128] > 60  # the disc is gone
    soft = (mask > 0) & (mask < 255)
    assert np.percentile(change[soft], 99) < 8  # grain alone


def test_removal_in_three_languages_and_without_words_is_the_same_work() -> None:
    spoiled = textured_picture(EXTENT)
    spoiled[110:146, 110:146] = (255, 0, 255)
    mask = np.zeros((256, 256), np.uint8)
    mask[100:156, 100:156] = 255
    for prompt in ("", "remove", "지우기", "消して"):
        result = painted(request(prompt, image=spoiled, mask=mask))
        magenta = (result[..., 1] < 60) & (result[..., 0] > 200) & (result[..., 2] > 200)
        assert not magenta.any(), prompt


@pytest.mark.parametrize(("prompt", "channel"), [("red heart", 0), ("초록 단추", 1), ("青いボタン", 2)])
def test_a_named_thing_is_painted_in_the_named_colour(prompt: str, channel: int) -> None:
    result = painted(request(prompt, image=np.full((256, 256, 3), 170, np.uint8)))
    assert result[128, 128].argmax() == channel
    assert int(result[128, 128].max()) - int(result[128, 128].min()) > 40


def test_what_the_negative_prompt_names_is_not_painted() -> None:
    plain = np.full((256, 256, 3), 170, np.uint8)
    with_it = painted(request("red heart", image=plain))
    without = painted(request("red heart", image=plain, negative_prompt="heart"))
    saturation = [int(np.ptp(picture[128, 128])) for picture in (with_it, without)]
    assert saturation[0] > 40
    assert not np.array_equal(with_it, without)


def test_painted_things_are_darker_in_a_dark_picture() -> None:
    light, dark = (painted(request("heart", image=np.full((256, 256, 3), level, np.uint8))) for level in (220, 50))
    assert int(light[128, 128].sum()) > int(dark[128, 128].sum()) + 60


def test_a_material_covers_the_whole_mask() -> None:
    asked = request("water", image=np.full((256, 256, 3), 200, np.uint8))
    assert asked.mask is not None
    inside = painted(asked)[asked.mask > 0].astype(int)
    assert (inside[:, 2] > inside[:, 0]).mean() > 0.98


def drawn(shape: str) -> Control:
    lines = np.zeros((256, 256, 3), np.uint8)
    if shape == "circle":
        cv2.circle(lines, (128, 128), 24, (255, 255, 255), 2)
    else:
        cv2.line(lines, (110, 128), (146, 128), (255, 255, 255), 2)
    return Control(ControlKind.LINE_ART, lines)


def test_an_edited_line_changes_the_result_there_and_only_near_it() -> None:
    plain, edited = (painted(request("brighter", controls=lines)).astype(int) for lines in ((), (drawn("line"),)))
    difference = np.abs(plain - edited).max(axis=2)
    assert difference[128, 112:144].mean() > 40
    assert difference[:100].max() == 0
    assert difference[136:150, 112:144].max() < 12


def test_a_closed_line_takes_the_named_colour_and_no_thing_is_painted_over_it() -> None:
    plain = np.full((256, 256, 3), 170, np.uint8)
    result = painted(request("blue flower", image=plain, controls=(drawn("circle"),))).astype(int)
    assert result[128, 128, 2] > result[128, 128, 0] + 40
    assert np.abs(result[128, 128 - 33] - 170).max() < 20


def test_line_art_of_weight_zero_is_left_out() -> None:
    off = replace(drawn("line"), scale=0.0)
    assert np.array_equal(painted(request("brighter", controls=(off,))), painted(request("brighter")))


def test_a_reference_moves_the_colours_towards_its_own() -> None:
    orange = np.full((40, 60, 3), (240, 130, 30), np.uint8)
    asked = request("a castle")
    assert asked.mask is not None
    plain = painted(asked)[asked.mask > 0].mean(axis=0)
    moved = painted(replace(asked, controls=(Control(ControlKind.REFERENCE, orange),)))[asked.mask > 0].mean(axis=0)
    assert np.abs(moved - (240, 130, 30)).sum() < 0.6 * np.abs(plain - (240, 130, 30)).sum()


def test_the_record_says_what_was_understood() -> None:
    seen: list[Step] = []
    (record,) = Painter(Path("/nowhere")).paint(request("water", strength=0.3), seen.append).record["pictures"]
    assert record == {"seed": 7, "action": "paint", "things": []}
    assert seen[-1].step == seen[-1].steps
    assert all(step.preview is not None for step in seen)


def test_image_to_image_keeps_the_layout_below_full_strength() -> None:
    image = textured_picture(EXTENT)
    asked = replace(request("autumn", strength=0.5), task=Task.IMAGE_TO_IMAGE, mask=None)
    result = painted(asked)
    small = [cv2.resize(picture, (16, 16), interpolation=cv2.INTER_AREA).astype(float) for picture in (image, result)]
    assert np.corrcoef(small[0].mean(axis=2).ravel(), small[1].mean(axis=2).ravel())[0, 1] > 0.9
    assert not np.array_equal(result, image)
