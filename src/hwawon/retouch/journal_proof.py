"""The proof of a whole journal, and what each of its steps did to the pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from hwawon.imaging.picture import Picture
from hwawon.imaging.proof import Proof, count_changes, prove
from hwawon.imaging.resample import difference, largest_of_channels
from hwawon.imaging.stitch import Patch, composite


@dataclass(frozen=True)
class StepProof:
    """What one step changed of what the steps under it show. Differences are levels of 255, over all colours."""

    id: str
    pixels_changed: int
    share_changed: float  # 0..1, of the whole picture
    mean_difference: float  # of the pixels that changed
    largest_difference: float
    mask_pixels: int  # what was painted by hand
    changed_outside: int  # where the patch has no alpha: 0, or the promise is broken


@dataclass(frozen=True, eq=False)
class JournalProof:
    proof: Proof  # of what all steps show over the base
    steps: tuple[StepProof, ...]

    def to_json(self) -> dict[str, Any]:
        told = asdict(self.proof) | {"reach_px": round(self.proof.reach_px, 4)}
        return told | {"steps": [asdict(step) for step in self.steps]}


def prove_journal(base: Picture, steps: Sequence[tuple[str, Patch, float]]) -> JournalProof:
    """Lay the patches over the base one by one and compare every pixel before and after.

    Args:
        steps: id, patch and opacity 0..1 of each step that is seen, undermost first.
    """
    shown, told = base, []
    for id, patch, opacity in steps:
        after = composite(shown, [(patch, opacity)])
        told.append(_told(id, patch, shown, after))
        shown = after
    return JournalProof(prove(base, shown, [patch for _, patch, _ in steps]), tuple(told))


def _told(id: str, patch: Patch, before: Picture, after: Picture) -> StepProof:
    outside, inside = count_changes(before, after, [patch])
    area = patch.bounds.slices
    levels = np.abs(difference(after.colour[area], before.colour[area])) * np.float32(255 / (2**before.depth - 1))
    changed = levels[largest_of_channels(levels) > 0]
    return StepProof(
        id=id,
        pixels_changed=inside + outside,
        share_changed=round((inside + outside) / before.extent.area, 6),
        mean_difference=round(float(changed.mean()), 4) if changed.size else 0.0,
        largest_difference=round(float(changed.max()), 4) if changed.size else 0.0,
        mask_pixels=int(np.count_nonzero(patch.painted)),
        changed_outside=outside,
    )
