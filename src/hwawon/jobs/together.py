"""Jobs that are alike, run in one go: a device paints four pictures in less than twice the time of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hwawon.errors import Cancelled
from hwawon.jobs.claims import ClaimLost, Claims
from hwawon.jobs.context import JobContext, Outcome, Pending, ShuttingDown
from hwawon.jobs.job import Job


@dataclass(frozen=True)
class Together:
    """How jobs of one kind are run in one go."""

    most: Callable[[Job], int]  # how many at once, this one included; 1: alone
    key: Callable[[Job], str | None]  # jobs of one key can be run together; None: only alone
    run: Callable[[Company], Sequence[Outcome | Pending]]  # one for each context, in order


class Company:
    """The contexts of such jobs. Who is cancelled leaves; the others go on."""

    def __init__(self, contexts: Sequence[JobContext], claims: Claims) -> None:
        self.contexts = tuple(contexts)
        self._claims = claims
        self._gone: set[str] = set()

    @property
    def staying(self) -> list[JobContext]:
        return [one for one in self.contexts if one.job.id not in self._gone]

    def progress(self, step: int, steps: int, preview: Any | None = None) -> None:
        """Report for all of them; a preview is of the first one's picture.

        Raises:
            Cancelled: nobody is left, or the worker must stop.
        """
        for context in self.staying:
            try:
                context.progress(step, steps, preview if context is self.contexts[0] else None)
            except ShuttingDown:
                raise
            except ClaimLost:
                self._gone.add(context.job.id)
            except Cancelled:
                self._leave(context)
        if not self.staying:
            raise Cancelled("all the jobs that ran together were cancelled")

    def _leave(self, context: JobContext) -> None:
        self._gone.add(context.job.id)
        context.drop_preview()
        self._claims.cancel(context.job)
