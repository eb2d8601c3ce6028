"""The words of a call's context, filters and metadata, and what is stored of a visitor, as the recommender's own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from hwawon.errors import BadInput
from hwawon.pool.keys import EMOTIONS, name_of
from hwawon.recommend.context import GENDERS, GENERATIONS, Context, context_of, surely
from hwawon.recommend.opinions import context_of_visitor
from hwawon.storage.garden_tables import item

CONTEXT = ("EMOTION", "GENERATION", "GENDER", "SEASON", "WEATHER", "TIME")
FILTERS = ("EMOTION", "FAVORITE", "ORIENTATION")
COLUMNS = ("EMOTION", "TIMESTAMP")
_ORIENTATIONS = ("h", "v")


@dataclass(frozen=True)
class Filter:
    """What alone may be shown; empty: anything."""

    emotion: str = ""
    favorite: str = ""
    orientation: str | None = None


def context_for(tx: Connection, user: str | None, given: Mapping[str, str]) -> Context:
    """What is stored of the visitor, and over it what the call says; keys in any case.

    Raises:
        BadInput: an unknown key or word.
    """
    words = known_words(given, CONTEXT, "context")
    stored = context_of_visitor(tx, user) if user else Context()
    emotion = words.pop("emotion", None)
    named = context_of({name: _canonical(name, value) for name, value in words.items()})
    changed = replace(stored, **{name: getattr(named, name) for name in words})
    return replace(changed, mood=surely(emotion.lower())) if emotion else changed


def filter_of(arn: str | None, values: Mapping[str, str]) -> Filter:
    """A filter from its values; quotes around a value, as the service wants them, are taken off.

    Raises:
        BadInput: values without a filter, an unknown name or word.
    """
    if values and arn is None:
        raise BadInput(f"filterValues: expected a filterArn beside them, got only {', '.join(values)}")
    words = {name: value.strip('"') for name, value in known_words(values, FILTERS, "filterValues").items()}
    if (emotion := words.get("emotion", "").lower()) and emotion not in EMOTIONS:
        raise BadInput(f"filterValues.EMOTION: expected one of {', '.join(EMOTIONS)}, got {emotion[:80]!r}")
    orientation = words.get("orientation")
    if orientation not in (None, *_ORIENTATIONS):
        raise BadInput(f"filterValues.ORIENTATION: expected h or v, got {orientation[:80]!r}")
    return Filter(emotion, words.get("favorite", ""), orientation)


def passes(key: str, filter: Filter) -> bool:
    """Whether a filter lets a picture through, by what its key says."""
    name = name_of(key)
    cell = name.cell
    fits = filter.emotion in ("", cell.emotion) and filter.favorite in ("", cell.favorite)
    return fits and filter.orientation in (None, name.orientation)


def known_words(given: Mapping[str, Any], known: tuple[str, ...], what: str) -> dict[str, Any]:
    """Keys in small letters.

    Raises:
        BadInput: a key that is none of `known`.
    """
    for name in given:
        if name.upper() not in known:
            raise BadInput(f"{what}: expected only {', '.join(known)}, got {name[:80]!r}")
    return {name.lower(): value for name, value in given.items()}


def user_row(id: str, properties: Mapping[str, Any]) -> dict[str, str]:
    """A visitor's row; what the properties do not name is left out.

    Raises:
        BadInput: an unknown property or word.
    """
    words = known_words(properties, ("GENERATION", "GENDER", "EMOTION"), "properties")
    for name, value in words.items():
        allowed = {"generation": GENERATIONS, "gender": GENDERS, "emotion": EMOTIONS}[name]
        if not isinstance(value, str) or _canonical(name, value) not in ("", *allowed):
            raise BadInput(f"properties.{name}: expected one of {', '.join(allowed)}, got {value!r:.80}")
    row = {name: _canonical(name, value) for name, value in words.items()}
    return {"id": id, **row, **({"emotion": row["emotion"].upper()} if "emotion" in row else {})}


def metadata_of(tx: Connection, keys: list[str], columns: Mapping[str, list[str]]) -> dict[str, dict[str, str]]:
    """What is asked of each picture's columns, by its key.

    Raises:
        BadInput: another data set than ITEMS, or a column that it has not.
    """
    for name, wanted in columns.items():
        if name.upper() != "ITEMS":
            raise BadInput(f"metadataColumns: expected only ITEMS, got {name[:80]!r}")
        known_words(dict.fromkeys(wanted), COLUMNS, "metadataColumns.ITEMS")
    wanted = [column for of_set in columns.values() for column in of_set]
    if not wanted or not keys:
        return {}
    rows = tx.execute(select(item.c.id, item.c.emotion, item.c.timestamp).where(item.c.id.in_(keys)))
    return {row.id: {column: str(getattr(row, column.lower())) for column in wanted} for row in rows}


def _canonical(name: str, value: str) -> str:
    """Scripts write words in either case; of ours only genders have a capital."""
    return value.capitalize() if name == "gender" else value.lower()
