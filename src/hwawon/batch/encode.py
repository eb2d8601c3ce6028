"""Videos out: frames in their moments, the sound of the source as it is, packet by packet. Needs PyAV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from hwawon.batch.video import Reeled
from hwawon.batch.video_file import open_video, require_av
from hwawon.errors import BadInput
from hwawon.imaging.geometry import Extent
from hwawon.imaging.picture import Picture
from hwawon.validation import FrozenModel

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.packet import Packet
    from av.video.stream import VideoStream

# What an MP4 can hold; a Matroska file holds any.
_MP4_SOUND = frozenset({"aac", "mp3", "ac3", "eac3", "alac", "opus", "mp2"})
_BT709, _BT601, _TV = 1, 6, 1


class ExportWishes(FrozenModel):
    """How a video is written."""

    codec: Literal["h264", "ffv1"] = "h264"  # FFV1 is lossless
    pixel_format: Literal["yuv420p", "yuv444p"] = "yuv420p"  # of H.264: every player, or full colour
    quality: Annotated[int, Field(ge=0, le=51)] = 16  # of H.264 (CRF); smaller is better
    fps: Annotated[float, Field(ge=0.1, le=240)] = 24.0  # where pictures become a video


@dataclass(frozen=True)
class Target:
    """What is written, once it is known what this machine can write."""

    encoder: str
    pixel_format: str
    container: Literal["mp4", "matroska"]
    notices: tuple[str, ...] = ()

    @property
    def suffix(self) -> str:
        return ".mp4" if self.container == "mp4" else ".mkv"

    @property
    def media_type(self) -> str:
        return "video/mp4" if self.container == "mp4" else "video/x-matroska"


@dataclass(frozen=True)
class Moments:
    """When the frames are shown."""

    extent: Extent
    shown: tuple[int, ...]
    time_base: Fraction
    rate: Fraction
    aspect: Fraction = Fraction(1)

    @staticmethod
    def of_video(facts: Reeled) -> Moments:
        return Moments(facts.extent, facts.moments, facts.time_base, facts.rate, facts.aspect)

    @staticmethod
    def of_pictures(extent: Extent, count: int, fps: float) -> Moments:
        rate = Fraction(fps).limit_denominator(1001)
        return Moments(extent, tuple(range(count)), 1 / rate, rate)


def target_of(wishes: ExportWishes, extent: Extent, sound: Iterable[str]) -> Target:
    """The encoder, the pixels and the container; `sound`: the codecs of the source's sound.

    Raises:
        MissingLibrary: PyAV is not installed.
    """
    if wishes.codec == "ffv1":
        return Target("ffv1", "bgr0", "matroska")
    container: Literal["mp4", "matroska"] = "mp4" if set(sound) <= _MP4_SOUND else "matroska"
    notices = [] if container == "mp4" else ["Matroska, since an MP4 cannot hold this sound"]
    pixel_format = wishes.pixel_format
    if pixel_format == "yuv420p" and (extent.width % 2 or extent.height % 2):
        pixel_format = "yuv444p"
        notices.append("full colour (yuv444p): halved colour needs even sides")
    if "libx264" in require_av().codecs_available:
        return Target("libx264", pixel_format, container, tuple(notices))
    return Target("mpeg4", "yuv420p", container, (*notices, "MPEG-4, since this PyAV has no H.264 encoder"))


def sound_of(source: Path | None) -> tuple[str, ...]:
    """The codecs of a video's sound."""
    if source is None:
        return ()
    with open_video(source) as container:
        return tuple(stream.codec_context.name for stream in container.streams.audio)


def write_video(
    path: Path,
    moments: Moments,
    frames: Iterable[Picture],
    source: Path | None,
    wishes: ExportWishes,
    target: Target,
    on_frame: Callable[[int, int], None],
) -> int:
    """Write the frames in their moments, with all sound of `source`; how many frames. One frame is in memory at a time.

    Args:
        on_frame: told the number written and the number in all; what it raises stops the writing.

    Raises:
        BadInput: a frame of another size.
        MissingLibrary: PyAV is not installed.
    """
    av = require_av()
    with ExitStack() as open_files:
        out = open_files.enter_context(av.open(str(path), "w", format=target.container))
        shown = _video_stream(out, moments, wishes, target)
        sound = _Sound(out, open_files.enter_context(open_video(source)) if source else None)
        written = 0
        for picture, moment in zip(frames, moments.shown, strict=True):
            if picture.extent != moments.extent:
                raise BadInput(f"a video has one size: {picture.extent} among frames of {moments.extent}")
            sound.until(float(moment * moments.time_base))
            out.mux(shown.encode(_frame(av, picture, moment, moments.time_base, target.pixel_format)))
            written += 1
            on_frame(written, len(moments.shown))
        out.mux(shown.encode(None))
        sound.until(float("inf"))
    return written


def _video_stream(out: OutputContainer, moments: Moments, wishes: ExportWishes, target: Target) -> VideoStream:
    stream: VideoStream = out.add_stream(target.encoder, rate=moments.rate)  # type: ignore[assignment]
    context = stream.codec_context
    context.width, context.height = moments.extent
    context.pix_fmt, context.time_base = target.pixel_format, moments.time_base
    context.sample_aspect_ratio = moments.aspect
    if target.encoder == "libx264":
        context.options = {"crf": str(wishes.quality), "preset": "medium"}
    elif target.encoder == "mpeg4":
        context.options = {"qscale": "2"}
    if target.pixel_format.startswith("yuv"):
        context.color_range, context.colorspace = _TV, _matrix(moments.extent)
    return stream


def _frame(av: Any, picture: Picture, moment: int, time_base: Fraction, pixel_format: str) -> Any:
    """The picture as the encoder takes it; the matrix of its colours is written, so that players use the same."""
    frame = av.VideoFrame.from_ndarray(picture.rgb8(), format="rgb24")
    if pixel_format.startswith("yuv"):
        matrix = _matrix(picture.extent)
        frame = frame.reformat(format=pixel_format, dst_colorspace=matrix, dst_color_range=_TV)
        frame.colorspace, frame.color_range = matrix, _TV
    frame.pts, frame.time_base = moment, time_base
    return frame


def _matrix(extent: Extent) -> int:
    """BT.709 from 720 lines on, as players assume where a file says nothing; BT.601 below."""
    return _BT709 if extent.height >= 720 else _BT601


class _Sound:
    """The source's sound, handed over in step with the pictures, so that little waits in memory."""

    def __init__(self, out: OutputContainer, source: Any) -> None:
        self._out = out
        streams: list[AudioStream] = list(source.streams.audio) if source else []
        self._copies = {stream.index: out.add_stream_from_template(stream) for stream in streams}
        self._packets = self._of(source, streams)
        self._waiting: Packet[Any] | None = next(self._packets, None)

    def until(self, second: float) -> None:
        """Write what is heard before this moment."""
        while self._waiting is not None and _second(self._waiting) <= second:
            packet = self._waiting
            packet.stream = self._copies[packet.stream.index]
            self._out.mux(packet)
            self._waiting = next(self._packets, None)

    @staticmethod
    def _of(source: Any, streams: list[AudioStream]) -> Iterator[Packet[Any]]:
        if streams:
            yield from (packet for packet in source.demux(streams) if packet.dts is not None and packet.size > 0)


def _second(packet: Packet[Any]) -> float:
    return float((packet.dts or 0) * packet.time_base) if packet.time_base else 0.0
