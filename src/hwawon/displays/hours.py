"""Hours of the day on days of the week, as moments: pure arithmetic in the zone's own time."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hwawon.displays.settings import Hours, ZoneSettings


class Span(NamedTuple):
    """From a moment up to, not including, another."""

    start: datetime
    end: datetime

    def holds(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


def timezone_of(settings: ZoneSettings) -> tzinfo:
    """The zone's time, the server's where none is named."""
    if settings.timezone:
        return ZoneInfo(settings.timezone)
    own = datetime.now().astimezone().tzinfo
    assert own is not None
    return own


def spans(hours: Hours, where: tzinfo, start: datetime, end: datetime) -> Iterator[Span]:
    """Each time that these hours come round and touch the moments from `start` to `end`.

    Hours past midnight belong to the day on which they begin. Where the clock is put forward or back they keep the
    wall's time, so that they last an hour less or more.
    """
    day = start.astimezone(where).date() - timedelta(days=1)
    last = end.astimezone(where).date()
    while day <= last:
        if day.weekday() in hours.days:
            until = day if hours.to > hours.start else day + timedelta(days=1)
            span = Span(
                datetime.combine(day, hours.start, tzinfo=where), datetime.combine(until, hours.to, tzinfo=where)
            )
            if span.start < end and span.end > start:
                yield span
        day += timedelta(days=1)


def latest(found: Iterable[Span], moment: datetime) -> Span | None:
    """The span that holds the moment; of several the one that began last."""
    return max((span for span in found if span.holds(moment)), key=lambda span: span.start, default=None)
