"""How much memory a picture needs, and on which rung of the ladder it will be painted: arithmetic only, no torch."""

from __future__ import annotations

from dataclasses import dataclass

from hwawon.engines.diffusion.ladder import LADDER, Rung
from hwawon.imaging.geometry import Extent
from hwawon.weights.record import Family

GPU_BATCH = 8  # pictures at once; a CPU is as fast with one
USABLE = 0.92  # of the memory: the rest is lost between the pieces, and to the libraries of the device

# Numbers a pixel that are alive at once in networks of the families' real widths, counted by running them without
# arithmetic (`tests/engines/diffusion/test_foretold_memory_diffusers.py`). Encoding takes less than decoding.
_VAE = 768
_DECODED_AT_ONCE = 1024 * 1024  # pixels of several pictures, as `pixels.decode` takes them


@dataclass(frozen=True)
class _UNet:
    numbers: int  # a pixel of each sample
    beside: int  # of those, what is alive while the largest attention is computed
    token_px: int  # pixels behind one token of the largest attention
    heads: int
    slice: int  # heads at once when attention is computed in slices, as diffusers' "auto" chooses
    tile_side: int  # of the VAE, in pixels


_UNETS = {
    Family.SD15: _UNet(130, 61, 8 * 8, 8, 4, 512),
    Family.SD2: _UNet(130, 61, 8 * 8, 5, 2, 512),
    Family.SDXL: _UNet(79, 45, 16 * 16, 10, 5, 1024),
}


@dataclass(frozen=True)
class Load:
    """What lies in memory while a picture is painted."""

    family: Family
    device: str  # cpu, cuda, mps
    weights_bytes: int  # of all networks, in the number format that they are computed in
    item_bytes: int  # of a number: 2 or 4
    passes: tuple[Extent, ...]
    batch: int = 1  # pictures at once
    guided: bool = True  # the negative prompt is computed beside the prompt


def peak_bytes(load: Load, rung: Rung) -> int:
    """The most bytes in use at once when painted on `rung`."""
    done = rung.on(load.device)
    pictures = min(load.batch, done.batch or load.batch)
    area = max(int(extent.area * done.scale**2) for extent in load.passes)
    return load.weights_bytes + max(_step_bytes(load, done, area, pictures), _decode_bytes(load, done, area, pictures))


def expected_rung(load: Load, memory_bytes: int) -> int | None:
    """The first rung of the ladder that the memory is enough for; None where no rung is."""
    fits = (place for place, rung in enumerate(LADDER) if peak_bytes(load, rung) <= memory_bytes * USABLE)
    return next(fits, None)


def _step_bytes(load: Load, rung: Rung, area: int, pictures: int) -> int:
    unet, samples = _UNETS[load.family], pictures * (2 if load.guided else 1)
    numbers = unet.numbers * area * samples
    if not Rung(sliced=True).on(load.device).sliced:
        return numbers * load.item_bytes
    heads = unet.slice if rung.sliced else unet.heads * samples
    table = 2 * heads * (area // unet.token_px) ** 2  # of all pairs of tokens, before and after the softmax
    return max(numbers, unet.beside * area * samples + table) * load.item_bytes


def _decode_bytes(load: Load, rung: Rung, area: int, pictures: int) -> int:
    """SDXL's first autoencoder overflows in half precision, and is then computed in float32."""
    tile = min(area, _UNETS[load.family].tile_side ** 2) if rung.tiled else area
    together = max(1, min(pictures, _DECODED_AT_ONCE // area))
    item_bytes = 4 if load.family is Family.SDXL and load.device != "cpu" else load.item_bytes
    return _VAE * tile * together * item_bytes
