"""HTTP of what the pages remember for the caller."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import Field

from hwawon.accounts import preferences
from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.preferences import Preferences
from hwawon.accounts.roles import Role
from hwawon.storage.database import Database
from hwawon.validation import FrozenModel


class PreferencesBody(FrozenModel):
    """All that is remembered. Keys that a page does not know are kept."""

    version: Annotated[int, Field(ge=0, lt=2**31)]  # that the data is based on; 0: nothing was said yet
    data: dict[str, Any]


def router(database: Database, guard: Guard) -> APIRouter:
    """Everybody's own, whoever looks at the pages."""
    routes = APIRouter(prefix="/api/preferences", tags=["accounts"])
    Viewer = Annotated[Identity, Depends(guard.needs(Role.VIEWER))]

    @routes.get("")
    def get_preferences(who: Viewer) -> PreferencesBody:
        """What the pages remember for the caller."""
        with database.read() as tx:
            return _body(preferences.get(tx, who.owner))

    @routes.put("")
    def put_preferences(wanted: PreferencesBody, who: Viewer) -> PreferencesBody:
        """Remember this instead; 409 where another page was quicker."""
        with database.write() as tx:
            return _body(preferences.put(tx, who.owner, Preferences(wanted.version, wanted.data)))

    return routes


def _body(kept: Preferences) -> PreferencesBody:
    return PreferencesBody(version=kept.version, data=dict(kept.data))
