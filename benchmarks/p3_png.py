"""P3: saving a PNG with our metadata in it, against Pillow's default save with the same texts."""

import io
from collections.abc import Callable, Sequence
from functools import partial

from PIL import Image, PngImagePlugin

from benchmarks.harness import Row, cpu_seconds
from benchmarks.photographs import line_art, photographs, picture_like
from hwawon.imaging import files, provenance
from hwawon.imaging.geometry import Bounds
from hwawon.imaging.picture import Metadata, Picture, Pixels

_REQUEST = {
    "prompt": "붉은 튤립이 핀 정원, morning light",
    "negative_prompt": "blur",
    "seed": 7,
    "steps": 20,
    "strength": 0.6,
}

_A1111 = "a garden\nSteps: 20, Sampler: Euler a, Seed: 7"


def run(full: bool) -> list[Row]:
    real = [pixels for _, pixels in photographs()]
    rows = _rows("picture-like 1024²", [picture_like()], 9 if full else 5)
    rows += _rows(f"{len(real)} photographs together", real, 5)
    return [*rows, _rows("line art 1024²", [line_art()], 5, size_limits=(1.4, 1.1))[1]]


def _rows(
    name: str, pictures: Sequence[Pixels], rounds: int, size_limits: tuple[float, float] = (1.05, 1.02)
) -> list[Row]:
    metadata = provenance.embed(
        Metadata(),
        request=_REQUEST,
        a1111="a garden\nSteps: 20",
        box=Bounds(0, 0, 64, 64),
        area_share=0.1,
        model="painter",
    )
    ours = partial(_each, pictures, lambda pixels: files.encode(Picture(pixels, metadata), "PNG"))
    theirs = partial(_each, pictures, lambda pixels: _by_pillow(pixels, metadata))
    our_s, their_s = cpu_seconds(ours, theirs, rounds=rounds)
    our_kb, their_kb = ours() / 1e3, theirs() / 1e3
    time = f"{our_s * 1e3:.1f} ms", f"{their_s * 1e3:.1f} ms"
    return [
        Row("P3", f"{name}: CPU time", *time, our_s / their_s, 0.25, 0.10),
        Row("P3", f"{name}: bytes", f"{our_kb:.0f} kB", f"{their_kb:.0f} kB", our_kb / their_kb, *size_limits),
    ]


def _each(pictures: Sequence[Pixels], encode: Callable[[Pixels], bytes]) -> int:
    return sum(len(encode(pixels)) for pixels in pictures)


def _by_pillow(pixels: Pixels, metadata: Metadata) -> bytes:
    text = PngImagePlugin.PngInfo()
    for key, value in metadata.text.items():
        text.add_itxt(key, value)
    text.add_itxt("XML:com.adobe.xmp", (metadata.xmp or b"").decode())
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, "PNG", pnginfo=text)
    return target.getvalue()
