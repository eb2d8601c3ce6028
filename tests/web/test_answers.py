import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.datastructures import Headers
from starlette.responses import Response, StreamingResponse

from hwawon.storage.objects import Objects, open_objects
from hwawon.web import answers
from hwawon.web.answers import asked_range, file_answer


@pytest.fixture
def objects(tmp_path: Path) -> Objects:
    return open_objects(tmp_path.as_uri())


@pytest.mark.parametrize(
    ("header", "span"),
    [
        (None, None),
        ("bytes=0-3", (0, 4)),
        ("bytes=7-", (7, 10)),
        ("bytes=-3", (7, 10)),
        ("bytes=-99", (0, 10)),
        ("bytes=5-99", (5, 10)),
        ("bytes=10-", (10, 10)),
        ("bytes=-", None),
        ("bytes=0-1,4-5", None),
        ("lines=0-1", None),
    ],
)
def test_a_range_is_read_as_the_rfc_says(header: str | None, span: tuple[int, int] | None) -> None:
    assert asked_range(header, 10) == span


def test_a_file_is_sent_whole_in_part_or_not_at_all(objects: Objects) -> None:
    key = objects.put(b"0123456789", ".txt")
    whole = file_answer(Headers(), objects, key, "text/plain")
    part = file_answer(Headers({"range": "bytes=2-4"}), objects, key, "text/plain")
    again = file_answer(Headers({"if-none-match": whole.headers["etag"]}), objects, key, "text/plain")
    beyond = file_answer(Headers({"range": "bytes=10-"}), objects, key, "text/plain")

    assert (whole.status_code, whole.body) == (200, b"0123456789")
    assert (part.status_code, part.body, part.headers["content-range"]) == (206, b"234", "bytes 2-4/10")
    assert (again.status_code, again.body) == (304, b"")
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, "bytes */10")


def test_a_range_of_another_version_gets_the_whole(objects: Objects) -> None:
    key = objects.put(b"0123456789", ".txt")
    headers = Headers({"range": "bytes=2-4", "if-range": '"of-before"'})

    assert file_answer(headers, objects, key, "text/plain").status_code == 200


def pieces_of(answer: Response) -> list[Any]:
    """What a streamed answer sends, piece by piece."""
    assert isinstance(answer, StreamingResponse)
    sent = answer.body_iterator

    async def collect() -> list[Any]:
        return [piece async for piece in sent]

    with ThreadPoolExecutor(1) as beside:  # the browser tests leave an event loop running in this thread
        return beside.submit(lambda: asyncio.run(collect())).result()


def test_what_is_large_goes_in_pieces(objects: Objects, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "AT_ONCE_BYTES", 4)
    key = objects.put(b"0123456789", ".txt")
    whole = file_answer(Headers(), objects, key, "text/plain")
    part = file_answer(Headers({"range": "bytes=2-"}), objects, key, "text/plain")
    small = file_answer(Headers({"range": "bytes=2-4"}), objects, key, "text/plain")

    assert pieces_of(whole) == [b"0123", b"4567", b"89"]
    assert pieces_of(part) == [b"2345", b"6789"]
    assert (whole.status_code, whole.headers["content-length"]) == (200, "10")
    assert (part.status_code, part.headers["content-length"], small.body) == (206, "8", b"234")
