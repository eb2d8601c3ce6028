"""P0: a 48-megapixel JPEG around a change of 512 px: time against Pillow's own way, and peak memory of a fresh process.

Ours reads the file, lays a patch on it, and writes with all metadata. Pillow's way is decode, paste, save.
"""

import io
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from benchmarks.harness import Row, cpu_seconds
from benchmarks.photographs import picture_like
from hwawon.imaging import files, provenance
from hwawon.imaging.geometry import Bounds
from hwawon.imaging.picture import Picture

_WIDTH, _HEIGHT = 8000, 6000
_BOX = Bounds(3000, 2000, 512, 512)


def run(full: bool) -> list[Row]:
    photo = _photo()
    rows = []
    for format, limit in (("PNG", 1.0), ("JPEG", 2.0)):
        sides = partial(ours, photo, format), partial(_pillows, photo, format)
        ours_s, theirs_s = cpu_seconds(*sides, rounds=9 if format == "JPEG" else 5 if full else 2)
        what = f"48 MP JPEG to {format}: CPU time"
        rows.append(Row("P0", what, f"{ours_s:.2f} s", f"{theirs_s:.2f} s", ours_s / theirs_s, limit))
        peak_gb = _peak_gb(photo, format)
        rows.append(Row("P0", f"48 MP JPEG to {format}: peak GB", f"{peak_gb:.2f} GB", "", peak_gb, 1.5))
    return rows


def ours(photo: bytes, format: str) -> bytes:
    """Read, change a box, embed how it was made, write."""
    picture = files.read(photo)
    pixels = picture.pixels.copy()
    rows, columns = _BOX.slices
    pixels[rows, columns] = 255 - pixels[rows, columns]
    metadata = provenance.embed(picture.metadata, request={"seed": 7}, box=_BOX, area_share=0.005, model="painter")
    return files.encode(Picture(pixels, metadata), format)


def _pillows(photo: bytes, format: str) -> bytes:
    image = Image.open(io.BytesIO(photo))
    image.load()
    image.paste(Image.new("RGB", _BOX.extent), (_BOX.x, _BOX.y))
    target = io.BytesIO()
    image.save(target, format, **({"quality": 95} if format == "JPEG" else {}))
    return target.getvalue()


def _photo() -> bytes:
    large = cv2.resize(picture_like(2048), (_WIDTH, _HEIGHT), interpolation=cv2.INTER_CUBIC)
    noise = np.random.default_rng(1).integers(-3, 4, (256, 256, 3)).astype(np.int16)
    tiled = np.tile(noise, (_HEIGHT // 256 + 1, _WIDTH // 256 + 1, 1))[:_HEIGHT, :_WIDTH]
    return files.encode(Picture(np.clip(large + tiled, 0, 255).astype(np.uint8)), "JPEG", quality=85)


def _peak_gb(photo: bytes, format: str) -> float:
    """The peak of a process that does nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo.jpg"
        path.write_bytes(photo)
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.p0_files_48mp", str(path), format],
            capture_output=True,
            text=True,
            check=True,
        )
    return float(done.stdout)


if __name__ == "__main__":
    ours(Path(sys.argv[1]).read_bytes(), sys.argv[2])
    # Not getrusage: its peak is handed down from the process that started this one.
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    print(int(status["VmHWM"].split()[0]) * 1024 / 1e9)
