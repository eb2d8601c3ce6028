"""A video of sixty frames on a real server that is killed in the middle."""

import json
import os
import signal
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest

from support.clips import disc, png, video
from support.server import Server, running

pytestmark = pytest.mark.alone

FRAMES = 60
WISHES = {"prompt": "red", "engine": "painter:flat", "seed": 7, "strength": 0.6}
WITHIN_S = 600.0


@pytest.mark.slow
def test_sixty_frames_survive_a_kill_and_come_out_steady_with_their_sound(tmp_path: Path) -> None:
    (tmp_path / "walk.mp4").write_bytes(video(FRAMES))
    with running(tmp_path / "house") as server, server.client() as client:
        batch, loose = (_begun(client, tmp_path / "walk.mp4", one) for one in ({}, {"carry": 0, "seeds": "many"}))
        done_before = _until(client, batch, 10)
        _kill(server)
    with running(tmp_path / "house") as server, server.client() as client:
        assert _told(client, batch)["counts"]["succeeded"] >= done_before
        steady, frame_by_frame = (_until_over(client, one) for one in (batch, loose))
        rows = client.get(f"/api/batches/{batch}/frames?limit=500").json()["items"]
        export = _exported(client, batch)
        (tmp_path / "out.mp4").write_bytes(client.get(export["url"]).content)

    assert steady["counts"]["succeeded"] == frame_by_frame["counts"]["succeeded"] == FRAMES
    assert steady["changed_outside"] == 0 and all(row["report"]["changed_inside"] > 0 for row in rows)
    assert [row["report"]["began_from"] for row in rows] == [None, *range(FRAMES - 1)]
    print(f"flicker {steady['flicker']}, frame by frame {frame_by_frame['flicker']}")
    assert steady["flicker"] < 0.5 < 1 < frame_by_frame["flicker"]
    assert _plays(tmp_path / "out.mp4") == _plays(tmp_path / "walk.mp4")
    assert _sound(tmp_path / "out.mp4") == _sound(tmp_path / "walk.mp4")


def _begun(client: httpx2.Client, path: Path, more: dict[str, Any]) -> str:
    files = [("files", (path.name, path.read_bytes()))]
    made = client.post("/api/batches", files=files, data={"wishes": json.dumps(WISHES | more)})
    assert made.status_code == 201, made.text
    id = str(made.json()["id"])
    assert client.put(f"/api/batches/{id}/frames/0/mask", files={"file": ("m.png", png(disc()))}).status_code == 200
    assert client.post(f"/api/batches/{id}/start").status_code == 200
    return id


def _told(client: httpx2.Client, id: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/api/batches/{id}").json()
    return found


def _until(client: httpx2.Client, id: str, count: int) -> int:
    end_s = time.monotonic() + WITHIN_S
    while (done := int(_told(client, id)["counts"]["succeeded"])) < count:
        assert time.monotonic() < end_s, _told(client, id)
        time.sleep(0.1)
    return done


def _until_over(client: httpx2.Client, id: str) -> dict[str, Any]:
    end_s = time.monotonic() + WITHIN_S
    while (told := _told(client, id))["state"] != "finished":
        assert time.monotonic() < end_s, told
        time.sleep(0.2)
    return told


def _exported(client: httpx2.Client, id: str) -> dict[str, Any]:
    assert client.post(f"/api/batches/{id}/export", json={}).status_code == 202
    end_s = time.monotonic() + WITHIN_S
    while (export := _told(client, id)["export"])["state"] != "succeeded":
        assert time.monotonic() < end_s and export["state"] != "failed", export
        time.sleep(0.2)
    found: dict[str, Any] = export
    return found


def _kill(server: Server) -> None:
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()


def _plays(path: Path) -> tuple[int, list[float]]:
    """How many frames are decoded, and when each is shown."""
    import av

    with av.open(str(path), "r") as container:
        moments = [round(float(one.time), 4) for one in container.decode(video=0) if one.time is not None]
    return len(moments), moments


def _sound(path: Path) -> list[bytes]:
    import av

    with av.open(str(path), "r") as container:
        return [bytes(one) for one in container.demux(audio=0) if one.size]
