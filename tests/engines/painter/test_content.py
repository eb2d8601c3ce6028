"""Every thing and material that has a name can be painted, inside its mask, at its size, in its light."""

from __future__ import annotations

import numpy as np
import pytest

from hwawon.engines.painter.chance import chance_of
from hwawon.engines.painter.content import paint_content
from hwawon.engines.painter.content_light import surroundings_of
from hwawon.engines.painter.content_materials import MATERIALS, cover
from hwawon.engines.painter.content_sprite import render
from hwawon.engines.painter.content_things import can_paint, parts_of
from hwawon.engines.painter.fill_levels import Flags, Floats
from hwawon.engines.painter.inpaint_wish import Action, Wish, read_wish
from hwawon.engines.painter.vocabulary import Kind
from hwawon.engines.painter.words import entries

THINGS = sorted(entry.name for entry in entries() if entry.kind in {Kind.FLOWER, Kind.ANIMAL, Kind.SHAPE})
GREY = np.full((120, 120, 3), 0.6, np.float32)


def lit_from_the(side: str) -> Floats:
    ramp = np.linspace(0.25, 0.85, 120, dtype=np.float32)
    ramp = ramp[::-1] if side == "left" else ramp
    return np.broadcast_to(ramp[None, :, None], (120, 120, 3)).copy()


def disc(radius: int = 30) -> Flags:
    rows, columns = np.indices((120, 120)) - 60
    return np.asarray(np.hypot(rows, columns) <= radius)


@pytest.mark.parametrize("name", THINGS)
def test_every_thing_fills_its_size_and_no_more(name: str) -> None:
    assert can_paint(name)
    sprite = render(parts_of(name, chance_of(1, name), None), 24, surroundings_of(GREY, ~disc()), vivid=False)
    rows, columns = np.nonzero(sprite.alpha > 0.5)
    assert 24 < max(np.ptp(rows), np.ptp(columns)) < 62, name
    assert 0.05 < float(sprite.alpha.mean()) < 0.8
    assert sprite.colour[sprite.alpha > 0.9].std() > 0.01


def test_edges_are_smooth() -> None:
    sprite = render(parts_of("ball", chance_of(1, "ball"), None), 20, surroundings_of(GREY, ~disc()), vivid=False)
    assert np.count_nonzero((sprite.alpha > 0.1) & (sprite.alpha < 0.9)) > 60


@pytest.mark.parametrize("side", ["left", "right"])
def test_things_are_brighter_on_the_side_the_light_comes_from(side: str) -> None:
    around = surroundings_of(lit_from_the(side), ~disc())
    sprite = render(parts_of("ball", chance_of(1, "ball"), np.full(3, 0.6, np.float32)), 40, around, vivid=True)
    middle = sprite.colour.shape[0] // 2
    left, right = sprite.colour[middle, middle - 36].mean(), sprite.colour[middle, middle + 36].mean()
    assert (left > right) == (side == "left")


def test_a_thing_stays_in_its_hole_but_for_a_soft_shadow() -> None:
    painted = paint_content(GREY, disc(), Wish(Action.PAINT, ("heart",)), surroundings_of(GREY, ~disc()), chance_of(1))
    assert np.abs(painted - GREY)[disc()].max() > 0.2
    assert np.abs(painted - GREY)[~disc(44)].max() < 0.02


def test_a_long_hole_takes_several_things_and_each_its_colour() -> None:
    strip = np.zeros((120, 120), np.bool_)
    strip[50:70, 5:115] = True
    wish = Wish(Action.PAINT, ("ball",), colours=((230, 30, 30), (30, 30, 230)))
    painted = paint_content(GREY, strip, wish, surroundings_of(GREY, ~strip), chance_of(1))
    assert (painted[..., 0] > painted[..., 2] + 0.15).sum() > 100
    assert (painted[..., 2] > painted[..., 0] + 0.15).sum() > 100


@pytest.mark.parametrize("name", sorted(MATERIALS))
def test_every_material_covers_with_texture_and_by_chance(name: str) -> None:
    around = surroundings_of(GREY, ~disc())
    first, again, other = (cover(name, (60, 80), around, None, chance_of(seed, name)) for seed in (1, 1, 2))
    assert first.shape == (60, 80, 3)
    assert 0 <= first.min() <= first.max() <= 1
    assert first.std(axis=(0, 1)).max() > 0.004
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize(
    ("prompt", "negative", "expected"),
    [
        ("", "", Wish(Action.REMOVE)),
        ("remove the dog", "", Wish(Action.REMOVE)),
        ("배경으로 지워줘", "", Wish(Action.REMOVE)),
        ("消してください", "", Wish(Action.REMOVE)),
        ("a red rose", "", Wish(Action.PAINT, ("rose",), colours=((210, 48, 58),))),
        ("빨간 장미", "", Wish(Action.PAINT, ("rose",), colours=((210, 48, 58),))),
        ("赤い薔薇", "", Wish(Action.PAINT, ("rose",), colours=((210, 48, 58),))),
        ("rose and butterfly", "rose", Wish(Action.PAINT, ("butterfly",))),
        ("green grass", "", Wish(Action.PAINT, material="grass", colours=((95, 156, 76),))),
        ("파란색", "", Wish(Action.RECOLOUR, colours=((74, 118, 212),))),
        ("smooth skin", "", Wish(Action.SMOOTH)),
        ("a knight in armour", "", Wish(Action.REPAINT)),
    ],
)
def test_prompts_are_read_as_wishes(prompt: str, negative: str, expected: Wish) -> None:
    assert read_wish(prompt, negative) == expected
