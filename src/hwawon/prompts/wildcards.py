"""Lists of words that people write: `__name__` in a prompt stands for one of a list's words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from hwawon.errors import BadInput, NotFound
from hwawon.prompts.expand import NAME
from hwawon.prompts.words import HOUSE_LISTS
from hwawon.storage.garden_tables import wildcard as t

LONGEST_NAME = 60
LONGEST_WORD = 500
MOST_WORDS = 2000


@dataclass(frozen=True)
class Wildcard:
    """A list; `built_in`: the house's own, which somebody may replace and nobody can delete."""

    name: str
    words: tuple[str, ...]
    built_in: bool = False


def all_lists(tx: Connection) -> list[Wildcard]:
    """Every list by name; one that somebody wrote stands in the place of the house's of the same name."""
    lists = {name: Wildcard(name, words, built_in=True) for name, words in HOUSE_LISTS.items()}
    for name, words in tx.execute(select(t.c.name, t.c.words)):
        lists[name] = Wildcard(name, tuple(words))
    return [lists[name] for name in sorted(lists)]


def words_by_name(tx: Connection) -> Mapping[str, Sequence[str]]:
    """As `expanded` takes them."""
    return {one.name: one.words for one in all_lists(tx)}


def put(tx: Connection, name: str, words: Sequence[str], now: datetime) -> Wildcard:
    """Keep a list under this name in place of what was there; words once each, without blanks around.

    Raises:
        BadInput: a name that could not stand between underscores, no word, too many, or one that is too long.
    """
    kept = Wildcard(checked_name(name), _checked_words(words))
    values = {"words": list(kept.words), "updated_at": now}
    if tx.execute(update(t).where(t.c.name == kept.name).values(values)).rowcount == 0:
        try:
            with tx.begin_nested():
                tx.execute(insert(t).values(name=kept.name, **values))
        except IntegrityError:  # another was as quick: the last one counts
            tx.execute(update(t).where(t.c.name == kept.name).values(values))
    return kept


def forget(tx: Connection, name: str) -> None:
    """Remove what somebody wrote; the house's own list of that name, where there is one, counts again.

    Raises:
        NotFound: nobody wrote a list of that name.
    """
    if tx.execute(delete(t).where(t.c.name == name.lower())).rowcount == 0:
        raise NotFound(f"nobody wrote a list of words {name[:LONGEST_NAME]!r}")


def checked_name(name: str) -> str:
    """The name in small letters.

    Raises:
        BadInput: it could not stand between double underscores.
    """
    if not re.fullmatch(NAME, name) or len(name.lower()) > LONGEST_NAME:
        wanted = f"letters and digits, joined by single - or _, at most {LONGEST_NAME}"
        raise BadInput(f"{name[:80]!r} is no name for a list of words: expected {wanted}")
    return name.lower()


def _checked_words(words: Sequence[str]) -> tuple[str, ...]:
    kept = tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
    if not 1 <= len(kept) <= MOST_WORDS:
        raise BadInput(f"a list has 1 to {MOST_WORDS} words, got {len(kept)}")
    longest = max(kept, key=len)
    if len(longest) > LONGEST_WORD:
        raise BadInput(
            f"a word of a list has at most {LONGEST_WORD} characters, got {len(longest)}: {longest[:40]!r}..."
        )
    return kept
