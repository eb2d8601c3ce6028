"""The shelf: a small record for each set of weights, in the models folder; the files stay where they are."""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from hwawon.disk import make_folder, write_atomically
from hwawon.errors import BadInput, Conflict, NotFound
from hwawon.weights import names
from hwawon.weights.found import Located
from hwawon.weights.hashing import Progress, hashed
from hwawon.weights.inspect import inspect
from hwawon.weights.record import Family, Kind, Weights

CONVERTED = "openvino"  # the folder of networks that were converted; each begins with its checkpoint's hash

State = Literal["installed", "missing", "damaged"]


@dataclass(frozen=True)
class Standing:
    """A record, and whether its files are still as it says."""

    weights: Weights
    state: State


class Shelf:
    """What people have added, by id. Cheap to read: no weight file is opened."""

    def __init__(self, models_dir: Path) -> None:
        self._folder = models_dir / "weights"
        self.brought = models_dir / "hub"  # files that `install` fetched, and `remove` takes away again
        self._known: dict[Path, tuple[tuple[int, ...], Weights]] = {}  # each record with its file's state

    def all(self, kind: Kind | None = None, family: Family | None = None) -> tuple[Weights, ...]:
        """What is on the shelf and still on the disk, by id; with `family`, what works with its checkpoints."""
        return tuple(
            one
            for one in self._records()
            if kind in (None, one.kind) and (family is None or one.fits(family)) and one.path.exists()
        )

    def standing(self) -> list[Standing]:
        """Every record with whether its files are there; hashes are not read, so "damaged" is never said here."""
        return [Standing(one, "installed" if one.path.exists() else "missing") for one in self._records()]

    def get(self, kind: Kind, id: str) -> Weights:
        """The weights of that kind and id; capitals do not matter.

        Raises:
            BadInput: there are none; the message lists those there are.
        """
        known = self.all(kind)
        for one in known:
            if one.id.lower() == id.lower():
                return one
        listed = ", ".join(one.id for one in known) or "none"
        raise BadInput(f"unknown {kind.replace('_', ' ')} {id!r}; known are {listed}")

    def add(
        self,
        path: Path,
        *,
        id: str | None = None,
        licence: str | None = None,
        kind: Kind | None = None,
        family: Family | None = None,
        allow_pickle: bool = False,
        progress: Progress | None = None,
    ) -> Weights:
        """Put weights on the shelf: find out what they are, hash them, write the record. The same weights are one.

        Args:
            path: a file, or a folder of the diffusers layout; it stays where it is.
            id: what people write; else the file's name made tidy, with a number where other weights have it.
            licence: else what the files say of themselves.
            kind: what the weights have to be; of a pickle file, what they are said to be.
            family: wins over what the files show.

        Raises:
            BadInput: see `inspect`.
            Conflict: other weights have that id.
        """
        wanted = names.tidy(id) if id else None
        located = inspect(path, kind=kind, family=family, allow_pickle=allow_pickle)
        sha, size = hashed(located.path, progress)
        make_folder(self._folder)
        with self._alone():
            known = {one.id: one for one in self._records()}
            same = [one for one in known.values() if _same(one, located, sha)]
            chosen = wanted or (same[0].id if same else _free_name(located.path, known))
            other = next((one for one in known.values() if one.id.lower() == chosen.lower()), None)
            if other and other not in same and other.path.exists():
                raise Conflict(f"other weights are called {other.id!r} already ({other.path}); name another --id")
            weights = _weights(chosen, located, sha, size, licence or next((one.licence for one in same), None))
            write_atomically(self._place(chosen), json.dumps(_to_json(weights), indent=1).encode())
            for one in same:
                if one.id != chosen and (one.path == located.path or not one.path.exists()):
                    self._place(one.id).unlink(missing_ok=True)
        return weights

    def remove(self, id: str) -> Weights:
        """Take the record off the shelf; the files too where `install` had brought them, and nobody else has them.

        Raises:
            NotFound: there is none of that id.
        """
        weights = next((one for one in self._records() if one.id.lower() == id.lower()), None)
        if weights is None:
            raise NotFound(f"there are no weights called {id!r} on the shelf")
        self._place(weights.id).unlink(missing_ok=True)
        others = [one.path for one in self._records()]
        shared = any(path.is_relative_to(weights.path) or weights.path.is_relative_to(path) for path in others)
        if weights.path.is_relative_to(self.brought.resolve()) and not shared:
            shutil.rmtree(weights.path) if weights.path.is_dir() else weights.path.unlink(missing_ok=True)
        if all(one.sha256 != weights.sha256 for one in self._records()):
            for converted in (self._folder.parent / CONVERTED).glob(f"{weights.sha256}-*"):
                shutil.rmtree(converted)
        return weights

    def check(self, ids: Sequence[str] | None = None) -> list[Standing]:
        """Hash the files again: "damaged" where they differ from their record.

        Raises:
            NotFound: an id that is not on the shelf.
        """
        wanted = None if ids is None else {each.lower() for each in ids}
        found = [one for one in self._records() if wanted is None or one.id.lower() in wanted]
        if wanted and (unknown := sorted(wanted - {one.id.lower() for one in found})):
            raise NotFound(f"there are no weights called {unknown[0]!r} on the shelf")
        return [Standing(one, _state(one)) for one in found]

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes from choosing an id inside the block."""
        with (self._folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _records(self) -> list[Weights]:
        if not self._folder.is_dir():
            return []
        found = (self._read(path) for path in sorted(self._folder.glob("*.json")))
        return [one for one in found if one is not None]

    def _read(self, place: Path) -> Weights | None:
        """The record, read again only where its file has changed: engines ask for each picture."""
        try:
            stat = place.stat()
            state = stat.st_ino, stat.st_mtime_ns, stat.st_size
            if place not in self._known or self._known[place][0] != state:
                self._known[place] = state, _from_json(json.loads(place.read_text(encoding="utf-8")))
            return self._known[place][1]
        except FileNotFoundError:  # removed a moment ago
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadInput(
                f"the record {place} cannot be read ({error}); remove it and add the weights again"
            ) from error

    def _place(self, id: str) -> Path:
        return self._folder / f"{id}.json"


def _same(one: Weights, located: Located, sha: str) -> bool:
    """Whether a record is of these files, or of equal ones whose record leads nowhere or was made elsewhere."""
    return one.path == located.path or (one.sha256 == sha and one.kind is located.found.kind)


def _free_name(path: Path, known: dict[str, Weights]) -> str:
    stem = names.tidy(path.name if path.is_dir() else path.stem)
    taken = {one.lower() for one in known}
    numbers = range(2, len(taken) + 3)
    return next(name for name in (stem, *(f"{stem}-{n}" for n in numbers)) if name.lower() not in taken)


def _weights(id: str, located: Located, sha: str, size: int, licence: str | None) -> Weights:
    found = located.found
    return Weights(
        id=id,
        kind=found.kind,
        path=located.path,
        layout=located.layout,
        sha256=sha,
        bytes=size,
        family=found.family,
        licence=licence or found.licence,
        details=found.details,
    )


def _state(weights: Weights) -> State:
    if not weights.path.exists():
        return "missing"
    try:
        sha, _size = hashed(weights.path)
    except BadInput:
        return "damaged"
    return "installed" if sha == weights.sha256 else "damaged"


def _to_json(weights: Weights) -> dict[str, Any]:
    return asdict(weights) | {"path": str(weights.path)}


def _from_json(row: dict[str, Any]) -> Weights:
    family = Family(row["family"]) if row["family"] else None
    return Weights(**{**row, "kind": Kind(row["kind"]), "family": family, "path": Path(row["path"])})
