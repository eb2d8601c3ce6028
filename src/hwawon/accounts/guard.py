"""Who may call a route: every route names the least role, or says that it is open."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPBearer
from starlette.requests import HTTPConnection

from hwawon.accounts import tokens
from hwawon.accounts.identity import Identity, identify
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.errors import NotAllowed, NotSignedIn
from hwawon.storage.database import Database

COOKIE = "hwawon_session"
BEARER = HTTPBearer(auto_error=False, description="From `hwawon token create`")  # only described by it


class Guard:
    """Makes the dependencies that let a request through or refuse it."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database

    def needs(self, role: Role) -> Callable[..., Identity]:
        """A dependency that gives the caller's identity when it may act as `role`."""

        def allowed(connection: HTTPConnection, _: Annotated[object, Depends(BEARER)]) -> Identity:
            who = self.identify(connection)
            if not who.role.allows(role):
                raise NotAllowed(f"this needs the role {role}, and you are {who.role}")
            return who

        return allowed

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
        return who
