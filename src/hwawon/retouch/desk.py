"""A retouch from file to file, as the command line does it: everything is checked before any work begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from hwawon import seeds
from hwawon.config import Settings
from hwawon.disk import check_writable
from hwawon.engines.base import Capabilities, Engine, Honour, OnStep
from hwawon.engines.checks import chosen_checkpoint
from hwawon.engines.controls import check_controls
from hwawon.engines.honours import notices_of, require
from hwawon.engines.registry import build_engine
from hwawon.engines.wishes import without_folders
from hwawon.errors import BadInput, Conflict
from hwawon.forecast.history import said
from hwawon.imaging import files
from hwawon.imaging.crop import CropPlan
from hwawon.imaging.picture import Picture
from hwawon.imaging.stitch import composite, prove
from hwawon.retouch import area, journal_file
from hwawon.retouch.file_record import with_record
from hwawon.retouch.guides import Guides, read_guides
from hwawon.retouch.journal import JournalStep, pixel_hash, render, start
from hwawon.retouch.journal_file import JournalFile
from hwawon.retouch.plan import Planned, box_of, effort, plan_retouch
from hwawon.retouch.request import ONE_SIZE, RetouchRequest
from hwawon.retouch.run import Candidate, retouch
from hwawon.retouch.strengths import Strengths, read_strengths
from hwawon.storage.ids import new_id

__all__ = ["Paths", "RetouchRequest", "default_out", "finish", "plan_only", "prepare"]


@dataclass(frozen=True)
class Paths:
    """The files of one retouch."""

    picture: Path
    mask: Path | None  # None: only where the picture grows
    out: Path
    lines: str | None = None  # a path, or `auto`
    reference: Path | None = None
    journal: Path | None = None
    strengths: Path | None = None


@dataclass(frozen=True, eq=False)
class Work:
    """A retouch that has been checked and can begin."""

    request: RetouchRequest
    paths: Paths
    picture: Picture
    mask: NDArray[Any]
    plan: CropPlan
    engine: Engine
    guides: Guides
    journal: JournalFile | None
    unheard: tuple[str, ...]  # what of the request the engine does not heed, in words


@dataclass(frozen=True)
class Finished:
    """What was done, as `--json` says it, and what the user should know."""

    answer: dict[str, Any]
    notices: tuple[str, ...]


def default_out(picture: Path) -> Path:
    return picture.with_name(f"{picture.stem}-retouched.png")


def prepare(request: RetouchRequest, paths: Paths, settings: Settings) -> Work:
    """Read, check and plan. Whatever is wrong is found here, before any work."""
    request = request.with_seed(seeds.drawn())
    if request.extend and paths.journal:
        raise BadInput(ONE_SIZE)
    engine = build_engine(request.engine, settings)
    files.format_of(paths.out)
    check_writable(paths.out)
    capabilities, named = engine.capabilities(), _guiding(paths)
    checkpoint = chosen_checkpoint(request.checkpoint, capabilities)
    check_controls(request.guiding(*named), checkpoint, capabilities)
    base = _read(paths.picture, settings)
    mask = _read(paths.mask, settings).pixels if paths.mask else None
    held = _strengths(paths, settings, capabilities)
    plan, painted = area.planned(request, base.extent, mask, capabilities, settings.max_pixels, held)
    picture = area.laid_out(request, base)
    read = partial(_read, settings=settings)
    guides = read_guides(request, *named, read, picture, plan, settings.models_dir, held)
    told = request.model_copy(update={"controls": without_folders(request.controls)})
    unheard = notices_of(request, checkpoint, capabilities)
    return Work(told, paths, picture, painted, plan, engine, guides, _open_journal(paths, picture), unheard)


def plan_only(request: RetouchRequest, picture: Path, mask: Path | None, settings: Settings) -> Planned:
    """The arithmetic alone; without a mask, and where the picture keeps its size, the whole box is painted."""
    capabilities = build_engine(request.engine, settings).capabilities()
    extent = files.probe(picture, max_pixels=settings.max_pixels).extent
    if mask is None and request.extend is None:
        plan = plan_retouch(request, extent, box_of(request, extent), capabilities)
    else:
        painted = _read(mask, settings).pixels if mask else None
        plan, _ = area.planned(request, extent, painted, capabilities, settings.max_pixels)
    return Planned(request, plan, capabilities, effort(request, plan, capabilities, lines=False, reference=False))


def finish(work: Work, on_step: OnStep, *, with_metadata: bool = True) -> Finished:
    """Paint, write every candidate (the best as OUT) and add the best to the journal."""
    try:
        candidates = retouch(work.request, work.picture, work.mask, work.plan, work.engine, work.guides, on_step)
    finally:
        work.engine.close()
    outs = [numbered(work.paths.out, index) for index in range(len(candidates))]
    pairs = zip(candidates, outs, strict=True)
    answers = [_write(work, candidate, out, with_metadata=with_metadata) for candidate, out in pairs]
    if work.journal is not None and work.paths.journal is not None:
        journal_file.save(work.paths.journal, _with_step(work, work.journal, candidates[0]))
    before = (*work.picture.metadata.notices, *work.plan.notices, *work.plan.edges.notices, *work.guides.notices)
    return Finished(_answer(answers), (*before, *work.unheard, *said(one.record for one in candidates)["notices"]))


def numbered(out: Path, index: int) -> Path:
    """OUT for the best, then OUT-2, OUT-3 ... before the suffix."""
    return out if index == 0 else out.with_name(f"{out.stem}-{index + 1}{out.suffix}")


def _guiding(paths: Paths) -> tuple[str | None, str | None]:
    """The files of the lines and of the reference as requests name them."""
    return paths.lines, None if paths.reference is None else str(paths.reference)


def _strengths(paths: Paths, settings: Settings, capabilities: Capabilities) -> Strengths | None:
    """The painted strengths, if any; refused where the engine cannot follow them."""
    if paths.strengths is None:
        return None
    require(Honour.STRENGTHS, capabilities)
    return read_strengths(_read(paths.strengths, settings))


def _read(path: str | Path, settings: Settings) -> Picture:
    return files.read(Path(path), max_pixels=settings.max_pixels)


def _open_journal(paths: Paths, picture: Picture) -> JournalFile | None:
    """The journal that the step goes into; a new one begins on this picture.

    Raises:
        Conflict: the picture is not what the journal shows now.
    """
    if paths.journal is None:
        return None
    if not paths.journal.exists():
        check_writable(paths.journal)
        return JournalFile(start(picture), paths.picture.read_bytes())
    file = journal_file.load(paths.journal)
    if pixel_hash(render(file.journal, files.read(file.base))) != pixel_hash(picture):
        raise Conflict(f"{paths.picture} is not what the journal {paths.journal} shows now; retouch its last result")
    return file


def _with_step(work: Work, file: JournalFile, best: Candidate) -> JournalFile:
    step = JournalStep(
        id=new_id(),
        request=work.request.alone(best.seed),
        plan=work.plan,
        patch=best.patch,
        record=best.record,
        opacity=work.request.opacity,
        lines=work.guides.lines,
        reference=work.guides.reference,
        controls=work.guides.others,
        seam_score=best.score,
    )
    return JournalFile(file.journal.with_step(step), file.base)


def _write(work: Work, candidate: Candidate, out: Path, *, with_metadata: bool) -> dict[str, Any]:
    result = composite(work.picture, [(candidate.patch, work.request.opacity)])
    proof = prove(work.picture, result, [candidate.patch])
    if with_metadata:
        result = with_record(result, work.request.alone(candidate.seed), work.plan, candidate)
    files.write(result, out)
    return {
        "out": str(out),
        "engine": candidate.record["engine"],
        "seed": candidate.seed,
        "extend": None if work.request.extend is None else list(work.request.extend),
        "box": list(work.plan.box),
        "work_size": list(work.plan.work),
        "reach_px": round(proof.reach_px, 4),
        "changed_outside": proof.changed_outside,
        "changed_inside": proof.changed_inside,
        "outside_sha256": proof.outside_sha256,
        "seam_score": candidate.score,
        "lossless_out": files.is_lossless(files.format_of(out)),
    }


def _answer(answers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The best one's answer; with several, all of them as `candidates`."""
    return dict(answers[0]) | ({"candidates": list(answers)} if len(answers) > 1 else {})
