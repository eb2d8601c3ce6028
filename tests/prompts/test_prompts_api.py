"""Words for a garden over HTTP, and choices in what is asked to be painted."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from hwawon.pool.keys import EMOTIONS, FAVORITES
from support.api import Studio, open_studio, submitted

WISH = {"prompt": "a {red|blue|green|white} __bloom__", "width": 256, "height": 256, "engine": "painter:flat"}


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with open_studio(tmp_path_factory.mktemp("prompts")) as opened:
        yield opened


@pytest.fixture
def curator(studio: Studio) -> Iterator[TestClient]:
    """Who has written one list, `bloom`."""
    client = studio.caller("curator")
    assert client.put("/api/wildcards/bloom", json={"words": ["rose", "lily"]}).status_code == 200
    yield client
    client.delete("/api/wildcards/bloom")


def refused(answer: Any, status: int) -> str:
    assert answer.status_code == status, answer.text
    return str(answer.json()["error"])


def test_the_words_come_in_the_order_of_the_choosers(studio: Studio) -> None:
    words = studio.retoucher.get("/api/prompts/words").json()
    assert words["emotions"] == list(EMOTIONS)
    assert words["favorites"] == list(FAVORITES)
    assert [words[kind][0] for kind in ("seasons", "weathers", "times", "animals")] == [
        "spring",
        "cloudy",
        "day",
        "dog",
    ]


def test_every_emotion_has_its_templates(studio: Studio) -> None:
    items = studio.retoucher.get("/api/prompts/templates").json()["items"]
    assert [one["id"] for one in items][:2] == ["happy-1", "happy-2"]
    assert {one["emotion"] for one in items} == set(EMOTIONS)


def test_a_product_tells_its_rows(studio: Studio) -> None:
    asked = {"animals": ["dog", "cat"], "templates": ["a [EMOTION] [ANIMAL]"], "limit": 1}
    answer = studio.retoucher.post("/api/prompts/product", json=asked).json()
    assert answer["total"] == 2
    assert answer["rows"] == [
        {
            "emotion": "happy",
            "animal": "dog",
            "season": "spring",
            "weather": "sunny",
            "time": "day",
            "favorite": "spring,sunny,day",
            "prompt": "a happy dog",
        }
    ]
    assert "no comma" in refused(studio.retoucher.post("/api/prompts/product", json={"times": ["a,b"]}), 422)


def test_curators_write_lists_and_retouchers_read_and_try_them(studio: Studio, curator: TestClient) -> None:
    listed = studio.retoucher.get("/api/wildcards").json()["items"]
    assert {"name": "bloom", "words": ["rose", "lily"], "built_in": False} in listed
    tried = studio.retoucher.post("/api/prompts/expand", json={"prompt": "__bloom__", "seed": 2**32 - 3, "count": 40})
    assert set(tried.json()["prompts"]) == {"rose", "lily"}
    assert studio.retoucher.put("/api/wildcards/bloom", json={"words": ["x"]}).status_code == 403
    assert studio.retoucher.delete("/api/wildcards/bloom").status_code == 403
    assert curator.delete("/api/wildcards/bloom").status_code == 204
    assert curator.delete("/api/wildcards/bloom").status_code == 404
    said = refused(studio.retoucher.post("/api/prompts/expand", json={"prompt": "__bloom__"}), 422)
    assert "'bloom'" in said
    assert "animal, emotion, flower, season, time, weather" in said


def test_viewers_and_strangers_are_turned_away(studio: Studio) -> None:
    viewer = studio.caller("viewer")
    for path in ("/api/prompts/words", "/api/prompts/templates", "/api/wildcards"):
        assert viewer.get(path).status_code == 403
        assert studio.stranger.get(path).status_code == 401
    assert viewer.post("/api/prompts/expand", json={"prompt": "x"}).status_code == 403
    assert viewer.post("/api/prompts/product", json={}).status_code == 403


def test_the_exact_words_are_in_the_job_and_in_the_record_beside_those_that_were_typed(
    studio: Studio, curator: TestClient
) -> None:
    job = curator.get(f"/api/jobs/{submitted(curator, '/api/generate', WISH | {'seed': 5})}").json()
    exact = curator.post("/api/prompts/expand", json={"prompt": WISH["prompt"], "seed": 5}).json()["prompts"][0]
    assert job["request"]["request"]["prompt"] == exact
    assert job["request"]["prompt_template"] == WISH["prompt"]
    assert not set("{_|}") & set(exact)
    studio.work()
    made = curator.get(f"/api/jobs/{job['id']}").json()["result"]["pictures"][0]
    record = curator.get(f"/api/pictures/{made}").json()["record"]
    assert (record["request"]["prompt"], record["prompt_template"]) == (exact, WISH["prompt"])


def test_a_prompt_without_choices_is_kept_once(studio: Studio) -> None:
    id = submitted(studio.retoucher, "/api/generate", WISH | {"prompt": r"a (rose:1.2) \{a|b\}"})
    job = studio.retoucher.get(f"/api/jobs/{id}").json()
    assert job["request"]["request"]["prompt"] == r"a (rose:1.2) \{a|b\}"
    assert "prompt_template" not in job["request"]
    assert job["request"]["request"]["seed"] is None


def test_what_is_sent_twice_is_one_job_though_its_words_are_drawn(curator: TestClient) -> None:
    ids = {submitted(curator, "/api/generate", WISH, **{"Idempotency-Key": "k1"}) for _ in range(3)}
    assert len(ids) == 1
    others = [submitted(curator, "/api/generate", WISH, **{"Idempotency-Key": f"other {n}"}) for n in range(12)]
    exact = {curator.get(f"/api/jobs/{id}").json()["request"]["request"]["prompt"] for id in others}
    assert len(exact) > 1


@pytest.mark.parametrize(
    ("prompt", "said"), [("__blom__", "'blom'"), ("{|}", "can leave the prompt empty"), ("__loop__", "deep")]
)
@pytest.mark.parametrize("path", ["/api/generate", "/api/generate/plan"])
def test_words_that_cannot_be_chosen_are_refused_before_there_is_a_job(
    curator: TestClient, path: str, prompt: str, said: str
) -> None:
    assert curator.put("/api/wildcards/loop", json={"words": ["__loop__"]}).status_code == 200
    before = curator.get("/api/jobs").json()["items"]
    assert said in refused(curator.post(path, json=WISH | {"prompt": prompt}), 422)
    assert curator.get("/api/jobs").json()["items"] == before
