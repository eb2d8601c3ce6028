"""A picture says how it was made, in every format, and says it again after a second retouch."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwawon.imaging import files, infotext, provenance, xmp
from hwawon.imaging.geometry import Bounds
from hwawon.imaging.infotext import Infotext
from hwawon.imaging.picture import Metadata, Picture
from support.pictures import XMP, small_photograph

REQUEST = {"prompt": "빨간 <튤립> & 花", "seed": 7, "box": [1, 2, 30, 40], "strength": 0.6, "nested": {"a": None}}
A1111 = (
    "빨간 튤립, (dew:1.2)\nsecond line\nNegative prompt: blur, text\n"
    'Steps: 20, Sampler: DPM++ 2M, CFG scale: 7, Seed: 7, Size: 512x768, Model hash: 6ce0161689, Model: "a, b: c", '
    "Denoising strength: 0.6"
)


def made(metadata: Metadata | None = None, model: str | None = "painter") -> Metadata:
    return provenance.embed(
        metadata or Metadata(),
        request=REQUEST,
        a1111=A1111,
        box=Bounds(1, 2, 30, 40),
        area_share=0.0123456,
        model=model,
    )


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "TIFF", "AVIF"])
def test_every_format_carries_request_box_share_and_model(format: str) -> None:
    picture = Picture(small_photograph(), made())
    found = provenance.read_back(files.read(files.encode(picture, format)).metadata)
    assert found.request == REQUEST
    assert (found.box, found.area_share, found.model) == (Bounds(1, 2, 30, 40), 0.012346, "painter")
    assert found.source_type == "compositeSynthetic"
    if format != "TIFF":
        assert found.a1111 is not None
        assert (found.a1111.seed, found.a1111.settings["Model"]) == (7, "a, b: c")


def test_png_text_is_the_whole_request_and_the_fields_own_text() -> None:
    text = files.read(files.encode(Picture(small_photograph(), made()), "PNG")).metadata.text
    assert json.loads(text["hwawon"]) == REQUEST
    assert text["parameters"] == A1111


@pytest.mark.parametrize(
    ("model", "box", "term"),
    [
        ("painter", Bounds(0, 0, 8, 8), "compositeSynthetic"),
        ("painter:flat", Bounds(0, 0, 8, 8), "compositeSynthetic"),
        ("painter-garden", Bounds(0, 0, 8, 8), "compositeSynthetic"),
        ("dreamshaper-8", Bounds(0, 0, 8, 8), "compositeWithTrainedAlgorithmicMedia"),
        ("dreamshaper-8", None, "trainedAlgorithmicMedia"),
        ("painter", None, "algorithmicMedia"),
    ],
)
def test_the_source_type_is_the_iptc_term(model: str, box: Bounds | None, term: str) -> None:
    metadata = provenance.embed(Metadata(), request={}, box=box, model=model)
    assert provenance.read_back(metadata).source_type == term
    assert f"http://cv.iptc.org/newscodes/digitalsourcetype/{term}".encode() in (metadata.xmp or b"")


def test_the_users_own_xmp_stays_and_ours_is_replaced_the_second_time() -> None:
    once = made(Metadata(xmp=XMP))
    twice = provenance.embed(once, request={"seed": 8}, box=Bounds(0, 0, 5, 5), area_share=0.5, model="other")
    for metadata in (once, twice):
        assert "<dc:rights>김화원</dc:rights>".encode() in (metadata.xmp or b"")
    found = provenance.read_back(twice)
    assert (found.request, found.box, found.model) == ({"seed": 8}, Bounds(0, 0, 5, 5), "other")
    assert (twice.xmp or b"").count(b"<hwawon:box>") == 1
    assert (twice.xmp or b"").count(b"DigitalSourceType>") == 2
    assert once.xmp == made(once).xmp


def test_an_earlier_source_type_no_longer_holds_in_any_notation() -> None:
    iptc = b'xmlns:iptc="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
    capture = b"http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
    as_attribute = XMP.replace(b'tiff:Orientation="6"', b'iptc:DigitalSourceType="' + capture + b'" ' + iptc)
    as_element = XMP.replace(
        b"<dc:rights>", b"<iptc:DigitalSourceType " + iptc + b">" + capture + b"</iptc:DigitalSourceType><dc:rights>"
    )
    for packet in (as_attribute, as_element):
        assert xmp.read_statement(packet).source_type == "digitalCapture"
        metadata = made(Metadata(xmp=packet))
        assert b"digitalCapture" not in (metadata.xmp or b"")
        assert provenance.read_back(metadata).source_type == "compositeSynthetic"


def test_our_statement_moved_by_another_program_is_replaced_without_its_neighbours() -> None:
    ours = b'xmlns:hwawon="urn:hwawon:xmp:1.0/" hwawon:box="9,9,9,9" hwawon:model="old" tiff:Orientation="1"'
    merged = XMP.replace(b'tiff:Orientation="6"', ours)
    metadata = made(Metadata(xmp=merged))
    assert provenance.read_back(metadata).box == Bounds(1, 2, 30, 40)
    assert b"9,9,9,9" not in (metadata.xmp or b"")
    assert "김화원".encode() in (metadata.xmp or b"")


@pytest.mark.parametrize(
    "packet", [b"<x:xmpmeta", b"<a/>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"\xff\xfe<\0a\0/\0>\0"]
)
def test_a_broken_packet_is_replaced_with_a_notice(packet: bytes) -> None:
    metadata = made(Metadata(xmp=packet))
    assert provenance.read_back(metadata).request == REQUEST
    assert "XMP was replaced" in metadata.notices[0]


def test_a_picture_that_says_nothing_gives_nothing_and_damage_is_no_statement() -> None:
    assert provenance.read_back(Metadata()) == provenance.Provenance()
    damaged = Metadata(xmp=b"<x", exif=b"MM", text={"hwawon": "{", "Author": "Kim"})
    assert provenance.read_back(damaged) == provenance.Provenance()
    for endless in ("[" * 100_000, '{"a": ' * 5_000, '{"seed": ' + "1" * 5_000 + "}"):
        assert provenance.read_back(Metadata(text={"hwawon": endless})) == provenance.Provenance()


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=200) | st.integers() | st.none(), max_size=5))
@settings(deadline=None, derandomize=True, max_examples=80)
def test_any_request_survives_in_png_and_xmp(request: dict[str, object]) -> None:
    metadata = provenance.embed(Metadata(), request=request)
    by_text = files.read(files.encode(Picture(small_photograph()[:4, :4], metadata), "PNG")).metadata
    assert provenance.read_back(by_text).request == request
    assert provenance.read_back(Metadata(xmp=metadata.xmp)).request == request


def test_the_fields_text_is_understood() -> None:
    info = infotext.parsed(A1111)
    assert (info.prompt, info.negative_prompt) == ("빨간 튤립, (dew:1.2)\nsecond line", "blur, text")
    assert dict(info.settings) == {
        "Steps": "20",
        "Sampler": "DPM++ 2M",
        "CFG scale": "7",
        "Seed": "7",
        "Size": "512x768",
        "Model hash": "6ce0161689",
        "Model": "a, b: c",
        "Denoising strength": "0.6",
    }
    assert infotext.written(info) == A1111


def test_a_prompt_alone_is_a_prompt() -> None:
    assert infotext.parsed("a house, size: large") == Infotext("a house, size: large")
    assert infotext.parsed("") == Infotext()
    assert infotext.parsed("Negative prompt: rain") == Infotext("", "rain")


words = st.text(st.characters(categories=("L", "N", "P", "Zs"), exclude_characters="\n"), min_size=1, max_size=30)


@given(words, words, st.lists(words, min_size=3, max_size=3))
@settings(deadline=None, derandomize=True, max_examples=150)
def test_what_is_written_is_parsed_back(prompt: str, negative: str, values: list[str]) -> None:
    prompt, negative = f"p{prompt}".strip(), f"n{negative}".strip()
    said = zip(("Steps", "Sampler", "Seed"), (value.strip() or "x" for value in values), strict=True)
    info = Infotext(prompt, negative, dict(said))
    assert infotext.parsed(infotext.written(info)) == info
