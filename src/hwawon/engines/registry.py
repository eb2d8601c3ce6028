"""Which engines there are by name. Each is imported only when it is built, so that the web process stays small."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from hwawon.errors import EngineUnavailable, UnknownEngine

if TYPE_CHECKING:
    from hwawon.config import Settings
    from hwawon.engines.base import Capabilities, Engine

DEFECTS = ("slow", "shifted", "tinted", "oom", "lost", "dies")


def build_engine(name: str, settings: Settings) -> Engine:
    """Build the engine called `name`; the caller closes it.

    Raises:
        UnknownEngine: no engine of that name; the message lists the known ones.
    """
    builder = _builders().get(name)
    if builder is None:
        raise unknown(name)
    return builder(settings)


def unknown(name: str) -> UnknownEngine:
    """The error for a name that is not known, with those that people choose from."""
    return UnknownEngine(f"unknown engine {name!r}; known are {', '.join(offered_engines())}")


def check_open(name: str, settings: Settings, *, to_admin: bool) -> None:
    """Keep the engines that misbehave on purpose for administrators, and for who set one up: they kill workers.

    Raises:
        UnknownEngine: it is one of those, or not known at all.
    """
    is_defective = name in {f"painter:{defect}" for defect in DEFECTS}
    if name not in engine_names() or (is_defective and not to_admin and name != settings.engine):
        raise unknown(name)


def engine_names() -> tuple[str, ...]:
    """All names that `build_engine` knows, the default first."""
    return tuple(_builders())


def offered_engines() -> tuple[str, ...]:
    """The engines that people choose from, the default first; the others are for tests and load."""
    return tuple(name for name in engine_names() if ":" not in name)


def capabilities_of(name: str, settings: Settings) -> Capabilities:
    """What the engine called `name` can do, without loading what it paints with.

    Raises:
        UnknownEngine: no engine of that name.
        EngineUnavailable: it cannot work here, or not now; the message says what it needs.
    """
    engine = build_engine(name, settings)
    try:
        return engine.capabilities()
    finally:
        engine.close()


def _builders() -> dict[str, Callable[[Settings], Engine]]:
    offered = {"painter": _painter, "diffusers": _diffusers, "webui": _webui, "endpoints": _endpoints}
    for_tests = {"painter:flat": _flat, "painter:identity": _identity}
    return offered | for_tests | {f"painter:{defect}": _defective(defect) for defect in DEFECTS}


def _painter(settings: Settings) -> Engine:
    from hwawon.engines.painter.engine import Painter

    return Painter(settings.models_dir)


def _diffusers(settings: Settings) -> Engine:
    from hwawon.engines.diffusion.engine import DiffusionEngine

    return DiffusionEngine(settings.models_dir, settings.precision, accelerator=settings.accelerator)


def _webui(settings: Settings) -> Engine:
    from hwawon.engines.webui.engine import RemoteWebUI

    if settings.webui_url is None:
        raise EngineUnavailable("no WebUI is set: HWAWON_WEBUI_URL is its address, such as http://gpu-box:7860")
    auth = settings.webui_auth.get_secret_value().partition(":") if settings.webui_auth else None
    return RemoteWebUI(settings.webui_url, (auth[0], auth[2]) if auth else None)


def _endpoints(settings: Settings) -> Engine:
    from hwawon.engines.endpoints.endpoint import open_endpoint
    from hwawon.engines.endpoints.engine import REQUEST_S, EndpointEngine

    if not settings.endpoint_addresses:
        raise EngineUnavailable("no endpoint is set: HWAWON_ENDPOINTS has their addresses, such as https://host/paint")
    header = settings.endpoints_auth.get_secret_value() if settings.endpoints_auth else None
    timeout_s = min(REQUEST_S, settings.job_limit_s)
    opened = [open_endpoint(address, header, timeout_s) for address in settings.endpoint_addresses]
    return EndpointEngine(opened, frozenset(settings.endpoint_fields), timeout_s)


def _flat(_: Settings) -> Engine:
    from hwawon.engines.painter.flat import FlatPainter

    return FlatPainter()


def _identity(_: Settings) -> Engine:
    from hwawon.engines.painter.identity import Identity

    return Identity()


def _defective(defect: str) -> Callable[[Settings], Engine]:
    def build(settings: Settings) -> Engine:
        engine: Engine = import_module("hwawon.engines.painter.defects").build_defect(defect, settings)
        return engine

    return build
