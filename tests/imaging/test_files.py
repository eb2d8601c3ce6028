"""Files come in with their exact pixels and metadata, and go out again as they came."""

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image, ImageOps, JpegImagePlugin

from hwawon.errors import BadInput
from hwawon.imaging import files
from hwawon.imaging.geometry import Extent
from hwawon.imaging.picture import Metadata, Picture
from support.pictures import SRGB_PROFILE, XMP, exif_block, opened, photograph, saved, small_photograph

PHOTO = small_photograph()
LOSSLESS = [("PNG", False), ("TIFF", False), ("WEBP", True)]


def kinds() -> st.SearchStrategy[np.ndarray]:
    """Pictures of 1 to 4 channels, 8 or 16 bits, from one pixel up."""
    shapes = st.tuples(st.integers(1, 40), st.integers(1, 40), st.integers(1, 4))
    return st.sampled_from([np.uint8, np.uint16]).flatmap(lambda kind: arrays.arrays(kind, shapes))


@given(kinds(), st.sampled_from(["PNG", "TIFF"]))
@settings(deadline=None, derandomize=True, max_examples=80)
def test_what_is_written_without_loss_is_read_back_exactly(pixels: np.ndarray, format: str) -> None:
    back = files.read(files.encode(Picture(pixels), format))
    assert back.pixels.dtype == pixels.dtype
    assert np.array_equal(back.pixels, pixels)
    assert back.metadata.source_format == format


@pytest.mark.parametrize("name", ["astronaut", "coffee", "china", "flower"])
@pytest.mark.parametrize(("format", "lossless"), LOSSLESS)
def test_photographs_are_read_by_other_programs_as_we_wrote_them(name: str, format: str, lossless: bool) -> None:
    file = files.encode(Picture(photograph(name)), format, lossless=lossless)
    assert np.array_equal(opened(file), photograph(name))
    if format == "PNG":
        assert np.array_equal(
            np.asarray(cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_COLOR_RGB)), photograph(name)
        )


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_16_bits_survive_and_independent_readers_agree(channels: int) -> None:
    pixels = np.random.default_rng(7).integers(0, 65536, (37, 53, channels)).astype(np.uint16)
    as_tiff = tifffile.imread(io.BytesIO(files.encode(Picture(pixels), "TIFF")))
    assert np.array_equal(as_tiff.reshape(pixels.shape), pixels)
    png_file = np.frombuffer(files.encode(Picture(pixels), "PNG"), np.uint8)
    as_png = np.asarray(cv2.imdecode(png_file, cv2.IMREAD_UNCHANGED))
    order = {1: [0], 2: [0, 3], 3: [2, 1, 0], 4: [2, 1, 0, 3]}[channels]
    assert np.array_equal(as_png.reshape(37, 53, -1)[:, :, order], pixels)


@pytest.mark.parametrize("bits", [8, 16])
def test_files_of_other_programs_keep_every_bit(bits: int) -> None:
    kind = np.uint8 if bits == 8 else np.uint16
    pixels = np.random.default_rng(1).integers(0, 1 << bits, (31, 45, 4)).astype(kind)
    png_file = cv2.imencode(".png", np.asarray(pixels[:, :, [2, 1, 0, 3]], kind))[1].tobytes()
    assert np.array_equal(files.read(png_file).pixels, pixels)
    for compression, planar in ((None, "contig"), ("zlib", "contig"), (None, "separate")):
        stored = pixels if planar == "contig" else pixels.transpose(2, 0, 1)
        target = io.BytesIO()
        tifffile.imwrite(
            target, stored, photometric="rgb", extrasamples=["unassalpha"], compression=compression, planarconfig=planar
        )
        assert np.array_equal(files.read(target.getvalue()).pixels, pixels)


def test_a_16_bit_tiff_with_lzw_is_read() -> None:
    pixels = np.random.default_rng(2).integers(0, 65536, (20, 30, 3)).astype(np.uint16)
    lzw = [cv2.IMWRITE_TIFF_COMPRESSION, 5]
    file = cv2.imencode(".tiff", pixels[:, :, ::-1], lzw)[1].tobytes()
    assert np.array_equal(files.read(file).pixels, pixels)


@pytest.mark.parametrize("subsampling", [0, 1, 2])
@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_jpeg_has_the_pixels_that_pillow_sees(mode: str, progressive: bool, subsampling: int) -> None:
    image = Image.fromarray(PHOTO).convert(mode)
    file = saved(image, "JPEG", quality=83, progressive=progressive, subsampling=subsampling)
    assert np.array_equal(files.read(file).pixels.squeeze(), opened(file))


@given(
    st.integers(1, 50),
    st.integers(1, 50),
    st.integers(1, 100),
    st.sampled_from(["444", "422", "420", "411", "440", "rgb", "grey"]),
    st.booleans(),
)
@settings(deadline=None, derandomize=True, max_examples=150)
def test_every_kind_of_jpeg_has_the_pixels_that_pillow_sees(
    width: int, height: int, quality: int, kind: str, progressive: bool
) -> None:
    pixels = PHOTO[20 : 20 + height, 30 : 30 + width]
    if kind in ("rgb", "grey"):
        image = Image.fromarray(pixels).convert("L" if kind == "grey" else "RGB")
        file = saved(image, "JPEG", quality=quality, keep_rgb=kind == "rgb", restart_marker_rows=1)
    else:
        factor = getattr(cv2, f"IMWRITE_JPEG_SAMPLING_FACTOR_{kind}")
        options = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, factor]
        options += [cv2.IMWRITE_JPEG_PROGRESSIVE, int(progressive)]
        file = cv2.imencode(".jpg", np.ascontiguousarray(pixels), options)[1].tobytes()
    assert np.array_equal(files.read(file).pixels.squeeze(), opened(file).squeeze())


def test_a_jpeg_with_bytes_behind_its_end_is_read_as_pillow_reads_it() -> None:
    file = saved(Image.fromarray(PHOTO), "JPEG")
    assert np.array_equal(files.read(file + b"appended by a camera").pixels, opened(file))


@pytest.mark.parametrize("sampling", [0, 1, 2])
def test_a_jpeg_goes_out_with_the_colour_sampling_it_came_with(sampling: int) -> None:
    first = files.read(saved(Image.fromarray(PHOTO), "JPEG", subsampling=sampling))
    again = Image.open(io.BytesIO(files.encode(first, "JPEG")))
    assert JpegImagePlugin.get_sampling(again) == sampling
    fresh = Image.open(io.BytesIO(files.encode(Picture(PHOTO), "JPEG")))
    assert JpegImagePlugin.get_sampling(fresh) == 0


@pytest.mark.parametrize("format", ["WEBP", "AVIF"])
def test_webp_and_avif_have_the_pixels_that_pillow_sees(format: str) -> None:
    file = saved(Image.fromarray(PHOTO), format, quality=80)
    picture = files.read(file)
    assert picture.metadata.source_format == format
    assert np.array_equal(picture.pixels, opened(file))


@pytest.mark.parametrize(("format", "lossless"), LOSSLESS)
def test_hidden_colours_under_full_transparency_survive(format: str, lossless: bool) -> None:
    pixels = np.dstack([PHOTO, np.zeros(PHOTO.shape[:2], np.uint8)])
    assert np.array_equal(files.read(files.encode(Picture(pixels), format, lossless=lossless)).pixels, pixels)


def test_palettes_one_bit_and_greys_become_plain_pixels() -> None:
    palette = Image.fromarray(PHOTO).quantize(16)
    assert np.array_equal(files.read(saved(palette, "PNG")).pixels, np.asarray(palette.convert("RGB")))
    clear = files.read(saved(palette, "PNG", transparency=3)).pixels
    assert np.array_equal(clear[:, :, 3] == 0, np.asarray(palette) == 3)
    line_art = Image.fromarray(PHOTO).convert("1")
    for format in ("PNG", "TIFF"):
        assert np.array_equal(files.read(saved(line_art, format)).pixels[:, :, 0], np.asarray(line_art) * 255)
    grey = Image.fromarray(PHOTO).convert("LA")
    assert files.read(saved(grey, "PNG")).pixels.shape == (93, 140, 2)


def test_the_one_transparent_colour_of_a_png_becomes_alpha() -> None:
    pixels = PHOTO.copy()
    pixels[5, 7] = (1, 2, 3)
    alpha = files.read(saved(Image.fromarray(pixels), "PNG", transparency=(1, 2, 3))).pixels[:, :, 3]
    assert np.array_equal(alpha == 0, (pixels == (1, 2, 3)).all(axis=2))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_every_orientation_is_applied_and_reset(format: str, orientation: int) -> None:
    options = {"lossless": True} if format == "WEBP" else {}
    file = saved(Image.fromarray(PHOTO), format, exif=exif_block(orientation), **options)
    expected = ImageOps.exif_transpose(Image.open(io.BytesIO(file)))
    picture = files.read(file)
    assert np.array_equal(picture.pixels, np.asarray(expected))
    assert files.probe(file).extent == picture.extent
    block = Image.Exif()
    block.load(b"Exif\0\0" + (picture.metadata.exif or b""))
    assert block.get(0x0112, 1) == 1
    assert (block[0x010F], block[0x8298]) == ("Hwawon Optics", "Kim")
    again = files.read(files.encode(picture, "PNG"))
    assert np.array_equal(again.pixels, picture.pixels)


def test_a_16_bit_tiff_is_turned_once() -> None:
    pixels = np.random.default_rng(3).integers(0, 65536, (20, 30, 3)).astype(np.uint16)
    for compression in (None, "zlib"):
        target = io.BytesIO()
        tifffile.imwrite(target, pixels, photometric="rgb", compression=compression, extratags=[(274, "H", 1, 6, True)])
        assert np.array_equal(files.read(target.getvalue()).pixels, np.rot90(pixels, -1))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_profile_exif_xmp_and_resolution_go_through_every_format(format: str) -> None:
    first = files.read(
        saved(Image.fromarray(PHOTO), "JPEG", icc_profile=SRGB_PROFILE, exif=exif_block(6), xmp=XMP, dpi=(300, 300))
    )
    assert first.extent == Extent(93, 140)
    back = files.read(files.encode(first, format)).metadata
    assert back.icc == SRGB_PROFILE
    assert back.xmp == XMP.replace(b'Orientation="6"', b'Orientation="1"')
    block = Image.Exif()
    block.load(b"Exif\0\0" + (back.exif or b""))
    detail = block.get_ifd(0x8769)
    assert (detail[0xA002], detail[0xA003], detail[0x927C]) == (93, 140, b"maker note")
    if format in ("JPEG", "PNG", "TIFF"):
        assert back.dpi == pytest.approx((300, 300), abs=0.01)
    assert back.notices == ()


def test_png_text_in_any_script_survives_twice() -> None:
    text = {"parameters": "꽃밭, 花園\nSteps: 20", "Author": "Kim", "empty": ""}
    once = files.read(files.encode(Picture(PHOTO, Metadata(text=text)), "PNG"))
    twice = files.read(files.encode(once, "PNG"))
    assert dict(once.metadata.text) == dict(twice.metadata.text) == text
    assert Image.open(io.BytesIO(files.encode(once, "PNG"))).info["parameters"] == text["parameters"]


def test_exif_that_needs_no_change_stays_byte_for_byte() -> None:
    block = exif_block(1)
    file = saved(Image.fromarray(PHOTO), "JPEG", exif=block)
    assert files.read(file).metadata.exif == block.removeprefix(b"Exif\0\0")


def test_the_old_preview_does_not_outlive_the_picture() -> None:
    preview = saved(Image.fromarray(PHOTO).resize((16, 16)), "JPEG")
    block = Image.Exif()
    block[0x0112] = 1
    block.get_ifd(0x014A)
    entries = (1).to_bytes(2) + b"\x01\x12\0\3\0\0\0\1\0\x06\0\0" + (26).to_bytes(4)
    second = (2).to_bytes(2) + b"\x02\x01\0\4\0\0\0\1" + (56).to_bytes(4)
    second += b"\x02\x02\0\4\0\0\0\1" + len(preview).to_bytes(4) + bytes(4)
    raw = b"Exif\0\0MM\0*\0\0\0\x08" + entries + second + preview
    picture = files.read(saved(Image.fromarray(PHOTO), "JPEG", exif=raw))
    assert picture.extent == Extent(93, 140)
    assert preview not in (picture.metadata.exif or b"")


@pytest.mark.parametrize("format", ["JPEG", "TIFF"])
def test_cmyk_is_converted_once_with_a_notice(format: str) -> None:
    file = saved(Image.fromarray(PHOTO).convert("CMYK"), format)
    picture = files.read(file)
    assert np.array_equal(picture.pixels, np.asarray(Image.open(io.BytesIO(file)).convert("RGB")))
    assert picture.metadata.icc is None
    assert any("CMYK was converted to sRGB" in notice for notice in picture.metadata.notices)


@pytest.mark.parametrize("format", ["JPEG", "TIFF"])
def test_a_profile_that_does_not_fit_cmyk_is_not_handed_on(format: str) -> None:
    file = saved(Image.fromarray(PHOTO).convert("CMYK"), format, icc_profile=SRGB_PROFILE)
    picture = files.read(file)
    assert picture.metadata.icc is None
    assert any("without its ICC profile, which cannot be used" in notice for notice in picture.metadata.notices)


@pytest.mark.parametrize("format", ["WEBP", "PNG", "AVIF"])
def test_of_an_animated_file_the_first_frame_is_used_with_a_notice(format: str) -> None:
    frames = [Image.fromarray(PHOTO), Image.fromarray(255 - PHOTO)]
    options = {"lossless": True} if format == "WEBP" else {}
    file = saved(frames[0], format, save_all=True, append_images=frames[1:], duration=100, **options)
    picture = files.read(file)
    assert any("animated" in notice for notice in picture.metadata.notices)
    assert np.abs(picture.pixels.astype(int) - PHOTO).mean() < 5


def test_jpeg_out_of_transparency_lies_on_white_and_says_so() -> None:
    alpha = np.zeros(PHOTO.shape[:2], np.uint8)
    alpha[:, 70:] = 255
    picture = Picture(np.dstack([PHOTO, alpha]))
    shown = opened(files.encode(picture, "JPEG")).astype(int)
    assert shown[:, :60].min() > 245
    assert np.abs(shown[:, 78:] - PHOTO[:, 78:]).mean() < 2
    assert any("white" in loss for loss in files.losses(picture, "JPEG"))
    assert files.losses(picture, "PNG") == ()


def test_16_bits_are_rounded_for_8_bit_formats_and_said_so() -> None:
    deep = Picture(PHOTO.astype(np.uint16) * np.uint16(257))
    assert np.array_equal(opened(files.encode(deep, "WEBP", lossless=True)), PHOTO)
    assert any("8 bits" in loss for loss in files.losses(deep, "WEBP", lossless=True))


@pytest.mark.parametrize("format", ["JPEG", "WEBP"])
def test_generation_parameters_go_where_the_fields_tools_look(format: str) -> None:
    told = "꽃밭\nNegative prompt: blur\nSteps: 20, Sampler: Euler a, Seed: 7"
    picture = files.read(saved(Image.fromarray(PHOTO), "JPEG", exif=exif_block()))
    with_text = picture.with_metadata(Metadata(exif=picture.metadata.exif, text={"parameters": told}))
    block = Image.open(io.BytesIO(files.encode(with_text, format))).getexif()
    comment = block.get_ifd(0x8769)[0x9286]
    assert comment == b"UNICODE\0" + told.encode("utf-16-be")
    assert (block[0x010F], block.get_ifd(0x8769)[0x927C]) == ("Hwawon Optics", b"maker note")


def test_names_choose_the_format_and_unknown_ones_are_refused(tmp_path: Path) -> None:
    assert [files.format_of(Path(name)) for name in ("a.JPG", "b.tif", "c.webp")] == ["JPEG", "TIFF", "WEBP"]
    with pytest.raises(BadInput, match=r"\.png.*'a\.gif'"):
        files.write(Picture(PHOTO), tmp_path / "a.gif")
    assert list(tmp_path.iterdir()) == []


def test_only_formats_that_keep_every_pixel_call_themselves_lossless() -> None:
    told = {name: files.is_lossless(name) for name in files.FORMATS}
    assert told == {"PNG": True, "TIFF": True, "JPEG": False, "WEBP": False, "AVIF": False}
    assert files.is_lossless("WEBP", lossless=True)
    for format in ("JPEG", "AVIF"):
        with pytest.raises(BadInput, match="without loss"):
            files.encode(Picture(PHOTO), format, lossless=True)


def test_a_probe_tells_size_and_kind_of_every_format(tmp_path: Path) -> None:
    for suffix, format in ((".png", "PNG"), (".jpg", "JPEG"), (".webp", "WEBP"), (".tif", "TIFF"), (".avif", "AVIF")):
        path = tmp_path / f"a{suffix}"
        files.write(Picture(PHOTO), path)
        probe = files.probe(path)
        assert (probe.extent, probe.format, probe.depth) == (Extent(140, 93), format, 8)
    deep = files.encode(Picture(PHOTO.astype(np.uint16)), "TIFF")
    assert files.probe(deep).depth == 16
