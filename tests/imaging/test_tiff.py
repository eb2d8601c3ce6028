"""TIFF: its tags become EXIF and back, and odd 16-bit kinds are read as what they mean."""

import io
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image

from hwawon.errors import BadPicture
from hwawon.imaging import files, tiff
from hwawon.imaging.geometry import Extent
from hwawon.imaging.picture import Metadata, Picture
from support.pictures import SRGB_PROFILE, exif_block, small_photograph

PHOTO = small_photograph()


def written(pixels: np.ndarray, **options: Any) -> bytes:
    target = io.BytesIO()
    tifffile.imwrite(target, pixels, **options)
    return target.getvalue()


def test_title_author_and_exposure_go_through_a_tiff() -> None:
    block = Image.Exif()
    block.load(exif_block())
    block[0x010E], block[0x013B] = "A garden", "Kim"
    block.get_ifd(0x8825).update({1: "N", 2: (37.0, 33.0, 36.0)})
    first = Picture(PHOTO, Metadata(exif=block.tobytes().removeprefix(b"Exif\0\0")))
    metadata = files.read(files.encode(files.read(files.encode(first, "TIFF")), "TIFF")).metadata
    back = Image.Exif()
    back.load(b"Exif\0\0" + (metadata.exif or b""))
    assert (back[0x010E], back[0x013B], back[0x010F]) == ("A garden", "Kim", "Hwawon Optics")
    assert float(back.get_ifd(0x8769)[0x829A]) == pytest.approx(0.008)
    assert [float(value) for value in back.get_ifd(0x8825)[2]] == [37, 33, 36]


def test_profile_and_resolution_are_seen_by_other_readers() -> None:
    file = files.encode(Picture(PHOTO, Metadata(icc=SRGB_PROFILE, dpi=(300, 150))), "TIFF")
    with Image.open(io.BytesIO(file)) as image:
        assert image.info["icc_profile"] == SRGB_PROFILE
        assert tuple(map(float, image.info["dpi"])) == (300, 150)


def test_a_resolution_in_centimetres_is_told_in_inches() -> None:
    file = written(PHOTO, photometric="rgb", resolution=(100, 100), resolutionunit=3)
    assert files.read(file).metadata.dpi == pytest.approx((254, 254))


def test_colours_multiplied_by_alpha_are_divided_by_it() -> None:
    alpha = np.full((8, 8, 1), 32768, np.uint16)
    straight = np.full((8, 8, 3), 40000, np.uint16)
    stored = np.concatenate([np.rint(straight * (32768 / 65535)).astype(np.uint16), alpha], axis=2)
    picture = files.read(written(stored, photometric="rgb", extrasamples=["assocalpha"]))
    assert np.abs(picture.pixels[:, :, :3].astype(int) - 40000).max() <= 1
    assert "multiplied" in picture.metadata.notices[0]


def test_white_at_zero_is_turned_round() -> None:
    grey = np.arange(256, dtype=np.uint16).reshape(16, 16) * np.uint16(257)
    assert np.array_equal(files.read(written(grey, photometric="miniswhite")).pixels[:, :, 0], 65535 - grey)


def test_of_several_pages_the_first_is_used_with_a_notice() -> None:
    picture = files.read(written(np.stack([PHOTO, 255 - PHOTO]), photometric="rgb"))
    assert np.array_equal(picture.pixels, PHOTO)
    assert any("several pages" in notice for notice in picture.metadata.notices)


@pytest.mark.parametrize("tile", [None, (16, 16)])
@pytest.mark.parametrize(("byteorder", "bigtiff"), [("<", False), ("<", True), (">", False)])
def test_every_layout_is_read(byteorder: str, tile: tuple[int, int] | None, bigtiff: bool) -> None:
    for kind in (np.uint8, np.uint16):
        pixels = PHOTO.astype(kind)
        file = written(pixels, photometric="rgb", byteorder=byteorder, tile=tile, bigtiff=bigtiff)
        assert np.array_equal(files.read(file).pixels, pixels)


def test_a_big_endian_bigtiff_is_refused_by_name() -> None:
    with pytest.raises(BadPicture, match="big-endian BigTIFF"):
        files.read(written(PHOTO, photometric="rgb", byteorder=">", bigtiff=True))


def test_a_large_picture_is_written_in_many_strips() -> None:
    pixels = np.tile(PHOTO, (8, 8, 1))
    file = files.encode(Picture(pixels), "TIFF")
    with tifffile.TiffFile(io.BytesIO(file)) as parsed:
        assert len(parsed.pages[0].dataoffsets) > 1
        assert np.array_equal(parsed.pages[0].asarray(), pixels)


def test_planes_stored_separately_with_a_codec_that_is_not_here_are_refused() -> None:
    pixels = np.zeros((3, 8, 8), np.uint16)
    file = bytearray(written(pixels, photometric="rgb", planarconfig="separate"))
    at = file.index(b"\x03\x01\x03\x00\x01\x00\x00\x00\x01\x00")  # the compression tag: none
    file[at + 8] = 5
    with pytest.raises(BadPicture, match="compression 5, 3 samples"):
        files.read(bytes(file))


def test_a_header_tells_the_upright_size() -> None:
    file = written(PHOTO, photometric="rgb", extratags=[(274, "H", 1, 8, True)])
    assert tiff.header(file).extent == Extent(93, 140)
