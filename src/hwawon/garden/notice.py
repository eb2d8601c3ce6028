"""What visitors are told before the camera opens: one text for the kiosk, the printable sign and the public pages."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hwawon.config import Settings
from hwawon.garden.place import LANGUAGES, Place

_FILE = Path(__file__).with_name("notice.json")
FALLBACK = "en"


@dataclass(frozen=True)
class Notice:
    """The notice of a place in one language."""

    language: str
    title: str
    lines: tuple[str, ...]  # in the order in which they are shown
    yes: str  # the button that opens the camera; empty where there is none
    by_hand: str
    label: str  # on pictures: made by AI
    reason: str  # why no faces are read; empty where they are


def notice_of(place: Place, language: str, *, sent: bool = False) -> Notice:
    """What is true of this place, in plain words; another language than ours is English.

    `sent`: faces are read by Amazon Rekognition, see `is_sent`.
    """
    words = words_of(language)
    reads = place.reads_emotions
    chosen = [
        *(("camera", "sent" if sent else "memory", "guess") if reads else ("faceless",)),
        *(("age",) if reads and place.age_and_gender else ()),
        *(("without",) if reads else ()),
        "kept",
        "code",
        *(("return",) if place.returning != "none" else ()),
        *(("face",) if reads and place.returning == "face" else ()),
        *(("child",) if reads and place.child_age else ()),
        "made",
        *(("contact",) if place.contact else ()),
    ]
    lines = tuple(words[key].format_map(_numbers(place)) for key in chosen)
    label = label_of(place, language)
    reason = words[place.off_because] if place.off_because else ""
    yes = words["yes"] if reads else ""
    return Notice(_known(language), words["title"], lines, yes, words["by_hand"], label, reason)


def is_sent(settings: Settings) -> bool:
    """Whether the picture of a face leaves this machine."""
    return settings.faces != "own"


def label_of(place: Place, language: str) -> str:
    """The words that mark a picture as made by AI."""
    own = {str(key): text for key, text in place.label.items()}
    return own.get(_known(language)) or words_of(language)["label"]


def words_of(language: str) -> Mapping[str, str]:
    """All texts of visitors' pages in one language; English where it is none of ours."""
    return _texts()[_known(language)]


def spoken(accepted: str, languages: tuple[str, ...] = LANGUAGES) -> str:
    """The first language of an Accept-Language header that is one of ours; else our first."""
    asked = [part.split(";")[0].strip().lower().split("-")[0] for part in accepted.split(",")]
    return next((one for one in asked if one in languages), languages[0])


def _known(language: str) -> str:
    return language if language in LANGUAGES else FALLBACK


def _numbers(place: Place) -> Mapping[str, object]:
    kept = place.retention
    days = {"visits": kept.visits_days, "interactions": kept.interactions_days, "prints": kept.prints_days}
    return {**days, "child_age": place.child_age, "contact": place.contact}


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    texts: Mapping[str, Mapping[str, str]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return texts
