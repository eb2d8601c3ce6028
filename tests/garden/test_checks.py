"""The product's own error rate by group, counted without a face or a name."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from sqlalchemy import func, select

from hwawon.garden import checks, visits
from hwawon.garden.visits import Visit
from hwawon.storage.database import Database
from hwawon.storage.visitor_tables import mood_check


def guessed(database: Database, emotion: str = "calm", gender: str = "Female") -> Visit:
    with database.write() as tx:
        visit = visits.begin(tx, device="kiosk-1", surface="kiosk", language="en")
    return replace(visit, mood_source="face", guessed=emotion, generation="adult", gender=gender)


def test_confirmations_and_corrections_make_an_error_rate(database: Database) -> None:
    visit = guessed(database)
    with database.write() as tx:
        for said in ("calm", "calm", "calm", "sad"):
            checks.count(tx, visit, said)
        (group,) = checks.groups(tx, minimum=4)
    assert (group.generation, group.gender, group.guessed) == ("adult", "Female", "calm")
    assert (group.times, group.right, group.error_rate) == (4, 3, 0.25)


def test_a_small_group_is_not_told(database: Database) -> None:
    women, men = guessed(database), guessed(database, gender="Male")
    with database.write() as tx:
        for visit in (women, women, men):
            checks.count(tx, visit, "calm")
        assert [one.gender for one in checks.groups(tx, minimum=2)] == ["Female"]


def test_a_guess_is_judged_once(database: Database) -> None:
    visit = guessed(database)
    with database.write() as tx:
        checks.count(tx, visit, "sad")
        checks.count(tx, replace(visit, mood_source="corrected"), "happy")
        checks.count(tx, replace(visit, mood_source="hand"), "happy")
        assert tx.scalar(select(func.sum(mood_check.c.times))) == 1


def test_many_at_once_are_all_counted(database: Database) -> None:
    visit = guessed(database)

    def say(_: int) -> None:
        with database.write() as tx:
            checks.count(tx, visit, "calm")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(say, range(40)))
    with database.read() as tx:
        assert tx.execute(select(mood_check.c.times)).scalars().all() == [40]


def test_a_row_names_nobody(database: Database) -> None:
    visit = guessed(database)
    with database.write() as tx:
        checks.count(tx, visit, "calm")
        row = str(tx.execute(select(mood_check)).one())
    assert visit.id not in row and visit.visitor not in row
