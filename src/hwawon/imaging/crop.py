"""The crop plan and the cut: which part of a picture goes to the engine, at which size, under which masks.

Four spaces: the **canvas** (the whole picture), the user's **box**, the **crop** (the box and what the edge needs,
moved and grown until its size is legal; may leave the canvas) and **work** (what the engine paints: the crop times an
exact scale). The content is never squeezed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.errors import BadInput, BadMask
from hwawon.imaging.edges import EdgeOverrides, EdgePlan, plan_edges
from hwawon.imaging.extend import replicated
from hwawon.imaging.geometry import Bounds, Extent, checked_box
from hwawon.imaging.mask import Mask, bounds_of, distance_to, read_mask
from hwawon.imaging.picture import Picture, Pixels
from hwawon.imaging.resample import resize, rounded
from hwawon.imaging.sizes import Fit, SizeRule, fit

__all__ = [
    "CropPlan",
    "Cut",
    "EdgeOverrides",
    "EdgePlan",
    "SizeRule",
    "at_work_size",
    "composite_alpha",
    "cut",
    "plan_crop",
    "plan_edges",
    "work_image",
]

_ROOM_PX = 32  # kept around the edge, so that the feather of a past step can be widened


class Window(NamedTuple):
    """A rectangle of the crop (in canvas coordinates) and the work pixels it corresponds to exactly."""

    crop: Bounds
    work: Bounds


@dataclass(frozen=True)
class CropPlan:
    """Which part of the canvas is painted at which size. `crop` times `scale` is exactly `work`."""

    canvas: Extent
    box: Bounds
    crop: Bounds
    work: Extent
    scale: Fraction
    edges: EdgePlan
    notices: tuple[str, ...] = ()

    @property
    def visible(self) -> Bounds:
        """The part of the crop that lies on the canvas."""
        return self.crop.intersection(Bounds.whole(self.canvas))

    def window(self, area: Bounds, margin_work_px: int = 0) -> Window:
        """The smallest window that holds `area` and a margin, cut off at the crop's border."""
        down, up = self.scale.denominator, self.scale.numerator
        margin = ceil(margin_work_px / up)
        blocks = self.crop.width // down, self.crop.height // down
        first = [
            max(0, (start - origin) // down - margin) for start, origin in zip(area[:2], self.crop[:2], strict=True)
        ]
        ends = area.right - self.crop.x, area.bottom - self.crop.y
        last = [min(most, -(-end // down) + margin) for most, end in zip(blocks, ends, strict=True)]
        size = last[0] - first[0], last[1] - first[1]
        crop = Bounds(self.crop.x + first[0] * down, self.crop.y + first[1] * down, size[0] * down, size[1] * down)
        return Window(crop, Bounds(first[0] * up, first[1] * up, size[0] * up, size[1] * up))

    def to_json(self) -> dict[str, Any]:
        return {
            "canvas": list(self.canvas),
            "box": list(self.box),
            "crop": list(self.crop),
            "work": list(self.work),
            "scale": str(self.scale),
            "edges": self.edges.to_json(),
            "notices": list(self.notices),
        }

    @staticmethod
    def from_json(row: Mapping[str, Any]) -> CropPlan:
        """Read what `to_json` wrote.

        Raises:
            BadInput: it is not such an object.
        """
        try:
            return CropPlan(
                canvas=Extent(*row["canvas"]),
                box=Bounds(*row["box"]),
                crop=Bounds(*row["crop"]),
                work=Extent(*row["work"]),
                scale=Fraction(row["scale"]),
                edges=EdgePlan.from_json(row["edges"]),
                notices=tuple(row["notices"]),
            )
        except (KeyError, TypeError, ValueError, ZeroDivisionError) as error:
            raise BadInput(f"not a crop plan: {error!r}") from None


def plan_crop(
    canvas: Extent,
    box: Bounds,
    mask_bounds: Bounds,
    strength: float,
    sizes: SizeRule,
    overrides: EdgeOverrides | None = None,
    edge_bounds: Bounds | None = None,
) -> CropPlan:
    """Where to cut and how large to paint; `mask_bounds` (canvas coordinates) bounds what was painted in the box.

    The edge's width follows the size of `edge_bounds` where what was painted is far thinner than its bounds.

    Raises:
        BadBox: the box is empty or not wholly on the canvas.
        BadMask: the mask's bounds are empty or leave the box.
        BadNumber: the strength is not in 0..1.
        BadInput: the rule allows no size at all.
    """
    checked_box(box, canvas)
    if not mask_bounds.is_within(box) or mask_bounds.extent.area == 0:
        raise BadMask(f"the painted area {mask_bounds} is not inside the box {box}")
    edges = plan_edges(edge_bounds or mask_bounds, box, strength, overrides)
    need, fitted = _best_fit(canvas, box, mask_bounds, edges, sizes)
    crop = _placed(need, fitted.crop, canvas)
    return CropPlan(canvas, box, crop, fitted.work, fitted.scale, edges, _notices(crop, fitted, canvas))


def _best_fit(canvas: Extent, box: Bounds, mask_bounds: Bounds, edges: EdgePlan, sizes: SizeRule) -> tuple[Bounds, Fit]:
    """The wanted rectangle and its fit; padding is given up where that avoids painting at a reduced size."""
    fits = []
    for padding in (edges.padding_px, edges.padding_px / 2, 0):
        around = mask_bounds.pad(ceil(edges.reach_px + padding))
        need = box.union(around).intersection(Bounds.whole(canvas))
        fits.append((need, fit(need.extent, canvas, sizes)))
        if fits[-1][1].scale >= 1:
            return fits[-1]
    return fits[0]


def _placed(need: Bounds, size: Extent, canvas: Extent) -> Bounds:
    """A crop of this size around `need`: inside the canvas where it fits, else evenly over both borders."""
    x = _start(need.x, need.width, size.width, canvas.width)
    y = _start(need.y, need.height, size.height, canvas.height)
    return Bounds(x, y, *size)


def _start(need: int, need_size: int, size: int, canvas: int) -> int:
    if size > canvas:
        return -((size - canvas) // 2)
    return min(max(0, need - (size - need_size) // 2), canvas - size)


def _notices(crop: Bounds, fitted: Fit, canvas: Extent) -> tuple[str, ...]:
    notices = []
    if fitted.scale < 1:
        notices.append(f"painted at {fitted.scale} of its size: {fitted.crop} is more than the model paints at once")
    if fitted.scale > 1:
        notices.append(f"painted at {fitted.scale} times its size: {fitted.crop} is less than the model paints")
    if not crop.is_within(Bounds.whole(canvas)):
        notices.append("the crop is larger than the picture: its border is repeated outwards")
    return tuple(notices)


@dataclass(frozen=True, eq=False)
class Cut:
    """What the engine gets, and what the stitch needs to put its answer back.

    `bounds` is the part of the canvas that can change, with room for a wider feather: the mask's surroundings, not
    the whole crop. `base`, `alpha` and `painted` have its size, `image` and `denoise_mask` that of `plan.work`.
    """

    plan: CropPlan
    bounds: Bounds
    image: NDArray[np.uint8]  # (work.height, work.width, 3) RGB
    denoise_mask: NDArray[np.uint8]  # (work.height, work.width): 255 repaint, 0 keep, between less
    base: Pixels  # (h, w, 1 or 3): the picture's own colours and depth; a view, not to be written
    alpha: Pixels  # (h, w), dtype of `base`, full scale where the result stands alone
    painted: NDArray[np.bool_]  # (h, w): what the user painted


def cut(picture: Picture, mask: NDArray[Any], plan: CropPlan) -> Cut:
    """Take the work image and both masks out of the picture.

    Args:
        mask: as `read_mask` takes it: picture or box size.

    Raises:
        BadMask, EmptyMask: as `read_mask`; or painted outside the plan's crop.
    """
    in_box = read_mask(mask, plan.canvas, plan.box)
    around = bounds_of(in_box).offset(plan.box.x, plan.box.y)
    room = ceil(max(plan.edges.denoise_reach_px, plan.edges.reach_px + _ROOM_PX)) + 1
    bounds = around.pad(room).intersection(plan.visible)
    if not around.is_within(bounds):
        raise BadMask(f"painted at {around}, outside the crop {plan.crop} that was planned")
    painted = np.zeros((bounds.height, bounds.width), np.bool_)
    painted[around.relative_to(bounds).slices] = in_box[around.relative_to(plan.box).slices] > 0
    distance = distance_to(painted)
    rows, columns = bounds.slices
    base = picture.colour[rows, columns]
    return Cut(
        plan=plan,
        bounds=bounds,
        image=work_image(picture, plan),
        denoise_mask=_denoise_mask(painted, distance, bounds, plan),
        base=base,
        alpha=composite_alpha(distance, plan.edges, picture.depth),
        painted=painted,
    )


def composite_alpha(distance: NDArray[np.float32], edges: EdgePlan, depth: int) -> Pixels:
    """How much of the result is shown at each distance from the painted mask, full scale of `depth` bits = all.

    Smooth (cubic) from all at `reach - blend` to nothing at `reach`.
    """
    if edges.blend_px == 0:
        share = (distance <= edges.reach_px).astype(np.float32)
    else:
        share = np.clip((np.float32(edges.reach_px) - distance) / np.float32(edges.blend_px), 0, 1)
    smooth = 3 - 2 * share
    smooth *= share
    smooth *= share
    smooth *= np.float32(2**depth - 1)
    return rounded(smooth, depth)


def work_image(picture: Picture, plan: CropPlan) -> NDArray[np.uint8]:
    """The crop at work size; beyond the picture its border pixels are repeated."""
    return at_work_size(picture.rgb8(plan.visible), plan.visible, plan)


def at_work_size(pixels: NDArray[np.uint8], have: Bounds, plan: CropPlan) -> NDArray[np.uint8]:
    """(h, w, C) of the part `have` of the crop (canvas coordinates) at work size, its border repeated outwards."""
    window = plan.window(have)
    scaled = resize(replicated(pixels, have, window.crop), window.work.extent)
    return np.asarray(replicated(scaled, window.work, Bounds.whole(plan.work)), dtype=np.uint8)


def _denoise_mask(painted: NDArray[np.bool_], distance: NDArray[np.float32], bounds: Bounds, plan: CropPlan) -> Mask:
    """The wide mask at work size: 255 in the grown area and beyond the picture, falling straight to 0."""
    edges, window = plan.edges, plan.window(bounds)
    if edges.feather_px > 0:
        share = np.clip((np.float32(edges.denoise_reach_px) - distance) / np.float32(edges.feather_px), 0, 1)
    else:
        share = (distance <= edges.grow_px).astype(np.float32)
    mask = np.zeros((plan.work.height, plan.work.width), np.uint8)
    mask[window.work.slices] = np.maximum(
        resize(_framed(np.rint(share * 255).astype(np.uint8), bounds, window.crop), window.work.extent, enlarge_with=1),
        _any_painted(_framed(painted.astype(np.float32), bounds, window.crop), window.work.extent),
    )
    _paint_beyond(mask, plan)
    return mask


def _any_painted(painted: NDArray[np.float32], extent: Extent) -> Mask:
    """255 wherever a work pixel holds any painted pixel, so that thin strokes survive the reduction."""
    shares = resize(painted, extent, enlarge_with=cv2.INTER_NEAREST)
    return (shares > 0).astype(np.uint8) * np.uint8(255)


def _framed(values: NDArray[Any], have: Bounds, want: Bounds) -> NDArray[Any]:
    """`values` of `have` in a rectangle `want` around it, 0 elsewhere."""
    framed = np.zeros((want.height, want.width), values.dtype)
    framed[have.relative_to(want).slices] = values
    return framed


def _paint_beyond(mask: Mask, plan: CropPlan) -> None:
    """Repaint every work pixel that shows anything beyond the picture."""
    inside = plan.visible.relative_to(plan.crop)
    top, left = ceil(inside.y * plan.scale), ceil(inside.x * plan.scale)
    bottom, right = int(inside.bottom * plan.scale), int(inside.right * plan.scale)
    mask[:top], mask[bottom:], mask[:, :left], mask[:, right:] = 255, 255, 255, 255
