"""What is looked at, as a value that crosses to the helper process: a stored picture, or what a journal makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from hwawon.accounts.identity import Identity
from hwawon.imaging.geometry import Extent
from hwawon.storage.objects import Objects

if TYPE_CHECKING:  # pixels come with it
    from hwawon.imaging.picture import Picture

Develop = Callable[["Picture", Objects], "Picture"]  # lays the journal's steps over its base; must be picklable


@dataclass(frozen=True)
class JournalView:
    """A journal as it stands at one version."""

    id: str
    version: int
    picture: str  # the base it is built on
    develop: Develop

    @property
    def name(self) -> tuple[str, int]:
        """Changes with every change of the journal."""
        return self.id, self.version


JournalOf = Callable[[Connection, Identity, str], JournalView]
"""Finds a caller's journal by its id. Raises NotFound where there is none, or it is somebody else's."""


@dataclass(frozen=True)
class Shown:
    """A picture to look at."""

    key: str  # of the file's object
    extent: Extent
    journal: JournalView | None = None

    @property
    def name(self) -> tuple[str, tuple[str, int] | None]:
        """Two of the same name have the same pixels."""
        return self.key, self.journal.name if self.journal else None
