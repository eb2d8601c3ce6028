"""Pictures are put on a zone's screens all at once or not at all, and stay until the next act."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from hwawon.displays import info, manifests, show, zones
from hwawon.displays.settings import ZoneSettings
from hwawon.errors import BadInput, NotFound
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.storage.types import utc_now
from support.screens import folder, published, put, retract, shown


@dataclass(frozen=True)
class Picture:
    item: str


@dataclass(frozen=True)
class Chosen:
    id: str
    shown: tuple[Picture, ...]


@pytest.fixture
def objects(tmp_path: Path) -> Objects:
    return folder(tmp_path / "objects")


def of(keys: list[str], orientation: str) -> list[str]:
    return [key for key in keys if key.endswith(f"{orientation}.jpeg")]


def test_eight_and_eight_pictures_lie_on_the_places_in_their_order(database: Database, objects: Objects) -> None:
    keys = published(database, objects, 16)
    put(database, objects, "zone2", of(keys, "v"), of(keys, "h"))
    found = shown(database, "zone2")
    assert [found[f"{number}v"] for number in range(1, 9)] == of(keys, "v")
    assert [found[f"{number}h"] for number in range(1, 9)] == of(keys, "h")
    assert shown(database, "zone1") == {}


def test_a_partial_list_leaves_the_other_places_as_they_are(database: Database, objects: Objects) -> None:
    keys = published(database, objects, 18)
    first = put(database, objects, "zone1", of(keys, "v"), of(keys, "h"))
    before = shown(database)
    second = put(database, objects, "zone1", [], [None, keys[0], ""])
    assert (first, second) == (1, 2)
    assert shown(database) == {**before, "2h": keys[0]}


@pytest.mark.parametrize("wrong", ["emotions/happy/nowhere_1h.jpeg", "imgPool/happy/img_1h.jpeg", "../etc/passwd"])
def test_one_picture_that_is_not_published_and_nothing_changes(
    database: Database, objects: Objects, wrong: str
) -> None:
    keys = published(database, objects, 4)
    put(database, objects, "zone1", [keys[1]], [keys[0]])
    with pytest.raises(BadInput, match="not a published picture"):
        put(database, objects, "zone1", [keys[3]], [keys[2], wrong])
    assert shown(database) == {"1h": keys[0], "1v": keys[1]}


def test_a_retracted_picture_and_one_whose_file_is_gone_are_refused(database: Database, objects: Objects) -> None:
    keys = published(database, objects, 4)
    retract(database, keys[0])
    objects.delete(keys[2])
    for key in (keys[0], keys[2]):
        with pytest.raises(BadInput, match="not a published picture"):
            put(database, objects, "zone1", [], [key])


def test_a_bad_zone_ten_pictures_and_none_are_refused(database: Database, objects: Objects) -> None:
    keys = published(database, objects, 20)
    with pytest.raises(NotFound, match="zone1, zone2, zone3"):
        put(database, objects, "zone9", [], keys[:1])
    with pytest.raises(BadInput, match="up to 9 pictures, got 10"):
        put(database, objects, "zone1", [], of(keys, "h"))
    with pytest.raises(BadInput, match="expected pictures"):
        put(database, objects, "zone1", [], [None])


def test_a_picture_twice_in_a_zone_or_beside_it_is_refused_where_that_is_asked(
    database: Database, objects: Objects
) -> None:
    keys = published(database, objects, 6)
    with database.write() as tx:
        zones.put(tx, "zone2", ZoneSettings(neighbours=("zone1",)))
    put(database, objects, "zone1", [], [keys[0]])
    with database.write() as tx:
        for landscape, words in (([keys[2], keys[2]], "two screens"), ([keys[0]], "neighbouring")):
            with pytest.raises(BadInput, match=words):
                show.update(tx, objects, "zone2", [], landscape, "test", repeats=False)
        assert show.update(tx, objects, "zone2", [], [keys[2], keys[4]], "test", repeats=False)
        with pytest.raises(BadInput, match="neighbouring"):  # neighbours are so both ways
            show.update(tx, objects, "zone1", [], [None, keys[4]], "test", repeats=False)


def test_a_visitors_pictures_come_at_once_and_go_after_the_idle_time(database: Database, objects: Objects) -> None:
    keys = published(database, objects, 8)
    put(database, objects, "zone1", [], [keys[6]])
    slate = Chosen("5" * 32, (Picture(keys[0]), Picture(keys[1]), Picture("emotions/happy/gone_1h.jpeg")))
    words = {"emotion": "happy", "favorite": "spring,sunny,day", "gender": "Female", "age_low": 25, "age_high": 31}
    with database.write() as tx:
        show.begin_show(tx, objects, "zone1", slate, words, first=[keys[2]], idle_s=30)
    with database.read() as tx:
        now = utc_now()
        present = show.in_force(tx, "zone1", now)
        later = show.in_force(tx, "zone1", now + timedelta(seconds=31))
        guest = info.guest_of(zones.get(tx, "zone1").info)
    assert {slot: frame.item for slot, frame in present.items()} == {"1h": keys[2], "2h": keys[0], "1v": keys[1]}
    assert {frame.slate for frame in present.values()} == {None, "5" * 32}
    assert {slot: frame.item for slot, frame in later.items()} == {"1h": keys[6]}
    told = info.told(guest, now).in_korean()
    assert told == {
        "gender": "여자",
        "age": "28",
        "season": "봄",
        "weather": "맑음",
        "time": "낮",
        "emotion": "행복",
    }
    gone = info.told(guest, now + timedelta(seconds=31)).in_korean()
    assert (gone["gender"], gone["age"], gone["emotion"]) == ("", "", "행복")


def test_a_forgotten_visitors_words_leave_the_screens(database: Database, objects: Objects) -> None:
    keys = published(database, objects, 2)
    with database.write() as tx:
        show.begin_show(tx, objects, "zone1", None, {"emotion": "calm", "visitor": "v1"}, first=keys[:1])
        show.begin_show(tx, objects, "zone2", None, {"emotion": "calm", "visitor": "v2"}, first=keys[:1])
        show.forget(tx, "v1")
    assert (shown(database, "zone1"), shown(database, "zone2")) == ({}, {"1h": keys[0]})


def test_words_that_are_none_of_the_gardens_are_refused(database: Database, objects: Objects) -> None:
    with database.write() as tx, pytest.raises(BadInput, match="emotion: expected one of happy"):
        show.begin_show(tx, objects, "zone1", None, {"emotion": "bored"})


def test_old_versions_are_forgotten_and_the_newest_of_each_lane_kept(database: Database, objects: Objects) -> None:
    keys = published(database, objects, 2)
    with database.write() as tx:
        show.update(tx, objects, "zone1", [], keys[:1], "first")
        for _ in range(manifests.KEPT + 5):
            manifests.add(tx, "zone1", manifests.DEFAULT, {})
        lanes = manifests.lanes(tx, "zone1")
        kept = manifests.by_version(tx, "zone1", set(range(300)))
    assert (lanes["standing"].version, lanes["default"].version) == (1, manifests.KEPT + 6)
    assert len(kept) == manifests.KEPT + 1
