"""A real S3 server (SeaweedFS from a wheel) on free ports of the loopback address."""

import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

BUCKET = "hwawon-tests"  # one for all: SeaweedFS gives every bucket volumes of its own and runs out of them
_ROLES = ("master", "volume", "filer", "s3")
_PATIENCE_S = 60.0


@contextmanager
def running_s3() -> Iterator[str]:
    """The endpoint of an S3 server that runs as long as the block; it takes any key pair."""
    with tempfile.TemporaryDirectory(prefix="hwawon-s3-", ignore_cleanup_errors=True) as folder:
        ports = dict(zip(_ROLES, _free_ports(len(_ROLES)), strict=True))
        with (Path(folder) / "log").open("wb") as log:
            server = subprocess.Popen(_command(Path(folder), ports), stdout=log, stderr=log, cwd=folder)
        endpoint = f"http://127.0.0.1:{ports['s3']}"
        try:
            _wait_until_ready(endpoint, server, Path(folder) / "log")
            yield endpoint
        finally:
            server.kill()  # it takes 10 s to stop when asked politely
            server.wait()


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The endpoint of one S3 server for the whole run."""
    with running_s3() as endpoint:
        yield endpoint


@pytest.fixture
def s3_url(s3_server: str) -> str:
    """The address of an empty place in a bucket, for `open_objects`."""
    keys = "access_key_id=anyone&secret_access_key=anything"
    return f"s3://{BUCKET}/{secrets.token_hex(8)}/prefix?endpoint={s3_server}&region=us-east-1&{keys}"


def _command(folder: Path, ports: dict[str, int]) -> list[str]:
    weed = Path(sys.executable).parent / "weed"
    options = {
        "dir": folder,
        "ip": "127.0.0.1",
        "ip.bind": "127.0.0.1",
        "master.telemetry": "false",
        "master.volumeSizeLimitMB": 64,
        "filer.localSocket": folder / "filer.sock",
        "s3.localSocket": folder / "s3.sock",
        "s3.port.iceberg": 0,
        "s3.port.lance": 0,
    }
    options |= {f"{role}.port": port for role, port in ports.items()}
    options |= {f"{role}.port.grpc": port + 1 for role, port in ports.items()}
    return [str(weed), "server", "-s3", *(f"-{name}={value}" for name, value in options.items())]


def _free_ports(count: int) -> list[int]:
    """Ports whose next one is free as well."""
    found: list[int] = []
    while len(found) < count:
        with closing(socket.socket()) as first, closing(socket.socket()) as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
        if not any(abs(port - other) < 2 for other in found):
            found.append(port)
    return found


def _wait_until_ready(endpoint: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    bucket = f"{endpoint}/{BUCKET}"
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        try:
            for path, method, body in (("", "PUT", None), ("/probe", "PUT", b"1"), ("/probe", "GET", None)):
                with urlopen(Request(bucket + path, data=body, method=method), timeout=5):
                    pass
            return
        except OSError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(log.read_text(errors="replace")[-2000:]) from None
            time.sleep(0.1)
