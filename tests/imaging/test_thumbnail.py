"""Thumbnails: small, upright, true in colour, and never larger than the picture."""

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from hwawon.errors import BadInput, BadPicture, NotFound
from hwawon.imaging import files
from hwawon.imaging.compare import psnr
from hwawon.imaging.geometry import Extent
from hwawon.imaging.picture import Metadata, Picture
from hwawon.imaging.thumbnail import thumbnail, thumbnail_extent
from support.pictures import exif_block, opened, photograph, saved, small_photograph

PHOTO = photograph("china")


def shown(file: bytes, mode: str = "RGB") -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(file)).convert(mode))


@given(st.integers(1, 30000), st.integers(1, 30000), st.integers(1, 2000))
@settings(deadline=None, derandomize=True, max_examples=200)
def test_the_size_fits_keeps_its_shape_and_never_grows(width: int, height: int, longer_px: int) -> None:
    small = thumbnail_extent(Extent(width, height), longer_px)
    assert small.longer == min(longer_px, max(width, height))
    assert small.shorter >= 1
    scale = small.longer / max(width, height)
    assert abs(small.shorter - max(1, min(width, height) * scale)) <= 0.5


@pytest.mark.parametrize("source", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "pixels"])
@pytest.mark.parametrize("format", ["WEBP", "JPEG", "PNG"])
def test_every_source_gives_the_same_small_picture(source: str, format: str) -> None:
    given = PHOTO if source == "pixels" else files.encode(Picture(PHOTO), source)
    expected = np.asarray(Image.fromarray(PHOTO).resize((200, 133), Image.Resampling.BOX))
    result = shown(thumbnail(given, 200, format))
    assert result.shape == expected.shape
    assert psnr(result, expected) > 28


def test_it_is_webp_of_512_by_default_and_of_the_own_size_for_a_small_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    files.write(Picture(PHOTO), path)
    large, small = thumbnail(path), thumbnail(small_photograph())
    assert (Image.open(io.BytesIO(large)).format, shown(large).shape) == ("WEBP", (342, 512, 3))
    assert shown(small).shape == small_photograph().shape


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_it_is_upright(format: str) -> None:
    file = saved(Image.fromarray(PHOTO), format, exif=exif_block(6))
    result = shown(thumbnail(file, 128))
    expected = np.asarray(Image.fromarray(np.rot90(PHOTO, -1)).resize((85, 128), Image.Resampling.BOX))
    assert psnr(result, expected) > 28


def test_transparency_is_kept_in_webp_and_lies_on_white_in_jpeg() -> None:
    alpha = np.zeros(PHOTO.shape[:2], np.uint8)
    alpha[:, 320:] = 255
    picture = Picture(np.dstack([PHOTO, alpha]))
    kept = shown(thumbnail(picture, 64), "RGBA")
    assert (kept[:, :30, 3].max(), kept[:, 34:, 3].min()) == (0, 255)
    assert shown(thumbnail(picture, 64, "JPEG"))[:, :28].min() > 240
    grey = Picture(np.dstack([PHOTO[:, :, :1], alpha]))
    assert shown(thumbnail(grey, 64), "RGBA")[:, 34:, 3].min() == 255


def test_hidden_colours_do_not_bleed_over_the_edge() -> None:
    pixels = np.zeros((64, 64, 4), np.uint8)
    pixels[:, :, 0], pixels[:, 31:, :] = 255, (0, 0, 255, 255)
    edge = opened(thumbnail(Picture(pixels), 16, "PNG"))[:, 7]
    assert edge[:, 3].min() > 0
    assert (edge[:, 0].max(), edge[:, 2].min()) == (0, 255)


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_16_bits_give_the_same_as_8(channels: int) -> None:
    rgba = np.dstack([PHOTO, np.full(PHOTO.shape[:2], 200, np.uint8)])
    eight = np.ascontiguousarray(rgba[:, :, {1: [0], 2: [0, 3], 3: [0, 1, 2], 4: [0, 1, 2, 3]}[channels]])
    deep = eight.astype(np.uint16) * np.uint16(257)
    for longer_px in (100, 640):
        a, b = (opened(thumbnail(Picture(pixels), longer_px, "PNG")) for pixels in (eight, deep))
        assert np.abs(a.astype(int) - b).max() <= 1


def test_a_wide_profile_is_brought_to_srgb() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    profile = bytearray(lab.tobytes().replace(b"s\0R\0G\0B", b"x\0R\0G\0B").replace(b"sRGB", b"xRGB"))
    red, blue = profile.index(b"rXYZ", 128), profile.index(b"bXYZ", 128)  # swap the red and blue primaries
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    red_tone, blue_tone = profile.index(b"rTRC"), profile.index(b"bTRC")
    profile[red_tone : red_tone + 4], profile[blue_tone : blue_tone + 4] = b"bTRC", b"rTRC"
    swapped = opened(thumbnail(Picture(PHOTO, Metadata(icc=bytes(profile))), 64, "PNG"))
    plain = opened(thumbnail(Picture(PHOTO), 64, "PNG"))
    assert psnr(np.ascontiguousarray(swapped[:, :, ::-1]), plain) > 35


def test_greys_and_colour_keys_take_the_careful_way() -> None:
    grey = saved(Image.fromarray(PHOTO).convert("L"), "PNG")
    assert opened(thumbnail(grey, 64, "PNG")).ndim == 2
    pixels = np.zeros((64, 64, 3), np.uint8)
    pixels[:, 32:] = (9, 9, 9)
    keyed = saved(Image.fromarray(pixels), "PNG", transparency=(9, 9, 9))
    assert shown(thumbnail(keyed, 32), "RGBA")[:, -1, 3].max() == 0


def test_bad_sources_and_sizes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        thumbnail(tmp_path / "none.png")
    with pytest.raises(BadPicture):
        thumbnail(b"not a picture")
    truncated = files.encode(Picture(PHOTO), "JPEG")[:5000]
    with pytest.raises(BadPicture, match="truncated"):
        thumbnail(truncated)
    for longer_px, format in ((0, "WEBP"), (512, "GIF")):
        with pytest.raises(BadInput, match="expected WEBP, JPEG, PNG"):
            thumbnail(PHOTO, longer_px, format)
