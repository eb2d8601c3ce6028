"""HTTP of the evaluation: the last one that is known; a new one is computed behind the request."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.storage.database import Database

KEPT_S = 600.0
log = logging.getLogger(__name__)


class EvaluationOut(BaseModel):
    """`report` is the newest that is known, null before the first; `running` says that a newer one is being computed.

    `replays` holds for each protocol the marks of random, popular and our own choice with intervals of 95 %; `policies`
    the likes that each policy earned and what random and popular choice would have earned; `docs/evaluation.md` has all
    names.
    """

    state: Literal["none", "ready", "failed"]
    running: bool
    report: dict[str, Any] | None


class Evaluations:
    """Computes one evaluation at a time, in a thread of its own, and keeps it. Safe to share between threads."""

    def __init__(self, compute: Callable[[int], dict[str, Any]]) -> None:
        self._compute = compute
        self._turn = threading.Lock()
        self._known: dict[int, tuple[float, dict[str, Any] | None]] = {}  # by days: when, and what (None: it failed)
        self._running = False

    def now(self, days: int, *, anew: bool = False) -> EvaluationOut:
        """What is known; begins a new one where that is older than ten minutes, or `anew`."""
        with self._turn:
            known = self._known.get(days)
            is_old = known is None or time.monotonic() - known[0] > KEPT_S
            if (is_old or anew) and not self._running:
                self._running = True
                threading.Thread(target=self._run, args=(days,), name="evaluation", daemon=True).start()
            report = known[1] if known else None
            state: Literal["none", "ready", "failed"] = "none" if known is None else "ready" if report else "failed"
            return EvaluationOut(state=state, running=self._running, report=report)

    def _run(self, days: int) -> None:
        report: dict[str, Any] | None = None
        try:
            report = self._compute(days)
        except Exception:  # the page says that it failed; the next look tries again after a while
            log.exception("the recommender could not be evaluated")
        finally:
            with self._turn:
                self._known[days] = time.monotonic(), report
                self._running = False


def router(database: Database, guard: Guard) -> APIRouter:
    """The route, for curators."""
    routes = APIRouter(prefix="/api/recommend", tags=["recommender"])
    Curator = Annotated[Identity, Depends(guard.needs(Role.CURATOR))]

    def compute(days: int) -> dict[str, Any]:
        from hwawon.recommend.evaluate.report import evaluate

        return evaluate(database, days)

    evaluations = Evaluations(compute)

    @routes.get("/evaluation")
    def get_evaluation(_: Curator, days: Annotated[int, Query(ge=1, le=365)] = 30, anew: bool = False) -> EvaluationOut:
        """How good the choice is: replays, policies, groups. Ask again while it is `running`."""
        return evaluations.now(days, anew=anew)

    return routes
