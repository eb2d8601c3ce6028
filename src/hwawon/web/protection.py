"""Security headers on every answer, and a refusal of requests that another site makes in a signed-in browser."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hwawon.errors import NotAllowed
from hwawon.web.errors import refusal

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "style-src 'self' 'unsafe-inline'",  # the widgets size themselves by style attributes
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    "Cache-Control": "no-store",  # of what does not say how long it may be kept: visits, faces, codes, lists
}

_RAW = tuple((name.lower().encode(), value.encode()) for name, value in HEADERS.items())


class Protection:
    """ASGI middleware. Bearer requests carry their own proof and are not checked for their origin."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(one for one in _RAW if one[0] not in own)]
            await send(message)

        app = self.app if comes_from_ourselves(scope["method"], Headers(scope=scope)) else _refused
        await app(scope, receive, send_with_headers)


def comes_from_ourselves(method: str, headers: Headers) -> bool:
    """Whether a request may act with the browser's cookie: fetch metadata first, else the origin."""
    if method in SAFE_METHODS or "authorization" in headers or "cookie" not in headers:
        return True
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == headers.get("host")


async def _refused(scope: Scope, receive: Receive, send: Send) -> None:
    await refusal(NotAllowed("this request comes from another site"))(scope, receive, send)
