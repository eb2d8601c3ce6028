"""What visitors say of each cell: counted, weighed, and turned into a run."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, insert

from hwawon.bulk.request import BulkRequest
from hwawon.loop.cells import ENOUGH_SHOWN, CellStanding, standings
from hwawon.loop.proposal import propose, run_of
from hwawon.loop.rate import Rate, halves
from hwawon.loop.shown import DAY_S, Tallies
from hwawon.pool.keys import Cell
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction
from hwawon.validation import validated

DAY_0 = 20_000
GOOD, POOR = Cell("happy", "spring,sunny,day"), Cell("sad", "winter,snowy,day")


def key(cell: Cell, side: str = "h") -> str:
    return f"emotions/{cell.search_key}/img_1{side}.jpeg"


def like(cell: Cell, day: int = 0, screen: tuple[Cell, ...] = (), event: str = "click") -> dict[str, object]:
    shown = "|".join(key(one) for one in screen)
    moment_s = (DAY_0 + day) * DAY_S
    row = {"visitor": "u", "item": key(cell), "timestamp": moment_s, "event_type": event}
    return row | {"impression": shown, "synthetic": False}


def add(database: Database, *likes: dict[str, object]) -> None:
    with database.write() as tx:
        tx.execute(insert(interaction), list(likes))


def cells_of(tallies: Tallies) -> dict[Cell, CellStanding]:
    with tallies.reading() as (tx, tally):
        return {one.cell: one for one in standings(tx, tally)}


@pytest.fixture
def tallies(database: Database) -> Iterator[Tallies]:
    yield Tallies(database)


def test_screens_are_counted_as_shown_and_clicks_as_liked(database: Database, tallies: Tallies) -> None:
    add(database, like(GOOD, screen=(GOOD, POOR)), like(GOOD), like(POOR, event="view"), like(POOR, event="like"))
    found = cells_of(tallies)
    assert (found[GOOD].rate.hits, found[GOOD].rate.tries) == (2, 2)
    assert (found[POOR].rate.hits, found[POOR].rate.tries) == (1, 3)
    assert len(found) == 512


def test_new_likes_are_added_and_removed_ones_are_gone(database: Database, tallies: Tallies) -> None:
    add(database, like(GOOD), like(GOOD))
    assert cells_of(tallies)[GOOD].rate.tries == 2
    add(database, like(GOOD))
    assert cells_of(tallies)[GOOD].rate.tries == 3
    with database.write() as tx:
        tx.execute(delete(interaction).where(interaction.c.id == 1))
    assert cells_of(tallies)[GOOD].rate.tries == 2


@pytest.mark.parametrize("asked_between", [False, True])
def test_a_like_that_is_taken_back_was_never_there(database: Database, tallies: Tallies, asked_between: bool) -> None:
    said = [
        like(GOOD, screen=(GOOD, POOR)),
        like(GOOD, day=1, event="unlike"),
        like(GOOD, day=1, event="unlike"),  # there is nothing left to take back
        like(POOR, day=2, screen=(GOOD,), event="dislike"),
        like(POOR, day=3, event="unlike"),
        like(POOR, day=3) | {"visitor": "another"},
        like(POOR, day=4),
        like(POOR, day=5, event="dislike"),  # in place of the like
        like(POOR, day=6, event="dislike"),
    ]
    for one in said:
        add(database, one)
        if asked_between:
            cells_of(tallies)
    found = cells_of(tallies)
    assert (found[GOOD].rate.hits, found[GOOD].rate.tries) == (0, 0)
    assert (found[POOR].rate.hits, found[POOR].rate.tries) == (1, 2)


def test_a_cell_whose_rate_falls_is_tired_and_one_shown_in_vain_too(database: Database, tallies: Tallies) -> None:
    early = [like(GOOD, day=0, screen=(GOOD, POOR)) for _ in range(ENOUGH_SHOWN)]
    late = [like(Cell("calm"), day=9, screen=(GOOD,)) for _ in range(ENOUGH_SHOWN)]
    add(database, *early, *late)
    found = cells_of(tallies)
    assert "falling" in found[GOOD].causes
    assert found[POOR].causes == ("liked_little", "few_served")
    assert {found[GOOD].state, found[POOR].state} == {"tired"}
    assert found[Cell("calm")].state == "thin"


def test_the_interval_is_wilson_s() -> None:
    assert Rate(0, 0).interval == (0.0, 1.0)
    low, high = Rate(10, 100).interval
    assert (low, high) == pytest.approx((0.0552, 0.1744), abs=1e-4)
    assert Rate(0, 10).interval[0] == 0.0
    assert Rate(5, 100).is_below(Rate(40, 100))
    assert not Rate(1, 10).is_below(Rate(4, 10))


def test_halves_are_cut_between_days() -> None:
    assert halves({1: 10}, {1: 3}) is None
    assert halves({1: 10, 2: 10}, {1: 5}) == (Rate(5, 10), Rate(0, 10))
    assert halves({1: 1, 2: 99}, {2: 9}) == (Rate(0, 1), Rate(9, 99))
    assert halves({1: 99, 2: 1}, {}) == (Rate(0, 99), Rate(0, 1))


def test_a_proposal_is_a_run_that_can_be_started_and_keeps_to_its_size(database: Database, tallies: Tallies) -> None:
    add(database, *[like(GOOD, screen=(GOOD, POOR)) for _ in range(ENOUGH_SHOWN)])
    wishes = propose(list(cells_of(tallies).values()), 64)
    assert sum(wish.pictures for wish in wishes) == 64
    assert wishes[0].standing.cell == POOR
    assert len({wish.standing.cell.emotion for wish in wishes}) > 4
    body = run_of(wishes, "next")
    assert body is not None
    assert validated(BulkRequest, body).total == 64


def test_where_nothing_is_missing_nothing_is_proposed() -> None:
    full = CellStanding(GOOD, 40, {"h": 16, "v": 16}, Rate(9, 60), causes=("well",))
    assert propose([full], 128) == []
    assert run_of([], "next") is None


def test_all_of_an_empty_garden_is_sixteen_thousand_pictures(tallies: Tallies) -> None:
    wishes = propose(list(cells_of(tallies).values()), 16_384)
    assert sum(wish.pictures for wish in wishes) == 16_384
    assert {wish.pictures for wish in wishes} == {32}
