"""Why a picture is on a slate: the place it has, else the most personal part of its score that speaks for it."""

from collections.abc import Callable, Mapping, Sequence

from hwawon.recommend.choose import Choice, Pick
from hwawon.recommend.pictures import Pictures
from hwawon.recommend.slate import Reason
from hwawon.recommend.tiers import FRESH, STARRED
from hwawon.recommend.wish import Wish

CLEARLY = 0.2  # a part of the score that is worth a word
Because = Callable[[int, Sequence[int]], int | None]


def reason_of(pick: Pick, choice: Choice, wish: Wish, pictures: Pictures, because: Because) -> Reason:
    """The reason, with the words that its sentence names."""
    place = pick.picture
    if pictures.keys[place] in wish.first:
        return Reason("chosen")
    if pick.is_wider:
        return Reason("wider", _words(pictures.keys[place], wish))
    if pick.place == STARRED and pictures.stars[place]:
        return Reason("starred")
    if pick.place == FRESH:
        return Reason("fresh")
    parts = {
        "together": float(choice.scores.lift[place] + choice.scores.deep[place]),
        "looks": pick.looks,
        "people": 0.0 if place in choice.liked else float(choice.scores.own[place]),  # the own like is no other's
        "mood": float(choice.scores.kind[place]),
    }
    code = next((code for code, part in parts.items() if part >= CLEARLY), None)  # what is rarer says more
    if code is None:
        return Reason("popular" if choice.scores.worth[place] > 0 else "explore")
    return Reason(code, _values(code, place, choice, wish, pictures, because))


def _values(
    code: str, place: int, choice: Choice, wish: Wish, pictures: Pictures, because: Because
) -> Mapping[str, str]:
    if code == "mood":
        return _words(pictures.keys[place], wish)
    liked = because(place, choice.liked) if code == "together" else None
    return {} if liked is None else {"because": pictures.keys[liked]}


def _words(key: str, wish: Wish) -> Mapping[str, str]:
    """What the picture has of what the visitor feels and wished."""
    _, *parts = key.split("/")
    felt = {"emotion": parts[0]} if parts[0] == wish.own_emotion else {}
    wished = {word for word in (*wish.favorite.split(","), wish.context.season, wish.context.weather) if word}
    shared = [word for word in parts[1].split(",") if word in wished] if len(parts) == 3 else []
    return felt | ({"words": ",".join(shared)} if shared else {})
