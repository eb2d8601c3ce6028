"""From the studio back to the pool, and out of the garden through the library."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hwawon.imaging import files
from hwawon.imaging.picture import Picture
from hwawon.imaging.provenance import read_back
from hwawon.pool import rows
from hwawon.pool.arrive import add_arrival, keep_arrival
from hwawon.pool.keys import name_of
from hwawon.pool.rows import PoolPicture
from hwawon.promote.serve import begin_serving
from hwawon.storage import events
from hwawon.storage.garden_tables import item
from hwawon.storage.types import utc_now
from support.api import Studio, open_studio, photo, png, submitted, wish


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with open_studio(tmp_path) as opened:
        yield opened


def arrived(
    studio: Studio, key: str = "imgPool/sad/spring,sunny,day/cup_1h.jpeg", *, published: bool = False, **told: Any
) -> PoolPicture:
    objects, data = studio.house.objects, files.encode(Picture(photo()), "JPEG", quality=92)
    arrival = keep_arrival(objects, files.read(data), name_of(key), data=data, published=published)
    given = {"record": {"request": {"prompt": "a cup"}}, "kind": "generated", "title": "Cup", "owner": None} | told
    with studio.house.database.write() as tx:
        added = add_arrival(tx, arrival, **given)
        if published:
            begin_serving(tx, added.id, utc_now())
        return rows.get(tx, added.id)


def begun(studio: Studio, picture: str, seeds: tuple[int, ...] = (7,)) -> str:
    """A journal over the picture with a step for each seed."""
    body = wish(studio.admin) | {"picture": picture}
    journal = str(studio.admin.post("/api/journals", json={"picture": picture}).json()["id"])
    for seed in seeds:
        submitted(studio.admin, "/api/retouch", body | {"journal": journal, "seed": seed})
        studio.work()
    return journal


def test_what_the_journal_shows_comes_back_as_a_child_in_the_same_cell(studio: Studio) -> None:
    parent = arrived(studio, model="painter")
    journal = begun(studio, parent.id)
    answer = studio.admin.post(f"/api/journals/{journal}/pool")
    assert answer.status_code == 201, answer.text
    child = answer.json()
    assert (child["tail"], child["state"], child["parent"], child["journal"]) == (
        ("sad/spring,sunny,day/cup_1-r1h.jpeg", "unreviewed", parent.id, journal)
    )
    assert (child["model"], child["title"], child["published"]) == ("painter", "Cup", False)
    data = studio.house.objects.get(child["key"])
    made = files.read(data)
    shown = files.read(studio.admin.get(f"/api/journals/{journal}/picture").content)
    assert np.abs(made.rgb8().astype(int) - shown.rgb8()).mean() < 3
    told = read_back(made.metadata).request
    assert told is not None and told["journal"] == journal
    whole = studio.admin.get(f"/api/pool/{parent.id}").json()
    assert [one["id"] for one in whole["children"]] == [child["id"]] and whole["state"] == "unreviewed"
    assert studio.admin.get("/api/pool?q=cup").json()["total"] == 2


def test_once_more_is_the_same_child_until_the_journal_shows_something_else(studio: Studio) -> None:
    parent = arrived(studio)
    journal = begun(studio, parent.id)
    first = studio.admin.post(f"/api/journals/{journal}/pool").json()
    studio.admin.patch(f"/api/journals/{journal}", json={"title": "another name"})
    assert studio.admin.post(f"/api/journals/{journal}/pool").json()["id"] == first["id"]
    found = studio.admin.get(f"/api/journals/{journal}").json()
    steps = [{"id": found["steps"][0]["id"], "opacity": 0.4}]
    put = studio.admin.put(f"/api/journals/{journal}/steps", json={"version": found["version"], "steps": steps})
    assert put.status_code == 200, put.text
    second = studio.admin.post(f"/api/journals/{journal}/pool").json()
    assert second["id"] != first["id"] and second["tail"].endswith("cup_1-r2h.jpeg")


def test_a_journal_over_a_picture_outside_the_pool_or_without_steps_stays_where_it_is(studio: Studio) -> None:
    outside = begun(studio, wish(studio.admin)["picture"])
    refused = studio.admin.post(f"/api/journals/{outside}/pool")
    assert refused.status_code == 409 and "not in the pool" in refused.json()["error"]
    empty = begun(studio, arrived(studio).id, seeds=())
    assert "nothing" in studio.admin.post(f"/api/journals/{empty}/pool").json()["error"]
    assert studio.retoucher.post(f"/api/journals/{empty}/pool").status_code == 404, "it is somebody else's"
    assert studio.caller("viewer").post(f"/api/journals/{empty}/pool").status_code == 403
    assert studio.admin.post("/api/journals/nothing/pool").status_code == 404


def test_a_served_picture_deleted_in_the_library_is_retracted_and_its_files_go(studio: Studio) -> None:
    one = arrived(studio, published=True)
    objects = studio.house.objects
    assert one.pool_key and one.serving_key and objects.exists(one.pool_key) and objects.exists(one.serving_key)
    with studio.house.database.read() as tx:
        before = events.latest_id(tx)
    assert studio.admin.delete(f"/api/pictures/{one.id}").status_code == 204
    with studio.house.database.read() as tx:
        assert rows.by_tail(tx, one.tail) is None and tx.execute(item.select()).all() == []
        told = {event.topic: event.payload for event in events.after(tx, before)}
    assert told["garden"]["retracted"] == [one.serving_key] and told["pool"] == {"changed": 1}
    assert not objects.exists(one.pool_key) and not objects.exists(one.serving_key)


def test_a_file_under_a_name_is_asked_for_again_and_one_under_its_hash_kept_for_ever(studio: Studio) -> None:
    one = arrived(studio)
    for part in ("file", "view"):
        got = studio.admin.get(f"/api/pictures/{one.id}/{part}")
        assert got.headers["cache-control"] == "private, no-cache", part
        again = studio.admin.get(f"/api/pictures/{one.id}/{part}", headers={"If-None-Match": got.headers["etag"]})
        assert again.status_code == 304, part
    assert "immutable" in studio.admin.get(f"/api/pictures/{one.id}/thumbnail").headers["cache-control"]


def test_a_picture_with_a_journal_stays_served_and_whole(studio: Studio) -> None:
    one = arrived(studio, published=True)
    begun(studio, one.id, seeds=())
    assert studio.admin.delete(f"/api/pictures/{one.id}").status_code == 409
    with studio.house.database.read() as tx:
        assert rows.get(tx, one.id).published and len(tx.execute(item.select()).all()) == 1
    assert one.pool_key and studio.house.objects.exists(one.pool_key)


def test_whoever_made_a_picture_takes_it_back_until_a_curator_has_decided(studio: Studio) -> None:
    owner = studio.retoucher.get("/api/me").json()["owner"]
    fresh, judged, shown = (
        arrived(studio, f"imgPool/sad/{name}h.jpeg", owner=owner, published=name == "shown")
        for name in ("fresh", "judged", "shown")
    )
    assert studio.admin.post("/api/pool/verdicts", json={"pictures": [judged.id], "verdict": "keep"}).status_code == 200
    for one, wanted in ((fresh, 204), (judged, 403), (shown, 403)):
        assert studio.retoucher.delete(f"/api/pictures/{one.id}").status_code == wanted, one.tail
    assert [one["id"] for one in studio.admin.get("/api/pool?order=oldest").json()["items"]] == [judged.id, shown.id]
    assert [one["id"] for one in studio.admin.get("/api/serving").json()["items"]] == [shown.id]
    assert studio.caller("curator").delete(f"/api/pictures/{judged.id}").status_code == 204


def test_a_picture_says_whether_it_is_of_the_garden_to_a_retoucher_too(studio: Studio) -> None:
    of_garden = arrived(studio, published=True)
    retoucher = studio.retoucher
    own = retoucher.post("/api/pictures", files={"file": ("cup.png", png(photo()))}).json()
    told = [retoucher.get(f"/api/pictures/{id}").json()["in_pool"] for id in (of_garden.id, own["id"])]
    assert told == [True, False]
