"""Waiting for a look without keeping it alive for a caller who has gone."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import Any

from starlette.requests import Request

from hwawon.errors import Cancelled

ASKED_EVERY_S = 0.5


async def answered(request: Request, look: Future[Any]) -> Any:
    """The look's answer; while it is awaited the event loop is free.

    Raises:
        Cancelled: the caller has gone, and the look left the queue unless it had begun.
        HwawonError: as the look.
    """
    answer = asyncio.wrap_future(look)
    try:
        while not answer.done():
            await asyncio.wait({answer}, timeout=ASKED_EVERY_S)
            if not answer.done() and await request.is_disconnected():
                raise Cancelled("the caller has gone")
        return answer.result()
    finally:
        answer.cancel()  # nothing happens to one that is done
