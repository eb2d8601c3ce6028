"""Read and change single values of an EXIF block without moving anything else in it.

Maker notes point at other places of the block by absolute offsets, so a block that is taken apart and put together
again loses them. Here values are changed where they stand, and new tables are appended at the end.
A block is the TIFF structure itself, without a leading `Exif\\0\\0` (EXIF 2.32, section 4.6; TIFF 6.0, section 2).
"""

import struct
from dataclasses import dataclass

from hwawon.imaging.geometry import Extent

_ORIENTATION, _EXIF_TABLE, _USER_COMMENT = 0x0112, 0x8769, 0x9286
_PIXEL_WIDTH, _PIXEL_HEIGHT = 0xA002, 0xA003
_SHORT, _LONG, _UNDEFINED = 3, 4, 7
_BYTES_OF_KIND = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_EMPTY = b"MM\0*\0\0\0\x08\0\0\0\0\0\0"


class BrokenExif(ValueError):
    """The block is not the structure that EXIF prescribes."""


@dataclass(frozen=True)
class _Entry:
    tag: int
    kind: int
    count: int
    raw: bytes  # the four bytes that are the value or its offset
    at: int  # where `raw` stands in the block


class _Block:
    """A block of bytes under change."""

    def __init__(self, data: bytes) -> None:
        self.data = bytearray(data)
        if data[:4] not in (b"II*\0", b"MM\0*"):
            raise BrokenExif(f"expected II*\\0 or MM\\0*, got {data[:4]!r}")
        self.order = "<" if data[:2] == b"II" else ">"

    def number(self, form: str, at: int) -> int:
        try:
            return int(struct.unpack_from(self.order + form, self.data, at)[0])
        except struct.error:
            raise BrokenExif(f"offset {at} is outside a block of {len(self.data)} bytes") from None

    def packed(self, form: str, *values: int) -> bytes:
        return struct.pack(self.order + form, *values)

    def table(self, at: int) -> dict[int, _Entry]:
        entries = (self._entry(at + 2 + 12 * index) for index in range(self.number("H", at)))
        return {entry.tag: entry for entry in entries}

    def first(self) -> dict[int, _Entry]:
        return self.table(self.number("I", 4))

    def detail(self) -> dict[int, _Entry]:
        """The EXIF table proper, or nothing."""
        pointer = self.first().get(_EXIF_TABLE)
        return self.table(self.value(pointer)) if pointer else {}

    def _entry(self, at: int) -> _Entry:
        tag, kind, count = self.number("H", at), self.number("H", at + 2), self.number("I", at + 4)
        self.number("I", at + 8)
        return _Entry(tag, kind, count, bytes(self.data[at + 8 : at + 12]), at + 8)

    def value(self, entry: _Entry) -> int:
        """A single SHORT or LONG."""
        return self.number("H" if entry.kind == _SHORT else "I", entry.at)

    def put(self, entry: _Entry | None, value: int) -> None:
        if entry is None or entry.kind not in (_SHORT, _LONG) or entry.count != 1:
            return
        raw = self.packed("HH", value, 0) if entry.kind == _SHORT else self.packed("I", value)
        self.data[entry.at : entry.at + 4] = raw

    def content(self, entry: _Entry) -> bytes:
        length = _BYTES_OF_KIND.get(entry.kind, 1) * entry.count
        if length <= 4:
            return entry.raw[:length]
        start = self.number("I", entry.at)
        if start + length > len(self.data):
            raise BrokenExif(f"a value of {length} bytes at {start} leaves a block of {len(self.data)} bytes")
        return bytes(self.data[start : start + length])

    def append(self, data: bytes) -> int:
        """Where `data` begins; tables and values begin at even offsets."""
        self.data.extend(b"\0" * (len(self.data) % 2))
        at = len(self.data)
        self.data.extend(data)
        return at

    def append_table(self, entries: list[_Entry], following: int) -> int:
        rows = (self.packed("HHI", e.tag, e.kind, e.count) + e.raw for e in sorted(entries, key=lambda e: e.tag))
        return self.append(self.packed("H", len(entries)) + b"".join(rows) + self.packed("I", following))


def stripped(block: bytes) -> bytes:
    """The block without a leading `Exif\\0\\0`."""
    return block.removeprefix(b"Exif\0\0")


def orientation_of(block: bytes) -> int:
    """How the stored pixels must be turned: 1 (as they are) to 8.

    Raises:
        BrokenExif: the block has no readable tables.
    """
    entry = _Block(block).first().get(_ORIENTATION)
    value = _Block(block).value(entry) if entry and entry.kind in (_SHORT, _LONG) else 1
    return value if value in range(1, 9) else 1


def settled(block: bytes, extent: Extent) -> bytes:
    """The block of a picture whose pixels were turned upright and now measure `extent`.

    The orientation is 1 and the pixel sizes are right. The small preview (a second table) is cut off: it would go on
    showing the picture as it was before a retouch.

    Raises:
        BrokenExif: the block has no readable tables.
    """
    edited = _Block(block)
    first, detail = edited.first(), edited.detail()
    edited.put(first.get(_ORIENTATION), 1)
    edited.put(detail.get(_PIXEL_WIDTH), extent.width)
    edited.put(detail.get(_PIXEL_HEIGHT), extent.height)
    _cut_preview(edited)
    return bytes(edited.data)


def _cut_preview(edited: _Block) -> None:
    start = edited.number("I", 4)
    link = start + 2 + 12 * edited.number("H", start)
    if link + 4 > len(edited.data):  # some writers leave the link out
        return
    preview = edited.number("I", link)
    edited.data[link : link + 4] = b"\0\0\0\0"
    if preview:
        table = edited.table(preview)
        offset, length = table.get(0x0201), table.get(0x0202)
        if offset and length:
            begin, end = edited.value(offset), edited.value(offset) + edited.value(length)
            if preview < begin <= end <= len(edited.data):
                edited.data[begin:end] = bytes(end - begin)
            if preview < begin and end == len(edited.data):
                del edited.data[begin:]


def user_comment(block: bytes) -> str | None:
    """The UserComment, or None where there is none, or an empty one.

    Raises:
        BrokenExif: the block has no readable tables.
    """
    edited = _Block(block)
    entry = edited.detail().get(_USER_COMMENT)
    if entry is None:
        return None
    content = edited.content(entry)
    code, body = content[:8], content[8:]
    if code == b"UNICODE\0":
        text = body.decode(_utf16(body), errors="replace")
    else:
        text = body.decode("utf-8", errors="replace")
    return text.strip("\0 \ufeff") or None


def _utf16(body: bytes) -> str:
    """EXIF leaves the byte order open; nearly all writers of generation parameters use big-endian."""
    zeros_high, zeros_low = body[0::2].count(0), body[1::2].count(0)
    return "utf-16-le" if zeros_low > zeros_high else "utf-16-be"


def with_user_comment(block: bytes | None, text: str) -> bytes:
    """The block with this UserComment (UNICODE, big-endian, as generation tools write it); None starts a new block.

    Raises:
        BrokenExif: the block has no readable tables.
    """
    edited = _Block(block or _EMPTY)
    content = b"UNICODE\0" + text.encode("utf-16-be")
    raw = edited.packed("I", edited.append(content))
    comment = _Entry(_USER_COMMENT, _UNDEFINED, len(content), raw, 0)
    kept = [entry for tag, entry in edited.detail().items() if tag != _USER_COMMENT]
    detail_at = edited.append_table([*kept, comment], 0)
    pointer = edited.first().get(_EXIF_TABLE)
    if pointer is None:
        _add_to_first(edited, _Entry(_EXIF_TABLE, _LONG, 1, edited.packed("I", detail_at), 0))
    else:
        edited.data[pointer.at : pointer.at + 4] = edited.packed("I", detail_at)
    return bytes(edited.data)


def _add_to_first(edited: _Block, entry: _Entry) -> None:
    start = edited.number("I", 4)
    following = edited.number("I", start + 2 + 12 * edited.number("H", start))
    table_at = edited.append_table([*edited.first().values(), entry], following)
    edited.data[4:8] = edited.packed("I", table_at)
