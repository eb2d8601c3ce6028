"""What is tried when memory runs out: from what costs time only to what is seen in the picture.

The rungs are read by forecasts too, so this is imported without torch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from hwawon.errors import OutOfMemory

if TYPE_CHECKING:
    from hwawon.engines.diffusion.device import Device

T = TypeVar("T")

# torch computes attention here without writing down the table of all pairs of pixels. diffusers' slices would write it
# down, a slice at a time, which takes several times the memory of the whole step.
_LEAN_ATTENTION = frozenset({"cpu", "cuda"})


@dataclass(frozen=True)
class Rung:
    """One way of painting with less memory."""

    sliced: bool = False  # attention in slices, on devices where that takes less
    tiled: bool = False  # VAE in tiles
    batch: int | None = None  # pictures at once; None: as many as the device likes
    scale: Fraction = Fraction(1)  # of the asked sides; the result is enlarged

    def on(self, device: str) -> Rung:
        """The rung as it is done on a device: cpu, cuda, mps."""
        return replace(self, sliced=False) if device in _LEAN_ATTENTION else self

    @property
    def notice(self) -> str | None:
        """What the user is told; None where nothing is lost but time."""
        if self.scale == 1:
            return None
        return f"memory was too small for this size: painted at {round(float(self.scale) * 100)} % of it and enlarged"


LADDER = (
    Rung(),
    Rung(sliced=True),
    Rung(sliced=True, tiled=True),
    Rung(sliced=True, tiled=True, batch=1),
    Rung(sliced=True, tiled=True, batch=1, scale=Fraction(3, 4)),
    Rung(sliced=True, tiled=True, batch=1, scale=Fraction(1, 2)),
)


def climb(attempt: Callable[[Rung], T], device: Device, first: int = 0) -> tuple[T, int]:
    """The result of the first rung, from `first` on, that memory is enough for; and which it was.

    Raises:
        OutOfMemory: it was too small on every rung.
    """
    from hwawon.engines.diffusion.faults import is_out_of_memory

    before = None
    for place, each in enumerate(LADDER[first:], first):
        rung = each.on(device.kind)
        if rung == before:
            continue
        before = rung
        try:
            return attempt(rung), place
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            last = str(error).strip().split("\n")[0][:200]
        device.release()  # outside the handler, which holds the tensors of the failed attempt
    raise OutOfMemory(
        f"the memory of {device.name} is too small even at half the size, in tiles and one by one: {last}. "
        "Ask for a smaller picture, or close other programs on the device"
    )


@contextmanager
def eased(pipe: Any, rung: Rung) -> Iterator[None]:
    """Within, the pipe's networks work as the rung says; afterwards as before."""
    processors = dict(pipe.unet.attn_processors) if rung.sliced else {}
    if rung.sliced:
        pipe.unet.set_attention_slice("auto")
    if rung.tiled:
        pipe.vae.enable_tiling()
    try:
        yield
    finally:
        if rung.sliced:
            pipe.unet.set_attention_slice(None)
            pipe.unet.set_attn_processor(processors)
        if rung.tiled:
            pipe.vae.disable_tiling()
