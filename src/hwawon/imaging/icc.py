"""ICC profiles: is this one usable, and small pictures brought to sRGB."""

import io
import struct

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

_HEADER_BYTES = 128


class BrokenProfile(ValueError):
    """The bytes are not an ICC profile."""


def checked(profile: bytes) -> bytes:
    """The profile itself, byte for byte, when its header is one (ICC.1:2022, section 7.2).

    Raises:
        BrokenProfile: too short, without its signature, or shorter than it says.
    """
    if len(profile) < _HEADER_BYTES or profile[36:40] != b"acsp":
        raise BrokenProfile(f"expected a header of {_HEADER_BYTES} bytes with 'acsp' in it, got {len(profile)} bytes")
    said = struct.unpack_from(">I", profile)[0]
    if said > len(profile):
        raise BrokenProfile(f"expected {said} bytes, got {len(profile)}")
    return profile


def is_srgb(profile: bytes) -> bool:
    """Whether the profile calls itself sRGB, in its old or in its new kind of text (ICC.1:2022, section 10.15)."""
    return b"sRGB" in profile or "sRGB".encode("utf-16-be") in profile


def to_srgb(rgb: NDArray[np.uint8], profile: bytes) -> NDArray[np.uint8]:
    """Pixels (H, W, 3) in the profile's colours as sRGB; as they are where the profile cannot be used for RGB."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        image = Image.fromarray(rgb)
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return rgb
    return rgb if converted is None else np.asarray(converted)
