"""Who is calling: from the Authorization header or the session cookie to a role."""

import hmac
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from hwawon.accounts import sessions, tokens
from hwawon.accounts.roles import Role
from hwawon.config import Settings

ADMIN_TOKEN_OWNER = "admin-token"


class Via(StrEnum):
    """How the caller proved who it is."""

    ADMIN_TOKEN = "admin_token"
    TOKEN = "token"
    SESSION = "session"


@dataclass(frozen=True)
class Identity:
    """A caller. `owner` is what its jobs and pictures are signed with: a person's or a token's id."""

    owner: str
    name: str
    role: Role
    via: Via
    unnoted_token: str | None = None  # a token whose use should be written down, by `tokens.note_use`

    @property
    def sees_all(self) -> bool:
        """Whether other people's jobs and pictures are open to this caller."""
        return self.role.allows(Role.CURATOR)

    def may_see(self, owner: str | None) -> bool:
        """Whether something of `owner` is open to this caller; None belongs to the house, which all may see."""
        return owner is None or owner == self.owner or self.sees_all


def identify(tx: Connection, settings: Settings, *, authorization: str | None, cookie: str | None) -> Identity | None:
    """The caller, None where neither a key nor a session holds.

    A request with an Authorization header is judged by that alone: browsers add remembered passwords to requests that
    other sites make, and such a request must not fall back on the cookie.
    """
    if authorization:
        scheme, _, key = authorization.strip().partition(" ")
        return _by_key(tx, settings, key.strip()) if scheme.lower() == "bearer" else None
    who = sessions.find(tx, cookie) if cookie else None
    return None if who is None else Identity(who.id, who.name, who.role, Via.SESSION)


def _by_key(tx: Connection, settings: Settings, key: str) -> Identity | None:
    if _is_admin_token(settings, key):
        return Identity(ADMIN_TOKEN_OWNER, "administrator", Role.ADMIN, Via.ADMIN_TOKEN)
    found = tokens.find(tx, key)
    if found is None:
        return None
    return Identity(found.id, found.name, found.role, Via.TOKEN, found.id if found.use_is_unnoted else None)


def _is_admin_token(settings: Settings, key: str) -> bool:
    """Compared in constant time, byte by byte as sent: HTTP hands over each byte of a header as one character."""
    wanted = settings.admin_token.get_secret_value().strip() if settings.admin_token else ""
    forms = [key.encode(errors="surrogatepass")]
    with suppress(UnicodeEncodeError):
        forms.append(key.encode("latin-1"))
    right = [hmac.compare_digest(form, wanted.encode(errors="surrogateescape")) for form in forms]
    return bool(wanted) and any(right)
