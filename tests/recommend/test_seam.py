"""What other rooms rely on: a slate is logged, opinions are rows, a visitor is forgotten."""

from sqlalchemy import select

from hwawon.recommend import erase
from hwawon.recommend.opinions import opinions_of
from hwawon.recommend.recommender import Recommender
from hwawon.recommend.schema import SlateOut, slate_json
from hwawon.recommend.wish import Wish
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction
from hwawon.storage.visitor_tables import shown, slate
from support.visitors_world import feels, publish, say, tails


def test_a_slate_is_logged_with_each_picture_and_its_chance(database: Database) -> None:
    keys = publish(database, tails(6))
    say(database, "ada", keys[0])
    made = Recommender(database).slate(Wish(feels("calm"), size=3, visitor="ada", surface="kiosk"))
    with database.read() as tx:
        row = tx.execute(select(slate)).one()
        rows = tx.execute(select(shown).order_by(shown.c.position)).all()
    assert (row.id, row.visitor, row.surface, row.seed) == (made.id, "ada", "kiosk", made.seed)
    assert [(one.item, one.propensity) for one in rows] == [(one.item, one.propensity) for one in made.shown]
    assert all(0 < one.propensity <= 1 and one.item.startswith("emotions/calm/") for one in rows)


def test_a_slate_as_json_fits_its_description(database: Database) -> None:
    (key, *_) = publish(database, tails(6))
    say(database, "ada", key, "dislike")
    made = Recommender(database).slate(Wish(feels("calm"), first=(key,)))
    with database.read() as tx:
        told = SlateOut.model_validate(slate_json(tx, made, "/garden", "ada"))
        nobodys = slate_json(tx, made, "/garden", None)
    assert {one["opinion"] for one in nobodys["pictures"]} == {0}
    assert [one.item for one in told.pictures] == [one.item for one in made.shown]
    assert (told.pictures[0].opinion, told.pictures[0].propensity) == (-1, 1.0)
    assert told.pictures[0].url == f"/garden/{key}"


def test_who_is_forgotten_leaves_no_row(database: Database) -> None:
    keys = publish(database, tails(3))
    recommender = Recommender(database)
    for who in ("ada", "bob"):
        say(database, who, keys[0])
        recommender.slate(Wish(feels("calm"), visitor=who))
    with database.write() as tx:
        erase.forget(tx, "ada")
    with database.read() as tx:
        assert list(tx.scalars(select(interaction.c.visitor))) == ["bob"]
        assert list(tx.scalars(select(slate.c.visitor))) == ["bob"]
        assert tx.scalar(select(shown.c.slate).where(shown.c.slate.not_in(select(slate.c.id)))) is None


def test_what_was_taken_back_is_no_opinion(database: Database) -> None:
    keys = publish(database, tails(3))
    for kind, item in (("click", keys[0]), ("dislike", keys[1]), ("click", keys[2]), ("unlike", keys[2])):
        say(database, "ada", item, kind)
    say(database, "bob", keys[2])
    with database.read() as tx:
        assert opinions_of(tx, "ada", keys) == {keys[0]: 1, keys[1]: -1}
        assert opinions_of(tx, "ada", keys[1:]) == {keys[1]: -1}
        assert opinions_of(tx, "ada", []) == {}
