"""From a decoded Pillow image to our four kinds of pixels, exactly, and CMYK to sRGB once."""

import io
import warnings

import numpy as np
from PIL import Image, ImageCms

from hwawon.errors import BadPicture
from hwawon.imaging.picture import Pixels

# Damaged tags are dropped with a notice of our own (see `decode`); Pillow would print a line for each, too.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.TiffImagePlugin")

# Files are refused by their header against our own limit before anything is decoded (see `decode`). Pillow's own
# limit would warn at half of it and refuse at nine tenths.
Image.MAX_IMAGE_PIXELS = None

_CHANNELS = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4}
_SIMPLER = {"1": "L", "PA": "RGBA", "RGBX": "RGB", "YCbCr": "RGB", "HSV": "RGB", "La": "LA", "RGBa": "RGBA"}
_STRIP_ROWS = 64  # Pillow hands out whole pictures at an eighth of the speed of strips that fit the cache


def pixels_of(image: Image.Image) -> tuple[Pixels, tuple[str, ...]]:
    """Pixels (H, W, C) of the image's first frame, and notices of what had to be converted.

    A palette becomes RGB, or RGBA where entries are transparent; 1 bit becomes grey 0 and 255; CMYK becomes sRGB.

    Raises:
        BadPicture: samples that are neither 8-bit colours nor 16-bit greys.
    """
    image.load()
    if image.mode.startswith("I;16"):
        return np.asarray(image).astype(np.uint16)[:, :, np.newaxis], ()
    if image.mode == "CMYK":
        converted, notice = _cmyk_to_srgb(image)
        return _copied(converted), (notice,)
    return _copied(_plain(image)), ()


def _plain(image: Image.Image) -> Image.Image:
    transparent = "transparency" in image.info
    if image.mode in ("P", "RGB") and transparent:
        return image.convert("RGBA")
    if image.mode in ("L", "1") and transparent:
        return image.convert("L").convert("LA") if image.mode == "1" else image.convert("LA")
    if image.mode == "P":
        return image.convert("RGBA" if image.palette and image.palette.mode == "RGBA" else "RGB")
    if image.mode in _SIMPLER:
        return image.convert(_SIMPLER[image.mode])
    if image.mode not in _CHANNELS:
        kinds = "8 or 16-bit grey, RGB, palette, and 8-bit CMYK"
        raise BadPicture(f"expected {kinds}, got a picture of Pillow's mode {image.mode}")
    return image


def _copied(image: Image.Image) -> Pixels:
    pixels = np.empty((image.height, image.width, _CHANNELS[image.mode]), np.uint8)
    for top in range(0, image.height, _STRIP_ROWS):
        strip = np.asarray(image.crop((0, top, image.width, min(image.height, top + _STRIP_ROWS))))
        pixels[top : top + _STRIP_ROWS] = strip.reshape(*strip.shape[:2], -1)
    return pixels


def _cmyk_to_srgb(image: Image.Image) -> tuple[Image.Image, str]:
    """Through the embedded profile (perceptual intent) where there is a usable one, else by Pillow's plain rule."""
    profile = image.info.get("icc_profile")
    try:
        if profile:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if converted is not None:
                return converted, "CMYK was converted to sRGB through the picture's ICC profile"
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert("RGB"), "CMYK was converted to sRGB without its ICC profile, which cannot be used"
    return image.convert("RGB"), "CMYK was converted to sRGB; the picture has no ICC profile"
