"""Who may call the original's paths: the roles of this installation, or, on a closed network, everybody."""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends
from starlette.requests import HTTPConnection

from hwawon.accounts.guard import BEARER, COOKIE, Guard
from hwawon.accounts.identity import Identity, Via
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.errors import NotAllowed
from hwawon.storage.database import Database

ANYBODY = Identity("closed-network", "the closed network", Role.CURATOR, Via.TOKEN)


class OriginalsGuard(Guard):
    """As any guard; with the setting COMPAT_OPEN a request without a credential counts as a curator's."""

    def __init__(self, settings: Settings, database: Database) -> None:
        super().__init__(settings, database)
        self._is_open = settings.compat_open

    def needs(self, role: Role) -> Callable[..., Identity]:
        strict = super().needs(role)

        def allowed(connection: HTTPConnection, _: Annotated[object, Depends(BEARER)]) -> Identity:
            if not self._is_open or _shows_something(connection):
                return strict(connection, _)
            if not _is_own(connection):
                raise NotAllowed("this request comes from another site")
            return ANYBODY

        return allowed


def _shows_something(connection: HTTPConnection) -> bool:
    """A credential that does not hold is refused, not forgiven."""
    return "authorization" in connection.headers or COOKIE in connection.cookies


def _is_own(connection: HTTPConnection) -> bool:
    """Whether a script or a page of ours asks: browsers of the network must not delete for a page from elsewhere."""
    headers = connection.headers
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")
