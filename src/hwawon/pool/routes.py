"""HTTP of the pool: lists, facets, one picture, verdicts, the queue, agreement and the commit screen."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from sqlalchemy import Connection
from starlette.responses import Response

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.config import Settings
from hwawon.pool import acts, clusters, facets, listing, places, queue
from hwawon.pool.acts import Act, Said
from hwawon.pool.agreement import agreement
from hwawon.pool.detail import detail
from hwawon.pool.filter import PoolFilter
from hwawon.pool.rows import PoolPicture
from hwawon.pool.schema import (
    ActOut,
    AgreementOut,
    Best,
    FacetsOut,
    HandedOut,
    PoolPageOut,
    PoolPictureWithAll,
    PoolQuery,
    QueueAsked,
    Released,
    ReleasedOut,
    SummaryOut,
    Verdicts,
    pool_json,
)
from hwawon.pool.summary import summary
from hwawon.storage.database import Database
from hwawon.storage.paging import encode_cursor
from hwawon.web.answers import json_answer


def router(database: Database, guard: Guard, settings: Settings) -> APIRouter:
    """The routes of this room, all for curators."""
    routes = APIRouter(prefix="/api/pool", tags=["pool"])
    Curator = Annotated[Identity, Depends(guard.needs(Role.CURATOR))]
    Filter = Annotated[PoolFilter, Query()]

    def told(tx: Connection, pictures: Iterable[PoolPicture]) -> list[dict[str, Any]]:
        shown = tuple(pictures)
        sizes = clusters.sizes(tx, {one.cluster for one in shown if one.cluster and one.alike})
        return [pool_json(one, settings.base_path, sizes) for one in shown]

    def done(tx: Connection, act: Act) -> Response:
        return json_answer({"act": act.id, "items": told(tx, act.items)})

    @routes.get("", response_model=PoolPageOut)
    def list_pool(_: Curator, asked: Annotated[PoolQuery, Query()]) -> Response:
        """Pictures of the garden by any filter, in the order of their arrival."""
        oldest = asked.order == "oldest"
        with database.read() as tx:
            position = places.position_of(tx, asked, asked.at, oldest=oldest) if asked.at else asked.position
            before = places.id_before(tx, asked, position, oldest=oldest) if position else None
            cursor = encode_cursor(before) if before else asked.cursor
            page = listing.page(tx, asked, asked.limit, cursor, oldest=oldest)
            items = told(tx, page.items)
        rest = {"total": page.total, "total_is_exact": page.total_is_exact, "position": position}
        return json_answer({"items": items, "next_cursor": page.next_cursor, **rest})

    @routes.get("/facets", response_model=FacetsOut)
    def count_pool(_: Curator, asked: Filter) -> Response:
        """How many a filter leaves, by state, emotion, orientation, model and cell."""
        with database.read() as tx:
            found = facets.facets(tx, asked)
        return json_answer({"total": found.total, "is_exact": found.is_exact, **found.by, "cells": found.cells})

    @routes.get("/agreement", response_model=AgreementOut)
    def compare_curators(_: Curator) -> Response:
        """How far second opinions are the same as the first: share and Cohen's kappa."""
        with database.read() as tx:
            return json_answer(vars(agreement(tx)))

    @routes.get("/commit", response_model=SummaryOut)
    def summarize_pool(_: Curator, asked: Filter) -> Response:
        """The commit screen: what is kept and rejected. Nothing is deleted or published by a verdict."""
        with database.read() as tx:
            return json_answer(summary(tx, asked))

    @routes.post("/verdicts", response_model=ActOut)
    def judge_pictures(asked: Verdicts, who: Curator) -> Response:
        """Judge up to 500 pictures in one act."""
        said = Said(asked.verdict, asked.stars)
        with database.write() as tx:
            return done(tx, acts.judge(tx, who.owner, dict.fromkeys(asked.pictures, said), second=asked.second))

    @routes.post("/verdicts/undo", response_model=ActOut)
    def undo_verdicts(who: Curator) -> Response:
        """Take back the caller's last act; 409 where there is none, or somebody has judged its pictures since."""
        with database.write() as tx:
            return done(tx, acts.undo(tx, who.owner))

    @routes.post("/clusters/{cluster}/keep", response_model=ActOut)
    def keep_best(cluster: str, best: Best, who: Curator) -> Response:
        """Keep one of the near-duplicates and reject the others, in one act."""
        with database.write() as tx:
            return done(tx, acts.keep_best(tx, who.owner, cluster, best.picture))

    @routes.post("/queue", response_model=HandedOut)
    def take_from_queue(asked: QueueAsked, who: Curator) -> Response:
        """Pictures to judge, held for the caller for ten minutes from the last call; nobody else gets them."""
        with database.write() as tx:
            handed = queue.take(tx, who.owner, asked.limit, asked.filters, second=asked.second, have=asked.have)
            items = told(tx, handed.items)
        rest = {"held_until": handed.held_until, "left": handed.left, "left_is_exact": handed.left_is_exact}
        return json_answer({"items": items, **rest})

    @routes.post("/queue/release", response_model=ReleasedOut)
    def release_to_queue(asked: Released, who: Curator) -> Response:
        """Give pictures back to the queue unjudged."""
        with database.write() as tx:
            return json_answer({"released": queue.release(tx, who.owner, asked.pictures)})

    @routes.get("/{id}", response_model=PoolPictureWithAll)
    def get_pool_picture(id: str, _: Curator) -> Response:
        """One picture with its record, its verdicts, its near-duplicates and what was retouched from it."""
        with database.read() as tx:
            found = detail(tx, id)
            one, relatives, children = (
                told(tx, pictures) for pictures in ((found.picture,), found.relatives, found.children)
            )
        history = {"record": found.picture.picture_record.record, "verdicts": found.verdicts}
        return json_answer({**one[0], **history, "relatives": relatives, "children": children})

    return routes
