"""The network through torch.compile, while nobody waits: what was painted is compiled when the worker rests."""

from __future__ import annotations

import logging
import warnings
from dataclasses import dataclass
from typing import Any

import torch
from torch.utils import _pytree as pytree

from hwawon.engines.diffusion.faults import is_device_lost, is_out_of_memory

log = logging.getLogger(__name__)

MOST_SIZES = 8  # torch's own limit for one function; a size beyond it is painted as before


@dataclass(frozen=True)
class _Tensor:
    """What a compiled network is bound to in a tensor."""

    shape: tuple[int, ...]
    stride: tuple[int, ...]
    dtype: Any
    device: Any
    inference: bool  # made in inference mode

    def filled(self) -> Any:
        with torch.inference_mode(self.inference), torch.no_grad():
            return torch.empty_strided(self.shape, self.stride, dtype=self.dtype, device=self.device).zero_()


Inputs = tuple[tuple[Any, ...], Any]  # tensors' forms and other values, and how they are nested


class CompiledUnet:
    """Asks the compiled network where it was compiled for such inputs, else diffusers' own.

    A LoRA, an IP-Adapter, a reference and sliced attention change the network, so they are never compiled.
    """

    def __init__(self, unet: Any) -> None:
        self._unet = unet
        self._attentions = [(each, each.processor) for each in unet.modules() if hasattr(each, "processor")]
        self._compiled: Any = None  # from the first rest on: the compiler alone takes seconds to import
        self._painted: dict[Inputs, None] = {}  # in the order of their first picture
        self._ready: set[Inputs] = set()
        self._failure: str | None = None
        self._told = False

    def __call__(self, *inputs: Any, **named: Any) -> Any:
        """As diffusers' UNet."""
        if self._failure or not self._is_plain(named):
            return self._unet(*inputs, **named)
        form = _form(inputs, named)
        if form not in self._ready:
            self._painted[form] = None
            return self._unet(*inputs, **named)
        try:
            with torch.compiler.set_stance("eager_on_recompile"):
                return self._compiled(*inputs, **named)
        except Exception as error:
            if is_out_of_memory(error) or is_device_lost(error):
                raise
            self._give_up(error)
            return self._unet(*inputs, **named)

    def rest(self) -> None:
        """Compile for the next size that was painted; a failure is remembered, and never raised."""
        form = next((each for each in self._painted if each not in self._ready), None)
        if form is None or self._failure or len(self._ready) >= MOST_SIZES:
            return
        inputs, named = _example(form)
        try:
            with torch.inference_mode(), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of the compiler: none is for those who paint
                self._compiled = self._compiled or torch.compile(self._unet, dynamic=False)
                self._compiled(*inputs, **named)
            self._ready.add(form)
        except Exception as error:
            self._give_up(error)

    def notice(self) -> str | None:
        """What the user is told, once."""
        if self._failure is None or self._told:
            return None
        self._told = True
        return f"torch.compile failed, so pictures are painted without it: {self._failure}"

    def close(self) -> None:
        """Let the compiled code go."""
        if self._compiled is not None:
            torch.compiler.reset()

    def _is_plain(self, named: dict[str, Any]) -> bool:
        """Whether the network is as it was loaded."""
        if getattr(self._unet, "peft_config", None) or "image_embeds" in (named.get("added_cond_kwargs") or {}):
            return False
        return all(each.processor is before for each, before in self._attentions)

    def _give_up(self, error: Exception) -> None:
        log.warning("torch.compile failed; painting goes on without it", exc_info=error)
        inner = getattr(error, "inner_exception", None) or error  # what went wrong inside the compiler
        self._failure = (str(inner).strip() or type(inner).__name__).split("\n")[0][:200]
        self._ready.clear()


def _form(inputs: tuple[Any, ...], named: dict[str, Any]) -> Inputs:
    leaves, nesting = pytree.tree_flatten((inputs, named))
    return tuple(_tensor(each) if torch.is_tensor(each) else each for each in leaves), nesting


def _tensor(found: Any) -> _Tensor:
    return _Tensor(tuple(found.shape), found.stride(), found.dtype, found.device, found.is_inference())


def _example(form: Inputs) -> Any:
    leaves, nesting = form
    return pytree.tree_unflatten([each.filled() if isinstance(each, _Tensor) else each for each in leaves], nesting)
