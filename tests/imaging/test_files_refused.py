"""What is not a whole picture is refused with a clear error; damaged metadata alone is not a reason to refuse."""

import errno
import os
import struct
import tracemalloc
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from hwawon.errors import BadInput, BadPicture, NotFound, NotWritable, PictureTooLarge, StorageFull
from hwawon.imaging import files, png
from hwawon.imaging.picture import Metadata, Picture
from support.pictures import SRGB_PROFILE, XMP, exif_block, saved, small_photograph

PHOTO = small_photograph()
WHOLE = {
    "JPEG": saved(Image.fromarray(PHOTO), "JPEG"),
    "PNG": files.encode(Picture(PHOTO), "PNG"),
    "deep PNG": files.encode(Picture(PHOTO.astype(np.uint16) * np.uint16(257)), "PNG"),
    "WEBP": saved(Image.fromarray(PHOTO), "WEBP"),
    "TIFF": files.encode(Picture(PHOTO), "TIFF"),
    "deep TIFF": files.encode(Picture(PHOTO.astype(np.uint16)), "TIFF"),
    "AVIF": saved(Image.fromarray(PHOTO), "AVIF"),
}


@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("kind", WHOLE)
def test_a_truncated_file_is_refused(kind: str, part: float) -> None:
    file = WHOLE[kind]
    with pytest.raises(BadPicture, match=r"truncated|damaged|expected"):
        files.read(file[: int(len(file) * part)])


@pytest.mark.parametrize("options", [{"progressive": True}, {"subsampling": 0}, {"restart_marker_rows": 1}])
def test_a_jpeg_is_refused_wherever_it_is_cut(options: dict[str, object]) -> None:
    file = saved(Image.fromarray(PHOTO), "JPEG", **options)
    for end in range(650, len(file) - 8, 131):
        with pytest.raises(BadPicture, match="truncated"):
            files.read(file[:end])


@pytest.mark.parametrize("kind", ["PNG", "deep PNG"])
def test_a_png_whose_pixels_end_early_is_refused_even_with_right_check_sums(kind: str) -> None:
    file = WHOLE[kind]
    at = file.index(b"IDAT") - 4
    stream = zlib.decompress(file[at + 8 : at + 8 + struct.unpack_from(">I", file, at)[0]])
    short = zlib.compressobj()
    half = short.compress(stream[: len(stream) // 2]) + short.flush(zlib.Z_SYNC_FLUSH)
    with pytest.raises(BadPicture, match=r"truncated|damaged"):
        files.read(file[:at] + png.packed(b"IDAT", half) + png.packed(b"IEND", b""))


def test_one_changed_byte_in_the_pixels_of_a_png_is_noticed() -> None:
    file = bytearray(WHOLE["PNG"])
    file[file.index(b"IDAT") + 200] ^= 1
    with pytest.raises(BadPicture, match="check sum of its IDAT"):
        files.read(bytes(file))


def test_text_named_png_is_refused_with_what_was_found(tmp_path: Path) -> None:
    path = tmp_path / "letter.png"
    path.write_text("Dear painter")
    with pytest.raises(BadPicture, match=r"JPEG, PNG, WebP, TIFF and AVIF.*letter\.png.*begins with \"Dear pai\""):
        files.read(path)


@pytest.mark.parametrize("format", ["GIF", "BMP", "JPEG2000"])
def test_other_kinds_of_pictures_are_refused(format: str) -> None:
    with pytest.raises(BadPicture, match="expected a picture"):
        files.read(saved(Image.fromarray(PHOTO), format))


def test_an_empty_file_a_folder_and_a_missing_file_each_have_their_error(tmp_path: Path) -> None:
    empty = tmp_path / "empty.png"
    empty.touch()
    for refuse in (files.read, files.probe):
        with pytest.raises(BadPicture, match="is empty"):
            refuse(empty)
        with pytest.raises(BadPicture, match="folder"):
            refuse(tmp_path)
        with pytest.raises(NotFound, match=r"none\.png"):
            refuse(tmp_path / "none.png")


def enormous_png(width: int, height: int) -> bytes:
    ihdr = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return png.SIGNATURE + png.packed(b"IHDR", ihdr) + png.packed(b"IDAT", body) + png.packed(b"IEND", b"")


def test_an_enormous_picture_is_refused_before_any_memory_is_taken() -> None:
    tracemalloc.start()
    try:
        with pytest.raises(PictureTooLarge, match="60000x60000 = 3600000000 pixels, at most 200000000"):
            files.read(enormous_png(60000, 60000))
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_the_limit_holds_for_every_format_and_ends_at_its_value(kind: str) -> None:
    assert files.read(WHOLE[kind], max_pixels=140 * 93).pixels.shape == (93, 140, 3)
    for refuse in (files.read, files.probe):
        with pytest.raises(PictureTooLarge, match="13020 pixels, at most 13019"):
            refuse(WHOLE[kind], max_pixels=140 * 93 - 1)


def test_a_picture_of_no_width_is_refused() -> None:
    with pytest.raises(BadPicture, match="0x7"):
        files.read(enormous_png(0, 7))


def test_floating_point_samples_are_refused() -> None:
    with pytest.raises(BadPicture, match="32 bits"):
        files.read(saved(Image.new("F", (8, 8)), "TIFF"))


@pytest.mark.parametrize("what", ["exif", "icc_profile", "xmp"])
@pytest.mark.parametrize("format", ["JPEG", "WEBP", "PNG"])
def test_damaged_metadata_is_dropped_with_a_notice(format: str, what: str) -> None:
    damage = {"exif": b"Exif\0\0MM\0*\xff\xff\xff\xff", "icc_profile": b"no profile", "xmp": b"<x:xmpmeta"}[what]
    if format == "PNG" and what == "xmp":
        chunk = png.packed(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + damage)
        file = WHOLE["PNG"][:33] + chunk + WHOLE["PNG"][33:]
    else:
        file = saved(Image.fromarray(PHOTO), format, **{what: damage})
    picture = files.read(file)
    assert picture.pixels.shape == (93, 140, 3)
    assert len(picture.metadata.notices) == 1
    assert "dropped" in picture.metadata.notices[0]
    assert (picture.metadata.exif, picture.metadata.icc, picture.metadata.xmp) == (None, None, None)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_random_bytes_in_a_file_never_raise_anything_but_our_errors(format: str) -> None:
    random = np.random.default_rng(5)
    whole = saved(Image.fromarray(PHOTO[:24, :24]), format, icc_profile=SRGB_PROFILE, exif=exif_block(6), xmp=XMP)
    read, refused = 0, 0
    for _ in range(60):
        file = np.frombuffer(whole, np.uint8).copy()
        places = random.integers(0, len(file), 12)
        file[places] = random.integers(0, 256, 12)
        try:
            picture = files.read(file.tobytes(), max_pixels=1_000_000)
            files.encode(picture, "PNG")
            read += 1
        except (BadPicture, PictureTooLarge):
            refused += 1
    assert read + refused == 60


def test_a_text_that_unpacks_to_gigabytes_is_dropped() -> None:
    bomb = png.packed(b"zTXt", b"bomb\0\0" + zlib.compress(bytes(40_000_000)))
    picture = files.read(WHOLE["PNG"][:33] + bomb + WHOLE["PNG"][33:])
    assert picture.metadata.text == {}
    assert "zTXt was dropped" in picture.metadata.notices[0]
    many = [png.packed(b"zTXt", b"bomb%d\0\0" % number + zlib.compress(bytes(6_000_000))) for number in range(9)]
    text = files.read(WHOLE["PNG"][:33] + b"".join(many) + WHOLE["PNG"][33:]).metadata.text
    assert list(text) == ["bomb0", "bomb1"]


def test_a_missing_folder_is_told_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(NotWritable, match="none"):
        files.write(Picture(PHOTO), tmp_path / "none" / "a.png")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(StorageFull, match=r"a\.png"):
        files.write(Picture(PHOTO), path)
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [("a.png", b"old")]


@pytest.mark.parametrize(("format", "side"), [("WEBP", 16384), ("JPEG", 65536)])
def test_a_side_too_long_for_the_format_is_refused(format: str, side: int) -> None:
    with pytest.raises(BadInput, match=f"{format} holds at most {side - 1} pixels a side"):
        files.encode(Picture(np.zeros((1, side, 1), np.uint8)), format)


def test_exif_too_large_for_jpeg_is_left_out_and_said_so() -> None:
    block = Image.Exif()
    block[0x010F] = "x" * 70000
    picture = Picture(PHOTO, Metadata(exif=block.tobytes().removeprefix(b"Exif\0\0")))
    assert files.read(files.encode(picture, "JPEG")).metadata.exif is None
    assert any("EXIF is too large for JPEG" in loss for loss in files.losses(picture, "JPEG"))
    assert files.read(files.encode(picture, "WEBP")).metadata.exif == picture.metadata.exif
