"""Keys for scripts, kiosks and displays."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, or_, select, update

from hwawon.accounts.roles import Role, role_named
from hwawon.accounts.secret import new_secret, sha256_of
from hwawon.errors import BadInput, NotFound
from hwawon.storage.ids import new_id
from hwawon.storage.tables import token
from hwawon.storage.types import utc_now

_MAX_NAME = 200
_NOTED_FOR = timedelta(minutes=5)  # a write for every request would make every reader a writer


_HOLDING = select(token).where(token.c.sha256 == bindparam("sha256"), token.c.revoked_at.is_(None))


@dataclass(frozen=True)
class Token:
    """What is known of a key; the key itself is known to its holder alone."""

    id: str
    role: Role
    name: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    @property
    def use_is_unnoted(self) -> bool:
        """Whether `last_used_at` is so old that a use now is worth writing down."""
        return self.last_used_at is None or utc_now() - self.last_used_at > _NOTED_FOR


def create(tx: Connection, role: str, name: str = "") -> str:
    """A new key; shown now and never again.

    Raises:
        BadInput: there is no such role, or the name is too long.
    """
    if len(name) > _MAX_NAME:
        raise BadInput(f"a token's name has at most {_MAX_NAME} characters, got {len(name)}")
    key = new_secret()
    row = {"id": new_id(), "sha256": sha256_of(key), "role": role_named(role), "name": name, "created_at": utc_now()}
    tx.execute(insert(token).values(row))
    return key


def find(tx: Connection, key: str) -> Token | None:
    """The token with this key; None for a wrong or revoked one."""
    row = tx.execute(_HOLDING, {"sha256": sha256_of(key)}).first()
    return None if row is None else _token(row)


def list_all(tx: Connection) -> list[Token]:
    """All tokens, revoked ones too, oldest first."""
    return [_token(row) for row in tx.execute(select(token).order_by(token.c.id))]


def revoke(tx: Connection, token_id: str) -> None:
    """Make a key useless from now on; no error when it is already.

    Raises:
        NotFound: there is no such token.
    """
    known = tx.scalar(select(token.c.id).where(token.c.id == token_id))
    if known is None:
        raise NotFound(f"there is no token {token_id!r}")
    tx.execute(update(token).where(token.c.id == token_id, token.c.revoked_at.is_(None)).values(revoked_at=utc_now()))


def note_use(tx: Connection, token_id: str) -> None:
    """Write down that the key was used, unless that was done a moment ago."""
    now = utc_now()
    unnoted = or_(token.c.last_used_at.is_(None), token.c.last_used_at < now - _NOTED_FOR)
    tx.execute(update(token).where(token.c.id == token_id, unnoted).values(last_used_at=now))


def _token(row: Row[Any]) -> Token:
    return Token(row.id, Role(row.role), row.name, row.created_at, row.last_used_at, row.revoked_at)
