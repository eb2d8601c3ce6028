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
from pathlib import Path
from typing import NamedTuple

log = logging.getLogger(__name__)

FILE_NAME = "tags.csv"
KINDS = {"0": "general", "1": "artist", "3": "copyright", "4": "character", "5": "meta"}  # as such files number them
MOST_ROWS = 1_000_000
_MOST_USED = 2**63
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
    """Tags by the beginnings of their names and aliases, in columns; safe to share between threads."""

    def __init__(self, rows: Iterable[tuple[Tag, tuple[str, ...]]]) -> None:
        self._names: list[str] = []
        self._kinds: list[str] = []
        self._counts = array("Q")
        aliases, tag_of_alias = list[str](), array("I")
        for place, (tag, others) in enumerate(rows):
            self._names.append(tag.name)
            self._kinds.append(tag.kind)
            self._counts.append(min(tag.count, _MOST_USED))
            aliases += others
            tag_of_alias.extend([place] * len(others))
        self._by_name = _Index(self._names, array("I", range(len(self._names))), self._counts)
        self._by_alias = _Index(aliases, tag_of_alias, self._counts)

    def search(self, typed: str, limit: int) -> list[Found]:
        """Up to `limit` tags that begin with what was typed, or have an alias that does.

        The tag that is wholly typed comes first, then the most used.
        """
        key = _key(typed.strip())
        found = [self._found(tag, None) for _, tag in self._by_name.best(key, limit)]
        if key:
            by_alias = self._by_alias.best(key, _ALIASES_OF_ONE * limit)
            found += [self._found(tag, alias) for alias, tag in by_alias]
        once: dict[str, Found] = {}
        for one in sorted(found, key=lambda one: (_key(one.alias or one.tag.name) != key, -one.tag.count)):
            once.setdefault(one.tag.name, one)
        return list(once.values())[:limit]

    def _found(self, tag: int, alias: str | None) -> Found:
        return Found(Tag(self._names[tag], self._kinds[tag], self._counts[tag]), alias)


class _Index:
    """Written words in the order of their keys, with the tag of each and how much it is used."""

    def __init__(self, written: list[str], tag_of: array[int], counts: array[int]) -> None:
        keys = [_key(one) for one in written]
        order = sorted(range(len(keys)), key=keys.__getitem__)
        self._keys = [keys[place] for place in order]
        self._written = [written[place] for place in order]
        self._tags = array("I", (tag_of[place] for place in order))
        self._counts = array("Q", (counts[tag] for tag in self._tags))

    def best(self, key: str, limit: int) -> list[tuple[str, int]]:
        """What has exactly this key, then the most used that begin with it, up to `limit` of each; words and tags."""
        first, last = bisect_left(self._keys, key), bisect_left(self._keys, key + _LAST)
        exact = range(first, min(bisect_right(self._keys, key), first + limit))
        used = heapq.nlargest(limit, range(first, last), key=self._counts.__getitem__)
        return [(self._written[place], self._tags[place]) for place in dict.fromkeys((*exact, *used))]


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
