import errno
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from hwawon.retouch import journal_file
from hwawon.retouch.journal import start
from hwawon.retouch.journal_file import JournalFile
from hwawon.storage import pictures
from hwawon.web.front_door import MOST_JSON_BYTES
from support import rooms
from support.api import Studio, open_studio, painted, photo, png, submitted, upload, wish
from support.journals import said_otherwise


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with open_studio(tmp_path) as opened:
        yield opened


def decoded(data: bytes) -> NDArray[np.uint8]:
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    assert pixels is not None
    return np.asarray(pixels[:, :, ::-1], dtype=np.uint8)


SHARED = ("/image", "/image/preview.jpeg", "/image/download")  # pages and files of published pictures
ON_SCREENS = ("/public/{zone}.json", "/display/files/{name}", "/display/{zone}/{name}")
BY_CODE = ("/forget", "/return", "/sign")  # pages for a visitor's phone, and the sign at the door
OPEN = ("/api/health", "/api/sessions/end", "/emotions/{key}", *SHARED, *ON_SCREENS, *BY_CODE)


def test_health_and_what_is_published_need_no_login_and_everything_else_does(studio: Studio) -> None:
    assert studio.stranger.get("/api/health").json()["ok"] is True
    for path, methods in studio.stranger.get("/openapi.json").json()["paths"].items():
        for method in methods:
            if path in OPEN:
                continue
            answer = studio.stranger.request(method, path.replace("{id}", "x").replace("{step}", "y"), json={})
            if path.startswith("/personalize/"):  # in the words of the service whose scripts it answers
                assert answer.status_code == 403, (method, path, answer.text)
                assert answer.json()["__type"] == "UnrecognizedClientException"
                continue
            assert answer.status_code == 401, (method, path, answer.text)
            assert answer.json()["code"] == "not_signed_in"


def test_a_retouch_goes_from_upload_to_a_proved_result(studio: Studio) -> None:
    body = wish(studio.retoucher, count=2)
    id = submitted(studio.retoucher, "/api/retouch", body)
    assert studio.retoucher.get(f"/api/jobs/{id}").json()["state"] == "enqueued"

    assert studio.work() == 1

    job = studio.retoucher.get(f"/api/jobs/{id}").json()
    assert job["state"] == "succeeded", job
    first, second = job["result"]["candidates"]
    assert first["seam_score"] <= second["seam_score"]
    assert {first["seed"], second["seed"]} == {7, 8}
    result = decoded(studio.retoucher.get(f"/api/pictures/{first['picture']}/file").content)
    changed = (result != photo()).any(axis=2)
    rows, columns = np.nonzero(changed)
    assert first["changed_outside"] == 0
    assert changed.any()
    assert np.hypot(columns - 160, rows - 120).max() <= 30 + first["reach_px"]


def test_the_same_key_gives_the_same_job_and_another_body_a_conflict(studio: Studio) -> None:
    body = wish(studio.retoucher)

    first = submitted(studio.retoucher, "/api/retouch", body, **{"Idempotency-Key": "k"})
    again = submitted(studio.retoucher, "/api/retouch", body, **{"Idempotency-Key": "k"})
    other = studio.retoucher.post("/api/retouch", json=body | {"seed": 8}, headers={"Idempotency-Key": "k"})

    assert first == again
    assert (other.status_code, other.json()["code"]) == (409, "conflict")
    assert studio.work() == 1


def test_generated_pictures_appear_in_the_library_with_their_record(studio: Studio) -> None:
    asked = {"prompt": "tulips", "width": 320, "height": 256, "seed": 3, "engine": "painter:flat", "count": 2}
    id = submitted(studio.retoucher, "/api/generate", asked)
    studio.work()

    made = studio.retoucher.get(f"/api/jobs/{id}").json()["result"]["pictures"]
    listed = studio.retoucher.get("/api/pictures").json()
    one = studio.retoucher.get(f"/api/pictures/{made[1]}").json()

    assert {item["id"] for item in listed["items"]} == set(made)
    assert listed["total"] == 2
    assert one["record"]["request"]["seed"] == 4
    assert one["record"]["engine"]["engine"] == "painter:flat"
    thumbnail = studio.retoucher.get(one["thumbnail_url"])
    assert thumbnail.headers["content-type"] == "image/webp"
    assert decoded(thumbnail.content).shape == (256, 320, 3)


def test_an_upload_is_kept_byte_for_byte_and_sent_in_ranges(studio: Studio) -> None:
    data = png(photo())
    id = upload(studio.retoucher, data)

    whole = studio.retoucher.get(f"/api/pictures/{id}/file")
    part = studio.retoucher.get(f"/api/pictures/{id}/file", headers={"Range": "bytes=10-19"})
    known = studio.retoucher.get(f"/api/pictures/{id}/file", headers={"If-None-Match": whole.headers["etag"]})

    assert whole.content == data
    assert whole.headers["content-disposition"] == "inline; filename*=UTF-8''photo.png"
    assert (part.status_code, part.content) == (206, data[10:20])
    assert known.status_code == 304


def test_masks_stay_out_of_the_library(studio: Studio) -> None:
    wish(studio.retoucher)

    assert [one["kind"] for one in studio.retoucher.get("/api/pictures").json()["items"]] == ["upload"]
    assert studio.retoucher.get("/api/pictures?kind=mask").json()["total"] == 1


def test_two_retouchers_never_see_each_others_pictures_jobs_or_journals(studio: Studio) -> None:
    mine = studio.retoucher
    other = studio.caller("retoucher", "other")
    body = wish(mine)
    job = submitted(mine, "/api/retouch", body)
    journal = mine.post("/api/journals", json={"picture": body["picture"]}).json()["id"]

    nothing: dict[str, object] = {"items": [], "next_cursor": None, "total": 0, "total_is_exact": True}
    assert other.get("/api/pictures").json() == nothing
    assert other.get("/api/jobs").json()["items"] == []
    for path in (f"pictures/{body['picture']}/file", f"jobs/{job}", f"journals/{journal}"):
        assert other.get(f"/api/{path}").status_code == 404
    assert other.post("/api/retouch", json=body).status_code == 404
    assert other.delete(f"/api/jobs/{job}").status_code == 404
    assert studio.admin.get(f"/api/jobs/{job}").status_code == 200


BAD: dict[str, tuple[dict[str, Any], int, str]] = {
    "strength above 1": ({"strength": 7}, 422, "bad_input"),
    "unknown engine": ({"engine": "photoshop"}, 422, "unknown_engine"),
    "box partly outside": ({"box": [300, 0, 100, 100]}, 422, "bad_box"),
    "zero box": ({"box": [10, 10, 0, 10]}, 422, "bad_box"),
    "box of words": ({"box": ["a", 0, 1, 1]}, 422, "bad_input"),
    "box away from the paint": ({"box": [0, 0, 20, 20]}, 422, "empty_mask"),
    "unknown key": ({"denoise": 1}, 422, "bad_input"),
    "missing picture": ({"picture": "nobody"}, 404, "not_found"),
    "missing journal": ({"journal": "nobody"}, 404, "not_found"),
    "count 0": ({"count": 0}, 422, "bad_input"),
    "unknown sampler": ({"sampler": "Euler Z"}, 422, "bad_input"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_refused_at_the_door_and_no_job_is_made(studio: Studio, case: str) -> None:
    changes, status, code = BAD[case]

    answer = studio.retoucher.post("/api/retouch", json=wish(studio.retoucher) | changes)

    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert set(answer.json()) >= {"ok", "status", "code", "error", "errors"}
    assert studio.retoucher.get("/api/jobs").json()["items"] == []


@pytest.mark.parametrize("text", ['{"strength": NaN}', "{", '"text"', "[]"])
def test_a_body_that_is_no_request_is_refused(studio: Studio, text: str) -> None:
    answer = studio.retoucher.post("/api/retouch", content=text, headers={"Content-Type": "application/json"})

    assert answer.status_code == 422
    assert answer.json()["ok"] is False


def test_json_that_is_called_something_else_is_refused_with_the_missing_header(studio: Studio) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}  # what curl says by itself
    answer = studio.retoucher.post("/api/generate", content=b'{"prompt":"tea"}', headers=kind)
    assert answer.status_code == 422
    assert answer.json()["error"] == "body: expected JSON under Content-Type: application/json, got 16 bytes"


def test_masks_that_do_not_fit_are_refused(studio: Studio) -> None:
    small = upload(studio.retoucher, png(painted()[:100]), "mask")
    black = upload(studio.retoucher, png(painted() * 0), "mask")

    wrong = studio.retoucher.post("/api/retouch", json=wish(studio.retoucher, mask=small))
    empty = studio.retoucher.post("/api/retouch", json=wish(studio.retoucher, mask=black))

    assert (wrong.status_code, wrong.json()["code"]) == (422, "bad_mask")
    assert "320x100" in wrong.json()["error"]
    assert (empty.status_code, empty.json()["code"]) == (422, "empty_mask")


@pytest.mark.parametrize("data", [b"", b"hello", png(photo())[:2000]], ids=["nothing", "text", "truncated"])
def test_an_upload_that_is_no_picture_is_refused_and_nothing_is_kept(studio: Studio, data: bytes) -> None:
    answer = studio.retoucher.post("/api/pictures", files={"file": ("a.png", data)})

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_picture")
    assert list(studio.house.objects.keys()) == []


def test_an_upload_that_is_too_large_is_refused(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (900, 900, 3), np.uint8)
    with open_studio(tmp_path, max_upload_mb=1) as studio:
        answer = studio.retoucher.post("/api/pictures", files={"file": ("a.png", png(noise))})

    assert (answer.status_code, answer.json()["code"]) == (413, "picture_too_large")


def test_only_files_may_be_large(studio: Studio) -> None:
    text = b'{"prompt": "' + b"x" * MOST_JSON_BYTES + b'"}'
    as_json = {"Content-Type": "application/json"}
    for body in (text, iter([text[:99], text[99:]])):  # the second one does not say how large it is
        refused = studio.retoucher.post("/api/words/count", content=body, headers=as_json)
        assert (refused.status_code, refused.json()["code"]) == (413, "picture_too_large")
    file = studio.retoucher.post("/api/pictures", files={"file": ("a.png", text)})
    assert (file.status_code, file.json()["code"]) == (422, "bad_picture")


def test_a_journal_changes_how_a_step_is_shown_without_painting_again(studio: Studio) -> None:
    client, body = studio.retoucher, wish(studio.retoucher)
    journal = client.post("/api/journals", json={"picture": body["picture"]}).json()["id"]
    submitted(client, "/api/retouch", body | {"journal": journal, "count": 2})
    studio.work()
    shown = client.get(f"/api/journals/{journal}/picture").content
    best, other = client.get(f"/api/journals/{journal}").json()["steps"]

    muted = client.patch(f"/api/journals/{journal}/steps/{best['id']}", json={"muted": True})
    nothing = decoded(client.get(f"/api/journals/{journal}/picture").content)
    client.patch(f"/api/journals/{journal}/steps/{other['id']}", json={"muted": False, "opacity": 0.5})
    half = decoded(client.get(f"/api/journals/{journal}/picture").content)

    assert (best["muted"], other["muted"]) == (False, True)
    assert muted.json()["steps"][0]["muted"] is True
    assert not np.array_equal(decoded(shown), photo())
    assert np.array_equal(nothing, photo())
    assert not np.array_equal(half, photo()) and not np.array_equal(half, decoded(shown))
    assert studio.work() == 0


def test_a_journal_travels_as_a_file_and_replays_to_the_same_pixels(studio: Studio) -> None:
    client, body = studio.retoucher, wish(studio.retoucher)
    journal = client.post("/api/journals", json={"picture": body["picture"]}).json()["id"]
    submitted(client, "/api/retouch", body | {"journal": journal})
    studio.work()
    file = client.get(f"/api/journals/{journal}/export").content

    other = studio.caller("retoucher", "other")
    taken = other.post("/api/journals/import", files={"file": ("a.hwawon", file)}).json()["id"]
    replay = submitted(other, f"/api/journals/{taken}/replay", {})
    studio.work()

    here, there = (one.get(f"/api/journals/{id}/picture").content for one, id in ((client, journal), (other, taken)))
    assert np.array_equal(decoded(here), decoded(there))
    assert other.get(f"/api/jobs/{replay}").json()["result"]["same"] is True
    assert other.post("/api/journals/import", files={"file": ("a.hwawon", b"no")}).status_code == 422


def test_a_journal_file_opens_no_engine_that_is_not_open_to_its_bringer(studio: Studio) -> None:
    client, body = studio.retoucher, wish(studio.retoucher)
    journal = client.post("/api/journals", json={"picture": body["picture"]}).json()["id"]
    submitted(client, "/api/retouch", body | {"journal": journal})
    studio.work()
    file = client.get(f"/api/journals/{journal}/export").content

    for engine in ("painter:dies", "brush"):
        changed = said_otherwise(file, "request", "engine", value=engine)
        taken = client.post("/api/journals/import", files={"file": ("a.hwawon", changed)}).json()["id"]
        refused = client.post(f"/api/journals/{taken}/replay")
        assert (refused.status_code, refused.json()["code"]) == (422, "unknown_engine")
    assert client.post(f"/api/journals/{journal}/replay").status_code == 202


def test_a_step_of_another_depth_than_its_base_is_not_taken_in(studio: Studio) -> None:
    base = rooms.picture(16)
    step = rooms.step(rooms.request(), base)
    pack = journal_file.pack(JournalFile(start(rooms.picture(8)).with_step(step), png(rooms.picture(8).rgb8())))

    refused = studio.retoucher.post("/api/journals/import", files={"file": ("a.hwawon", pack)})

    assert (refused.status_code, refused.json()["code"]) == (422, "bad_input"), refused.text
    assert "uint16" in refused.json()["error"]
    assert studio.retoucher.get("/api/journals").json()["items"] == []


def test_a_step_moves_and_goes(studio: Studio) -> None:
    client, body = studio.retoucher, wish(studio.retoucher)
    journal = client.post("/api/journals", json={"picture": body["picture"]}).json()["id"]
    for seed in (1, 2):
        submitted(client, "/api/retouch", body | {"journal": journal, "seed": seed})
    studio.work()
    first, second = (step["id"] for step in client.get(f"/api/journals/{journal}").json()["steps"])

    moved = client.patch(f"/api/journals/{journal}/steps/{first}", json={"position": 1}).json()
    left = client.delete(f"/api/journals/{journal}/steps/{second}").json()

    assert [step["id"] for step in moved["steps"]] == [second, first]
    assert [step["id"] for step in left["steps"]] == [first]
    assert left["version"] == moved["version"] + 1
    assert client.delete(f"/api/journals/{journal}/steps/{second}").status_code == 404


def test_a_waiting_job_is_cancelled_and_restarted(studio: Studio) -> None:
    client = studio.retoucher
    id = submitted(client, "/api/retouch", wish(client))

    assert client.delete(f"/api/jobs/{id}").json()["state"] == "cancelled"
    assert studio.work() == 0
    assert client.post(f"/api/jobs/{id}/restart").json()["state"] == "enqueued"
    assert studio.work() == 1
    assert client.delete(f"/api/jobs/{id}").status_code == 409


def test_a_failed_job_says_why(studio: Studio) -> None:
    client = studio.retoucher
    body = wish(client)
    id = submitted(client, "/api/retouch", body)
    with studio.house.database.write() as tx:
        pictures.remove(tx, body["mask"])
    studio.work()

    job = client.get(f"/api/jobs/{id}").json()

    assert job["state"] == "failed"
    assert body["mask"] in job["error"]["message"]
    assert client.get("/api/jobs?state=failed").json()["items"][0]["id"] == id


def test_jobs_come_in_pages(studio: Studio) -> None:
    client = studio.retoucher
    ids = [submitted(client, "/api/generate", {"prompt": str(n), "engine": "painter:flat"}) for n in range(5)]

    first = client.get("/api/jobs?limit=3").json()
    second = client.get(f"/api/jobs?limit=3&cursor={first['next_cursor']}").json()

    assert [job["id"] for job in first["items"] + second["items"]] == ids[::-1]
    assert second["next_cursor"] is None
    assert client.get("/api/jobs?limit=501").status_code == 422
    assert client.get("/api/jobs?cursor=nonsense").status_code == 422


def test_a_plan_paints_nothing(studio: Studio) -> None:
    body = wish(studio.retoucher, box=[60, 20, 200, 200])
    plan = studio.retoucher.post("/api/plan", json=body).json()

    assert plan["box"] == [60, 20, 200, 200]
    assert plan["reach_px"] <= max(48, 0.35 * 200)
    assert studio.retoucher.get("/api/jobs").json()["items"] == []
    whole = studio.retoucher.post("/api/plan", json={"picture": body["picture"]}).json()
    assert whole["box"] == [0, 0, 320, 240]


def test_the_one_time_link_opens_one_session_that_can_be_ended(studio: Studio) -> None:
    from hwawon.accounts import link

    with studio.house.database.write() as tx:
        secret = link.make_admin_link(tx)
    browser = studio.stranger

    first = browser.get(f"/auth/link?token={secret}", follow_redirects=False)
    assert first.status_code == 303
    assert browser.get("/api/me").json()["role"] == "admin"
    refused = browser.post("/api/sessions/end", headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403
    assert browser.get(f"/auth/link?token={secret}", follow_redirects=False).status_code == 401
    browser.post("/api/sessions/end", headers={"Sec-Fetch-Site": "same-origin"})
    assert browser.get("/api/me").status_code == 401


def test_every_answer_carries_the_security_headers(studio: Studio) -> None:
    for path in ("/", "/api/health", "/api/pictures", "/nowhere"):
        headers = studio.stranger.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_all_works_under_a_path_prefix(tmp_path: Path) -> None:
    with open_studio(tmp_path, base_path="/studio") as studio:
        id = upload(studio.retoucher, png(photo()))
        address = studio.retoucher.get(f"/api/pictures/{id}").json()["url"]

        assert address == f"/studio/api/pictures/{id}/file"
        assert studio.retoucher.get(address).status_code == 200
        assert '<base href="/studio/">' in studio.stranger.get("/studio/").text


def test_the_openapi_document_is_complete(studio: Studio) -> None:
    document = studio.stranger.get("/openapi.json").json()

    assert document["openapi"].startswith("3.1")
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation.get("description"), (method, path)
            assert "422" in operation["responses"] and "401" in operation["responses"], (method, path)
            for status, answer in operation["responses"].items():
                assert answer["description"] != "", (method, path, status)
    assert "examples" in json.dumps(document["components"]["schemas"]["RetouchSubmission"])
    assert [name for name in document["components"]["schemas"] if name.startswith("hwawon__")] == []  # two of one name


def test_engines_say_what_they_are(studio: Studio) -> None:
    engines = {one["engine"]: one for one in studio.retoucher.get("/api/engines").json()["items"]}

    assert engines["painter"]["is_stable_diffusion"] is False
    assert "not Stable Diffusion" in engines["painter"]["description"]


def test_a_picture_that_the_engine_cannot_paint_is_refused_before_a_job_is_made(studio: Studio) -> None:
    answer = studio.retoucher.post("/api/generate", json={"prompt": "tulips", "width": 100, "height": 100})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_input")
    assert "100" in answer.json()["error"]
    assert studio.retoucher.get("/api/jobs").json()["items"] == []


def test_the_setting_names_the_engine_where_the_request_names_none(tmp_path: Path) -> None:
    with open_studio(tmp_path, engine="painter:flat") as studio:
        body = wish(studio.retoucher)
        del body["engine"]
        assert studio.retoucher.get("/api/engines").json()["items"][0]["engine"] == "painter:flat"
        assert studio.retoucher.post("/api/plan", json=body).json()["engine"] == "painter:flat"
        for path, asked in (("/api/retouch", body), ("/api/generate", {"prompt": "tulips"})):
            job = studio.retoucher.get(f"/api/jobs/{submitted(studio.retoucher, path, asked)}").json()
            assert "painter:flat" in json.dumps(job["request"])


def test_a_full_disk_is_507_and_keeps_no_half_record(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("hwawon.disk.tempfile.mkstemp", full)
    answer = studio.retoucher.post("/api/pictures", files={"file": ("a.png", png(photo()))})

    assert (answer.status_code, answer.json()["code"]) == (507, "storage_full")
    assert studio.retoucher.get("/api/pictures").json()["total"] == 0


def test_engines_that_misbehave_on_purpose_are_for_administrators(studio: Studio) -> None:
    body = {"prompt": "tulips", "engine": "painter:dies", "width": 256, "height": 256}
    for path, asked in (("/api/generate", body), ("/api/retouch", wish(studio.retoucher, engine="painter:dies"))):
        refused = studio.retoucher.post(path, json=asked)
        assert (refused.status_code, refused.json()["code"]) == (422, "unknown_engine")
        assert "painter:" not in refused.json()["error"].partition("known are")[2]
    job = submitted(studio.admin, "/api/generate", body)
    assert studio.admin.delete(f"/api/jobs/{job}").json()["state"] == "cancelled"
