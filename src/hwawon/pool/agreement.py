"""How far curators agree: first opinions against second ones."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, text

from hwawon.pool.acts import STATE_OF
from hwawon.storage.garden_tables import POOL_DISPUTED, VERDICT_SECOND, pool, verdict

NEWEST = 10_000  # pairs that are looked at
_SLICE = 500


@dataclass(frozen=True)
class Agreement:
    """`share` of the pairs that are the same, 0..1; `kappa` is Cohen's, at most 1; both None without pairs."""

    pairs: int
    same: int
    share: float | None
    kappa: float | None
    disputed: int  # pictures that nobody has settled yet


def agreement(tx: Connection) -> Agreement:
    """Over the newest 10,000 second opinions that stand; keep with or without stars is the same."""
    pairs = _pairs(tx)
    same = sum(1 for first, second in pairs if first == second)
    disputed = tx.scalar(select(func.count()).select_from(pool).where(text(POOL_DISPUTED))) or 0
    return Agreement(len(pairs), same, same / len(pairs) if pairs else None, kappa(pairs), int(disputed))


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of pairs of verdicts: agreement beyond what chance would give; None without pairs.

    Where both only ever say one and the same thing there is nothing beyond chance to measure: 1 by convention.
    """
    if not pairs:
        return None
    observed = sum(1 for first, second in pairs if first == second) / len(pairs)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    chance = sum(firsts[name] * seconds[name] for name in firsts) / len(pairs) ** 2
    return 1.0 if chance == 1.0 else (observed - chance) / (1 - chance)


def _pairs(tx: Connection) -> list[tuple[str, str]]:
    """What the first curator said before each second opinion, and that."""
    query = select(verdict.c.id, verdict.c.picture, verdict.c.verdict).where(text(VERDICT_SECOND))
    seconds = tx.execute(query.where(verdict.c.undone_at.is_(None)).order_by(verdict.c.id.desc()).limit(NEWEST)).all()
    firsts = _firsts(tx, {row.picture for row in seconds})
    found = []
    for row in seconds:
        before = [said for id, said in firsts.get(row.picture, ()) if id < row.id]
        if before and before[-1] != "clear":
            found.append((STATE_OF[before[-1]], STATE_OF[row.verdict]))
    return found


def _firsts(tx: Connection, pictures: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """The plain verdicts that stand on each picture, oldest first, as (id, verdict)."""
    wanted, found = sorted(pictures), dict[str, list[tuple[str, str]]]()
    for start in range(0, len(wanted), _SLICE):
        query = select(verdict.c.picture, verdict.c.id, verdict.c.verdict).order_by(verdict.c.id)
        query = query.where(verdict.c.picture.in_(wanted[start : start + _SLICE]), verdict.c.second.is_(False))
        for row in tx.execute(query.where(verdict.c.undone_at.is_(None))):
            found.setdefault(row.picture, []).append((row.id, row.verdict))
    return found
