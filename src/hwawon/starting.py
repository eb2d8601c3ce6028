"""What lets the web process answer soon after its start; the gains are of `benchmarks/p9_start.py`."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel

OLD_PYDANTIC = "pydantic.v1"


@contextmanager
def quick_start() -> Iterator[None]:
    """Import the web application's modules, and build it, inside such blocks."""
    gc.disable()  # Modules are no garbage; looking for some while they are made takes a seventh of the start.
    # FastAPI's models of OpenAPI are built when somebody asks for /openapi.json: another seventh.
    BaseModel.model_config["defer_build"] = True
    # FastAPI asks of every model whether it is one of pydantic 1, and imports that to know; here is none: a twentieth.
    modules: dict[str, Any] = sys.modules
    before = modules.get(OLD_PYDANTIC)
    modules[OLD_PYDANTIC] = before  # None says that there is no such module
    try:
        yield
    finally:
        if before is None:
            del modules[OLD_PYDANTIC]
        del BaseModel.model_config["defer_build"]
        gc.enable()
        gc.freeze()  # What was made stays; no later collection needs to look at it.
