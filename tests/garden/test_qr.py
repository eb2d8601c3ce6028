"""QR codes are read back by a library as the address they were made of."""

import pytest

from hwawon.garden.links import code_link, share_link
from hwawon.garden.qr import svg_of
from support.garden_qr import text_of

ITEM = "emotions/happy/spring,sunny,day/img_20230417-144723_0h.jpeg"


@pytest.mark.parametrize(
    "address",
    [
        share_link("https://garden.example", ITEM),
        share_link("http://127.0.0.1:8600/studio", "emotions/calm/꽃 정원+h.jpeg"),
        code_link("https://garden.example", "forget", "f9Yr-8_bq3TtQwEr5678AbCd", "ko"),
        "f9Yr-8_bq3TtQwEr5678AbCd",
    ],
)
def test_a_qr_says_its_address(address: str) -> None:
    assert text_of(svg_of(address)) == address


def test_an_address_ends_in_the_bare_key() -> None:
    assert share_link("https://garden.example", ITEM) == f"https://garden.example/image?content={ITEM}"


def test_what_an_address_cannot_hold_is_escaped() -> None:
    assert share_link("", 'emotions/calm/a b"&h.jpeg') == "/image?content=emotions/calm/a%20b%22%26h.jpeg"
