"""What a zone shows from now on: pure arithmetic over its settings, its programmes and what was put there.

Before everything stands an interrupt, then darkness by the hours, then what a visitor has chosen, until its end. Else
the latest act holds: what somebody put there, or a schedule that began after it; and where there is neither, what the
zone shows by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hwawon.displays.hours import Span, latest, spans, timezone_of
from hwawon.displays.manifests import DEFAULT, STANDING, VISIT, lane_of
from hwawon.displays.settings import Interrupt, Off, Programme, Schedule, ZoneSettings

AHEAD = timedelta(hours=24)
CLOSED = "closed"


@dataclass(frozen=True)
class Segment:
    """A while in which one lane is in force. `off` says why the screens are dark; empty: they are not."""

    start: datetime
    end: datetime | None  # None: as far as is known
    lane: str
    off: str = ""


@dataclass(frozen=True)
class Known:
    """What decides. `standing_at`: when something was put there; `visit_until`: until when a visitor is present."""

    settings: ZoneSettings
    programmes: Mapping[str, Programme]
    standing_at: datetime | None = None
    visit_until: datetime | None = None


def timeline(known: Known, now: datetime, ahead: timedelta = AHEAD) -> tuple[Segment, ...]:
    """The segments from `now` on; the first one's start is `now`."""
    end = now + ahead
    plan = _Plan(known, now, end)
    moments = [now, *sorted({moment for moment in plan.edges() if now < moment < end})]
    found: list[Segment] = []
    for index, moment in enumerate(moments):
        until = moments[index + 1] if index + 1 < len(moments) else None
        lane, off = plan.at(moment)
        if found and (found[-1].lane, found[-1].off) == (lane, off):
            found[-1] = Segment(found[-1].start, until, lane, off)
        else:
            found.append(Segment(moment, until, lane, off))
    return tuple(found)


class _Plan:
    """The hours of a zone within a window, as spans."""

    def __init__(self, known: Known, start: datetime, end: datetime) -> None:
        where = timezone_of(known.settings)
        self._known = known
        self._opening = [span for hours in known.settings.opening for span in spans(hours, where, start, end)]
        self._off: list[tuple[str, Span]] = []
        self._scheduled: list[tuple[str, Span]] = []
        self._interrupts: list[tuple[int, datetime, str, Span]] = []
        for id, one in known.programmes.items():
            if isinstance(one, Interrupt):
                begun = one.starts_at or start
                self._interrupts.append((one.priority, begun, id, Span(begun, one.ends_at)))
                continue
            lists: Sequence[Span] = tuple(spans(one.hours, where, start, end))
            if isinstance(one, Off):
                self._off += [(one.title or "off", span) for span in lists]
            elif isinstance(one, Schedule):
                self._scheduled += [(id, span) for span in lists]

    def edges(self) -> Iterator[datetime]:
        """The moments at which something may change."""
        others = [span for _, span in self._off + self._scheduled] + [span for *_, span in self._interrupts]
        for span in self._opening + others:
            yield from span
        if self._known.visit_until is not None:
            yield self._known.visit_until

    def at(self, moment: datetime) -> tuple[str, str]:
        """The lane in force at a moment, and why the screens are dark."""
        interrupts = [(priority, begun, id) for priority, begun, id, span in self._interrupts if span.holds(moment)]
        if interrupts:
            return lane_of(max(interrupts)[2]), ""
        if self._known.settings.opening and latest(self._opening, moment) is None:
            return DEFAULT, CLOSED
        for reason, span in self._off:
            if span.holds(moment):
                return DEFAULT, reason
        if self._known.visit_until is not None and moment < self._known.visit_until:
            return VISIT, ""
        return self._ordinary(moment), ""

    def _ordinary(self, moment: datetime) -> str:
        standing_at = self._known.standing_at
        scheduled = [(span.start, id) for id, span in self._scheduled if span.holds(moment)]
        if scheduled and (standing_at is None or max(scheduled)[0] > standing_at):
            return lane_of(max(scheduled)[1])
        return DEFAULT if standing_at is None else STANDING
