"""The few addresses that a page asks for by the hundred, answered before the framework sees them.

The framework's matching, its dependencies and their threads cost a millisecond a request, ten times the answer itself.
Each such route is declared there as well, for its documentation and for what is odd (another method, a query that is
to be refused): the same function answers both.
"""

import logging
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.errors import HwawonError, NotAllowed
from hwawon.web.errors import refusal

log = logging.getLogger(__name__)
Q = TypeVar("Q", bound=BaseModel)


class Asked(NamedTuple):
    """A request at a quick door: who asks, and the parts of its path."""

    who: Identity
    scope: Scope
    parts: Mapping[str, str]

    @property
    def headers(self) -> Headers:
        return Headers(scope=self.scope)

    @property
    def query(self) -> str:
        return str(self.scope["query_string"].decode("latin-1"))


@dataclass(frozen=True)
class Quick:
    """One address. `answer` runs in a thread and gives None to leave the request to the framework.

    `at_once` is tried before it, on the loop: it must not wait for anything, and gives None where it would have to.
    """

    path: re.Pattern[str]  # below the path prefix
    least: Role
    answer: Callable[[Asked], Response | None]
    at_once: Callable[[Asked], ASGIApp | None] | None = None


class Ready:
    """An answer whose parts are there: what a `Response` does with its headers costs as much as all else."""

    def __init__(self, status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes | bytearray = b"") -> None:
        self._start = {"type": "http.response.start", "status": status, "headers": headers}
        self._body = {"type": "http.response.body", "body": body}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        await send(self._start)
        await send(self._body)


class QuickDoor:
    """ASGI middleware, inside what protects every answer."""

    def __init__(self, app: ASGIApp, guard: Guard, base_path: str, quick: Sequence[Quick]) -> None:
        self._app = app
        self._guard = guard
        self._base_path = base_path
        self._quick = quick  # rooms that are built later add theirs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self._answer(scope) if scope["type"] == "http" and scope["method"] == "GET" else None
        await (answer or self._app)(scope, receive, send)

    async def _answer(self, scope: Scope) -> ASGIApp | None:
        path = scope["path"].removeprefix(self._base_path)
        for quick in self._quick:
            found = quick.path.fullmatch(path)
            if found is not None:
                return await self._answered(quick, scope, found.groupdict())
        return None

    async def _answered(self, quick: Quick, scope: Scope, parts: Mapping[str, str]) -> ASGIApp | None:
        try:
            who = self._guard.remembered(scope)
            if who is None:
                who = await run_in_threadpool(self._guard.identify, HTTPConnection(scope))
            if not who.role.allows(quick.least):
                raise NotAllowed(f"this needs the role {quick.least}, and you are {who.role}")
            asked = Asked(who, scope, parts)
            at_once = quick.at_once(asked) if quick.at_once else None
            return at_once or await run_in_threadpool(quick.answer, asked)
        except HwawonError as error:
            return refusal(error)
        except Exception:  # the framework will meet it again, and answer as for any other route
            log.exception("a quick answer to %s failed", scope["path"])
            return None


def query_of(model: type[Q], text: str) -> Q | None:
    """The query of an address; None where it is to be refused, or is odd."""
    pairs = parse_qsl(text, keep_blank_values=True)
    fields = dict(pairs)
    if len(fields) != len(pairs):
        return None
    try:
        return model.model_validate(fields)
    except ValidationError:
        return None


def bytes_at_hand(path: str | os.PathLike[str], most: int) -> bytes | bytearray | None:
    """A file's bytes where the system holds them in memory; None where a disk would have to be waited for.

    Also None for a file of more than `most` bytes, one that is not there, and on systems that cannot tell.
    """
    flag = getattr(os, "RWF_NOWAIT", None)
    if flag is None:
        return None
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return None
    try:
        buffer = bytearray(min(os.fstat(descriptor).st_size, most + 1))
        if not 0 < len(buffer) <= most or os.preadv(descriptor, [buffer], 0, flag) != len(buffer):
            return None
        return buffer  # not copied into bytes: of a large file that takes as long as reading it
    except OSError:  # it would have to wait, or the file system cannot tell
        return None
    finally:
        os.close(descriptor)
