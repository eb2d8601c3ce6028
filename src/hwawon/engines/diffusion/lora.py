"""LoRAs: put on with a weight, kept in memory, and taken off without a trace."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

from safetensors import SafetensorError
from safetensors.torch import load_file

from hwawon.engines.diffusion.model import Model
from hwawon.engines.diffusion.prompt import LoraTag
from hwawon.errors import BadInput
from hwawon.weights.record import Kind, Weights
from hwawon.weights.shelf import Shelf

KEPT = 4


class LoraRack:
    """The LoRAs of one loaded checkpoint. The last `KEPT` that were used stay in memory, and all that are on."""

    def __init__(self, model: Model, shelf: Shelf) -> None:
        self._model = model
        self._shelf = shelf
        self._names: dict[str, str] = {}  # by hash, the one used last at the end: the name inside the network
        self._worn: tuple[tuple[str, float], ...] = ()

    def wear(self, tags: Sequence[LoraTag]) -> list[tuple[Weights, float]]:
        """Put exactly these on; asking for the same again changes nothing.

        Raises:
            BadInput: unknown, damaged, or of another family; what was on stays on.
        """
        wanted = [(self._checked(tag.name), tag.weight) for tag in tags]
        for weights, _ in wanted:
            self._load(weights)
        worn = tuple((self._names[weights.sha256], weight) for weights, weight in wanted)
        if worn != self._worn:
            self._put_on(worn)
            self._let_go()
        return wanted

    def _checked(self, name: str) -> Weights:
        weights = self._shelf.get(Kind.LORA, name)
        if weights.family not in (None, self._model.family):
            raise BadInput(
                f"the LoRA {weights.id!r} is for {weights.family}, the checkpoint {self._model.weights.id!r} is "
                f"{self._model.family}"
            )
        return weights

    def _load(self, weights: Weights) -> None:
        if weights.sha256 in self._names:
            self._names[weights.sha256] = self._names.pop(weights.sha256)
            return
        name = f"lora_{weights.sha256[:16]}"
        try:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "Already found a `peft_config`")  # several at once are meant
                self._model.pipe.load_lora_weights(load_file(weights.path), adapter_name=name)
        except (OSError, SafetensorError, RuntimeError, KeyError, ValueError) as error:
            raise BadInput(f"the LoRA {weights.id!r} cannot be loaded from {weights.path.name}: {error}") from error
        self._names[weights.sha256] = name
        self._put_on(self._worn)  # loading puts it on by itself

    def _let_go(self) -> None:
        """Take those away that were used longest ago."""
        worn = {name for name, _ in self._worn}
        spare = [sha256 for sha256, name in self._names.items() if name not in worn]
        for sha256 in spare[: max(0, len(self._names) - KEPT)]:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "Adapter .* was active")  # while none is on, the last ones still are
                self._model.pipe.delete_adapters(self._names.pop(sha256))

    def _put_on(self, worn: tuple[tuple[str, float], ...]) -> None:
        pipe = self._model.pipe
        if worn:
            pipe.enable_lora()
            pipe.set_adapters([name for name, _ in worn], [weight for _, weight in worn])
        elif self._names:
            pipe.disable_lora()
        self._worn = worn
        self._model.encoder.forget()
