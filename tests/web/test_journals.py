"""Journals over HTTP: steps are arranged and laid over the picture by the page; everything is proved on real pixels."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from hwawon.imaging import files
from hwawon.imaging.picture import Metadata, Picture
from support.api import Studio, open_studio, photo, png, submitted, upload, wish
from support.api import painted as disc
from support.pictures import swapped_profile


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with open_studio(tmp_path) as opened:
        yield opened


def decoded(data: bytes) -> NDArray[Any]:
    return files.read(data).pixels


def painted(studio: Studio, seeds: tuple[int, ...] = (7,), **changes: Any) -> dict[str, Any]:
    """A journal with a step for each seed, each painted over the one before."""
    body = wish(studio.retoucher, **changes)
    journal = studio.retoucher.post("/api/journals", json={"picture": body["picture"], "title": "tulips"}).json()["id"]
    for seed in seeds:
        submitted(studio.retoucher, "/api/retouch", body | {"journal": journal, "seed": seed})
        studio.work()
    return got(studio, journal)


def got(studio: Studio, journal: str) -> dict[str, Any]:
    found: dict[str, Any] = studio.retoucher.get(f"/api/journals/{journal}").json()
    return found


def arranged(studio: Studio, journal: dict[str, Any], *steps: dict[str, Any]) -> Any:
    body = {"version": journal["version"], "steps": steps}
    return studio.retoucher.put(f"/api/journals/{journal['id']}/steps", json=body)


def laid_over(studio: Studio, base: NDArray[Any], journal: dict[str, Any]) -> NDArray[Any]:
    """What a browser shows: each patch over the base, by its alpha and opacity."""
    shown = base.astype(float)
    for step in journal["steps"]:
        x, y, width, height = step["patch"]["bounds"]
        rgba = decoded(studio.retoucher.get(step["patch_url"]).content).astype(float)
        assert rgba.shape == (height, width, 4)
        alpha = rgba[:, :, 3:] / 255 * step["opacity"] * (not step["muted"])
        area = shown[y : y + height, x : x + width]
        area += (rgba[:, :, :3] - area) * alpha
    return shown


def test_a_step_knows_its_job_its_picture_and_its_seam(studio: Studio) -> None:
    journal = painted(studio, count=2)
    best, other = journal["steps"]
    job = studio.retoucher.get(f"/api/jobs/{best['job']}").json()
    first, second = job["result"]["candidates"]

    assert (journal["width"], journal["height"], journal["title"], journal["aside"]) == (320, 240, "tulips", [])
    assert best["job"] == other["job"] == job["id"]
    assert [step["picture"] for step in (best, other)] == [first["picture"], second["picture"]]
    assert [step["seam_score"] for step in (best, other)] == [first["seam_score"], second["seam_score"]]
    assert (best["request"]["prompt"], best["request"]["seed"]) == ("red tulips", first["seed"])
    assert journal["updated_at"] <= best["created_at"] <= other["created_at"]
    assert not {"guides", "profile"} & best.keys()


def test_patches_laid_over_the_base_by_a_browser_are_the_picture_of_the_journal(studio: Studio) -> None:
    journal = painted(studio, (7, 8))
    below, above = journal["steps"]
    looks = {"id": below["id"], "opacity": 0.5, "feather_px": 3}, {"id": above["id"], "muted": False, "feather_px": 9}
    journal = arranged(studio, journal, *reversed(looks)).json()

    exact = decoded(studio.retoucher.get(f"/api/journals/{journal['id']}/picture").content)

    assert [step["id"] for step in journal["steps"]] == [above["id"], below["id"]]
    assert np.abs(laid_over(studio, photo(), journal) - exact).max() <= 1
    assert not np.array_equal(exact, photo())


def test_undo_and_redo_are_one_call_each(studio: Studio) -> None:
    journal = painted(studio, (7, 8))
    first, second = ({"id": step["id"]} for step in journal["steps"])
    before = studio.retoucher.get(f"/api/journals/{journal['id']}/picture").content

    undone = arranged(studio, journal, first).json()
    assert ([one["id"] for one in undone["steps"]], [one["id"] for one in undone["aside"]]) == (
        [first["id"]],
        [second["id"]],
    )
    assert studio.retoucher.get(f"/api/journals/{journal['id']}/picture").content != before
    assert studio.retoucher.get(undone["aside"][0]["patch_url"]).status_code == 200

    redone = arranged(studio, undone, first, second).json()
    assert studio.retoucher.get(f"/api/journals/{journal['id']}/picture").content == before
    assert redone["version"] == journal["version"] + 2
    stale = arranged(studio, undone, first)
    assert (stale.status_code, stale.json()["code"]) == (409, "conflict")
    assert f"at version {redone['version']}" in stale.json()["error"]


@pytest.mark.parametrize(
    ("steps", "status", "told"),
    [
        ([{"id": "nobody"}], 404, "nobody"),
        ([{"id": "SAME"}, {"id": "SAME"}], 422, "twice"),
        ([{"id": "SAME", "opacity": 1.5}], 422, "opacity"),
        ([{"id": "SAME", "feather_px": -1}], 422, "feather_px"),
        ([{"id": "SAME", "feather_px": 513}], 422, "feather_px"),
        ([{"id": "SAME", "position": 1}], 422, "position"),
        ([{"opacity": 1}], 422, "id"),
    ],
)
def test_a_bad_arrangement_is_refused_and_changes_nothing(
    studio: Studio, steps: list[dict[str, Any]], status: int, told: str
) -> None:
    journal = painted(studio)
    named = [step | {"id": journal["steps"][0]["id"]} if step.get("id") == "SAME" else step for step in steps]

    answer = arranged(studio, journal, *named)

    assert answer.status_code == status, answer.text
    assert told in answer.json()["error"]
    assert got(studio, journal["id"]) == journal


def test_a_copy_shows_the_same_pixels(studio: Studio) -> None:
    journal = painted(studio)
    (step,) = journal["steps"]

    copied = studio.retoucher.post(f"/api/journals/{journal['id']}/steps/{step['id']}/duplicate").json()

    below, above = copied["steps"]
    assert (below["id"], above["job"], above["picture"]) == (step["id"], None, step["picture"])
    assert studio.retoucher.get(above["patch_url"]).content == studio.retoucher.get(below["patch_url"]).content
    alone = arranged(studio, copied, {"id": above["id"]}).json()
    assert np.abs(laid_over(studio, photo(), alone) - laid_over(studio, photo(), journal)).max() == 0


def test_a_browser_keeps_a_patch_until_its_feather_changes(studio: Studio) -> None:
    client, journal = studio.retoucher, painted(studio)
    (step,) = journal["steps"]
    path = f"/api/journals/{journal['id']}/steps/{step['id']}/patch"
    named, plain, softer = (client.get(url) for url in (step["patch_url"], path, f"{path}?feather_px=12"))

    assert "immutable" in named.headers["cache-control"]
    assert plain.headers["cache-control"] == "private, no-cache"
    assert named.headers["etag"] == plain.headers["etag"] != softer.headers["etag"]
    assert client.get(path, headers={"If-None-Match": plain.headers["etag"]}).status_code == 304
    changed = client.patch(f"/api/journals/{journal['id']}/steps/{step['id']}", json={"feather_px": 12}).json()
    (now,) = changed["steps"]
    assert now["patch_url"] != step["patch_url"]
    assert client.get(now["patch_url"]).content == softer.content != named.content
    assert client.get(path, headers={"If-None-Match": plain.headers["etag"]}).content == softer.content
    back = client.patch(f"/api/journals/{journal['id']}/steps/{step['id']}", json={"feather_px": None}).json()
    assert back["steps"][0]["patch_url"] == step["patch_url"]
    moved = client.patch(f"/api/journals/{journal['id']}/steps/{step['id']}", json={"opacity": 0.5}).json()
    assert moved["steps"][0]["patch_url"] == step["patch_url"], "the opacity is the browser's own"
    assert client.get(f"{path}?feather_px=600").status_code == 422
    assert client.get(path.replace(step["id"], "nobody")).status_code == 404


def test_no_patch_needs_the_base_picture(studio: Studio) -> None:
    journal = painted(studio)
    (step,) = journal["steps"]
    with studio.house.database.write() as tx:
        key = tx.exec_driver_sql(f"SELECT key FROM picture WHERE id = '{journal['picture']}'").scalar_one()
    studio.house.objects.delete(key)

    for address in (step["patch_url"], f"/api/journals/{journal['id']}/steps/{step['id']}/patch?feather_px=5"):
        assert studio.retoucher.get(address).status_code == 200
    assert studio.retoucher.get(f"/api/journals/{journal['id']}/picture").status_code == 404


@pytest.mark.parametrize("depth", [8, 16])
def test_a_patch_is_eight_bits_of_srgb_whatever_its_picture_is(studio: Studio, depth: int) -> None:
    pixels = photo() if depth == 8 else photo().astype(np.uint16) * np.uint16(257)
    base = files.encode(Picture(pixels, Metadata(icc=swapped_profile())), "PNG")
    journal = painted(studio, picture=upload(studio.retoucher, base))
    (step,) = journal["steps"]

    rgba = decoded(studio.retoucher.get(step["patch_url"]).content)
    small = decoded(studio.retoucher.get(f"/api/journals/{journal['id']}/picture?max_side=320").content)

    assert rgba.dtype == np.uint8
    x, y, width, height = step["patch"]["bounds"]
    opaque = rgba[:, :, 3] == 255
    shown = small[y : y + height, x : x + width, :3].astype(int)
    assert opaque.any()
    assert np.abs(rgba[:, :, :3].astype(int) - shown)[opaque].mean() < 6, "WebP and sRGB apart, they are one picture"


def test_a_reduced_picture_is_small_and_neither_is_made_twice(studio: Studio) -> None:
    client, journal = studio.retoucher, painted(studio)
    path = f"/api/journals/{journal['id']}/picture"
    whole, small = client.get(path), client.get(f"{path}?max_side=64")

    with Image.open(BytesIO(small.content)) as image:
        assert (image.format, image.size) == ("WEBP", (64, 48))
    assert (whole.headers["content-type"], small.headers["content-type"]) == ("image/png", "image/webp")
    assert whole.headers["etag"] != small.headers["etag"]
    known = {"If-None-Match": whole.headers["etag"]}
    assert client.get(path, headers=known).status_code == 304
    arranged(studio, journal)
    assert np.array_equal(decoded(client.get(path, headers=known).content), photo())
    assert client.get(f"{path}?max_side=0").status_code == 422


def test_the_proof_counts_what_each_step_changed(studio: Studio) -> None:
    client, journal = studio.retoucher, painted(studio, (7, 8))
    first, second = journal["steps"]
    copy = client.post(f"/api/journals/{journal['id']}/steps/{first['id']}/duplicate").json()["steps"][1]
    client.patch(f"/api/journals/{journal['id']}/steps/{copy['id']}", json={"muted": True})

    proof = client.get(f"/api/journals/{journal['id']}/proof").json()

    after = decoded(client.get(f"/api/journals/{journal['id']}/picture").content)
    alone = decoded(client.get(f"/api/pictures/{first['picture']}/file").content)
    below, above = proof["steps"]
    assert (below["id"], above["id"]) == (first["id"], second["id"])
    for told, old, new in ((below, photo(), alone), (above, alone, after)):
        levels = np.abs(new.astype(int) - old)
        changed = levels.any(axis=2)
        assert told["pixels_changed"] == changed.sum() > 0
        assert told["share_changed"] == pytest.approx(changed.mean(), abs=1e-6)
        assert told["largest_difference"] == levels.max()
        assert told["mean_difference"] == pytest.approx(levels[changed].mean(), abs=1e-3)
        assert told["changed_outside"] == 0
        assert told["mask_pixels"] == np.count_nonzero(disc())
    assert proof["changed_outside"] == 0
    assert proof["changed_inside"] == (after != photo()).any(axis=2).sum()
    assert proof["reach_px"] == pytest.approx(max(step["patch"]["reach_px"] for step in (first, second)), abs=1e-3)
    assert len(proof["outside_sha256"]) == 64


def test_a_journal_is_painted_again_over_another_picture_of_its_size(studio: Studio) -> None:
    client, journal = studio.retoucher, painted(studio, (7, 8), count=2)
    other = upload(client, png(np.ascontiguousarray(photo()[:, ::-1])))
    job = submitted(client, f"/api/journals/{journal['id']}/replay", {"picture": other})
    studio.work()

    result = client.get(f"/api/jobs/{job}").json()["result"]
    new = got(studio, result["journal"])
    assert (new["picture"], new["title"], result["steps"], result["same"]) == (other, "replay of tulips", 4, False)
    assert [(one["request"], one["muted"], one["patch"]) for one in new["steps"]] == [
        (one["request"], one["muted"], one["patch"]) for one in journal["steps"]
    ]
    assert all(one["seam_score"] is not None for one in new["steps"])
    made = decoded(client.get(f"/api/pictures/{result['picture']}/file").content)
    assert np.array_equal(decoded(client.get(f"/api/journals/{new['id']}/picture").content), made)
    far = np.hypot(*(np.mgrid[:240, :320] - np.array([[[120]], [[160]]]))) > 90
    assert np.array_equal(made[far], photo()[:, ::-1][far])
    assert got(studio, journal["id"]) == journal

    small = upload(client, png(photo()[:200]))
    refused = client.post(f"/api/journals/{journal['id']}/replay", json={"picture": small})
    assert (refused.status_code, refused.json()["code"]) == (422, "bad_input")
    assert "320x240" in refused.json()["error"] and "320x200" in refused.json()["error"]


def test_a_replay_over_its_own_base_begins_no_journal(studio: Studio) -> None:
    client, journal = studio.retoucher, painted(studio)
    for body in ({}, {"picture": None}, {"picture": journal["picture"]}):
        job = submitted(client, f"/api/journals/{journal['id']}/replay", body)
        studio.work()
        result = client.get(f"/api/jobs/{job}").json()["result"]
        assert (result["journal"], result["same"]) == (None, True)
    assert len(client.get("/api/journals").json()["items"]) == 1


def test_the_list_is_walked_renamed_and_emptied(studio: Studio) -> None:
    client, journal = studio.retoucher, painted(studio)
    second = client.post("/api/journals", json={"picture": journal["picture"]}).json()["id"]

    first_page = client.get("/api/journals?limit=1").json()
    (line,) = client.get(f"/api/journals?limit=1&cursor={first_page['next_cursor']}").json()["items"]
    assert [one["id"] for one in first_page["items"]] == [second]
    assert (line["id"], line["title"], line["steps"], line["version"]) == (journal["id"], "tulips", 1, 2)
    assert line["thumbnail_url"] == f"/api/pictures/{journal['steps'][0]['picture']}/thumbnail"
    renamed = client.patch(f"/api/journals/{journal['id']}", json={"title": "roses"}).json()
    assert (renamed["title"], renamed["version"]) == ("roses", 3)
    assert client.get("/api/journals").json()["items"][0]["title"] == "roses"
    assert client.patch(f"/api/journals/{journal['id']}", json={"title": "x" * 201}).status_code == 422

    assert client.delete(f"/api/journals/{journal['id']}").status_code == 204
    assert client.get(f"/api/journals/{journal['id']}").status_code == 404
    assert client.delete(f"/api/journals/{journal['id']}").status_code == 404
    assert client.get(f"/api/pictures/{journal['steps'][0]['picture']}/file").status_code == 200


def test_a_journal_that_is_deleted_while_its_job_waits_loses_no_picture(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hwawon.retouch import journal_store

    client, journal = studio.retoucher, painted(studio)
    body = wish(client, picture=journal["picture"], journal=journal["id"])
    job = submitted(client, "/api/retouch", body)
    put_step = journal_store.put_step

    def deleted_meanwhile(*given: Any) -> Any:
        client.delete(f"/api/journals/{journal['id']}")
        return put_step(*given)

    monkeypatch.setattr(journal_store, "put_step", deleted_meanwhile)
    studio.work()

    done = client.get(f"/api/jobs/{job}").json()
    assert done["state"] == "succeeded", done["error"]
    assert client.get(f"/api/pictures/{done['result']['candidates'][0]['picture']}/file").status_code == 200


def test_nothing_of_a_journal_is_open_to_another_person(studio: Studio) -> None:
    journal = painted(studio)
    (step,) = journal["steps"]
    other, path = studio.caller("retoucher", "other"), f"/api/journals/{journal['id']}"
    asked = {
        "get": ["", "/picture", "/proof", "/draft", "/draft/mask", f"/steps/{step['id']}/patch", "/export"],
        "post": [f"/steps/{step['id']}/duplicate", "/replay"],
        "delete": ["", f"/steps/{step['id']}"],
    }
    for method, rests in asked.items():
        for rest in rests:
            assert other.request(method, path + rest).status_code == 404, (method, rest)
    assert other.put(f"{path}/steps", json={"version": journal["version"], "steps": []}).status_code == 404
    assert other.patch(path, json={"title": "mine"}).status_code == 404
    assert other.put(f"{path}/draft", data={"version": "0", "data": "{}"}).status_code == 404
    assert other.get("/api/journals").json()["items"] == []
    assert got(studio, journal["id"]) == journal
    assert studio.admin.get(path).status_code == 200


def test_a_journal_is_painted_over_with_its_own_picture_only(studio: Studio) -> None:
    journal = painted(studio)

    answer = studio.retoucher.post("/api/retouch", json=wish(studio.retoucher, journal=journal["id"]))

    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert journal["picture"] in answer.json()["error"]


def test_a_curator_sees_all_journals_or_the_own(studio: Studio) -> None:
    curator = studio.caller("curator")
    picture = upload(studio.retoucher, png(photo()))
    theirs = studio.retoucher.post("/api/journals", json={"picture": picture}).json()["id"]
    own = curator.post("/api/journals", json={"picture": picture}).json()["id"]

    def seen(query: str) -> set[str]:
        return {row["id"] for row in curator.get(f"/api/journals?picture={picture}{query}").json()["items"]}

    assert seen("") == {theirs, own}
    assert seen("&mine=true") == {own}


def test_a_journal_without_a_title_is_called_as_its_picture(studio: Studio) -> None:
    picture = upload(studio.retoucher, png(photo()), name="garden.png")
    begun = studio.retoucher.post("/api/journals", json={"picture": picture}).json()
    named = studio.retoucher.post("/api/journals", json={"picture": picture, "title": "tulips"}).json()
    assert (begun["title"], named["title"]) == ("garden.png", "tulips")
