"""A real server: `hwawon serve` as a process of its own, on a free port and an empty data folder."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)(\S*)")
START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 10.0
TOKEN = "a-token-for-tests"

HWAWON = (sys.executable, "-c", "from hwawon.cli import main; main()")


@dataclass(frozen=True)
class Server:
    """A running server and how to speak to it."""

    address: str  # as printed: no path prefix, no slash at its end
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    @property
    def administrator_link(self) -> str:
        """The one-time link that signs a browser in: the second address that the server prints."""
        links = [match.group() for match in ADDRESS.finditer(self.output)]
        assert len(links) > 1, f"no administrator link in:\n{self.output}"
        return links[1]

    def client(self) -> httpx2.Client:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        return httpx2.Client(base_url=self.address, headers=headers, timeout=60.0, trust_env=False)


def environment_for(data_dir: Path, settings: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment with a data folder, the administrator's token and `settings`, and no other setting."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HWAWON_")}
    models = os.environ.get("HWAWON_MODELS_DIR")
    own = {"HWAWON_DATA_DIR": str(data_dir), "HWAWON_ADMIN_TOKEN": TOKEN, "PYTHONPATH": str(ROOT / "src")}
    return kept | own | ({"HWAWON_MODELS_DIR": models} if models else {}) | dict(settings or {})


@contextmanager
def running(
    folder: Path,
    *arguments: str,
    settings: Mapping[str, str] | None = None,
    program: Sequence[str] = HWAWON,
    wrapper: Sequence[str] = (),
) -> Iterator[Server]:
    """A server that is healthy when the block begins and gone when it ends.

    `folder` holds its data and its output; `wrapper` is put before the command line.
    """
    line = [*wrapper, *program, "serve", "--port", "0", *arguments]
    server = started(line, folder, environment_for(folder / "data", settings))
    try:
        yield server
    finally:
        server.process.terminate()
        try:
            server.process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            server.process.kill()
            server.process.wait()
            raise


def started(line: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Server:
    """A server, once it is healthy; the caller ends it."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            line, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, cwd=folder
        )
    try:
        return Server(_first_address(process, log), process, log)
    except BaseException:
        process.kill()
        process.wait()
        raise


def _first_address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Wait for the address that the server prints, and for its health."""
    end = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < end and process.poll() is None:
        found = ADDRESS.search(log.read_text(encoding="utf-8", errors="replace"))
        if found and _healthy(found.group().rstrip("/")):
            return found.group().rstrip("/")
        time.sleep(0.05)
    raise AssertionError(f"no healthy server (exit status {process.poll()}):\n{log.read_text(errors='replace')}")


def _healthy(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/api/health", timeout=2.0, trust_env=False).status_code == 200
    except httpx2.TransportError:
        return False
