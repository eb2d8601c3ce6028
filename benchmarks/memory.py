"""Memory of a worker over many jobs: `.venv/bin/python -m benchmarks.memory [JOBS]` (500 where left out).

One real worker on SQLite does retouches and generations of several sizes with `painter:flat`, each fiftieth with
the real painter; its resident memory is read after a tenth of the jobs and at the end.
"""

import sys
import tempfile
import threading
from pathlib import Path

import cv2
import numpy as np

from hwawon.app import House, open_house
from hwawon.config import load
from hwawon.gallery.keep import add_row, keep_upload
from hwawon.jobs.job import JobState
from hwawon.workshop import open_worker

JOBS = 500
MOST_GROWTH = 1.10


def resident_mib() -> float:
    """This process's resident memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
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


def main(count: int) -> int:
    with tempfile.TemporaryDirectory() as folder, open_house(load(data_dir=Path(folder))) as house:
        submit(house, count)
        with open_worker(house) as worker:
            never = threading.Event()
            done = [worker.run_next(never) for _ in range(count // 10)]
            early = resident_mib()
            done += [worker.run_next(never) for _ in range(count - count // 10)]
            late = resident_mib()
        failed = len(house.queue.page(500, state=JobState.FAILED).items)
    print(f"{sum(done)} jobs, {failed} failed; {early:.0f} MiB after {count // 10}, {late:.0f} MiB at the end")
    print(f"ratio {late / early:.3f} (at most {MOST_GROWTH})")
    return 0 if late / early <= MOST_GROWTH and failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else JOBS))
