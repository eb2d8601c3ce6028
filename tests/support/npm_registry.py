"""An npm registry on loopback, with the packages that a test puts into it."""

import base64
import hashlib
import io
import json
import tarfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit


class Registry:
    """Packages by name, each of version 1.0.0; `asked` are the paths that were fetched."""

    def __init__(self) -> None:
        self.archives: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.url = ""

    def put(self, name: str, members: Mapping[str, bytes]) -> None:
        about = {"name": name, "version": "1.0.0", "scripts": {"prepare": "exit 1", "install": "exit 1"}}
        held = io.BytesIO()
        with tarfile.open(fileobj=held, mode="w:gz") as archive:
            for path, data in {"package/package.json": json.dumps(about).encode(), **members}.items():
                entry = tarfile.TarInfo(path)
                entry.size = len(data)
                archive.addfile(entry, io.BytesIO(data))
        self.archives[name] = held.getvalue()

    def answer(self, path: str) -> bytes | None:
        self.asked.append(path)
        name, _, file = unquote(urlsplit(path).path).lstrip("/").partition("/-/")
        archive = self.archives.get(name)
        if archive is None or file:
            return archive
        digest = base64.b64encode(hashlib.sha512(archive).digest()).decode()
        dist = {"tarball": f"{self.url}{name}/-/archive.tgz", "integrity": f"sha512-{digest}"}
        version = {"name": name, "version": "1.0.0", "dist": dist}
        page = {"name": name, "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": version}}
        return json.dumps(page).encode()


@contextmanager
def served() -> Iterator[Registry]:
    """A registry that answers until the block ends."""
    registry = Registry()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = registry.answer(self.path)
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    registry.url = f"http://127.0.0.1:{server.server_address[1]}/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield registry
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
