"""A network made of tensors that were read already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from accelerate import init_empty_weights

from hwawon.errors import BadInput


def built(make: Callable[[Any], Any], config: Any, tensors: Mapping[str, Any], dtype: Any) -> Any:
    """The network that `make` makes of `config`, with these tensors; those it has no place for are left out.

    Raises:
        BadInput: a tensor is missing.
        RuntimeError: one is of another shape.
    """
    with init_empty_weights():
        network = make(config)
    own = network.state_dict()
    given = {name: each.to(dtype) for name, each in tensors.items() if name in own}
    missing, _ = network.load_state_dict(given, strict=False, assign=True)
    if missing:
        raise BadInput(f"{len(missing)} tensors of the {type(network).__name__} are missing, such as {missing[0]}")
    _number_positions(network)
    return network.eval()


def _number_positions(network: Any) -> None:
    """Buffers that are counted, not learned, and that no file holds."""
    for module in network.modules():
        for name, buffer in list(module.named_buffers(recurse=False)):
            if buffer.device.type == "meta":
                module.register_buffer(name, torch.arange(buffer.shape[-1]).expand(buffer.shape), persistent=False)
