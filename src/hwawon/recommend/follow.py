"""The model of a process follows the database: read once in slices, then only what is new, or taken away."""

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, func, select

from hwawon.recommend import reading
from hwawon.recommend.erase import TOPIC
from hwawon.recommend.ledger import DAY_S
from hwawon.recommend.model import Model
from hwawon.recommend.numbering import Numbering
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction
from hwawon.storage.tables import event
from hwawon.storage.visitor_tables import slate as slates

GARDEN = "garden"  # the topic of what is promoted and retracted
POOL = "pool"  # and of what curators said
POLL_S = 5.0  # slates of other processes, and stars, may be counted so much later
OVERLAP_S = 30.0  # a slate is committed so soon after its id was made
_EVENTS = select(event.c.id, event.c.topic, event.c.payload).order_by(event.c.id).limit(reading.ROWS_AT_ONCE)


class Follower:
    """Reads one model. Not safe between threads: its owner holds a lock, but for `load`."""

    def __init__(self, database: Database, now_s: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now_s = now_s
        self._said = Numbering(interaction.c.id)
        self._events = Numbering(event.c.id)
        self._contexts = reading.Contexts()
        self._known_slates: set[str] = set()
        self._polled_s = 0.0
        self._are_judged = False
        self.must_reload = False
        self.has_deep_changed = True  # another deep model may be live than the one that is held

    @property
    def position(self) -> int:
        """The id of the last interaction that is known."""
        return self._said.last

    def load(self) -> Model:
        """Everything, in slices, so that others get their turn."""
        self._polled_s = self._now_s()
        model = Model(self.today())
        with self._database.read() as tx:
            self._events.last = tx.scalar(select(func.coalesce(func.max(event.c.id), 0))) or 0
        self._in_slices(lambda tx, after: reading.read_served(tx, model, after))
        self._in_slices(lambda tx, after: reading.read_vectors(tx, model, after))
        before = _first_id(self._polled_s - OVERLAP_S)
        self._in_slices(lambda tx, after: reading.read_shown(tx, model, after, before))
        while self._read_said(model):
            time.sleep(0)
        with self._database.read() as tx:
            self._poll_slates(tx, model)
        model.count_all(self.today())
        return model

    def follow(self, tx: Connection, model: Model) -> None:
        """What has changed since; `must_reload` says that everything has to be read anew."""
        while self._read_said(model, tx):
            pass
        self._read_events(tx, model)
        if self._now_s() - self._polled_s >= POLL_S:
            self._poll_slates(tx, model)
            if self._are_judged:
                reading.read_stars(tx, model)
                self._are_judged = False
        if self.today() != model.ledger.today:
            model.count_all(self.today())

    def showed(self, model: Model, slate: str, items: list[str]) -> None:
        """A slate of this process, which need not be read again."""
        self._known_slates.add(slate)
        model.show(slate, items)

    def today(self) -> int:
        """The day counted from 1970."""
        return int(self._now_s() // DAY_S)

    def _read_said(self, model: Model, tx: Connection | None = None) -> bool:
        """Take some interactions in; whether there are more."""
        if tx is None:
            with self._database.read() as own:
                return self._read_said(model, own)
        ids = reading.read_said(tx, model, self._said.wanted(tx), self._contexts)
        self._said.took(tx, ids)
        return len(ids) == reading.ROWS_AT_ONCE

    def _read_events(self, tx: Connection, model: Model) -> None:
        while True:
            rows = tx.execute(_EVENTS.where(self._events.wanted(tx))).all()
            for row in rows:
                if row.topic == GARDEN:
                    reading.read_keys(tx, model, [*row.payload.get("promoted", ()), *row.payload.get("retracted", ())])
                elif row.topic == TOPIC:
                    self._heard(tx, model, row.payload)
                self._are_judged |= row.topic == POOL
            self._events.took(tx, [row.id for row in rows])
            if len(rows) < reading.ROWS_AT_ONCE:
                return

    def _heard(self, tx: Connection, model: Model, payload: Any) -> None:
        if "forgotten" in payload:
            model.forget(payload["forgotten"], payload["until"])
            model.views.forget(payload.get("slates", ()))
        if "slates_before" in payload:
            model.views.forget_before(payload["slates_before"])
        if "looked" in payload:
            reading.read_looks(tx, model, payload["looked"])
        self.has_deep_changed |= "deep" in payload
        self.must_reload |= "reload" in payload

    def _poll_slates(self, tx: Connection, model: Model) -> None:
        """The slates of other processes since the last time, and a little before."""
        first, self._polled_s = _first_id(self._polled_s - OVERLAP_S), self._now_s()
        found = set(tx.scalars(select(slates.c.id).where(slates.c.id >= first)))
        reading.read_slates(tx, model, found - self._known_slates)
        own = {one for one in self._known_slates if one >= first}  # some are chosen, and not written yet
        self._known_slates = found | own

    def _in_slices(self, read: Callable[[Connection, str], str | None]) -> None:
        after: str | None = ""
        while after is not None:
            with self._database.read() as tx:
                after = read(tx, after)
            time.sleep(0)  # whoever waits for this thread goes first


def _first_id(moment_s: float) -> str:
    """What the ids that are made from this moment on begin with, or sort behind."""
    return f"{max(0, int(moment_s * 1000)):012x}"
