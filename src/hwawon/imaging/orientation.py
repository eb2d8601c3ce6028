"""Turn stored pixels upright, as EXIF's orientation asks."""

from hwawon.imaging.picture import Pixels


def upright(pixels: Pixels, orientation: int) -> Pixels:
    """The pixels (H, W, C) turned as an EXIF orientation of 1 to 8 asks (EXIF 2.32, tag 274); contiguous."""
    turned: Pixels = pixels
    if orientation in (5, 6, 7, 8):
        turned = turned.transpose(1, 0, 2)
    if orientation in (3, 4, 7, 8):
        turned = turned[::-1]
    if orientation in (2, 3, 6, 7):
        turned = turned[:, ::-1]
    return turned.copy() if not turned.flags.c_contiguous else turned
