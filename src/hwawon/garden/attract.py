"""Pictures for a screen that waits for visitors: some of all that is published, chosen for nobody."""

from random import Random

from sqlalchemy import Connection

from hwawon.pool.filter import PoolFilter
from hwawon.promote import listing

_TOGETHER = 3  # neighbours in the order of their making are taken from one place of the list


def some_served(tx: Connection, count: int, random: Random) -> list[str]:
    """The keys of up to `count` published pictures in random order, each once; fewer where there are fewer."""
    everything = PoolFilter()
    total = listing.page(tx, everything, 1, position=0).total
    places = range(0, total, _TOGETHER)
    chosen = random.sample(places, min(len(places), -(-count // _TOGETHER)))
    found = [one for place in chosen for one in listing.page(tx, everything, _TOGETHER, position=place).items]
    keys = sorted({one.serving_key for one in found if one.serving_key})
    random.shuffle(keys)
    return keys[:count]
