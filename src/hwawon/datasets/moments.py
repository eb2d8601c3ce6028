"""Stamps of a file as seconds: seconds and milliseconds are told apart by their size, line by line."""

import re
from typing import Literal

EARLIEST_S = 946_684_800  # 2000-01-01
DAY_S = 86_400
Unit = Literal["seconds", "milliseconds", "mixed"]
_WHOLE = re.compile(r"-?[0-9]{1,19}")


class Stamps:
    """Reads stamps and remembers in which unit they came."""

    def __init__(self, now_s: int) -> None:
        self._latest_s = now_s + DAY_S
        self._seconds = self._milliseconds = 0

    @property
    def unit(self) -> Unit | None:
        """The unit of all that were read; None before the first."""
        if self._seconds and self._milliseconds:
            return "mixed"
        if not self._seconds and not self._milliseconds:
            return None
        return "seconds" if self._seconds else "milliseconds"

    def seconds(self, text: str) -> int | str:
        """The moment in seconds since 1970, or what is wrong with it: from 2000 to one day from now.

        No moment is in both ranges: the seconds of the year 5138 are the milliseconds of 1973.
        """
        if not _WHOLE.fullmatch(text):
            return f"TIMESTAMP: expected whole seconds or milliseconds since 1970, got {text[:40]!r}"
        value = int(text)
        if EARLIEST_S <= value <= self._latest_s:
            self._seconds += 1
            return value
        if EARLIEST_S * 1000 <= value < (self._latest_s + 1) * 1000:
            self._milliseconds += 1
            return value // 1000
        return f"TIMESTAMP {value} is outside 2000 to one day from now, in seconds and in milliseconds"
