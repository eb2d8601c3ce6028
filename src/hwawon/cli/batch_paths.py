"""The files of a batch at the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hwawon.batch.names import is_video, is_zip
from hwawon.batch.video_file import require_av
from hwawon.disk import check_writable
from hwawon.errors import BadInput, NotFound

Kind = Literal["folder", "zip", "video"]
VIDEOS: dict[str, Literal["mp4", "matroska"]] = {".mp4": "mp4", ".mkv": "matroska"}


@dataclass(frozen=True)
class Paths:
    """The files of one batch."""

    source: Path
    out: Path
    masks: Mapping[int | None, Path]  # by frame number; None: the first frame in range
    reference: Path | None = None

    @property
    def kind(self) -> Kind:
        """What is written."""
        if is_zip(self.out.name):
            return "zip"
        return "video" if is_video(self.out.name) else "folder"

    @property
    def working(self) -> Path:
        """Where the batch is kept until it is done."""
        return self.out.parent / f".hwawon-batch-{self.out.name}"


def default_out(source: Path) -> Path:
    """`NAME-retouched` beside IN, of the same kind."""
    if source.is_dir():
        return source.with_name(f"{source.name}-retouched")
    return source.with_name(f"{source.stem}-retouched{'.zip' if is_zip(source.name) else '.mp4'}")


def check_paths(paths: Paths) -> None:
    """Find out before any work what is wrong with the files.

    Raises:
        NotFound: IN is not there.
        BadInput: OUT is IN.
        NotWritable: OUT cannot be written.
    """
    if not paths.source.exists():
        raise NotFound(f"there is no {paths.source}")
    if paths.out.resolve() == paths.source.resolve():
        raise BadInput(f"OUT is IN: {paths.out}")
    if paths.kind == "folder" and paths.out.exists() and not paths.out.is_dir():
        raise BadInput(f"{paths.out} is a file: expected a folder, a .zip or a video as OUT")
    if paths.kind == "video" and paths.out.suffix.lower() not in VIDEOS:
        raise BadInput(f"{paths.out}: videos are written as {' or '.join(VIDEOS)}")
    if paths.kind == "video":
        require_av()
    is_there = paths.kind == "folder" and paths.out.is_dir()
    check_writable(paths.out / "frame" if is_there else paths.out.parent / f"{paths.out.name}.part")
