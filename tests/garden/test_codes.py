"""Codes are known to their holders alone, for a while."""

import base64
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hwawon.garden import codes
from hwawon.storage.database import Database
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import return_code

YEAR = timedelta(days=365)


def test_a_code_leads_to_its_visitor_and_lies_nowhere(database: Database) -> None:
    with database.write() as tx:
        first, second = codes.new_code(tx, "ada", YEAR), codes.new_code(tx, "ben", YEAR)
        assert (codes.holder(tx, first), codes.holder(tx, second)) == ("ada", "ben")
        rows = str(tx.execute(select(return_code)).all())
    assert first not in rows
    assert len(first) >= 22


@pytest.mark.parametrize("wrong", ["", "x", "a" * 10_000, "\x00", "' OR 1=1 --", "한국"])
def test_a_wrong_code_is_nobodys(database: Database, wrong: str) -> None:
    with database.write() as tx:
        codes.new_code(tx, "ada", YEAR)
        assert codes.holder(tx, wrong) is None


def test_a_code_ends_with_its_time_and_is_deleted(database: Database) -> None:
    with database.write() as tx:
        old, fresh = codes.new_code(tx, "ada", YEAR), codes.new_code(tx, "ada", YEAR)
        first = tx.scalars(select(return_code.c.sha256).limit(1)).one()
        tx.execute(update(return_code).where(return_code.c.sha256 == first).values(expires_at=utc_now()))
        assert sorted([codes.holder(tx, old) or "", codes.holder(tx, fresh) or ""]) == ["", "ada"]
        assert codes.expire(tx) == 1
        assert codes.expire(tx) == 0


def test_a_code_is_too_long_to_be_guessed(database: Database) -> None:
    with database.write() as tx:
        given = [codes.new_code(tx, "ada", YEAR) for _ in range(200)]
    bits = [int.from_bytes(base64.urlsafe_b64decode(code)) for code in given]
    assert {len(code) for code in given} == {24}  # of 64 signs: 144 bits
    for bit in range(144):
        assert 50 < sum(number >> bit & 1 for number in bits) < 150


@pytest.mark.parametrize("told", ["http://[code=x", "http://[::1/?code=x", "http://a\u2100b/?code=x"])
def test_what_looks_like_an_address_and_is_none_is_no_code(database: Database, told: str) -> None:
    with database.read() as tx:
        assert codes.holder(tx, codes.code_in(told)) is None
