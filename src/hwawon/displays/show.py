"""Putting pictures on the screens of a zone: all of them or nothing, in the caller's transaction."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Connection, select

from hwawon.displays import manifests, programmes, zones
from hwawon.displays.frames import chosen_by, frames, published
from hwawon.displays.info import Guest, guest_of, info_of
from hwawon.displays.manifests import DEFAULT, STANDING, VISIT, Manifest
from hwawon.displays.slots import MOST, Frame, Slots
from hwawon.displays.timeline import Known, timeline
from hwawon.errors import BadInput
from hwawon.pool.keys import name_of
from hwawon.storage.objects import Objects
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import place

Keys = Sequence[str | None]
USUAL_IDLE_S = 60.0


class ShownPicture(Protocol):
    """One picture of a slate."""

    @property
    def item(self) -> str: ...


class ShownSlate(Protocol):
    """What the recommender chose."""

    @property
    def id(self) -> str: ...

    @property
    def shown(self) -> Sequence[ShownPicture]: ...


def update(
    tx: Connection,
    objects: Objects,
    zone: str,
    portrait: Keys,
    landscape: Keys,
    cause: str,
    *,
    repeats: bool = True,
) -> int:
    """Put pictures on the places 1, 2, ... of a zone; it stays until the next act. The new manifest's version.

    A place that is left out, or given nothing, keeps the picture that it shows. Nothing changes where anything is
    refused.

    Args:
        portrait, landscape: keys of published pictures (`emotions/...`), up to nine each.
        cause: who asks, for the history.
        repeats: whether a picture may be seen twice on screens that are near each other. Where it may not, a place
            that is left out and shows one of the pictures takes one that had to give way.

    Raises:
        NotFound: there is no such zone.
        BadInput: too many pictures, one that is not published, or one twice where that is not wanted.
    """
    asked = {**_placed(portrait, "v", "portrait"), **_placed(landscape, "h", "landscape")}
    if not asked:
        raise BadInput("expected pictures: portrait, landscape or both")
    known = zones.hold(tx, zone)
    found = frames(tx, objects, asked.values())
    missing = sorted(set(asked.values()) - set(found))
    if missing:
        raise BadInput(f"{missing[0][:200]!r} is not a published picture")
    before = in_force(tx, zone, utc_now())
    still = published(tx, {frame.item for frame in before.values()})
    kept = {slot: frame for slot, frame in before.items() if frame.item in still}
    wanted = {slot: found[key] for slot, key in asked.items()}
    if not repeats:
        _refuse_repeats(asked.values(), beside(tx, known))
        kept = _exchanged(kept, wanted)
    slots = {**kept, **wanted}
    return manifests.add(tx, zone, STANDING, slots, cause=cause)


def clear(tx: Connection, zone: str) -> int:
    """Take away what was put there by `update`, so that the zone shows its own pictures again; the new version."""
    return manifests.add(tx, zone, STANDING, {}, cause="cleared")


def begin_show(
    tx: Connection,
    objects: Objects,
    zone: str,
    slate: ShownSlate | None,
    info: Mapping[str, Any],
    *,
    first: Sequence[str] = (),
    idle_s: float | None = None,
) -> int:
    """Show a visitor's pictures on a zone while the visitor is taken for present; the manifest's version.

    The pictures of the slate and `first` are put at once; the screens' other places are filled by the recommender
    for the same context when the screens ask next. Lamps and the like follow after the commit.

    Args:
        info: the visitor's words: `emotion`, `favorite` or `season`, `weather`, `time`; `gender`, `generation`,
            `age_low`, `age_high` where they are known and may be shown; `visit` and `visitor` (ids), `context` (as
            `Context.as_json` makes it) for the recommender.
        first: keys that lead, such as the one that the visitor chose.
        idle_s: instead of the place's own.

    Raises:
        NotFound: there is no such zone.
        BadInput: a word that is none of the garden's.
    """
    words = info_of(info)
    zones.hold(tx, zone)
    now = utc_now()
    until = now + timedelta(seconds=_idle_s(tx) if idle_s is None else idle_s)
    guest = Guest(words, now, until, info.get("visit"), info.get("visitor"), dict(info.get("context") or {}))
    zones.set_info(tx, zone, guest.as_json())
    by_slate = {one.item: slate.id for one in slate.shown} if slate else {}
    chosen: dict[str, str | None] = {**dict.fromkeys(first), **by_slate}
    found = frames(tx, objects, list(chosen))
    put = [chosen_by(found[key], by) for key, by in chosen.items() if key in found]
    version = manifests.add(tx, zone, VISIT, arranged(put), cause="visit", slate=slate.id if slate else None)
    zones.tell(tx, zone, show=words.of_nobody().as_json() | {"until": until.isoformat()})
    return version


def forget(tx: Connection, visitor: str) -> None:
    """Take a visitor's words off every zone; the pictures go back to what the zones show by themselves."""
    for one in zones.listed(tx):
        if one.info.get("visitor") == visitor:
            zones.set_info(tx, one.name, {})
            zones.tell(tx, one.name)


def arranged(pictures: Iterable[Frame], most: int = MOST) -> dict[str, Frame]:
    """Pictures on the places 1, 2, ... of their own orientation, none twice."""
    put: dict[str, Frame] = {}
    seen: Counter[str] = Counter()
    for one in {frame.item: frame for frame in pictures}.values():
        orientation = name_of(one.item).orientation
        if seen[orientation] < most:
            seen[orientation] += 1
            put[f"{seen[orientation]}{orientation}"] = one
    return put


def known_of(tx: Connection, zone: zones.Zone, lanes: Mapping[str, Manifest]) -> Known:
    """What decides on a zone's timeline."""
    standing = lanes.get(STANDING)
    guest = guest_of(zone.info)
    return Known(
        settings=zone.settings,
        programmes=programmes.of_zone(tx, zone.name),
        standing_at=standing.created_at if standing and standing.slots else None,
        visit_until=guest.until if guest and VISIT in lanes else None,
    )


def in_force(tx: Connection, zone: str, now: datetime) -> Slots:
    """What a zone's places show at a moment, as far as it has been chosen; also while the screens are dark."""
    lanes = manifests.lanes(tx, zone)
    segment = timeline(known_of(tx, zones.get(tx, zone), lanes), now, timedelta(seconds=1))[0]
    found = lanes.get(segment.lane) or lanes.get(DEFAULT)
    return found.slots if found else {}


def beside(tx: Connection, zone: zones.Zone) -> set[str]:
    """The pictures on the screens of the zones that are seen together with this one."""
    now = utc_now()
    near = {*zone.settings.neighbours, *(one.name for one in zones.listed(tx) if zone.name in one.settings.neighbours)}
    there = near & set(zones.names(tx))
    return {frame.item for name in there for frame in in_force(tx, name, now).values()}


def _placed(keys: Keys, orientation: str, what: str) -> dict[str, str]:
    if len(keys) > MOST:
        raise BadInput(f"{what}: expected up to {MOST} pictures, got {len(keys)}")
    return {f"{number}{orientation}": key for number, key in enumerate(keys, 1) if key}


def _refuse_repeats(asked: Iterable[str], near: set[str]) -> None:
    for key, times in Counter(asked).items():
        if times > 1 or key in near:
            where = "on a neighbouring zone too" if key in near else "on two screens of the zone"
            raise BadInput(f"{key[:200]!r} would be {where}")


def _exchanged(kept: Slots, wanted: Slots) -> dict[str, Frame]:
    """What stays: a picture that is wanted elsewhere gives its place to one that is displaced, if any is left."""
    taken = {frame.item for frame in wanted.values()}
    displaced = [frame for slot, frame in kept.items() if slot in wanted and frame.item not in taken]
    stays = {slot: frame for slot, frame in kept.items() if slot not in wanted}
    for slot in [slot for slot, frame in stays.items() if frame.item in taken]:
        spare = next((frame for frame in displaced if name_of(frame.item).orientation == slot[-1]), None)
        del stays[slot]
        if spare is not None:
            displaced.remove(spare)
            stays[slot] = spare
    return stays


def _idle_s(tx: Connection) -> float:
    settings = tx.scalar(select(place.c.settings)) or {}
    return float(settings.get("idle_s", USUAL_IDLE_S))
