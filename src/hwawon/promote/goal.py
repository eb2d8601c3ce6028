"""What a promotion makes of one picture's place, and what that asks of its files: arithmetic only."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from hwawon.promote.place import Place

Kind = Literal["promote", "retract", "remove"]


@dataclass(frozen=True)
class FileWork:
    """Keys: where the file is copied from and to, the one that visitors will be given, and those that go."""

    source: str | None
    targets: tuple[str, ...]
    shown: str | None
    deletes: tuple[str, ...]

    @property
    def is_move(self) -> bool:
        return self.source in self.deletes


def goal(
    kind: Kind, now: Place, moment: datetime, *, keep_file: bool = False, kept: Mapping[str, Any] | None = None
) -> Place | None:
    """Where the picture will be, None where it will be gone; the same place where there is nothing to do.

    `kept` is the place that an undo restores, as `Place.as_json`.
    """
    if kept is not None:
        return now.restored(kept)
    if kind == "remove":
        return None
    if kind == "promote":
        return now if now.published_at else now.served(moment)
    after = now.unserved(keep_file=keep_file)
    return after if after.key or not now.key else replace(after, pool_key=now.name.pool_key)


def file_work(now: Place, after: Place | None) -> FileWork:
    """What must be done with the files so that they lie as the new place says."""
    if after is None:  # a promotion that died may have left a copy
        return FileWork(now.key, (), None, (now.name.pool_key, now.name.serving_key))
    before, wanted = _keys(now), _keys(after)
    shown = after.serving_key if after.published_at else None
    targets = tuple(key for key in wanted if key not in before)
    return FileWork(now.key, targets, shown, tuple(key for key in before if key not in wanted))


def _keys(place: Place) -> tuple[str, ...]:
    return tuple(key for key in (place.pool_key, place.serving_key) if key)
