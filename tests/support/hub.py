"""A small hub on loopback that speaks the routes of the real one, and can break off in the middle of a file."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

COMMIT = "c" * 40


class Hub(ThreadingHTTPServer):
    """Files of one repository, and what was asked of them."""

    def __init__(self, repository: str, files: Mapping[str, bytes], licence: str, breaks: int) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.repository, self.files, self.licence = repository, files, licence
        self.breaks_left = breaks
        self.ranges: list[str] = []
        self.fetched: set[str] = set()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    server: Hub

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        hub, path = self.server, self.path.partition("?")[0]
        if path.startswith(f"/api/models/{hub.repository}"):
            self._send(json.dumps(self._about()).encode(), {"Content-Type": "application/json"})
            return
        name = path.removeprefix(f"/{hub.repository}/resolve/{COMMIT}/")
        if name not in hub.files:
            self._send(b"", {"X-Error-Code": "EntryNotFound"}, status=404)
            return
        data = hub.files[name]
        about = {"ETag": f'"{sha256(data).hexdigest()}"', "X-Repo-Commit": COMMIT, "Accept-Ranges": "bytes"}
        asked = self.headers.get("Range", "")
        if self.command == "GET":
            hub.fetched.add(name)
            hub.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").partition("-")[0] or 0) if asked else 0
        if start:
            about["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        self._send(data[start:], about, status=206 if start else 200)

    def _about(self) -> dict[str, object]:
        hub = self.server
        siblings = [{"rfilename": name} for name in hub.files]
        card = {"license": hub.licence}
        return {"_id": "1", "id": hub.repository, "sha": COMMIT, "siblings": siblings, "cardData": card, "tags": []}

    def _send(self, data: bytes, headers: Mapping[str, str], status: int = 200) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        breaks = self.server.breaks_left > 0 and len(data) > 1_000_000
        self.wfile.write(data[: len(data) // 2] if breaks else data)
        if breaks:
            self.server.breaks_left -= 1
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def open_hub(repository: str, files: Mapping[str, bytes], *, licence: str = "mit", breaks: int = 0) -> Iterator[Hub]:
    """Serve `files` inside the block; the first `breaks` long answers end in the middle."""
    hub = Hub(repository, files, licence, breaks)
    thread = threading.Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hub
    finally:
        hub.shutdown()
        thread.join()
        hub.server_close()
