"""Memory over many jobs and requests: `.venv/bin/python -m benchmarks.memory [JOBS]` (500 where left out).

One real worker on SQLite does retouches and generations of several sizes with `painter:flat`, each fiftieth with
the real painter; then a real web process shows their pictures, plans retouches and takes uploads, ten requests for
each job. Their resident memory is read after a tenth and at the end.
"""

import sys
import tempfile
import threading
from pathlib import Path

import cv2
import httpx2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from hwawon.app import House, open_house
from hwawon.config import load
from hwawon.gallery.keep import add_row, keep_upload
from hwawon.jobs.job import JobState
from hwawon.workshop import open_worker
from support.server import running

JOBS = 500
MOST_GROWTH = 1.10


def resident_mib(pid: int | str = "self") -> float:
    """A process's resident memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / 1024**2


def kept(house: House, pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], kind: str) -> str:
    stored = keep_upload(house.objects, cv2.imencode(".png", pixels)[1].tobytes(), house.settings.max_pixels)
    with house.database.write() as tx:
        return add_row(tx, stored, kind=kind, owner=None, record={}).id


def submit(house: House, count: int) -> None:
    """Queue the jobs: retouches and generations by turns."""
    chance = np.random.default_rng(0)
    photo = kept(house, chance.integers(0, 255, (720, 960, 3), np.uint8), "upload")
    white = np.zeros((720, 960), np.uint8)
    cv2.circle(white, (480, 360), 90, (255,), -1)
    mask = kept(house, white, "mask")
    for number in range(count):
        engine = "painter" if number % 50 == 25 else "painter:flat"
        wish = {"prompt": f"tulips {number}", "engine": engine, "seed": number}
        retouch = ("retouch", wish | {"picture": photo, "mask": mask})
        size = {"width": 512 + 64 * (number % 5), "height": 512}
        kind, request = retouch if number % 2 else ("generate", {"request": wish | size})
        with house.database.write() as tx:
            house.queue.submit(tx, kind, request)


def worked(folder: Path, count: int) -> tuple[float, float]:
    """What a worker holds after a tenth of `count` jobs, and after all.

    Raises:
        AssertionError: a job failed.
    """
    with open_house(load(data_dir=folder)) as house:
        submit(house, count)
        with open_worker(house) as worker:
            never = threading.Event()
            for _ in range(count // 10):
                worker.run_next(never)
            early = resident_mib()
            worker.work_off()
            late = resident_mib()
        assert not house.queue.page(1, state=JobState.FAILED).items
    return early, late


def served(folder: Path, count: int) -> tuple[float, float]:
    """What a web process holds after a tenth of `count` rounds of ten requests, and after all."""
    with running(folder, "--no-worker") as server, server.client() as client:
        pid, photo, mask = server.process.pid, uploaded(client, 0), uploaded(client, 1)
        early = 0.0
        for number in range(count):
            ask(client, photo, mask, number)
            if number + 1 == count // 10:
                early = resident_mib(pid)
        return early, resident_mib(pid)


def uploaded(client: httpx2.Client, number: int) -> str:
    """A new picture of 320 x 240; its id."""
    pixels = np.random.default_rng(number).integers(0, 255, (240, 320), np.uint8)
    files = {"file": ("noise.png", cv2.imencode(".png", pixels)[1].tobytes())}
    answer = client.post("/api/pictures", files=files)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def ask(client: httpx2.Client, photo: str, mask: str, number: int) -> None:
    """Ten requests of the kinds that people make."""
    items = client.get("/api/pictures?limit=100").json()["items"]
    seen = [items[(number + step) % len(items)]["id"] for step in range(3)]
    for id in seen:
        client.get(f"/api/pictures/{id}/thumbnail").raise_for_status()
    client.get(f"/api/pictures/{seen[0]}/file").raise_for_status()
    client.get(f"/api/pictures/{seen[0]}").raise_for_status()
    client.get("/api/jobs?limit=100").raise_for_status()
    client.post("/api/plan", json={"picture": photo, "mask": mask, "prompt": "tulips"}).raise_for_status()
    uploaded(client, number + 2)
    client.post("/api/generate", json={"prompt": f"tulips {number}", "engine": "painter:flat"}).raise_for_status()


def main(count: int) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = {"worker": worked(folder / "data", count), "web process": served(folder, count)}
    for what, (early, late) in found.items():
        print(f"{what}: {early:.0f} MiB after a tenth, {late:.0f} MiB at the end; ratio {late / early:.3f}")
    return 0 if all(late / early <= MOST_GROWTH for early, late in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else JOBS))
