"""A picture on a larger canvas: its own pixels as they were, the border repeated around them."""

import io

import numpy as np
import pytest
from PIL import Image

from hwawon.errors import BadBox
from hwawon.imaging import files
from hwawon.imaging.extend import box_around, extended, new_area
from hwawon.imaging.geometry import Bounds, Extent, Margins
from hwawon.imaging.picture import Metadata
from support.pictures import SRGB_PROFILE, exif_block, photograph, saved
from support.retouch import noise_picture


def margins(number: int) -> Margins:
    chance = np.random.default_rng(number)
    return Margins(*(int(side) for side in chance.integers(0, 40, 4) * chance.integers(0, 2, 4)))


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("depth", [8, 16])
def test_every_pixel_is_found_again_at_its_new_place(depth: int, channels: int) -> None:
    picture = noise_picture(Extent(37, 23), depth=depth, channels=channels)

    for number in range(12):
        grown = extended(picture, margins(number))
        rows, columns = margins(number).place(picture.extent).slices
        assert grown.extent == margins(number).around(picture.extent)
        assert grown.pixels.dtype == picture.pixels.dtype
        assert np.array_equal(grown.pixels[rows, columns], picture.pixels)
        if grown.alpha is not None:
            assert (grown.alpha[new_area(picture.extent, margins(number))] == 2**depth - 1).all()


def test_the_border_is_repeated_outwards() -> None:
    picture = noise_picture(Extent(5, 4))

    grown = extended(picture, Margins(3, 2, 1, 0)).pixels

    assert (grown[:3, :3] == picture.pixels[0, 0]).all()
    assert (grown[2:, :3] == picture.pixels[:, :1]).all()
    assert (grown[:2, 3:8] == picture.pixels[:1]).all()


def test_the_new_area_is_what_the_picture_does_not_cover() -> None:
    new = new_area(Extent(5, 4), Margins(3, 2, 1, 0))

    assert new.shape == (6, 9)
    assert new.sum() == 6 * 9 - 5 * 4
    assert not new[2:, 3:8].any()


def test_the_profile_stays_and_exif_names_the_new_size() -> None:
    file = saved(Image.fromarray(photograph("coffee")[:93, :140]), "JPEG", icc_profile=SRGB_PROFILE, exif=exif_block())

    grown = extended(files.read(file), Margins(10, 0, 10, 7))
    again = Image.open(io.BytesIO(files.encode(grown, "JPEG")))

    assert again.info["icc_profile"] == SRGB_PROFILE
    detail = again.getexif().get_ifd(0x8769)
    assert (detail[0xA002], detail[0xA003]) == (160, 100)


def test_a_broken_exif_block_is_no_reason_to_fail() -> None:
    picture = noise_picture(Extent(5, 4)).with_metadata(Metadata(exif=b"MM\0*\xff\xff\xff\xff"))

    assert extended(picture, Margins(1, 1, 1, 1)).metadata.exif == picture.metadata.exif


def test_a_small_canvas_is_its_own_box() -> None:
    assert box_around(Bounds(0, 0, 100, 300), Extent(500, 300), 100, 512 * 512) == Bounds(0, 0, 500, 300)


def test_the_box_of_a_large_canvas_holds_the_new_area_and_as_much_around_it_as_can_be_painted_well() -> None:
    canvas, new = Extent(4000, 1000), Bounds(3800, 0, 200, 1000)

    box = box_around(new, canvas, 200, 768 * 1000)

    assert new.is_within(box) and box.is_within(Bounds.whole(canvas))
    assert box.height == 1000
    assert 500 <= box.width <= 768


def test_there_is_always_some_context() -> None:
    assert box_around(Bounds(0, 0, 400, 3000), Extent(5000, 3000), 400, 512 * 512) == Bounds(0, 0, 600, 3000)


@pytest.mark.parametrize("text", ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "1.5,0,0,0"])
def test_margins_that_are_none_are_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(BadBox, match="LEFT,TOP,RIGHT,BOTTOM"):
        Margins.parse(text)
