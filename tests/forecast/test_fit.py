"""Whether a picture fits: by what jobs needed before, else by arithmetic on the smallest device that may paint it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hwawon.config import Settings
from hwawon.engines.base import Capabilities
from hwawon.engines.diffusion.checkpoint import checkpoint_of
from hwawon.engines.diffusion.ladder import LADDER
from hwawon.engines.kinds import Task
from hwawon.engines.wishes import EngineWishes
from hwawon.forecast.fit import SLOWER, TOO_LARGE, expected, fit_of, notices_of
from hwawon.forecast.forecast import Forecast, forecast
from hwawon.forecast.history import rung_of, said
from hwawon.forecast.work import effort_of
from hwawon.imaging.geometry import Extent
from hwawon.jobs.effort import Effort
from hwawon.jobs.presence import Presence
from hwawon.storage.database import Database
from hwawon.weights.parameters import parameters
from hwawon.weights.record import Family, Kind, Weights
from hwawon.weights.shelf import Shelf
from support.jobs import Rig

GIB = 1024**3
LARGE = Extent(1280, 800)
NUMBERS = 1_066_000_000  # of SD 1.5


def write_sparse(place: Path, shapes: Mapping[str, list[int]]) -> Path:
    """A `.safetensors` file of 16-bit numbers that takes no room on the disk."""
    start, entries = 0, {}
    for name, shape in shapes.items():
        size = 2 * shape[0] * shape[1]
        entries[name] = {"dtype": "F16", "shape": shape, "data_offsets": [start, start + size]}
        start += size
    header = json.dumps(entries).encode()
    with place.open("wb") as file:
        file.write(len(header).to_bytes(8, "little") + header)
        file.truncate(8 + len(header) + start)
    return place


@pytest.fixture
def weights(tmp_path: Path) -> Weights:
    file = write_sparse(
        tmp_path / "rose.safetensors", {"model.diffusion_model.a": [1066, 1_000_000], "model_ema.a": [500, 1_000_000]}
    )
    return Weights("rose", Kind.CHECKPOINT, file, "file", "0" * 64, file.stat().st_size, Family.SD15)


def gpu(gib: float, precision: str | None = "float16") -> dict[str, Any]:
    return {"kind": "cuda", "name": "x", "memory_bytes": int(gib * GIB), "precision": precision}


def effort(weights: Weights, extent: Extent = LARGE, count: int = 1) -> Effort:
    return effort_of(EngineWishes(engine="diffusers"), extent, checkpoint_of(weights), count=count)


def test_the_numbers_of_a_file_are_counted_without_what_is_thrown_away(weights: Weights) -> None:
    assert parameters(weights) == NUMBERS


def test_of_a_folder_the_smallest_variant_of_each_network_counts_and_shards_together(tmp_path: Path) -> None:
    for part in ("unet", "vae", "text_encoder"):
        (tmp_path / part).mkdir()
    write_sparse(tmp_path / "unet/diffusion.safetensors", {"a": [10, 10], "b": [5, 5]})
    write_sparse(tmp_path / "unet/diffusion.fp16.safetensors", {"a": [10, 10]})
    write_sparse(tmp_path / "vae/x-00001-of-00002.safetensors", {"a": [3, 3]})
    write_sparse(tmp_path / "vae/x-00002-of-00002.safetensors", {"b": [4, 4]})
    folder = Weights("x", Kind.CHECKPOINT, tmp_path, "folder", "1" * 64, 0, Family.SD15)
    assert parameters(folder) == 100 + 9 + 16
    write_sparse(tmp_path / "text_encoder/model.safetensors", {"a": [2, 2]})
    assert parameters(replace(folder, sha256="2" * 64)) == 100 + 9 + 16 + 4
    nothing = replace(folder, path=tmp_path / "none", sha256="3" * 64)
    assert parameters(nothing) is None


def test_a_large_card_fits_a_small_one_is_tiled_a_tiny_one_reduces_and_a_toy_fails(weights: Weights) -> None:
    rungs = [expected(effort(weights), weights, [gpu(gib)]) for gib in (8, 3.2, 2.65, 1)]
    assert [fit_of(rung) for rung in rungs] == ["fits", "tiled", "reduced", "reduced"]
    assert rungs[-1] == TOO_LARGE


def test_the_smallest_of_the_devices_decides_and_unknown_ones_are_left_out(weights: Weights) -> None:
    one = effort(weights)
    assert fit_of(expected(one, weights, [gpu(8), None, gpu(3.2)])) == "tiled"
    assert expected(one, weights, [None]) is None
    assert expected(one, weights, []) is None


def test_a_number_format_that_is_not_known_is_taken_as_the_largest(weights: Weights) -> None:
    one = effort(weights)
    assert expected(one, weights, [gpu(5)]) == 0
    assert expected(one, weights, [gpu(5, None)]) == expected(one, weights, [gpu(5, "float32")]) != 0


def test_more_pictures_and_controls_need_more(weights: Weights) -> None:
    one = effort(weights)
    assert fit_of(expected(one, weights, [gpu(4)])) == "fits"
    assert fit_of(expected(replace(one, count=8), weights, [gpu(4)])) == "tiled"
    assert fit_of(expected(replace(one, kinds=("line_art",)), weights, [gpu(4)])) == "tiled"


def test_a_large_picture_is_composed_small_and_refined_but_not_a_touch_up(weights: Weights) -> None:
    wishes, checkpoint = EngineWishes(engine="diffusers", steps=20), checkpoint_of(weights)
    assert effort_of(wishes, LARGE, checkpoint).words == "diffusers rose 792x496@20+1280x800@8 x1"
    touched_up = effort_of(wishes, LARGE, checkpoint, strength=0.3)
    assert touched_up.words == "diffusers rose 1280x800@6 x1"
    assert effort_of(wishes, LARGE, checkpoint, strength=0).passes == ()
    twice = EngineWishes(engine="diffusers", steps=20, sampler="Heun Karras", guidance_scale=1.0)
    assert effort_of(twice, Extent(512, 512), checkpoint).words == "diffusers rose 512x512@40 x1 unguided"


@pytest.mark.parametrize(("rung", "fit", "words"), [
    (None, "unknown", None), (0, "fits", None), (2, "tiled", SLOWER), (4, "reduced", "75 %"), (5, "reduced", "50 %"),
    (TOO_LARGE, "reduced", "probably fail"),
])  # fmt: skip
def test_each_rung_is_told_in_words(rung: int | None, fit: str, words: str | None) -> None:
    assert fit_of(rung) == fit
    told = " ".join(notices_of(rung))
    assert told == "" if words is None else words in told
    assert len(LADDER) == TOO_LARGE


def test_a_job_says_the_highest_rung_of_its_pictures_and_each_notice_once() -> None:
    records = [{"rung": 0, "notices": []}, {"rung": 4, "notices": ["smaller"]}, {"rung": 4, "notices": ["smaller"]}]
    assert said(records) == {"rung": 4, "notices": ["smaller"]}
    assert said(records, together=3) == {"rung": 4, "notices": ["smaller"], "together": 3}
    assert said([{"engine": "painter"}]) == {"notices": []}
    assert (rung_of(said(records)), rung_of({"notices": []}), rung_of(None)) == (4, None, None)


# With the database


@pytest.fixture
def house(sqlite: Database, weights: Weights, tmp_path: Path) -> Iterator[tuple[Rig, Settings]]:
    (tmp_path / "models").mkdir()
    Shelf(tmp_path / "models")
    record = {**weights.__dict__, "path": str(weights.path)}
    (tmp_path / "models/weights").mkdir()
    (tmp_path / "models/weights/rose.json").write_text(json.dumps(record, default=dict))
    rig = Rig(sqlite)
    yield rig, Settings(data_dir=tmp_path, models_dir=tmp_path / "models")


def told(rig: Rig, settings: Settings, one: Effort, *, is_stable_diffusion: bool = True) -> Forecast:
    capabilities = Capabilities(
        one.engine, "", frozenset(Task), frozenset(), (), (), is_stable_diffusion=is_stable_diffusion
    )
    with rig.database.read() as tx:
        return forecast(tx, "echo", one, capabilities, settings)


def present(rig: Rig, device: dict[str, Any] | None, engines: frozenset[str] | None = None) -> None:
    """A worker that is there now, by the real clock."""
    from hwawon.storage.types import utc_now

    rig.clock.now = utc_now()
    Presence(rig.worker().claims, lambda: engines, lambda: device).say()


def test_the_device_of_a_worker_that_serves_the_engine_is_asked(house: tuple[Rig, Settings], weights: Weights) -> None:
    rig, settings = house
    assert told(rig, settings, effort(weights)).fit == "unknown"
    present(rig, gpu(3.2), frozenset({"painter"}))
    assert told(rig, settings, effort(weights)).fit == "unknown"
    present(rig, gpu(3.2), frozenset({"diffusers"}))
    tiled = told(rig, settings, effort(weights))
    assert tiled.fit == "tiled"
    assert tiled.notices == ("composed at 792x496, refined at 1280x800", SLOWER)
    assert tiled.to_json() == {"fit": "tiled", "passes": [[792, 496], [1280, 800]], "eta_s": None}


def test_of_two_workers_the_one_with_less_memory_may_take_the_job(
    house: tuple[Rig, Settings], weights: Weights
) -> None:
    rig, settings = house
    present(rig, gpu(8))
    assert told(rig, settings, effort(weights)).fit == "fits"
    present(rig, gpu(3.2))
    assert told(rig, settings, effort(weights)).fit == "tiled"


def test_what_really_happened_wins_over_arithmetic(house: tuple[Rig, Settings], weights: Weights) -> None:
    rig, settings = house
    one = effort(weights)
    present(rig, gpu(8))
    for rung, fit in ((4, "reduced"), (0, "fits")):
        rig.submit(pace=one.words, engine="diffusers")
        claims = rig.worker().claims
        job = claims.claim(["echo"])
        assert job is not None
        rig.clock.turn(7)
        claims.succeed(job, {"rung": rung}, None, 1, 1)
        again = told(rig, settings, one)
        assert (again.fit, again.eta_s) == (fit, 7.0)


def test_other_engines_fit_where_they_need_no_memory_to_speak_of(house: tuple[Rig, Settings], weights: Weights) -> None:
    rig, settings = house
    painter = replace(effort(weights), engine="painter", checkpoint="garden")
    assert told(rig, settings, painter, is_stable_diffusion=False).fit == "fits"
    assert told(rig, settings, replace(painter, engine="webui")).fit == "unknown"
