"""QR codes as SVG."""

from io import BytesIO

import segno

SCALE = 8  # pixels a square; an SVG is drawn at any size


def svg_of(address: str) -> bytes:
    """The address as a QR, black on white with its quiet zone; a sixth of it may be unreadable."""
    file = BytesIO()
    segno.make_qr(address, error="m").save(file, kind="svg", scale=SCALE, light="#ffffff", xmldecl=False, omitsize=True)
    return file.getvalue()
