"""The thread of the server sees what the kernel tells of the garden's folders, and ends when it is told to."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hwawon.promote import findings
from hwawon.promote.outside import Outside
from hwawon.promote.watcher import Watcher
from support.api import Studio, open_studio, photo, png
from support.planting import plant, served

pytestmark = [pytest.mark.slow, pytest.mark.alone]

PATIENCE_S = 20.0
NEVER_S = 3600.0  # no look through after the first: the kernel's events alone


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    monkeypatch.setattr(findings, "SETTLED", findings.SETTLED / 4)
    with open_studio(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def folder(studio: Studio) -> Iterator[Path]:
    """The folder of the objects, watched."""
    house = studio.house
    watcher, stop = Watcher(Outside(house.database, house.objects, house.queue), NEVER_S), threading.Event()
    thread = threading.Thread(target=watcher.run, args=(stop,))
    thread.start()
    path = house.objects.local_path("emotions")
    assert path is not None
    until(path.is_dir)
    until(lambda: studio.admin.get("/api/outside").json()["last_look_at"] is not None)
    yield path.parent
    stop.set()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def arrived(studio: Studio, keys: list[str]) -> Callable[[], bool]:
    def holds() -> bool:
        studio.work()
        return served(studio.house.database) == keys

    return holds


def test_files_that_are_dropped_moved_and_deleted_are_noticed_by_their_events(studio: Studio, folder: Path) -> None:
    dropped = folder / "emotions" / "happy" / "봄 1h.png"
    dropped.parent.mkdir()
    dropped.write_bytes(png(photo()))
    until(arrived(studio, ["emotions/happy/봄 1h.png"]))
    elsewhere = folder.parent / "sad"
    elsewhere.mkdir()
    shutil.copy(dropped, elsewhere / "2v.png")
    elsewhere.rename(folder / "emotions" / "sad")  # the kernel tells of the folder alone
    until(arrived(studio, ["emotions/happy/봄 1h.png", "emotions/sad/2v.png"]))
    dropped.unlink()
    until(lambda: served(studio.house.database) == ["emotions/sad/2v.png"])
    (folder / "emotions" / "sad").rename(elsewhere)
    until(lambda: served(studio.house.database) == [])


def test_a_slow_writer_is_waited_for(studio: Studio, folder: Path) -> None:
    data = png(photo())
    path = folder / "emotions" / "calm" / "1h.png"
    path.parent.mkdir()
    with path.open("wb") as file:
        for start in range(0, len(data), len(data) // 6):
            file.write(data[start : start + len(data) // 6])
            file.flush()
            time.sleep(0.3)
            studio.work()
            assert studio.admin.get("/api/outside").json()["refused_total"] == 0
    until(arrived(studio, ["emotions/calm/1h.png"]))


def test_a_promotion_under_the_watchers_eyes_is_as_without(studio: Studio, folder: Path) -> None:
    house = studio.house
    ids = plant(house.database, house.objects, *(f"happy/{number}h.jpeg" for number in range(40)))
    for kind in ("promote", "retract", "promote"):
        done = studio.admin.post("/api/promotions", json={"kind": kind, "pictures": ids}).json()
        assert (done["promoted"], done["skipped"], done["failed"]) == (40, 0, 0)
    time.sleep(2)
    assert len(served(house.database)) == len(list((folder / "emotions" / "happy").iterdir())) == 40
    assert studio.work() == 0
