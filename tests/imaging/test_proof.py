"""The proof counts and hashes what an independent look counts and hashes."""

import hashlib

import numpy as np
import pytest

from hwawon.errors import BadInput
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.picture import Picture
from hwawon.imaging.proof import prove
from hwawon.imaging.stitch import Patch, composite, make_patch
from support.retouch import FREE, cut_out, disc_mask, noise_picture


def retouched(picture: Picture, centre: tuple[int, int] = (60, 70)) -> Patch:
    whole = Bounds.whole(picture.extent)
    cut = cut_out(picture, whole, disc_mask(picture.extent, centre, 25), sizes=FREE)
    return make_patch(cut, 255 - cut.image)


def outside_of(picture: Picture, *patches: Patch) -> np.ndarray:
    outside = np.ones(picture.pixels.shape[:2], np.bool_)
    for patch in patches:
        outside[patch.bounds.slices] &= patch.alpha == 0
    return outside


@pytest.mark.parametrize(("depth", "channels"), [(8, 3), (16, 4), (8, 1)])
def test_a_retouch_proves_itself(depth: int, channels: int) -> None:
    picture = noise_picture(Extent(200, 180), depth=depth, channels=channels)
    patch = retouched(picture)
    result = composite(picture, [(patch, 1.0)])
    proof = prove(picture, result, [patch])
    outside = outside_of(picture, patch)
    assert proof.changed_outside == 0
    assert proof.changed_inside == np.count_nonzero((picture.pixels != result.pixels).any(axis=2))
    assert proof.changed_inside > 2000
    assert proof.reach_px == patch.reach_px
    assert (
        proof.outside_sha256 == hashlib.sha256(picture.pixels[outside].astype(f"<u{depth // 8}").tobytes()).hexdigest()
    )


def test_one_touched_pixel_outside_is_found_wherever_it_lies() -> None:
    picture = noise_picture(Extent(200, 180))
    patch = retouched(picture)
    result = composite(picture, [(patch, 1.0)])
    clean = prove(picture, result, [patch])
    for row, column in ((0, 0), (179, 199), (patch.bounds.y, patch.bounds.x), (70, 150)):
        touched = result.pixels.copy()
        touched[row, column, 1] ^= 1
        proof = prove(picture, Picture(touched), [patch])
        assert proof.changed_outside == 1
        assert proof.outside_sha256 != clean.outside_sha256


def test_several_patches_share_one_proof() -> None:
    picture = noise_picture(Extent(300, 180))
    patches = [retouched(picture), retouched(picture, (220, 100))]
    result = composite(picture, [(patch, 0.8) for patch in patches])
    proof = prove(picture, result, patches)
    assert proof.changed_outside == 0
    assert prove(picture, result, patches[:1]).changed_outside > 0
    expected = hashlib.sha256(picture.pixels[outside_of(picture, *patches)].tobytes()).hexdigest()
    assert proof.outside_sha256 == expected


def test_without_patches_everything_is_outside() -> None:
    picture = noise_picture(Extent(70, 90))
    proof = prove(picture, picture, [])
    assert (proof.changed_outside, proof.changed_inside, proof.reach_px) == (0, 0, 0)
    assert proof.outside_sha256 == hashlib.sha256(picture.pixels.tobytes()).hexdigest()


def test_pictures_of_another_kind_cannot_be_compared() -> None:
    picture = noise_picture(Extent(70, 90))
    for other in (noise_picture(Extent(70, 91)), noise_picture(Extent(70, 90), depth=16)):
        with pytest.raises(BadInput, match="cannot compare"):
            prove(picture, other, [])
