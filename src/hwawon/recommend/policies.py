"""Ways of choosing pictures, tried beside each other: each has settings and a share of the visits.

What no share claims goes to "default", whose settings may be stored as well; its own share is never looked at.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection, bindparam, delete, select

from hwawon.errors import BadInput
from hwawon.storage.many import insert_many
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import policy as policies
from hwawon.validation import FrozenModel, validated

DEFAULT = "default"
MOST_POLICIES = 20
_STEPS = 2**52  # of the hash, which then divides exactly
_SUM_SLACK = 1e-9  # ten shares of 0.1 sum up to a hair more than 1

Share = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0, le=4)]


class PolicySettings(FrozenModel):
    """How a policy chooses; what is left out is as the product chooses by itself."""

    exploration: Share | None = None  # how wide the draw from the posterior is; 0: always the best known
    diversity: Share | None = None  # 0: by score alone; 1: as unlike each other as possible
    fresh_share: Share | None = None  # of a slate that pictures shown to few may claim
    promoted_share: Share | None = None  # of a slate that starred pictures may claim
    context_weight: Weight | None = None  # of mood and circumstances against popularity; 1 is as counted
    likes_weight: Weight | None = None  # of what goes with the visitor's own likes
    deep_weight: Weight | None = None  # of the model that is trained beside the requests; 0: without it

    def chosen(self) -> dict[str, float]:
        """The settings that are named."""
        return self.model_dump(exclude_none=True)


@dataclass(frozen=True)
class Policy:
    """One way of choosing, and the share of visits, 0..1, that is given to it."""

    name: str
    settings: PolicySettings
    share: float


_SETTINGS = select(policies.c.settings).where(policies.c.name == bindparam("name"))


def stored_policies(tx: Connection) -> tuple[Policy, ...]:
    """All that are stored, by name."""
    rows = tx.execute(select(policies.c.name, policies.c.settings, policies.c.share).order_by(policies.c.name))
    return tuple(Policy(name, PolicySettings.model_validate(settings), share) for name, settings, share in rows)


def settings_of(tx: Connection, name: str) -> PolicySettings:
    """The settings of a policy; the usual ones for one that is stored no more."""
    found = tx.scalar(_SETTINGS, {"name": name})
    return PolicySettings.model_validate(found or {})


def policy_of(tx: Connection, name: str | None, visit: str | None) -> tuple[str, PolicySettings]:
    """A policy's name and settings; without a name the visit's own, and the usual one where there is no visit."""
    chosen = name or (choose_policy(tx, visit) if visit else DEFAULT)
    return chosen, settings_of(tx, chosen)


def store_policies(tx: Connection, wanted: Sequence[Policy]) -> None:
    """Put these in place of all that are stored.

    Raises:
        BadInput: a name given twice, shares that sum up to more than 1, or more than twenty.
    """
    check(wanted)
    now = utc_now()
    since = dict(tx.execute(select(policies.c.name, policies.c.created_at)).all())
    tx.execute(delete(policies))
    insert_many(
        tx, policies, [_row(one) | {"created_at": since.get(one.name, now), "updated_at": now} for one in wanted]
    )


def check(wanted: Sequence[Policy]) -> None:
    """Raises as `store_policies`."""
    names = [one.name for one in wanted]
    twice = sorted({name for name in names if names.count(name) > 1})
    claimed = sum(one.share for one in wanted if one.name != DEFAULT)
    if twice:
        raise BadInput(f"expected each policy once, got {twice[0]!r} {names.count(twice[0])} times")
    if len(wanted) > MOST_POLICIES:
        raise BadInput(f"expected at most {MOST_POLICIES} policies, got {len(wanted)}")
    if claimed > 1 + _SUM_SLACK:
        raise BadInput(f"expected shares that sum up to at most 1, got {claimed:g}")


def choose_policy(tx: Connection, visit: str) -> str:
    """The policy of a visit: the same one as long as the shares are as they are."""
    return drawn(visit, stored_policies(tx))


def drawn(visit: str, among: Sequence[Policy]) -> str:
    """Which policy a visit falls to: its hash, spread evenly over 0..1, laid over the shares in the order of names."""
    place = int.from_bytes(hashlib.sha256(f"policy {visit}".encode()).digest()[:8], "big") % _STEPS / _STEPS
    for one in sorted(among, key=lambda one: one.name):
        if one.name == DEFAULT:
            continue
        if place < one.share:
            return one.name
        place -= one.share
    return DEFAULT


def policy_settings(data: Mapping[str, Any]) -> PolicySettings:
    """Settings from JSON.

    Raises:
        BadInput: an unknown key or a number out of range.
    """
    return validated(PolicySettings, data)


def _row(one: Policy) -> dict[str, Any]:
    return {"name": one.name, "settings": one.settings.chosen(), "share": one.share}
