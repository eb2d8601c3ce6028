"""From a header or a cookie to a role."""

from datetime import timedelta

import pytest

from hwawon import config
from hwawon.accounts import people, sessions, tokens
from hwawon.accounts.identity import Identity, Via, identify
from hwawon.accounts.roles import Role
from hwawon.storage.database import Database


def ask(
    database: Database, authorization: str | None = None, cookie: str | None = None, admin_token: str | None = None
) -> Identity | None:
    with database.read() as tx:
        return identify(tx, config.load(admin_token=admin_token), authorization=authorization, cookie=cookie)


def token(database: Database, role: str = "kiosk") -> str:
    with database.write() as tx:
        return tokens.create(tx, role, "entrance")


def session(database: Database, name: str = "Shin", role: Role = Role.RETOUCHER) -> str:
    with database.write() as tx:
        return sessions.open_session(tx, people.add(tx, name, role), timedelta(hours=1))


def test_without_a_credential_nobody_is_anybody(sqlite: Database) -> None:
    token(sqlite), session(sqlite)
    for authorization in (None, "", "Bearer", "Bearer ", "Bearer nothing", "Basic YTpi", "Basic secret", "secret"):
        assert ask(sqlite, authorization, None, "secret") is None
    assert ask(sqlite, None, "nothing") is None


def test_a_token_is_its_role_and_owns_by_its_id(sqlite: Database) -> None:
    who = ask(sqlite, f"Bearer {token(sqlite)}")
    assert who is not None
    assert (who.role, who.name, who.via) == (Role.KIOSK, "entrance", Via.TOKEN)
    other = ask(sqlite, f"Bearer {token(sqlite)}")
    assert other is not None and other.owner != who.owner


def test_a_session_is_its_person(sqlite: Database) -> None:
    who = ask(sqlite, cookie=session(sqlite))
    assert who is not None
    assert (who.role, who.name, who.via) == (Role.RETOUCHER, "Shin", Via.SESSION)


@pytest.mark.parametrize("written", ["Bearer {}", "bearer {}", "BEARER   {} "])
def test_the_scheme_may_be_written_in_any_case(sqlite: Database, written: str) -> None:
    assert ask(sqlite, written.format(token(sqlite))) is not None


@pytest.mark.parametrize("secret", ["x", "1234", "with space", "화원", "é", "Bearer x", "%00", "\udcff"])
def test_any_non_empty_admin_token_is_an_administrator_at_once(sqlite: Database, secret: str) -> None:
    as_sent = secret.encode(errors="surrogateescape").decode("latin-1")  # what HTTP servers hand over
    who = ask(sqlite, f"Bearer {as_sent}", admin_token=secret)
    assert who is not None and (who.role, who.via) == (Role.ADMIN, Via.ADMIN_TOKEN)


@pytest.mark.parametrize("given", ["x", "secretx", "Secret", "secre", "", " ", "secret secret", "?"])
def test_anything_but_the_admin_token_is_not_it(sqlite: Database, given: str) -> None:
    assert ask(sqlite, f"Bearer {given}", admin_token="secret") is None


@pytest.mark.parametrize("unset", [None, "", " "])
def test_an_empty_admin_token_lets_nobody_in(sqlite: Database, unset: str | None) -> None:
    for given in ("Bearer", "Bearer ", "Bearer  ", "Bearer None"):
        assert ask(sqlite, given, admin_token=unset) is None


def test_a_wrong_key_does_not_fall_back_on_the_cookie(sqlite: Database) -> None:
    """Another site can make a browser send a remembered Basic password along, and the cookie with it."""
    cookie = session(sqlite)
    for authorization in ("Basic YTpi", "Bearer wrong"):
        assert ask(sqlite, authorization, cookie) is None


def test_one_sees_ones_own_and_the_houses_and_a_curator_sees_all(sqlite: Database) -> None:
    retoucher, stranger = ask(sqlite, cookie=session(sqlite)), ask(sqlite, cookie=session(sqlite, "Kim"))
    curator = ask(sqlite, cookie=session(sqlite, "Jang", Role.CURATOR))
    assert retoucher is not None and stranger is not None and curator is not None
    assert retoucher.may_see(retoucher.owner) and retoucher.may_see(None)
    assert not retoucher.may_see(stranger.owner)
    assert curator.may_see(stranger.owner) and curator.sees_all and not stranger.sees_all
