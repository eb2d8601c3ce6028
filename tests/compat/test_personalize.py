"""Scripts written for Amazon Personalize, with boto3's own clients against our server."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn
from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import ClientError
from fastapi import FastAPI
from sqlalchemy import select

from hwawon.accounts import tokens
from hwawon.compat import personalize_answers, personalize_routes
from hwawon.config import Settings
from hwawon.recommend.policies import Policy, PolicySettings, store_policies
from hwawon.recommend.recommender import Recommender
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction, item, visitor
from hwawon.storage.visitor_tables import shown, slate
from support.planting import tails_of
from support.tastes import publish

ARN = "arn:aws:personalize:eu-west-1:123456789012:campaign/garden"
FILTER = "arn:aws:personalize:eu-west-1:123456789012:filter/any"
DATA = "arn:aws:personalize:eu-west-1:123456789012:dataset/garden/USERS"
CALM = [f"emotions/{tail}" for tail in tails_of(6, "calm")]
HAPPY = [f"emotions/{tail}" for tail in tails_of(6, "happy")]


@dataclass(frozen=True)
class Garden:
    """A server with twelve published pictures, and the ways to it."""

    database: Database
    address: str

    def token(self, role: str) -> str:
        with self.database.write() as tx:
            return tokens.create(tx, role)

    def client(self, service: str, role: str = "kiosk", key: str | None = None) -> Any:
        keys = {"aws_access_key_id": key or self.token(role), "aws_secret_access_key": "not looked at"}
        once = Config(retries={"total_max_attempts": 1}, proxies={})
        return Session().client(service, "eu-west-1", endpoint_url=f"{self.address}/personalize", config=once, **keys)

    def runtime(self, role: str = "kiosk") -> Any:
        return self.client("personalize-runtime", role)

    def events(self, role: str = "kiosk") -> Any:
        return self.client("personalize-events", role)


@pytest.fixture(scope="module")
def garden(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Garden]:
    folder = tmp_path_factory.mktemp("personalize")
    (folder / "hwawon.sqlite").write_bytes(sqlite_template.read_bytes())
    settings = Settings(data_dir=folder)
    with closing(Database(settings.database)) as database:
        publish(database, folder / "objects", [key.removeprefix("emotions/") for key in (*CALM, *HAPPY)])
        app = FastAPI()
        app.include_router(personalize_routes.router(database, Recommender(database), settings))
        with served(app) as address:
            yield Garden(database, address)


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def refused(call: Any, **fields: Any) -> tuple[str, str, int]:
    with pytest.raises(ClientError) as caught:
        call(**fields)
    answer: Any = caught.value.response
    return answer["Error"]["Code"], answer["Error"]["Message"], answer["ResponseMetadata"]["HTTPStatusCode"]


def acts(database: Database, who: str) -> list[Any]:
    with database.read() as tx:
        query = select(interaction).where(interaction.c.visitor == who).order_by(interaction.c.id)
        return list(tx.execute(query))


def test_a_visitor_is_recommended_pictures_that_are_published_and_logged(garden: Garden) -> None:
    garden.events("curator").put_users(datasetArn=DATA, users=[{"userId": "u1"}])
    answer = garden.runtime().get_recommendations(
        campaignArn=ARN, userId="u1", numResults=4, context={"EMOTION": "calm", "season": "spring"}
    )
    keys = [one["itemId"] for one in answer["itemList"]]
    assert len(set(keys)) == 4
    assert set(keys) <= {*CALM, *HAPPY}
    assert all(isinstance(one["score"], float) for one in answer["itemList"])
    with garden.database.read() as tx:
        logged = tx.execute(select(slate).where(slate.c.id == answer["recommendationId"])).one()
        assert (
            list(tx.scalars(select(shown.c.item).where(shown.c.slate == logged.id).order_by(shown.c.position))) == keys
        )
    assert (logged.visitor, logged.surface) == ("u1", "api")
    assert (logged.context["mood"][2], logged.context["season"]) == (1000, "spring")


def test_what_is_stored_of_a_visitor_is_the_context_where_the_call_says_nothing(garden: Garden) -> None:
    garden.events("curator").put_users(
        datasetArn=DATA,
        users=[{"userId": "known", "properties": '{"generation": "elder", "gender": "Female", "EMOTION": "SAD"}'}],
    )
    answer = garden.runtime().get_recommendations(campaignArn=ARN, userId="known", context={"GENDER": "Male"})
    with garden.database.read() as tx:
        context: Any = tx.scalar(select(slate.c.context).where(slate.c.id == answer["recommendationId"]))
        stored = tx.execute(select(visitor).where(visitor.c.id == "known")).one()
    assert (context["generation"], context["gender"], context["mood"][-1]) == ("elder", "Male", 1000)
    assert (stored.generation, stored.gender, stored.emotion) == ("elder", "Female", "SAD")
    garden.events("curator").put_users(datasetArn=DATA, users=[{"userId": "known", "properties": '{"gender":"male"}'}])
    with garden.database.read() as tx:
        stored = tx.execute(select(visitor).where(visitor.c.id == "known")).one()
    assert (stored.generation, stored.gender, stored.emotion) == ("elder", "Male", "SAD")


def test_a_filter_lets_only_its_pictures_through(garden: Garden) -> None:
    answer = garden.runtime().get_recommendations(
        campaignArn=ARN,
        userId="u1",
        numResults=3,
        filterArn=FILTER,
        filterValues={"EMOTION": '"happy"', "ORIENTATION": "h"},
    )
    assert {one["itemId"] for one in answer["itemList"]} == {key for key in HAPPY if key.endswith("h.jpeg")}


def test_a_filter_that_nothing_passes_gives_an_empty_list(garden: Garden) -> None:
    answer = garden.runtime().get_recommendations(
        campaignArn=ARN, userId="u1", filterArn=FILTER, filterValues={"EMOTION": "angry"}
    )
    assert answer["itemList"] == []


def test_the_longest_lists_hold_every_picture_once(garden: Garden) -> None:
    answer = garden.runtime().get_recommendations(campaignArn=ARN, userId="u1", numResults=500)
    assert sorted(one["itemId"] for one in answer["itemList"]) == sorted([*CALM, *HAPPY])
    half = {"filterArn": FILTER, "filterValues": {"EMOTION": "calm"}}
    answer = garden.runtime().get_recommendations(campaignArn=ARN, userId="u1", numResults=500, **half)
    assert sorted(one["itemId"] for one in answer["itemList"]) == CALM


def test_every_picture_of_a_long_list_is_kept_with_its_chance(garden: Garden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personalize_answers, "MOST_PICTURES", 5)
    answer = garden.runtime().get_recommendations(campaignArn=ARN, userId="u1", numResults=500)
    ranking = garden.runtime().get_personalized_ranking(campaignArn=ARN, userId="u1", inputList=[*CALM, *HAPPY])
    with garden.database.read() as tx:
        for id in (answer["recommendationId"], ranking["recommendationId"]):
            kept = tx.execute(select(shown).where(shown.c.slate == id).order_by(shown.c.position)).all()
            assert len(kept) == 5 and all(0 < one.propensity <= 1 for one in kept)
            given = answer["itemList"] if id == answer["recommendationId"] else ranking["personalizedRanking"][:5]
            assert [one["itemId"] for one in given] == [one.item for one in kept]
    assert sorted(one["itemId"] for one in ranking["personalizedRanking"]) == sorted([*CALM, *HAPPY])


def test_a_promotion_fills_its_share_of_the_answer_and_says_so(garden: Garden) -> None:
    promotion = {"name": "calm-half", "percentPromotedItems": 50, "filterArn": FILTER}
    answer = garden.runtime().get_recommendations(
        campaignArn=ARN,
        userId="u1",
        numResults=4,
        context={"EMOTION": "happy"},
        promotions=[promotion | {"filterValues": {"EMOTION": "calm"}}],
    )
    promoted = [one for one in answer["itemList"] if one.get("promotionName") == "calm-half"]
    assert len(answer["itemList"]) == 4
    assert len(promoted) == 2
    assert {one["itemId"] for one in promoted} <= set(CALM)
    assert all(one["reason"] == ["Promoted item"] for one in promoted)


def test_a_list_is_ranked_and_what_is_not_published_comes_last_without_a_score(garden: Garden) -> None:
    answer = garden.runtime().get_personalized_ranking(
        campaignArn=ARN, userId="u1", inputList=["emotions/sad/gone_h.jpeg", HAPPY[0], CALM[1], CALM[1]]
    )
    ranking = answer["personalizedRanking"]
    assert {one["itemId"] for one in ranking[:2]} == {HAPPY[0], CALM[1]}
    assert ranking[2] == {"itemId": "emotions/sad/gone_h.jpeg"}
    assert len(ranking) == 3


def test_events_become_likes_with_what_was_on_the_screen_and_each_once(garden: Garden) -> None:
    shown_to = garden.runtime().get_recommendations(campaignArn=ARN, userId="liker", numResults=3)
    keys = [one["itemId"] for one in shown_to["itemList"]]
    event = {"eventType": "click", "itemId": keys[0], "sentAt": 1_700_000_000, "eventId": "e" * 256}
    call = {"trackingId": "t", "userId": "liker", "sessionId": "s"}
    implicit = event | {"recommendationId": shown_to["recommendationId"]}
    for _ in range(2):
        garden.events().put_events(**call, eventList=[implicit])
    explicit = {"eventType": "dislike", "itemId": keys[1], "sentAt": 1_700_000_001, "impression": [keys[1], keys[2]]}
    garden.events().put_events(
        **call, eventList=[explicit, explicit | {"eventType": "unlike", "sentAt": 1_700_000_002}]
    )
    found = acts(garden.database, "liker")
    assert [(row.event_type, row.item, row.timestamp) for row in found] == [
        ("click", keys[0], 1_700_000_000),
        ("dislike", keys[1], 1_700_000_001),
        ("unlike", keys[1], 1_700_000_002),
    ]
    assert (found[0].impression, found[0].slate) == ("|".join(keys), shown_to["recommendationId"])
    assert found[1].impression == f"{keys[1]}|{keys[2]}"


def test_a_session_without_a_user_stands_for_the_visitor(garden: Garden) -> None:
    event = {"eventType": "like", "itemId": CALM[0], "sentAt": 1_700_000_000}
    garden.events().put_events(trackingId="t", sessionId="s77", eventList=[event])
    assert [row.event_type for row in acts(garden.database, "session:s77")] == ["click"]


def test_items_are_kept_with_their_moment_and_cannot_contradict_their_key(garden: Garden) -> None:
    curator = garden.events("curator")
    key = "emotions/sad/winter,snowy,day/from_script_1h.jpeg"
    curator.put_items(datasetArn=DATA, items=[{"itemId": key, "properties": '{"timestamp": 1700000000}'}])
    with garden.database.read() as tx:
        row = tx.execute(select(item).where(item.c.id == key)).one()
    assert (row.timestamp, row.emotion, row.picture) == (1_700_000_000, "sad/winter,snowy,day", None)
    wrong = {"itemId": key, "properties": '{"emotion": "happy"}'}
    code, message, _ = refused(curator.put_items, datasetArn=DATA, items=[wrong])
    assert code == "InvalidInputException"
    assert "expected 'sad/winter,snowy,day' as in the key, got 'happy'" in message
    assert "below emotions/" in refused(curator.put_items, datasetArn=DATA, items=[{"itemId": "imgPool/sad/a.jpeg"}])[1]


def test_metadata_is_given_where_it_is_asked_for(garden: Garden) -> None:
    answer = garden.runtime().get_recommendations(
        campaignArn=ARN, userId="u1", numResults=2, metadataColumns={"ITEMS": ["EMOTION"]}
    )
    for one in answer["itemList"]:
        assert one["metadata"] == {"EMOTION": one["itemId"].removeprefix("emotions/").rpartition("/")[0]}
    wrong = {"metadataColumns": {"ITEMS": ["COLOUR"]}}
    assert "got 'COLOUR'" in refused(garden.runtime().get_recommendations, campaignArn=ARN, userId="u", **wrong)[1]


def test_a_campaign_named_as_a_policy_chooses_by_it(garden: Garden) -> None:
    with garden.database.write() as tx:
        store_policies(tx, [Policy("bold", PolicySettings(exploration=1.0), 0.1)])
    bold = garden.runtime().get_recommendations(campaignArn=ARN.replace("garden", "bold"), userId="u1")
    usual = garden.runtime().get_recommendations(campaignArn=ARN, userId="u1")
    with garden.database.read() as tx:
        names = [
            tx.scalar(select(slate.c.policy).where(slate.c.id == one["recommendationId"])) for one in (bold, usual)
        ]
    assert names == ["bold", "default"]


EVENT = {"eventType": "click", "itemId": CALM[0], "sentAt": 1_700_000_000}
CALL = {"trackingId": "t", "userId": "nobody", "sessionId": "s"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"eventType": "watch"}, "expected one of"),
        ({"itemId": "emotions/calm/never_h.jpeg"}, "there is no item 'emotions/calm/never_h.jpeg'"),
        ({"sentAt": 1_700_000_000_000}, "less than or equal to 32503680000"),
        ({"recommendationId": "0" * 32}, "no recommendation"),
        ({"properties": '{"colour": "red"}'}, "expected only EMOTION, GENERATION"),
        ({"properties": "[]"}, "expected a JSON object as a string"),
    ],
)
def test_a_wrong_event_is_refused_at_the_door_with_all_of_its_call(
    garden: Garden, change: dict[str, Any], said: str
) -> None:
    with httpx2.Client(trust_env=False) as client:
        answer = client.post(
            f"{garden.address}/personalize/events",
            json=CALL | {"eventList": [EVENT, EVENT | change]},
            headers={"Authorization": f"Bearer {garden.token('kiosk')}"},
        )
    assert answer.status_code == 400
    assert answer.headers["x-amzn-errortype"] == "InvalidInputException"
    assert said in answer.json()["message"].replace("Input should be", "expected one of")
    assert acts(garden.database, "nobody") == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"userId": "u", "colour": "red"}, "colour: there is no such key"),
        ({"userId": "u", "numResults": 501}, "less than or equal to 500, got 501"),
        ({"userId": "u", "numResults": "many"}, "numResults"),
        ({"userId": "u" * 257}, "at most 200"),
        ({"userId": "u", "context": {"MOON": "full"}}, "expected only EMOTION, GENERATION"),
        ({"userId": "u", "context": {"SEASON": "monsoon"}}, "got 'monsoon'"),
        ({"userId": "u", "filterValues": {"EMOTION": "calm"}}, "expected a filterArn"),
        ({"userId": "u", "filterArn": FILTER, "filterValues": {"EMOTION": "bored"}}, "got 'bored'"),
        ({"userId": "u", "recommenderArn": ARN}, "either campaignArn or recommenderArn"),
        ({"campaignArn": "garden", "userId": "u"}, "should match pattern"),
        ({}, "userId: this key is missing"),
    ],
)
def test_a_wrong_request_is_refused_naming_what_was_expected(garden: Garden, fields: dict[str, Any], said: str) -> None:
    with httpx2.Client(trust_env=False) as client:
        answer = client.post(
            f"{garden.address}/personalize/recommendations",
            json={"campaignArn": ARN} | fields,
            headers={"Authorization": f"Bearer {garden.token('kiosk')}"},
        )
    assert (answer.status_code, answer.headers["x-amzn-errortype"]) == (400, "InvalidInputException")
    assert said in answer.json()["message"]


def test_similar_items_of_a_picture_that_is_not_here_are_not_found(garden: Garden) -> None:
    code, _, status = refused(garden.runtime().get_recommendations, campaignArn=ARN, itemId="emotions/calm/no_h.jpeg")
    assert (code, status) == ("ResourceNotFoundException", 404)


def test_strangers_and_kiosks_that_would_put_users_are_refused(garden: Garden) -> None:
    stranger = garden.client("personalize-runtime", key="AKIAIOSFODNN7EXAMPLE")
    assert refused(stranger.get_recommendations, campaignArn=ARN, userId="u")[0::2] == (
        "UnrecognizedClientException",
        403,
    )
    code, message, status = refused(garden.events().put_users, datasetArn=DATA, users=[{"userId": "u"}])
    assert (code, status) == ("AccessDeniedException", 403)
    assert "needs the role curator" in message
    assert refused(garden.runtime("display").get_recommendations, campaignArn=ARN, userId="u")[0] == (
        "AccessDeniedException"
    )
