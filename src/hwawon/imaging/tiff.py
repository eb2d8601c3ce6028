"""TIFF: exact pixels of 8 and 16 bits, its tags as EXIF, and writing with all metadata.

16-bit colour goes past Pillow, which would cut it to 8 bits. Source: TIFF 6.0, and its technical notes on deflate.
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import tifffile
from numpy.typing import NDArray
from PIL import Image, TiffImagePlugin
from zlib_ng import zlib_ng

from hwawon.errors import BadPicture
from hwawon.imaging import exif
from hwawon.imaging.geometry import Extent
from hwawon.imaging.modes import pixels_of
from hwawon.imaging.orientation import upright
from hwawon.imaging.picture import Metadata, Pixels

_BITS, _COMPRESSION, _PHOTOMETRIC, _SAMPLES, _PLANAR, _PREDICTOR = 258, 259, 262, 277, 284, 317
_ORIENTATION, _EXTRA_SAMPLES, _XMP, _ICC, _DETAIL, _GPS = 274, 338, 700, 34675, 34665, 34853
_MIN_IS_WHITE, _CMYK, _SEPARATE, _PREMULTIPLIED = 0, 5, 2, 1
# What describes the picture (title, camera, dates, author, copyright, rating, IPTC), not how it is stored.
_DESCRIPTIVE = (270, 271, 272, 305, 306, 315, 316, 18246, 18249, 33432, 33723, 40091, 40092, 40093, 40094, 40095)
_STRIP_BYTES = 1 << 20


Tags = TiffImagePlugin.ImageFileDirectory_v2


@dataclass(frozen=True)
class Header:
    """What the tags of the first page say; `extent` is of the upright picture."""

    tags: Tags
    extent: Extent
    bits: int
    pages: int


def header(data: bytes) -> Header:
    """The first table of a TIFF or BigTIFF; whether there are more pages counts as two.

    Raises:
        ValueError, SyntaxError, struct.error, KeyError: no table, or one without sizes.
    """
    if data[:4] == b"MM\0+":
        raise BadPicture("expected a TIFF or a little-endian BigTIFF, got a big-endian BigTIFF")
    tags = Tags(data[: 16 if b"+" in data[2:4] else 8])
    stream = io.BytesIO(data)
    stream.seek(tags.next)
    tags.load(stream)
    width, height = int(tags[256]), int(tags[257])
    if width < 1 or height < 1:
        raise BadPicture(f"expected a size of at least 1x1, got {width}x{height}")
    extent = Extent(height, width) if int(tags.get(_ORIENTATION, 1)) > 4 else Extent(width, height)
    return Header(tags, extent, max(int(bits) for bits in tags.get(_BITS, (1,))), 2 if tags.next else 1)


def read(data: bytes) -> tuple[Pixels, Metadata]:
    """Pixels (H, W, C) of the first page, already upright, and the metadata, whose orientation is 1.

    Raises:
        BadPicture: truncated, damaged, or samples that are neither 8 nor 16 bits.
    """
    head = header(data)
    block, notices = _described(data)
    notices += ("the file has several pages: only the first is used",) * (head.pages > 1)
    pixels, more = _deep_pixels(data, head.tags) if _is_deep_colour(head) else _plain_pixels(data, head)
    profile = _bytes(head.tags.get(_ICC)) if head.tags.get(_PHOTOMETRIC) != _CMYK else None
    packet = _bytes(head.tags.get(_XMP))
    return pixels, Metadata(profile, block, packet, dpi=_dpi(head.tags), source_format="TIFF", notices=notices + more)


def _is_deep_colour(head: Header) -> bool:
    return head.bits == 16 and head.tags.get(_SAMPLES, 1) > 1 and head.tags.get(_PHOTOMETRIC) != _CMYK


def _plain_pixels(data: bytes, head: Header) -> tuple[Pixels, tuple[str, ...]]:
    """By Pillow, which turns a TIFF upright while decoding."""
    bits, photometric = head.bits, head.tags.get(_PHOTOMETRIC)
    if bits not in (1, 2, 4, 8, 16):
        raise BadPicture(f"expected a TIFF of 8 or 16 bits, got {bits} bits")
    reduced = ("16-bit CMYK was reduced to 8 bits",) * (bits == 16 and photometric == _CMYK)
    with TiffImagePlugin.TiffImageFile(io.BytesIO(data)) as image:
        pixels, notices = pixels_of(image)
    if pixels.dtype == np.uint16 and photometric == _MIN_IS_WHITE:
        pixels = np.uint16(65535) - pixels  # Pillow inverts 8-bit greys only
    return pixels, notices + reduced


def _deep_pixels(data: bytes, tags: Tags) -> tuple[Pixels, tuple[str, ...]]:
    """16-bit grey with alpha, RGB and RGBA."""
    decoded = _by_tifffile(data, tags)
    if decoded is None:
        decoded = _by_opencv(data, tags)
    if decoded is None or decoded.dtype != np.uint16 or decoded.shape[2] not in (2, 3, 4):
        kind = f"compression {tags.get(_COMPRESSION)}, {tags.get(_SAMPLES)} samples"
        raise BadPicture(f"expected a 16-bit TIFF of grey, RGB or RGBA, got one that cannot be decoded ({kind})")
    pixels = np.asarray(decoded, np.uint16)
    extra = tuple(tags.get(_EXTRA_SAMPLES, ()))
    if pixels.shape[2] == 4 and not extra:
        pixels = pixels[:, :, :3]
    if _PREMULTIPLIED in extra and pixels.shape[2] in (2, 4):
        return _straight(pixels), ("colours multiplied by alpha were divided by it",)
    return np.ascontiguousarray(pixels), ()


def _by_tifffile(data: bytes, tags: Tags) -> Pixels | None:
    """None where the compression needs a codec that only OpenCV brings."""
    try:
        with tifffile.TiffFile(io.BytesIO(data)) as file:
            pixels: Pixels = file.pages[0].asarray()
    except (ValueError, KeyError, IndexError, struct.error, OSError):
        return None
    if pixels.ndim == 3 and tags.get(_PLANAR) == _SEPARATE:
        pixels = pixels.transpose(1, 2, 0)
    return upright(pixels.reshape(*pixels.shape[:2], -1), int(tags.get(_ORIENTATION, 1)))


def _by_opencv(data: bytes, tags: Tags) -> Pixels | None:
    """Interleaved RGB and RGBA of any compression; OpenCV turns a TIFF upright in every reading mode."""
    if tags.get(_PLANAR) == _SEPARATE or tags.get(_SAMPLES) not in (3, 4):
        return None
    decoded = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if decoded is None or decoded.dtype != np.uint16 or decoded.ndim != 3:
        return None
    return np.asarray(decoded[:, :, [2, 1, 0, 3][: decoded.shape[2]]], np.uint16)


def _straight(pixels: NDArray[np.uint16]) -> NDArray[np.uint16]:
    alpha = pixels[:, :, -1:].astype(np.float64)
    colour = np.divide(pixels[:, :, :-1] * 65535.0, alpha, out=np.zeros_like(pixels[:, :, :-1], float), where=alpha > 0)
    rounded = np.clip(np.rint(colour), 0, 65535).astype(np.uint16)
    return np.concatenate([rounded, pixels[:, :, -1:]], axis=2)


def _described(data: bytes) -> tuple[bytes | None, tuple[str, ...]]:
    """The descriptive tags, with the EXIF and GPS tables, as an EXIF block."""
    try:
        whole, block = Image.Exif(), Image.Exif()
        whole.load(data)
        for tag in _DESCRIPTIVE:
            if tag in whole:
                block[tag] = whole[tag]
        for table in (_DETAIL, _GPS):
            if table in whole:
                block.get_ifd(table).update(whole.get_ifd(table))
        return (exif.stripped(block.tobytes()) if len(block) or block.get_ifd(_DETAIL) else None), ()
    except (ValueError, TypeError, KeyError, struct.error, SyntaxError, OSError, OverflowError) as error:
        return None, (f"the TIFF's description was dropped: {error}",)


def _bytes(value: object) -> bytes | None:
    return bytes(value) if isinstance(value, bytes | tuple) else None


def _dpi(tags: Tags) -> tuple[float, float] | None:
    x, y, unit = tags.get(282), tags.get(283), tags.get(296, 2)
    per_inch = {2: 1.0, 3: 2.54}.get(unit)
    return (float(x) * per_inch, float(y) * per_inch) if per_inch and x and y else None


def encode(pixels: Pixels, metadata: Metadata) -> bytes:
    """A little-endian TIFF of pixels (H, W, 1 to 4), uint8 or uint16, deflated in strips, with all metadata."""
    _, width, channels = pixels.shape
    rows = max(1, _STRIP_BYTES // (width * channels * pixels.dtype.itemsize))
    strips = list(_strips(pixels, rows))
    sizes = tuple(len(strip) for strip in strips)
    table = _table(pixels, metadata)
    table[273], table[278], table[279] = (0, *np.cumsum(sizes)[:-1].tolist()), rows, sizes
    return b"".join((b"II*\0\x08\0\0\0", table.tobytes(8), *strips))  # tobytes moves offset 0 to behind the table


def _strips(pixels: Pixels, rows: int) -> Iterator[bytes]:
    """Each row as differences to the left pixel (predictor 2), deflated."""
    for top in range(0, pixels.shape[0], rows):
        strip = pixels[top : top + rows].copy()
        strip[:, 1:] -= pixels[top : top + rows, :-1]
        yield zlib_ng.compress(np.ascontiguousarray(strip, strip.dtype.newbyteorder("<")), 3)


def _table(pixels: Pixels, metadata: Metadata) -> Tags:
    height, width, channels = pixels.shape
    table = Tags(prefix=b"II")
    _describe(table, metadata.exif)
    table[256], table[257], table[_BITS] = width, height, (pixels.dtype.itemsize * 8,) * channels
    table[_COMPRESSION], table[_PREDICTOR], table[_PLANAR] = 8, 2, 1
    table[_PHOTOMETRIC], table[_SAMPLES], table[_ORIENTATION] = (1 if channels < 3 else 2), channels, 1
    if channels in (2, 4):
        table[_EXTRA_SAMPLES] = (2,)  # straight alpha
    if metadata.dpi:
        table[282], table[283], table[296] = *metadata.dpi, 2
    for tag, value in ((_XMP, metadata.xmp), (_ICC, metadata.icc)):
        if value:
            table.tagtype[tag] = 1 if tag == _XMP else 7
            table[tag] = value
    return table


def _describe(table: Tags, block: bytes | None) -> None:
    if not block:
        return
    source = Image.Exif()
    source.load(b"Exif\0\0" + block)
    for tag in _DESCRIPTIVE:
        if tag in source:
            table[tag] = source[tag]
    for tag in (_DETAIL, _GPS):
        detail = dict(source.get_ifd(tag))
        if detail:
            table[tag] = detail
