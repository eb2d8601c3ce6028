"""What an installation needs and whether it is there."""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from hwawon.app import open_house
from hwawon.config import Settings
from hwawon.errors import HwawonError
from hwawon.web.pages import STATIC

LEAST_FREE_BYTES = 1024**3


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `found` says what is there, or what to do."""

    what: str
    ok: bool
    found: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def examine(settings: Settings) -> list[Finding]:
    """Look at everything; one trouble does not hide another."""
    return [Finding("Python", True, sys.version.split()[0]), *_each(settings)]


def _each(settings: Settings) -> Iterator[Finding]:
    looks: dict[str, Callable[[Settings], tuple[bool, str]]] = {
        "data folder": _data_folder,
        "database": _database,
        "disk": _disk,
        "models": _models,
        "engine": _engine,
        "remote WebUI": _webui,
        "endpoints": _endpoints,
        "machine that paints": _power,
        "pages": _pages,
    }
    for what, look in looks.items():
        try:
            yield Finding(what, *look(settings))
        except (HwawonError, OSError) as error:
            yield Finding(what, False, str(error))


def _data_folder(settings: Settings) -> tuple[bool, str]:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return True, str(settings.data_dir)


def _database(settings: Settings) -> tuple[bool, str]:
    with open_house(settings) as house:
        return True, f"{house.database.dialect}, schema {house.database.revision()}"


def _disk(settings: Settings) -> tuple[bool, str]:
    free = shutil.disk_usage(settings.data_dir).free
    return free >= LEAST_FREE_BYTES, f"{free / 1024**3:.1f} GiB free"


def _models(settings: Settings) -> tuple[bool, str]:
    from hwawon.vision import models

    missing = [one.model.id for one in models.listed(settings.models_dir) if one.state != "installed"]
    if missing:
        return False, f"missing {', '.join(missing)}; bring them with: hwawon models install"
    return True, str(settings.models_dir)


def _engine(settings: Settings) -> tuple[bool, str]:
    from hwawon.engines.registry import capabilities_of

    return True, capabilities_of(settings.engine, settings).description


def _webui(settings: Settings) -> tuple[bool, str]:
    from hwawon.engines.registry import capabilities_of

    if settings.webui_url is None:
        return True, "none is set"
    return True, f"{settings.webui_url}, {len(capabilities_of('webui', settings).checkpoints)} checkpoints"


def _endpoints(settings: Settings) -> tuple[bool, str]:
    from hwawon.engines.endpoints.endpoint import open_endpoint

    header = settings.endpoints_auth.get_secret_value() if settings.endpoints_auth else None
    opened = [open_endpoint(each, header, settings.job_limit_s) for each in settings.endpoint_addresses]
    silent = [one.name for one in opened if not one.answers()]
    if silent:
        return False, f"{len(silent)} of {len(opened)} do not answer: {', '.join(silent)}"
    return True, f"{len(opened)} answer" if opened else "none is set"


def _power(settings: Settings) -> tuple[bool, str]:
    from hwawon.power.driver import open_driver

    return True, "this one" if settings.power == "none" else f"{settings.power}, {open_driver(settings).state()}"


def _pages(_: Settings) -> tuple[bool, str]:
    built = (STATIC / "index.html").is_file()
    return built, str(STATIC) if built else "not built; in a checkout run: python3 run.py setup"
