"""PNG chunks and rows: other readers understand them, and they are small."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from hwawon.errors import BadPicture
from hwawon.imaging import png, png_rows
from hwawon.imaging.geometry import Extent
from hwawon.imaging.picture import Metadata
from support.pictures import SRGB_PROFILE, exif_block, opened, photograph, saved


def kinds_of(file: bytes) -> list[bytes]:
    at, kinds = 8, []
    while at < len(file):
        length, kind = struct.unpack_from(">I4s", file, at)
        kinds.append(kind)
        at += length + 12
    return kinds


@given(
    arrays.arrays(np.uint8, st.tuples(st.integers(1, 60), st.integers(1, 8).map(lambda pixels: pixels * 6))),
    st.sampled_from([1, 2, 3, 6]),
)
@settings(deadline=None, derandomize=True, max_examples=100)
def test_filtered_rows_unfilter_to_what_they_were(rows: np.ndarray, pixel_bytes: int) -> None:
    stream = zlib.decompress(b"".join(png_rows.deflated(rows, pixel_bytes)))
    filtered = np.frombuffer(stream, np.uint8).reshape(rows.shape[0], -1)
    assert np.array_equal(unfiltered(filtered, pixel_bytes), rows)


def unfiltered(filtered: np.ndarray, pixel_bytes: int) -> np.ndarray:
    """Section 9 of the specification, byte by byte."""
    rows = np.zeros((filtered.shape[0] + 1, filtered.shape[1] - 1 + pixel_bytes), int)
    for y, line in enumerate(filtered.astype(int), start=1):
        for x, value in enumerate(line[1:], start=pixel_bytes):
            left, above, corner = rows[y, x - pixel_bytes], rows[y - 1, x], rows[y - 1, x - pixel_bytes]
            rows[y, x] = (value + predicted(int(line[0]), left, above, corner)) % 256
    return rows[1:, pixel_bytes:].astype(np.uint8)


def predicted(kind: int, left: int, above: int, corner: int) -> int:
    if kind == 4:
        distances = [(abs(above - corner), left), (abs(left - corner), above), (abs(left + above - 2 * corner), corner)]
        return min(distances, key=lambda pair: pair[0])[1]
    return (0, left, above, (left + above) // 2)[kind]


@pytest.mark.parametrize("name", ["astronaut", "coffee", "china", "flower"])
def test_a_photograph_is_as_small_as_pillows(name: str) -> None:
    ours, theirs = png.encode(photograph(name)), saved(Image.fromarray(photograph(name)), "PNG")
    assert len(ours) < 1.03 * len(theirs)


def test_a_picture_that_repeats_itself_is_searched_for_repetitions() -> None:
    pattern = np.tile(photograph("coffee")[:64, :64], (8, 8, 1))
    assert len(png.encode(pattern)) < 1.4 * len(saved(Image.fromarray(pattern), "PNG"))


def test_metadata_stands_before_the_pixels_and_ascii_is_plain_text() -> None:
    metadata = Metadata(SRGB_PROFILE, exif_block()[6:], b"<x/>", {"a": "b", "c": "꽃"}, (300.0, 300.0))
    file = png.encode(photograph("coffee")[:9, :9], metadata)
    assert kinds_of(file) == [b"IHDR", b"iCCP", b"pHYs", b"eXIf", b"iTXt", b"tEXt", b"iTXt", b"IDAT", b"IEND"]
    image = Image.open(io.BytesIO(file))
    image.load()
    assert image.info["icc_profile"] == SRGB_PROFILE
    assert image.info["dpi"] == pytest.approx((300, 300), abs=0.01)
    assert (image.info["a"], image.info["c"], image.getexif()[0x010F]) == ("b", "꽃", "Hwawon Optics")


def test_a_resolution_without_a_unit_is_no_resolution() -> None:
    file = png.encode(photograph("coffee")[:9, :9])
    square = png.packed(b"pHYs", struct.pack(">IIB", 3, 2, 0))
    assert png.read(file[:33] + square + file[33:])[1].dpi is None


def test_every_kind_of_text_chunk_is_read() -> None:
    file = png.encode(photograph("coffee")[:9, :9])
    chunks = [
        png.packed(b"tEXt", b"plain\0caf\xe9"),
        png.packed(b"zTXt", b"packed\0\0" + zlib.compress(b"caf\xe9")),
        png.packed(b"iTXt", b"world\0\1\0ko\0\xea\xbd\x83\0" + zlib.compress("꽃밭".encode())),
        png.packed(b"iTXt", b"broken"),
        png.packed(b"zTXt", b"cut\0\0" + zlib.compress(b"long enough to cut")[:-6]),
    ]
    metadata = png.read(file[:33] + b"".join(chunks) + file[33:])[1]
    assert dict(metadata.text) == {"plain": "café", "packed": "café", "world": "꽃밭"}
    assert len(metadata.notices) == 2


def test_a_chunk_of_metadata_with_a_wrong_check_sum_is_dropped() -> None:
    file = png.encode(photograph("coffee")[:9, :9])
    damaged = bytearray(png.packed(b"tEXt", b"key\0value"))
    damaged[12] ^= 1
    metadata = png.read(file[:33] + bytes(damaged) + file[33:])[1]
    assert metadata.text == {}
    assert "check sum" in metadata.notices[0]


@pytest.mark.parametrize(("bits", "colour_type"), [(16, 3), (4, 2), (8, 1), (8, 7), (3, 0)])
def test_impossible_headers_are_refused(bits: int, colour_type: int) -> None:
    file = png.SIGNATURE + png.packed(b"IHDR", struct.pack(">IIBBBBB", 9, 9, bits, colour_type, 0, 0, 0))
    with pytest.raises(BadPicture, match=f"{bits} bits, colour type {colour_type}"):
        png.header(file)


def test_a_header_tells_size_and_bits() -> None:
    head = png.header(png.encode(np.zeros((5, 7, 2), np.uint16)))
    assert (head.extent, head.bits, head.colour_type) == (Extent(7, 5), 16, 4)


@pytest.mark.parametrize("channels", [1, 3])
def test_the_one_transparent_colour_of_16_bits_becomes_alpha(channels: int) -> None:
    pixels = np.arange(9 * 9 * channels, dtype=np.uint16).reshape(9, 9, channels) * np.uint16(257)
    key = pixels[4, 4].astype(">u2").tobytes()
    file = png.encode(pixels)
    read, _ = png.read(file[:33] + png.packed(b"tRNS", key) + file[33:])
    assert np.array_equal(read[:, :, :-1], pixels)
    assert np.argwhere(read[:, :, -1] == 0).tolist() == [[4, 4]]


def test_interlaced_files_are_read() -> None:
    grey = np.arange(64, dtype=np.uint8).reshape(8, 8)
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    rows = b"".join(b"\0" + row.tobytes() for x, y, dx, dy in passes for row in grey[y::dy, x::dx])
    ihdr = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 1)
    chunks = (png.packed(b"IHDR", ihdr), png.packed(b"IDAT", zlib.compress(rows)), png.packed(b"IEND", b""))
    file = png.SIGNATURE + b"".join(chunks)
    assert np.array_equal(png.read(file)[0][:, :, 0], opened(file))
