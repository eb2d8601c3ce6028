"""The network in OpenVINO, called as diffusers' own: for machines without a GPU."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch

from hwawon.engines.diffusion.openvino_files import inputs_of
from hwawon.engines.diffusion.openvino_quiet import openvino
from hwawon.errors import EngineError

_NOTHING = np.zeros((1, 1, 1, 1), np.float32)  # the residuals where there is no ControlNet


class OpenVinoUnet:
    """One compiled network for all sizes and batches; its weights in memory once, in the format it computes in."""

    def __init__(self, file: Path, unet: Any, *, exact: bool) -> None:
        """`unet`: diffusers' network without weights. `exact`: compute in float32, else in bfloat16.

        Raises:
            EngineError: OpenVINO cannot read the file.
        """
        self._names = inputs_of(unet.config)
        self._waves = unet.time_proj
        self._size_waves: Any = getattr(unet, "add_time_proj", None)
        options = {
            "INFERENCE_PRECISION_HINT": "f32" if exact else "bf16",
            "INFERENCE_NUM_THREADS": torch.get_num_threads(),
            "PERFORMANCE_HINT": "LATENCY",
        }
        try:
            self._request = _core().compile_model(_core().read_model(file), "CPU", options).create_infer_request()
        except RuntimeError as error:
            why = str(error).strip()[:300]
            raise EngineError(f"OpenVINO cannot read {file}: {why}. Remove its folder, and it is made anew") from error

    def __call__(
        self,
        sample: Any,
        timestep: Any,
        *,
        encoder_hidden_states: Any,
        timestep_cond: Any = None,
        added_cond_kwargs: dict[str, Any] | None = None,
        down_block_additional_residuals: list[Any] | None = None,
        mid_block_additional_residual: Any = None,
        return_dict: bool = False,  # noqa: ARG002
    ) -> tuple[Any]:
        """The predicted noise (B, 4, h, w), float32, for `sample` (B, C, h, w)."""
        given = {
            "sample": sample,
            "time": self._waves(timestep.reshape(1)).expand(len(sample), -1),
            "words": encoder_hidden_states,
            "guidance": timestep_cond,
            "middle": mid_block_additional_residual,
        }
        given |= {f"down_{index}": each for index, each in enumerate(down_block_additional_residuals or ())}
        if added_cond_kwargs:
            sizes = added_cond_kwargs["time_ids"].flatten()
            given |= {
                "pooled": added_cond_kwargs["text_embeds"],
                "sizes": self._size_waves(sizes).reshape(len(sample), -1),
            }
        found = self._request.infer({name: _array(given.get(name)) for name in self._names}, share_inputs=True)
        return (torch.from_numpy(next(iter(found.values())).copy()),)

    def close(self) -> None:
        """Let the network go."""
        self._request = None


@cache
def _core() -> Any:
    return openvino.Core()


def _array(tensor: Any) -> Any:
    return _NOTHING if tensor is None else np.ascontiguousarray(tensor.detach().float().numpy())
