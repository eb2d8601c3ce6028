"""The one-time link that lets the owner of the machine in: printed at the start, opens one administrator session."""

from datetime import timedelta

from sqlalchemy import Connection, delete, insert, select, update

from hwawon.accounts import people
from hwawon.accounts.roles import Role
from hwawon.accounts.secret import new_secret, sha256_of
from hwawon.accounts.sessions import open_session
from hwawon.errors import NotSignedIn
from hwawon.storage.tables import link
from hwawon.storage.types import utc_now

ADMINISTRATOR = "administrator"
LIFETIME = timedelta(hours=24)


def make_admin_link(tx: Connection, lifetime: timedelta = LIFETIME) -> str:
    """The secret of a new link, good for one use; links that have expired are forgotten on the way."""
    now = utc_now()
    tx.execute(delete(link).where(link.c.expires_at <= now))
    secret = new_secret()
    row = {"sha256": sha256_of(secret), "role": Role.ADMIN, "created_at": now, "expires_at": now + lifetime}
    tx.execute(insert(link).values(row))
    return secret


def follow(tx: Connection, secret: str, session_lifetime: timedelta) -> str:
    """Use the link up and sign its administrator in; the secret for the cookie.

    Raises:
        NotSignedIn: the link is unknown, used or too old.
    """
    now, digest = utc_now(), sha256_of(secret)
    fresh = (link.c.sha256 == digest, link.c.used_at.is_(None), link.c.expires_at > now)
    if tx.execute(update(link).where(*fresh).values(used_at=now)).rowcount != 1:
        raise NotSignedIn("this link has been used or is too old; make a new one with: hwawon token link")
    role = Role(tx.scalars(select(link.c.role).where(link.c.sha256 == digest)).one())
    who = people.named(tx, ADMINISTRATOR) or people.add(tx, ADMINISTRATOR, role)
    return open_session(tx, who, session_lifetime)
