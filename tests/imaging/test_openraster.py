"""OpenRaster files, read with nothing but a zip and an XML reader, against the points of its baseline specification."""

import io
import zipfile
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from hwawon.imaging import files
from hwawon.imaging.openraster import Layer, encode
from hwawon.imaging.picture import Metadata, Picture
from support.retouch import smooth_picture

EXTENT = (48, 32)  # width, height


def base(depth: int = 8, channels: int = 3, **metadata: Any) -> Picture:
    from hwawon.imaging.geometry import Extent

    return smooth_picture(Extent(*EXTENT), depth=depth, channels=channels).with_metadata(Metadata(**metadata))


def dab(depth: int = 8, size: tuple[int, int] = (16, 12)) -> NDArray[Any]:
    """A patch of straight alpha, seen only in the middle; (h, w, 4)."""
    kind = np.uint8 if depth == 8 else np.uint16
    pixels = np.zeros((size[1], size[0], 4), kind)
    pixels[2:-3, 4:-1, :3] = np.random.default_rng(1).integers(0, 2**depth, pixels[2:-3, 4:-1, :3].shape)
    pixels[2:-3, 4:-1, 3] = 2 ** (depth - 1)
    return pixels


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def stack(archive: zipfile.ZipFile) -> tuple[dict[str, str], list[dict[str, str]]]:
    image = ElementTree.fromstring(archive.read("stack.xml"))
    assert [child.tag for child in image] == ["stack"]
    assert {layer.tag for layer in image[0]} == {"layer"}
    return dict(image.attrib), [dict(layer.attrib) for layer in image[0]]


def pixels(archive: zipfile.ZipFile, name: str) -> NDArray[Any]:
    return files.read(archive.read(name)).pixels


def test_the_kind_comes_first_and_unpacked() -> None:
    data = encode(base(), [Layer("base", base().pixels)])
    first = opened(data).infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert data[30:54] == b"mimetypeimage/openraster"
    assert opened(data).read("mimetype") == b"image/openraster"


def test_all_that_the_specification_asks_for_is_there() -> None:
    archive = opened(encode(base(), [Layer("base", base().pixels), Layer("dab", dab(), 3, 4)]))
    assert archive.testzip() is None
    image, layers = stack(archive)
    assert (image["w"], image["h"], image["version"]) == ("48", "32", "0.0.3")
    assert {layer["src"] for layer in layers} <= set(archive.namelist())
    assert {"mergedimage.png", "Thumbnails/thumbnail.png", "stack.xml"} <= set(archive.namelist())
    thumbnail = Image.open(io.BytesIO(archive.read("Thumbnails/thumbnail.png")))
    assert thumbnail.format == "PNG" and max(thumbnail.size) <= 256
    assert not thumbnail.info.get("interlace")


def test_a_large_picture_has_a_thumbnail_of_256_pixels() -> None:
    large = Picture(np.full((200, 1000, 3), 9, np.uint16))
    thumbnail = opened(encode(large, [Layer("base", large.pixels)])).read("Thumbnails/thumbnail.png")
    assert files.read(thumbnail).pixels.shape == (51, 256, 3)
    assert files.read(thumbnail).depth == 8


def test_the_uppermost_layer_comes_first_with_name_place_opacity_and_visibility() -> None:
    layers = [
        Layer("base", base().pixels),
        Layer('"tulips" & <roses> 튤립\0', dab(), 3, 4, opacity=0.25),
        Layer("hidden", dab(), -2, 30, visible=False),
    ]
    upper, middle, lower = stack(opened(encode(base(), layers)))[1]
    assert [one["name"] for one in (upper, middle, lower)] == ["hidden", '"tulips" & <roses> 튤립\ufffd', "base"]
    assert [one["visibility"] for one in (upper, middle, lower)] == ["hidden", "visible", "visible"]
    assert [float(one["opacity"]) for one in (upper, middle, lower)] == [1.0, 0.25, 1.0]
    assert [(one["x"], one["y"]) for one in (upper, middle, lower)] == [("2", "32"), ("7", "6"), ("0", "0")]
    assert {one["composite-op"] for one in (upper, middle, lower)} == {"svg:src-over"}


def test_over_a_transparent_base_a_layer_is_seen_only_where_the_base_is() -> None:
    layers = [Layer("base", base(channels=4).pixels), Layer("dab", dab(), is_clipped=True)]
    assert stack(opened(encode(base(channels=4), layers)))[1][0]["composite-op"] == "svg:src-atop"


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_every_pixel_of_every_layer_is_the_very_one(depth: int, channels: int) -> None:
    picture = base(depth, channels)
    archive = opened(encode(picture, [Layer("base", picture.pixels), Layer("dab", dab(depth), 3, 4)]))
    wide = picture.pixels[:, :, {1: [0, 0, 0], 2: [0, 0, 0, 1]}.get(channels, slice(None))]
    merged, upper = pixels(archive, "mergedimage.png"), pixels(archive, "data/layer001.png")
    assert np.array_equal(merged, wide) and merged.dtype == picture.pixels.dtype
    if channels % 2:
        assert np.array_equal(pixels(archive, "data/layer000.png"), wide)
    assert np.array_equal(upper, dab(depth)[2:-3, 4:-1])


def test_a_layer_of_which_nothing_is_seen_is_one_transparent_pixel() -> None:
    archive = opened(
        encode(base(), [Layer("base", base().pixels), Layer("nothing", np.zeros((5, 5, 4), np.uint8), 9, 9)])
    )
    assert np.array_equal(pixels(archive, "data/layer001.png"), np.zeros((1, 1, 4), np.uint8))
    assert stack(archive)[1][0]["x"] == "9"


def test_resolution_and_metadata_go_along_and_the_same_layers_give_the_same_bytes() -> None:
    picture = base(dpi=(300.0, 150.0), text={"hwawon": "{}"})
    data = encode(picture, [Layer("base", picture.pixels)])
    image, _ = stack(opened(data))
    assert (image["xres"], image["yres"]) == ("300", "150")
    said = files.read(opened(data).read("mergedimage.png")).metadata
    assert said.text == {"hwawon": "{}"}
    assert files.read(opened(data).read("data/layer000.png")).metadata.text == {}
    assert encode(picture, [Layer("base", picture.pixels)]) == data
