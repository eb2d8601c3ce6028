"""A journal as one file: a zip of the base picture as it came, and of each step's data and pictures."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from hwawon.disk import write_atomically
from hwawon.errors import BadInput, NotFound
from hwawon.imaging import files
from hwawon.imaging.crop import CropPlan
from hwawon.imaging.geometry import Bounds, Extent
from hwawon.imaging.picture import Picture
from hwawon.imaging.stitch import Patch
from hwawon.retouch.journal import Journal, JournalStep
from hwawon.retouch.journal_check import check_place, checked_row
from hwawon.retouch.request import RetouchRequest
from hwawon.validation import validated

VERSION = 1
ROW = ("id", "request", "plan", "patch", "record", "opacity", "muted", "feather_px", "seam_score")  # of `step_json`
LARGEST = 4 * 1024**3  # unpacked: a zip that claims more is not read


@dataclass(frozen=True, eq=False)
class JournalFile:
    """A journal together with the base picture's file, byte for byte."""

    journal: Journal
    base: bytes


def save(path: Path, file: JournalFile) -> None:
    """Write the file in one step. Raises as `write_atomically`."""
    write_atomically(path, pack(file))


def load(path: Path) -> JournalFile:
    """Read a journal file.

    Raises:
        NotFound: there is none.
        BadInput: not a journal file, or a damaged one.
    """
    if not path.is_file():
        raise NotFound(f"there is no journal {path}")
    return unpack(path.read_bytes())


def pack(file: JournalFile) -> bytes:
    """The file's bytes; the same journal gives the same bytes."""
    steps = file.journal.steps
    rows = [step_json(step) for step in steps]
    return packed(file.journal.extent, file.journal.base_sha256, file.base, rows, map(step_pictures, steps))


def packed(
    extent: Extent,
    base_sha256: str,
    base: bytes,
    rows: Sequence[Mapping[str, Any]],
    pictures: Iterable[Mapping[str, bytes]],
) -> bytes:
    """The same from each step's data and pictures as `step_json` and `step_pictures` give them."""
    steps = [{name: row.get(name) for name in ROW} for row in rows]
    head = {"version": VERSION, "extent": list(extent), "base_sha256": base_sha256, "steps": steps}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        _add(archive, "journal.json", orjson.dumps(head, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS))
        _add(archive, "base", base)
        for row, named in zip(steps, pictures, strict=True):
            for name, data in sorted(named.items()):
                _add(archive, f"steps/{row['id']}/{name}.png", data)
    return buffer.getvalue()


def unpack(data: bytes) -> JournalFile:
    """Read what `pack` wrote. Raises as `opened`."""
    with opened(data) as file:
        return JournalFile(Journal(file.extent, file.base_sha256, tuple(file.steps())), file.base)


@dataclass(frozen=True, eq=False)
class Opened:
    """A journal file whose steps are read when they are asked for, one in memory at a time."""

    extent: Extent
    base_sha256: str
    base: bytes
    rows: Sequence[Mapping[str, Any]]
    archive: zipfile.ZipFile

    def steps(self) -> Iterator[JournalStep]:
        """Each step. Raises BadInput: it is damaged, or does not lie on the picture."""
        for row in self.rows:
            with _explained():
                step = _step(self.archive, checked_row(row))
                check_place(step, self.extent)
            yield step


@contextmanager
def opened(data: bytes) -> Iterator[Opened]:
    """A journal file to be read.

    Raises:
        BadInput: not a journal file, or a damaged one.
    """
    with ExitStack() as stack:
        with _explained():
            archive = stack.enter_context(zipfile.ZipFile(io.BytesIO(data)))
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise BadInput(f"the journal unpacks to more than {LARGEST} bytes")
            head = orjson.loads(archive.read("journal.json"))
            rows, extent = list(head["steps"]), Extent(*head["extent"])
            found = Opened(extent, head["base_sha256"], archive.read("base"), rows, archive)
        yield found


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        RuntimeError,
        KeyError,
        TypeError,
        ValueError,
    ) as error:
        raise BadInput(f"not a journal file: {error}") from None


def step_json(step: JournalStep) -> dict[str, Any]:
    """A step without its pictures."""
    return {
        "id": step.id,
        "request": step.request.model_dump(mode="json"),
        "plan": step.plan.to_json(),
        "patch": {
            "bounds": list(step.patch.bounds),
            "channels": step.patch.colour.shape[2],
            "reach_px": step.patch.reach_px,
            "room_px": step.patch.room_px,
        },
        "record": step.record,
        "opacity": step.opacity,
        "muted": step.muted,
        "feather_px": step.feather_px,
        "seam_score": step.seam_score,
    }


def step_pictures(step: JournalStep) -> dict[str, bytes]:
    """The pictures of a step as PNG: `patch` in straight alpha, `painted`, and the guides where there are any.

    These are `lines`, `reference`, `strengths`, and `control-0`, `control-1` ... of the request's controls.
    """
    arrays = {
        "patch": step.patch.to_rgba(),
        "painted": step.patch.painted.astype(np.uint8)[:, :, np.newaxis] * np.uint8(255),
        "lines": None if step.lines is None else step.lines[:, :, np.newaxis],
        "reference": step.reference,
        "strengths": None if step.strengths is None else step.strengths[:, :, np.newaxis],
        **{f"control-{place}": control for place, control in enumerate(step.controls)},
    }
    return {name: files.encode(Picture(array), "PNG") for name, array in arrays.items() if array is not None}


def step_of(row: Mapping[str, Any], pictures: Mapping[str, bytes]) -> JournalStep:
    """Read what `step_json` and `step_pictures` wrote.

    Raises:
        BadInput: they do not belong together, or are not such.
    """
    arrays = {name: files.read(data).pixels for name, data in pictures.items()}
    lines, reference, strengths = (arrays.get(name) for name in ("lines", "reference", "strengths"))
    request = validated(RetouchRequest, row["request"])
    return JournalStep(
        id=row["id"],
        request=request,
        plan=CropPlan.from_json(row["plan"]),
        patch=patch_of(row["patch"], arrays["patch"], arrays["painted"]),
        record=row["record"],
        opacity=row["opacity"],
        muted=row["muted"],
        feather_px=row["feather_px"],
        lines=None if lines is None else lines[:, :, 0].astype(np.uint8),
        reference=None if reference is None else reference.astype(np.uint8),
        strengths=None if strengths is None else strengths[:, :, 0].astype(np.uint8),
        controls=tuple(arrays[f"control-{place}"].astype(np.uint8) for place in range(len(request.controls))),
        seam_score=row.get("seam_score"),
    )


def patch_of(row: Mapping[str, Any], rgba: NDArray[Any], painted: NDArray[Any]) -> Patch:
    """The patch from what `step_json` says of it and its two pictures, (h, w, 4) and (h, w, 1).

    Raises:
        BadInput: a picture is not of the patch's size.
    """
    bounds = Bounds(*row["bounds"])
    if Extent.of(rgba) != bounds.extent or Extent.of(painted) != bounds.extent:
        raise BadInput(f"a step's patch is {Extent.of(rgba)}, its place is {bounds.extent}")
    colour = np.ascontiguousarray(rgba[:, :, : row["channels"]])
    alpha = np.ascontiguousarray(rgba[:, :, 3])
    return Patch(bounds, colour, alpha, painted[:, :, 0] > 0, row["reach_px"], row["room_px"])


def _step(archive: zipfile.ZipFile, row: Mapping[str, Any]) -> JournalStep:
    folder = f"steps/{row['id']}/"
    names = [name for name in archive.namelist() if name.startswith(folder)]
    return step_of(row, {Path(name).stem: archive.read(name) for name in names})


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name), data)  # a ZipInfo without a date: 1980, always the same
