"""After hundreds of visits with faces no byte of a picture is on disk, in the database, in a log or in a queue."""

import base64
import logging
import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select

from hwawon.app import open_house
from hwawon.config import Settings
from hwawon.garden.face_routes import MOST_BYTES
from hwawon.looks import looker
from hwawon.storage.all_tables import metadata
from hwawon.storage.database import Database
from support.api import Studio
from support.databases import address_of
from support.face_pictures import astronaut, face_models
from support.garden_helper import NOBODY_PX, SLOW_PX
from support.garden_markers import Format, Markers, files_below
from support.garden_visits import FAVORITE, publish

ROOT = Path(__file__).resolve().parents[1]
KINDS: tuple[Format, ...] = ("JPEG", "PNG", "WEBP")
VISITS, REALLY_READ = 500, 10
FEW = 40


@dataclass
class Kiosk:
    """A kiosk before a garden, and the pictures that its camera takes."""

    studio: Studio
    markers: Markers
    taken: int = 0

    def __post_init__(self) -> None:
        self.client = self.studio.caller("kiosk")

    def picture(self, width: int = 64, height: int = 64) -> bytes:
        """A face's picture with its markers."""
        self.taken += 1
        face = astronaut()[40:360, 70:390]
        step = 1 if height >= 200 else 5
        small = face[::step, ::step][:height, :width]
        padded = small if small.shape[1] == width else _padded(small, width)
        return self.markers.planted(padded, KINDS[self.taken % 3], self.taken)

    def visit(self, picture: bytes, *, whole: bool = False, **form: Any) -> int:
        """A visit in which the camera takes this picture; the status of the answer to it."""
        begun = self.client.post("/api/visits", json={}).json()["id"]
        path = f"/api/visits/{begun}"
        self.client.post(f"{path}/consent", json={"camera": True})
        answer = self.client.post(f"{path}/face", **(form or {"content": picture}))
        assert self.markers.text not in answer.content
        if whole:
            item = self.client.get(f"{path}/slate").json()["pictures"][0]["item"]
            for step, body in (("likes", {"item": item}), ("final", {"item": item}), ("end", None)):
                assert self.client.post(f"{path}/{step}", json=body).status_code == 200
        return answer.status_code


def _padded(rgb: Any, width: int) -> Any:
    return np.pad(rgb, ((0, 0), (0, width - rgb.shape[1]), (0, 0)), mode="edge")


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with everything that is written: data, temporary files, and a log of the finest grain."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(ROOT.parent / "src")]))
    handler = logging.FileHandler(tmp_path / "debug.log")
    handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield tmp_path
    root.removeHandler(handler)
    root.setLevel(before)
    handler.close()


@pytest.fixture
def quick_helper(monkeypatch: pytest.MonkeyPatch) -> None:
    """The helper process reads only large pictures really."""
    usual = subprocess.Popen

    def popen(command: Any, **options: Any) -> Any:
        return usual([one.replace("hwawon.looks.helper", "support.garden_helper") for one in command], **options)

    monkeypatch.setattr(subprocess, "Popen", popen)


def everything(database: Database) -> bytes:
    """All rows of all tables: jobs, events and visits among them."""
    with database.read() as tx:
        return b"\n".join(str(tx.execute(select(table)).all()).encode() for table in metadata.sorted_tables)


def break_things(kiosk: Kiosk) -> None:
    """Everything that can go wrong with a picture."""
    assert kiosk.visit(kiosk.picture()[:700]) == 422
    assert kiosk.visit(kiosk.picture(width=NOBODY_PX)) == 404
    assert kiosk.visit(b"", files={"file": ("face.png", kiosk.picture())}) == 422
    assert kiosk.visit(b"", data={"face": kiosk.picture().hex()}) == 422
    assert kiosk.visit(kiosk.picture() + bytes(MOST_BYTES)) == 413
    without = kiosk.client.post("/api/visits", json={}).json()["id"]
    assert kiosk.client.post(f"/api/visits/{without}/face", content=kiosk.picture()).status_code == 403
    assert kiosk.studio.stranger.post(f"/api/visits/{without}/face", content=kiosk.picture()).status_code == 401
    assert kiosk.client.post("/api/faces", content=kiosk.picture()).status_code == 200
    assert kiosk.client.post("/emotion", content=kiosk.picture()).status_code == 200
    assert kiosk.client.post("/emotion", content=kiosk.picture()[:900]).status_code >= 400


def end_helpers(kiosk: Kiosk) -> None:
    """The process that looks is killed in the middle, and another takes too long."""
    looking = kiosk.studio.house.looker
    killer = threading.Timer(1.0, lambda: os.kill(looking.pid or 0, signal.SIGKILL) if looking.pid else None)
    killer.start()
    assert kiosk.visit(kiosk.picture(width=SLOW_PX)) == 503
    killer.join()
    assert kiosk.visit(kiosk.picture()) == 200
    looking._patience_s = 0.5
    assert kiosk.visit(kiosk.picture(width=SLOW_PX)) == 503
    looking._patience_s = looker.PATIENCE_S
    assert kiosk.visit(kiosk.picture()) == 200


@pytest.mark.slow
@pytest.mark.usefixtures("quick_helper")
def test_500_visits_with_faces_leave_no_byte_of_a_picture(
    watched: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "sqlalchemy")  # a gigabyte of statements; the other test has some
    markers = Markers()
    with open_house(Settings(data_dir=watched / "data", models_dir=face_models())) as house:
        kiosk = Kiosk(Studio(house), markers)
        publish(kiosk.studio, *(f"happy/{FAVORITE}/img_{number}h.jpeg" for number in range(9)))
        for number in range(VISITS):
            large = number % (VISITS // REALLY_READ) == 7
            data = kiosk.picture(320, 320) if large else kiosk.picture()
            assert kiosk.visit(data, whole=number % 10 == 0) == 200
        break_things(kiosk)
        end_helpers(kiosk)
        assert markers.found_in([("rows", everything(house.database))]) == []
        assert list((watched / "temporary").rglob("*")) == []
        assert markers.found_in(files_below(watched)) == []
    printed = "".join(capfd.readouterr()).encode()
    assert markers.found_in([*files_below(watched), ("printed", printed)]) == []
    assert b"hwawon.looks.looker" in (watched / "debug.log").read_bytes()


@pytest.mark.slow
@pytest.mark.usefixtures("quick_helper")
def test_no_statement_to_the_database_holds_a_byte_of_a_picture(
    database: Database, watched: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "sqlalchemy")
    markers = Markers()
    settings = Settings(data_dir=watched / "data", models_dir=face_models(), database_url=address_of(database))
    with open_house(settings) as house:
        kiosk = Kiosk(Studio(house), markers)
        publish(kiosk.studio, f"happy/{FAVORITE}/img_1h.jpeg")
        for number in range(FEW):
            assert kiosk.visit(kiosk.picture(), whole=number % 5 == 0) == 200
        break_things(kiosk)
        assert markers.found_in([("rows", everything(house.database))]) == []
    assert "INSERT INTO visit" in (watched / "debug.log").read_text(errors="replace")
    assert markers.found_in(files_below(watched)) == []


def test_the_search_finds_what_is_planted(tmp_path: Path) -> None:
    markers = Markers()
    data = markers.planted(astronaut()[:64, :64], "PNG", 1)
    kept = {
        "file": data,
        "pixels": astronaut()[:2].tobytes() + markers.pixels,
        "text": b"..." + markers.text,
        "base64": base64.b64encode(b"a" + data),
        "hexadecimal": data.hex().encode(),
        "said": str([data]).encode(),
        "innocent": b"nothing of it" * 100,
    }
    for name, haystack in kept.items():
        (tmp_path / name).write_bytes(haystack)
    found = {Path(name).name for name in markers.found_in(files_below(tmp_path))}
    assert found == kept.keys() - {"innocent"}
