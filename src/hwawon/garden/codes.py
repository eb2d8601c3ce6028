"""Codes by which a visitor comes back or is forgotten: shown once as a QR, kept as their hash alone."""

import re
import secrets
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import Connection, delete, insert, select

from hwawon.accounts.secret import sha256_of
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import return_code

_BYTES = 18  # 144 bits; short enough for a QR that an old phone reads
LONGEST = 100  # characters of what is looked up at all
_FORM = re.compile(r"[A-Za-z0-9_-]{24}")  # of every code that was ever given


def new_code(tx: Connection, visitor: str, lifetime: timedelta) -> str:
    """A new code of the visitor; nothing here can show it again."""
    code, now = secrets.token_urlsafe(_BYTES), utc_now()
    row = {"sha256": sha256_of(code), "visitor": visitor, "created_at": now, "expires_at": now + lifetime}
    tx.execute(insert(return_code).values(row))
    return code


def holder(tx: Connection, code: str, *, hold: bool = False) -> str | None:
    """The visitor to whom a code was given; None where it is unknown or its time has passed.

    `hold`: the visitor is not erased before this transaction is over, see `hold_of`. It comes before any visit is held.
    """
    if not 0 < len(code) <= LONGEST:
        return None
    query = select(return_code.c.visitor).where(
        return_code.c.sha256 == sha256_of(code), return_code.c.expires_at > utc_now()
    )
    return tx.scalar(query.with_for_update() if hold else query)


def hold_of(tx: Connection, visitor: str) -> None:
    """Before a visitor is erased: wait for visits that begin by a code of the visitor, and let none begin any more.

    Codes whose time has passed lead to nobody, and are the sweep's.
    """
    own = select(return_code.c.sha256).where(return_code.c.visitor == visitor, return_code.c.expires_at > utc_now())
    tx.execute(own.order_by(return_code.c.sha256).with_for_update()).all()


def code_in(told: str) -> str:
    """The code in what a QR says: the code itself, or an address that has it; else what was told, which is no code."""
    try:
        return parse_qs(urlsplit(told).query).get("code", [told])[0] if "code=" in told else told
    except ValueError:  # an address that is none
        return told


def shown_code(told: str) -> str | None:
    """The code in what a QR says, if it is of our making: a code alone, or the address of a page to come back.

    Whatever else a visitor's phone or paper says is None. The host is not asked for, since a place may have moved.
    """
    if _FORM.fullmatch(told):
        return told
    try:
        address = urlsplit(told)
    except ValueError:  # an address that is none
        return None
    code = parse_qs(address.query).get("code", [""])[0] if address.path.endswith("/return") else ""
    return code if _FORM.fullmatch(code) else None


def expire(tx: Connection) -> int:
    """Delete the codes whose time has passed; how many."""
    return tx.execute(delete(return_code).where(return_code.c.expires_at <= utc_now())).rowcount
