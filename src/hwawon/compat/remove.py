"""Deleting by key, as the original does it: file, index and item together; only below imgPool/ and emotions/."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import unquote

from sqlalchemy import select

from hwawon.errors import BadInput, Conflict
from hwawon.pool.keys import POOL, SERVING, name_of
from hwawon.promote import serve, store
from hwawon.promote.goal import Kind
from hwawon.promote.job import AT_ONCE, PromotionDesk
from hwawon.promote.place import Place, places
from hwawon.promote.schema import PromotionWish
from hwawon.promote.turn import turn
from hwawon.storage import events
from hwawon.storage.garden_tables import pool

_TAILS_AT_ONCE = 500


def remove_keys(desk: PromotionDesk, keys: Sequence[str], owner: str, folders: Sequence[str]) -> None:
    """Delete these files with all that points at them; what is gone already is no error.

    A picture that is deleted from the pool alone stays in serving, and the other way round.

    Raises:
        BadInput: a key that is none, or not below one of `folders`; then nothing is deleted.
        Conflict: something is built on a picture; the others are gone.
    """
    checked = list(dict.fromkeys(_checked(key, folders) for key in keys))
    wanted, unknown = _by_picture(desk, checked)
    for key in unknown:
        desk.objects.delete(key)
    acts: dict[Kind, list[str]] = {"remove": [], "retract": []}
    for id, asked in wanted.items():
        kind = _kind(desk, id, asked)
        if kind is not None:
            acts[kind].append(id)
        elif asked == {POOL}:
            _leave_pool(desk, id)
    for kind, ids in acts.items():
        _act(desk, kind, ids, owner)


def unpublish(desk: PromotionDesk, key: str, owner: str) -> None:
    """Show a picture to visitors no longer and keep its file; one that is not shown stays as it is.

    Raises:
        BadInput: the key is none, or not below emotions/.
    """
    wanted, _ = _by_picture(desk, [_checked(key, (SERVING,))])
    _act(desk, "retract", list(wanted), owner, unpublish_only=True)


def _checked(key: str, folders: Sequence[str]) -> str:
    """The key itself; one that was cut from an address is taken as it was before it went into that."""
    folder = key.partition("/")[0]
    if folder not in folders:
        raise BadInput(f"objName: expected keys below {' or '.join(f'{one}/' for one in folders)}, got {key[:200]!r}")
    name = name_of(key)
    return f"{folder}/{name.tail}"


def _by_picture(desk: PromotionDesk, keys: Sequence[str]) -> tuple[dict[str, set[str]], list[str]]:
    """The folders that are asked of each picture; and the keys that no row knows."""
    known = _pictures(desk, [key.partition("/")[2] for key in keys])
    found: dict[str, set[str]] = defaultdict(set)
    unknown = []
    for key in keys:
        folder, _, tail = key.partition("/")
        id = known.get(tail) or known.get(unquote(tail))
        if id is None:
            unknown.append(key)
        else:
            found[id].add(folder)
    return found, unknown


def _pictures(desk: PromotionDesk, tails: Sequence[str]) -> Mapping[str, str]:
    wanted = sorted({form for tail in tails for form in (tail, unquote(tail)) if "\x00" not in form})
    found: dict[str, str] = {}
    with desk.database.read() as tx:
        for some in _slices(wanted, _TAILS_AT_ONCE):
            rows = tx.execute(select(pool.c.tail, pool.c.picture).where(pool.c.tail.in_(some)))
            found.update((row.tail, row.picture) for row in rows)
    return found


def _kind(desk: PromotionDesk, id: str, asked: set[str]) -> Kind | None:
    """How a picture leaves these folders; None where the pool alone is left, or there is nothing to do."""
    with desk.database.read() as tx:
        now = places(tx, [id]).get(id)
    if now is None:  # somebody else was quicker
        return None
    here = _folders(now)
    if not here - asked:
        return "remove"
    return "retract" if SERVING in here & asked else None


def _folders(now: Place) -> set[str]:
    keys = {POOL: now.pool_key, SERVING: now.serving_key}
    return {folder for folder, key in keys.items() if key}


def _leave_pool(desk: PromotionDesk, id: str) -> None:
    with turn(desk.database), desk.database.write() as tx:
        now = places(tx, [id], hold=True).get(id)
        if now is None or now.pool_key is None or now.serving_key is None:
            return
        serve.write(tx, [(now, replace(now, pool_key=None))])
        events.append(tx, "pool", {"changed": 1})
        desk.objects.delete(now.pool_key)  # before the commit: a file without a row would be taken for a new one


def _act(desk: PromotionDesk, kind: Kind, pictures: Sequence[str], owner: str, *, unpublish_only: bool = False) -> None:
    """As promotions that are done within the request, so that they are counted and listed as all others."""
    for some in _slices(pictures, AT_ONCE):
        wish = PromotionWish(kind=kind, pictures=tuple(some), unpublish_only=unpublish_only)
        done = desk.begin(wish, owner)
        if done.failed:
            with desk.database.read() as tx:
                (first,) = store.pictures(tx, done.id, 1, -1, "failed")
            raise Conflict(f"{first['tail'] or first['picture']}: {first['reason']}")


def _slices(values: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (values[first : first + size] for first in range(0, len(values), size))
