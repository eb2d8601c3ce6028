"""JPEG and WebP without metadata: the same pixels, the same colours, and nothing said."""

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from hwawon.imaging import files
from hwawon.imaging.bare import bare_file
from support.pictures import SRGB_PROFILE, XMP, photograph

PIXELS = photograph("coffee")[:96, :128]
SECRET = b"Seoul 37.5N"


def exif(orientation: int = 1) -> bytes:
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x010E] = SECRET.decode()
    return block.tobytes()


def made(kind: str, orientation: int = 1, **options: Any) -> bytes:
    target = io.BytesIO()
    image = Image.fromarray(PIXELS)
    image.save(target, kind, exif=exif(orientation), icc_profile=SRGB_PROFILE, xmp=XMP, quality=80, **options)
    return target.getvalue()


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {"comment": SECRET}),
        ("JPEG", {"progressive": True}),
        ("JPEG", {"restart_marker_blocks": 2}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
    ],
)
def test_the_pixels_and_the_profile_stay_and_nothing_else(kind: str, options: dict[str, Any]) -> None:
    data = made(kind, **options)
    bare = bare_file(data)
    assert bare is not None and SECRET in data and SECRET not in bare
    before, after = files.read(data), files.read(bare)
    assert np.array_equal(before.pixels, after.pixels)
    assert after.metadata.icc == SRGB_PROFILE
    assert (after.metadata.exif, after.metadata.xmp, after.metadata.notices) == (None, None, ())
    assert bare_file(bare) == bare
    assert Image.open(io.BytesIO(bare)).info.get("comment") is None


def test_what_is_appended_to_a_jpeg_does_not_stay() -> None:
    data = made("JPEG")
    assert bare_file(data + SECRET + b"\xff\xd9") == bare_file(data)


def test_cmyk_keeps_what_says_how_its_colours_are_meant() -> None:
    target = io.BytesIO()
    Image.fromarray(PIXELS).convert("CMYK").save(target, "JPEG", exif=exif())
    bare = bare_file(target.getvalue())
    assert bare is not None
    assert np.array_equal(files.read(bare).pixels, files.read(target.getvalue()).pixels)


def test_a_turned_picture_and_other_kinds_are_left_to_the_encoder() -> None:
    assert bare_file(made("JPEG", 6)) is None
    assert bare_file(made("WEBP", 3)) is None
    assert bare_file(made("PNG")) is None
