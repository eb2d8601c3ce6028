"""The patches of a stored journal: one as a picture for a page, or all that are shown laid over the base.

One patch needs only its own two pictures, however large the base is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hwawon.imaging import files, icc, png
from hwawon.imaging.crop import CropPlan
from hwawon.imaging.picture import Picture, Pixels
from hwawon.imaging.stitch import Patch, composite
from hwawon.retouch.journal import feathered
from hwawon.retouch.journal_file import patch_of
from hwawon.retouch.journal_store import PROFILE, JournalRow, StepRow
from hwawon.storage.objects import Objects


def read_patch(step: StepRow, objects: Objects, feather_px: float | None) -> Patch:
    """The step's patch under this feather; None: as painted."""
    rgba, painted = (files.read(objects.get(key)).pixels for key in (step.patch_key, step.mask_key))
    box = CropPlan.from_json(step.data["plan"]).box
    patch = patch_of(step.data["patch"], rgba, painted)
    return feathered(patch, box, step.data["request"]["strength"], feather_px)


def patch_png(step: StepRow, objects: Objects, feather_px: float | None) -> bytes:
    """The patch under this feather (None: as painted) as PNG: 8-bit sRGB with straight alpha, at full opacity.

    As painted it is mostly what is stored, byte for byte; nothing is decoded then.
    """
    profile = step.data.get(PROFILE)
    if feather_px is None and profile is None:
        stored = objects.get(step.patch_key)
        if png.header(stored).bits == 8:
            return stored
    rgba = _eight_bits(read_patch(step, objects, feather_px).to_rgba())
    rgba[rgba[:, :, 3] == 0] = 0  # nobody sees those colours: half the bytes of a round patch
    if profile is not None:
        rgba[:, :, :3] = icc.to_srgb(np.ascontiguousarray(rgba[:, :, :3]), objects.get(profile))
    return files.encode(Picture(rgba), "PNG")


def shown_patches(row: JournalRow, objects: Objects) -> list[tuple[Patch, float]]:
    """The patches of all steps that are not muted, undermost first, each with its opacity 0..1."""
    seen = [step for step in row.steps if not step.data["muted"]]
    return [(read_patch(step, objects, step.data["feather_px"]), step.data["opacity"]) for step in seen]


def shown(row: JournalRow, base: Picture, objects: Objects) -> Picture:
    """What the journal shows now; `base` is its base picture."""
    return composite(base, shown_patches(row, objects))


def _eight_bits(pixels: Pixels) -> NDArray[np.uint8]:
    if pixels.dtype == np.uint8:
        return pixels.astype(np.uint8, copy=False)
    return ((pixels.astype(np.uint32) + 128) // 257).astype(np.uint8)
