"""The live deep model in memory, read once."""

import logging
import threading
from collections.abc import Sequence

from hwawon.errors import HwawonError
from hwawon.recommend.deep import store
from hwawon.recommend.deep.ease import DeepModel
from hwawon.recommend.deep.file import from_bytes
from hwawon.recommend.deep.placed import Laid
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects

log = logging.getLogger(__name__)


class DeepShelf:
    """Holds the live model of a database. Safe to share between threads; `refresh` follows what others did."""

    def __init__(self, database: Database, objects: Objects) -> None:
        self._database = database
        self._objects = objects
        self._turn = threading.Lock()
        self._held: tuple[str | None, DeepModel | None] = None, None

    @property
    def id(self) -> str | None:
        """The id of the model that is held."""
        return self._held[0]

    def refresh(self) -> DeepModel | None:
        """The model that is live now; None where there is none, or its numbers cannot be read (the log says why)."""
        with self._turn:
            with self._database.read() as tx:
                now = store.live(tx)
            if now is None or now.key is None:
                self._held = None, None
            elif now.id != self._held[0]:
                self._held = now.id, self._read(now.key)
            return self._held[1]

    def hook(self, keys: Sequence[str]) -> Laid | None:
        """The live model laid over a recommender's list of pictures, which may grow; None where there is none."""
        model = self.refresh()
        return None if model is None else Laid(model, keys)

    def _read(self, key: str) -> DeepModel | None:
        try:
            return from_bytes(self._objects.get(key))
        except HwawonError as error:
            log.warning("the deep model %s cannot be used: %s", key, error)
            return None
