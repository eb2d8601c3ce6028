"""What a zone shows now and next, kept right whenever somebody looks.

A lane that is needed and has no pictures gets some; a picture that was retracted, or whose file is broken, gives way to
another; what a zone shows by itself changes after a while. All of it happens when a screen asks, so any number of web
processes may serve one zone, and a zone that nobody looks at costs nothing.
"""

import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from hwawon.displays import manifests, show, zones
from hwawon.displays.choose import Asked, Choose, context_for, context_of_words
from hwawon.displays.frames import chosen_by, frames, published
from hwawon.displays.hours import timezone_of
from hwawon.displays.info import Guest, guest_of
from hwawon.displays.manifests import DEFAULT, STANDING, VISIT, Manifest, lane_of
from hwawon.displays.settings import Off, Programme, Source
from hwawon.displays.slots import MOST, ORIENTATIONS, Frame, Orientation, Slots
from hwawon.displays.timeline import Segment, timeline
from hwawon.errors import NotFound
from hwawon.pool.keys import name_of
from hwawon.recommend.context import Context, context_of
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects
from hwawon.storage.types import utc_now

FILLED = "filled"  # the cause of a visitor's manifest whose other places are taken too
TRIES = 8  # each makes one lane right; others may write meanwhile


@dataclass(frozen=True)
class View:
    """A zone at a moment: the segments to come, and the newest manifest of each lane."""

    zone: zones.Zone
    now: datetime
    segments: tuple[Segment, ...]
    lanes: Mapping[str, Manifest]

    @property
    def present(self) -> Manifest | None:
        """What is in force; also while the screens are dark."""
        return self.lanes.get(self.segments[0].lane)


class _Lack(NamedTuple):
    """A lane that has to be made anew, or only mended where `kept` is what stays of it."""

    lane: str
    source: Source
    kept: Slots
    seen: Manifest | None
    slots: tuple[str, ...]  # to fill


class Stage:
    """The zones of an installation, for whoever shows them. Safe to share between threads."""

    def __init__(self, database: Database, objects: Objects, choose: Choose) -> None:
        self._database = database
        self._objects = objects
        self._choose = choose
        self._turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._broken: dict[str, str] = {}  # the entity tag that a broken file had, by its key

    def view(self, name: str, now: datetime | None = None) -> View:
        """A zone as it is shown now, after what it lacks was made.

        Raises:
            NotFound: there is no such zone.
        """
        for _ in range(TRIES):
            seen, lacks = self._seen(name, now or utc_now())
            if not lacks:
                return seen
            with self._turns[name]:
                seen, lacks = self._seen(name, now or utc_now())
                if not any(self._mend(seen, lack) for lack in lacks):
                    return seen
        return self._seen(name, now or utc_now())[0]

    def spoil(self, key: str) -> None:
        """A picture's file is not what it was: it is shown no more until it is another file."""
        try:
            self._broken[key] = self._objects.head(key).etag
        except NotFound:
            self._broken[key] = ""
        with self._database.write() as tx:
            zones.tell(tx, "", broken=key)

    def _seen(self, name: str, now: datetime) -> tuple[View, tuple[_Lack, ...]]:
        with self._database.read() as tx:
            zone = zones.get(tx, name)
            lanes = manifests.lanes(tx, name)
            known = show.known_of(tx, zone, lanes)
            view = View(zone, now, timeline(known, now), lanes)
            items = {frame.item for one in lanes.values() for frame in one.slots.values()}
            good = published(tx, items) if items else set()
        bad = {item for item in items if item not in good or self._is_broken(item)}
        return view, tuple(self._lacks(view, known.programmes, bad))

    def _lacks(self, view: View, programmes: Mapping[str, Programme], bad: set[str]) -> Iterator[_Lack]:
        needed = dict.fromkeys(segment.lane for segment in view.segments)
        for lane in needed:
            source = _source_of(lane, view.zone, programmes)
            seen = view.lanes.get(lane)
            if lane == VISIT and seen is not None and seen.cause != FILLED:
                kept = _good(seen, bad)
                yield _Lack(lane, Source(), kept, seen, tuple(slot for slot in _wanted(Source()) if slot not in kept))
                continue
            if seen is None or not seen.slots or self._is_over(view, lane, source, seen):
                if source is not None:
                    yield _Lack(lane, source, {}, seen, _wanted(source))
                continue
            kept = _good(seen, bad)
            if len(kept) < len(seen.slots):
                empty = tuple(slot for slot in seen.slots if slot not in kept)
                yield _Lack(lane, source or Source(), kept, seen, empty)

    def _is_over(self, view: View, lane: str, source: Source | None, seen: Manifest) -> bool:
        """Whether other pictures are due. Those of a visitor begin to age when the visitor has gone."""
        if source is None:
            return False
        if lane == DEFAULT and view.zone.updated_at > seen.created_at:
            return True
        guest = guest_of(view.zone.info)
        since = max(seen.created_at, guest.until) if guest and guest.until <= view.now else seen.created_at
        rotates = source.kind == "recommended" and source.rotate_s > 0 and view.segments[0].lane == lane
        return rotates and view.now - since >= timedelta(seconds=source.rotate_s)

    def _mend(self, view: View, lack: _Lack) -> bool:
        """Choose what is lacking and write it; whether anything came of it."""
        with self._database.read() as tx:
            near = show.beside(tx, view.zone)
        chosen = self._chosen(view, lack, near)
        slots = {**lack.kept, **chosen}
        before = lack.seen.slots if lack.seen else {}
        _repeat(slots, before)
        if not slots and not before:
            return False
        with self._database.write() as tx:
            zones.hold(tx, view.zone.name)
            newest = manifests.lanes(tx, view.zone.name).get(lack.lane)
            if newest != lack.seen:  # somebody was quicker
                return True
            cause = FILLED if lack.lane == VISIT else lack.seen.cause if lack.seen and lack.lane == STANDING else ""
            slate = next((frame.slate for frame in slots.values() if frame.slate), None)
            manifests.add(tx, view.zone.name, lack.lane, slots, cause=cause, slate=slate, now=view.now)
        return True

    def _chosen(self, view: View, lack: _Lack, near: set[str]) -> dict[str, Frame]:
        fixed = self._fixed(lack.source) if lack.source.kind == "fixed" and not lack.kept else {}
        if fixed:
            return fixed
        local = view.now.astimezone(timezone_of(view.zone.settings))
        guest = guest_of(view.zone.info) if lack.lane == VISIT else None
        context = _context_of(guest) if guest else context_for(lack.source, local)
        before = {frame.item for frame in lack.seen.slots.values()} if lack.seen and not lack.kept else set()
        put: dict[str, Frame] = {}
        for orientation in ORIENTATIONS:
            places = [slot for slot in lack.slots if slot.endswith(orientation)]
            hidden = near | {frame.item for frame in lack.kept.values()}
            asked = Asked(
                view.zone.name,
                orientation,
                len(places),
                context,
                frozenset(hidden | before),
                visit=guest.visit if guest else None,
                visitor=guest.visitor if guest else None,
            )
            put |= dict(zip(places, self._frames(asked, frozenset(hidden)), strict=False))
        return put

    def _frames(self, asked: Asked, never: frozenset[str]) -> list[Frame]:
        """What is chosen; where too few others are left, also of what was shown just now."""
        if not asked.size:
            return []
        found: dict[str, Frame] = {}
        for without in (asked.without, never) if asked.without != never else (never,):
            size = asked.size - len(found)
            hidden = frozenset(without | set(found) | {key for key in self._broken if self._is_broken(key)})
            if not size:
                break
            choice = self._choose(replace(asked, size=size, without=hidden))
            with self._database.read() as tx:
                there = frames(tx, self._objects, choice.items)
            fits = [key for key in choice.items if key in there and key not in hidden]
            of_side = [key for key in fits if name_of(key).orientation == asked.orientation]
            found |= {key: chosen_by(there[key], choice.slate) for key in of_side}
        return list(found.values())[: asked.size]

    def _fixed(self, source: Source) -> dict[str, Frame]:
        wanted: dict[Orientation, tuple[str, ...]] = {"h": source.landscape, "v": source.portrait}
        with self._database.read() as tx:
            there = frames(tx, self._objects, {key for keys in wanted.values() for key in keys})
        good = {
            side: [key for key in keys if key in there and not self._is_broken(key)] for side, keys in wanted.items()
        }
        return {f"{number}{side}": there[key] for side, keys in good.items() for number, key in enumerate(keys, 1)}

    def _is_broken(self, key: str) -> bool:
        if key not in self._broken:
            return False
        try:
            is_same = self._objects.head(key).etag == self._broken[key]
        except NotFound:
            return True
        if not is_same:
            self._broken.pop(key, None)
        return is_same


def _source_of(lane: str, zone: zones.Zone, programmes: Mapping[str, Programme]) -> Source | None:
    """Where a lane's pictures come from; None: from somebody's hand."""
    if lane == DEFAULT:
        return zone.settings.source
    for id, one in programmes.items():
        if lane_of(id) == lane and not isinstance(one, Off):
            return one.source
    return None


def _good(seen: Manifest, bad: set[str]) -> dict[str, Frame]:
    return {slot: frame for slot, frame in seen.slots.items() if frame.item not in bad}


def _wanted(source: Source) -> tuple[str, ...]:
    """The places that a source fills."""
    if source.kind == "recommended":
        return tuple(f"{number}{side}" for side in ORIENTATIONS for number in range(1, MOST + 1))
    sides = {"h": source.landscape, "v": source.portrait}
    return tuple(f"{number}{side}" for side, keys in sides.items() for number in range(1, len(keys) + 1))


def _context_of(guest: Guest) -> Context:
    if guest.context:
        return context_of(guest.context)
    words = guest.info
    return context_of_words(words.emotion, words.season, words.weather, words.time)


def _repeat(slots: dict[str, Frame], before: Slots) -> None:
    """Where nothing is left for a place that had a picture, one of the zone's others: a screen is never without."""
    for side in ORIENTATIONS:
        others = [slots[slot] for slot in sorted(slots) if slot.endswith(side)]
        holes = [slot for slot in before if slot.endswith(side) and slot not in slots]
        if others:
            slots |= {slot: others[index % len(others)] for index, slot in enumerate(holes)}
