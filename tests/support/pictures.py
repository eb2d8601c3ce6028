"""Real photographs, and files of every kind made from them."""

import functools
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms
from skimage import data
from sklearn.datasets import load_sample_image

SRGB_PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    b'xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6">'
    b"<dc:rights>\xea\xb9\x80\xed\x99\x94\xec\x9b\x90</dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>"
)


@functools.cache
def swapped_profile() -> bytes:
    """An RGB profile whose red is sRGB's blue: colours shown without it are plainly wrong."""
    profile = bytearray(SRGB_PROFILE.replace(b"s\0R\0G\0B", b"x\0R\0G\0B").replace(b"sRGB", b"xRGB"))
    for red, blue in ((b"rXYZ", b"bXYZ"), (b"rTRC", b"bTRC")):
        places = profile.index(red, 128), profile.index(blue, 128)
        for place, name in zip(places, (blue, red), strict=True):
            profile[place : place + 4] = name
    return bytes(profile)


@functools.cache
def photograph(name: str) -> NDArray[np.uint8]:
    """astronaut, coffee (scikit-image), china or flower (scikit-learn); (H, W, 3), read only."""
    if name in ("china", "flower"):
        pixels = np.array(load_sample_image(f"{name}.jpg"), np.uint8)
    else:
        pixels = np.array(getattr(data, name)(), np.uint8)
    pixels.flags.writeable = False
    return pixels


def small_photograph() -> NDArray[np.uint8]:
    """(93, 140, 3): a crop of odd size, quick to encode in every format."""
    return photograph("coffee")[100:193, 200:340]


def saved(image: Image.Image, format: str, **options: object) -> bytes:
    """The bytes of the file that Pillow makes of an image."""
    target = io.BytesIO()
    image.save(target, format, **options)
    return target.getvalue()


def opened(file: bytes) -> NDArray[np.uint8]:
    """The array (H, W) or (H, W, C) that Pillow makes of a file, as it stands."""
    return np.asarray(Image.open(io.BytesIO(file)))


def exif_block(orientation: int = 1, **detail: object) -> bytes:
    """An EXIF block with a camera, an orientation and a user's own exposure time."""
    block = Image.Exif()
    block[0x010F], block[0x0110], block[0x0112], block[0x8298] = "Hwawon Optics", "H-1", orientation, "Kim"
    block.get_ifd(0x8769).update({0x829A: 0.008, 0xA002: 140, 0xA003: 93, 0x927C: b"maker note"})
    return block.tobytes()
