"""A JPEG or WebP without what it says beside its pixels, which stay byte for byte: nothing is compressed again.

Sources: ITU-T T.81, annex B (markers), JFIF 1.02; RFC 9649, section 2.7 (the extended WebP).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from hwawon.imaging import decode, files

_END_OF_IMAGE, _START_OF_SCAN = 0xD9, 0xDA
_RESTARTS = range(0xD0, 0xD8)
_COMMENT = 0xFE
_PROGRAMS = range(0xE0, 0xF0)  # APP0 to APP15: whatever programs say
_NEEDED = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}  # of these: how the colours are meant
_WEBP_SAID = (b"EXIF", b"XMP ")
_WEBP_FLAGS = 0x08 | 0x04  # that there is EXIF, and XMP


def bare_file(data: bytes) -> bytes | None:
    """The file with its ICC profile alone; None for a file of another kind, or one that EXIF turns.

    Raises:
        BadPicture: see `files.probe`.
    """
    head = files.probe(data)
    if head.format not in _BARE:
        return None
    turn = decode.checked_header(data, head.format, "the picture", head.extent.area).orientation
    return _BARE[head.format](data) if turn == 1 else None


def _bare_jpeg(data: bytes) -> bytes:
    kept = (part for marker, part in _jpeg_parts(data) if not _is_said(marker, part))
    return b"\xff\xd8" + b"".join(kept)


def _is_said(marker: int, part: bytes) -> bool:
    return marker == _COMMENT or (marker in _PROGRAMS and not part[4:].startswith(_NEEDED.get(marker, b"\xff\xff")))


def _jpeg_parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker after the first with its segment, a scan with its compressed data; nothing behind the end."""
    at = 2
    while at + 4 <= len(data):
        if data[at + 1] == 0xFF:  # a fill byte
            at += 1
            continue
        marker = data[at + 1]
        if marker == _END_OF_IMAGE:
            break
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if marker == _START_OF_SCAN:
            end = _end_of_scan(data, end)
        yield marker, data[at:end]
        at = end
    yield _END_OF_IMAGE, b"\xff\xd9"


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker that is none of the scan's own begins."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] != 0 and data[at + 1] not in _RESTARTS and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2
    return len(data)


def _bare_webp(data: bytes) -> bytes:
    parts = [bytes(part) for kind, part in _webp_chunks(data) if kind not in _WEBP_SAID]
    if parts and parts[0].startswith(b"VP8X"):
        parts[0] = parts[0][:8] + bytes([parts[0][8] & ~_WEBP_FLAGS]) + parts[0][9:]
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _webp_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, at)
        end = at + 8 + length + length % 2
        yield kind, data[at:end]
        at = end


_BARE = {"JPEG": _bare_jpeg, "WEBP": _bare_webp}
