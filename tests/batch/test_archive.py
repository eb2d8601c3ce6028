import io
import struct
import zipfile

import pytest

from hwawon.batch.archive import left_out_of_zip, pictures_of_zip
from hwawon.errors import BadInput

MOST = 10_000


def packed(*files: tuple[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return target.getvalue()


def taken(data: bytes) -> list[tuple[str, bytes]]:
    return [(one.name, one.data) for one in pictures_of_zip(io.BytesIO(data), MOST)]


def test_pictures_come_in_natural_order_with_their_folders() -> None:
    data = packed(("b/f10.png", b"10"), ("b/f9.png", b"9"), ("a.JPG", b"a"), ("b/", b""))

    assert taken(data) == [("a.JPG", b"a"), ("b/f9.png", b"9"), ("b/f10.png", b"10")]


def test_other_files_are_left_out_and_named_but_for_those_of_the_system() -> None:
    data = packed(
        ("a.png", b"a"), ("notes.txt", b"n"), ("__MACOSX/._a.png", b"m"), (".DS_Store", b"d"), ("c/.b.png", b"")
    )

    assert taken(data) == [("a.png", b"a")]
    assert left_out_of_zip(io.BytesIO(data)) == ("notes.txt",)


@pytest.mark.parametrize("name", ["../a.png", "a/../../b.png", "/a.png", "C:/a.png", "a/./b.png", "../notes.txt"])
def test_a_name_that_leads_out_is_refused_whatever_it_is(name: str) -> None:
    with pytest.raises(BadInput, match="unsafe"):
        taken(packed(("fine.png", b"f"), (name, b"x")))


def test_a_zip_that_explodes_is_refused_before_it_does() -> None:
    bomb = packed(("a.png", bytes(200_000)), compression=zipfile.ZIP_DEFLATED)
    many = packed(*((f"{index}.png", bytes(9_000)) for index in range(5)), compression=zipfile.ZIP_DEFLATED)

    assert len(bomb) < MOST and len(many) < MOST
    for data in (bomb, many):
        with pytest.raises(BadInput, match="unpacks to"):
            taken(data)


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    data = bytearray(packed(("a.png", bytes(200_000)), compression=zipfile.ZIP_DEFLATED))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 100)  # the size in the central directory

    with pytest.raises(BadInput, match=r"damaged|cannot be read"):
        taken(bytes(data))


def test_two_files_of_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = packed(("a.png", b"1"), ("a.png", b"2"))

    with pytest.raises(BadInput, match="one name"):
        taken(data)


@pytest.mark.parametrize("data", [b"", b"PK", b"hello" * 100, packed(("a.png", b"abc"))[:-10]])
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match="zip cannot be read"):
        taken(data)


def test_a_damaged_file_in_a_zip_is_refused() -> None:
    data = bytearray(packed(("a.png", b"abcdef")))
    data[data.find(b"abcdef")] = 0

    with pytest.raises(BadInput, match="cannot be read"):
        taken(bytes(data))


def test_an_encrypted_zip_is_refused() -> None:
    data = bytearray(packed(("a.png", b"abc")))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(sign) + offset] |= 1

    with pytest.raises(BadInput, match=r"password|encrypted"):
        taken(bytes(data))
