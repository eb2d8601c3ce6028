"""The event stream: rows of the outbox as server-sent events, resumed by id."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

from fastapi.sse import ServerSentEvent
from starlette.concurrency import run_in_threadpool

from hwawon.storage.events import Event

POLL_S = 0.25  # the outbox is one indexed read; a page feels it as at once

Read = Callable[[int], tuple[Sequence[Event], int]]


async def stream(read: Read, last_id: int) -> AsyncIterator[ServerSentEvent]:
    """All events after `last_id`, then each new one, until the reader leaves.

    Args:
        read: gives the events after an id that the reader may see, and the id to go on from.
        last_id: the event that the reader saw last.
    """
    while True:
        events, last_id = await run_in_threadpool(read, last_id)
        for event in events:
            yield ServerSentEvent(id=str(event.id), event=event.topic, data=event.payload)
        if not events:
            await asyncio.sleep(POLL_S)
