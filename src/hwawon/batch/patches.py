"""What is kept of a frame's result: the patch and its place. Laid over the frame again it is the result, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hwawon.errors import BadInput
from hwawon.imaging import files
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.picture import Picture, Pixels
from hwawon.imaging.stitch import Patch, composite


def packed(patch: Patch) -> bytes:
    """The patch as a PNG in straight alpha, of the frame's own depth."""
    return files.encode(Picture(patch.to_rgba()), "PNG")


def unpacked(data: bytes, report: Mapping[str, Any], frame: Picture) -> Patch:
    """Read what `packed` wrote, for the frame that it was made on.

    Raises:
        BadInput: it belongs to another frame, or to another place.
    """
    rgba, bounds = files.read(data).pixels, Bounds(*report["patch"])
    if Extent.of(rgba) != bounds.extent or rgba.dtype != frame.pixels.dtype or rgba.shape[2] != 4:
        raise BadInput(f"a result of {Extent.of(rgba)} {rgba.dtype} for a place of {bounds.extent}")
    colour, alpha = _apart(rgba, frame.colour.shape[2])
    opaque = np.asarray(alpha == 2**frame.depth - 1)
    reach_px = float(report["reach_px"])
    return Patch(bounds, colour, alpha, opaque, reach_px, reach_px)


def laid_over(frame: Picture, patch: Patch | None, opacity: float) -> Picture:
    """The frame as it is shown; one with nothing to paint is as it came."""
    return frame if patch is None else composite(frame, [(patch, opacity)])


def seen_by(patch: Patch | None, extent: Extent) -> NDArray[np.bool_]:
    """Where the patch shows at all, (H, W) of the frame."""
    seen = np.zeros((extent.height, extent.width), np.bool_)
    if patch is not None:
        seen[patch.bounds.slices] = patch.alpha > 0
    return seen


def _apart(rgba: Any, channels: int) -> tuple[Pixels, Pixels]:
    return np.ascontiguousarray(rgba[:, :, :channels]), np.ascontiguousarray(rgba[:, :, 3])
