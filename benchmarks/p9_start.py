"""P9: from process start to the first answer of `hwawon serve`, against a bare Starlette on uvicorn.

Both are second starts: the bytecode of both lies in one folder, made by a start that is not counted, and our data
folder is there and migrated. The worker is another process and is left out.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.harness import Row

SOURCE = Path(__file__).resolve().parents[1] / "src"
TIMEOUT_S = 120.0
LOOK_EVERY_S = 0.002
OURS = (sys.executable, "-c", "from hwawon.cli import main; main()", "serve", "--no-worker", "--port")
BARE_APP = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
app = Starlette(routes=[Route("/api/health", lambda request: JSONResponse({"ok": True}))])
uvicorn.run(app, port=int(sys.argv[1]), log_level="warning")
"""
BARE = (sys.executable, "-c", BARE_APP)
UNWANTED = {
    *("torch", "diffusers", "transformers", "onnxruntime", "onnx", "ncnn", "cv2", "numpy", "PIL", "h5py", "tifffile"),
    *("alembic", "procrastinate", "psycopg", "httpx2", "rich"),
}


@dataclass(frozen=True)
class Start:
    """What one start took until the first answer."""

    wall_s: float
    cpu_s: float
    resident_mib: float


def run(full: bool) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        environment = _environment(Path(folder))
        for side in (BARE, OURS):
            _start(side, environment)
        rounds = [(_start(OURS, environment), _start(BARE, environment)) for _ in range(15 if full else 7)]
        ours, bare = (_best(starts) for starts in zip(*rounds, strict=True))
        unwanted = sorted(UNWANTED & _imported(environment))
    return [
        _row("start to first answer", f"{ours.wall_s:.2f} s", f"{bare.wall_s:.2f} s", ours.wall_s / bare.wall_s),
        _row("the same in CPU time", f"{ours.cpu_s:.2f} s", f"{bare.cpu_s:.2f} s", ours.cpu_s / bare.cpu_s),
        Row(
            "P9",
            "memory at the first answer",
            f"{ours.resident_mib:.0f} MiB",
            f"{bare.resident_mib:.0f} MiB",
            ours.resident_mib / bare.resident_mib,
            2.5,
            1.8,
        ),
        Row("P9", "heavy modules in the web process", " ".join(unwanted) or "none", "none", float(len(unwanted)), 0),
    ]


def _row(what: str, ours: str, bare: str, ratio: float) -> Row:
    return Row("P9", what, ours, bare, ratio, 4.0, 2.5)


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HWAWON_", "PYTHON"))}
    ours = {"HWAWON_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(SOURCE)}
    return kept | ours | {"PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


def _best(starts: Sequence[Start]) -> Start:
    return Start(
        min(one.wall_s for one in starts), min(one.cpu_s for one in starts), min(one.resident_mib for one in starts)
    )


def _start(command: Sequence[str], environment: Mapping[str, str]) -> Start:
    began_s = time.perf_counter()
    with _answering(command, environment) as process:
        return Start(time.perf_counter() - began_s, _cpu_s(process.pid), _resident_mib(process.pid))


def _imported(environment: Mapping[str, str]) -> set[str]:
    """The top names of all modules that our web process has imported at its first answer."""
    traced = (OURS[0], "-X", "importtime", *OURS[1:])
    with tempfile.TemporaryFile("w+") as told, _answering(traced, environment, told.fileno()):
        told.seek(0)
        found = set(re.findall(r"^import time:[^|]*\|[^|]*\| +(\w+)", told.read(), re.MULTILINE))
    assert "uvicorn" in found
    return found


@contextmanager
def _answering(
    command: Sequence[str], environment: Mapping[str, str], errors: int | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    """The process, from its first answer to `GET /api/health` on."""
    port = _free_port()
    line = [*command, str(port)]
    process = subprocess.Popen(line, env=environment, stdout=subprocess.DEVNULL, stderr=errors)
    try:
        _await_answer(process, port)
        yield process
    finally:
        process.terminate()
        process.wait()


def _await_answer(process: "subprocess.Popen[bytes]", port: int) -> None:
    until_s = time.monotonic() + TIMEOUT_S
    while time.monotonic() < until_s and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
        try:
            connection.request("GET", "/api/health")
            if connection.getresponse().status == 200:
                return
        except ConnectionRefusedError:
            time.sleep(LOOK_EVERY_S)
        finally:
            connection.close()
    raise RuntimeError(f"{process.args!r:.200} gave no answer; exit status {process.poll()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _cpu_s(pid: int) -> float:
    """CPU seconds of all threads of a process, in nanosecond steps."""
    threads = (Path("/proc") / str(pid) / "task").iterdir()
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9


def _resident_mib(pid: int) -> float:
    status = (Path("/proc") / str(pid) / "status").read_text()
    found = re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)
    assert found, "the process is gone"
    return int(found[1]) / 1024
