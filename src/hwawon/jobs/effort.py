"""What decides how long a job takes: as words for the job table, and as a number that times can be scaled by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

WORDS_CHARACTERS = 100  # of the column `job.pace`
_NAME_CHARACTERS = 32
UNGUIDED = "unguided"  # no negative prompt is computed, which halves each step
REFERENCE = "reference"

# In steps of a guided UNet at the same size. By the operations of SD 1.5 at 512x512: UNet 0.8 T twice a step, decoder
# 2.5 T, ControlNet 0.28 T twice; a reference goes through the UNet itself.
_DECODE_STEPS = 1.5
_REFERENCE_STEPS = 1.0
_CONTROL_STEPS = 0.35

_PASS = re.compile(r"(\d+)x(\d+)@(\d+)")


@dataclass(frozen=True)
class Pass:
    """One run over the schedule at one size in pixels; `steps` are those that run, not those that were asked."""

    width: int
    height: int
    steps: int

    def __str__(self) -> str:
        return f"{self.width}x{self.height}@{self.steps}"


@dataclass(frozen=True)
class Effort:
    """The work of one job. Jobs of equal effort take alike."""

    engine: str
    checkpoint: str
    passes: tuple[Pass, ...]  # none: nothing is painted
    count: int = 1  # pictures
    kinds: tuple[str, ...] = ()  # of each control, such as line_art; and UNGUIDED

    @property
    def words(self) -> str:
        """Such as `diffusers dreamshaper_8 768x512@20 x2 line_art`; at most 100 characters, the same for the same."""
        parts = (short(self.engine), short(self.checkpoint), _passes(self.passes), f"x{self.count}")
        words = " ".join((*parts, ",".join(sorted(self.kinds)))).strip()
        return words if len(words) <= WORDS_CHARACTERS else f"{' '.join(parts[:2])} #{_digest(words)}"

    @property
    def cost(self) -> float:
        """Megapixel-steps of a guided network over all pictures: times grow with it."""
        controls = (kind for kind in self.kinds if kind != UNGUIDED)
        guides = sum(_REFERENCE_STEPS if kind == REFERENCE else _CONTROL_STEPS for kind in controls)
        share = (0.5 if UNGUIDED in self.kinds else 1.0) * (1 + guides)
        pixels = (one.width * one.height * (one.steps * share + _DECODE_STEPS) for one in self.passes)
        return self.count * sum(pixels) / 1e6

    def evened(self, step: int, steps: int) -> float:
        """`step` of `steps` as it were if all took alike: of one picture, those of a larger pass take longer."""
        if self.count > 1 or len(self.passes) < 2:
            return step
        ran = step / max(1, steps) * sum(one.steps for one in self.passes)
        done = whole = 0.0
        for one in self.passes:
            done += one.width * one.height * min(max(0.0, ran), one.steps)
            whole += one.width * one.height * one.steps
            ran -= one.steps
        return steps * done / whole


def read(words: str) -> Effort | None:
    """The effort behind its words, its names shortened; None where the words do not tell it."""
    parts = words.split(" ")
    if len(parts) not in (4, 5) or not parts[3].removeprefix("x").isdecimal():
        return None
    found = [_PASS.fullmatch(part) for part in parts[2].split("+")] if parts[2] != "-" else []
    if not all(found):
        return None
    passes = tuple(Pass(*(int(number) for number in each.groups())) for each in found if each)
    kinds = tuple(parts[4].split(",")) if len(parts) == 5 else ()
    return Effort(parts[0], parts[1], passes, int(parts[3][1:]), kinds)


def together(efforts: Iterable[Effort]) -> Effort | None:
    """One job that does them all, one after the other; passes of one size are counted as one. None without any."""
    several = list(efforts)
    if not several:
        return None
    steps: dict[tuple[int, int], int] = {}
    for one in several:
        for each in one.passes:
            steps[each.width, each.height] = steps.get((each.width, each.height), 0) + each.steps * one.count
    passes = tuple(Pass(*size, steps[size]) for size in sorted(steps))
    return Effort(
        engine="+".join(sorted({one.engine for one in several})),
        checkpoint="+".join(sorted({one.checkpoint for one in several})),
        passes=passes,
        kinds=tuple(sorted({kind for one in several for kind in one.kinds})),
    )


def short(name: str) -> str:
    """A name without blanks, of at most 32 characters; the end of a longer one is its digest, so that they differ."""
    plain = re.sub(r"\s+", "_", name.strip()) or "-"
    if len(plain) <= _NAME_CHARACTERS:
        return plain
    return f"{plain[: _NAME_CHARACTERS - 9]}~{_digest(plain)}"


def _passes(passes: tuple[Pass, ...]) -> str:
    return "+".join(str(one) for one in passes) or "-"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]
