"""OpenRaster: a picture as layers that Krita, GIMP, MyPaint and others open.

A zip with a stack of layers in XML, each layer a PNG, and for programs that know no layers the merged picture and a
thumbnail. Source: OpenRaster baseline specification 0.0.6 (file layout, layer stack).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

import cv2
import numpy as np

from hwawon.imaging import png
from hwawon.imaging.geometry import Bounds
from hwawon.imaging.picture import Metadata, Picture, Pixels
from hwawon.imaging.thumbnail import thumbnail

MEDIA_TYPE, SUFFIX = "image/openraster", ".ora"
_VERSION = "0.0.3"  # of the stack: the oldest that says all we need
_THUMBNAIL_PX = 256
_UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer: pixels (h, w, 1 to 4) with straight alpha, and where and how they lie on the picture."""

    name: str
    pixels: Pixels
    x: int = 0
    y: int = 0
    opacity: float = 1.0  # 0..1
    visible: bool = True
    is_clipped: bool = False  # seen only where the layers below are


def encode(merged: Picture, layers: Sequence[Layer]) -> bytes:
    """The file's bytes; the same layers give the same bytes.

    Args:
        merged: what the layers show together, with the metadata that the merged picture is to carry.
        layers: undermost first, of the depth and in the colours of `merged`; each is cropped to what can be seen of it.
    """
    cropped = [_cropped(layer) for layer in layers]
    colours = Metadata(icc=merged.metadata.icc)
    files = [
        ("mimetype", MEDIA_TYPE.encode()),  # first and unpacked: by this the kind of the file is known
        ("stack.xml", _stack(merged, cropped)),
        *((_name(place), png.encode(_coloured(layer.pixels), colours)) for place, layer in enumerate(cropped)),
        ("mergedimage.png", png.encode(_coloured(merged.pixels), merged.metadata)),
        ("Thumbnails/thumbnail.png", thumbnail(merged, _THUMBNAIL_PX, "PNG")),
    ]
    return _zipped(files)


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:  # PNG is packed already
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data)  # without a date: 1980, always the same
    return target.getvalue()


def _name(place: int) -> str:
    return f"data/layer{place:03}.png"


def _stack(merged: Picture, layers: Sequence[Layer]) -> bytes:
    """The stack, whose first layer is the uppermost."""
    size = {"version": _VERSION, "w": str(merged.extent.width), "h": str(merged.extent.height)}
    if merged.metadata.dpi is not None:
        size |= {name: str(round(dpi)) for name, dpi in zip(("xres", "yres"), merged.metadata.dpi, strict=True)}
    image = ElementTree.Element("image", size)
    stack = ElementTree.SubElement(image, "stack")
    for place, layer in reversed(list(enumerate(layers))):
        said = {
            "name": _UNSAYABLE.sub("\ufffd", layer.name),
            "src": _name(place),
            "x": str(layer.x),
            "y": str(layer.y),
            "opacity": f"{layer.opacity:.6f}",
            "visibility": "visible" if layer.visible else "hidden",
            "composite-op": "svg:src-atop" if layer.is_clipped else "svg:src-over",
        }
        ElementTree.SubElement(stack, "layer", said)
    return bytes(ElementTree.tostring(image, encoding="UTF-8", xml_declaration=True))


def _cropped(layer: Layer) -> Layer:
    """The layer without the rows and columns around it that are wholly transparent; one pixel where all is."""
    if layer.pixels.shape[2] not in (2, 4):
        return layer
    seen = Bounds(*cv2.boundingRect((layer.pixels[:, :, -1] > 0).view(np.uint8)))
    seen = seen if seen.width else Bounds(0, 0, 1, 1)
    pixels: Pixels = layer.pixels[seen.slices]
    return Layer(layer.name, pixels, layer.x + seen.x, layer.y + seen.y, layer.opacity, layer.visible, layer.is_clipped)


def _coloured(pixels: Pixels) -> Pixels:
    """(h, w, 3 or 4): some programs read no grey layers."""
    if pixels.shape[2] > 2:
        return pixels
    wide: Pixels = pixels[:, :, [0, 0, 0] if pixels.shape[2] == 1 else [0, 0, 0, 1]]
    return wide
