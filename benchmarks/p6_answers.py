"""P6 to P8: what our lists, thumbnails and originals cost the server, against bare answers of the same bytes.

P6 and P7 have a bare ASGI application under the same uvicorn as their reference, P8 nginx where it is installed. CPU
time of all threads of the serving process, over eight kept connections, the two sides in turn.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import orjson

from benchmarks.harness import Row
from benchmarks.p9_start import OURS, _answering, _environment, _free_port
from hwawon import config
from hwawon.app import open_house
from hwawon.gallery.keep import add_row, keep_picture
from hwawon.gallery.listing import picture_json
from hwawon.imaging.picture import Picture
from hwawon.storage import pictures

TOKEN = "a-token-for-benchmarks"
PICTURES = 400
PAGE = 100
ORIGINAL_BYTES = 1024 * 1024
ROUNDS = 12
CONNECTIONS = 8
_SCHEDULED = 2  # of the kernel's CPU clocks, the one that the scheduler keeps, to the nanosecond
NGINX = shutil.which("nginx")

# Bare: the page's rows are read from the database by the driver and sent by orjson, thumbnails lie in memory.
BARE = """
import sqlite3, sys, orjson, uvicorn
from pathlib import Path

folder = Path(sys.argv[1])
page, thumbnail = (folder / "page.json").read_bytes(), (folder / "thumbnail.webp").read_bytes()
rows = orjson.loads(page)
database = sqlite3.connect(folder / "data" / "hwawon.sqlite", check_same_thread=False)
names = ("id", "kind", "title", "width", "height", "media_type", "bytes", "published", "favourite", "base",
         "created_at", "thumbnail_key")
query = f"SELECT {', '.join(names)} FROM picture ORDER BY id DESC LIMIT 100"

async def app(scope, receive, send):
    path = scope.get("path")
    if path == "/memory":
        body = orjson.dumps(rows)
    elif path == "/rows":
        body = orjson.dumps({"items": [dict(zip(names, row)) for row in database.execute(query)]})
    else:
        body = thumbnail if path == "/thumbnail" else b"{}"
    headers = [(b"content-type", b"application/octet-stream"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})

uvicorn.run(app, port=int(sys.argv[-1]), log_level="warning", lifespan="off", access_log=False)
"""


@dataclass(frozen=True)
class Library:
    """What lies in the data folder: ids and addresses to ask for."""

    thumbnails: tuple[str, ...]
    original: str
    original_file: Path


def run(full: bool) -> list[Row]:
    times = 800 if full else 300
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        environment = _environment(folder) | {"HWAWON_ADMIN_TOKEN": TOKEN, "HWAWON_DATA_DIR": str(folder / "data")}
        library = _filled(folder)
        ours = stack.enter_context(_asked(OURS, environment))
        bare = stack.enter_context(_asked((sys.executable, "-c", BARE, str(folder)), environment))
        page = [f"/api/pictures?limit={PAGE}"]
        rows = [
            _row(
                "P6", "list of 100 / its rows read and sent bare", (ours, page), (bare, ["/rows"]), times // 4, 3.0, 1.7
            ),
            _row("P6", "the same / its bytes from memory", (ours, page), (bare, ["/memory"]), times // 4, None, None),
            _row("P7", "thumbnail", (ours, library.thumbnails), (bare, ["/thumbnail"]), times, 2.5, 1.7),
        ]
        return [*rows, *_original(folder, library, ours, times // 4, stack)]


@dataclass(frozen=True)
class Asked:
    """A serving process and kept connections to it: several, so that it does not fall asleep between two requests."""

    processes: tuple[int, ...]
    connections: tuple[socket.socket, ...]

    def cost_us(self, paths: Sequence[str], times: int) -> float:
        """CPU microseconds of one answer, over `times` of them."""
        self._get_all(paths, min(len(paths), 48))
        before = self._cpu_s()
        self._get_all(paths, times)
        return (self._cpu_s() - before) / times * 1e6

    def _get_all(self, paths: Sequence[str], times: int) -> None:
        for first in range(0, times, CONNECTIONS):
            some = [paths[turn % len(paths)] for turn in range(first, min(first + CONNECTIONS, times))]
            for path, connection in zip(some, self.connections, strict=False):
                asked = f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n\r\n"
                connection.sendall(asked.encode())
            for path, connection in zip(some, self.connections, strict=False):
                _receive(path, connection)

    def _cpu_s(self) -> float:
        """CPU seconds of the processes, threads that have ended included: what the kernel's clock of each says."""
        return sum(time.clock_gettime(~pid << 3 | _SCHEDULED) for pid in self.processes)


def _receive(path: str, connection: socket.socket) -> None:
    got = b""
    while b"\r\n\r\n" not in got:
        piece = connection.recv(1 << 20)
        assert piece, "the server closed the connection"
        got += piece
    head, _, body = got.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), (path, head[:200], body[:200])
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    left = int(fields[b"content-length"]) - len(body)
    while left > 0:
        left -= len(connection.recv(1 << 20))


@contextmanager
def _asked(command: tuple[str, ...], environment: dict[str, str]) -> Iterator[Asked]:
    with _answering(command, environment) as process:
        assert isinstance(process.args, list)
        with _connected(process.pid, int(process.args[-1])) as asked:
            yield asked


@contextmanager
def _connected(pid: int, port: int) -> Iterator[Asked]:
    with ExitStack() as stack:
        made = tuple(stack.enter_context(_connection(port)) for _ in range(CONNECTIONS))
        yield Asked((pid,), made)


def _row(
    bar: str,
    what: str,
    ours: tuple[Asked, list[str] | tuple[str, ...]],
    bare: tuple[Asked, list[str]],
    times: int,
    limit: float | None,
    stretch: float | None,
) -> Row:
    rounds = [(ours[0].cost_us(ours[1], times), bare[0].cost_us(bare[1], times)) for _ in range(ROUNDS)]
    our_us, bare_us = (min(side) for side in zip(*rounds, strict=True))
    return Row(bar, f"CPU of {what}", f"{our_us:.0f} us", f"{bare_us:.0f} us", our_us / bare_us, limit, stretch)


def _original(folder: Path, library: Library, ours: Asked, times: int, stack: ExitStack) -> list[Row]:
    if NGINX is None:
        return [Row("P8", "CPU of an original of 1 MB", "", "", None, 1.8, note="nginx is not installed here")]
    nginx = stack.enter_context(_nginx(folder, library.original_file))
    return [
        _row("P8", "an original of 1 MB / nginx", (ours, [library.original]), (nginx, ["/original"]), times, 1.8, 1.2)
    ]


@contextmanager
def _nginx(folder: Path, file: Path) -> Iterator[Asked]:
    """nginx as it comes (sendfile is off unless asked for), in one process and without a log."""
    port = _free_port()
    (folder / "www").mkdir()
    os.link(file, folder / "www" / "original")
    settings = folder / "nginx.conf"
    settings.write_text(
        f"daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr crit; events {{}}"
        f" http {{ access_log off; keepalive_requests 1000000; client_body_temp_path {folder}/body;"
        f" proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fcgi; uwsgi_temp_path {folder}/uwsgi;"
        f" scgi_temp_path {folder}/scgi; server {{ listen 127.0.0.1:{port}; root {folder}/www; }} }}"
    )
    process = subprocess.Popen([str(NGINX), "-p", str(folder), "-c", str(settings)], stderr=subprocess.DEVNULL)
    try:
        with _connected(process.pid, port) as asked:
            yield asked
    finally:
        process.terminate()
        process.wait()


def _connection(port: int) -> socket.socket:
    """A connection to a server that is just starting."""
    for _ in range(1000):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=60)
        except ConnectionRefusedError:
            time.sleep(0.01)
    raise RuntimeError("nginx does not answer")


def _filled(folder: Path) -> Library:
    """A library of small pictures and one of 1 MB, as ours keeps them, and the same bytes for the bare side."""
    random = np.random.default_rng(6)
    with open_house(config.load(data_dir=folder / "data")) as house:
        kept = []
        for _ in range(PICTURES):
            pixels = np.kron(random.integers(0, 256, (6, 8, 3), dtype=np.uint8), np.ones((16, 16, 1), np.uint8))
            kept.append(keep_picture(house.objects, Picture(pixels)))
        noise = random.integers(0, 256, (590, 590, 3), dtype=np.uint8)
        large = keep_picture(house.objects, Picture(noise))
        with house.database.write() as tx:
            record = {"request": {"prompt": "tulips " * 20, "seed": 7}, "engine": {"engine": "painter"}}
            rows = [add_row(tx, one, kind="generated", title="tulips in the rain", record=record) for one in kept]
            original = add_row(tx, large, kind="upload", title="noise", record={})
        with house.database.read() as tx:
            page = pictures.page(tx, PAGE)
        items = [picture_json(one, "") for one in page.items]
        (folder / "page.json").write_bytes(orjson.dumps({"items": items, "next_cursor": None, "total": PICTURES}))
        (folder / "thumbnail.webp").write_bytes(house.objects.get(kept[0].thumbnail_key))
        thumbnails = tuple(picture_json(one, "")["thumbnail_url"] for one in rows)
        file = house.objects.local_path(large.key)
        assert file is not None
        return Library(thumbnails, picture_json(original, "")["url"], file)
