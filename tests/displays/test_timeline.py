"""What a zone shows when: hours past midnight, opening hours, interrupts, visitors, and the latest act."""

from datetime import UTC, datetime, time, timedelta

import pytest

from hwawon.displays.choose import context_for, season_of, time_of
from hwawon.displays.hours import spans, timezone_of
from hwawon.displays.settings import Hours, Interrupt, Off, Schedule, Source, ZoneSettings
from hwawon.displays.timeline import Known, timeline
from hwawon.errors import BadInput
from hwawon.validation import validated

SEOUL = ZoneSettings(timezone="Asia/Seoul")
FIXED = Source(kind="fixed", landscape=("emotions/calm/a_1h.jpeg",))
EVENING = Hours(days=(4,), start=time(22), to=time(2))  # Friday night


def seoul(day: int, hour: int, minute: int = 0) -> datetime:
    """In May 2026, whose first is a Friday."""
    return datetime(2026, 5, day, hour, minute, tzinfo=timezone_of(SEOUL))


def lanes(known: Known, now: datetime, hours: float = 24) -> list[tuple[str, str]]:
    return [(part.lane, part.off) for part in timeline(known, now, timedelta(hours=hours))]


def test_hours_past_midnight_belong_to_the_day_on_which_they_begin() -> None:
    known = Known(SEOUL, {"x": Schedule(hours=EVENING, source=FIXED)})
    at = {
        day_hour: timeline(known, seoul(*day_hour))[0].lane for day_hour in ((1, 21), (1, 22), (2, 1), (2, 2), (3, 1))
    }
    assert at == {(1, 21): "default", (1, 22): "p-x", (2, 1): "p-x", (2, 2): "default", (3, 1): "default"}


def test_what_comes_next_is_known_with_its_moments() -> None:
    known = Known(SEOUL, {"x": Schedule(hours=EVENING, source=FIXED)})
    found = timeline(known, seoul(1, 12))
    assert [(part.start, part.lane) for part in found] == [
        (seoul(1, 12), "default"),
        (seoul(1, 22), "p-x"),
        (seoul(2, 2), "default"),
    ]
    assert [part.end for part in found] == [seoul(1, 22), seoul(2, 2), None]


def test_outside_the_opening_hours_the_screens_are_dark() -> None:
    open_hours = SEOUL.model_copy(update={"opening": (Hours(start=time(9), to=time(18)),)})
    assert lanes(Known(open_hours, {}), seoul(1, 8)) == [("default", "closed"), ("default", ""), ("default", "closed")]
    off = Known(SEOUL, {"x": Off(title="lunch", hours=Hours(start=time(12), to=time(13)))})
    assert lanes(off, seoul(1, 11), 3) == [("default", ""), ("default", "lunch"), ("default", "")]


def test_a_schedule_and_what_was_put_there_by_hand_yield_to_the_later_one() -> None:
    schedule = {"x": Schedule(hours=Hours(start=time(10), to=time(12)), source=FIXED)}
    before = Known(SEOUL, schedule, standing_at=seoul(1, 9))
    assert lanes(before, seoul(1, 9, 30), 4) == [("standing", ""), ("p-x", ""), ("standing", "")]
    during = Known(SEOUL, schedule, standing_at=seoul(1, 11))
    assert lanes(during, seoul(1, 11, 30), 4) == [("standing", "")]


def test_a_visitors_pictures_end_and_an_interrupt_stands_before_all() -> None:
    night = Off(hours=Hours(start=time(20), to=time(6)))
    fire = Interrupt(starts_at=seoul(1, 19), ends_at=seoul(1, 21), priority=90, source=FIXED)
    less = Interrupt(starts_at=seoul(1, 19), ends_at=seoul(1, 22), priority=10, source=FIXED)
    known = Known(SEOUL, {"n": night, "f": fire, "l": less}, visit_until=seoul(1, 18, 30))
    assert lanes(known, seoul(1, 18), 5) == [
        ("visit", ""),
        ("default", ""),
        ("p-f", ""),
        ("p-l", ""),
        ("default", "off"),
    ]


def test_the_walls_time_holds_where_the_clock_is_put_forward() -> None:
    berlin = ZoneSettings(timezone="Europe/Berlin")
    where = timezone_of(berlin)
    day = datetime(2026, 3, 29, 0, tzinfo=where)  # at 2:00 it becomes 3:00
    (span,) = spans(Hours(start=time(1), to=time(5)), where, day, day + timedelta(hours=12))
    assert (span.end.astimezone(UTC) - span.start.astimezone(UTC)) == timedelta(hours=3)


@pytest.mark.parametrize(
    "wrong",
    [
        {"timezone": "Moon/Base"},
        {"opening": [{"days": [7], "start": "09:00", "to": "10:00"}]},
        {"source": {"kind": "fixed"}},
        {"source": {"favorite": "spring"}},
        {"neighbours": ["a b"]},
        {"lead_s": 61},
    ],
)
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        validated(ZoneSettings, wrong)


def test_a_zone_without_a_favorite_follows_season_and_hour() -> None:
    assert [season_of(datetime(2026, month, 1)) for month in (1, 3, 6, 9, 12)] == [
        "winter", "spring", "summer", "autumn", "winter",
    ]  # fmt: skip
    assert [time_of(datetime(2026, 1, 1, hour)) for hour in (5, 12, 18, 23, 2)] == [
        "the-early-dawn", "day", "sunset", "the-middle-of-the-night", "the-middle-of-the-night",
    ]  # fmt: skip
    context = context_for(Source(emotion="calm"), datetime(2026, 7, 1, 12))
    assert (context.emotion, context.season, context.weather, context.time) == ("calm", "summer", "", "day")
