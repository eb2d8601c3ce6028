"""Signing in by the one-time link and out again, on SQLite and on PostgreSQL."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hwawon.accounts import link, people, sessions
from hwawon.accounts.people import Person
from hwawon.accounts.roles import Role
from hwawon.errors import Conflict, NotSignedIn
from hwawon.storage.database import Database
from hwawon.storage.tables import link as links
from hwawon.storage.tables import session

HOUR = timedelta(hours=1)
OVER = timedelta(seconds=-1)


def sign_in(database: Database, name: str = "Shin", lifetime: timedelta = HOUR) -> str:
    with database.write() as tx:
        who = people.named(tx, name) or people.add(tx, name, Role.RETOUCHER)
        return sessions.open_session(tx, who, lifetime)


def signed_in(database: Database, secret: str) -> Person | None:
    with database.read() as tx:
        return sessions.find(tx, secret)


def admin_link(database: Database, lifetime: timedelta = HOUR) -> str:
    with database.write() as tx:
        return link.make_admin_link(tx, lifetime)


def follow(database: Database, secret: str) -> str:
    with database.write() as tx:
        return link.follow(tx, secret, HOUR)


def test_a_session_knows_who_it_is(database: Database) -> None:
    who = signed_in(database, sign_in(database))
    assert who is not None and (who.name, who.role) == ("Shin", Role.RETOUCHER)


def test_two_browsers_of_one_person_are_two_sessions(database: Database) -> None:
    first, second = sign_in(database), sign_in(database)
    with database.write() as tx:
        sessions.close_session(tx, first)
        sessions.close_session(tx, first)
    assert signed_in(database, first) is None
    assert signed_in(database, second) is not None


def test_a_session_ends_by_itself_and_is_forgotten(database: Database) -> None:
    over = sign_in(database, lifetime=OVER)
    assert signed_in(database, over) is None
    sign_in(database, "Kim")
    with database.read() as tx:
        assert tx.scalar(select(func.count()).select_from(session)) == 1


def test_the_cookies_secret_is_kept_nowhere(database: Database) -> None:
    secret = sign_in(database)
    with database.read() as tx:
        assert secret not in str(tx.execute(select(session)).all())
    assert signed_in(database, secret + "x") is None


def test_two_people_cannot_have_one_name(database: Database) -> None:
    with database.write() as tx:
        people.add(tx, "Shin", Role.VIEWER)
        with pytest.raises(Conflict, match="Shin"):
            people.add(tx, "Shin", Role.ADMIN)


def test_the_link_makes_an_administrator(database: Database) -> None:
    who = signed_in(database, follow(database, admin_link(database)))
    assert who is not None and who.role is Role.ADMIN


def test_the_link_is_good_for_one_use(database: Database) -> None:
    secret = admin_link(database)
    follow(database, secret)
    with pytest.raises(NotSignedIn, match="has been used or is too old"):
        follow(database, secret)


def test_of_many_who_follow_one_link_at_once_one_gets_in(database: Database) -> None:
    secret, inside = admin_link(database), []

    def try_it() -> None:
        try:
            inside.append(follow(database, secret))
        except NotSignedIn:
            return

    threads = [threading.Thread(target=try_it) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(inside) == 1


def test_a_second_link_signs_the_same_administrator_in(database: Database) -> None:
    first, second = (signed_in(database, follow(database, admin_link(database))) for _ in range(2))
    assert first is not None and first == second


@pytest.mark.parametrize("wrong", ["", "nothing", "꽃"])
def test_an_unknown_link_lets_nobody_in(sqlite: Database, wrong: str) -> None:
    admin_link(sqlite)
    with pytest.raises(NotSignedIn):
        follow(sqlite, wrong)


def test_an_old_link_lets_nobody_in_and_is_forgotten(database: Database) -> None:
    old = admin_link(database, OVER)
    with pytest.raises(NotSignedIn):
        follow(database, old)
    admin_link(database)
    with database.read() as tx:
        assert tx.scalar(select(func.count()).select_from(links)) == 1
