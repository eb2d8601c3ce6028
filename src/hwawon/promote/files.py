"""The files of a promotion: copied before its rows change, deleted before they are committed, some at a time."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

from hwawon.errors import BadInput, NotFound
from hwawon.promote.goal import FileWork
from hwawon.storage.objects import Objects

AT_ONCE = 8  # a bucket answers many at a time; a folder gains nothing, and loses nothing, by it


def bring(objects: Objects, works: Mapping[str, FileWork]) -> dict[str, str]:
    """Make the copies; the reasons, by picture, of those that could not be made.

    Raises:
        StorageFull: nothing more can be copied at all.
    """
    try:
        with ThreadPoolExecutor(AT_ONCE, "hwawon-copies") as pool:
            reasons = list(pool.map(lambda work: _brought(objects, work), works.values()))
    except Exception:  # what was copied would be taken for somebody's wish to show it
        drop(objects, (target for work in works.values() if not work.is_move for target in work.targets))
        raise
    return {id: reason for id, reason in zip(works, reasons, strict=True) if reason}


def take(objects: Objects, works: Iterable[FileWork]) -> None:
    """Delete what goes; what is gone already is no error."""
    drop(objects, (key for work in works for key in work.deletes))


def drop(objects: Objects, keys: Iterable[str]) -> None:
    """Delete these files; what is gone already is no error."""
    with ThreadPoolExecutor(AT_ONCE, "hwawon-deletes") as pool:
        list(pool.map(objects.delete, keys))


def _brought(objects: Objects, work: FileWork) -> str | None:
    """Why the files cannot lie as they shall, None where they do."""
    try:
        for target in work.targets:
            _copy(objects, work.source, target, is_move=work.is_move)
        if work.shown and work.shown not in work.targets and not objects.exists(work.shown):
            _copy(objects, work.source, work.shown, is_move=False)
    except NotFound:
        return f"its file {work.source} is gone"
    except BadInput as error:
        return str(error)
    return None


def _copy(objects: Objects, source: str | None, target: str, *, is_move: bool) -> None:
    if source is None:
        raise NotFound(f"there is no file for {target!r}")
    try:
        objects.copy(source, target)
    except NotFound:
        if not (is_move and objects.exists(target)):  # an attempt that died had moved it already
            raise
