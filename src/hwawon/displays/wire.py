"""A zone's manifest as the screens get it: what to show now, what comes next and when, and the server's clock."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import orjson

from hwawon.displays.info import guest_of, told
from hwawon.displays.manifests import Manifest
from hwawon.displays.slots import Slots
from hwawon.displays.stage import View
from hwawon.displays.timeline import Segment

POLL_S = 5.0  # between two looks of a screen that cannot wait for news


def manifest_json(view: View) -> dict[str, Any]:
    """`sets` has the pictures of each version that the timeline names. Moments are seconds since 1970."""
    versions = {one.version: one for one in (view.lanes.get(part.lane) for part in view.segments) if one}
    present = view.present
    return {
        "zone": view.zone.name,
        "version": present.version if present else 0,
        "cause": present.cause if present else "",
        "off": view.segments[0].off,
        "slots": slots_out(present.slots if present else {}),
        "timeline": list(_timeline(view)),
        "sets": {str(version): slots_out(one.slots) for version, one in sorted(versions.items())},
        "poll_s": POLL_S,
    }


def tag_of(told: dict[str, Any]) -> str:
    """The entity tag of a manifest, quotes included."""
    return f'"{hashlib.sha256(orjson.dumps(told)).hexdigest()[:32]}"'


def slots_out(slots: Slots) -> dict[str, Any]:
    """What screens are told of each picture."""
    return {
        slot: {
            "item": frame.item,
            "picture": frame.picture,
            "sha256": frame.sha256,
            "url": frame.path,
            "media_type": frame.media_type,
            "bytes": frame.bytes,
            "width": frame.width,
            "height": frame.height,
        }
        for slot, frame in slots.items()
    }


def info_json(view: View) -> dict[str, Any]:
    """Our keys, `korean` with the original's, and whether a visitor is there."""
    guest = guest_of(view.zone.info)
    words = told(guest, view.now)
    is_here = guest is not None and view.now < guest.until
    return words.as_json() | {"favorite": words.favorite, "korean": words.in_korean(), "present": is_here}


def _timeline(view: View) -> Iterator[dict[str, Any]]:
    for index, part in enumerate(view.segments):
        shown = view.lanes.get(part.lane)
        yield {
            "at": _begins(part, shown, index == 0, view),
            "until": seconds(part.end) if part.end else None,
            "version": shown.version if shown else None,
            "off": part.off,
        }


def _begins(part: Segment, shown: Manifest | None, is_first: bool, view: View) -> float | None:
    """When all screens change to it; None: as soon as they can. Not before they had the time to fetch it."""
    told_at = shown.created_at + timedelta(seconds=view.zone.settings.lead_s) if shown and not part.off else None
    if is_first:
        return seconds(told_at) if told_at else None
    return seconds(max(part.start, told_at) if told_at else part.start)


def seconds(moment: datetime) -> float:
    """Since 1970."""
    return round(moment.timestamp(), 3)
