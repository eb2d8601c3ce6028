"""HTTP of what goes from the studio back to the pool."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.pool import clusters
from hwawon.pool.schema import PoolPictureOut, pool_json
from hwawon.retouch.journal_answers import Drawer
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.web.answers import json_answer
from hwawon.web.few import WHOLE_PICTURES


def router(database: Database, objects: Objects, guard: Guard, settings: Settings) -> APIRouter:
    """For those who may see the journal."""
    routes = APIRouter(prefix="/api/journals", tags=["journals"])
    Retoucher = Annotated[Identity, Depends(guard.needs(Role.RETOUCHER))]
    drawer = Drawer(database)

    @routes.post("/{id}/pool", status_code=201, response_model=PoolPictureOut)
    def put_journal_into_pool(id: str, who: Retoucher) -> Response:
        """What the journal shows, as a child of its base in the pool; again only where it shows something else."""
        row = drawer.journal(id, who)
        from hwawon.retouch.to_pool import put_into_pool

        with WHOLE_PICTURES.turn():
            child = put_into_pool(row, who.owner, database, objects, settings.models_dir)
        with database.read() as tx:
            sizes = clusters.sizes(tx, {child.cluster} if child.cluster else set())
        return json_answer(pool_json(child, settings.base_path, sizes), 201)

    return routes
