"""A selection from a few hints.

Rother and others, "GrabCut: interactive foreground extraction using iterated graph cuts", SIGGRAPH 2004; its edge is
then fitted to the picture by He and others' guided filter (2010, with the reduced coefficients of 2015).
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.errors import BadInput
from hwawon.imaging import files
from hwawon.imaging.geometry import Bounds
from hwawon.imaging.picture import Picture
from hwawon.looks.request import Hint, SelectLook
from hwawon.looks.room import Room
from hwawon.looks.shown import Shown
from hwawon.looks.view import RGB, View, resized, view_of

WORK_PX = 120_000  # the cut takes about a second for as many
EDGE_PX = 6_000_000  # the edge is fitted to at most as many, and enlarged from there
ROUNDS = 3
REACH = 0.06  # of the view's longer side: so far beyond its first guess may a selection grow
DISC = 0.012  # a hint's radius, of the view's longer side
EDGE_RADIUS_PX = 3  # of the view that is cut
FLATNESS = 1e-3  # of squared luminance 0..1: smaller differences are no edge

Mask = NDArray[np.uint8]
Field = NDArray[np.floating]


def look(room: Room, shown: Shown, request: SelectLook) -> bytes:
    """A PNG of 8-bit grey of the box's size, white where it is selected; the same hints give the same mask.

    Raises:
        BadInput: a hint or the rectangle lies outside the box.
        BadBox: the box is not wholly inside the picture.
    """
    crop, box = room.crop(shown, request)
    _check_inside(request, box)
    view = view_of(crop, box, WORK_PX)
    chosen = cut_out(view, request)
    fine = resized(fitted(chosen, view_of(crop, box, EDGE_PX).pixels), box.extent)
    return files.encode(Picture(fine[:, :, np.newaxis]), "PNG")


def cut_out(view: View, request: SelectLook) -> NDArray[np.bool_]:
    """What is selected, (h, w) of the view."""
    labels = _labels(view, request)
    if {cv2.GC_BGD, cv2.GC_PR_BGD} & set(np.unique(labels).tolist()):  # else there is nothing to cut away
        behind, before = np.zeros((1, 65), np.float64), np.zeros((1, 65), np.float64)
        cv2.setRNGSeed(7)  # the cut begins with groups of colours, found by chance
        bgr = np.ascontiguousarray(view.pixels[:, :, ::-1])
        cv2.grabCut(bgr, labels, (0, 0, 0, 0), behind, before, ROUNDS, cv2.GC_INIT_WITH_MASK)
    chosen = (labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)
    return _touching(chosen, _discs(view, request.points, keep=True))


def fitted(chosen: NDArray[np.bool_], fine: RGB) -> Mask:
    """The selection at the size of `fine` (H, W, 3), 0..255, its edge on the edges of what is seen."""
    height, width = chosen.shape
    slope, offset = _coefficients(_luminance(resized(fine, (width, height))), chosen.astype(np.float32))
    size = fine.shape[1], fine.shape[0]
    shares = cv2.resize(slope, size, interpolation=cv2.INTER_LINEAR) * _luminance(fine)
    shares += cv2.resize(offset, size, interpolation=cv2.INTER_LINEAR)
    # The filter leaves a haze on both sides; its middle is the edge.
    return np.clip((shares - 0.25) * 510 + 0.5, 0, 255).astype(np.uint8)


def _luminance(rgb: RGB) -> Field:
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.float32) / np.float32(255)


def _coefficients(guide: Field, wanted: Field) -> tuple[Field, Field]:
    """The line `slope * guide + offset` that is nearest to what is wanted around each pixel."""

    def mean(values: Field) -> Field:
        side = 2 * EDGE_RADIUS_PX + 1
        return np.asarray(cv2.blur(values, (side, side), borderType=cv2.BORDER_REFLECT), np.float32)

    guide_mean, wanted_mean = mean(guide), mean(wanted)
    spread = mean(guide * guide) - guide_mean * guide_mean
    slope = (mean(guide * wanted) - guide_mean * wanted_mean) / (spread + np.float32(FLATNESS))
    return mean(slope), mean(wanted_mean - slope * guide_mean)


def _labels(view: View, request: SelectLook) -> Mask:
    """What the cut begins with, in its own numbers."""
    keep, leave = (_discs(view, request.points, keep=which) for which in (True, False))
    labels = np.full(view.pixels.shape[:2], cv2.GC_PR_BGD, np.uint8)
    if request.rectangle is not None:
        labels[:] = cv2.GC_BGD
        labels[_in_view(view, Bounds(*request.rectangle))] = cv2.GC_PR_FGD
    else:
        basin = _basin(view.pixels, keep, leave)
        labels[~_grown(basin, round(REACH * max(labels.shape)))] = cv2.GC_BGD
        labels[basin] = cv2.GC_PR_FGD
    labels[leave] = cv2.GC_BGD
    labels[keep] = cv2.GC_FGD
    return labels


def _basin(rgb: RGB, keep: NDArray[np.bool_], leave: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """What is nearer to the kept hints than to the others and the border, with edges as hills between them."""
    markers = np.zeros(rgb.shape[:2], np.int32)
    markers[:2] = markers[-2:] = markers[:, :2] = markers[:, -2:] = 2  # the outermost pixels are not looked at
    markers[leave] = 2
    markers[keep] = 1
    smooth = cv2.bilateralFilter(np.ascontiguousarray(rgb[:, :, ::-1]), 7, 30, 5)
    return np.asarray(cv2.watershed(smooth, markers) == 1)


def _grown(mask: NDArray[np.bool_], radius_px: int) -> NDArray[np.bool_]:
    distance = cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5)
    return np.asarray(distance <= radius_px)


def _discs(view: View, points: tuple[Hint, ...], *, keep: bool) -> NDArray[np.bool_]:
    mask = np.zeros(view.pixels.shape[:2], np.uint8)
    radius = max(1, round(DISC * max(mask.shape)))
    across, down = view.scale
    for point in points:
        if point.keep == keep:
            centre = int((point.x - view.box.x) / across), int((point.y - view.box.y) / down)
            cv2.circle(mask, centre, radius, 1, -1)
    return mask > 0


def _in_view(view: View, rectangle: Bounds) -> tuple[slice, slice]:
    across, down = view.scale
    inside = rectangle.relative_to(view.box)
    rows = slice(int(inside.y / down), max(int(inside.y / down) + 1, round(inside.bottom / down)))
    columns = slice(int(inside.x / across), max(int(inside.x / across) + 1, round(inside.right / across)))
    return rows, columns


def _touching(chosen: NDArray[np.bool_], hints: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Only the pieces that a kept hint touches; all where there is no such hint."""
    if not hints.any():
        return chosen
    count, pieces = cv2.connectedComponents(chosen.astype(np.uint8))
    wanted = np.zeros(count, np.bool_)
    wanted[np.unique(pieces[hints & chosen])] = True
    wanted[0] = False
    return np.asarray(wanted[pieces])


def _check_inside(request: SelectLook, box: Bounds) -> None:
    if request.rectangle is not None and not Bounds(*request.rectangle).is_within(box):
        raise BadInput(f"the rectangle {request.rectangle} is not wholly inside the box {box}")
    for point in request.points:
        if not (box.x <= point.x < box.right and box.y <= point.y < box.bottom):
            raise BadInput(f"the point {point.x:g},{point.y:g} is not inside the box {box}")
