"""The shelf: a small record for each set of weights, in the models folder; the files stay where they are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from hwawon.disk import make_folder, write_atomically
from hwawon.errors import BadInput, Conflict, NotFound
from hwawon.weights.folders import weight_files
from hwawon.weights.inspect import Inspected, inspect
from hwawon.weights.record import Family, Kind, Weights

State = Literal["here", "missing", "damaged"]
Progress = Callable[[int, int], None]  # bytes hashed, bytes in all
_PIECE_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class Standing:
    """A record and whether its files are still as it says."""

    weights: Weights
    state: State


class Shelf:
    """What people have added, by id. Cheap to read: no weight file is opened."""

    def __init__(self, models_dir: Path) -> None:
        self._folder = models_dir / "weights"

    def all(self, kind: Kind | None = None, family: Family | None = None) -> tuple[Weights, ...]:
        """What is on the shelf and still on the disk, by name; weights without a family fit every one."""
        return tuple(
            one
            for one in self._records()
            if kind in (None, one.kind) and (family is None or one.family in (None, family)) and one.path.exists()
        )

    def standing(self) -> list[Standing]:
        """Every record with whether its files are there; hashes are not read."""
        return [Standing(one, "here" if one.path.exists() else "missing") for one in self._records()]

    def get(self, kind: Kind, id: str) -> Weights:
        """The weights of that kind and name; capitals do not matter.

        Raises:
            BadInput: there are none; the message lists those there are.
        """
        known = self.all(kind)
        for one in known:
            if one.id.lower() == id.lower():
                return one
        names = ", ".join(one.id for one in known) or "none"
        raise BadInput(f"unknown {kind.replace('_', ' ')} {id!r}; known are {names}")

    def add(
        self,
        path: Path,
        *,
        id: str | None = None,
        licence: str | None = None,
        kind: Kind | None = None,
        family: Family | None = None,
        progress: Progress | None = None,
    ) -> Weights:
        """Put weights on the shelf: find out what they are, hash them, write the record. The same files twice are one.

        Args:
            path: a file or a folder of the diffusers layout; it stays where it is.
            kind, family: what the files themselves do not say.

        Raises:
            NotFound, BadInput: see `inspect`.
            Conflict: other weights have that id.
        """
        path = path.expanduser().resolve()
        found = inspect(path)
        found = replace(found, kind=kind or found.kind, family=family or found.family)
        digest, size = _hashed(path, progress or _silent)
        name = _tidy(id or path.stem if path.is_file() else id or path.name)
        weights = _weights(name, found, path, digest, size, licence)
        before = self._read(name)
        if before is not None and before.sha256 != digest and before.path.exists():
            raise Conflict(f"other weights are called {name!r} already ({before.path}); give these another id")
        make_folder(self._folder)
        write_atomically(self._place(name), json.dumps(_to_json(weights), indent=1).encode())
        return weights

    def remove(self, id: str) -> Weights:
        """Take the record off the shelf; the files stay.

        Raises:
            NotFound: there is none of that id.
        """
        weights = self._read(_tidy(id))
        if weights is None:
            raise NotFound(f"there are no weights called {id!r} on the shelf")
        self._place(weights.id).unlink(missing_ok=True)
        return weights

    def check(self, ids: Sequence[str] | None = None) -> list[Standing]:
        """Hash the files again.

        Raises:
            NotFound: an id that is not on the shelf.
        """
        wanted = None if ids is None else {_tidy(each) for each in ids}
        found = [one for one in self._records() if wanted is None or one.id in wanted]
        if wanted and (unknown := sorted(wanted - {one.id for one in found})):
            raise NotFound(f"there are no weights called {unknown[0]!r} on the shelf")
        return [Standing(one, _state(one)) for one in found]

    def _records(self) -> list[Weights]:
        if not self._folder.is_dir():
            return []
        found = (self._read(path.stem) for path in sorted(self._folder.glob("*.json")))
        return [one for one in found if one is not None]

    def _read(self, id: str) -> Weights | None:
        try:
            return _from_json(json.loads(self._place(id).read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadInput(f"the record {self._place(id)} cannot be read: {error}") from error

    def _place(self, id: str) -> Path:
        return self._folder / f"{id}.json"


def _weights(id: str, found: Inspected, path: Path, digest: str, size: int, licence: str | None) -> Weights:
    return Weights(
        id=id,
        kind=found.kind,
        path=path,
        layout=found.layout,
        sha256=digest,
        bytes=size,
        family=found.family,
        licence=licence,
        details=found.details,
    )


def _state(weights: Weights) -> State:
    if not weights.path.exists():
        return "missing"
    digest, _ = _hashed(weights.path, _silent)
    return "here" if digest == weights.sha256 else "damaged"


def _hashed(path: Path, progress: Progress) -> tuple[str, int]:
    """SHA-256 and size of a file; of a folder over the names and hashes of the files with numbers."""
    files = weight_files(path) if path.is_dir() else [path]
    if not files:
        raise BadInput(f"{path.name} holds no .safetensors and no .onnx file; pickled weights are not read")
    size, done = sum(each.stat().st_size for each in files), 0
    digests = {}
    for each in files:
        digest = sha256()
        with each.open("rb") as file:
            while piece := file.read(_PIECE_BYTES):
                digest.update(piece)
                done += len(piece)
                progress(done, size)
        digests[each] = digest.hexdigest()
    if path.is_file():
        return digests[path], size
    lines = [f"{each.relative_to(path).as_posix()} {digest}\n" for each, digest in digests.items()]
    return sha256("".join(lines).encode()).hexdigest(), size


def _tidy(name: str) -> str:
    """A name that can be written in a prompt, a form and a file name."""
    tidy = re.sub(r"[^\w.+-]+", "-", name).strip("-.")
    if not tidy:
        raise BadInput(f"{name!r} cannot be an id: expected letters or digits")
    return tidy


def _to_json(weights: Weights) -> dict[str, Any]:
    return asdict(weights) | {"path": str(weights.path)}


def _from_json(row: dict[str, Any]) -> Weights:
    family = Family(row["family"]) if row["family"] else None
    return Weights(**{**row, "kind": Kind(row["kind"]), "family": family, "path": Path(row["path"])})


def _silent(_done: int, _all: int) -> None:
    return None
