"""What the routes of the data sets are asked and answer."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from hwawon.datasets.overview import Overview, Standing
from hwawon.datasets.seed import FEWEST_INTERACTIONS, FEWEST_VISITORS
from hwawon.validation import FrozenModel

Problem = Literal[
    "unknown_users", "unknown_items", "unknown_emotions", "wrong_moments", "few_users", "few_interactions"
]


class DataSetOut(BaseModel):
    """One data set. Of users `earliest` and `latest` say when they were added, of the others what they tell."""

    rows: int
    synthetic: int
    earliest: datetime | None
    latest: datetime | None


class ProblemOut(BaseModel):
    """Something a recommender would stumble over; `few_*`: rows that there are, of too few."""

    code: Problem
    count: int


class GroupOut(BaseModel):
    """Visitors who share generation, gender and emotion."""

    generation: str
    gender: str
    emotion: str
    people: int


class DataSetsOut(BaseModel):
    """All three data sets; `small_groups` holds the first hundred of `small_groups_total`."""

    users: DataSetOut
    items: DataSetOut
    interactions: DataSetOut
    problems: list[ProblemOut]
    small_groups: list[GroupOut]
    small_groups_total: int


class FileReportOut(BaseModel):
    """What became of one file's lines: rows = added + updated + skipped + repeated + bad."""

    rows: int
    added: int
    updated: int
    skipped: int  # there already, exactly so
    repeated: int  # users and items: earlier lines of an id; the last one counts
    bad: int
    unit: Literal["seconds", "milliseconds", "mixed"] | None
    unknown_users: int
    unknown_items: int
    unknown_emotions: int
    examples: dict[str, list[str]]
    ignored_columns: list[str]


class BadLineOut(BaseModel):
    """A line that was left out; the header is line 1."""

    file: Literal["users", "items", "interactions"]
    line: int
    problem: str


class ImportOut(BaseModel):
    """What an import did; files that were not sent are null, `lines` holds the first hundred of `bad`."""

    users: FileReportOut | None
    items: FileReportOut | None
    interactions: FileReportOut | None
    bad: int
    lines: list[BadLineOut]
    notices: list[str]


class SeedWish(FrozenModel):
    """How much seed data to make; the same seed over the same items gives the same."""

    visitors: Annotated[int, Field(ge=FEWEST_VISITORS, le=10_000)] = 40
    interactions: Annotated[int, Field(ge=FEWEST_INTERACTIONS, le=200_000)] = 2_000
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = 1


class SeedOut(BaseModel):
    """Rows that were made, or removed."""

    visitors: int
    interactions: int


def overview_json(overview: Overview) -> dict[str, Any]:
    """An overview as the API shows it."""
    return {
        "users": _standing(overview.users),
        "items": _standing(overview.items),
        "interactions": _standing(overview.interactions),
        "problems": [vars(one) for one in overview.problems],
        "small_groups": [vars(one) for one in overview.small_groups.first],
        "small_groups_total": overview.small_groups.count,
    }


def _standing(one: Standing) -> dict[str, Any]:
    return vars(one) | {"earliest": _moment(one.earliest), "latest": _moment(one.latest)}


def _moment(value: datetime | int | None) -> datetime | None:
    """Seconds of the tables as a moment; one that no calendar holds is none."""
    if not isinstance(value, int):
        return value
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, ValueError, OSError):
        return None
