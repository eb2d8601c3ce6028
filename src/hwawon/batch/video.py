"""Videos in: what a file holds, and its frames one by one. Needs PyAV, which is an extra.

Nothing is unpacked to disk: a frame is decoded when it is asked for, the next one after it at no more than its own
cost, any other from the key frame before it. In memory are the frames that the decoder holds, a few dozen at most.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from hwawon.batch.video_file import opened, require_av
from hwawon.errors import BadInput, BadPicture, PictureTooLarge
from hwawon.imaging.files import MAX_PIXELS
from hwawon.imaging.geometry import Extent
from hwawon.imaging.picture import Picture

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

MOST_FRAMES = 10_000
_AHEAD = 48  # frames that are decoded and left rather than looked for anew
_BACK_S = (0, 2, 10)  # before a frame where it is looked for
_TRIED = 48  # frames by which the moments of a file are tried
_EIGHT_BIT = ("yuv4", "yuvj4", "nv12", "rgb24", "bgr24", "bgr0", "gbrp", "gray")  # beginnings of names ...
_DEEPER = ("le", "be")  # ... and ends of those with more bits


@dataclass(frozen=True)
class Reeled:
    """What a video file holds."""

    extent: Extent  # upright
    moments: tuple[int, ...]  # when each frame is shown, in units of `time_base`, rising
    time_base: Fraction  # seconds
    rate: Fraction  # frames a second
    sound: bool
    codec: str
    pixel_format: str
    aspect: Fraction = Fraction(1)  # width of a pixel to its height
    is_counted: bool = False  # the file does not say when frames are shown: they are counted from the first
    notices: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """From the first frame to the end of the last."""
        return float((self.moments[-1] - self.moments[0]) * self.time_base + 1 / self.rate)

    def to_json(self) -> dict[str, Any]:
        return {
            "width": self.extent.width,
            "height": self.extent.height,
            "moments": list(self.moments),
            "time_base": str(self.time_base),
            "rate": str(self.rate),
            "sound": self.sound,
            "codec": self.codec,
            "pixel_format": self.pixel_format,
            "aspect": str(self.aspect),
            "is_counted": self.is_counted,
            "notices": list(self.notices),
        }

    @staticmethod
    def from_json(row: Mapping[str, Any]) -> Reeled:
        """Read what `to_json` wrote; other keys are left alone."""
        return Reeled(
            extent=Extent(row["width"], row["height"]),
            moments=tuple(row["moments"]),
            time_base=Fraction(row["time_base"]),
            rate=Fraction(row["rate"]),
            sound=row["sound"],
            codec=row["codec"],
            pixel_format=row["pixel_format"],
            aspect=Fraction(row["aspect"]),
            is_counted=row["is_counted"],
            notices=tuple(row["notices"]),
        )


def look_at_video(path: Path, max_pixels: int) -> Reeled:
    """Count the frames of a video and note when they are shown; only some are decoded where the file tells it rightly.

    Raises:
        MissingLibrary: as `require_av`.
        BadInput: not a video, without a picture, truncated, or of more than 10,000 frames.
        PictureTooLarge: frames of more than `max_pixels`.
    """
    moments, is_counted = _moments(path, max_pixels)
    with opened(path, max_pixels) as (container, stream):
        _check_count(len(moments), stream.frames, path)
        rate = stream.average_rate or stream.guessed_rate or Fraction(24)
        time_base = 1 / rate if is_counted or stream.time_base is None else stream.time_base
        found = Reeled(
            extent=Extent(stream.codec_context.width, stream.codec_context.height),
            moments=moments,
            time_base=Fraction(time_base),
            rate=Fraction(rate),
            sound=bool(container.streams.audio),
            codec=stream.codec_context.name,
            pixel_format=str(stream.codec_context.pix_fmt),
            aspect=Fraction(stream.sample_aspect_ratio or 1) or Fraction(1),
            is_counted=is_counted,
            notices=_notices(container, stream),
        )
    if found.extent.area > max_pixels:
        raise PictureTooLarge(f"frames of {found.extent} pixels, at most {max_pixels} are allowed")
    return _with_upright_size(path, found, max_pixels)


class Reel:
    """The frames of one open video. Used by one thread at a time."""

    def __init__(self, path: Path, facts: Reeled, max_pixels: int = MAX_PIXELS) -> None:
        """Open; raises BadInput where it cannot be."""
        self.path, self._facts, self._max_pixels = path, facts, max_pixels
        self._next = 0  # the index that the decoder gives next
        self._open()

    def read(self, index: int) -> Picture:
        """The frame at `index`, upright, 8-bit RGB.

        Raises:
            BadPicture: it is damaged, of another size than the video, or missing in the file.
        """
        if not self._next <= index <= self._next + _AHEAD:
            self._go_to(index)
        for at, frame in self._frames:
            self._next = at + 1
            if at == index and not frame.is_corrupt:
                self._check_size(frame, index)
                return Picture(_pixels(frame))
            if at >= index:
                break
        raise BadPicture(f"frame {index} of the video is damaged or missing")

    def close(self) -> None:
        self._context.__exit__(None, None, None)

    def _check_size(self, frame: VideoFrame, index: int) -> None:
        if sorted((frame.width, frame.height)) != sorted(self._facts.extent):
            raise BadPicture(f"frame {index} is {frame.width}x{frame.height}, the video {self._facts.extent}")

    def _open(self) -> None:
        self._context = opened(self.path, self._max_pixels)
        self._container, self._stream = self._context.__enter__()
        self._frames, self._next = self._placed(), 0

    def _go_to(self, index: int) -> None:
        """Begin at a key frame before it. Some containers find only later ones: then farther back, at last anew."""
        av = require_av()
        for back_s in () if self._facts.is_counted or index == 0 else _BACK_S:
            moment = self._facts.moments[index] - int(back_s / self._facts.time_base)
            with suppress(av.error.FFmpegError):
                self._container.seek(moment, stream=self._stream, backward=True)
                frames = self._placed()
                first = next(frames, None)
                if first is not None and first[0] <= index:
                    self._frames, self._next = chain([first], frames), first[0]
                    return
        self.close()
        self._open()

    def _placed(self) -> Iterator[tuple[int, VideoFrame]]:
        """The frames that can be decoded from here on, each with its index."""
        moments = self._facts.moments
        for place, frame in enumerate(self._decoded()):
            if self._facts.is_counted:
                yield place, frame
            elif frame.pts is not None:
                at = bisect_left(moments, frame.pts)
                if at < len(moments) and moments[at] == frame.pts:  # else it is not to be shown
                    yield at, frame

    def _decoded(self) -> Iterator[VideoFrame]:
        av = require_av()
        for packet in self._container.demux(self._stream):
            # Damaged, or larger than allowed: it will be missed when it is asked for.
            with suppress(av.error.InvalidDataError, av.error.ArgumentError):
                yield from packet.decode()


def _moments(path: Path, max_pixels: int) -> tuple[tuple[int, ...], bool]:
    """When the frames are shown; True where the file does not say so, or wrongly, and they can only be counted."""
    av = require_av()
    found: list[int | None] = []
    with (
        opened(path, max_pixels) as (container, stream),
        suppress(av.error.FFmpegError),
    ):  # the end of a truncated file
        for packet in container.demux(stream):
            if packet.size > 0 and not packet.is_discard:
                found.append(packet.pts)
            if len(found) > MOST_FRAMES:
                break
    known = tuple(sorted({moment for moment in found if moment is not None}))
    tried = tuple(_decoded_moments(path, max_pixels, _TRIED))
    in_order = tuple(moment for moment in known if moment in set(tried))  # a damaged one may be missing
    if len(known) == len(found) and tried == in_order:
        return known, False
    return tuple(range(sum(1 for _ in _decoded_moments(path, max_pixels, MOST_FRAMES + 1)))), True


def _decoded_moments(path: Path, max_pixels: int, most: int) -> Iterator[int | None]:
    """When the first frames are shown, as the decoder says."""
    av = require_av()
    with opened(path, max_pixels) as (container, stream), suppress(av.error.FFmpegError):
        yield from islice((frame.pts for frame in container.decode(stream)), most)


def _check_count(found: int, declared: int, path: Path) -> None:
    if found == 0:
        raise BadInput(f"{path.name} holds no frames")
    if found > MOST_FRAMES:
        raise BadInput(f"{path.name} has more than {MOST_FRAMES} frames, the most that are taken at once")
    if declared > found:
        raise BadInput(f"{path.name} is truncated: it tells of {declared} frames, {found} are there")


def _with_upright_size(path: Path, found: Reeled, max_pixels: int) -> Reeled:
    """The facts with the size of a decoded frame; the last one must be there, too."""
    reel = Reel(path, found, max_pixels)
    try:
        extent = reel.read(0).extent
        reel.read(len(found.moments) - 1)
    except BadPicture as error:
        raise BadInput(f"{path.name} is truncated or damaged: {error}") from None
    finally:
        reel.close()
    turned = extent != found.extent
    aspect = 1 / found.aspect if turned else found.aspect
    return Reeled(**{**vars(found), "extent": extent, "aspect": aspect})


def _notices(container: InputContainer, stream: VideoStream) -> tuple[str, ...]:
    notices = []
    pixel_format = str(stream.codec_context.pix_fmt)
    if not pixel_format.startswith(_EIGHT_BIT) or pixel_format.endswith(_DEEPER):
        notices.append(f"frames of {pixel_format} are read with 8 bits a colour, without transparency")
    if len(container.streams.video) > 1:
        notices.append("of several pictures the first is taken")
    return tuple(notices)


def _pixels(frame: VideoFrame) -> Any:
    """(H, W, 3) RGB, upright."""
    pixels = frame.to_ndarray(format="rgb24")
    return np.ascontiguousarray(np.rot90(pixels, round(frame.rotation / 90) % 4))
