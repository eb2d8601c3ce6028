import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from fastapi.sse import ServerSentEvent

from hwawon.storage.events import Event
from hwawon.web.events import stream


def event(id: int) -> Event:
    return Event(id, "job", None, {"n": id}, datetime.now(UTC))


def first(count: int, outbox: list[Event], after: int) -> list[ServerSentEvent]:
    """The first events of a stream over `outbox`, into which one more falls while it is read."""

    def read(last_id: int) -> tuple[list[Event], int]:
        found = [one for one in outbox if one.id > last_id][:2]
        if not found:
            outbox.append(event(outbox[-1].id + 1))
        return found, found[-1].id if found else last_id

    async def collect() -> list[ServerSentEvent]:
        source = stream(read, after)
        return [await anext(source) for _ in range(count)]

    with ThreadPoolExecutor(1) as beside:  # the browser tests leave an event loop running in this thread
        return beside.submit(lambda: asyncio.run(collect())).result()


def test_a_reader_resumes_behind_the_event_it_saw_last_and_hears_the_next_as_it_happens() -> None:
    sent = first(4, [event(id) for id in (3, 4, 5)], after=3)

    assert [one.id for one in sent] == ["4", "5", "6", "7"]
    assert (sent[0].event, sent[0].data) == ("job", {"n": 4})
