"""Is this a layer of a draft? Told from the header and the check sums: nothing is decoded while one paints."""

from __future__ import annotations

from hwawon.errors import BadPicture
from hwawon.imaging import png

LONGEST_SIDE_PX = 65_535
_GREY = 0  # the PNG's colour type


def checked(name: str, data: bytes) -> bytes:
    """The file itself, when it is a whole PNG of one 8-bit grey channel.

    Raises:
        BadPicture: it is not; says of which layer, what was expected and what it is.
    """
    expected = f"{name}: expected a PNG of one 8-bit grey channel, at most {LONGEST_SIDE_PX} pixels a side"
    if not data.startswith(png.SIGNATURE):
        raise BadPicture(f"{expected}; this is not a PNG")
    head = png.header(data)
    if (head.bits, head.colour_type) != (8, _GREY) or head.extent.longer > LONGEST_SIDE_PX:
        raise BadPicture(f"{expected}; got {head.extent} of {head.bits} bits, colour type {head.colour_type}")
    png.metadata(data)  # reads through to the end mark
    return data
