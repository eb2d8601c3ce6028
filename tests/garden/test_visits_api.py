"""A visit over HTTP, as the kiosk page walks through it."""

import json
import random
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from hwawon.storage import events
from hwawon.storage.garden_tables import interaction, visitor
from support.garden_qr import text_of
from support.garden_visits import FAVORITE, Garden, open_garden, publish

KIOSKS = [
    ("get", "/api/place"),
    ("get", "/api/notice"),
    ("post", "/api/visits"),
    ("get", "/api/visits/x"),
    ("post", "/api/visits/x/consent"),
    ("post", "/api/visits/x/face"),
    ("put", "/api/visits/x/mood"),
    ("put", "/api/visits/x/favorite"),
    ("get", "/api/visits/x/slate"),
    ("post", "/api/visits/x/likes"),
    ("post", "/api/visits/x/final"),
    ("get", "/api/visits/x/qr.svg"),
    ("post", "/api/visits/x/end"),
    ("post", "/api/visits/x/forget"),
]
BODIES: dict[str, Any] = {
    "consent": {"camera": True},
    "mood": {"emotion": "calm"},
    "favorite": {"favorite": ""},
    "likes": {"item": "emotions/calm/a_h.jpeg"},
    "final": {"item": "emotions/calm/a_h.jpeg"},
}


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Garden]:
    with open_garden(tmp_path_factory.mktemp("garden")) as opened:
        yield opened


def rows(garden: Garden, table: Any, column: Any, value: str) -> list[Any]:
    with garden.studio.house.database.read() as tx:
        return list(tx.execute(select(table).where(column == value).order_by(table.c.id)).all())


def visitor_of(garden: Garden, id: str) -> str:
    return str(garden.kiosk.get(f"/api/visits/{id}").json()["visitor"])


def calm(garden: Garden) -> str:
    """A calm visitor's visit."""
    id = garden.agreed()
    garden.done("put", id, "mood", {"emotion": "calm"})
    return id


def test_a_visit_without_a_camera_goes_all_the_way(garden: Garden) -> None:
    visit = garden.begin(language="ko")
    id = visit["id"]
    assert (visit["consent"], visit["step"], visit["mood"]) == ("none", "consent", None)
    assert garden.done("post", id, "consent", {"camera": False})["consent"] == "hand"
    assert garden.done("put", id, "mood", {"emotion": "calm", "source": "hand"})["mood"]["calm"] == 1000
    assert garden.done("put", id, "favorite", {"favorite": FAVORITE})["step"] == "pictures"
    first = garden.slate(id)
    assert len(first["pictures"]) == 3
    liked = first["pictures"][0]["item"]
    assert garden.done("post", id, "likes", {"item": liked, "slate": first["id"]}) == {"opinion": 1, "likes": 1}
    second = garden.slate(id, chosen=liked)["pictures"]
    assert (second[0]["item"], second[0]["opinion"], len(second)) == (liked, 1, 3)
    assert garden.done("post", id, "final", {"item": liked})["share"].endswith(f"/image?content={liked}")
    assert garden.done("post", id, "end")["ended_at"]
    assert garden.done("post", id, "end")["ended_at"]
    assert garden.kiosk.get(f"/api/visits/{id}").status_code == 409


@pytest.mark.parametrize(("method", "path"), KIOSKS)
def test_kiosk_routes_refuse_strangers_and_other_roles(garden: Garden, method: str, path: str) -> None:
    viewer, display = garden.studio.caller("viewer"), garden.studio.caller("display")
    assert garden.studio.stranger.request(method, path).status_code == 401
    assert [one.request(method, path).status_code for one in (viewer, display)] == [403, 403]
    assert garden.curator.request(method, path).status_code not in (401, 403)


def test_only_an_administrator_sets_the_place_and_only_curators_read_the_checks(garden: Garden) -> None:
    assert garden.studio.stranger.put("/api/place", json={}).status_code == 401
    assert garden.curator.put("/api/place", json={}).status_code == 403
    assert garden.studio.stranger.get("/api/mood-checks").status_code == 401
    assert garden.kiosk.get("/api/mood-checks").status_code == 403
    assert garden.curator.get("/api/mood-checks").json()["groups"] == []


@pytest.mark.parametrize(("method", "path"), [one for one in KIOSKS if "/x" in one[1]])
def test_another_kiosks_visit_is_not_there(garden: Garden, method: str, path: str) -> None:
    id = garden.agreed(camera=True)
    body = BODIES.get(path.rpartition("/")[2])
    for caller in (garden.other, garden.curator, garden.studio.admin):
        answer = caller.request(method, path.replace("/x", f"/{id}"), json=body)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_without_consent_there_is_a_random_name_and_nothing_else(garden: Garden) -> None:
    visit = garden.begin()
    id, path = visit["id"], f"/api/visits/{visit['id']}"
    assert uuid.UUID(visit["visitor"]).version == 4
    slate = garden.slate(id)
    likes = {"item": slate["pictures"][0]["item"]}
    refused = [
        garden.kiosk.put(f"{path}/mood", json={"emotion": "calm"}),
        garden.kiosk.put(f"{path}/favorite", json={"favorite": FAVORITE}),
        garden.kiosk.post(f"{path}/likes", json=likes),
        garden.kiosk.post(f"{path}/final", json=likes),
    ]
    assert {(one.status_code, one.json()["code"]) for one in refused} == {(403, "consent_needed")}
    assert rows(garden, visitor, visitor.c.id, visit["visitor"]) == []
    assert rows(garden, interaction, interaction.c.visitor, visit["visitor"]) == []


def test_a_visitor_is_written_down_once_in_the_originals_words(garden: Garden) -> None:
    id = calm(garden)
    garden.done("put", id, "mood", {"emotion": "sad"})
    (row,) = rows(garden, visitor, visitor.c.id, visitor_of(garden, id))
    assert (row.emotion, row.generation, row.gender, row.synthetic) == ("SAD", "", "", False)


def test_a_like_is_one_row_with_what_was_on_its_slate(garden: Garden) -> None:
    id = calm(garden)
    first, second = garden.slate(id), garden.slate(id)
    item = first["pictures"][1]["item"]
    garden.done("post", id, "likes", {"item": item, "slate": first["id"]})
    (row,) = rows(garden, interaction, interaction.c.visitor, visitor_of(garden, id))
    assert row.impression.split("|") == [one["item"] for one in first["pictures"]]
    assert (row.event_type, row.visit, row.slate) == ("click", id, first["id"])
    assert row.context["mood"][2] == 1000
    assert second["id"] != first["id"]


def test_without_a_slate_the_last_one_that_had_the_picture_counts(garden: Garden) -> None:
    id = calm(garden)
    garden.slate(id, size=12)
    last = garden.slate(id, size=12)
    garden.done("post", id, "likes", {"item": last["pictures"][0]["item"]})
    assert rows(garden, interaction, interaction.c.visit, id)[0].slate == last["id"]


def test_a_picture_that_nobody_showed_needs_to_be_published(garden: Garden) -> None:
    (item,) = publish(garden.studio, "angry/winter,snowy,day/img_77h.jpeg")
    id = calm(garden)
    assert garden.done("post", id, "likes", {"item": item})["opinion"] == 1
    assert rows(garden, interaction, interaction.c.visit, id)[0].impression == item
    for body, status in (
        ({"item": "emotions/calm/none_h.jpeg"}, 404),
        ({"item": item, "slate": "0" * 32}, 404),
        ({"item": item, "slate": garden.slate(id)["id"]}, 422),
    ):
        assert garden.kiosk.post(f"/api/visits/{id}/likes", json=body).status_code == status


def test_another_visits_slate_is_not_there(garden: Garden) -> None:
    slate = garden.slate(calm(garden))
    body = {"item": slate["pictures"][0]["item"], "slate": slate["id"]}
    assert garden.kiosk.post(f"/api/visits/{calm(garden)}/likes", json=body).status_code == 404


def test_an_event_sent_twice_counts_once_and_another_visit_may_use_its_name(garden: Garden) -> None:
    for id in (calm(garden), calm(garden)):
        item = garden.slate(id)["pictures"][0]["item"]
        answers = [garden.done("post", id, "likes", {"item": item, "event": "tap-1"}) for _ in range(3)]
        assert answers[0] == answers[1] == answers[2]
        assert len(rows(garden, interaction, interaction.c.visit, id)) == 1


def test_likes_are_taken_back_and_turned_around(garden: Garden) -> None:
    id = calm(garden)
    item = garden.slate(id)["pictures"][0]["item"]
    before = garden.done("post", id, "likes", {"item": item, "kind": "unlike"})["likes"]
    told = [garden.done("post", id, "likes", {"item": item, "kind": kind}) for kind in ("click", "unlike", "dislike")]
    assert [(one["opinion"], one["likes"] - before) for one in told] == [(1, 1), (0, 0), (-1, 0)]
    assert garden.slate(id, size=36, chosen=item)["pictures"][0]["opinion"] == -1


def test_five_likes_at_once_are_five_rows(garden: Garden) -> None:
    id = calm(garden)
    items = [one["item"] for one in garden.slate(id, size=5)["pictures"]]
    with ThreadPoolExecutor(5) as pool:
        done = list(pool.map(lambda item: garden.done("post", id, "likes", {"item": item}), items))
    assert [one["opinion"] for one in done] == [1] * 5
    assert len(rows(garden, interaction, interaction.c.visit, id)) == 5


def test_more_leaves_out_what_this_visit_has_seen(garden: Garden) -> None:
    id = calm(garden)
    seen = [one["item"] for one in garden.slate(id)["pictures"]]
    for _ in range(3):
        more = [one["item"] for one in garden.slate(id, more=1)["pictures"]]
        assert not set(seen) & set(more)
        seen += more
    assert len(seen) == 12


def test_an_orientation_is_kept_to(garden: Garden) -> None:
    id = calm(garden)
    for orientation in ("h", "v"):
        shown = garden.slate(id, orientation=orientation)["pictures"]
        assert {one["orientation"] for one in shown} == {orientation}


def test_a_chosen_picture_must_be_one_that_visitors_see(garden: Garden) -> None:
    id = calm(garden)
    for item in ("emotions/calm/none_h.jpeg", "imgPool/calm/img_00h.jpeg", "../../etc/passwd"):
        assert garden.kiosk.get(f"/api/visits/{id}/slate", params={"chosen": item}).status_code == 404
        assert garden.kiosk.post(f"/api/visits/{id}/final", json={"item": item}).status_code == 404


def test_what_is_taken_home_is_told_by_qrs_that_a_phone_reads(garden: Garden) -> None:
    garden.place(address="https://garden.example", returning="code", share=True)
    id = garden.agreed(language="ja")
    item = garden.slate(id)["pictures"][0]["item"]
    final = garden.done("post", id, "final", {"item": item})
    assert final["share"] == f"https://garden.example/image?content={item}"
    named = {"share": final["share"], "return": final["return_code"], "forget": final["forget"]}
    assert {name: text_of(svg) for name, svg in final["codes"].items()} == named
    code = final["forget"].partition("code=")[2].partition("&")[0]
    for what, address in named.items():
        answer = garden.kiosk.get(f"/api/visits/{id}/qr.svg", params={"for": what, "code": code})
        assert answer.headers["content-type"].startswith("image/svg+xml")
        assert text_of(answer.content) == address
    assert garden.kiosk.get(f"/api/visits/{id}/qr.svg?for=forget&code=guess").status_code == 404


def test_whatever_is_sent_is_answered_and_never_by_a_fault_of_ours(garden: Garden) -> None:
    chance = random.Random(7)
    id = calm(garden)
    values: list[Any] = [
        None,
        True,
        -1,
        1e308,
        "",
        "a" * 3000,
        "\x00",
        "\ud800",
        [],
        [[]],
        {},
        {"a": 1},
        "calm",
        "click",
        2**70,
    ]
    names = [
        "camera",
        "emotion",
        "source",
        "favorite",
        "item",
        "kind",
        "event",
        "slate",
        "zone",
        "returning",
        "surface",
    ]
    paths = [(method, path.replace("/x", f"/{id}")) for method, path in KIOSKS if method != "get" and "end" not in path]
    for _ in range(150):
        method, path = chance.choice([one for one in paths if "forget" not in one[1]])
        body = {name: chance.choice(values) for name in chance.sample(names, chance.randint(0, 3))}
        answer = garden.kiosk.request(
            method, path, content=json.dumps(body), headers={"Content-Type": "application/json"}
        )
        assert answer.status_code < 500, (path, body, answer.text)
    for query in ("size=0", "size=x", "orientation=q", "chosen=%00", "more=maybe", "size=1e9", "chosen=" + "a" * 2000):
        assert garden.kiosk.get(f"/api/visits/{id}/slate?{query}").status_code in (404, 422)
    assert garden.kiosk.get("/api/visits/%00/slate").status_code in (404, 422)


def test_no_browser_keeps_a_visit_or_a_code(garden: Garden) -> None:
    id = calm(garden)
    item = garden.slate(id)["pictures"][0]["item"]
    final = garden.kiosk.post(f"/api/visits/{id}/final", json={"item": item})
    asked = [final, *(garden.kiosk.get(f"/api/visits/{id}{rest}") for rest in ("", "/slate", "/qr.svg"))]
    assert [(one.status_code, one.headers["cache-control"]) for one in asked] == [(200, "no-store")] * 4


@pytest.mark.parametrize("kind", ["image/jpeg", "application/json"])
def test_a_face_that_is_sent_to_a_step_that_takes_none_does_not_come_back_in_words(garden: Garden, kind: str) -> None:
    id = calm(garden)
    jpeg = b"\xff\xd8\xff\xe0\x00\x10JFIF-of-a-face"
    for path in ("/api/visits", f"/api/visits/{id}/consent", f"/api/visits/{id}/likes"):
        answer = garden.kiosk.post(path, content=jpeg, headers={"Content-Type": kind})
        assert answer.status_code in (400, 422)
        assert "JFIF" not in answer.text


def test_a_visit_before_a_zone_greets_it_and_one_before_none_greets_nobody(garden: Garden) -> None:
    database = garden.studio.house.database
    with database.read() as tx:
        before = events.latest_id(tx)
    garden.begin(zone="zone1")
    garden.begin()
    with database.read() as tx:
        told = [one.payload["zone"] for one in events.after(tx, before) if "begun" in one.payload]
    assert told == ["zone1"]
