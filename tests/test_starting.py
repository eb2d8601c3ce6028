"""A quick start leaves nothing behind in the process that was started."""

import gc
import sys
from typing import Any

import pytest
from pydantic import BaseModel

from hwawon.starting import quick_start


def test_collections_stop_and_models_wait_only_inside_the_block() -> None:
    before: Any = sys.modules.get("pydantic.v1")
    with quick_start():
        assert not gc.isenabled()
        assert sys.modules["pydantic.v1"] is before

        class Waiting(BaseModel):
            size: int

        assert not Waiting.__pydantic_complete__
    assert gc.isenabled()
    assert "defer_build" not in BaseModel.model_config
    assert sys.modules.get("pydantic.v1") is before
    assert ("pydantic.v1" in sys.modules) == (before is not None)

    class Built(BaseModel):
        size: int

    assert Built.__pydantic_complete__
    assert Waiting.model_validate({"size": "3"}).size == 3
    gc.unfreeze()


def test_an_error_inside_the_block_passes_and_undoes_it_too() -> None:
    with pytest.raises(ImportError), quick_start():
        raise ImportError("a module that is not there")
    assert gc.isenabled()
    assert "defer_build" not in BaseModel.model_config
    gc.unfreeze()
