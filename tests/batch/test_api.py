"""Batches over HTTP: made, masked, painted, looked at, done again, taken out."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from hwawon.engines.painter.flat import FlatPainter
from hwawon.errors import BadResult
from hwawon.storage.orphans import orphans
from support.api import Studio, open_studio
from support.batches import draw, listed, made, order, pictures, told
from support.clips import disc, frame, png, video


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with open_studio(tmp_path) as found:
        yield found


def pixels(data: bytes) -> NDArray[Any]:
    found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    assert found is not None
    return found[:, :, ::-1] if found.ndim == 3 else found


def zip_of(files: list[tuple[str, bytes]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    return target.getvalue()


def test_a_folder_becomes_frames_in_natural_order_and_results_of_the_same_names(studio: Studio) -> None:
    files = [*pictures(12)[::-1], ("notes.txt", b"hello")]
    batch = made(studio.retoucher, files, {"range": "9...11"})
    assert (batch["state"], batch["kind"], batch["frames"], batch["in_range"]) == ("draft", "frames", 12, 3)
    assert batch["needs_mask"] and "notes.txt" in batch["notices"][0]

    draw(studio.retoucher, batch["id"], 9)
    order(studio.retoucher, batch["id"], "start")
    assert studio.work() == 3

    after, rows = told(studio.retoucher, batch["id"]), listed(studio.retoucher, batch["id"])
    assert (after["state"], after["counts"]["succeeded"], after["changed_outside"]) == ("finished", 3, 0)
    assert [row["name"] for row in rows] == [f"shot_{index}.png" for index in range(12)]
    assert [row["state"] for row in rows] == ["idle"] * 9 + ["succeeded"] * 3
    assert {row["report"]["seed"] for row in rows[9:]} == {7}
    answer = studio.retoucher.get(f"/api/batches/{batch['id']}/download")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["shot_9.png", "shot_10.png", "shot_11.png"]
        result = pixels(archive.read("shot_10.png"))
    assert np.array_equal(result, pixels(studio.retoucher.get(rows[10]["result_url"]).content))
    changed = (result != frame(10)).any(axis=2)
    assert 0 < changed.sum() == rows[10]["report"]["changed_inside"]


def test_frames_that_differ_in_their_suffix_stay_apart_as_png(studio: Studio) -> None:
    files = [("shot.jpg", png(frame(0))), ("shot.png", png(frame(1)))]
    batch = made(studio.retoucher, files, {"region": "all", "fill": True})["id"]
    order(studio.retoucher, batch, "start")
    studio.work()

    zipped = studio.retoucher.get(f"/api/batches/{batch}/download?format=png").content

    assert zipfile.ZipFile(io.BytesIO(zipped)).namelist() == ["shot.png", "shot.png.png"]


def test_outside_of_the_reach_of_the_mask_a_result_is_its_frame_bit_for_bit(studio: Studio) -> None:
    batch = made(studio.retoucher, pictures(3))
    draw(studio.retoucher, batch["id"])
    order(studio.retoucher, batch["id"], "start")
    studio.work()

    for row in listed(studio.retoucher, batch["id"]):
        shown = (studio.retoucher.get(row[f"{name}_url"]).content for name in ("source", "result", "mask"))
        source, result, mask = map(pixels, shown)
        distance = cv2.distanceTransform((mask == 0).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        changed = (source != result).any(axis=2)
        assert np.array_equal(source, frame(row["index"])) and changed.any()
        assert distance[changed].max() <= row["report"]["reach_px"] + 1e-3


def test_one_bad_frame_is_reported_and_the_rest_finish(studio: Studio) -> None:
    files = pictures(5)
    files[2] = ("shot_2.png", files[2][1][:400])
    batch = made(studio.retoucher, [("walk.zip", zip_of(files))])
    draw(studio.retoucher, batch["id"])
    order(studio.retoucher, batch["id"], "start")
    studio.work()

    rows, after = listed(studio.retoucher, batch["id"]), told(studio.retoucher, batch["id"])

    assert [row["state"] for row in rows] == ["succeeded", "succeeded", "failed", "succeeded", "succeeded"]
    assert rows[2]["error"]["code"] == "bad_picture" and rows[2]["report"] is None
    assert rows[3]["report"]["began_from"] == 1  # the last good one
    assert (after["state"], after["counts"]["failed"]) == ("finished", 1)
    assert order(studio.retoucher, batch["id"], "restart-failed")["counts"]["enqueued"] == 1


def test_a_batch_stops_and_goes_on_where_it_stopped(studio: Studio) -> None:
    batch = made(studio.retoucher, pictures(3))["id"]
    draw(studio.retoucher, batch)
    order(studio.retoucher, batch, "start")

    assert order(studio.retoucher, batch, "pause")["state"] == "paused"
    assert studio.work() == 0
    assert order(studio.retoucher, batch, "resume")["state"] == "waiting"
    assert order(studio.retoucher, batch, "cancel")["counts"]["cancelled"] == 3
    assert studio.work() == 0
    assert order(studio.retoucher, batch, "start")["counts"]["enqueued"] == 3
    assert studio.work() == 3
    assert told(studio.retoucher, batch)["counts"]["succeeded"] == 3
    assert order(studio.retoucher, batch, "start")["counts"]["succeeded"] == 3  # nothing is left to do


def test_a_single_frame_is_painted_again_with_another_seed(studio: Studio) -> None:
    batch = made(studio.retoucher, pictures(4))["id"]
    draw(studio.retoucher, batch)
    order(studio.retoucher, batch, "start")
    studio.work()
    before = listed(studio.retoucher, batch)
    order(studio.retoucher, batch, "accept", {"frames": [0, 1]})

    order(studio.retoucher, batch, "redo", {"frames": [1], "seed": 99})
    assert listed(studio.retoucher, batch)[1]["result_url"] == before[1]["result_url"]  # stays until then
    assert studio.work() == 1

    after = listed(studio.retoucher, batch)
    assert [row["report"]["seed"] for row in after] == [7, 99, 7, 7]
    assert [row["accepted"] for row in after] == [True, False, False, False]
    assert after[1]["result_url"] != before[1]["result_url"]
    assert [one["flicker"] == other["flicker"] for one, other in zip(before, after, strict=True)] == [
        True, False, False, True,
    ]  # fmt: skip  # the frame behind it is measured anew, too

    order(studio.retoucher, batch, "redo", {"frames": [2], "onward": True})
    assert studio.work() == 2


def test_the_same_key_paints_a_frame_again_once(studio: Studio) -> None:
    batch = made(studio.retoucher, pictures(2))["id"]
    draw(studio.retoucher, batch)
    order(studio.retoucher, batch, "start")
    studio.work()
    jobs = []
    for seed, key in ((None, "a"), (None, "a"), (5, "a"), (None, "b")):
        answer = studio.retoucher.post(
            f"/api/batches/{batch}/redo", json={"frames": [1], "seed": seed}, headers={"Idempotency-Key": key}
        )
        jobs.append((answer.status_code, listed(studio.retoucher, batch)[1]["job"]))

    assert [status for status, _ in jobs] == [200, 200, 409, 409]  # another seed; still waiting
    assert len({job for _, job in jobs}) == 1
    assert studio.work() == 1


def test_frames_before_the_drawn_mask_follow_it_backwards(studio: Studio) -> None:
    batch = made(studio.retoucher, pictures(5))["id"]
    draw(studio.retoucher, batch, 2)
    order(studio.retoucher, batch, "start")
    studio.work()

    rows = listed(studio.retoucher, batch)

    assert [row["report"]["began_from"] for row in rows] == [1, 2, None, 2, 3]
    assert [row["report"]["mask_from"] for row in rows] == ["followed"] * 2 + ["drawn"] + ["followed"] * 2
    centres = [np.argwhere(pixels(studio.retoucher.get(row["mask_url"]).content)).mean(axis=0)[1] for row in rows]
    assert np.diff(centres) == pytest.approx([-1.3] * 4, abs=0.35)


def test_a_mask_that_does_not_follow_stays(studio: Studio) -> None:
    batch = made(studio.retoucher, pictures(3), {"follow": False, "carry": 0})["id"]
    draw(studio.retoucher, batch, 1)
    order(studio.retoucher, batch, "start")
    studio.work()

    rows = listed(studio.retoucher, batch)

    assert [row["report"]["mask_from"] for row in rows] == ["kept", "drawn", "kept"]
    assert all(np.array_equal(pixels(studio.retoucher.get(row["mask_url"]).content), disc()) for row in rows)


def test_frames_that_do_not_wait_for_each_other_are_measured_in_whatever_order_they_come(studio: Studio) -> None:
    batch = made(studio.retoucher, pictures(4), {"follow": False, "carry": 0})["id"]
    draw(studio.retoucher, batch)
    order(studio.retoucher, batch, "redo", {"frames": [2], "seed": 7})
    studio.work()
    assert listed(studio.retoucher, batch)[2]["flicker"] is None  # nothing is beside it yet

    order(studio.retoucher, batch, "start")
    assert studio.work() == 3

    scores = [row["flicker"] for row in listed(studio.retoucher, batch)]
    assert scores[0] is None and all(score is not None for score in scores[1:])


def test_a_video_comes_out_with_all_frames_and_its_sound(studio: Studio, tmp_path: Path) -> None:
    import av

    data = video(10)
    batch = made(studio.retoucher, [("walk.mp4", data)], {"range": "2...5"})
    assert (batch["kind"], batch["frames"], batch["in_range"], batch["sound"]) == ("video", 10, 4, True)
    assert (batch["fps"], batch["seconds"]) == (20, 0.5)
    draw(studio.retoucher, batch["id"], 2)
    order(studio.retoucher, batch["id"], "start")
    studio.work()
    order(studio.retoucher, batch["id"], "export", {})
    assert told(studio.retoucher, batch["id"])["export"]["state"] == "enqueued"
    studio.work()

    export = told(studio.retoucher, batch["id"])["export"]
    answer = studio.retoucher.get(export["url"], headers={"Range": "bytes=0-99"})
    assert (answer.status_code, len(answer.content)) == (206, 100)
    (tmp_path / "out.mp4").write_bytes(studio.retoucher.get(export["url"]).content)
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert sum(1 for _ in container.decode(video=0)) == 10 == export["frames"]
    assert export["sound"] and not export["stale"] and export["file_name"] == "walk.mp4"
    assert sound(tmp_path / "out.mp4") == sound_of(data, tmp_path)

    order(studio.retoucher, batch["id"], "redo", {"frames": [3]})
    studio.work()
    assert told(studio.retoucher, batch["id"])["export"]["stale"]


def sound(path: Path) -> list[bytes]:
    import av

    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(audio=0) if packet.size]


def sound_of(data: bytes, folder: Path) -> list[bytes]:
    (folder / "source.mp4").write_bytes(data)
    return sound(folder / "source.mp4")


def test_no_object_of_a_batch_is_taken_for_an_orphan_while_it_is_there(studio: Studio) -> None:
    house = studio.house
    batch = made(studio.retoucher, [("walk.mp4", video(3))])["id"]
    draw(studio.retoucher, batch)
    order(studio.retoucher, batch, "start")
    order(studio.retoucher, batch, "export", {})
    studio.work()

    assert len(list(house.objects.keys())) >= 8 and orphans(house.database, house.objects) == []
    studio.retoucher.delete(f"/api/batches/{batch}")
    assert set(orphans(house.database, house.objects)) == set(house.objects.keys())


def test_more_pictures_join_a_draft_in_their_places(studio: Studio) -> None:
    files = pictures(4)
    batch = made(studio.retoucher, files[1::2])["id"]
    draw(studio.retoucher, batch, 0)

    sent = [("files", one) for one in files[::2]]
    assert studio.retoucher.post(f"/api/batches/{batch}/files", files=sent).json()["frames"] == 4
    assert studio.retoucher.post(f"/api/batches/{batch}/files", files=sent).status_code == 409

    rows = listed(studio.retoucher, batch)
    assert [row["name"] for row in rows] == [name for name, _ in files]
    assert [row["is_key"] for row in rows] == [False, True, False, False]
    order(studio.retoucher, batch, "start")
    assert studio.retoucher.post(f"/api/batches/{batch}/files", files=sent).status_code == 409


def test_other_peoples_batches_are_not_there(studio: Studio) -> None:
    batch = made(studio.retoucher, pictures(1))["id"]
    other, curator = studio.caller("retoucher", "lee"), studio.caller("curator")

    for path in ("", "/frames", "/frames/0", "/frames/0/source", "/report", "/download"):
        assert other.get(f"/api/batches/{batch}{path}").status_code == 404
    for path in ("start", "pause", "cancel", "accept", "redo", "export"):
        assert other.post(f"/api/batches/{batch}/{path}", json={"frames": [0]}).status_code == 404
    assert other.delete(f"/api/batches/{batch}").status_code == 404
    assert other.get("/api/batches").json()["items"] == []
    assert curator.get(f"/api/batches/{batch}").status_code == 200
    assert studio.stranger.get("/api/batches").status_code == 401
    assert studio.caller("viewer").get("/api/batches").status_code == 403


def test_a_failed_frame_of_a_removed_batch_is_not_tried_again(studio: Studio) -> None:
    files = [*pictures(1), ("zz.png", b"no picture")]
    batch = made(studio.retoucher, files, {"region": "all", "fill": True})["id"]
    order(studio.retoucher, batch, "start")
    studio.work()
    assert listed(studio.retoucher, batch)[1]["state"] == "failed"

    studio.retoucher.delete(f"/api/batches/{batch}")

    again = studio.retoucher.post("/api/jobs/restart-failed", json={})
    assert again.json() == {"restarted": 0, "skipped": 1}


def test_a_removed_batch_is_gone_with_its_jobs(studio: Studio) -> None:
    batch = made(studio.retoucher, pictures(2))["id"]
    draw(studio.retoucher, batch)
    order(studio.retoucher, batch, "start")

    assert studio.retoucher.delete(f"/api/batches/{batch}").status_code == 204
    assert studio.retoucher.get(f"/api/batches/{batch}").status_code == 404
    assert studio.work() == 0


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ([("a.txt", b"hello")], "no picture"),
        ([("a.png", b"hello"), ("b.png", b"")], "none of the 2 pictures"),
        ([("a.zip", b"PK hello")], "zip"),
        ([("a.zip", zip_of([("../a.png", png(frame(0)))]))], "unsafe"),
        ([("a.zip", zip_of([("/etc/a.png", png(frame(0)))]))], "unsafe"),
        ([("a.zip", zip_of([]))], "no picture"),
        ([("a.mp4", b"hello")], "not a video"),
        ([("a.mp4", video(4)[:-2000])], "not a video"),
        ([("a.png", png(frame(0))), ("b.mp4", b"")], "one video"),
        ([("a.png", png(frame(0))), ("a.png", png(frame(1)))], "two files"),
    ],
)
def test_what_is_no_batch_is_refused_with_the_reason(
    studio: Studio, files: list[tuple[str, bytes]], reason: str
) -> None:
    answer = studio.retoucher.post("/api/batches", files=[("files", one) for one in files])

    assert answer.status_code == 422 and reason in answer.json()["error"], answer.text


@pytest.mark.parametrize(
    ("wishes", "status", "reason"),
    [
        ("{", 422, "JSON"),
        ("[" * 100_000, 422, "JSON"),
        ('{"seed": ' + "1" * 5_000 + "}", 422, "JSON"),
        ("[]", 422, "object"),
        ('{"range": "3...1"}', 422, "range"),
        ('{"strength": 2}', 422, "strength"),
        ('{"engine": "brush"}', 422, "unknown engine"),
        ('{"reference": "nothing"}', 404, "picture"),
        ('{"extend": [1,1,1,1]}', 422, "extend"),
    ],
)
def test_wishes_that_cannot_be_met_are_refused(studio: Studio, wishes: str, status: int, reason: str) -> None:
    sent = [("files", one) for one in pictures(1)]

    answer = studio.retoucher.post("/api/batches", files=sent, data={"wishes": wishes})

    assert answer.status_code == status and reason in answer.json()["error"], answer.text


@pytest.mark.parametrize(
    ("wishes", "reason"),
    [
        ({}, "no mask"),
        ({"range": "50...60"}, "no frame is in the range"),
        ({"region": "face"}, "person-mask"),
        ({"region": "all", "fill": True, "box": [0, 0, 999, 9]}, "not wholly inside"),
        ({"region": "all", "fill": True, "sampler": "brush"}, "sampler"),
    ],
)
def test_a_batch_that_cannot_begin_says_why_before_there_are_jobs(
    studio: Studio, wishes: dict[str, Any], reason: str
) -> None:
    batch = made(studio.retoucher, pictures(2), wishes)["id"]

    answer = studio.retoucher.post(f"/api/batches/{batch}/start")

    assert answer.status_code in (422, 503) and reason in answer.json()["error"], answer.text
    assert told(studio.retoucher, batch)["state"] == "draft"


def test_all_of_every_frame_is_painted_without_any_mask(studio: Studio) -> None:
    batch = made(studio.retoucher, pictures(2), {"region": "all", "fill": True})["id"]
    order(studio.retoucher, batch, "start")
    studio.work()

    assert [row["report"]["mask_pixels"] for row in listed(studio.retoucher, batch)] == [frame(0)[:, :, 0].size] * 2


def test_a_mask_of_another_size_or_without_paint_is_refused(studio: Studio) -> None:
    batch = made(studio.retoucher, pictures(1))["id"]

    for mask, reason in ((png(disc()[:50]), "240x50"), (png(np.zeros_like(disc())), "empty"), (b"no", "picture")):
        answer = studio.retoucher.put(f"/api/batches/{batch}/frames/0/mask", files={"file": ("m.png", mask)})
        assert answer.status_code == 422 and reason in answer.json()["error"], answer.text
    nowhere = studio.retoucher.put(f"/api/batches/{batch}/frames/7/mask", files={"file": ("m.png", b"")})
    assert nowhere.status_code == 404


def test_wishes_and_masks_stay_while_frames_are_being_painted(studio: Studio) -> None:
    batch = made(studio.retoucher, pictures(2))["id"]
    draw(studio.retoucher, batch)
    order(studio.retoucher, batch, "start")

    assert studio.retoucher.patch(f"/api/batches/{batch}", json={"wishes": {"prompt": "x"}}).status_code == 409
    assert studio.retoucher.delete(f"/api/batches/{batch}/frames/0/mask").status_code == 409
    assert studio.retoucher.post(f"/api/batches/{batch}/redo", json={"frames": [1]}).status_code == 409
    assert studio.retoucher.patch(f"/api/batches/{batch}", json={"title": "a walk"}).json()["title"] == "a walk"

    studio.work()
    changed = studio.retoucher.patch(f"/api/batches/{batch}", json={"wishes": {"prompt": "blue", "range": "1...1"}})
    assert (changed.json()["wishes"]["prompt"], changed.json()["in_range"]) == ("blue", 1)


def test_the_report_tells_of_every_frame(studio: Studio) -> None:
    batch = made(studio.retoucher, pictures(2))["id"]
    draw(studio.retoucher, batch)
    order(studio.retoucher, batch, "start")
    studio.work()

    answer = studio.retoucher.get(f"/api/batches/{batch}/report")

    report = json.loads(answer.content)
    assert "attachment" in answer.headers["content-disposition"]
    assert [one["report"]["changed_outside"] for one in report["items"]] == [0, 0]
    assert report["flicker"] == pytest.approx(report["items"][1]["flicker"])


def test_frames_are_listed_in_pages_and_by_state(studio: Studio) -> None:
    batch = made(studio.retoucher, pictures(5))["id"]

    first = studio.retoucher.get(f"/api/batches/{batch}/frames?limit=2").json()
    rest = studio.retoucher.get(f"/api/batches/{batch}/frames?limit=9&cursor={first['next_cursor']}").json()

    assert [row["index"] for row in (*first["items"], *rest["items"])] == [0, 1, 2, 3, 4]
    assert (first["total"], rest["next_cursor"]) == (5, None)
    assert studio.retoucher.get(f"/api/batches/{batch}/frames?state=failed").json()["total"] == 0
    assert studio.retoucher.get(f"/api/batches/{batch}/frames?state=odd").status_code == 422
    assert studio.retoucher.get(f"/api/batches/{batch}/frames?cursor=odd").status_code == 422


def test_small_views_of_frames_are_small(studio: Studio) -> None:
    batch = made(studio.retoucher, [("walk.mp4", video(3, sound=False))])["id"]

    thumbnail = studio.retoucher.get(f"/api/batches/{batch}/frames/2/thumbnail")
    small = studio.retoucher.get(f"/api/batches/{batch}/frames/1/source?max_side=60")

    assert thumbnail.headers["content-type"] == small.headers["content-type"] == "image/webp"
    assert max(pixels(small.content).shape[:2]) == 60
    assert studio.retoucher.get(f"/api/batches/{batch}/frames/1/result").status_code == 404


def test_a_frame_whose_painting_failed_is_told_and_the_next_begins_from_the_last_good_one(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls, paint = [], FlatPainter.paint

    def failing(self: FlatPainter, request: Any, on_step: Any) -> Any:
        calls.append(request)
        if len(calls) == 2:
            raise BadResult("black")
        return paint(self, request, on_step)

    monkeypatch.setattr(FlatPainter, "paint", failing)
    batch = made(studio.retoucher, pictures(3))["id"]
    draw(studio.retoucher, batch)
    order(studio.retoucher, batch, "start")
    studio.work()

    rows = listed(studio.retoucher, batch)
    assert [row["state"] for row in rows] == ["succeeded", "failed", "succeeded"]
    assert rows[1]["error"] == {"code": "bad_result", "message": "black"}
    assert rows[2]["report"]["began_from"] == 0
