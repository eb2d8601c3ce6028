"""A journal as a file to take away: what it shows in any format, its layers, or the patch of one step alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np

from hwawon.gallery.download import Download, bare, download
from hwawon.imaging import openraster
from hwawon.imaging.crop import CropPlan
from hwawon.imaging.geometry import Bounds
from hwawon.imaging.openraster import Layer
from hwawon.imaging.picture import Metadata, Picture
from hwawon.imaging.provenance import embed
from hwawon.imaging.stitch import Patch, composite
from hwawon.retouch.journal_patches import read_patch, shown_patches
from hwawon.retouch.journal_store import JournalRow, StepRow
from hwawon.storage.objects import Objects

_SAID = ("request", "plan", "record", "opacity", "feather_px")  # of each step in the record
_LONGEST_NAME = 100


def whole(
    row: JournalRow, base: Picture, objects: Objects, format: str, *, quality: int | None, metadata: bool
) -> Download:
    """What the journal shows now, as PNG, JPEG, WEBP or TIFF. Raises as `download`."""
    patches = shown_patches(row, objects)
    shown = composite(base, patches)
    said = with_record(shown, row, [patch for patch, _ in patches]) if metadata else shown
    return download(said, format, quality=quality, metadata=metadata)


def one_patch(
    step: StepRow, base: Picture, objects: Objects, format: str, *, quality: int | None, metadata: bool
) -> Download:
    """The patch of one step at the size of its place, under its feather and at full opacity. Raises as `download`."""
    patch = read_patch(step, objects, step.data["feather_px"])
    said = _stated(Metadata(icc=base.metadata.icc), base, [step], [patch], {"task": "patch"})
    return download(Picture(patch.to_rgba(), said), format, quality=quality, metadata=metadata)


def layered(row: JournalRow, base: Picture, objects: Objects, name: str, *, metadata: bool) -> Download:
    """The base and each step as a layer of its own, muted ones hidden; the merged picture is what the journal shows."""
    pairs = [(step, read_patch(step, objects, step.data["feather_px"])) for step in row.steps]
    seen = [(patch, step.data["opacity"]) for step, patch in pairs if not step.data["muted"]]
    merged = composite(base, seen)
    merged = with_record(merged, row, [patch for patch, _ in seen]) if metadata else _bared(merged)
    layers = [Layer(name, base.pixels), *(_layer(patch, step, base.has_alpha) for step, patch in pairs)]
    return Download(openraster.encode(merged, layers), openraster.MEDIA_TYPE, openraster.SUFFIX)


def with_record(picture: Picture, row: JournalRow, patches: Sequence[Patch]) -> Picture:
    """The picture with what its journal shows in its metadata; as it is where it shows nothing but the base."""
    steps = [step for step in row.steps if not step.data["muted"]]
    if not steps:
        return picture
    told = {"task": "journal", "journal": row.id, "picture": row.base_picture, "title": row.title}
    return picture.with_metadata(_stated(picture.metadata, picture, steps, patches, told))


def _stated(
    metadata: Metadata, picture: Picture, steps: Sequence[StepRow], patches: Sequence[Patch], told: Mapping[str, Any]
) -> Metadata:
    record = steps[-1].data["record"]
    boxes = (CropPlan.from_json(step.data["plan"]).box for step in steps)
    said = [_said(step, patch) for step, patch in zip(steps, patches, strict=True)]
    return embed(
        metadata,
        request={**told, "steps": said},
        box=reduce(Bounds.union, boxes),
        area_share=_area_share(patches, picture),
        model=record.get("checkpoint") or record["engine"],
    )


def _said(step: StepRow, patch: Patch) -> dict[str, Any]:
    return {name: step.data[name] for name in _SAID} | {"bounds": list(patch.bounds)}


def _area_share(patches: Sequence[Patch], picture: Picture) -> float:
    """The share of the picture's area in which some patch is seen, 0..1."""
    seen = np.zeros((picture.extent.height, picture.extent.width), np.bool_)
    for patch in patches:
        seen[patch.bounds.slices] |= patch.alpha > 0
    return float(np.count_nonzero(seen)) / picture.extent.area


def _layer(patch: Patch, step: StepRow, is_clipped: bool) -> Layer:
    name = " ".join(step.data["request"]["prompt"].split())[:_LONGEST_NAME] or step.id
    bounds, data = patch.bounds, step.data
    return Layer(name, patch.to_rgba(), bounds.x, bounds.y, data["opacity"], not data["muted"], is_clipped)


def _bared(picture: Picture) -> Picture:
    return picture.with_metadata(bare(picture.metadata))
