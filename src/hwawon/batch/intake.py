"""Taking in what a batch is made of: pictures, a zip of them, or a video."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from hwawon.batch.archive import MOST_FRAMES, Named, left_out_of_zip, pictures_of_zip
from hwawon.batch.names import is_picture, is_video, is_zip, natural_key, number_of, safe_name, video_frame_name
from hwawon.batch.store import NewFrame
from hwawon.batch.video import look_at_video
from hwawon.errors import BadInput, BadPicture
from hwawon.imaging import files
from hwawon.imaging.geometry import Extent
from hwawon.storage.objects import Objects

_TOLD = 5  # names in a notice


@dataclass(frozen=True)
class Upload:
    """A file that was sent; opened only while it is read, so that there may be ten thousand."""

    name: str
    opened: Callable[[], AbstractContextManager[BinaryIO]]

    def read(self) -> bytes:
        with self.opened() as file:
            return file.read()


@dataclass(frozen=True)
class TakenIn:
    """What a batch is made of, its objects stored and its rows not yet."""

    source: dict[str, Any]
    frames: Sequence[NewFrame]
    source_key: str | None = None


def take_in(objects: Objects, uploads: Sequence[Upload], max_pixels: int, most_bytes: int) -> TakenIn:
    """Store the frames: pictures in natural order, those of one zip, or those of one video.

    Raises:
        BadInput: nothing that is a frame, a broken zip or video, an unsafe name, two of one name, a mixture.
        PictureTooLarge: more pixels than allowed.
        MissingLibrary: a video, and PyAV is not installed.
    """
    names = [one.name for one in uploads]
    if len(uploads) == 1 and is_video(names[0]):
        return _video(objects, uploads[0], max_pixels)
    if len(uploads) == 1 and is_zip(names[0]):
        with uploads[0].opened() as file:
            left_out = left_out_of_zip(file)
            return _pictures(objects, pictures_of_zip(file, most_bytes), left_out, max_pixels)
    if wrong := [name for name in names if is_video(name) or is_zip(name)]:
        raise BadInput(f"expected pictures, or one zip, or one video; among {len(names)} files is {wrong[0]!r}")
    chosen = sorted((one for one in uploads if is_picture(one.name)), key=lambda one: natural_key(one.name))
    if len(chosen) > MOST_FRAMES:
        raise BadInput(f"{len(chosen)} pictures, at most {MOST_FRAMES} are taken at once")
    left_out = tuple(name for name in names if not is_picture(name))
    return _pictures(objects, (Named(one.name, one.read()) for one in chosen), left_out, max_pixels)


def first_extent(taken: Iterable[bytes], max_pixels: int) -> Extent | None:
    """The size of the first picture that is one."""
    for data in taken:
        try:
            return files.probe(data, max_pixels=max_pixels).extent
        except BadPicture:
            continue
    return None


def _pictures(objects: Objects, named: Iterable[Named], left_out: Sequence[str], max_pixels: int) -> TakenIn:
    """Store each; one that is damaged is kept and told when its turn comes."""
    frames, extent, seen = list[NewFrame](), None, set[str]()
    for name, data in named:
        if safe_name(name) in seen:
            raise BadInput(f"there are two files named {name!r}")
        seen.add(name)
        extent = extent or first_extent([data], max_pixels)
        suffix = PurePosixPath(name).suffix.lower()
        frames.append(NewFrame(name, number_of(name), objects.put(data, suffix)))
    if not frames:
        raise BadInput(f"there is no picture among the files{': ' if left_out else ''}{', '.join(left_out[:_TOLD])}")
    if extent is None:
        raise BadInput(f"none of the {len(frames)} pictures can be read")
    source = {"kind": "frames", "width": extent.width, "height": extent.height, "notices": _notices(left_out)}
    return TakenIn(source, frames)


def _video(objects: Objects, upload: Upload, max_pixels: int) -> TakenIn:
    suffix = PurePosixPath(upload.name).suffix.lower()
    with tempfile.TemporaryDirectory(prefix="hwawon-video-") as folder:
        path = Path(folder) / f"video{suffix}"
        with path.open("wb") as copy, upload.opened() as file:
            shutil.copyfileobj(file, copy)
        facts = look_at_video(path, max_pixels)
        key = objects.put_file(path, suffix)
    frames = [NewFrame(video_frame_name(index), index) for index in range(len(facts.moments))]
    return TakenIn({"kind": "video", **facts.to_json()}, frames, key)


def _notices(left_out: Sequence[str]) -> list[str]:
    if not left_out:
        return []
    more = f" and {len(left_out) - _TOLD} more" if len(left_out) > _TOLD else ""
    return [f"no pictures, left out: {', '.join(left_out[:_TOLD])}{more}"]
