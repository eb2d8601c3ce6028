"""Reference by attention, for checkpoints without an IP-Adapter: the picture looks at another one while it is painted.

At each step the reference, with as much noise as the picture has, goes through the network first; what its
self-attentions read is kept, and the picture's self-attentions read it beside their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch

from hwawon.engines.diffusion.conditions import Conditions
from hwawon.engines.diffusion.noise import generators, noise, noised

UNCONDITIONAL_SHARE = 0.5  # how much of it the half without words hears: all of it copies, none of it washes out
_NOISE_SEED = 0  # the reference's own, so that a picture is the same alone and in a batch


class _State:
    """What all of them do now."""

    notes = False
    shares: Any = None  # (B, 1, 1): how much each row of the batch hears


class _Reading:
    """One self-attention of the network, which notes what it reads or reads what was noted."""

    def __init__(self, inner: Any, state: _State) -> None:
        self._inner = inner
        self._state = state
        self._noted: Any = None

    def __call__(
        self, attention: Any, hidden_states: Any, encoder_hidden_states: Any = None, *args: Any, **named: Any
    ) -> Any:
        plain = self._inner(attention, hidden_states, encoder_hidden_states, *args, **named)
        if self._state.notes:
            self._noted = hidden_states
            return plain
        if self._state.shares is None or self._noted is None:
            return plain
        other = self._noted.expand(len(hidden_states), -1, -1)
        beside = self._inner(attention, hidden_states, torch.cat([hidden_states, other], dim=1), *args, **named)
        return plain + self._state.shares.to(plain.dtype) * (beside - plain)


class Reference:
    """The reference picture inside a network, from `attached` on until it ends."""

    def __init__(self, unet: Any, latents: Any, scale: float) -> None:
        """`latents` (1, 4, h, w) of the reference; `scale` 0..1."""
        self._unet = unet
        self._latents = latents
        self._noise = noise(generators([_NOISE_SEED]), latents.shape[1:]).to(latents.device)
        self._scale = scale
        self._state = _State()

    def prepare(self, scheduler: Any, place: int, timestep: Any, conditions: Conditions, rows: int, dtype: Any) -> None:
        """Let the network see the reference with the noise of this step; `rows` is the batch that follows.

        The step is `place` in the scheduler's timesteps, `timestep` on the device.
        """
        known = scheduler.timesteps[place]
        seen = noised(scheduler, self._latents, self._noise, known[None])
        sample = scheduler.scale_model_input(seen, known).to(dtype)
        self._state.notes, self._state.shares = True, None
        self._unet(_as_wide(sample, self._unet), timestep, return_dict=False, **_last_row(conditions))
        self._state.notes, self._state.shares = False, self._row_shares(rows, conditions.guided)

    def rest(self) -> None:
        """Let the next step go by without the reference."""
        self._state.notes, self._state.shares = False, None

    def _row_shares(self, rows: int, guided: bool) -> Any:
        shares = torch.full((rows, 1, 1), self._scale, device=self._latents.device)
        if guided:
            shares[: rows // 2] *= UNCONDITIONAL_SHARE
        return shares


@contextmanager
def attached(unet: Any, latents: Any, scale: float) -> Iterator[Reference]:
    """Within, the network's self-attentions can read the reference; afterwards they are what they were."""
    before = dict(unet.attn_processors)
    reference = Reference(unet, latents, scale)
    reading = {
        name: _Reading(inner, reference._state) if ".attn1." in name else inner for name, inner in before.items()
    }
    unet.set_attn_processor(reading)
    try:
        yield reference
    finally:
        unet.set_attn_processor(before)


def _as_wide(sample: Any, unet: Any) -> Any:
    """Four channels as the nine of an inpainting network: nothing is mask, all of it is seen."""
    missing = unet.config.in_channels - sample.shape[1]
    if not missing:
        return sample
    return torch.cat([sample, torch.zeros_like(sample[:, :1]), sample], dim=1)


def _last_row(conditions: Conditions) -> dict[str, Any]:
    """The conditions of the last picture alone, which has the prompt's words."""
    added = conditions.added
    alone = None if added is None else {name: _last(value) for name, value in added.items()}
    return {"encoder_hidden_states": conditions.embeds[-1:], "added_cond_kwargs": alone}


def _last(value: Any) -> Any:
    return [each[-1:] for each in value] if isinstance(value, list) else value[-1:]
