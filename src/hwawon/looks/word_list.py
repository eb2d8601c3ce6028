"""Words to choose from while typing: the tags of a file in the data folder, else the house's own.

The file has the layout of A1111's tag completion: `name,kind,count,"alias,alias"`, a tag a line, no heading.
"""

from __future__ import annotations

import csv
import heapq
import logging
import threading
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from io import StringIO
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

log = logging.getLogger(__name__)

FILE_NAME = "tags.csv"
KINDS = {"0": "general", "1": "artist", "3": "copyright", "4": "character", "5": "meta"}  # as such files number them
MOST_ROWS = 1_000_000
_LAST = "\U0010ffff"
_ALIASES_OF_ONE = 3  # that begin alike, as a rule


@dataclass(frozen=True, slots=True)
class Tag:
    """A word; `count` is how often it is used, where that is known."""

    name: str
    kind: str
    count: int


class Found(NamedTuple):
    """A tag, and the alias by which it was found, None where by its own name."""

    tag: Tag
    alias: str | None


class WordList:
    """Tags by the beginnings of their names and aliases; safe to share between threads."""

    def __init__(self, rows: Iterable[tuple[Tag, tuple[str, ...]]]) -> None:
        tags = list(rows)
        self._names = _Index((_key(tag.name), Found(tag, None)) for tag, _ in tags)
        self._aliases = _Index((_key(alias), Found(tag, alias)) for tag, aliases in tags for alias in aliases)

    def search(self, typed: str, limit: int) -> list[Found]:
        """Up to `limit` tags that begin with what was typed, or have an alias that does.

        The tag that is wholly typed comes first, then the most used.
        """
        key = _key(typed.strip())
        found = self._names.best(key, limit)
        if key:
            found += self._aliases.best(key, _ALIASES_OF_ONE * limit)
        once: dict[str, Found] = {}
        for one in sorted(found, key=lambda one: (_key(one.alias or one.tag.name) != key, -one.tag.count)):
            once.setdefault(one.tag.name, one)
        return list(once.values())[:limit]


class _Index:
    """What is found under sorted keys, and how much it is wanted."""

    def __init__(self, entries: Iterable[tuple[str, Found]]) -> None:
        ordered = sorted(entries, key=itemgetter(0))
        self._keys = [key for key, _ in ordered]
        self._found = [found for _, found in ordered]
        by_use = sorted(range(len(ordered)), key=lambda place: -ordered[place][1].tag.count)
        self._ranks = array("I", bytes(4 * len(ordered)))
        for rank, place in enumerate(by_use):
            self._ranks[place] = rank

    def best(self, key: str, limit: int) -> list[Found]:
        """What has exactly this key, then the most used that begin with it; up to `limit` of each."""
        first, last = bisect_left(self._keys, key), bisect_left(self._keys, key + _LAST)
        exact = range(first, min(bisect_right(self._keys, key), first + limit))
        used = heapq.nsmallest(limit, range(first, last), key=self._ranks.__getitem__)
        return [self._found[place] for place in dict.fromkeys((*exact, *used))]


class Words:
    """The list in force: read once, and again when the file changes."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / FILE_NAME
        self._state: tuple[int, int] | None = None
        self._list: WordList | None = None
        self._reading = threading.Lock()

    def search(self, typed: str, limit: int) -> list[Found]:
        """See `WordList.search`."""
        return self._current().search(typed, limit)

    def _current(self) -> WordList:
        with self._reading:
            state = self._now()
            if self._list is None or state != self._state:
                text = own_words() if state is None else self._path.read_text(encoding="utf-8-sig", errors="replace")
                self._list, self._state = WordList(read_rows(text)), state
            return self._list

    def _now(self) -> tuple[int, int] | None:
        """What changes when the file does; None where there is none."""
        try:
            now = self._path.stat()
        except OSError:
            return None
        return now.st_mtime_ns, now.st_size


def own_words() -> str:
    """The house's own list, in the same layout."""
    return (files(__package__) / "words.csv").read_text(encoding="utf-8")


def read_rows(text: str) -> Iterator[tuple[Tag, tuple[str, ...]]]:
    """The tags of a file's text with their aliases; lines without a name are passed over, missing numbers are 0."""
    reader = csv.reader(StringIO(text))
    try:
        for place, row in enumerate(reader):
            if place == MOST_ROWS:
                log.warning("only the first %d tags are read", MOST_ROWS)
                return
            name, kind, count, aliases = (*row, "", "", "", "")[:4]
            if name.strip():
                tag = Tag(name.strip(), KINDS.get(kind, kind), int(count) if count.isdecimal() else 0)
                yield tag, tuple(alias.strip() for alias in aliases.split(",") if alias.strip())
    except csv.Error as error:
        log.warning("the list of tags ends at line %d: %s", reader.line_num, error)


def _key(name: str) -> str:
    """What is compared: small letters, and a space is as good as an underscore."""
    key = name.lower().replace(" ", "_")
    return name if key == name else key  # most are their own key, which is then kept once
