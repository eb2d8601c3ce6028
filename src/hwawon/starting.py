"""What lets the web process answer soon after its start; the gains are of `benchmarks/p9_start.py`."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import BaseModel


@contextmanager
def quick_start() -> Iterator[None]:
    """Import the web application's modules inside this block."""
    gc.disable()  # Modules are no garbage; looking for some while they are made takes a seventh of the start.
    # FastAPI's models of OpenAPI are built when somebody asks for /openapi.json: another seventh.
    BaseModel.model_config["defer_build"] = True
    try:
        yield
    finally:
        del BaseModel.model_config["defer_build"]
        gc.enable()
        gc.freeze()  # What was imported stays; no later collection needs to look at it.
