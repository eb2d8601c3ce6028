"""Files made of a shared picture: the small one for previews, and the one to take home, both marked as made by AI.

Each is made once for the same bytes: it is kept under the hash of what it was made from, in a folder that the sweep of
orphans empties of what nobody asked for lately.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from hwawon.errors import NotFound
from hwawon.imaging import files, icc
from hwawon.imaging.picture import Metadata, Picture
from hwawon.imaging.provenance import embed, read_back
from hwawon.storage.objects import Objects

MARK = "AI-generated"
MOST_PREVIEW_BYTES = 300_000  # above it one of the great messengers shows no preview
CACHE = "share"
_VERSION = 1  # of how these files are made
_QUALITIES = (88, 80, 70, 60, 50, 40)
_DOWNLOAD_QUALITY = 92
_CROPPED = (1.5, 2.4)  # width by height of pictures that fill the preview; others lie whole on a blurred ground

Colours = NDArray[np.uint8]  # (H, W, 3) RGB


def preview(objects: Objects, key: str, size: tuple[int, int], *, max_pixels: int) -> tuple[bytes, str]:
    """A JPEG of `size` (width, height) of at most 300 kB, and its entity tag.

    Raises:
        NotFound: there is no such file.
        BadPicture, PictureTooLarge: see `files.read`.
    """

    def made(data: bytes) -> bytes:
        picture = files.read(data, max_pixels=max_pixels)
        shown = marked(framed(_srgb(picture), size))
        return _small_enough(Picture(shown, _stated(Metadata(), _said(picture.metadata), None)))

    return _kept(objects, key, f"preview-{size[0]}x{size[1]}", made)


def download(
    objects: Objects, key: str, request: Mapping[str, Any], model: str | None, *, max_pixels: int
) -> tuple[bytes, str]:
    """The picture as JPEG in its full size, with a visible mark and how it was made in its metadata; its entity tag.

    `request` and `model` are told where the file itself does not say how it was made.

    Raises:
        NotFound: there is no such file.
        BadPicture, PictureTooLarge: see `files.read`.
    """

    def made(data: bytes) -> bytes:
        picture = files.read(data, max_pixels=max_pixels)
        told = picture.metadata
        if read_back(told).source_type is None:
            told = _stated(told, request, model)
        plain = replace(told, icc=None)
        return files.encode(Picture(marked(_srgb(picture)), plain), "JPEG", quality=_DOWNLOAD_QUALITY)

    return _kept(objects, key, "marked", made)


def framed(pixels: Colours, size: tuple[int, int]) -> Colours:
    """A picture in a frame of `size` (width, height): cut where it nearly fits, else whole on its blurred colours."""
    width, height = size
    tall, wide = pixels.shape[:2]
    filled = _resized(pixels, max(width / wide, height / tall))
    top, left = (filled.shape[0] - height) // 2, (filled.shape[1] - width) // 2
    cut = np.ascontiguousarray(filled[top : top + height, left : left + width])
    if _CROPPED[0] <= wide / tall <= _CROPPED[1]:
        return cut
    small = cv2.resize(cut, (width // 24, height // 24), interpolation=cv2.INTER_AREA)
    ground = cv2.resize(cv2.GaussianBlur(small, (0, 0), 2), (width, height), interpolation=cv2.INTER_CUBIC)
    framed_in = np.asarray(ground * np.float32(0.55), np.uint8)
    whole = _resized(pixels, min(width / wide, height / tall))
    top, left = (height - whole.shape[0]) // 2, (width - whole.shape[1]) // 2
    framed_in[top : top + whole.shape[0], left : left + whole.shape[1]] = whole
    return framed_in


def marked(pixels: Colours) -> Colours:
    """The same picture with "AI-generated" on a dark ground in its lower right corner; (H, W, 3) RGB."""
    image = Image.fromarray(pixels)
    tall, wide = pixels.shape[:2]
    font = ImageFont.load_default(max(9, round(min(tall, wide) / 32)))
    box = font.getbbox(MARK)
    pad = max(3, round((box[3] - box[1]) * 0.6))
    across, down = round(box[2] - box[0]) + 2 * pad, round(box[3] - box[1]) + 2 * pad
    edge = (max(0, wide - across - pad), max(0, tall - down - pad))
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    draw.rounded_rectangle((*edge, edge[0] + across, edge[1] + down), radius=pad, fill=(0, 0, 0, 150))
    draw.text((edge[0] + pad - box[0], edge[1] + pad - box[1]), MARK, font=font, fill=(255, 255, 255, 255))
    return np.asarray(Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB"))


def _kept(objects: Objects, key: str, kind: str, make: Callable[[bytes], bytes]) -> tuple[bytes, str]:
    source = objects.get(key)
    tag = f"{hashlib.sha256(source).hexdigest()}-{kind}-{_VERSION}"
    place = f"{CACHE}/{tag}.jpeg"
    try:
        return objects.get(place), tag
    except NotFound:
        data = make(source)
        objects.write(place, data)
        return data, tag


def _srgb(picture: Picture) -> Colours:
    """Its colours as a browser shows them, what is transparent on white."""
    colours = picture.rgb8()
    profile = picture.metadata.icc
    if profile and not icc.is_srgb(profile) and picture.colour.shape[2] == 3:
        colours = np.ascontiguousarray(icc.to_srgb(colours, profile), np.uint8)
    if picture.alpha is None:
        return colours
    alpha = (picture.alpha / np.float32(np.iinfo(picture.pixels.dtype).max))[:, :, None]
    return np.asarray(np.rint(colours * alpha + 255 * (1 - alpha)), np.uint8)


def _resized(pixels: Colours, scale: float) -> Colours:
    tall, wide = pixels.shape[:2]
    extent = (max(1, -int(-wide * scale // 1)), max(1, -int(-tall * scale // 1)))
    kind = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, extent, interpolation=kind), np.uint8)


def _stated(metadata: Metadata, request: Mapping[str, Any], model: str | None) -> Metadata:
    return embed(metadata, request=request, model=model)


def _said(metadata: Metadata) -> Mapping[str, Any]:
    """For the small file: that it was made, not all the words of how."""
    told = read_back(metadata).request or {}
    return {"task": told["task"]} if isinstance(told.get("task"), str) else {}


def _small_enough(picture: Picture) -> bytes:
    for quality in _QUALITIES:
        data = files.encode(picture, "JPEG", quality=quality)
        if len(data) <= MOST_PREVIEW_BYTES:
            break
    return data
