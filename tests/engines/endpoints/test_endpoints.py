"""Endpoints keep what every engine keeps, send the original's JSON, and say clearly what came back wrong."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
import pytest

from contracts.engine import EngineContract
from hwawon.engines.base import Engine, Honour, PaintRequest, Step, Task
from hwawon.engines.endpoints.endpoint import open_endpoint
from hwawon.engines.endpoints.engine import EndpointEngine
from hwawon.errors import (
    BadInput,
    BadResult,
    BadSetting,
    Cancelled,
    EngineDied,
    EngineError,
    EngineUnavailable,
    HwawonError,
    OutOfMemory,
)
from hwawon.imaging.geometry import Extent
from support.endpoint_stub import EndpointStub, as_jpeg, as_numbers, as_one, as_png, painted, serving
from support.requests import paint

pytestmark = pytest.mark.alone

BOTH = frozenset({"negative_prompt", "seed"})
EXTENT = Extent(256, 264)
SECRET = "Bearer s3cr3t-k3y"


class EndpointContract(EngineContract):
    """The contract with an endpoint that answers in one form."""

    answer: ClassVar[Any] = staticmethod(as_png)

    @pytest.fixture
    def engine(self) -> Iterator[Engine]:
        with serving(EndpointStub(type(self).answer)) as url, closing(engine_at(url)) as engine:
            yield engine


class TestPng(EndpointContract):
    pass


class TestJpeg(EndpointContract):
    answer = staticmethod(as_jpeg)


class TestNumbers(EndpointContract):
    answer = staticmethod(as_numbers)


class TestFirstModels(EndpointContract):
    answer = staticmethod(as_one)


def engine_at(
    *urls: str, fields: frozenset[str] = BOTH, header: str | None = None, timeout_s: float = 30.0
) -> EndpointEngine:
    return EndpointEngine([open_endpoint(url, header, timeout_s) for url in urls], fields, timeout_s)


def request(**changes: Any) -> PaintRequest:
    return replace(PaintRequest(Task.TEXT_TO_IMAGE, EXTENT, seed=5, prompt="happy, garden"), **changes)


def failure(stub: EndpointStub, *, header: str | None = None, timeout_s: float = 30.0) -> HwawonError:
    """What an engine raises at this stub."""
    with serving(stub) as url, closing(engine_at(url, header=header, timeout_s=timeout_s)) as engine:
        with pytest.raises(HwawonError) as raised:
            paint(engine, request())
        return raised.value


def test_the_json_is_the_originals_with_its_defaults_and_one_picture_a_call() -> None:
    stub = EndpointStub()
    with serving(stub) as url, closing(engine_at(url, fields=frozenset())) as engine:
        paint(engine, request(negative_prompt="text", count=2))
    usual = {"prompt": "happy, garden", "width": 256, "height": 264}
    expected = usual | {"num_images_per_prompt": 1, "num_inference_steps": 50, "guidance_scale": 7.5}
    assert stub.bodies == [expected, expected]
    assert all("authorization" not in headers for headers in stub.headers)


def test_negative_words_and_seed_are_sent_to_those_that_read_them() -> None:
    stub = EndpointStub()
    with serving(stub) as url, closing(engine_at(url)) as engine:
        paint(engine, request(negative_prompt="text", steps=20, guidance_scale=3.0))
        paint(engine, request())
    first, second = stub.bodies
    assert (first["negative_prompt"], first["seed"]) == ("text", 5)
    assert (first["num_inference_steps"], first["guidance_scale"]) == (20, 3.0)
    assert "negative_prompt" not in second


@pytest.mark.parametrize(("fields", "heeds"), [(BOTH, True), (frozenset({"seed"}), False)])
def test_what_is_not_sent_is_not_heeded(fields: frozenset[str], heeds: bool) -> None:
    honours = engine_at("http://127.0.0.1:1/", fields=fields).capabilities().honours
    assert Honour.GUIDANCE in honours
    assert (Honour.NEGATIVE_PROMPT in honours) is heeds


def test_the_record_tells_which_endpoint_without_its_address() -> None:
    with serving(EndpointStub()) as url, serving(EndpointStub()) as other:
        records = [paint(engine_at(each), request()).record for each in (url, other)]
    assert records[0]["endpoint"] != records[1]["endpoint"]
    assert (records[0]["steps"], records[0]["guidance_scale"], records[0]["seed_sent"]) == (50, 7.5, True)
    assert "127.0.0.1" not in str(records)


def test_a_png_comes_back_to_the_last_bit() -> None:
    stub = EndpointStub()
    with serving(stub) as url:
        (image,) = paint(engine_at(url), request()).images
    assert np.array_equal(image, painted(stub.bodies[0]))


SMALL = as_png({"prompt": "", "width": 64, "height": 264})
LARGE = as_png({"prompt": "", "width": 2048, "height": 2048})


@pytest.mark.parametrize(
    ("made", "error", "told"),
    [
        (SMALL, BadResult, "expected a picture of 256x264 .*got 64x264"),
        (LARGE, EngineError, "expected a picture from .*2048"),
        ({"generated_images": [np.zeros((264, 256, 3)).tolist()]}, BadResult, "black"),
        ({"generated_images": []}, EngineError, "generated_images.*without one"),
        ({"prompt": "x"}, EngineError, "got prompt without one"),
        ({}, EngineError, "got nothing without one"),
        ([1, 2], EngineError, "expected a JSON object .*got a list"),
        (None, EngineError, "expected a JSON object .*got nothing"),
        ({"generated_images": ["%%%"]}, EngineError, "base64"),
        ({"generated_images": ["aGVsbG8="]}, EngineError, "expected a picture"),
        ({"generated_images": [None]}, EngineError, "expected rows of RGB .*got nothing"),
        ({"generated_images": [[[1, 2], [3]]]}, EngineError, "expected rows of RGB"),
        ({"generated_images": [[[[1, 2, "x"]]]]}, EngineError, "expected rows of RGB"),
        ({"generated_images": [[[[1, 2, 256]]]]}, EngineError, "0 to 255"),
        ({"generated_images": [[[[1, 2, 3, 4]]]]}, EngineError, "got 1x1x4"),
    ],
)
def test_an_answer_without_the_picture_that_was_asked_for_says_what_is_wrong(
    made: Any, error: type[HwawonError], told: str
) -> None:
    found = failure(EndpointStub(raw=json.dumps(made).encode()))
    assert type(found) is error
    assert re.search(told, str(found)), found


@pytest.mark.parametrize("raw", [b"", b"<html>busy</html>", b'{"generated_images": ["', b"[" * 200_000, b"\xff\xfe"])
def test_what_is_no_json_is_named(raw: bytes) -> None:
    found = failure(EndpointStub(raw=raw))
    assert type(found) is EngineError
    assert "expected JSON from http://127.0.0.1" in str(found)


@pytest.mark.parametrize(
    ("status", "raw", "error"),
    [
        (400, b"width is too large", BadInput),
        (422, b"", BadInput),
        (401, b"", EngineUnavailable),
        (403, b"", EngineUnavailable),
        (404, b"", EngineUnavailable),
        (302, b"", EngineUnavailable),
        (429, b"", EngineUnavailable),
        (503, b"", EngineUnavailable),
        (500, b"cannot", EngineDied),
        (500, b"CUDA out of memory", OutOfMemory),
        (204, b"", EngineError),
    ],
)
def test_each_status_has_its_error_with_the_servers_words(status: int, raw: bytes, error: type[HwawonError]) -> None:
    found = failure(EndpointStub(status=status, raw=raw))
    assert type(found) is error
    assert raw.decode() in str(found)


def test_a_redirect_is_not_followed() -> None:
    elsewhere = EndpointStub()
    with serving(elsewhere) as other:
        found = failure(EndpointStub(status=307, raw=b"", location=other), header=SECRET)
    assert isinstance(found, EngineUnavailable)
    assert (elsewhere.bodies, elsewhere.looks) == ([], 0)


@pytest.mark.parametrize("status", [200, 401, 400, 500])
def test_the_authorization_is_sent_and_never_told(status: int) -> None:
    stub = EndpointStub(status=status, raw=f"you sent {SECRET}, that is s3cr3t-k3y".encode())
    found = failure(stub, header=SECRET)
    assert stub.headers[0]["authorization"] == SECRET
    assert "s3cr3t" not in str(found)
    assert "***" in str(found)


def test_an_authorization_that_cannot_be_sent_is_refused_without_showing_it() -> None:
    with pytest.raises(BadSetting, match="HWAWON_ENDPOINTS_AUTH") as raised:
        open_endpoint("http://127.0.0.1:1/", "Bearer x\ny", 5)
    assert "Bearer x" not in str(raised.value)


def test_a_key_in_the_query_is_sent_and_not_told() -> None:
    with serving(EndpointStub(status=500, raw=b"")) as url, pytest.raises(EngineDied) as raised:
        paint(engine_at(f"{url}?key=s3cr3t"), request())
    assert "s3cr3t" not in str(raised.value)


def closed_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/paint"


def test_nobody_there_a_broken_connection_and_silence_are_told_apart() -> None:
    with pytest.raises(EngineUnavailable, match="is not reached"):
        paint(engine_at(closed_port()), request())
    assert isinstance(broken := failure(EndpointStub(dies_after=0)), EngineDied)
    assert "broke" in str(broken)
    assert isinstance(silent := failure(EndpointStub(paint_s=3.0), timeout_s=0.6), EngineDied)
    assert "within 0.6 s" in str(silent)


def test_without_a_slot_the_next_address_is_asked_where_one_is_not_reached() -> None:
    stub = EndpointStub()
    with serving(stub) as url:
        assert paint(engine_at(closed_port(), url), request()).images
    assert len(stub.bodies) == 1


def test_a_look_tells_who_is_there() -> None:
    header = "Bearer x"
    with serving(EndpointStub()) as url:
        assert open_endpoint(url, header, 5).answers()
    assert not open_endpoint(url, header, 5).answers()
    with serving(EndpointStub(status=503)) as url:
        assert not open_endpoint(url, None, 5).answers()


def test_a_stopped_call_is_waited_for_so_that_an_endpoint_paints_one_at_a_time() -> None:
    stub = EndpointStub(paint_s=1.5)
    seen: list[Step] = []

    def stop(step: Step) -> None:
        seen.append(step)
        if len(seen) == 3:
            raise Cancelled

    with serving(stub) as url, closing(engine_at(url)) as engine:
        began_s = time.monotonic()
        with pytest.raises(Cancelled):
            engine.paint(request(), stop)
        assert time.monotonic() - began_s < 1.4  # not waited for by who is stopped
        assert paint(engine, request(seed=9)).images
    assert [body["seed"] for body in stub.bodies] == [5, 9]
    assert stub.most_busy == 1


def test_progress_follows_the_time_that_the_last_picture_took() -> None:
    seen: list[Step] = []
    with serving(EndpointStub(paint_s=1.8)) as url, closing(engine_at(url)) as engine:
        engine.paint(request(), seen.append)
        assert {step.step for step in seen} == {1, 100}  # nothing is known yet
        seen.clear()
        engine.paint(request(), seen.append)
    assert any(20 < step.step < 60 for step in seen), seen
    assert seen == sorted(seen, key=lambda step: step.step)


def test_two_engines_ask_their_endpoints_at_the_same_time() -> None:
    stubs = [EndpointStub(paint_s=1.0), EndpointStub(paint_s=1.0)]
    with serving(stubs[0]) as first, serving(stubs[1]) as second:
        threads = [threading.Thread(target=paint, args=(engine_at(url), request())) for url in (first, second)]
        began_s = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert time.monotonic() - began_s < 1.9
