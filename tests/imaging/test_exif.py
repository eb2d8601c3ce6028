"""Single values of an EXIF block change where they stand; everything else stays where it was."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hwawon.imaging import exif
from hwawon.imaging.geometry import Extent
from support.pictures import exif_block

BLOCK = exif.stripped(exif_block(6))


def little_endian(orientation: int) -> bytes:
    """II, one table with an orientation and no link to a next table behind it."""
    return b"II*\0\x08\0\0\0" + struct.pack("<HHHIHH", 1, 0x0112, 3, 1, orientation, 0) + bytes(4)


def loaded(block: bytes) -> Image.Exif:
    parsed = Image.Exif()
    parsed.load(b"Exif\0\0" + block)
    return parsed


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_orientation_is_read_in_both_byte_orders(orientation: int) -> None:
    assert exif.orientation_of(exif.stripped(exif_block(orientation))) == orientation
    assert exif.orientation_of(little_endian(orientation)) == orientation


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_means_upright(orientation: int) -> None:
    assert exif.orientation_of(little_endian(orientation)) == 1


def test_only_orientation_and_sizes_change() -> None:
    after = exif.settled(BLOCK, Extent(93, 140))
    changed = [index for index, (a, b) in enumerate(zip(BLOCK, after, strict=True)) if a != b]
    assert len(changed) <= 5
    detail = loaded(after).get_ifd(0x8769)
    assert (loaded(after)[0x0112], detail[0xA002], detail[0xA003]) == (1, 93, 140)
    assert exif.settled(after, Extent(93, 140)) == after


def test_a_maker_note_stays_at_its_offset() -> None:
    commented = exif.with_user_comment(BLOCK, "Steps: 20, Seed: 7")
    assert commented.index(b"maker note") == BLOCK.index(b"maker note")
    assert loaded(commented).get_ifd(0x8769)[0x927C] == b"maker note"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), min_size=1))
@settings(deadline=None, derandomize=True, max_examples=100)
def test_a_comment_in_any_script_is_read_back(text: str) -> None:
    wanted = text.strip("\0 ") or None
    for block in (None, BLOCK, little_endian(6), exif.with_user_comment(BLOCK, "an earlier one")):
        assert exif.user_comment(exif.with_user_comment(block, text)) == wanted


def test_comments_of_other_writers_are_read() -> None:
    for content, wanted in (
        (b"ASCII\0\0\0a house", "a house"),
        (b"UNICODE\0" + "a house".encode("utf-16-le"), "a house"),
        (b"\0\0\0\0\0\0\0\0" + "꽃".encode(), "꽃"),
        (b"ASCII\0\0\0     ", None),
    ):
        block = Image.Exif()
        block.get_ifd(0x8769)[0x9286] = content
        assert exif.user_comment(exif.stripped(block.tobytes())) == wanted


def test_no_comment_is_none() -> None:
    assert exif.user_comment(BLOCK) is None
    assert exif.user_comment(little_endian(1)) is None


@pytest.mark.parametrize(
    "block", [b"", b"MM", b"MM\0*", b"MM\0*\0\0\0\xff", b"II*\0\x08\0\0\0\xff\xff", b"hello world"]
)
def test_a_broken_block_is_told(block: bytes) -> None:
    for use in (exif.orientation_of, lambda data: exif.settled(data, Extent(1, 1)), exif.user_comment):
        with pytest.raises(exif.BrokenExif):
            use(block)


@given(st.data())
@settings(deadline=None, derandomize=True, max_examples=150)
def test_damage_never_raises_anything_else(data: st.DataObject) -> None:
    damaged = bytearray(BLOCK)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    for use in (
        exif.orientation_of,
        exif.user_comment,
        lambda block: exif.settled(block, Extent(3, 4)),
        lambda block: exif.with_user_comment(block, "x"),
    ):
        try:
            use(bytes(damaged))
        except exif.BrokenExif as error:
            assert str(error)
