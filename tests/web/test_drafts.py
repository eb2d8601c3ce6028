"""The draft of a journal over HTTP: saved part by part, fetched by another browser, refused when it is stale."""

import json
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hwawon.retouch.draft_routes import MOST_BYTES
from support.api import Studio, open_studio, painted, photo, png, upload


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with open_studio(tmp_path) as opened:
        yield opened


@pytest.fixture
def draft(studio: Studio) -> str:
    """The address of a journal's draft."""
    body = {"picture": upload(studio.retoucher, png(photo()))}
    return f"/api/journals/{studio.retoucher.post('/api/journals', json=body).json()['id']}/draft"


def saved(studio: Studio, draft: str, version: int, **sent: Any) -> Any:
    files = {name: (f"{name}.png", data) for name, data in sent.items() if isinstance(data, bytes)}
    fields = {name: value for name, value in sent.items() if not isinstance(value, bytes)}
    return studio.retoucher.put(draft, data={"version": str(version), **fields}, files=files)


def test_a_draft_is_saved_part_by_part_and_comes_back_byte_for_byte(studio: Studio, draft: str) -> None:
    client, mask, drawn = studio.retoucher, png(painted()), png(painted(9)[:7, :5])
    nothing = client.get(draft).json()
    assert nothing == {"version": 0, "data": None, "layers": dict.fromkeys(nothing["layers"]), "updated_at": None}
    assert sorted(nothing["layers"]) == ["drawn", "erased", "mask", "strengths"]

    assert saved(studio, draft, 0, data=json.dumps({"prompt": "튤립"}), mask=mask, drawn=drawn).json() == {"version": 1}
    assert saved(studio, draft, 1, data='{"prompt": "roses"}', erased=mask, drop="drawn, strengths").json() == {
        "version": 2
    }

    found = client.get(draft).json()
    assert (found["version"], found["data"]) == (2, {"prompt": "roses"})
    assert found["layers"]["drawn"] is None
    answer = client.get(found["layers"]["mask"])
    assert (answer.content, answer.headers["content-type"]) == (mask, "image/png")
    assert "immutable" in answer.headers["cache-control"]
    plain = client.get(f"{draft}/mask")
    assert plain.headers["cache-control"] == "private, no-cache"
    assert client.get(f"{draft}/mask", headers={"If-None-Match": plain.headers["etag"]}).status_code == 304
    assert client.get(f"{draft}/drawn").status_code == 404
    assert client.get(f"{draft}/lines").status_code == 422


def test_a_layer_that_changes_has_another_address(studio: Studio, draft: str) -> None:
    client = studio.retoucher
    saved(studio, draft, 0, mask=png(painted(20)))
    before = client.get(draft).json()["layers"]["mask"]
    saved(studio, draft, 1, mask=png(painted(21)))

    assert client.get(draft).json()["layers"]["mask"] != before
    assert client.get(draft).json()["data"] is None


def test_a_stale_draft_is_refused_and_named(studio: Studio, draft: str) -> None:
    saved(studio, draft, 0, data='{"by": "first"}')

    answer = saved(studio, draft, 0, data='{"by": "second"}', mask=png(painted()))

    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert "is at version 1, this one builds on 0" in answer.json()["error"]
    found = studio.retoucher.get(draft).json()
    assert (found["data"], found["layers"]["mask"]) == ({"by": "first"}, None)


def test_the_largest_data_is_taken_and_larger_refused(studio: Studio, draft: str) -> None:
    fits = '{"a": "' + "x" * (MOST_BYTES - 9) + '"}'
    assert saved(studio, draft, 0, data=fits).status_code == 200
    assert len(studio.retoucher.get(draft).json()["data"]["a"]) == MOST_BYTES - 9

    answer = saved(studio, draft, 1, data=fits + " ")
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_input")
    assert "at most 1000000 bytes, got 1000001" in answer.json()["error"]
    assert saved(studio, draft, 1, data=" " * 2_000_000 + "{}").status_code in (400, 413, 422)


def nested(levels: int) -> str:
    """A JSON object with objects in it, so many deep."""
    return '{"a": ' * levels + "1" + "}" * levels


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("[1]", "expected a JSON object, got '[1]'"),
        ("{", "expected a JSON object"),
        ('{"a": NaN}', "expected a JSON object"),
        ('{"a": 1e999}', "JSON"),
        ('{"a": "\\u0000"}', "NUL"),
        ('{"a": "\\ud800"}', "JSON"),
        ('{"a": ' + "[" * 1000 + "]" * 1000 + "}", "JSON"),
        (nested(101), "at most 100 levels"),
    ],
    ids=["list", "cut", "nan", "infinite", "nul", "surrogate", "bottomless", "deep"],
)
def test_data_that_cannot_be_kept_is_refused(studio: Studio, draft: str, data: str, told: str) -> None:
    answer = saved(studio, draft, 0, data=data)

    assert answer.status_code == 422, answer.text[:300]
    assert told in answer.json()["error"]
    assert studio.retoucher.get(draft).json()["version"] == 0
    assert saved(studio, draft, 0, data=nested(100)).json() == {"version": 1}
    assert studio.retoucher.get(draft).json()["data"] == json.loads(nested(100))


def wide() -> bytes:
    """A PNG of 65,536 by 1 grey pixels."""
    return png(np.zeros((1, 65_536), np.uint8))


def header_of(width: int) -> bytes:
    """A PNG that says that it is so wide and holds nothing."""
    head = struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))


@pytest.mark.parametrize(
    ("layer", "told"),
    [
        (b"", "this is not a PNG"),
        (b"GIF89a", "this is not a PNG"),
        (png(photo()), "got 320x240 of 8 bits, colour type 2"),
        (png(painted().astype(np.uint16)), "got 320x240 of 16 bits, colour type 0"),
        (wide(), "at most 65535 pixels a side; got 65536x1"),
        (header_of(4), "truncated"),
        (png(painted())[:-20], "truncated"),
        (png(painted()).replace(b"IDAT", b"IDAT\1", 1), "check sum"),
    ],
    ids=["empty", "gif", "colours", "deep", "wide", "header", "cut", "damaged"],
)
def test_a_file_that_is_no_layer_is_refused_by_its_name(studio: Studio, draft: str, layer: bytes, told: str) -> None:
    answer = saved(studio, draft, 0, data="{}", strengths=layer)

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_picture")
    assert told in answer.json()["error"]
    assert "strengths" in answer.json()["error"] or "PNG is" in answer.json()["error"]
    assert studio.retoucher.get(draft).json()["version"] == 0


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"data": "{}"}, "version: this key is missing"),
        ({"version": "-1"}, "version"),
        ({"version": "one"}, "version"),
        ({"version": "0", "drop": "mask,lines"}, "expected some of mask, drawn, erased, strengths, got 'lines'"),
        ({"version": "99999999999999999999"}, "version"),
    ],
)
def test_bad_fields_are_named(studio: Studio, draft: str, fields: dict[str, str], told: str) -> None:
    answer = studio.retoucher.put(draft, data=fields)

    assert answer.status_code in (409, 422), answer.text
    assert told in answer.json()["error"]


def test_a_draft_outlives_a_change_of_its_journal_and_goes_with_it(studio: Studio, draft: str) -> None:
    client, journal = studio.retoucher, draft.removesuffix("/draft")
    saved(studio, draft, 0, data='{"a": 1}')
    client.patch(journal, json={"title": "roses"})
    assert client.get(draft).json()["data"] == {"a": 1}

    client.delete(journal)

    assert client.get(draft).status_code == 404
    assert saved(studio, draft, 1, data="{}").status_code == 404
