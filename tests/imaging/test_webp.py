"""A WebP's header is read as its decoder reads it."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hwawon.errors import BadPicture, PictureTooLarge
from hwawon.imaging import files, webp
from hwawon.imaging.geometry import Extent
from support.pictures import SRGB_PROFILE, exif_block, saved, small_photograph

PHOTO = small_photograph()


@given(st.integers(1, 90), st.integers(1, 90), st.booleans(), st.booleans(), st.booleans())
@settings(deadline=None, derandomize=True, max_examples=60)
def test_size_and_transparency_are_what_the_decoder_says(
    width: int, height: int, lossless: bool, with_alpha: bool, with_blocks: bool
) -> None:
    pixels = PHOTO[:height, :width]
    image = Image.fromarray(np.dstack([pixels, pixels[:, :, 0] // 2]) if with_alpha else pixels)
    blocks = {"icc_profile": SRGB_PROFILE, "exif": exif_block(6)} if with_blocks else {}
    file = saved(image, "WEBP", lossless=lossless, **blocks)
    head, decoder = webp.header(file), Image.open(io.BytesIO(file))
    assert (head.extent, head.has_alpha) == (Extent(*decoder.size), decoder.mode == "RGBA")
    assert (head.icc, head.frames) == (decoder.info.get("icc_profile"), 1)
    assert (head.exif or b"").removeprefix(b"Exif\0\0") == decoder.info.get("exif", b"").removeprefix(b"Exif\0\0")


def test_frames_are_counted() -> None:
    frames = [Image.fromarray(PHOTO), Image.fromarray(255 - PHOTO), Image.fromarray(PHOTO // 2)]
    assert webp.header(saved(frames[0], "WEBP", save_all=True, append_images=frames[1:])).frames == 3


def test_an_enormous_canvas_is_refused_before_it_is_laid_out() -> None:
    canvas = b"\x10\0\0\0" + (16777215).to_bytes(3, "little") * 2
    file = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0" + canvas
    with pytest.raises(PictureTooLarge, match="16777216x16777216"):
        files.read(file)


@pytest.mark.parametrize(
    "body", [b"", b"VP8 \x03\0\0\0abc", b"VP8L\x05\0\0\0\x2e1234", b"VP8X\x02\0\0\0ab", b"ICCP\0\0\0\0"]
)
def test_a_file_that_tells_no_size_is_refused(body: bytes) -> None:
    with pytest.raises(BadPicture, match="no size"):
        webp.header(b"RIFF\0\0\0\0WEBP" + body)
