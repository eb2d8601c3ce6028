"""What every engine promises: say what it can do, and paint, step by step, stoppable between steps.

An engine never sees the whole picture of a retouch: it gets a crop of legal size and a mask, and gives back pixels of
the same size. Cutting, colour match, stitching and proof happen on our side, so that a weak engine is as exact as a
strong one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from hwawon.engines.kinds import ControlKind as ControlKind
from hwawon.engines.kinds import Honour as Honour
from hwawon.engines.kinds import MaskContent as MaskContent
from hwawon.engines.kinds import Task as Task
from hwawon.imaging.geometry import Extent
from hwawon.imaging.sizes import SizeRule as SizeRule

Pixels = NDArray[np.uint8]


SEEDS = 2**32
DRAWN = frozenset({ControlKind.LINE_ART, ControlKind.REFERENCE})  # what every engine of ours can follow


@dataclass(frozen=True)
class Checkpoint:
    """A model that an engine can paint with."""

    id: str
    family: str  # painter, sd15, sd2, sdxl ...
    sha256: str | None
    sizes: SizeRule
    default_steps: int
    default_guidance_scale: float
    default_sampler: str | None = None  # None: the engine's own affair
    native_area: int | None = None  # pixels composed well in one pass; a larger picture is painted in two
    licence: str | None = None


@dataclass(frozen=True)
class ControlModel:
    """A network by which a kind of control is followed."""

    id: str
    kind: ControlKind | None  # None: its name does not tell; it is used where it is named
    family: str | None  # of the checkpoints that it fits; None: its name does not tell


@dataclass(frozen=True)
class Capabilities:
    """What an engine can do at this moment."""

    engine: str
    description: str  # one sentence for people; says plainly when it is not Stable Diffusion
    tasks: frozenset[Task]
    control_kinds: frozenset[ControlKind]
    samplers: tuple[str, ...]
    checkpoints: tuple[Checkpoint, ...]  # the first is the default
    is_stable_diffusion: bool
    schedules: tuple[str, ...] = ()  # spacings of the noise levels: Automatic, Karras ...
    schedules_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # samplers that can follow only these
    vaes: tuple[str, ...] = ()
    loras: tuple[str, ...] = ()
    control_models: tuple[ControlModel, ...] = ()  # empty: the engine follows its kinds by itself
    batches: bool = False  # paints pictures of other words in the same call (`PaintRequest.others`)
    honours: frozenset[Honour] = frozenset()  # the wishes that it heeds
    knows_weights: bool = False  # families were read in the files, and a LoRA that is not in `loras` is not there
    lora_families: Mapping[str, str | None] = field(default_factory=dict)  # of `loras`; None: fits all, or not known
    vae_families: Mapping[str, str | None] = field(default_factory=dict)  # of `vaes`


@dataclass(frozen=True, eq=False)
class Control:
    """A picture that guides: lines (white on black), a map of depth or a pose, or a reference."""

    kind: ControlKind
    image: Pixels  # (H, W, 3) RGB of the request's size; a reference of any size
    scale: float = 1.0  # 0..2, called weight in A1111
    start: float = 0.0  # share of the schedule at which it begins
    end: float = 1.0
    model: str | None = None  # None: the first that fits the checkpoint and the kind


@dataclass(frozen=True)
class Words:
    """What is each picture's own in a call that paints several."""

    prompt: str
    negative_prompt: str
    seed: int  # 0 .. 2**32 - 1


@dataclass(frozen=True, eq=False)
class PaintRequest:
    """Everything that decides the pixels an engine gives back."""

    task: Task
    extent: Extent
    seed: int  # 0 .. 2**32 - 1
    prompt: str = ""
    negative_prompt: str = ""
    checkpoint: str | None = None  # None: the engine's default
    sampler: str | None = None  # an A1111 name, such as "DPM++ 2M" or "DPM++ 2M Karras"
    schedule: str | None = None  # None: what the sampler's name says, else its own
    steps: int | None = None  # None: the checkpoint's default
    guidance_scale: float | None = None
    strength: float = 1.0  # 0..1, share of the schedule re-run
    image: Pixels | None = None  # (H, W, 3) RGB of `extent`, for image to image and inpaint
    mask: Pixels | None = None  # (H, W) of `extent`, 255 = repaint, 0 = keep, between = less
    strengths: Pixels | None = None  # (H, W) of `extent`, the share of `strength` at each pixel, 255 = all, 0 = keep
    mask_content: MaskContent = MaskContent.ORIGINAL
    noise_multiplier: float = 1.0  # 0..1.5, of the noise laid over the image; below 1 gives plainer pictures
    subseed: int | None = None  # the noise is mixed from the seed's and this one's ...
    subseed_strength: float = 0.0  # ... by this share
    clip_skip: int | None = None  # 1: the text encoder's last layer, 2: the one before ...
    vae: str | None = None  # None: the checkpoint's own
    controls: tuple[Control, ...] = ()
    count: int = 1  # image i is painted with seed + i, alone or in a batch
    others: tuple[Words, ...] = ()  # pictures that follow, which differ in nothing else

    @property
    def pictures(self) -> tuple[Words, ...]:
        """The words and the true seed of each picture, in order; after the last seed comes 0."""
        own = (Words(self.prompt, self.negative_prompt, (self.seed + index) % SEEDS) for index in range(self.count))
        return (*own, *self.others)

    @property
    def seeds(self) -> tuple[int, ...]:
        return tuple(words.seed for words in self.pictures)


@dataclass(frozen=True, eq=False)
class Step:
    """Progress of one paint call."""

    step: int  # 1 .. steps, never falling
    steps: int
    preview: Pixels | None = None  # (H, W, 3) RGB of any size


OnStep = Callable[[Step], None]  # raises Cancelled to stop the engine


@dataclass(frozen=True, eq=False)
class Painted:
    """What an engine gives back."""

    images: tuple[Pixels, ...]  # of `pictures`, arrays (H, W, 3) RGB of the request's extent
    seeds: tuple[int, ...]  # the true seed of each
    record: dict[str, Any]  # engine, checkpoint, its hash, sampler, steps ...: what is needed to paint it again


class Engine(Protocol):
    """A painter of pictures. One call of `paint` at a time."""

    @property
    def name(self) -> str: ...

    def capabilities(self) -> Capabilities: ...

    def paint(self, request: PaintRequest, on_step: OnStep) -> Painted:
        """Paint `request.pictures`; same request, same pixels.

        Raises:
            Cancelled: `on_step` raised it; the engine is free again within one step.
            UnsupportedTask: not in `capabilities()`.
            BadInput: a size, sampler or checkpoint that is not in `capabilities()`.
            OutOfMemory, EngineDied: the engine failed; it can be asked again.
        """
        ...

    def warm(self, checkpoint: str | None = None) -> None:
        """Load what the first picture needs, so that nobody waits for it.

        Raises:
            BadInput, MissingModel, OutOfMemory: as `paint` would.
        """
        ...

    def rest(self) -> None:
        """Use a quiet minute for what makes later pictures faster. Never raises; a job that comes waits for its end."""
        ...

    def close(self) -> None:
        """Free memory and processes. Closing twice is fine."""
        ...
