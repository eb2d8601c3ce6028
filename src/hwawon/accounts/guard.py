"""Who may call a route: every route names the least role, or says that it is open."""

import time
from collections.abc import Callable
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPBearer
from starlette.requests import HTTPConnection
from starlette.types import Scope

from hwawon.accounts import tokens
from hwawon.accounts.identity import Identity, identify
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.errors import NotAllowed, NotSignedIn
from hwawon.storage.database import Database

COOKIE = "hwawon_session"
KNOWN_FOR_S = 2.0
MOST_KNOWN = 1000
_SHOWN = (b"authorization", b"cookie")
BEARER = HTTPBearer(auto_error=False, description="From `hwawon token create`")  # only described by it


class Guard:
    """Makes the dependencies that let a request through or refuse it."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database
        self._known: dict[tuple[bytes, ...], tuple[Identity, float]] = {}

    def needs(self, role: Role) -> Callable[..., Identity]:
        """A dependency that gives the caller's identity when it may act as `role`."""

        def allowed(connection: HTTPConnection, _: Annotated[object, Depends(BEARER)]) -> Identity:
            who = self.identify(connection)
            if not who.role.allows(role):
                raise NotAllowed(f"this needs the role {role}, and you are {who.role}")
            return who

        return allowed

    def remembered(self, scope: Scope) -> Identity | None:
        """Who called with the same key within the last two seconds, without a look into the database.

        Only for reading: a key that is taken back elsewhere holds that much longer. None: `identify` has to tell.
        """
        found = self._known.get(_shown_by(scope))
        return found[0] if found and found[1] > time.monotonic() else None

    def forget(self) -> None:
        """Remember nobody: a key was taken back, or somebody signed out."""
        self._known.clear()

    def identify(self, connection: HTTPConnection) -> Identity:
        """The caller.

        Raises:
            NotSignedIn: neither a token nor a session that holds.
        """
        bearer = connection.headers.get("authorization")
        with self._database.read() as tx:
            who = identify(tx, self._settings, authorization=bearer, cookie=connection.cookies.get(COOKIE))
        if who is None:
            raise NotSignedIn
        if who.unnoted_token is not None:
            with self._database.write() as tx:
                tokens.note_use(tx, who.unnoted_token)
        self._remember(connection, who)
        return who

    def _remember(self, connection: HTTPConnection, who: Identity) -> None:
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[_shown_by(connection.scope)] = who, time.monotonic() + KNOWN_FOR_S


def _shown_by(scope: Scope) -> tuple[bytes, ...]:
    """What a caller shows of itself."""
    return tuple([value for name, value in scope["headers"] if name in _SHOWN])
