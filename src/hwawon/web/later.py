"""A server that starts answers before all its rooms are built: describing 150 routes takes as long as all else."""

import threading
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

AT_ONCE = frozenset(("/", "/api/health"))
ASSETS = "/assets/"


class Once:
    """Builds once, whoever asks first; the others wait for it. Safe to share between threads."""

    def __init__(self, build: Callable[[], None]) -> None:
        self._build = build
        self._turn = threading.Lock()
        self.is_done = False

    def __call__(self) -> None:
        with self._turn:
            if not self.is_done:
                self._build()
                self.is_done = True


class Later:
    """ASGI middleware: whoever asks for a room waits until the rooms are built."""

    def __init__(self, app: ASGIApp, base_path: str, rooms: Once) -> None:
        self._app = app
        self._base_path = base_path
        self._rooms = rooms

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._rooms.is_done:
            path = scope["path"].removeprefix(self._base_path)
            if path not in AT_ONCE and not path.startswith(ASSETS):
                await run_in_threadpool(self._rooms)
        await self._app(scope, receive, send)
