"""What decides how long a job takes, as words and as a number."""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from hwawon.jobs.effort import UNGUIDED, WORDS_CHARACTERS, Effort, Pass, read, short, together

ONE = Effort("diffusers", "rose", (Pass(768, 512, 20),))
KINDS = ("canny", "depth", "line_art", "pose", "reference", "soft_edge", "tile", UNGUIDED)


def some(seed: int, most_kinds: int = 2) -> Iterator[Effort]:
    """Efforts at random."""
    chance = random.Random(seed)
    while True:
        sizes = [(8 * chance.randint(32, 160), 8 * chance.randint(32, 160)) for _ in range(chance.randint(0, 2))]
        yield Effort(
            chance.choice(["painter", "diffusers", "webui", "painter:identity"]),
            "".join(chance.choice("abc .[]_-7") for _ in range(chance.randint(1, 60))),
            tuple(Pass(*size, chance.randint(1, 150)) for size in sizes),
            chance.randint(1, 16),
            tuple(sorted(chance.sample(KINDS, chance.randint(0, most_kinds)))),
        )


def test_the_words_name_what_decides() -> None:
    several = Effort("diffusers", "rose", (Pass(784, 488, 20), Pass(1280, 800, 8)), 2, ("line_art", UNGUIDED))
    assert ONE.words == "diffusers rose 768x512@20 x1"
    assert several.words == "diffusers rose 784x488@20+1280x800@8 x2 line_art,unguided"
    assert replace(ONE, passes=()).words == "diffusers rose - x1"


CHANGES: dict[str, dict[str, Any]] = {
    "engine": {"engine": "webui"},
    "checkpoint": {"checkpoint": "tulip"},
    "size": {"passes": (Pass(768, 576, 20),)},
    "steps": {"passes": (Pass(768, 512, 8),)},
    "a second pass": {"passes": (Pass(768, 512, 20), Pass(1280, 800, 8))},
    "count": {"count": 2},
    "a control": {"kinds": ("line_art",)},
    "another control": {"kinds": ("reference",)},
    "two of them": {"kinds": ("line_art", "line_art")},
    "guidance": {"kinds": (UNGUIDED,)},
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_decides_makes_another_pace(what: str) -> None:
    assert replace(ONE, **CHANGES[what]).words != ONE.words


def test_words_are_read_back_and_mean_the_same() -> None:
    for _, effort in zip(range(300), some(1), strict=False):
        again = read(effort.words)
        assert again is not None
        assert again.words == effort.words
        assert again.cost == pytest.approx(effort.cost)
        assert again.checkpoint == short(effort.checkpoint)


def test_words_fit_the_column_and_differ_where_the_efforts_do() -> None:
    efforts = [effort for _, effort in zip(range(2000), some(2, most_kinds=8), strict=False)]
    told = {effort.words: replace(effort, checkpoint=short(effort.checkpoint)) for effort in efforts}
    assert max(map(len, told)) <= WORDS_CHARACTERS
    assert any(" #" in words for words in told)  # some are too long, and say so
    assert len(told) == len({replace(effort, checkpoint=short(effort.checkpoint)) for effort in efforts})


@pytest.mark.parametrize(
    "words", ["", "p", "painter 768x512 x1", "painter rose 768x512@20", "painter rose 768x512 x1", "a b #0f12ab34"]
)
def test_other_words_are_not_understood(words: str) -> None:
    assert read(words) is None


def test_cost_grows_with_pixels_steps_and_pictures() -> None:
    assert replace(ONE, passes=(Pass(1536, 512, 20),)).cost == pytest.approx(2 * ONE.cost)
    assert replace(ONE, count=3).cost == pytest.approx(3 * ONE.cost)
    assert 1.8 * ONE.cost < replace(ONE, passes=(Pass(768, 512, 40),)).cost < 2 * ONE.cost
    assert 0.5 * ONE.cost < replace(ONE, kinds=(UNGUIDED,)).cost < 0.6 * ONE.cost
    assert ONE.cost < replace(ONE, kinds=("line_art",)).cost < replace(ONE, kinds=("reference",)).cost
    assert replace(ONE, passes=()).cost == 0


def test_steps_of_a_larger_pass_count_for_more() -> None:
    two = replace(ONE, passes=(Pass(512, 512, 10), Pass(1024, 1024, 5)))
    assert [two.evened(step, 15) for step in (0, 10, 15)] == pytest.approx([0, 5, 15])
    assert [two.evened(step, 30) for step in (0, 20, 25, 30)] == pytest.approx([0, 10, 20, 30])
    assert [ONE.evened(step, 20) for step in (0, 7, 20)] == [0, 7, 20]
    assert replace(two, count=2).evened(7, 30) == 7


def test_several_jobs_in_one_cost_what_they_cost_alone_but_for_the_decoding() -> None:
    other = replace(ONE, passes=(Pass(512, 512, 10),), count=2)
    both = together([ONE, other, ONE])
    assert both is not None
    assert both.passes == (Pass(512, 512, 20), Pass(768, 512, 40))
    assert both.cost == pytest.approx(2 * ONE.cost + other.cost, rel=0.1)
    assert together([]) is None
    mixed = together([ONE, replace(ONE, engine="painter", checkpoint="a", kinds=(UNGUIDED,))])
    assert mixed is not None
    assert (mixed.engine, mixed.checkpoint) == ("diffusers+painter", "a+rose")
