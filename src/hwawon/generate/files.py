"""The pictures of a generating request as files, as the command line has them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from hwawon.engines.base import Capabilities
from hwawon.engines.wishes import without_folders
from hwawon.generate.given import Given, read_given
from hwawon.generate.plan import sized
from hwawon.generate.request import GenerateRequest
from hwawon.imaging import files
from hwawon.imaging.picture import Picture


def read_files(request: GenerateRequest, capabilities: Capabilities, max_pixels: int) -> tuple[GenerateRequest, Given]:
    """The pictures of a request that names files; and the request as it is written into the result, with its size.

    Raises:
        NotFound, BadPicture, PictureTooLarge: see `files.read`.
    """
    given = read_given(request, partial(_read, max_pixels=max_pixels))
    told = {"image": request.image and Path(request.image).name, "controls": without_folders(request.controls)}
    asked = sized(request, given.image.extent if given.image else None, capabilities)
    return asked.model_copy(update=told), given


def _read(path: str, max_pixels: int) -> Picture:
    return files.read(Path(path), max_pixels=max_pixels)
