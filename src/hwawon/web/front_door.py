"""What happens to a request before any route sees it: the path prefix, and the size that it declares."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from hwawon.errors import PictureTooLarge
from hwawon.web.errors import refusal


class FrontDoor:
    """ASGI middleware. Works whether the proxy takes the prefix away or passes it on."""

    def __init__(self, app: ASGIApp, base_path: str, max_body_bytes: int) -> None:
        self.app = app
        self.base_path = base_path
        self.max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        if declared.isdecimal() and int(declared) > self.max_body_bytes:
            error = PictureTooLarge(f"the upload has {declared} bytes, at most {self.max_body_bytes} are allowed")
            await refusal(error)(scope, receive, send)
            return
        await self.app({**scope, "root_path": self.base_path}, receive, send)
