"""A WebP's header, without the two canvases that a decoder lays out first. Source: RFC 9649, sections 2.3 to 2.7."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from hwawon.errors import BadPicture
from hwawon.imaging.geometry import Extent

_ALPHA = 0x10


@dataclass(frozen=True)
class Header:
    """Size and kind; `icc` and `exif` are the blocks as they stand."""

    extent: Extent
    has_alpha: bool
    frames: int
    icc: bytes | None
    exif: bytes | None


def header(data: bytes) -> Header:
    """What the chunks say.

    Raises:
        BadPicture: no chunk that tells a size.
    """
    chunks = list(_chunks(data))
    first = dict(reversed(chunks))
    told = next((_TOLD[kind](first[kind]) for kind in (b"VP8X", b"VP8 ", b"VP8L") if kind in first), None)
    if told is None:
        raise BadPicture("the WebP is truncated or damaged: it tells no size")
    frames = sum(kind == b"ANMF" for kind, _ in chunks)
    icc, exif = first.get(b"ICCP"), first.get(b"EXIF")
    return Header(*told, max(1, frames), bytes(icc) if icc else None, bytes(exif) if exif else None)


def _chunks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    view, at = memoryview(data), 12
    while at + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, at)
        yield kind, view[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _extended(body: memoryview) -> tuple[Extent, bool] | None:
    if len(body) < 10:
        return None
    width, height = int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    return Extent(width, height), bool(body[0] & _ALPHA)


def _lossy(body: memoryview) -> tuple[Extent, bool] | None:
    if len(body) < 10 or bytes(body[3:6]) != b"\x9d\x01\x2a":
        return None
    width, height = struct.unpack_from("<HH", body, 6)
    return Extent(width & 0x3FFF, height & 0x3FFF), False


def _lossless(body: memoryview) -> tuple[Extent, bool] | None:
    if len(body) < 5 or body[0] != 0x2F:
        return None
    bits = int.from_bytes(body[1:5], "little")
    return Extent((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1), bool(bits >> 28 & 1)


_TOLD = {b"VP8X": _extended, b"VP8 ": _lossy, b"VP8L": _lossless}
