"""Pictures of a run that a device paints in one go."""

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import select

from hwawon.bulk import job as bulk
from hwawon.bulk.request import KIND
from hwawon.engines.base import Capabilities, Engine, OnStep, Painted, PaintRequest
from hwawon.engines.painter.flat import FlatPainter
from hwawon.engines.shelf import EngineShelf
from hwawon.jobs import Worker, open_dispatcher
from hwawon.storage.garden_tables import pool
from support.api import open_studio
from support.bulks import SMALL, begun, counts


class Four(FlatPainter):
    """Paints four pictures of different words at once."""

    at_once = 4

    def __init__(self) -> None:
        self.calls: list[int] = []

    def capabilities(self) -> Capabilities:
        return replace(super().capabilities(), batches=True)

    def paint(self, request: PaintRequest, on_step: OnStep) -> Painted:
        self.calls.append(len(request.pictures))
        alone = [
            super(Four, self).paint(replace(request, prompt=one.prompt, seed=one.seed, count=1, others=()), on_step)
            for one in request.pictures
        ]
        return Painted(tuple(one.images[0] for one in alone), request.seeds, alone[0].record)


class Shelf:
    """One engine under every name."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def get(self, _: str) -> Engine:
        return self.engine


@pytest.mark.parametrize(("cells", "calls"), [(1, [4, 2, 4, 2]), (6, [4, 2, 4, 2])])
def test_pictures_of_one_size_are_painted_in_one_go_each_in_its_words(
    tmp_path: Path, cells: int, calls: list[int]
) -> None:
    with open_studio(tmp_path) as studio:
        house, engine = studio.house, Four()
        engines = cast(EngineShelf, Shelf(engine))
        asked = [{"emotion": "happy", "prompt": f"garden {n}"} for n in range(cells)]
        id = begun(studio, cells=asked, repeats=6 // cells, orientations=SMALL)
        room = bulk.nursery(house.objects, engines, lambda _: pytest.fail("no picture is named"), tmp_path)
        worker = Worker(
            house.database,
            open_dispatcher(house.database),
            {KIND: room.run},
            together={KIND: bulk.together(room)},
            objects=house.objects,
        )

        worker.work_off()

        assert counts(studio, id) == {"done": 12}
        assert engine.calls == calls
        with house.database.read() as tx:
            rows = tx.scalars(select(pool.c.tail).where(pool.c.bulk == id)).all()
        assert len(rows) == 12
        page = house.queue.page(100, batch=id).items
        assert {one.request["request"]["prompt"] for one in page} == {f"garden {n}" for n in range(cells)}
        made = studio.admin.get("/api/pictures?limit=100").json()["items"]
        for one in made:
            told = studio.admin.get(f"/api/pictures/{one['id']}").json()["record"]
            (job,) = [each for each in page if each.request["nth"] == told["nth"]]
            assert told["request"] == dict(job.request["request"])
