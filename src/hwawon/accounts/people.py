"""People who sign in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from hwawon.accounts.roles import Role
from hwawon.errors import Conflict
from hwawon.storage.ids import new_id
from hwawon.storage.tables import person, token
from hwawon.storage.types import utc_now


@dataclass(frozen=True)
class Person:
    """Someone with an account."""

    id: str
    name: str
    role: Role
    created_at: datetime


def add(tx: Connection, name: str, role: Role) -> Person:
    """A new account.

    Raises:
        Conflict: the name is taken.
    """
    if named(tx, name) is not None:
        raise Conflict(f"there is a person named {name!r} already")
    made = Person(new_id(), name, role, utc_now())
    tx.execute(insert(person).values(vars(made)))
    return made


def named(tx: Connection, name: str) -> Person | None:
    """The person of this name."""
    row = tx.execute(select(person).where(person.c.name == name)).first()
    return None if row is None else Person(row.id, row.name, Role(row.role), row.created_at)


def has_admin(tx: Connection) -> bool:
    """Whether somebody, a person or a token that holds, can administer this installation."""
    persons = select(person.c.id).where(person.c.role == Role.ADMIN)
    tokens = select(token.c.id).where(token.c.role == Role.ADMIN, token.c.revoked_at.is_(None))
    return tx.scalar(persons.limit(1)) is not None or tx.scalar(tokens.limit(1)) is not None
