"""HTTP of the data sets: how they stand, out and in as CSV, and seed data."""

from dataclasses import asdict
from typing import Annotated, BinaryIO

from fastapi import APIRouter, Depends, UploadFile
from starlette.responses import Response, StreamingResponse

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.datasets.export import pieces
from hwawon.datasets.importing import import_files
from hwawon.datasets.overview import Overviews
from hwawon.datasets.schema import DataSetsOut, ImportOut, SeedOut, SeedWish, overview_json
from hwawon.datasets.schemas import SCHEMAS, Name
from hwawon.datasets.seed import make_seed, remove_seed
from hwawon.errors import BadInput
from hwawon.storage.database import Database
from hwawon.web.answers import json_answer


class CsvBytes(Response):
    """Only for the description: a CSV file."""

    media_type = "text/csv"


def router(database: Database, guard: Guard) -> APIRouter:
    """The routes of this room, all for curators: the rows are about people."""
    routes = APIRouter(prefix="/api/datasets", tags=["data sets"])
    Curator = Annotated[Identity, Depends(guard.needs(Role.CURATOR))]
    overviews = Overviews(database)

    @routes.get("", response_model=DataSetsOut)
    def get_data_sets(_: Curator) -> Response:
        """Counts, first and last moments, what a recommender would stumble over, and groups of fewer than five."""
        return json_answer(overview_json(overviews.now()))

    @routes.get("/{name}.csv", response_class=CsvBytes)
    def export_data_set(name: Name, _: Curator) -> Response:
        """One data set as CSV: UTF-8, a header always, rows in a fixed order, all of one moment."""
        headers = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"}
        return StreamingResponse(pieces(database, SCHEMAS[name]), headers=headers, media_type="text/csv; charset=utf-8")

    @routes.post("/import", response_model=ImportOut)
    def import_data_sets(
        _: Curator,
        users: UploadFile | None = None,
        items: UploadFile | None = None,
        interactions: UploadFile | None = None,
    ) -> Response:
        """Take in one file or several; a line that cannot be kept is told and left out, a wrong header refuses all."""
        sent: dict[Name, UploadFile | None] = {"users": users, "items": items, "interactions": interactions}
        files: dict[Name, BinaryIO] = {name: file.file for name, file in sent.items() if file is not None}
        if not files:
            raise BadInput("expected at least one of the files users, items and interactions, got none")
        return json_answer(import_files(database, files).as_json())

    @routes.post("/seed", status_code=201, response_model=SeedOut)
    def make_seed_data(wish: SeedWish, _: Curator) -> Response:
        """Make up visitors with tastes, and their likes, marked synthetic; needs pictures that visitors see."""
        return json_answer(asdict(make_seed(database, wish.visitors, wish.interactions, wish.seed)), 201)

    @routes.delete("/seed", response_model=SeedOut)
    def remove_seed_data(_: Curator) -> Response:
        """Remove exactly what is marked synthetic."""
        return json_answer(asdict(remove_seed(database)))

    return routes
