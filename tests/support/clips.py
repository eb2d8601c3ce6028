"""Frames of a camera that moves over a real photograph, and the video that they make, with a tone."""

import functools
import io
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from hwawon.imaging.picture import Picture
from support.pictures import photograph

Pixels = NDArray[np.uint8]
WIDTH, HEIGHT = 240, 176
STEP_PX = (1.3, 0.5)  # by which what is seen moves to the left and up, from frame to frame
START_PX = (150.0, 60.0)
NOISE = 1.0  # standard deviation, in levels
RATE, SOUND_RATE, TONE_HZ = 20, 16_000, 440


@functools.cache
def frame(index: int) -> Pixels:
    """(176, 240, 3), read only."""
    x, y = (start + step * index for start, step in zip(START_PX, STEP_PX, strict=True))
    move = np.array([[1, 0, x], [0, 1, y]], np.float32)
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    seen = cv2.warpAffine(photograph("coffee"), move, (WIDTH, HEIGHT), flags=flags)
    noise = np.random.default_rng(index).normal(0, NOISE, seen.shape)
    pixels: Pixels = np.clip(np.rint(seen + noise), 0, 255).astype(np.uint8)
    pixels.flags.writeable = False
    return pixels


def frames(count: int) -> list[Picture]:
    return [Picture(frame(index)) for index in range(count)]


def disc(centre: tuple[int, int] = (130, 92), radius: int = 16) -> Pixels:
    """A mask of the frames' size."""
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.circle(mask, centre, radius, (255,), -1)
    return mask


def png(pixels: NDArray[np.uint8]) -> bytes:
    return cv2.imencode(".png", pixels[:, :, ::-1] if pixels.ndim == 3 else pixels)[1].tobytes()


def folder(path: Path, count: int, name: str = "shot_{:d}.png") -> Path:
    """A folder of frames, named so that only people sort them right."""
    path.mkdir(parents=True, exist_ok=True)
    for index in range(count):
        (path / name.format(index)).write_bytes(png(frame(index)))
    return path


def video(count: int, *, sound: bool = True, pictures: Sequence[Pixels] | None = None) -> bytes:
    """An MP4 of `count` frames in H.264, with a sine tone in AAC as long as the picture."""
    import av

    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as container:
        shown = container.add_stream("libx264", rate=RATE)
        shown.width, shown.height, shown.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        shown.options = {"crf": "12", "preset": "ultrafast", "g": "12"}
        heard = container.add_stream("aac", rate=SOUND_RATE, layout="mono") if sound else None
        for pixels in pictures or [frame(index) for index in range(count)]:
            container.mux(shown.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(shown.encode(None))
        if heard is not None:
            seconds = np.arange(count * SOUND_RATE // RATE, dtype=np.float64) / SOUND_RATE
            for start in range(0, len(seconds), 1024):
                wave = (0.4 * np.sin(2 * np.pi * TONE_HZ * seconds[start : start + 1024])).astype(np.float32)
                piece = av.AudioFrame.from_ndarray(wave[np.newaxis], format="fltp", layout="mono")
                piece.sample_rate, piece.pts = SOUND_RATE, start
                container.mux(heard.encode(piece))
            container.mux(heard.encode(None))
    return target.getvalue()
