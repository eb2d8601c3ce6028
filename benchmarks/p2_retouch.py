"""P2: a retouch outside the model, from the picture in memory to the result in memory, before encoding.

Ours against diffusers' `padding_mask_crop` around the same 700 px square of the same photograph. The model's own time
is taken out on both sides: ours answers from memory, diffusers' tiny networks are timed apart.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.harness import Row, cpu_seconds
from benchmarks.photographs import picture_like
from hwawon.imaging.colour import match_colour
from hwawon.imaging.crop import Cut, cut, plan_crop
from hwawon.imaging.drift import guard_drift
from hwawon.imaging.geometry import Bounds
from hwawon.imaging.mask import bounds_of, read_mask
from hwawon.imaging.picture import Picture
from hwawon.imaging.seam import repair
from hwawon.imaging.sizes import SizeRule
from hwawon.imaging.stitch import composite, make_patch

_SIZES = SizeRule(8, 512, 768, 512 * 512, 512 * 768)  # Stable Diffusion 1.5
_BOX, _MASKED = Bounds(600, 600, 900, 900), Bounds(700, 700, 700, 700)


def run(full: bool) -> list[Row]:
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        return _rows(9 if full else 5)
    finally:
        cv2.setNumThreads(threads)


def _rows(rounds: int) -> list[Row]:
    small, large = (partial(_ours, _photo(side), finish=False) for side in (2048, 8192))
    small_s, large_s = cpu_seconds(small, large, rounds=rounds)
    growth = Row("P2", "8192² / 2048², crop to stitch", _ms(large_s), _ms(small_s), large_s / small_s, 3.0, 2.0)
    if find_spec("diffusers") is None:
        missing = "the extra [diffusers] is not installed"
        return [Row("P2", "4096², crop to stitch", "", "", None, 0.15, 0.08, note=missing), growth]
    photo, theirs, their_s = _photo(4096), _Diffusers.build(), float("inf")
    plain_s = finished_s = float("inf")
    for _ in range(rounds):
        plain, finished = (partial(_ours, photo, finish=finish) for finish in (False, True))
        once = cpu_seconds(plain, finished, rounds=2)
        plain_s, finished_s = min(plain_s, once[0]), min(finished_s, once[1])
        their_s = min(their_s, theirs.outside_s(photo.picture))
    with_finish = "4096², with drift guard, colour match and seam repair"
    return [
        Row("P2", "4096², crop to stitch", _ms(plain_s), _ms(their_s), plain_s / their_s, 0.15, 0.08),
        Row("P2", with_finish, _ms(finished_s), _ms(their_s), finished_s / their_s, 0.25, 0.15),
        growth,
    ]


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.1f} ms"


@dataclass(frozen=True, eq=False)
class _Case:
    """A photograph, a mask in the size of the box, and what an engine answered."""

    picture: Picture
    mask: NDArray[np.uint8]
    answer: NDArray[np.uint8]


def _photo(side: int) -> _Case:
    tile = picture_like(1024)
    picture = Picture(np.tile(tile, (side // 1024, side // 1024, 1)))
    mask = np.zeros((_BOX.height, _BOX.width), np.uint8)
    mask[_MASKED.relative_to(_BOX).slices] = 255
    return _Case(picture, mask, _answer(_cut(picture, mask)))


def _cut(picture: Picture, mask: NDArray[np.uint8]) -> Cut:
    painted = bounds_of(read_mask(mask, picture.extent, _BOX)).offset(_BOX.x, _BOX.y)
    return cut(picture, mask, plan_crop(picture.extent, _BOX, painted, 0.6, _SIZES))


def _answer(piece: Cut) -> NDArray[np.uint8]:
    """Other, smoother content under the mask; a slight tint and noise everywhere, as after a VAE."""
    content = piece.image.astype(np.float32)
    inside = piece.denoise_mask > 0
    content[inside] = cv2.GaussianBlur(content, (0, 0), 3)[inside] * 0.8 + 20
    content += np.random.default_rng(0).normal(3, 1.5, content.shape)
    return np.asarray(np.clip(content, 0, 255), dtype=np.uint8)


def _ours(case: _Case, finish: bool) -> Picture:
    piece, answer = _cut(case.picture, case.mask), case.answer
    if not finish:
        return composite(case.picture, [(make_patch(piece, answer), 1.0)])
    in_place, _ = guard_drift(answer, piece.image, piece.denoise_mask == 0)
    matched = match_colour(in_place, piece.image, piece.denoise_mask, "auto")
    patch, _ = repair(make_patch(piece, matched), piece.base)
    return composite(case.picture, [(patch, 1.0)])


@dataclass(eq=False)
class _Diffusers:
    """A tiny inpainting pipeline that keeps count of the time inside its networks."""

    pipeline: Any
    inside_s: list[float] = field(default_factory=list)

    @staticmethod
    def build() -> "_Diffusers":
        torch, diffusers = import_module("torch"), import_module("diffusers")
        torch.set_num_threads(1)
        torch.manual_seed(0)
        unet = diffusers.UNet2DConditionModel(
            sample_size=64, in_channels=9, out_channels=4, layers_per_block=1,
            block_out_channels=(8, 8), norm_num_groups=4,
            down_block_types=("DownBlock2D",) * 2, up_block_types=("UpBlock2D",) * 2, cross_attention_dim=8,
        )  # fmt: skip
        vae = diffusers.AutoencoderKL(
            block_out_channels=(4,) * 4, norm_num_groups=4, latent_channels=4,
            down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        )  # fmt: skip
        pipeline = diffusers.StableDiffusionInpaintPipeline(
            vae=vae, unet=unet, scheduler=diffusers.DDIMScheduler(steps_offset=1), text_encoder=None, tokenizer=None,
            safety_checker=None, feature_extractor=None, requires_safety_checker=False,
        )  # fmt: skip
        pipeline.set_progress_bar_config(disable=True)
        built = _Diffusers(pipeline)
        for part, name in ((unet, "forward"), (vae, "encode"), (vae, "decode")):
            setattr(part, name, built._timed(getattr(part, name)))
        return built

    def _timed(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any, **named: Any) -> Any:
            started = time.process_time()
            try:
                return call(*arguments, **named)
            finally:
                self.inside_s.append(time.process_time() - started)

        return timed

    def outside_s(self, picture: Picture) -> float:
        """CPU seconds of one call of one step on the photograph, less those inside the networks."""
        mask = np.zeros(picture.pixels.shape[:2], np.uint8)
        mask[_MASKED.slices] = 255
        images = Image.fromarray(picture.pixels), Image.fromarray(mask)
        text = import_module("torch").zeros(1, 77, 8)
        self.inside_s.clear()
        started = time.process_time()
        self.pipeline(
            image=images[0], mask_image=images[1], width=512, height=512, padding_mask_crop=32, strength=1.0,
            num_inference_steps=1, prompt_embeds=text, negative_prompt_embeds=text,
        )  # fmt: skip
        return time.process_time() - started - sum(self.inside_s)
