"""The painter and its relatives keep the engine contract."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from contracts.engine import EngineContract
from hwawon.engines.base import Engine
from hwawon.engines.painter.engine import Painter
from hwawon.engines.painter.flat import FlatPainter
from hwawon.engines.painter.identity import Identity


@pytest.mark.slow
class TestPainter(EngineContract):
    @pytest.fixture
    def engine(self, tmp_path: Path) -> Iterator[Engine]:
        engine = Painter(tmp_path)
        yield engine
        engine.close()


class TestFlatPainter(EngineContract):
    @pytest.fixture
    def engine(self) -> Iterator[Engine]:
        engine = FlatPainter()
        yield engine
        engine.close()


class TestIdentity(EngineContract):
    repaints: ClassVar[bool] = False

    @pytest.fixture
    def engine(self) -> Iterator[Engine]:
        engine = Identity()
        yield engine
        engine.close()
