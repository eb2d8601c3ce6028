"""What is liked more now than a moment ago."""

from sqlalchemy import Connection, func, select

from hwawon.storage.garden_tables import interaction, pool

LIKES = ("click", "like")


def trending(tx: Connection, now_s: int, window_s: int, size: int) -> list[tuple[str, float]]:
    """Served pictures that more visitors liked in the last `window_s` seconds than in as many before.

    The rise is (now - before) / sqrt(now + before), in the order of how far it is beyond chance.
    """
    start_s, middle_s = now_s - 2 * window_s, now_s - window_s
    is_now = interaction.c.timestamp > middle_s
    people = func.count(interaction.c.visitor.distinct())
    query = (
        select(interaction.c.item, people.filter(is_now).label("now"), people.filter(~is_now).label("before"))
        .where(interaction.c.timestamp > start_s, interaction.c.timestamp <= now_s, interaction.c.event_type.in_(LIKES))
        .group_by(interaction.c.item)
    )
    risen = [(row.item, (row.now - row.before) / (row.now + row.before) ** 0.5) for row in tx.execute(query)]
    best = sorted((one for one in risen if one[1] > 0), key=lambda one: (-one[1], one[0]))
    keys = [item for item, _ in best[: 4 * size + 100]]
    served = select(pool.c.serving_key).where(pool.c.serving_key.in_(keys), pool.c.published_at.is_not(None))
    there = set(tx.scalars(served))
    return [one for one in best if one[0] in there][:size]
