"""PNG: its header and chunks, its exact pixels, and fast writing with our own metadata chunks.

Source: Portable Network Graphics specification, third edition (W3C 2025).
"""

import io
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import PngImagePlugin
from zlib_ng import zlib_ng

from hwawon.errors import BadPicture
from hwawon.imaging import exif, png_rows
from hwawon.imaging.geometry import Extent
from hwawon.imaging.modes import pixels_of
from hwawon.imaging.picture import Metadata, Pixels

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_XMP_KEYWORD = "XML:com.adobe.xmp"
_LARGEST_TEXT = 16 * 1024 * 1024  # unpacked, of all chunks together
_METRES_PER_INCH = 0.0254
_COLOUR_TYPES = {1: 0, 2: 4, 3: 2, 4: 6}  # channels in memory to colour type
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}  # section 11.2.1
_FOR_PIXELS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")


@dataclass(frozen=True)
class Header:
    extent: Extent
    bits: int
    colour_type: int


@dataclass(frozen=True)
class _Chunk:
    kind: bytes
    data: bytes | memoryview
    whole: bool  # its check sum is right

    @property
    def is_critical(self) -> bool:
        return self.kind[:1].isupper()


@dataclass
class _Room:
    """How much may still be unpacked."""

    bytes_left: int = _LARGEST_TEXT


class _Skip(Exception):
    """A chunk of metadata that cannot be used; the message says why."""


def header(data: bytes) -> Header:
    """The size and kind of samples, from the first 33 bytes.

    Raises:
        BadPicture: no complete IHDR chunk, or impossible values in it.
    """
    if len(data) < 33 or data[12:16] != b"IHDR":
        raise BadPicture(f"the PNG is truncated: expected a header of 33 bytes, got {len(data)} bytes")
    width, height, bits, colour_type = struct.unpack(">IIBB", data[16:26])
    if not (0 < width < 2**31 and 0 < height < 2**31) or bits not in _DEPTHS.get(colour_type, ()):
        raise BadPicture(f"the PNG header is not valid: {width}x{height}, {bits} bits, colour type {colour_type}")
    return Header(Extent(width, height), bits, colour_type)


def metadata(data: bytes) -> Metadata:
    """What the chunks beside the pixels say; damaged ones are dropped with a notice.

    Raises:
        BadPicture: truncated or damaged.
    """
    return _metadata(list(_chunks(data)))


def has_key(data: bytes) -> bool:
    """Whether a tRNS chunk makes some of the colours transparent."""
    return any(chunk.kind == b"tRNS" for chunk in _chunks(data))


def read(data: bytes) -> tuple[Pixels, Metadata]:
    """Pixels (H, W, C) as stored, not turned, and the metadata; damaged metadata is dropped with a notice.

    Raises:
        BadPicture: truncated, damaged, or not what the header says.
    """
    head = header(data)
    chunks = list(_chunks(data))
    pixels = _deep_pixels(head, chunks) if head.bits == 16 else _pixels(chunks)
    return pixels, _metadata(chunks)


def _chunks(data: bytes) -> Iterator[_Chunk]:
    view, at = memoryview(data), len(SIGNATURE)
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            break
        body = view[at + 8 : end - 4]
        whole = zlib_ng.crc32(view[at + 4 : end - 4]) == struct.unpack_from(">I", data, end - 4)[0]
        chunk = _Chunk(kind, body, whole)
        if chunk.is_critical and not whole:
            raise BadPicture(f"the PNG is damaged: the check sum of its {kind.decode('ascii', 'replace')} is wrong")
        yield chunk
        if kind == b"IEND":
            return
        at = end
    raise BadPicture(f"the PNG is truncated: {len(data)} bytes and no end mark")


def _pixels(chunks: list[_Chunk]) -> Pixels:
    """Of up to 8 bits. The decoder sees no metadata, so damaged metadata cannot stop it."""
    needed = b"".join(packed(chunk.kind, chunk.data) for chunk in chunks if chunk.kind in _FOR_PIXELS)
    with PngImagePlugin.PngImageFile(io.BytesIO(SIGNATURE + needed)) as image:
        return pixels_of(image)[0]


def _deep_pixels(head: Header, chunks: list[_Chunk]) -> Pixels:
    """Of 16 bits, which Pillow would cut to 8."""
    needed = b"".join(packed(chunk.kind, chunk.data) for chunk in chunks if chunk.kind in (b"IHDR", b"IDAT", b"IEND"))
    decoded = cv2.imdecode(np.frombuffer(SIGNATURE + needed, np.uint8), cv2.IMREAD_UNCHANGED)
    if decoded is None or decoded.dtype != np.uint16:
        raise BadPicture(f"the PNG is truncated or damaged: its 16-bit samples of {head.extent} cannot be decoded")
    pixels = decoded.reshape(*decoded.shape[:2], -1)
    stored = {
        0: lambda: pixels[:, :, :1],
        2: lambda: pixels[:, :, 2::-1],
        4: lambda: pixels[:, :, [0, -1]],
        6: lambda: pixels[:, :, [2, 1, 0, 3]],
    }[head.colour_type]()
    key = next((bytes(chunk.data) for chunk in chunks if chunk.kind == b"tRNS" and chunk.whole), b"")
    return np.ascontiguousarray(_with_colour_key(np.asarray(stored, np.uint16), key))


def _with_colour_key(pixels: NDArray[np.uint16], key: bytes) -> NDArray[np.uint16]:
    """With an alpha channel where tRNS names the one colour that is transparent."""
    if pixels.shape[2] not in (1, 3) or len(key) != 2 * pixels.shape[2]:
        return pixels
    transparent = (pixels == np.frombuffer(key, ">u2").astype(np.uint16)).all(axis=2, keepdims=True)
    alpha = np.where(transparent, 0, 65535).astype(np.uint16)
    return np.concatenate([pixels, alpha], axis=2)


def _metadata(chunks: list[_Chunk]) -> Metadata:
    icc = block = xmp = dpi = None
    text: dict[str, str] = {}
    notices: list[str] = []
    room = _Room()
    for chunk in chunks:
        try:
            if not chunk.whole:
                raise _Skip("its check sum is wrong")
            data = bytes(chunk.data) if not chunk.is_critical else b""
            if chunk.kind == b"iCCP":
                icc = _profile(data, room)
            elif chunk.kind == b"eXIf":
                block = exif.stripped(data)
            elif chunk.kind == b"pHYs":
                dpi = _dpi(data)
            elif chunk.kind == b"acTL":
                notices.append("the picture is animated: only its first frame is used")
            elif chunk.kind in _TEXT_READERS:
                keyword, value = _TEXT_READERS[chunk.kind](data, room)
                if keyword == _XMP_KEYWORD:
                    xmp = value.encode()
                else:
                    text[keyword] = value
        except _Skip as reason:
            notices.append(f"the PNG's {chunk.kind.decode('ascii', 'replace')} was dropped: {reason}")
    return Metadata(icc, block, xmp, text, dpi, "PNG", tuple(notices))


def _profile(data: bytes, room: _Room) -> bytes:
    _, _, packed_profile = data.partition(b"\0")
    return _inflated(packed_profile[1:], room)


def _dpi(data: bytes) -> tuple[float, float] | None:
    if len(data) != 9:
        raise _Skip(f"expected 9 bytes, got {len(data)}")
    x, y, unit = struct.unpack(">IIB", data)
    return (x * _METRES_PER_INCH, y * _METRES_PER_INCH) if unit == 1 and x and y else None


def _plain_text(data: bytes, _room: _Room) -> tuple[str, str]:
    keyword, _, value = data.partition(b"\0")
    return keyword.decode("latin-1"), value.decode("latin-1")


def _packed_text(data: bytes, room: _Room) -> tuple[str, str]:
    keyword, _, rest = data.partition(b"\0")
    return keyword.decode("latin-1"), _inflated(rest[1:], room).decode("latin-1")


def _unicode_text(data: bytes, room: _Room) -> tuple[str, str]:
    try:
        keyword, rest = data.split(b"\0", 1)
        is_packed, (_, _, value) = rest[0], rest[2:].split(b"\0", 2)
    except (ValueError, IndexError):
        raise _Skip("its fields are incomplete") from None
    body = _inflated(value, room) if is_packed else value
    return keyword.decode("latin-1"), body.decode("utf-8", errors="replace")


_TEXT_READERS = {b"tEXt": _plain_text, b"zTXt": _packed_text, b"iTXt": _unicode_text}


def _inflated(data: bytes, room: _Room) -> bytes:
    inflate = zlib.decompressobj()
    try:
        value = inflate.decompress(data, max(1, room.bytes_left))
    except zlib.error as error:
        raise _Skip(str(error)) from None
    room.bytes_left -= len(value)
    if not inflate.eof:
        raise _Skip(f"it is truncated or longer than {_LARGEST_TEXT} bytes")
    return value


def encode(pixels: Pixels, metadata: Metadata | None = None) -> bytes:
    """A PNG of pixels (H, W, 1 to 4), uint8 or uint16, with the metadata in its chunks before the pixels."""
    height, width, channels = pixels.shape
    ihdr = struct.pack(">IIBBBBB", width, height, pixels.dtype.itemsize * 8, _COLOUR_TYPES[channels], 0, 0, 0)
    stored = np.ascontiguousarray(pixels if pixels.dtype == np.uint8 else pixels.astype(">u2"))
    rows = stored.view(np.uint8).reshape(height, -1)
    idat = b"".join(png_rows.deflated(rows, channels * pixels.dtype.itemsize))
    parts = [packed(b"IHDR", ihdr), *_metadata_chunks(metadata or Metadata()), *_idat(idat), packed(b"IEND", b"")]
    return SIGNATURE + b"".join(parts)


def _idat(stream: bytes) -> Iterator[bytes]:
    """In chunks of at most 2^30 bytes, because a chunk's length has 31 bits."""
    for at in range(0, len(stream), 1 << 30):
        yield packed(b"IDAT", stream[at : at + (1 << 30)])


def packed(kind: bytes, data: bytes | memoryview) -> bytes:
    """One chunk: length, kind, data and check sum."""
    return b"".join(
        (struct.pack(">I4s", len(data), kind), data, struct.pack(">I", zlib_ng.crc32(data, zlib_ng.crc32(kind))))
    )


def _metadata_chunks(metadata: Metadata) -> Iterator[bytes]:
    if metadata.icc:
        yield packed(b"iCCP", b"ICC profile\0\0" + zlib.compress(metadata.icc))
    if metadata.dpi:
        x, y = (round(value / _METRES_PER_INCH) for value in metadata.dpi)
        yield packed(b"pHYs", struct.pack(">IIB", x, y, 1))
    if metadata.exif:
        yield packed(b"eXIf", metadata.exif)
    if metadata.xmp:
        yield packed(b"iTXt", _XMP_KEYWORD.encode() + b"\0\0\0\0\0" + metadata.xmp)
    yield from _text_chunks(metadata.text)


def _text_chunks(text: Mapping[str, str]) -> Iterator[bytes]:
    """ASCII as tEXt, which every reader knows; anything else as iTXt in UTF-8."""
    for key, value in text.items():
        keyword = key.encode("latin-1", "replace")[:79]
        if value.isascii() and "\0" not in value:
            yield packed(b"tEXt", keyword + b"\0" + value.encode("ascii"))
        else:
            body = value.replace("\0", "").encode("utf-8", "replace")
            yield packed(b"iTXt", keyword + b"\0\0\0\0\0" + body)
