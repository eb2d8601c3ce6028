"""Addresses that answer for themselves, before the framework sees a request: for what a device sends again and again.

After a pause every step of a request is slow, because nothing of it is in the processor's caches any more, and the
framework has many. Each such route is declared there as well, for its documentation and for what is odd.
"""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from hwawon.errors import HwawonError
from hwawon.web.errors import refused
from hwawon.web.front_door import MOST_JSON_BYTES

Early = dict[tuple[str, str], ASGIApp]  # by method and path below the prefix


class EarlyDoor:
    """ASGI middleware, inside what protects every answer. `early` has what answers.

    A body whose size is not declared, or above what the front door lets in, is left to the framework.
    """

    def __init__(self, app: ASGIApp, base_path: str, max_body_bytes: int, early: Early) -> None:
        self._app = app
        self._base_path = base_path
        self._most_bytes = min(max_body_bytes, MOST_JSON_BYTES)
        self._early = early  # rooms that are built later add theirs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self._found(scope) if scope["type"] == "http" else None
        try:
            await (found or self._app)(scope, receive, send)
        except HwawonError as error:
            await refused(error)(scope, receive, send)

    def _found(self, scope: Scope) -> ASGIApp | None:
        found = self._early.get((scope["method"], scope["path"].removeprefix(self._base_path)))
        if found is None:
            return None
        declared = Headers(scope=scope).get("content-length", "")
        fits = declared.isdecimal() and len(declared) <= 15 and int(declared) <= self._most_bytes
        return found if fits else None
