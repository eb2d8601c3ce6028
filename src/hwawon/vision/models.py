"""Keeps the folder of small models: install, list, check, and the path of an installed file.

A file lies at `models_dir/ID/NAME`. It is put there in one step and only with the right hash, so whoever finds it may
use it, and two installers at once do no more harm than fetching twice.
"""

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Literal

from hwawon.disk import write_atomically
from hwawon.errors import FetchFailed, MissingModel, NotWritable
from hwawon.vision import catalogue, fetch
from hwawon.vision.catalogue import Model, ModelFile, Source
from hwawon.vision.conversion import convert

Step = Literal["present", "fetching", "converting", "installed"]
Progress = Callable[[str, Step], None]
State = Literal["installed", "missing", "damaged"]


@dataclass(frozen=True)
class Entry:
    """One line of `hwawon models list`: the catalogue's row and what lies in the folder."""

    model: Model
    state: State


def listed(models_dir: Path) -> list[Entry]:
    """Every model of the catalogue with its state; hashes are not read, so "damaged" is never said here."""
    present = installed(models_dir)
    return [Entry(model, "installed" if model.id in present else "missing") for model in catalogue.rows()]


def installed(models_dir: Path) -> frozenset[str]:
    """The ids whose files are all there."""
    return frozenset(
        model.id for model in catalogue.rows() if all(_path(models_dir, model, file).is_file() for file in model.files)
    )


def check(models_dir: Path, ids: Sequence[str] | None = None) -> list[Entry]:
    """Read every file's hash: "damaged" where one differs from the catalogue, "missing" where one is absent.

    Raises:
        NotFound: an id that the catalogue lacks.
    """
    return [Entry(model, _state(models_dir, model)) for model in _chosen(ids)]


def path_of(models_dir: Path, model_id: str, name: str) -> Path:
    """The installed file `name` of a model.

    Raises:
        MissingModel: it is not there; names the command that brings it.
    """
    path = models_dir / model_id / name
    if not path.is_file():
        raise MissingModel([model_id])
    return path


def install(models_dir: Path, ids: Sequence[str] | None = None, progress: Progress | None = None) -> None:
    """Bring the named models (None: all) into `models_dir`; what is there with the right hash is left alone.

    Each package archive is fetched once. One package that fails does not keep the others from coming.

    Raises:
        NotFound: an id that the catalogue lacks.
        FetchFailed: one or more packages could not be had; all reasons are in the message.
        StorageFull, NotWritable: the folder takes no more; no partial file is left.
    """
    say = progress or (lambda _id, _step: None)
    absent = []
    for model in _chosen(ids):
        if _state(models_dir, model) == "installed":
            say(model.id, "present")
        else:
            absent.append(model)
    failures = []
    for source, models in _by_source(absent).items():
        try:
            _install_from(source, models, models_dir, say)
        except FetchFailed as error:
            failures.append(str(error))
    if failures:
        raise FetchFailed("; ".join(failures))


def _install_from(source: Source, models: Iterable[Model], models_dir: Path, say: Progress) -> None:
    with tempfile.TemporaryDirectory(prefix="hwawon-") as scratch:
        archive = None
        for model in models:
            say(model.id, "fetching")
            archive = archive or fetch.fetch(source, Path(scratch))
            for file in model.files:
                data = fetch.take(archive, source, file)
                if file.converted:
                    say(model.id, "converting")
                    shards = [fetch.take(archive, source, shard) for shard in file.shards]
                    data = convert(file.converted.recipe, data, shards)
                    fetch.require_hash(data, file.converted.sha256, f"{file.name} made from {file.member}")
                _keep(_path(models_dir, model, file), data)
            say(model.id, "installed")


def _keep(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritable(f"cannot make the folder {path.parent}: {error.strerror}") from error
    write_atomically(path, data)


def _state(models_dir: Path, model: Model) -> State:
    paths = [_path(models_dir, model, file) for file in model.files]
    if not all(path.is_file() for path in paths):
        return "missing"
    expected = [file.kept_sha256 for file in model.files]
    return "installed" if [_hash(path) for path in paths] == expected else "damaged"


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _path(models_dir: Path, model: Model, file: ModelFile) -> Path:
    return models_dir / model.id / file.name


def _chosen(ids: Sequence[str] | None) -> Sequence[Model]:
    return catalogue.rows() if ids is None else [catalogue.row(model_id) for model_id in dict.fromkeys(ids)]


def _by_source(models: Iterable[Model]) -> Mapping[Source, list[Model]]:
    groups: dict[Source, list[Model]] = {}
    for model in models:
        groups.setdefault(model.source, []).append(model)
    return groups
