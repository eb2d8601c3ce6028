"""All that one process knows: the pictures, the opinions and the views, and which rows of the database they hold."""

from collections.abc import Iterable, Sequence

from hwawon.recommend.erase import name_of_forgotten
from hwawon.recommend.ledger import DAY_S, Ledger, Said, seen_of
from hwawon.recommend.opinions import VALUES
from hwawon.recommend.pictures import Pictures
from hwawon.recommend.views import Views


class Model:
    """Counts of a moment. Not safe between threads: its owner holds a lock."""

    def __init__(self, today: int) -> None:
        self.pictures = Pictures()
        self.ledger = Ledger(self.pictures, today)
        self.views = Views(self.pictures, today)
        self.visitors: dict[str, int] = {}
        self.version = 0  # counts up with every change
        self.said_version = 0  # and with every change of an opinion
        self.last_s = 0  # the moment of the last interaction

    def take(
        self,
        id: int,
        visitor: str,
        item: str,
        kind: str,
        moment_s: int,
        parts: tuple[int, ...],
        seen: Sequence[str] | None,
    ) -> None:
        """One row of the interactions; `seen`: its impression, None where a slate tells what was shown."""
        value = VALUES.get(kind)
        if value is None:
            return
        who = self.visitors.get(visitor)
        if who is None:
            who = self.visitors[visitor] = self.ledger.add_visitor()
        number = self.pictures.number_of
        picture = number(item)
        on_screen = () if seen is None or not value else seen_of(picture, [number(key) for key in seen])
        context = self.ledger.context_number(parts)
        said = Said(id, who, picture, value, moment_s // DAY_S, context, on_screen)
        self._changed(self.ledger.take(said))
        self.last_s = max(self.last_s, moment_s)

    def show(self, slate: str, items: Iterable[str]) -> None:
        """The pictures of one slate were shown."""
        self.views.add(slate, [self.pictures.number_of(key) for key in items])
        self.version += 1

    def forget(self, name: str, until: int) -> None:
        """Forget the opinions of the visitor whom `erase` calls so, up to the interaction `until`."""
        for visitor, number in self.visitors.items():
            if name_of_forgotten(visitor) == name:
                if not self.ledger.forget(number, until):
                    del self.visitors[visitor]
                self._changed()
                return

    def count_all(self, today: int) -> None:
        """Count everything anew, as of a day."""
        self.ledger.count_all(today)
        self.views.count_all(today)
        self._changed()

    def make_room(self) -> None:
        """All columns are as long as there are pictures."""
        self.ledger.make_room()
        self.views.make_room()

    def _changed(self, is_so: bool = True) -> None:
        self.version += is_so
        self.said_version += is_so

    def opinions(self, visitor: str | None) -> dict[int, int]:
        """What a visitor thinks of pictures: 1 or -1, by number."""
        who = self.visitors.get(visitor) if visitor is not None else None
        return {} if who is None else self.ledger.opinions(who)

    def liked_by(self, visitor: str | None) -> list[int]:
        """What a visitor likes, the newest opinion last."""
        who = self.visitors.get(visitor) if visitor is not None else None
        return [] if who is None else self.ledger.liked_by(who)
