"""What happens to a request before any route sees it: the path prefix, and how large it may be."""

from starlette.datastructures import Headers
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from hwawon.errors import PictureTooLarge
from hwawon.web.errors import refusal

MOST_JSON_BYTES = 8 * 1024 * 1024  # parsed at once, it takes up to thirty times as much memory; files go to disk


class FrontDoor:
    """ASGI middleware. Works whether the proxy takes the prefix away or passes it on.

    A body that does not declare its size is counted as it comes.
    """

    def __init__(self, app: ASGIApp, base_path: str, max_body_bytes: int) -> None:
        self.base_path = base_path
        self._uploads = RequestBodyLimitMiddleware(app, max_body_bytes)
        self._others = RequestBodyLimitMiddleware(app, min(max_body_bytes, MOST_JSON_BYTES))
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        door = self._uploads if headers.get("content-type", "").startswith("multipart/") else self._others
        declared = headers.get("content-length", "0")
        if len(declared) > 15 or (declared.isdecimal() and int(declared) > door.max_body_size):
            error = PictureTooLarge(f"the request has {declared[:20]} bytes, at most {door.max_body_size} are allowed")
            await refusal(error)(scope, receive, send)
            return
        await door({**scope, "root_path": self.base_path}, receive, send)
