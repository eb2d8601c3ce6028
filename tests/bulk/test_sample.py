"""The sample library: published pictures of the garden under real keys, made once however often it is asked for."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hwawon.bulk.request import KIND
from hwawon.bulk.sample import FAVORITES, queue_sample, sample_pictures
from hwawon.engines.shelf import EngineShelf
from hwawon.jobs import JobContext, Outcome, Pending, Worker, open_dispatcher
from hwawon.pool.keys import EMOTIONS
from hwawon.pool.keys import FAVORITES as ALL_FAVORITES
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import item, pool
from hwawon.storage.tables import picture
from hwawon.workshop import handlers
from support.api import Studio, open_studio
from support.command import hwawon
from support.databases import address_of

pytestmark = pytest.mark.alone


@pytest.fixture
def studio(database: Database, tmp_path: Path) -> Iterator[Studio]:
    with open_studio(tmp_path / "data", database_url=address_of(database)) as opened:
        yield opened


def test_it_has_eight_favorites_of_each_emotion_in_both_orientations() -> None:
    asked = list(sample_pictures(small=False))

    cells = {(one.cell.emotion, one.cell.favorite, one.shape.orientation) for one in asked}
    assert cells == {(emotion, favorite, o) for emotion in EMOTIONS for favorite in FAVORITES for o in "hv"}
    assert len(asked) == 8 * 8 * 2
    assert set(FAVORITES) <= set(ALL_FAVORITES)
    assert {(one.shape.width, one.shape.height) for one in asked} == {(768, 512), (512, 768)}
    assert len({one.request.seed for one in asked}) == len(asked)


def test_asked_for_twice_and_in_both_sizes_it_is_queued_once(studio: Studio) -> None:
    house = studio.house
    with house.database.write() as tx:
        small = queue_sample(tx, house.queue, small=True)
    with house.database.write() as tx:
        whole = queue_sample(tx, house.queue, small=False)
        again = queue_sample(tx, house.queue, small=True)

    assert [one.id for one in again] == [one.id for one in small]
    assert {one.id for one in small} < {one.id for one in whole}
    assert len({one.id for one in whole}) == 128


def test_its_pictures_are_seen_in_all_places(studio: Studio) -> None:
    house, made = studio.house, list[str]()
    with house.database.write() as tx:
        queue_sample(tx, house.queue, small=True)
    engines = EngineShelf(house.settings)
    make = handlers(house, engines)[KIND]

    def first_two(context: JobContext) -> Outcome | Pending:
        made.append(context.job.id)
        return make(context) if len(made) <= 2 else Outcome({})

    Worker(house.database, open_dispatcher(house.database), {KIND: first_two}, objects=house.objects).work_off()
    engines.close()

    keys = [f"emotions/happy/spring,sunny,day/img_sample_0{orientation}.jpeg" for orientation in "hv"]
    assert sorted(house.objects.keys("emotions")) == keys
    assert sorted(house.objects.keys("imgPool")) == [key.replace("emotions", "imgPool", 1) for key in keys]
    with house.database.read() as tx:
        assert sorted(tx.scalars(select(item.c.id))) == keys
        assert tx.scalar(select(func.count()).where(pool.c.published_at.is_not(None))) == 2
        assert tx.scalar(select(func.count()).where(picture.c.published)) == 2


@pytest.mark.slow
def test_the_command_makes_the_small_one_in_three_minutes_and_nothing_the_second_time(tmp_path: Path) -> None:
    begun_s = time.monotonic()
    first = hwawon("sample", "--small", "--json", data_dir=tmp_path, timeout_s=180).answer
    assert time.monotonic() - begun_s < 180
    assert (first["pictures"], first["failed"]) == (16, 0)
    files = written(tmp_path)
    assert len(files) == 16

    assert hwawon("sample", "--small", "--json", data_dir=tmp_path).status == 0
    assert written(tmp_path) == files


def written(folder: Path) -> dict[Path, int]:
    """What is served, and when each was written."""
    return {path: path.stat().st_mtime_ns for path in (folder / "objects" / "emotions").rglob("*.jpeg")}
