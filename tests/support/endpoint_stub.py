"""An endpoint on loopback that really paints: plain gradients, decided by the seed. What it does wrong is chosen."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import cv2
import numpy as np

from hwawon.engines.base import PaintRequest, Pixels, Task
from hwawon.engines.painter.flat import gradient
from hwawon.imaging.geometry import Extent

Answer = Callable[[dict[str, Any]], Any]  # JSON for a body


@dataclass(eq=False)
class EndpointStub:
    """The endpoint's state, and what was asked of it."""

    answer: Answer | None = None  # in place of a picture as PNG
    raw: bytes | None = None  # in place of JSON
    status: int = 200
    paint_s: float = 0.0
    dies_after: int | None = None  # requests answered; the next one is broken off, and then nobody is there
    location: str | None = None  # of a redirect
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    looks: int = 0  # requests that were no POST
    busy: int = 0
    most_busy: int = 0  # requests at once
    url: str = ""
    turn: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, body: dict[str, Any], headers: dict[str, str]) -> None:
        with self.turn:
            self.bodies.append(body)
            self.headers.append(headers)
            self.busy += 1
            self.most_busy = max(self.most_busy, self.busy)

    def end(self) -> None:
        with self.turn:
            self.busy -= 1

    @property
    def is_dead(self) -> bool:
        return self.dies_after is not None and len(self.bodies) > self.dies_after


def painted(body: dict[str, Any]) -> Pixels:
    """The picture (H, W, 3) of a body."""
    extent, seed = Extent(body["width"], body["height"]), int(body.get("seed", 0))
    return gradient(PaintRequest(Task.TEXT_TO_IMAGE, extent, seed, body["prompt"]), seed)


def as_png(body: dict[str, Any]) -> dict[str, Any]:
    return _encoded(body, ".png")


def as_jpeg(body: dict[str, Any]) -> dict[str, Any]:
    return _encoded(body, ".jpeg")


def as_numbers(body: dict[str, Any]) -> dict[str, Any]:
    return {"generated_images": [painted(body).tolist()], "prompt": body["prompt"]}


def as_one(body: dict[str, Any]) -> dict[str, Any]:
    """The first models' form."""
    return {"generated_image": painted(body).tolist(), "prompt": body["prompt"]}


def _encoded(body: dict[str, Any], suffix: str) -> dict[str, Any]:
    done, data = cv2.imencode(suffix, np.ascontiguousarray(painted(body)[..., ::-1]))
    assert done
    return {"generated_images": [base64.b64encode(data.tobytes()).decode()], "prompt": body["prompt"]}


@contextmanager
def serving(stub: EndpointStub) -> Iterator[str]:
    """The stub's address while it serves."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stub))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    stub.url = f"http://127.0.0.1:{server.server_port}/paint"
    try:
        yield stub.url
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(stub: EndpointStub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            stub.looks += 1
            if stub.is_dead:
                self._break()
            else:
                self._send(stub.status if stub.status >= 500 else 405, b"")

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            stub.begin(body, {name.lower(): value for name, value in self.headers.items()})
            try:
                if stub.is_dead:
                    self._break()
                    return
                time.sleep(stub.paint_s)
                made = stub.raw if stub.raw is not None else json.dumps((stub.answer or as_png)(body)).encode()
                self._send(stub.status, made)
            finally:
                stub.end()

        def _send(self, status: int, data: bytes) -> None:
            try:
                self.send_response(status)
                if stub.location:
                    self.send_header("Location", stub.location)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            except OSError:
                return  # who asked has gone

        def _break(self) -> None:
            self.close_connection = True
            self.connection.close()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler
