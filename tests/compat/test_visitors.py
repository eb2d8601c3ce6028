"""The original's paths for visitors: its shapes, one row for each like, and never an empty garden."""

import json
import re
import shutil
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from hwawon.app import open_house
from hwawon.config import Settings
from hwawon.garden import place
from hwawon.garden.forget import forget
from hwawon.pool.keys import EMOTIONS
from hwawon.promote.serve import end_serving
from hwawon.recommend.recommender import Recommender
from hwawon.recommend.slate import Slate
from hwawon.recommend.wish import Wish
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction, pool, visitor
from hwawon.storage.visitor_tables import slate, visit
from support.api import Studio, open_studio
from support.scripted_faces import BROKEN, CALM, NOBODY, SMILING, ScriptedLooker, face
from support.shared_pictures import garden_jpeg, publish

BASE = "http://127.0.0.1:8600"
CELL = "calm/spring,sunny,day"
CAMPAIGN = "arn:aws:personalize:eu-west-1:123456789012:campaign/garden"
OTHERS = ("sad/spring,sunny,day", "happy/winter,snowy,day")
KEYS = {"id", "bucket", "key", "ageRange", "smile", "eyeglasses", "sunglasses", "gender", "beard", "mustache"} | {
    *("eyesOpen", "mouthOpen", "emotions", "generation")
}
LIKE = {
    "id": "bfc150a5-0b2a-4b2b-8c7e-9a1d6a7a1b2c",
    "itemId": "emotions/calm/img_20230320-121242_6h.jpeg",
    "impression": [f"emotions/calm/img_20230320-121242_{number}h.jpeg" for number in (6, 3, 2)],
}
CALLS: dict[str, Any] = {
    "/garden": {"id": "47f9eeb5", "emotion": CELL, "generation": "adult", "gender": "Male"},
    "/like": LIKE,
    "/updateDisplay": {"zone": "zone1", "portrait": [], "landscape": [f"emotions/{CELL}/img_0h.jpeg"]},
    "/createUser": {"userId": "f1/happy", "gender": "male", "emotion": "happy"},
    "/gallery": {"userId": "male/happy", "gender": "male", "emotion": "happy"},
    "/galleryfromDB": {"emotion": CELL},
    "/generateDataset": [{"userId": "f1", "gender": "male", "emotion": "happy"}],
}
FOR_CURATORS = ("/updateDisplay", "/generateDataset")


def garden_of(studio: Studio, count: int = 5, cells: tuple[str, ...] = (CELL, *OTHERS)) -> list[str]:
    """Published pictures, in both orientations."""
    database, objects, data = studio.house.database, studio.house.objects, garden_jpeg(160, 100)
    tails = [f"{cell}/img_{number}{'hv'[number % 2]}.jpeg" for cell in cells for number in range(count)]
    return [publish(database, objects, tail, data) for tail in tails]


def opened(folder: Path, **settings: Any) -> Iterator[Studio]:
    with open_house(Settings(data_dir=folder, models_dir=folder / "models", **settings)) as house:
        yield Studio(replace(house, looker=ScriptedLooker()))  # type: ignore[arg-type]


@pytest.fixture
def studio(tmp_path: Path, sqlite_template: Path) -> Iterator[Studio]:
    shutil.copy(sqlite_template, tmp_path / "hwawon.sqlite")
    yield from opened(tmp_path, engine="painter:flat")


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """One for all tests that do not count rows."""
    for made in opened(tmp_path_factory.mktemp("garden"), engine="painter:flat"):
        garden_of(made)
        yield made


@pytest.fixture
def kiosk(studio: Studio) -> TestClient:
    return studio.caller("kiosk")


def rows(database: Database, table: Any = interaction) -> list[dict[str, Any]]:
    with database.read() as tx:
        return [dict(row._mapping) for row in tx.execute(select(table).order_by(table.c.id))]


@pytest.mark.parametrize("path", [*CALLS, "/emotion"])
def test_no_credential_is_401_and_a_wrong_role_403(path: str, garden: Studio) -> None:
    body = SMILING if path == "/emotion" else json.dumps(CALLS[path]).encode()
    is_curators = path in FOR_CURATORS
    assert garden.stranger.post(path, content=body).status_code == 401
    for role in ("viewer", "display", "retoucher", *(("kiosk",) if is_curators else ())):
        assert garden.caller(role).post(path, content=body).status_code == 403, role
    for role in ("curator", "admin", *(() if is_curators else ("kiosk",))):
        assert garden.caller(role).post(path, content=body).status_code == 200, role
    assert garden.admin.get(path).status_code == 405


def test_the_top_likes_are_for_curators(garden: Studio) -> None:
    path = "/lambda-top-likes-image-list"
    assert garden.stranger.get(path).status_code == 401
    assert [garden.caller(role).get(path).status_code for role in ("kiosk", "curator")] == [403, 200]


@pytest.mark.parametrize(("picture", "emotion", "gender"), [(SMILING, "HAPPY", "Male"), (CALM, "CALM", "Female")])
def test_a_face_gives_all_fourteen_keys(picture: bytes, emotion: str, gender: str, garden: Studio) -> None:
    answer = garden.caller("kiosk").post("/emotion", content=picture, headers={"Content-Type": "image/jpeg"})
    told = answer.json()
    assert answer.status_code == 200 and set(told) == KEYS
    assert (told["emotions"], told["gender"], told["generation"]) == (emotion, gender, "young-adult")
    assert (told["bucket"], told["key"], told["ageRange"]) == ("", "", {"Low": 20, "High": 30})
    flags = ("smile", "eyeglasses", "sunglasses", "beard", "mustache", "eyesOpen", "mouthOpen")
    assert [told[name] for name in flags] == [picture is SMILING, True, False, False, False, True, False]
    assert told["emotions"].lower() in EMOTIONS and uuid.UUID(told["id"]).version == 4


def test_a_visitor_is_registered_once_under_the_given_id_or_a_new_one(studio: Studio, kiosk: TestClient) -> None:
    ids = [kiosk.post("/emotion", content=SMILING).json()["id"] for _ in range(2)]
    assert len(set(ids)) == 2
    for picture in (SMILING, CALM):
        answer = kiosk.post("/emotion", content=picture, headers={"X-user-id": "1234567890"})
        assert answer.json()["id"] == "1234567890"
    found = {row["id"]: row for row in rows(studio.house.database, visitor)}
    assert set(found) == {*ids, "1234567890"}
    words = [found["1234567890"][name] for name in ("generation", "gender", "emotion")]
    assert words == ["young-adult", "Female", "CALM"]
    exported = studio.admin.get("/api/datasets/users.csv").text.splitlines()
    assert exported.count("1234567890,young-adult,Female,CALM") == 1
    with studio.house.database.read() as tx:
        assert tx.execute(select(visit.c.emotion, visit.c.generation).distinct()).all() == [("happy", ""), ("calm", "")]


def test_ages_are_counted_for_the_dashboard_only_where_the_place_wants_them(studio: Studio, kiosk: TestClient) -> None:
    with studio.house.database.write() as tx:
        place.save(tx, place.Place(age_and_gender=True))
    kiosk.post("/emotion", content=SMILING)
    with studio.house.database.read() as tx:
        row = tx.execute(select(visit)).one()
    assert (row.generation, row.gender, row.age_low, row.age_high) == ("young-adult", "Male", 20, 30)
    assert row.ended_at is not None and row.consent == "camera"


def test_a_face_that_looks_like_nothing_clearly_still_has_a_word(tmp_path: Path) -> None:
    for studio in opened(tmp_path):
        looker: Any = studio.house.looker
        looker.faces[b"unsure"] = (face("fear", share=0.2, age=(60, 69), male=0.55),)
        told = studio.caller("kiosk").post("/emotion", content=b"unsure").json()
        assert (told["emotions"], told["gender"], told["generation"]) == ("FEAR", "Male", "elder")


@pytest.mark.parametrize("given", ["x" * 201, "a\tb", "\x85"])
def test_an_id_that_cannot_be_one_is_refused_before_the_face_is_looked_at(given: str, garden: Studio) -> None:
    looker: Any = garden.house.looker
    before = looker.asked
    headers = {"X-user-id": given.encode("latin-1")}
    answer = garden.caller("kiosk").post("/emotion", content=SMILING, headers=headers)  # type: ignore[arg-type]
    assert answer.status_code == 422 and looker.asked == before


def test_nobody_is_404_in_the_originals_words_and_nothing_is_kept(studio: Studio, kiosk: TestClient) -> None:
    answer = kiosk.post("/emotion", content=NOBODY)
    assert (answer.status_code, answer.text) == (404, "No Face")
    assert answer.headers["content-type"].startswith("text/plain")
    for broken in (BROKEN, b""):
        assert kiosk.post("/emotion", content=broken).status_code == 422
    assert rows(studio.house.database, visitor) == rows(studio.house.database, visit) == []
    assert list(studio.house.objects.keys()) == []


@pytest.mark.parametrize("kind", ["workplace", "school"])
def test_a_place_that_may_not_read_emotions_refuses(kind: str, studio: Studio, kiosk: TestClient) -> None:
    with studio.house.database.write() as tx:
        place.save(tx, place.Place(kind=place.Kind(kind)))
    answer = kiosk.post("/emotion", content=SMILING)
    looker: Any = studio.house.looker
    assert answer.status_code == 403 and looker.asked == 0
    assert rows(studio.house.database, visitor) == []


def keys_of(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"landscape", "portrait"}
    return {side: [one["url"].removeprefix(f"{BASE}/") for one in found] for side, found in answer.json().items()}


def test_a_new_visitor_gets_pictures_of_the_asked_mood_in_two_lists(garden: Studio) -> None:
    kiosk = garden.caller("kiosk")
    answer = kiosk.post("/garden", json=CALLS["/garden"])
    found = keys_of(answer)
    assert all(key.endswith("h.jpeg") for key in found["landscape"])
    assert all(key.endswith("v.jpeg") for key in found["portrait"])
    first = answer.json()["landscape"][0]
    assert first["url"] == f"{BASE}/emotions/{first['emotion']}/{first['url'].rpartition('/')[2]}"
    best = (found["landscape"] + found["portrait"])[:3]
    assert all(key.startswith(f"emotions/{CELL}/") for key in best[:1])
    assert garden.stranger.get(f"/{best[0]}").status_code == 200


@pytest.mark.parametrize(
    "key", ["calm/winter,rainy,sunset", "disgusted", "Calm", "joy", "", "calm/cat", "a/b/c/d", "\u0000"]
)
def test_a_garden_is_never_empty_while_anything_is_published(key: str, garden: Studio) -> None:
    for wish in ({"id": "somebody", "emotion": key}, {"emotion": key}, {}):
        found = keys_of(garden.caller("kiosk").post("/garden", json=wish))
        assert found["landscape"] and found["portrait"], wish


@pytest.mark.parametrize(
    ("path", "campaign"),
    [("/garden", {}), ("/gallery", {}), ("/personalize/recommendations", {"campaignArn": CAMPAIGN})],
)
def test_what_was_chosen_is_told_of_a_known_visitor_alone_and_of_none_who_is_forgotten_meanwhile(
    path: str, campaign: dict[str, str], studio: Studio, kiosk: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = garden_of(studio)[0]
    database, usual = studio.house.database, Recommender.slate
    for who in ("ada", "ben"):
        kiosk.post("/createUser", json={"userId": who, "emotion": "calm"})

    assert kiosk.post("/like", json={"id": "cora", "itemId": item}).status_code == 200

    def late(recommender: Recommender, wish: Wish) -> Slate:
        if wish.visitor == "ben":
            with database.write() as tx:
                forget(tx, "ben")
        return usual(recommender, wish)

    monkeypatch.setattr(Recommender, "slate", late)
    for who in ("ada", "ben", "cora", "stranger"):
        named = {"id": who} if path == "/garden" else {"userId": who} | campaign
        assert kiosk.post(path, json=named).status_code == 200
    assert [row["visitor"] for row in rows(database, slate)] == ["ada", None, "cora", None]


def test_what_is_retracted_is_ranked_no_longer_and_nothing_published_gives_empty_lists(
    studio: Studio, kiosk: TestClient
) -> None:
    assert keys_of(kiosk.post("/garden", json=CALLS["/garden"])) == {"landscape": [], "portrait": []}
    assert kiosk.post("/gallery", json=CALLS["/gallery"]).json() == []
    keys = garden_of(studio, 2, (CELL,))
    with studio.house.database.write() as tx:
        gone = tx.scalar(select(pool.c.picture).where(pool.c.serving_key == keys[0]))
        end_serving(tx, str(gone))
    assert keys_of(kiosk.post("/garden", json=CALLS["/garden"])) == {"landscape": [], "portrait": keys[1:]}


def test_most_of_a_new_visitors_garden_is_of_the_asked_mood(studio: Studio, kiosk: TestClient) -> None:
    garden_of(studio, 40, (CELL, *OTHERS))
    for id in ("new", None):
        found = keys_of(kiosk.post("/garden", json={"id": id, "emotion": "CALM"}))
        keys = found["landscape"] + found["portrait"]
        assert len(keys) == 25 and sum("/calm/" in key for key in keys) >= 20
    sad = keys_of(kiosk.post("/garden", json={"id": "new", "emotion": "sad/spring,sunny,day"}))
    assert sum("/sad/" in key for key in sad["landscape"] + sad["portrait"]) >= 20


def test_a_like_is_one_row_with_what_was_on_the_screen(studio: Studio, kiosk: TestClient) -> None:
    answer = kiosk.post("/like", json=LIKE)
    assert (answer.status_code, answer.text) == (200, "Success")
    (row,) = rows(studio.house.database)
    assert (row["visitor"], row["item"], row["event_type"]) == (LIKE["id"], LIKE["itemId"], "click")
    assert row["impression"] == "|".join(LIKE["impression"])
    exported = studio.admin.get("/api/datasets/interactions.csv").text.splitlines()
    assert re.fullmatch(
        rf"{LIKE['id']},{LIKE['itemId']},\d{{10}},click,{row['impression']}".replace("|", r"\|"), exported[1]
    )


def test_five_likes_at_once_are_five_rows(studio: Studio, kiosk: TestClient) -> None:
    with ThreadPoolExecutor(5) as five:
        answers = list(five.map(lambda _: kiosk.post("/like", json=LIKE), range(5)))
    assert [answer.status_code for answer in answers] == [200] * 5
    assert len(rows(studio.house.database)) == 5
    assert len(studio.admin.get("/api/datasets/interactions.csv").text.splitlines()) == 6


def test_a_like_that_is_sent_again_under_its_key_stays_one_row(studio: Studio, kiosk: TestClient) -> None:
    with ThreadPoolExecutor(5) as five:
        key = {"Idempotency-Key": "a"}
        answers = list(five.map(lambda _: kiosk.post("/like", json=LIKE, headers=key), range(5)))
    assert {(answer.status_code, answer.text) for answer in answers} == {(200, "Success")}
    assert len(rows(studio.house.database)) == 1
    others = [(LIKE, "b"), (LIKE | {"id": "another"}, "a"), (LIKE | {"itemId": LIKE["impression"][1]}, "a")]
    for body, name in others:
        assert kiosk.post("/like", json=body, headers={"Idempotency-Key": name}).text == "Success"
    assert len(rows(studio.house.database)) == 1 + len(others)
    assert kiosk.post("/like", json=LIKE, headers={"Idempotency-Key": "x" * 201}).status_code == 422


def test_a_like_without_its_screen_or_with_a_short_one_is_fine(studio: Studio, kiosk: TestClient) -> None:
    item = LIKE["itemId"]
    for more, wanted in (({}, ""), ({"impression": []}, ""), ({"impression": [item]}, item)):
        assert kiosk.post("/like", json={"id": "v", "itemId": item} | more).text == "Success"
        assert rows(studio.house.database)[-1]["impression"] == wanted


def test_a_key_that_was_cut_from_an_address_is_kept_as_it_is_published(studio: Studio, kiosk: TestClient) -> None:
    key = publish(studio.house.database, studio.house.objects, "happy/100% cat #1/a_1h.jpeg")
    escaped = "emotions/happy/100%25%20cat%20%231/a_1h.jpeg"
    kiosk.post("/like", json={"id": "v", "itemId": escaped, "impression": [escaped, "emotions/happy/b_1h.jpeg"]})
    (row,) = rows(studio.house.database)
    assert (row["item"], row["impression"]) == (key, f"{key}|emotions/happy/b_1h.jpeg")


def test_the_next_garden_reflects_a_like_without_a_restart(studio: Studio, kiosk: TestClient) -> None:
    keys = garden_of(studio, 4, (CELL,))
    for _ in range(2):
        kiosk.post("/like", json={"id": "v1", "itemId": keys[0], "impression": keys[:3]})
    kiosk.post("/like", json={"id": "v2", "itemId": keys[0]})
    kiosk.post("/like", json={"id": "v2", "itemId": keys[1]})
    told = studio.admin.get("/lambda-top-likes-image-list").json()
    assert told["Items"] == [{"id": keys[0], "likeCount": 2}, {"id": keys[1], "likeCount": 1}]
    assert told["Count"] == 2
    assert keys_of(kiosk.post("/garden", json={"id": "v1", "emotion": CELL}))["landscape"]


def test_a_user_is_created_once_and_given_back(studio: Studio, kiosk: TestClient) -> None:
    for user in (
        {"userId": "f1/happy", "gender": "male", "emotion": "happy"},
        {"userId": "f1/happy", "gender": "", "emotion": "sad"},
    ):
        answer = kiosk.post("/createUser", json=user)
        assert (answer.status_code, answer.json()) == (200, user)
    kiosk.post("/createUser", json={"userId": "any/any", "gender": "others", "emotion": "any"})
    found = {
        row["id"]: (row["gender"], row["emotion"], row["synthetic"]) for row in rows(studio.house.database, visitor)
    }
    assert found == {"f1/happy": ("Male", "HAPPY", False), "any/any": ("", "", False)}


def test_the_gallery_is_one_ranked_list_of_bare_keys(garden: Studio) -> None:
    kiosk = garden.caller("kiosk")
    found = [one["url"] for one in kiosk.post("/gallery", json=CALLS["/gallery"]).json()]
    assert found[0].startswith("emotions/happy/") and len(set(found)) == len(found) > 5
    assert {key[-6] for key in found} == {"h", "v"}
    assert keys_of(kiosk.post("/galleryfromDB", json={"emotion": CELL}))["landscape"][0].startswith(f"emotions/{CELL}/")
    assert keys_of(kiosk.post("/galleryfromDB", json={"emotion": "joy"})) == {"landscape": [], "portrait": []}


def test_made_up_data_are_marked_and_can_be_removed_alone(studio: Studio) -> None:
    keys, curator = garden_of(studio, 3), studio.caller("curator")
    curator.post("/like", json={"id": "real", "itemId": keys[0]})
    people = [
        {"userId": f"p{number}", "gender": "female", "emotion": ("calm", "any")[number % 2]} for number in range(25)
    ]
    answer = curator.post("/generateDataset", json=people)
    assert (answer.status_code, answer.text) == (200, "Success")
    made = rows(studio.house.database)
    assert sum(row["synthetic"] for row in made) == 13 * 3
    assert {row["item"] for row in made if row["synthetic"]} == {key for key in keys if "/calm/" in key}
    assert all(row["visitor"].startswith("synthetic-p") for row in made if row["synthetic"])
    assert curator.post("/generateDataset", json=[{"userId": "synthetic-p1"}]).text == "Success"
    told = curator.get("/api/datasets").json()["users"]
    assert (told["rows"], told["synthetic"]) == (25, 25)
    curator.delete("/api/datasets/seed")
    assert [row["visitor"] for row in rows(studio.house.database)] == ["real"]
    assert rows(studio.house.database, visitor) == []


def display(studio: Studio, **wish: Any) -> Any:
    return studio.caller("curator").post("/updateDisplay", json=wish)


def test_pictures_go_to_a_zones_screens_and_partial_lists_keep_the_others(studio: Studio) -> None:
    keys = garden_of(studio, 16, (CELL,))
    landscape, portrait = keys[::2], keys[1::2]
    answer = display(studio, zone="zone2", portrait=portrait, landscape=landscape)
    assert (answer.status_code, answer.text) == (200, "sucess")
    shown = studio.stranger.get("/display/zone2/img5h.jpeg")
    assert shown.content == studio.house.objects.get(landscape[4])
    assert display(studio, zone="zone2", landscape=[landscape[7], None, ""]).status_code == 200
    after = {slot: studio.stranger.get(f"/display/zone2/img{slot}.jpeg").headers["etag"] for slot in ("1h", "2h", "5v")}
    assert len(after) == 3 and studio.stranger.get("/display/zone2/img8v.jpeg").status_code == 200


@pytest.mark.parametrize(
    "wish",
    [
        {"zone": "zone9", "landscape": [f"emotions/{CELL}/img_0h.jpeg"]},
        {"zone": "../zone1", "landscape": [f"emotions/{CELL}/img_0h.jpeg"]},
        {"zone": "zone1", "landscape": [f"emotions/{CELL}/img_0h.jpeg", "emotions/calm/gone_1h.jpeg"]},
        {"zone": "zone1", "landscape": [f"imgPool/{CELL}/img_0h.jpeg"]},
        {"zone": "zone1", "landscape": ["../../etc/passwd"]},
        {"zone": "zone1"},
        {"zone": "zone1", "landscape": "emotions/calm/a_1h.jpeg"},
        {"zone": 1, "landscape": []},
        {"zone": "zone1", "portrait": [1]},
    ],
)
def test_a_bad_zone_or_a_missing_picture_is_refused_and_no_screen_changes(wish: dict[str, Any], garden: Studio) -> None:
    def shown() -> Any:
        answer = garden.stranger.get("/display/zone1/img1h.jpeg")
        return answer.status_code, answer.content

    before = shown()
    answer = display(garden, **wish)
    assert 400 <= answer.status_code < 500 and answer.json()["error"], answer.text
    assert shown() == before


BAD: list[Any] = [
    b"",
    b"{",
    b"null",
    b'"text"',
    b"\xff\xfe",
    b"[" * 5000,
    {"id": 5, "userId": 5, "itemId": 5, "impression": 5, "emotion": 5, "zone": 5},
    {"id": ["a"], "userId": ["a"], "itemId": ["a"], "impression": "a", "emotion": ["a"], "zone": []},
    {"id": {}, "userId": {}, "itemId": {}, "impression": {}, "emotion": {}, "zone": {}},
    {
        "id": "v",
        "itemId": "emotions/calm/a_1h.jpeg",
        "impression": [5],
        "userId": "x" * 201,
        "emotion": None,
        "zone": "x" * 41,
    },
    {"id": "v" * 201, "itemId": "emotions/calm/a_1h.jpeg", "userId": "a\nb", "emotion": "x" * 2000, "zone": ""},
    {
        "id": "v",
        "itemId": "https://elsewhere.example/emotions/calm/a_1h.jpeg",
        "userId": "",
        "emotion": True,
        "zone": "a\u0000",
    },
    {"id": "v", "itemId": "imgPool/calm/a_1h.jpeg", "userId": None, "emotion": 1.5, "zone": None},
    {"id": "v", "itemId": "emotions/joy/a_1h.jpeg", "userId": True, "emotion": [], "zone": True},
    {"id": "a\u0000", "itemId": "emotions/calm/a_1h.jpeg", "userId": "a\u0000", "emotion": {}, "zone": ["zone1"]},
    {"id": "v", "itemId": "emotions/calm/a\u0000_1h.jpeg", "userId": 1, "emotion": 7, "zone": 1},
]


@pytest.mark.parametrize("path", CALLS)
def test_bad_input_is_refused_with_a_reason_and_never_a_500(path: str, garden: Studio) -> None:
    curator = garden.caller("curator")
    for body in BAD:
        wrapped = [body] if path == "/generateDataset" and isinstance(body, dict) else body
        answer = curator.post(path, content=body if isinstance(body, bytes) else json.dumps(wrapped).encode())
        assert 400 <= answer.status_code < 500, (body, answer.text)
        assert answer.json()["error"]


@pytest.mark.parametrize("path", CALLS)
def test_a_face_that_is_sent_to_a_wrong_path_does_not_come_back_in_words(path: str, garden: Studio) -> None:
    told = garden.caller("curator").post(path, content=garden_jpeg(64, 64)).text
    assert "bytes that are no text" in told and "JFIF" not in told


def test_a_list_of_too_many_made_up_people_is_refused(garden: Studio) -> None:
    people = [{"userId": f"p{number}"} for number in range(1001)]
    assert garden.caller("curator").post("/generateDataset", json=people).status_code == 422
    assert garden.caller("curator").post("/generateDataset", json={"userId": "p"}).status_code == 422


def test_a_closed_network_needs_no_credential_for_these_paths_alone(tmp_path: Path) -> None:
    for studio in opened(tmp_path, engine="painter:flat", compat_open=True):
        garden_of(studio, 2)
        stranger = studio.stranger
        assert stranger.post("/emotion", content=SMILING).status_code == 200
        for path, body in CALLS.items():
            assert stranger.post(path, json=body).status_code == 200, path
        assert stranger.get("/lambda-top-likes-image-list").status_code == 200
        for path in ("/api/statistics", "/api/datasets", "/api/top-liked"):
            assert stranger.get(path).status_code == 401, path
        elsewhere = {"Origin": "http://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
        assert stranger.post("/emotion", content=SMILING, headers=elsewhere).status_code == 403
        assert stranger.post("/like", json=LIKE, headers={"Authorization": "Bearer wrong"}).status_code == 401
        with studio.house.database.read() as tx:
            assert (
                tx.scalar(select(func.count()).select_from(interaction).where(interaction.c.synthetic.is_(False))) == 1
            )


PAGES = {
    "/html/garden/garden.html": "kiosk?mode=garden",
    "/html/emotion-garden/emotion-garden.html": "kiosk?mode=emotion-garden",
    "/html/emotion/emotion.html": "kiosk?mode=emotion",
    "/html/flower-viewer/flower-viewer.html": "display",
    "/html/flower-viewer/flower-viewer-v2.html": "display",
    "/html/display-viewer/user-info-viewer.html": "display?view=info",
    "/html/dashboard/masonry-garden-viewer/garden.html": "#/dashboard?sheet=gallery",
    "/html/dummygenerator.html": "#/data",
}


def test_the_originals_pages_for_visitors_lead_to_ours(garden: Studio, tmp_path: Path) -> None:
    for address, page in PAGES.items():
        answer = garden.stranger.get(address, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (302, f"/{page}")
    with open_studio(tmp_path, base_path="/studio") as studio:
        answer = studio.stranger.get("/studio/html/garden/garden.html", follow_redirects=False)
        assert answer.headers["location"] == "/studio/kiosk?mode=garden"
