"""What the place keeps for some days is deleted by itself."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select, update

from hwawon import workshop
from hwawon.app import open_house
from hwawon.config import Settings
from hwawon.garden import codes, place, prints, sweep, visits
from hwawon.garden.place import Place, Retention
from hwawon.garden.register import About, register
from hwawon.recommend import opinions
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction, visitor
from hwawon.storage.ids import new_id
from hwawon.storage.tables import event
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import face_print, return_code
from hwawon.storage.visitor_tables import slate as slates
from hwawon.storage.visitor_tables import visit as table

ITEM = "emotions/calm/a_h.jpeg"
KEPT = Retention(visits_days=10, slates_days=20, interactions_days=30, codes_days=40, prints_days=5)


def left(tx: Connection, who: str, days: float) -> None:
    """A visitor who was here so many days ago."""
    then = utc_now() - timedelta(days=days)
    visit = visits.begin(tx, device="kiosk-1", surface="kiosk", language="en", visitor=who)
    tx.execute(update(table).where(table.c.id == visit.id).values(started_at=then, seen_at=then, ended_at=then))
    register(tx, who, About(emotion="calm"))
    opinions.record(tx, visitor=who, item=ITEM, kind="click", visit=visit.id, now_s=int(then.timestamp()))
    row = {"id": new_id(), "visit": visit.id, "visitor": who, "surface": "kiosk", "policy": "default", "seed": 1}
    tx.execute(insert(slates).values(row | {"context": {}, "position": 0, "created_at": then}))
    codes.new_code(tx, who, timedelta(days=40 - days))
    prints.keep(tx, who, [1.0, 2.0], timedelta(days=5 - days))


@pytest.fixture
def kept(database: Database) -> Database:
    with database.write() as tx:
        place.save(tx, Place(retention=KEPT))
        for days in (1, 11, 21, 31, 41):
            left(tx, f"{days} days ago", days)
    return database


def whose(database: Database, column: object) -> set[str]:
    with database.read() as tx:
        return {str(name).removesuffix(" days ago") for name in tx.scalars(select(column))}  # type: ignore[call-overload]


def test_each_thing_goes_after_its_own_days(kept: Database) -> None:
    swept = sweep.sweep(kept)
    assert whose(kept, table.c.visitor) == {"1"}
    assert whose(kept, slates.c.visitor) == {"1", "11"}
    assert whose(kept, interaction.c.visitor) == {"1", "11", "21"}
    assert whose(kept, return_code.c.visitor) == {"1", "11", "21", "31"}
    assert whose(kept, face_print.c.visitor) == {"1"}
    assert (swept.visits, swept.slates, swept.interactions, swept.codes, swept.prints) == (4, 3, 2, 1, 4)


def test_a_visitors_row_goes_with_the_last_of_what_was_kept(kept: Database) -> None:
    sweep.sweep(kept)
    assert whose(kept, visitor.c.id) == {"1", "11", "21"}


def test_a_second_sweep_finds_nothing_and_tells_nobody(kept: Database) -> None:
    sweep.sweep(kept)
    with kept.read() as tx:
        told = tx.scalar(select(func.count()).select_from(event))
    assert sweep.sweep(kept) == sweep.Swept()
    with kept.read() as tx:
        assert tx.scalar(select(func.count()).select_from(event)) == told


def test_what_was_imported_is_the_operators_to_keep(kept: Database) -> None:
    old = {"visitor": "from a file", "item": ITEM, "timestamp": 1_680_000_000, "event_type": "click"}
    with kept.write() as tx:
        tx.execute(insert(interaction).values(old))
        register(tx, "from a file", About())
    sweep.sweep(kept)
    assert "from a file" in whose(kept, interaction.c.visitor) & whose(kept, visitor.c.id)


def test_many_are_deleted_in_turns(kept: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "AT_ONCE", 1)
    swept = sweep.sweep(kept)
    assert (swept.visits, swept.interactions) == (4, 2)


def test_silent_visits_end_by_themselves(kept: Database) -> None:
    with kept.write() as tx:
        silent = visits.begin(tx, device="kiosk-1", surface="kiosk", language="en")
        lively = visits.begin(tx, device="kiosk-1", surface="kiosk", language="en")
        then = utc_now() - timedelta(seconds=121)
        tx.execute(update(table).where(table.c.id == silent.id).values(seen_at=then))
    assert sweep.end_silent(kept) == 1
    with kept.read() as tx:
        still = tx.scalars(select(table.c.id).where(table.c.ended_at.is_(None))).all()
    assert still == [lively.id]


def test_the_worker_sweeps_in_its_quiet_moments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_house(Settings(data_dir=tmp_path)) as house:
        with house.database.write() as tx:
            left(tx, "long ago", 400)
            silent = visits.begin(tx, device="kiosk-1", surface="kiosk", language="en", visitor="just gone")
            then = utc_now() - timedelta(seconds=121)
            tx.execute(update(table).where(table.c.id == silent.id).values(seen_at=then))
        sweeper = workshop.Sweeper(house)
        sweeper.sweep()
        assert whose(house.database, table.c.ended_at) >= {"None"}
        monkeypatch.setattr(workshop, "SILENT_EVERY_S", 0.0)
        sweeper.sweep()
        assert "None" not in whose(house.database, table.c.ended_at)
        assert whose(house.database, interaction.c.visitor) == {"long ago"}
        monkeypatch.setattr(workshop, "SWEEP_EVERY_S", 0.0)
        sweeper.sweep()
        assert whose(house.database, table.c.visitor) == {"just gone"}
        assert whose(house.database, interaction.c.visitor) == set()
