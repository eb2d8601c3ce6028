"""One picture of the pool with all that belongs to it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from hwawon.accounts.identity import ADMIN_TOKEN_OWNER
from hwawon.pool import rows
from hwawon.pool.rows import PoolPicture
from hwawon.storage.garden_tables import pool, verdict
from hwawon.storage.tables import person, token

MOST_RELATIVES = 100


@dataclass(frozen=True)
class Detail:
    """A picture, its verdicts (oldest first), its near-duplicates without itself and its children (oldest first)."""

    picture: PoolPicture
    verdicts: list[dict[str, Any]]
    relatives: tuple[PoolPicture, ...]
    children: tuple[PoolPicture, ...]


def detail(tx: Connection, id: str) -> Detail:
    """Raises NotFound where there is none."""
    one = rows.get(tx, id)
    others = select(pool.c.picture).where(pool.c.cluster == one.cluster, pool.c.picture != id)
    children = select(pool.c.picture).where(pool.c.parent == id)
    near, made = (
        list(tx.scalars(query.order_by(pool.c.picture).limit(MOST_RELATIVES))) for query in (others, children)
    )
    return Detail(one, _history(tx, id), rows.all_of(tx, near), rows.all_of(tx, made))


def _history(tx: Connection, id: str) -> list[dict[str, Any]]:
    owner = func.coalesce(person.c.name, token.c.name)
    joined = verdict.outerjoin(person, person.c.id == verdict.c.owner).outerjoin(token, token.c.id == verdict.c.owner)
    told = [verdict.c[name] for name in ("id", "owner", "verdict", "stars", "second", "created_at", "undone_at")]
    query = select(*told, owner.label("owner_name")).select_from(joined).where(verdict.c.picture == id)
    found = []
    for row in tx.execute(query.order_by(verdict.c.id)):
        line = {str(name): value for name, value in row._mapping.items()}
        if line.pop("owner") == ADMIN_TOKEN_OWNER:
            line["owner_name"] = "administrator"
        found.append(line)
    return found
