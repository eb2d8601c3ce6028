"""What an import did, file by file."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from hwawon.datasets.moments import Unit
from hwawon.datasets.schemas import Name

MOST_LINES = 100  # told one by one; all are counted
MOST_EXAMPLES = 5


@dataclass(frozen=True)
class BadLine:
    """A line that was left out."""

    file: Name
    line: int
    problem: str


@dataclass
class FileReport:
    """One file's lines: rows = added + updated + skipped + repeated + bad."""

    rows: int = 0  # lines behind the header that are not empty
    added: int = 0
    updated: int = 0
    skipped: int = 0  # there already, exactly so
    repeated: int = 0  # users and items: an earlier line of an id that comes again; the last one counts
    bad: int = 0
    unit: Unit | None = None  # of the stamps
    unknown_users: int = 0  # interactions of nobody that is known; kept, as are those below
    unknown_items: int = 0
    unknown_emotions: int = 0
    examples: dict[str, list[str]] = field(default_factory=dict)  # of what is unknown
    ignored_columns: tuple[str, ...] = ()

    def note(self, what: str, value: str) -> None:
        """Keep one of the first examples of what is unknown."""
        known = self.examples.setdefault(what, [])
        if value not in known and len(known) < MOST_EXAMPLES:
            known.append(value)


@dataclass(frozen=True)
class ImportReport:
    """The files that were given, and the first of the lines that were left out."""

    files: Mapping[Name, FileReport]
    lines: tuple[BadLine, ...]

    @property
    def bad(self) -> int:
        return sum(one.bad for one in self.files.values())

    def as_json(self) -> dict[str, Any]:
        """Files that were not given are null."""
        told: dict[str, Any] = dict.fromkeys(("users", "items", "interactions"))
        told |= {name: asdict(one) for name, one in self.files.items()}
        return told | {"bad": self.bad, "lines": [asdict(line) for line in self.lines], "notices": self.notices()}

    def notices(self) -> list[str]:
        """Sentences about what was kept and is odd."""
        return [sentence for name, one in self.files.items() for sentence in _notices(name, one)]


def _notices(name: Name, one: FileReport) -> list[str]:
    unknown = [
        (one.unknown_users, "unknown_users", "of users that are not known"),
        (one.unknown_items, "unknown_items", "of items that are not known"),
        (one.unknown_emotions, "unknown_emotions", "with an emotion that is none of the eight"),
    ]
    said = [
        f"{name}.csv: {count} rows {words} were kept, such as {', '.join(one.examples.get(kind, []))}"
        for count, kind, words in unknown
        if count
    ]
    if one.repeated:
        said.append(f"{name}.csv: {one.repeated} lines of ids that come again; the last line of each counts")
    if one.unit in ("milliseconds", "mixed"):
        mixed = "both in seconds and in milliseconds" if one.unit == "mixed" else "in milliseconds"
        said.append(f"{name}.csv: the stamps are {mixed}; kept in seconds")
    if one.ignored_columns:
        said.append(f"{name}.csv: columns without a use were ignored: {', '.join(one.ignored_columns)[:200]}")
    return said
