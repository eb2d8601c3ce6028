"""Likes forwarded to Amazon Personalize, played by botocore's stubber."""

from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from sqlalchemy import insert

from hwawon.recommend.amazon.client import open_client, region_of
from hwawon.recommend.amazon.forward import Forwarder
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    return open_client("personalize-events", "eu-west-1", 1.0)


def act(database: Database, *rows: dict[str, Any]) -> None:
    usual = {"visitor": "v", "timestamp": int(NOW.timestamp()), "event_type": "click", "impression": "", "event": None}
    with database.write() as tx:
        tx.execute(insert(interaction), [usual | row for row in rows])


def expected(visitor: str, *events: dict[str, Any]) -> dict[str, Any]:
    return {"trackingId": "t", "userId": visitor, "sessionId": visitor, "eventList": list(events)}


def told(item: str, event: str, **more: Any) -> dict[str, Any]:
    return {"eventId": event, "eventType": "click", "itemId": item, "sentAt": NOW} | more


def test_new_likes_are_told_visitor_by_visitor_and_each_once(sqlite: Database, client: Any) -> None:
    act(sqlite, {"item": "before"})
    forwarder = Forwarder(sqlite, "t", lambda: client)
    act(sqlite, {"item": "a", "event": "e1", "impression": "a|b"}, {"item": "c", "visitor": "w", "event": "e2"})
    with Stubber(client) as service:
        service.add_response("put_events", {}, expected("v", told("a", "e1", impression=["a", "b"])))
        service.add_response("put_events", {}, expected("w", told("c", "e2")))
        assert forwarder.forward() == 2
        assert forwarder.forward() == 0
        service.assert_no_pending_responses()


def test_dislikes_undone_likes_and_made_up_visitors_stay_here(sqlite: Database, client: Any) -> None:
    forwarder = Forwarder(sqlite, "t", lambda: client)
    act(sqlite, {"item": "a", "event_type": "dislike"}, {"item": "a", "event_type": "unlike"})
    with sqlite.write() as tx:
        tx.execute(insert(interaction).values(visitor="x", item="a", timestamp=1, event_type="click", synthetic=True))
    with Stubber(client):
        assert forwarder.forward() == 0


def test_what_is_not_taken_is_told_again_with_the_same_id(sqlite: Database, client: Any) -> None:
    forwarder = Forwarder(sqlite, "t", lambda: client)
    act(sqlite, {"item": "a"})
    with Stubber(client) as service:
        service.add_client_error("put_events", "ThrottlingException")
        with pytest.raises(ClientError):
            forwarder.forward()
        service.add_response("put_events", {}, expected("v", told("a", "hwawon-1")))
        assert forwarder.forward() == 1


def test_more_than_ten_likes_of_a_visitor_are_told_in_several_calls(sqlite: Database, client: Any) -> None:
    forwarder = Forwarder(sqlite, "t", lambda: client)
    act(sqlite, *({"item": f"p{n}", "event": f"e{n}"} for n in range(13)))
    with Stubber(client) as service:
        service.add_response("put_events", {}, expected("v", *(told(f"p{n}", f"e{n}") for n in range(10))))
        service.add_response("put_events", {}, expected("v", *(told(f"p{n}", f"e{n}") for n in range(10, 13))))
        assert forwarder.forward() == 13


def test_the_region_is_that_of_the_campaign() -> None:
    assert region_of("arn:aws:personalize:eu-west-1:123456789012:campaign/garden") == "eu-west-1"
    assert region_of("campaign") is None
