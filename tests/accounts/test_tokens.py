"""Keys of scripts and devices, on SQLite and on PostgreSQL."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hwawon.accounts import tokens
from hwawon.accounts.roles import Role
from hwawon.errors import BadInput, NotFound
from hwawon.storage.database import Database
from hwawon.storage.tables import token
from hwawon.storage.types import utc_now


def create(database: Database, role: str = "kiosk", name: str = "entrance") -> str:
    with database.write() as tx:
        return tokens.create(tx, role, name)


def test_a_key_opens_what_its_role_says(database: Database) -> None:
    key = create(database, "curator", "night batch")
    with database.read() as tx:
        found = tokens.find(tx, key)
    assert found is not None
    assert (found.role, found.name, found.last_used_at, found.revoked_at) == (Role.CURATOR, "night batch", None, None)


def test_every_key_is_another_and_long_enough(sqlite: Database) -> None:
    keys = {create(sqlite) for _ in range(5)}
    assert len(keys) == 5
    assert min(len(key) for key in keys) >= len("hwawon_") + 43  # 256 bits in base64


def test_the_key_itself_is_kept_nowhere(database: Database) -> None:
    key = create(database)
    with database.read() as tx:
        (row,) = tx.execute(select(token)).all()
    assert not any(key in str(value) or key.removeprefix("hwawon_") in str(value) for value in row)


def test_a_key_with_one_letter_changed_opens_nothing(sqlite: Database) -> None:
    key = create(sqlite)
    with sqlite.read() as tx:
        for wrong in (
            key[:-1] + ("A" if key[-1] != "A" else "B"),
            key[:-1],
            key + "x",
            key.upper(),
            "",
            "꽃",
            "\ud800",
        ):
            assert tokens.find(tx, wrong) is None


def test_a_revoked_key_opens_nothing_and_the_others_still_do(database: Database) -> None:
    gone, kept = create(database), create(database)
    with database.write() as tx:
        found = tokens.find(tx, gone)
        assert found is not None
        tokens.revoke(tx, found.id)
        tokens.revoke(tx, found.id)
    with database.read() as tx:
        assert tokens.find(tx, gone) is None
        assert tokens.find(tx, kept) is not None
        assert [item.revoked_at is None for item in tokens.list_all(tx)] == [False, True]


def test_revoking_what_is_not_there_is_not_found(sqlite: Database) -> None:
    with pytest.raises(NotFound), sqlite.write() as tx:
        tokens.revoke(tx, "nothing")


def test_an_unknown_role_makes_no_key(sqlite: Database) -> None:
    with pytest.raises(BadInput, match="unknown role 'boss'"):
        create(sqlite, "boss")
    with pytest.raises(BadInput, match="at most 200 characters, got 201"):
        create(sqlite, name="x" * 201)
    with sqlite.read() as tx:
        assert tokens.list_all(tx) == []


def test_a_use_is_written_down_once_in_a_while(database: Database) -> None:
    key = create(database)
    with database.write() as tx:
        fresh = tokens.find(tx, key)
        assert fresh is not None and fresh.use_is_unnoted
        tokens.note_use(tx, fresh.id)
        noted = tokens.find(tx, key)
        assert noted is not None and noted.last_used_at is not None and not noted.use_is_unnoted
        tokens.note_use(tx, fresh.id)
        assert tokens.find(tx, key) == noted
        tx.execute(update(token).values(last_used_at=utc_now() - timedelta(hours=1)))
        tokens.note_use(tx, fresh.id)
        again = tokens.find(tx, key)
        assert again is not None and again.last_used_at is not None and again.last_used_at >= noted.last_used_at
