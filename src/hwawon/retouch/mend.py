"""What our side does to an engine's answer before it is shown: in register, in colour, without a seam."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from hwawon.engines.base import Pixels
from hwawon.errors import BadResult
from hwawon.imaging.colour import match_colour
from hwawon.imaging.crop import Cut
from hwawon.imaging.drift import guard_drift
from hwawon.imaging.geometry import Extent
from hwawon.imaging.glare import anti_glare
from hwawon.imaging.seam import SeamScore, repair, seam_score
from hwawon.imaging.stitch import Patch, make_patch
from hwawon.retouch.request import RetouchRequest


@dataclass(frozen=True, eq=False)
class Mended:
    """The patch to show, how visible its border is, and what had to be done to it."""

    patch: Patch
    seam: SeamScore
    record: dict[str, Any]


def mend(request: RetouchRequest, piece: Cut, painted: Pixels) -> Mended:
    """The engine's answer as a patch. An answer equal to what the engine was given is left as it is.

    Raises:
        BadResult: of another size than asked, or shifted beyond repair.
    """
    if painted.shape != piece.image.shape:
        raise BadResult(f"expected a result of {Extent.of(piece.image)}, got {Extent.of(painted)}")
    in_place, drift = guard_drift(painted, piece.image, piece.denoise_mask == 0)
    matched = match_colour(in_place, piece.image, piece.denoise_mask, request.colour_match)
    calm = anti_glare(matched, piece.denoise_mask, request.anti_glare)
    raw = make_patch(piece, calm)
    patch, seam = repair(raw, piece.base) if request.repair else (raw, seam_score(raw, piece.base))
    done = {"drift": asdict(drift), "colours_matched": matched is not in_place, "seam_repaired": patch is not raw}
    return Mended(patch, seam, done)
