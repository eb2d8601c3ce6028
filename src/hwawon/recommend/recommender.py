"""The recommender of one process: pictures that fit, out of what is published and what visitors said."""

from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from hwawon.recommend.log import keep_slate
from hwawon.recommend.simple import simple_slate
from hwawon.recommend.slate import Slate
from hwawon.recommend.wish import Wish
from hwawon.seeds import drawn
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import interaction
from hwawon.storage.ids import new_id

_VALUES = {"click": 1, "like": 1, "dislike": -1, "unlike": 0}


class Recommender:
    """One for each process; safe to share between threads. It follows the database before each answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def slate(self, wish: Wish) -> Slate:
        """Pictures for a moment, logged with their chances; never none while anything is published."""
        seed = drawn() if wish.seed is None else wish.seed
        with self._database.write() as tx:
            position = tx.scalar(select(func.max(interaction.c.id))) or 0
            slate = Slate(new_id(), wish.policy or "default", seed, simple_slate(tx, wish, seed))
            keep_slate(tx, wish, slate, position)
        return slate

    def likes(self, visitor: str) -> Mapping[str, int]:
        """What a visitor thinks of pictures: 1 likes, -1 dislikes; what was taken back is not there."""
        with self._database.read() as tx:
            return _opinions(tx, visitor)


def _opinions(tx: Connection, visitor: str) -> dict[str, int]:
    query = select(interaction.c.item, interaction.c.event_type).where(interaction.c.visitor == visitor)
    said = {
        row.item: _VALUES[row.event_type]
        for row in tx.execute(query.order_by(interaction.c.id))
        if row.event_type in _VALUES
    }
    return {item: value for item, value in said.items() if value}
