"""The memory that is foretold, held against networks of real widths: run without arithmetic, each tensor counted."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from hwawon.engines.diffusion.ladder import Rung
from hwawon.engines.diffusion.memory import Load, _decode_bytes, _step_bytes
from hwawon.imaging.geometry import Extent
from hwawon.weights.record import Family
from support.torch_here import needs_torch

pytestmark = [needs_torch, pytest.mark.slow]

EXTENT = Extent(1024, 768)
ITEM_BYTES = 2
DOWN, CROSS = "DownBlock2D", "CrossAttnDownBlock2D"
UNETS: dict[Family, dict[str, Any]] = {
    Family.SD15: {"cross_attention_dim": 768, "attention_head_dim": 8},
    Family.SD2: {"cross_attention_dim": 1024, "attention_head_dim": [5, 10, 20, 20], "use_linear_projection": True},
    Family.SDXL: {
        "cross_attention_dim": 2048,
        "block_out_channels": (320, 640, 1280),
        "down_block_types": (DOWN, CROSS, CROSS),
        "up_block_types": ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        "transformer_layers_per_block": [1, 2, 10],
        "attention_head_dim": [5, 10, 20],
        "use_linear_projection": True,
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": 256,
        "projection_class_embeddings_input_dim": 2816,
    },
}


@contextmanager
def half_and_fake() -> Iterator[None]:
    """Inside, tensors are of two bytes a number and hold nothing."""
    import torch
    from torch._subclasses.fake_tensor import FakeTensorMode

    torch.set_default_dtype(torch.float16)
    try:
        with FakeTensorMode(allow_non_fake_inputs=True), torch.inference_mode():
            yield
    finally:
        torch.set_default_dtype(torch.float32)


def counting() -> Any:
    """A mode that counts the bytes of all tensors that are alive at once; `peak` is the most."""
    import torch
    from torch.utils._python_dispatch import TorchDispatchMode
    from torch.utils._pytree import tree_leaves

    class Counting(TorchDispatchMode):  # type: ignore[misc]
        peak = live = 0

        def __init__(self) -> None:
            super().__init__()
            self.known: set[int] = set()

        def __torch_dispatch__(self, operation: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            found = operation(*args, **(kwargs or {}))
            for leaf in tree_leaves(found):
                if isinstance(leaf, torch.Tensor):
                    self._add(leaf.untyped_storage())
            return found

        def _add(self, storage: Any) -> None:
            place, size = storage._cdata, storage.nbytes()
            if place not in self.known:
                self.known.add(place)
                self.live += size
                self.peak = max(self.peak, self.live)
                weakref.finalize(storage, self._drop, place, size)

        def _drop(self, place: int, size: int) -> None:
            self.known.discard(place)
            self.live -= size

    return Counting()


def step_bytes(family: Family, samples: int, *, sliced: bool) -> int:
    """The peak of one step at `EXTENT`, without the weights."""
    import torch
    from diffusers import UNet2DConditionModel

    with half_and_fake():
        unet = UNet2DConditionModel(**UNETS[family]).eval()
        if sliced:
            unet.set_attention_slice("auto")
        latents = torch.randn(samples, 4, EXTENT.height // 8, EXTENT.width // 8)
        words = torch.randn(samples, 77, UNETS[family]["cross_attention_dim"])
        added = {"text_embeds": torch.randn(samples, 1280), "time_ids": torch.zeros(samples, 6)}
        with counting() as counted:
            unet(latents, torch.tensor([1.0]), encoder_hidden_states=words, added_cond_kwargs=added, return_dict=False)
    return int(counted.peak)


def decode_bytes(pictures: int, *, tile_side: int | None) -> int:
    """The peak of decoding pictures of `EXTENT`, whole or in tiles, without the weights."""
    import torch
    from diffusers import AutoencoderKL

    with half_and_fake():
        vae = AutoencoderKL(
            block_out_channels=(128, 256, 512, 512),
            down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4,
            latent_channels=4,
            layers_per_block=2,
            sample_size=tile_side or 512,
        ).eval()
        if tile_side:
            vae.enable_tiling()
        with counting() as counted:
            vae.decode(torch.randn(pictures, 4, EXTENT.height // 8, EXTENT.width // 8), return_dict=False)
    return int(counted.peak)


def load(family: Family, device: str = "cpu") -> Load:
    return Load(family, device, 0, ITEM_BYTES, (EXTENT,))


def test_decoding_is_foretold() -> None:
    for tile_side in (None, 512):
        expected = _decode_bytes(load(Family.SD15), Rung(tiled=tile_side is not None), EXTENT.area, 1)
        assert expected == pytest.approx(decode_bytes(1, tile_side=tile_side), rel=0.05)


@pytest.mark.parametrize("family", list(UNETS))
def test_a_step_is_foretold(family: Family) -> None:
    expected = _step_bytes(load(family), Rung(), EXTENT.area, 1)
    assert expected == pytest.approx(step_bytes(family, 2, sliced=False), rel=0.05)


@pytest.mark.parametrize("family", list(UNETS))
def test_a_step_in_slices_is_foretold_and_takes_more_than_lean_attention(family: Family) -> None:
    counted = step_bytes(family, 2, sliced=True)
    expected = _step_bytes(load(family, device="mps"), Rung(sliced=True), EXTENT.area, 1)
    assert expected == pytest.approx(counted, rel=0.05)
    assert counted > 1.2 * _step_bytes(load(family), Rung(sliced=True), EXTENT.area, 1)
