"""Signed-in browsers: a secret in a cookie, its hash and its end in the database."""

from datetime import timedelta

from sqlalchemy import Connection, delete, insert, select

from hwawon.accounts.people import Person
from hwawon.accounts.roles import Role
from hwawon.accounts.secret import new_secret, sha256_of
from hwawon.storage.tables import person, session
from hwawon.storage.types import utc_now


def open_session(tx: Connection, who: Person, lifetime: timedelta) -> str:
    """Sign `who` in; the secret for the cookie. Sessions that have ended are forgotten on the way."""
    now = utc_now()
    tx.execute(delete(session).where(session.c.expires_at <= now))
    secret = new_secret()
    row = {"sha256": sha256_of(secret), "person": who.id, "created_at": now, "expires_at": now + lifetime}
    tx.execute(insert(session).values(row))
    return secret


def find(tx: Connection, secret: str) -> Person | None:
    """Who is signed in with this secret; None when nobody is, or no longer."""
    query = (
        select(person)
        .join(session, session.c.person == person.c.id)
        .where(session.c.sha256 == sha256_of(secret), session.c.expires_at > utc_now())
    )
    row = tx.execute(query).first()
    return None if row is None else Person(row.id, row.name, Role(row.role), row.created_at)


def close_session(tx: Connection, secret: str) -> None:
    """Sign out; no error when the session has ended already."""
    tx.execute(delete(session).where(session.c.sha256 == sha256_of(secret)))
