"""HTTP of the policies: which there are, their settings, and the share of visits that each is given."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field, StringConstraints

from hwawon.accounts.guard import Guard
from hwawon.accounts.identity import Identity
from hwawon.accounts.roles import Role
from hwawon.recommend.policies import (
    DEFAULT,
    MOST_POLICIES,
    Policy,
    PolicySettings,
    store_policies,
    stored_policies,
)
from hwawon.storage.database import Database
from hwawon.validation import FrozenModel


class PolicyIn(FrozenModel):
    """One policy; settings that are left out are as the product chooses by itself."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    settings: PolicySettings = PolicySettings()
    share: Annotated[float, Field(ge=0, le=1)] = 0.0


class PoliciesIn(FrozenModel):
    """All policies together: what is not named is no more."""

    policies: Annotated[list[PolicyIn], Field(max_length=MOST_POLICIES)]


class PolicyOut(BaseModel):
    """One policy; of `default` the share is what the others leave."""

    name: str
    settings: PolicySettings
    share: float


class PoliciesOut(BaseModel):
    """The policies by name; `default` is always there."""

    policies: list[PolicyOut]


def router(database: Database, guard: Guard) -> APIRouter:
    """The routes, for curators."""
    routes = APIRouter(prefix="/api/recommend", tags=["recommender"])
    Curator = Annotated[Identity, Depends(guard.needs(Role.CURATOR))]

    @routes.get("/policies")
    def list_policies(_: Curator) -> PoliciesOut:
        """The ways of choosing that are tried beside each other."""
        with database.read() as tx:
            return _out(stored_policies(tx))

    @routes.put("/policies")
    def put_policies(_: Curator, wish: PoliciesIn) -> PoliciesOut:
        """Put these in place of all that are there; visits from now on are drawn by these."""
        wanted = [Policy(one.name, one.settings, one.share) for one in wish.policies]
        with database.write() as tx:
            store_policies(tx, wanted)
            return _out(stored_policies(tx))

    return routes


def _out(stored: tuple[Policy, ...]) -> PoliciesOut:
    others = [one for one in stored if one.name != DEFAULT]
    usual = next((one.settings for one in stored if one.name == DEFAULT), PolicySettings())
    left = max(0.0, 1.0 - sum(one.share for one in others))
    rows = [Policy(DEFAULT, usual, left), *others]
    return PoliciesOut(policies=[PolicyOut(name=one.name, settings=one.settings, share=one.share) for one in rows])
