"""JPEG, WebP and AVIF: writing with metadata, and what they cannot hold."""

import io
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, JpegImagePlugin

from hwawon.errors import BadInput
from hwawon.imaging import exif, infotext
from hwawon.imaging.picture import Metadata, Picture

_LONGEST_SIDE = {"JPEG": 65535, "WEBP": 16383, "AVIF": 65536}
_LARGEST_JPEG_BLOCK = 65502  # one APP1 segment: 65533 bytes with its name
_A1111_KEY = "parameters"
_FULL_CHROMA_FROM = 90  # below, colour at half resolution as cameras do; from here, edges stay clean


def encode(picture: Picture, format: str, *, quality: int, lossless: bool) -> bytes:
    """JPEG, WEBP or AVIF of the picture; 8 bits; for JPEG transparent parts are laid on white.

    Raises:
        BadInput: the picture is too large for the format, or a quality outside 1..100.
    """
    if not 1 <= quality <= 100:
        raise BadInput(f"expected a quality of 1 to 100, got {quality}")
    if picture.extent.longer > _LONGEST_SIDE[format]:
        raise BadInput(f"{format} holds at most {_LONGEST_SIDE[format]} pixels a side, got {picture.extent}")
    image = Image.fromarray(_eight_bits(picture) if format != "JPEG" else _opaque(_eight_bits(picture)))
    target = io.BytesIO()
    image.save(target, format, **_options(picture, format, quality, lossless), **_blocks(picture.metadata, format))
    return target.getvalue()


def losses(picture: Picture, format: str, *, lossless: bool) -> tuple[str, ...]:
    """What JPEG, WEBP or AVIF cannot hold of the picture."""
    metadata, found = picture.metadata, []
    if format == "JPEG" and picture.has_alpha:
        found.append("JPEG has no transparency: transparent parts were laid on white")
    if picture.depth == 16:
        found.append(f"{format} was written with 8 bits: 16-bit values were rounded")
    if set(metadata.text) - {_A1111_KEY, "hwawon"}:
        found.append(f"{format} has no PNG text: {', '.join(sorted(set(metadata.text) - {_A1111_KEY, 'hwawon'}))}")
    fitting, left_out = _fitting(_with_a1111(metadata), format)
    found += [f"{what} is too large for {format} and was left out" for what in left_out]
    if metadata.text.get(_A1111_KEY) and _comment(fitting) != metadata.text[_A1111_KEY]:
        found.append("the generation parameters were left out: EXIF holds a comment of the user's own, or is damaged")
    if not lossless:
        found.append(f"{format} was compressed with loss")
    return tuple(found)


def reading_notices(data: bytes, kind: str) -> tuple[str, ...]:
    """What is lost already while reading; the `pixi` box tells an AVIF's bits (ISO/IEC 23008-12, 6.5.6)."""
    at = data.find(b"pixi", 0, 65536) if kind == "AVIF" else -1
    bits = data[at + 9] if 0 <= at < len(data) - 9 else 8
    return (f"an AVIF of {bits} bits was reduced to 8",) if bits in (10, 12) else ()


def chroma_sampling(image: Image.Image) -> int | None:
    """0, 1 or 2 as `Metadata` has it, None for anything but a JPEG in colour."""
    sampling = JpegImagePlugin.get_sampling(image) if isinstance(image, JpegImagePlugin.JpegImageFile) else -1
    return sampling if sampling >= 0 else None


def _options(picture: Picture, format: str, quality: int, lossless: bool) -> dict[str, object]:
    if format == "JPEG":
        own = picture.metadata.chroma_sampling
        return {"quality": quality, "subsampling": (0 if quality >= _FULL_CHROMA_FROM else 2) if own is None else own}
    if format == "WEBP":
        return {"quality": quality, "method": 4, "lossless": lossless, "exact": lossless}
    return {"quality": quality, "speed": 8}


def _blocks(metadata: Metadata, format: str) -> dict[str, object]:
    fitting, _ = _fitting(_with_a1111(metadata), format)
    said = {"icc_profile": fitting.icc, "exif": fitting.exif, "xmp": fitting.xmp}
    blocks: dict[str, object] = {name: value for name, value in said.items() if value}
    if fitting.exif:
        blocks["exif"] = b"Exif\0\0" + fitting.exif
    if format == "JPEG" and fitting.dpi:
        blocks["dpi"] = tuple(round(value) for value in fitting.dpi)
    return blocks


def _fitting(metadata: Metadata, format: str) -> tuple[Metadata, tuple[str, ...]]:
    """The metadata that the format can hold, and the names of the blocks left out."""
    if format != "JPEG":
        return metadata, ()
    exif_fits = len(metadata.exif or b"") <= _LARGEST_JPEG_BLOCK
    xmp_fits = len(metadata.xmp or b"") <= _LARGEST_JPEG_BLOCK
    kept = replace(metadata, exif=metadata.exif if exif_fits else None, xmp=metadata.xmp if xmp_fits else None)
    return kept, ("EXIF",) * (not exif_fits) + ("XMP",) * (not xmp_fits)


def _with_a1111(metadata: Metadata) -> Metadata:
    """With the generation parameters in EXIF's UserComment, where the field's tools look for them.

    A comment that someone else wrote stays; then the parameters are in XMP's request alone.
    """
    told = metadata.text.get(_A1111_KEY)
    if not told:
        return metadata
    try:
        present = exif.user_comment(metadata.exif) if metadata.exif else None
        if present and not infotext.parsed(present).settings:
            return metadata
        return replace(metadata, exif=exif.with_user_comment(metadata.exif, told))
    except exif.BrokenExif:
        return metadata


def _comment(metadata: Metadata) -> str | None:
    try:
        return exif.user_comment(metadata.exif) if metadata.exif else None
    except exif.BrokenExif:
        return None


def _eight_bits(picture: Picture) -> NDArray[np.uint8]:
    """(H, W) grey, (H, W, 3) or (H, W, 4)."""
    pixels = picture.pixels
    if pixels.dtype == np.uint16:
        pixels = ((pixels.astype(np.uint32) + 128) // 257).astype(np.uint8)
    if pixels.shape[2] == 2:
        return np.asarray(pixels[:, :, [0, 0, 0, 1]], np.uint8)
    return np.asarray(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels, np.uint8)


def _opaque(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Laid on white, rounded to the nearest value."""
    if pixels.ndim == 2 or pixels.shape[2] == 3:
        return pixels
    alpha = pixels[:, :, 3:].astype(np.uint16)
    mixed = pixels[:, :, :3] * alpha + 255 * (255 - alpha) + 127
    return np.asarray(mixed // 255, np.uint8)
