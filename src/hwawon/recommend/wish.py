"""What is asked of the recommender."""

from dataclasses import dataclass
from typing import Literal

from hwawon.recommend.context import Context

MOST_PICTURES = 50


@dataclass(frozen=True)
class Wish:
    """Pictures for one moment.

    `visitor` None is nobody: nothing is known of likes, and none are kept out. Keys are serving keys. `without` are not
    shown at all, unless nothing else is there; `first` lead in their order, if visitors may see them; `only` restricts
    to a list, which is thereby ranked. `emotion` asks for one emotion whatever the mood is; `favorite` for a season,
    weather and time as far as there are such pictures. The same `seed` over the same likes draws the same pictures.
    `diversity` 0..1; None: as the policy has it.
    """

    context: Context
    size: int = 3
    visitor: str | None = None
    visit: str | None = None
    surface: str = "api"
    zone: str | None = None
    orientation: Literal["h", "v"] | str | None = None
    favorite: str = ""
    without: frozenset[str] = frozenset()
    first: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    emotion: str = ""
    seed: int | None = None
    policy: str | None = None
    diversity: float | None = None
    synthetic: bool = False

    @property
    def own_emotion(self) -> str:
        """The emotion that the pictures follow; empty: not sure, so all emotions are as good."""
        return self.emotion or self.context.emotion
