"""A visitor is forgotten while other things of the same visit still go on: nothing of the visitor comes back."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any
from unittest import mock

import pytest
from sqlalchemy import select, text

from hwawon.config import Settings
from hwawon.errors import NotFound
from hwawon.garden import codes, forget, visits
from hwawon.garden.desk import VisitorDesk
from hwawon.garden.register import About, register
from hwawon.garden.schema import ConsentGiven, VisitWanted
from hwawon.looks.looker import Looker
from hwawon.looks.setup import Setup
from hwawon.recommend import recommender
from hwawon.recommend.recommender import Recommender
from hwawon.recommend.wish import Wish
from hwawon.storage.all_tables import metadata
from hwawon.storage.database import Database
from hwawon.storage.visitor_tables import slate as slates
from support.garden_visits import FAVORITE, Garden, open_garden
from support.jobs import until
from support.visitors_world import feels, publish, tails

KIOSK, NAME = "kiosk-1", "ada-of-the-test"


@pytest.fixture
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Garden]:
    with open_garden(tmp_path_factory.mktemp("meanwhile")) as opened:
        yield opened


def everything(database: Database) -> str:
    """All rows of all tables as text."""
    with database.read() as tx:
        return "\n".join(str(tx.execute(select(table)).all()) for table in metadata.sorted_tables)


def test_a_slate_that_was_chosen_for_a_forgotten_visitor_is_nobodys(database: Database) -> None:
    publish(database, tails(6, [f"calm/{FAVORITE}"]))
    with database.write() as tx:
        mine, other = (visits.begin(tx, device=KIOSK, surface="kiosk", language="en") for _ in range(2))
        forget.forget(tx, mine.visitor)
    following = Recommender(database)
    for visit in (mine, other):
        following.slate(Wish(feels("calm"), visit=visit.id, visitor=visit.visitor))
    with database.read() as tx:
        kept = tx.execute(select(slates.c.visit, slates.c.visitor).order_by(slates.c.id)).all()
    assert [tuple(row) for row in kept] == [(None, None), (other.id, other.visitor)]


def test_the_screens_do_not_follow_a_visitor_who_was_forgotten_just_before(garden: Garden) -> None:
    visit = garden.begin(zone="zone1")
    id = str(visit["id"])
    garden.done("post", id, "consent", {"camera": False})
    garden.done("put", id, "mood", {"emotion": "calm"})
    follow = VisitorDesk._show_on_screens

    def after_forgetting(desk: VisitorDesk, asked: visits.Visit, *first: str) -> None:
        desk.forget(asked.device or "", asked.id)
        follow(desk, asked, *first)

    with mock.patch.object(VisitorDesk, "_show_on_screens", after_forgetting):
        garden.done("put", id, "favorite", {"favorite": FAVORITE})
    assert garden.curator.get("/api/zones/zone1/manifest").status_code == 200  # a screen asks, so pictures are chosen
    left = everything(garden.studio.house.database)
    assert visit["visitor"] not in left and id not in left


_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")


def waited_for(database: Database, other: "Future[Any]") -> None:
    """Until the other thread waits for what this transaction holds, or has gone through without."""
    until(lambda: other.done() or is_somebody_waiting(database))


def is_somebody_waiting(database: Database) -> bool:
    with database.read() as tx:  # anew each time: what is told of others stays the same in a transaction
        return bool(tx.scalar(_WAITING))


def at_once(database: Database, leads: Callable[[], Any], follows: Callable[[], Any], where: Any, what: str) -> None:
    """Both, the second one begun when the first has done `where.what` and not yet committed it."""
    usual, begun = getattr(where, what), list[Future[Any]]()
    with ThreadPoolExecutor(1) as pool:

        def late(*args: Any, **values: Any) -> Any:
            done = usual(*args, **values)
            begun.append(pool.submit(follows))
            waited_for(database, begun[0])
            return done

        with mock.patch.object(where, what, late):
            leads()
            begun[0].result()


@pytest.mark.parametrize("leads", ["visitor", "forgetting"])
@pytest.mark.parametrize("act", ["comes back", "asks for pictures"])
def test_who_acts_by_name_and_is_forgotten_at_once_is_forgotten(
    postgresql_database: Database, act: str, leads: str
) -> None:
    database, settings = postgresql_database, Settings()
    publish(database, tails(6, [f"calm/{FAVORITE}"]))
    desk = VisitorDesk(database, Looker(Setup.of(settings)), Recommender(database), settings)
    with database.write() as tx:
        visits.begin(tx, device=KIOSK, surface="kiosk", language="en", visitor=NAME)
        register(tx, NAME, About(emotion="calm"))
        code, other = (codes.new_code(tx, NAME, timedelta(days=9)) for _ in range(2))
    desk.recommender.slate(Wish(feels("calm")))  # it has read everything
    comes_back = partial(desk.begin, KIOSK, VisitWanted(returning=code)), visits, "begin"
    asks = partial(desk.recommender.slate, Wish(feels("calm"), visitor=NAME)), recommender, "keep_slate"
    acts: dict[str, tuple[Callable[[], Any], Any, str]] = {"comes back": comes_back, "asks for pictures": asks}
    visiting, where, what = acts[act]
    forgetting = partial(desk.forget_by_code, other)
    if leads == "visitor":
        at_once(database, visiting, forgetting, where, what)
    else:
        at_once(database, forgetting, visiting, forget, "forget")
    assert NAME not in everything(database)


def test_ending_and_forgetting_at_once_wait_for_each_other(postgresql_database: Database) -> None:
    settings = Settings()
    desk = VisitorDesk(postgresql_database, Looker(Setup.of(settings)), Recommender(postgresql_database), settings)

    def begun() -> str:
        visit, _ = desk.begin(KIOSK, VisitWanted())
        return desk.consent(KIOSK, visit.id, ConsentGiven(camera=False)).id

    def ended(id: str) -> None:
        try:
            desk.end(KIOSK, id)
        except NotFound:  # forgotten before
            return

    with ThreadPoolExecutor(4) as pool:
        for _ in range(8):
            id = begun()
            done = [pool.submit(desk.forget, KIOSK, id), *(pool.submit(ended, id) for _ in range(3))]
            for one in done:
                try:
                    one.result()
                except NotFound:
                    continue
    left = everything(postgresql_database)
    assert KIOSK not in left
