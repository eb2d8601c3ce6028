"""Slates led by Amazon Personalize, played by botocore's stubber; ours where it does not answer."""

from pathlib import Path
from typing import Any

import pytest
from botocore.stub import ANY, Stubber
from sqlalchemy import select

from hwawon.errors import EngineUnavailable
from hwawon.recommend.amazon.client import open_client
from hwawon.recommend.amazon.slates import POLICY, AmazonRecommender
from hwawon.recommend.context import Context, surely
from hwawon.recommend.wish import Wish
from hwawon.storage.database import Database
from hwawon.storage.visitor_tables import slate
from support.planting import tails_of
from support.tastes import publish

ARN = "arn:aws:personalize:eu-west-1:123456789012:campaign/garden"
CALM = [f"emotions/{tail}" for tail in tails_of(8, "calm")]
WISH = Wish(Context(surely("calm"), gender="Female"), size=3, visitor="v")


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    return open_client("personalize-runtime", "eu-west-1", 1.0)


@pytest.fixture
def garden(sqlite: Database, tmp_path: Path) -> Database:
    publish(sqlite, tmp_path / "objects", tails_of(8, "calm"))
    return sqlite


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def answers(*keys: str) -> dict[str, Any]:
    return {"itemList": [{"itemId": key, "score": 0.1} for key in keys], "recommendationId": "R"}


def test_its_pictures_lead_and_the_slate_is_logged_as_its_own(garden: Database, client: Any) -> None:
    asked = {"campaignArn": ARN, "userId": "v", "numResults": 15, "context": {"EMOTION": "CALM", "GENDER": "Female"}}
    with Stubber(client) as service:
        service.add_response("get_recommendations", answers(CALM[5], CALM[2]), asked)
        made = AmazonRecommender(garden, ARN, lambda: client).slate(WISH)
    assert [one.item for one in made.shown][:2] == [CALM[5], CALM[2]]
    assert len({one.item for one in made.shown}) == 3
    with garden.read() as tx:
        assert tx.scalar(select(slate.c.policy).where(slate.c.id == made.id)) == POLICY


def test_what_does_not_fit_or_is_not_published_does_not_lead(garden: Database, client: Any) -> None:
    foreign = ("emotions/calm/gone_1h.jpeg", "somewhere/else.txt", "emotions/happy/img_1h.jpeg")
    with Stubber(client) as service:
        service.add_response("get_recommendations", answers(*foreign, CALM[1], CALM[4]), {**_any()})
        wish = Wish(WISH.context, size=3, visitor="v", orientation="h", emotion="calm", without=frozenset({CALM[0]}))
        made = AmazonRecommender(garden, ARN, lambda: client).slate(wish)
    items = [one.item for one in made.shown]
    assert CALM[4] in items
    assert not {*foreign, CALM[0], CALM[1]} & set(items)


def test_ours_answers_where_it_errs_and_it_is_left_alone_for_a_while(garden: Database, client: Any) -> None:
    clock = Clock()
    recommender = AmazonRecommender(garden, ARN, lambda: client, clock=clock)
    with Stubber(client) as service:
        service.add_client_error("get_recommendations", "ThrottlingException")
        first = recommender.slate(WISH)
        clock.now_s = 29.0
        second = recommender.slate(WISH)
        clock.now_s = 31.0
        service.add_response("get_recommendations", answers(CALM[3]), _any())
        third = recommender.slate(WISH)
    assert (len(first.shown), len(second.shown)) == (3, 3)
    assert [made.policy for made in (first, second, third)] == ["default", "default", POLICY]


def test_ours_answers_where_it_takes_too_long(garden: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A listener that never answers: connected at once, and silent."""
    import socket

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        slow = open_client("personalize-runtime", "eu-west-1", 0.1)
        made = AmazonRecommender(garden, ARN, lambda: slow).slate(WISH)
    assert (len(made.shown), made.policy) == (3, "default")


def test_ours_answers_where_there_is_no_client(garden: Database) -> None:
    def missing() -> Any:
        raise EngineUnavailable("no boto3")

    assert len(AmazonRecommender(garden, ARN, missing).slate(WISH).shown) == 3


def test_nobody_and_lists_to_be_ranked_are_not_asked_about(garden: Database, client: Any) -> None:
    recommender = AmazonRecommender(garden, ARN, lambda: client)
    with Stubber(client):
        assert len(recommender.slate(Wish(Context(), size=2)).shown) == 2
        assert len(recommender.slate(Wish(Context(), size=2, visitor="v", only=tuple(CALM[:2]))).shown) == 2


def _any() -> dict[str, Any]:
    return dict.fromkeys(("campaignArn", "userId", "numResults", "context"), ANY)
