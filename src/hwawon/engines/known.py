"""What the engines of the machine that is switched can do, also while it is off: jobs are taken in all the same."""

from __future__ import annotations

from dataclasses import fields
from functools import cache

from pydantic import TypeAdapter
from sqlalchemy import delete, insert, select

from hwawon.config import Settings
from hwawon.engines import registry
from hwawon.engines.base import Capabilities
from hwawon.errors import EngineUnavailable
from hwawon.storage.database import Database
from hwawon.storage.tables import engine as t
from hwawon.storage.tables import power
from hwawon.storage.types import utc_now

REACHED_BY_ADDRESS = frozenset({"webui"})  # engines of that machine which have no worker of their own there


def capabilities_of(name: str, settings: Settings, database: Database) -> Capabilities:
    """What an engine can do; one of the machine that is switched, what it could do when it was last there.

    Raises:
        UnknownEngine: no engine of that name.
        EngineUnavailable: it cannot work here, or its machine was never on.
    """
    if name not in settings.powered:
        return registry.capabilities_of(name, settings)
    last = recalled(database, name)
    if last is not None and not (name in REACHED_BY_ADDRESS and machine_answers(database)):
        return last
    try:
        return registry.capabilities_of(name, settings)
    except EngineUnavailable as error:
        if last is not None:
            return last
        raise EngineUnavailable(f"what {name} can do is not known yet: start its machine once ({error})") from error


def machine_answers(database: Database) -> bool:
    """Whether the machine that is switched is on, and an engine of it ready."""
    with database.read() as tx:
        return bool(tx.scalar(select(power.c.engine_ready)))


def remember(database: Database, capabilities: Capabilities) -> None:
    """Keep what an engine can do, where that is new."""
    found = _adapter().dump_python(capabilities, mode="json")
    with database.read() as tx:
        if tx.scalar(select(t.c.capabilities).where(t.c.name == capabilities.engine)) == found:
            return
    with database.write() as tx:
        tx.execute(delete(t).where(t.c.name == capabilities.engine))
        tx.execute(insert(t).values(name=capabilities.engine, capabilities=found, seen_at=utc_now()))


def recalled(database: Database, name: str) -> Capabilities | None:
    """What an engine could do when it was last there; None where it never was, or an older version of it was."""
    with database.read() as tx:
        found = tx.scalar(select(t.c.capabilities).where(t.c.name == name))
    if found is None or set(found) != {field.name for field in fields(Capabilities)}:
        return None
    return _adapter().validate_python(found, strict=False)


@cache
def _adapter() -> TypeAdapter[Capabilities]:
    return TypeAdapter(Capabilities)
