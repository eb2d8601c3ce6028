"""Lists of words in the database, of both kinds."""

import re
from datetime import timedelta

import pytest

from hwawon.errors import BadInput, NotFound
from hwawon.prompts import wildcards
from hwawon.prompts.words import HOUSE_LISTS
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import wildcard
from hwawon.storage.types import utc_now


def put(database: Database, name: str, *words: str) -> wildcards.Wildcard:
    with database.write() as tx:
        return wildcards.put(tx, name, words, utc_now())


def names(database: Database) -> list[str]:
    with database.read() as tx:
        return [one.name for one in wildcards.all_lists(tx)]


def test_a_list_is_kept_changed_and_forgotten(database: Database) -> None:
    assert names(database) == sorted(HOUSE_LISTS)
    put(database, "Moss", " soft moss ", "", "stone", "stone")
    put(database, "bark", "birch")
    with database.read() as tx:
        assert wildcards.words_by_name(tx)["moss"] == ("soft moss", "stone")
    put(database, "moss", "peat")
    with database.read() as tx:
        assert wildcards.words_by_name(tx)["moss"] == ("peat",)
    assert names(database) == sorted([*HOUSE_LISTS, "moss", "bark"])
    with database.write() as tx:
        wildcards.forget(tx, "MOSS")
    assert names(database) == sorted([*HOUSE_LISTS, "bark"])


def test_a_list_of_the_house_can_be_replaced_and_comes_back(database: Database) -> None:
    put(database, "animal", "whale")
    with database.read() as tx:
        (mine,) = [one for one in wildcards.all_lists(tx) if one.name == "animal"]
    assert (mine.words, mine.built_in) == (("whale",), False)
    with database.write() as tx:
        wildcards.forget(tx, "animal")
    with database.read() as tx:
        (house,) = [one for one in wildcards.all_lists(tx) if one.name == "animal"]
    assert (house.words, house.built_in) == (HOUSE_LISTS["animal"], True)
    with database.write() as tx, pytest.raises(NotFound, match="nobody wrote a list of words 'animal'"):
        wildcards.forget(tx, "animal")


@pytest.mark.parametrize("name", ["", "a b", "_a", "a__b", "a-", "a:b", "x" * 61, "../a"])
def test_a_name_that_could_not_stand_in_a_prompt_is_refused(database: Database, name: str) -> None:
    with pytest.raises(BadInput, match="is no name for a list of words: expected letters and digits"):
        put(database, name, "word")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "1 to 2000 words, got 0"),
        (["", " "], "1 to 2000 words, got 0"),
        ([str(number) for number in range(2001)], "1 to 2000 words, got 2001"),
        (["x" * 501], "at most 500 characters, got 501"),
    ],
)
def test_a_list_without_words_or_with_too_many_is_refused(database: Database, words: list[str], said: str) -> None:
    with pytest.raises(BadInput, match=re.escape(said)):
        put(database, "moss", *words)
    assert "moss" not in names(database)


def test_the_time_of_a_change_is_kept(database: Database) -> None:
    now = utc_now()
    with database.write() as tx:
        wildcards.put(tx, "moss", ["peat"], now - timedelta(days=1))
        wildcards.put(tx, "moss", ["peat"], now)
        kept = tx.execute(wildcard.select()).one()
    assert kept.updated_at == now


def test_a_name_that_grows_in_small_letters_is_as_long_as_it_is_kept(database: Database) -> None:
    with pytest.raises(BadInput, match="is no name for a list"):
        put(database, "İ" * 40, "x")
    put(database, "İ" * 30, "x")
    assert "i̇" * 30 in names(database)
