"""What is looked at has a bounded size; boxes come back in the picture's pixels; pictures are decoded once."""

import numpy as np
import pytest

from hwawon.errors import BadBox, NotFound
from hwawon.imaging import files
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.picture import Picture
from hwawon.looks import room as room_module
from hwawon.looks.box import in_multiples
from hwawon.looks.people import in_picture
from hwawon.looks.request import Look
from hwawon.looks.room import Room
from hwawon.looks.setup import Setup
from hwawon.looks.shown import JournalView, Shown
from hwawon.looks.view import View, view_of
from hwawon.storage.objects import Objects
from looks.conftest import Stored
from support.api import Studio, png
from support.pictures import photograph

LIMITS = Bounds(100, 50, 640, 480)


@pytest.mark.parametrize(
    ("width", "height", "shape"),
    [
        (200, 100, (250, 500)),  # enlarged
        (400, 300, (375, 500)),
        (500, 20, (20, 500)),
        (1000, 500, (447, 894)),  # reduced
        (1, 1, (4, 4)),  # at most four times
        (65_000, 3, (3, 65_000)),
    ],
)
def test_a_view_is_neither_too_large_nor_too_small(width: int, height: int, shape: tuple[int, int]) -> None:
    box = Bounds(7, 9, width, height)
    view = view_of(np.zeros((height, width, 3), np.uint8), box, 400_000, longer_px=500)
    assert view.pixels.shape == (*shape, 3)
    assert in_picture(Bounds.whole(Extent.of(view.pixels)), view) == box


def test_a_place_in_the_view_is_where_it_is_in_the_picture() -> None:
    view = View(np.zeros((120, 160, 3), np.uint8), LIMITS)
    assert in_picture(Bounds(0, 0, 40, 30), view) == Bounds(100, 50, 160, 120)
    assert in_picture(Bounds(120, 90, 40, 30), view) == Bounds(580, 410, 160, 120)


@pytest.mark.parametrize(
    ("box", "multiple", "expected"),
    [
        ((300, 200, 101, 64), 1, (300, 200, 101, 64)),
        ((300, 200, 101, 64), 8, (299, 200, 104, 64)),
        ((100, 50, 10, 10), 64, (100, 50, 64, 64)),
        ((730, 520, 10, 10), 64, (676, 466, 64, 64)),
        ((120, 60, 600, 470), 512, (164, 50, 512, 480)),
    ],
)
def test_sides_become_multiples_within_the_limits(
    box: tuple[int, int, int, int], multiple: int, expected: tuple[int, int, int, int]
) -> None:
    found = in_multiples(Bounds(*box), multiple, LIMITS)
    assert found.is_within(LIMITS)
    assert found == expected


@pytest.fixture
def room(studio: Studio) -> Room:
    return Room(Setup.of(studio.house.settings))


def test_a_picture_is_decoded_once_and_the_last_two_are_kept(
    room: Room, studio: Studio, flower: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[int] = []
    read = files.read

    def counted(data: bytes, **options: int) -> Picture:
        decoded.append(len(data))
        return read(data, **options)

    monkeypatch.setattr(files, "read", counted)
    others = [
        Shown(studio.house.objects.put(png(photograph("coffee")[:side, :side]), ".png"), Extent(side, side))
        for side in (50, 60)
    ]
    for shown in (flower.shown, flower.shown, others[0], flower.shown, others[1], flower.shown):
        assert room.seen(shown).rgb.shape[:2] == (shown.extent.height, shown.extent.width)
    assert len(decoded) == 3
    room.seen(others[0])
    assert len(decoded) == 4  # it had to make place
    monkeypatch.setattr(room_module, "KEPT_BYTES", 20_000)
    room.seen(others[1])
    room.seen(flower.shown)
    room.seen(others[1])
    assert len(decoded) == 7  # too large for two


def brighter(base: Picture, _: Objects) -> Picture:
    return base.with_pixels(np.clip(base.pixels.astype(np.int32) + 40, 0, 255).astype(np.uint8))


def test_a_journal_is_developed_anew_with_each_version(room: Room, flower: Stored) -> None:
    def at(version: int) -> Shown:
        return Shown(flower.shown.key, flower.shown.extent, JournalView("j", version, flower.id, brighter))

    assert room.seen(at(1)).rgb.mean() > room.seen(flower.shown).rgb.mean() + 10
    assert room.seen(at(1)) is room.seen(at(1))
    assert room.seen(at(2)) is not room.seen(at(1))


def test_a_crop_is_the_box_and_never_beyond_the_picture(room: Room, flower: Stored) -> None:
    pixels, box = room.crop(flower.shown, Look(picture=flower.id, box=(10, 20, 30, 40)))
    assert np.array_equal(pixels, photograph("flower")[20:60, 10:40])
    assert box == (10, 20, 30, 40)
    assert room.crop(flower.shown, Look(picture=flower.id))[1] == (0, 0, 640, 427)
    with pytest.raises(BadBox):
        room.crop(flower.shown, Look(picture=flower.id, box=(600, 20, 300, 40)))
    with pytest.raises(NotFound):
        room.seen(Shown("ab/cd/abcd", Extent(1, 1)))


def test_what_was_seen_in_a_box_is_remembered_for_the_looks_that_follow(room: Room, flower: Stored) -> None:
    seen: list[int] = []

    def see() -> int:
        seen.append(1)
        return len(seen)

    def at(x: int, by: object = "lines") -> int:
        return room.sight(flower.shown, Look(picture=flower.id, box=(x, 0, 30, 30)), by, see)

    assert at(1) == at(1) == 1
    assert [at(2), at(1, by="people"), at(1)] == [2, 3, 1]
    for x in range(3, 3 + room_module.KEPT_SIGHTS):
        at(x)
    assert at(1) == len(seen)  # forgotten, and seen again
