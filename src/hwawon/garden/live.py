"""A picture painted for one visitor while the visit goes on, where an engine is quick enough.

It is an ordinary job before all others that wait. Its picture joins the garden as any other, once its safety was
measured and is good; nobody waits for it, since the garden's pictures are shown meanwhile.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection

from hwawon import seeds
from hwawon.bulk.request import KIND
from hwawon.config import Settings
from hwawon.errors import EngineUnavailable, NotFound
from hwawon.garden import live_made, visits
from hwawon.garden.live_made import LiveJob
from hwawon.garden.live_prompt import LiveWish, prompt_of
from hwawon.garden.place import Place, load
from hwawon.garden.visits import Visit
from hwawon.generate.request import GenerateRequest
from hwawon.jobs.job import JobState, Priority
from hwawon.jobs.pace import learned_s
from hwawon.jobs.queue import JobQueue
from hwawon.pool.keys import POOL, Cell
from hwawon.promote.job import PromotionDesk
from hwawon.promote.schema import PromotionWish
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.storage.types import utc_now
from hwawon.validation import validated

WIDTH, HEIGHT = 768, 512  # pixels: what every model of Stable Diffusion paints quickly
MOST_UNSAFE = 0.3  # 0..1; stricter than a curator, who would look at it
MOST_JOBS = 4  # for one visit, whose mood and favorite may change

State = Literal["off", "painting", "ready"]


@dataclass(frozen=True)
class Live:
    """How far the picture is. `reason` says why it is off, `item` is the key of the picture that is ready."""

    state: State
    reason: str = ""
    item: str | None = None
    eta_at: datetime | None = None


class LiveDesk:
    """One for each process; safe to share between threads."""

    def __init__(self, database: Database, objects: Objects, queue: JobQueue, settings: Settings) -> None:
        self._database, self._queue, self._settings = database, queue, settings
        self._promotions = PromotionDesk(database, objects, queue)

    def paint(self, device: str, visit_id: str, wish: LiveWish) -> Live:
        """Begin to paint for a visit, or tell how far it is: the same wish is painted once.

        Raises:
            NotFound, Conflict: the visit is another device's, or over.
        """
        with self._database.read() as tx:
            place = load(tx)
            visit = visits.find(tx, visit_id, device, timedelta(seconds=place.idle_s))
            jobs = live_made.jobs_of(tx, visit_id)
        reason = _why_not(place, visit)
        if reason:
            return Live("off", reason)
        asked = _asked(visit, wish)
        present = next((job for job in jobs if job.request.get("live") == asked), None)
        if present is not None:
            return self._standing(present)
        return Live("off", "enough") if len(jobs) >= MOST_JOBS else self._begun(visit, wish, asked)

    def _begun(self, visit: Visit, wish: LiveWish, asked: dict[str, Any]) -> Live:
        from hwawon.generate import plan

        wanted = {"prompt": prompt_of(visit, wish), "width": WIDTH, "height": HEIGHT, "engine": self._settings.engine}
        request = validated(GenerateRequest, wanted | {"seed": seeds.of_text(f"{visit.id} {asked}")})
        try:
            request, checkpoint, _ = plan.checked(self._database, request, None, self._settings)
        except EngineUnavailable:
            return Live("off", "no_engine")
        pace = plan.effort(request, checkpoint).words
        with self._database.write() as tx:
            seconds = learned_s(tx, KIND, pace)
            if seconds is None or seconds > self._settings.live_s:
                return Live("off", "unknown" if seconds is None else "slow")
            if not visits.is_there(tx, visit.id, hold=True):
                raise NotFound(f"there is no visit {visit.id!r}")  # forgotten meanwhile
            live_made.cancel_ended(tx)
            live_made.cancel(tx, visit.id)
            self._submit(tx, visit, request, asked, pace)
        return Live("painting", eta_at=utc_now() + timedelta(seconds=seconds))

    def _submit(self, tx: Connection, visit: Visit, request: GenerateRequest, asked: dict[str, Any], pace: str) -> None:
        cell = Cell(visit.emotion, visit.favorite)
        name = f"{POOL}/{cell.search_key}/live_{datetime.now(UTC):%Y%m%d-%H%M%S}-{seeds.drawn():08x}h.jpeg"
        words = {"emotion": visit.emotion, "favorite": visit.favorite}
        body = {"request": request.model_dump(mode="json"), "name": name, "words": words, "live": asked}
        self._queue.submit(
            tx,
            KIND,
            body,
            owner=visit.device,
            priority=Priority.INTERACTIVE,
            batch=live_made.batch_of(visit.id),
            engine=request.engine,
            pace=pace,
            max_attempts=1,
        )

    def _standing(self, job: LiveJob) -> Live:
        if not job.state.is_over:
            return Live("painting", eta_at=job.eta_at)
        if job.state is not JobState.SUCCEEDED:
            return Live("off", "failed")
        with self._database.read() as tx:
            made = live_made.picture_of(tx, job.id)
        if made is None:
            return Live("off", "failed")
        if made.is_served:
            return Live("ready", item=made.item)
        if made.unsafe is None or made.unsafe > MOST_UNSAFE:
            return Live("off", "not_measured" if made.unsafe is None else "unsafe")
        self._promotions.begin(PromotionWish(kind="promote", pictures=(made.id,)), None, key=f"live:{made.id}")
        with self._database.read() as tx:
            made = live_made.picture_of(tx, job.id)
        # It was begun once: a curator who takes the picture away again has the last word.
        return Live("ready", item=made.item) if made and made.is_served else Live("off", "retracted")


def _why_not(place: Place, visit: Visit) -> str:
    """Why nothing is painted for this visit; empty where it may be."""
    if not place.live:
        return "switched_off"
    if visit.consent == "none":
        return "no_consent"
    return "" if visit.emotion else "no_mood"


def _asked(visit: Visit, wish: LiveWish) -> dict[str, Any]:
    """What decides on the picture; as it comes back from JSON."""
    return {"emotion": visit.emotion, "favorite": visit.favorite, "words": list(wish.words)}
