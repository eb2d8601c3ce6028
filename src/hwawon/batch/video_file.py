"""Opening videos. Needs PyAV, which is an extra."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hwawon.errors import BadInput, MissingLibrary

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

COMMAND = "pip install 'hwawon[video]'"
_FORMATS = "mov,matroska,webm,avi,mpeg,mpegts,mpegvideo,asf,flv,ogg"  # none of them leads to other files


def require_av() -> Any:
    """The library that reads and writes videos.

    Raises:
        MissingLibrary: it is not installed; the message has the command that brings it.
    """
    try:
        import av
    except ImportError:
        raise MissingLibrary(f"videos need PyAV, which is not installed: {COMMAND}") from None
    av.logging.set_level(None)  # what is wrong with a file is told by us
    return av


def open_video(path: Path) -> InputContainer:
    """The container of a video file, of a kind that holds everything itself: a playlist would lead to other files.

    Raises:
        MissingLibrary: as `require_av`.
        BadInput: it is no such file.
    """
    av = require_av()
    try:
        container: InputContainer = av.open(str(path), "r", options={"format_whitelist": _FORMATS})
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise BadInput(f"{path.name} is not a video that can be read: {_reason(error)}") from None
    return container


@contextmanager
def opened(path: Path, max_pixels: int) -> Iterator[tuple[InputContainer, VideoStream]]:
    """A video and its first stream of pictures, of which none of more than twice `max_pixels` is unpacked.

    Raises:
        MissingLibrary, BadInput: as `open_video`, or it holds no pictures.
    """
    with open_video(path) as container:
        if not container.streams.video:
            raise BadInput(f"{path.name} holds no pictures")
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        stream.codec_context.options = {"max_pixels": str(2 * max_pixels)}  # with room for the codec's own margins
        yield container, stream


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
