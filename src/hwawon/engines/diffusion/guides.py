"""What guides a picture beside its words: ControlNets, an IP-Adapter or reference attention, put on for one pass."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hwawon.engines.base import PaintRequest
from hwawon.engines.diffusion.conditions import Conditions
from hwawon.engines.diffusion.loop import Controls
from hwawon.engines.diffusion.model import Model
from hwawon.weights.shelf import Shelf


class Guides:
    """Loads what the controls of a request need, and keeps it for the next one."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def close(self) -> None:
        """Let everything go."""

    @contextmanager
    def at(
        self, _model: Model, _request: PaintRequest, conditions: Conditions, _scheduler: Any
    ) -> Iterator[tuple[Conditions, Controls]]:
        """The conditions with the guides' added, and what the loop asks at each step."""
        yield conditions, _nothing


def _nothing(*_: Any) -> dict[str, Any]:
    return {}
