"""Pictures for calls in Personalize's form: for a visitor, with a share of promoted ones, or going with another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from hwawon.compat.personalize_context import Filter, context_for, filter_of, metadata_of, passes
from hwawon.compat.personalize_shapes import GetPersonalizedRanking, GetRecommendations, Promotion
from hwawon.errors import BadInput, NotFound
from hwawon.recommend.recommender import Recommender
from hwawon.recommend.wish import MOST_PICTURES, Wish
from hwawon.storage.database import Database
from hwawon.storage.garden_tables import item
from hwawon.storage.ids import new_id
from hwawon.storage.visitor_tables import policy

SIMILAR, TRENDING, POPULAR = "similar-items", "trending-now", "popularity-count"  # names at the end of an address
TREND_S = 86_400
PROMOTED = "Promoted item"


@dataclass(frozen=True)
class Desk:
    """Answers GetRecommendations and GetPersonalizedRanking."""

    database: Database
    recommender: Recommender

    def recommend(self, wish: GetRecommendations) -> dict[str, Any]:
        """The body of the answer.

        Raises:
            BadInput: neither a visitor nor a picture, an unknown key of context, filter or metadata.
            NotFound: a picture that is not shown to visitors.
        """
        if (wish.itemId is not None and wish.userId is None) or wish.source == SIMILAR:
            return self._described(wish, new_id(), self._similar(wish))
        if wish.source == TRENDING:
            rows = self.recommender.trending(TREND_S, wish.numResults)
            return self._described(wish, new_id(), [_entry(key, score) for key, score in rows])
        if wish.source == POPULAR:
            liked = self.recommender.top_liked(wish.numResults)
            return self._described(wish, new_id(), [_entry(key, float(count)) for key, count in liked])
        if wish.userId is None:
            raise BadInput("userId: this key is missing; only itemId, trending-now and popularity-count go without")
        return self._for_visitor(wish)

    def rank(self, wish: GetPersonalizedRanking) -> dict[str, Any]:
        """The list in the order that fits the visitor; items that are not shown to visitors come last, without a score.

        Raises:
            BadInput: an unknown key of context, filter or metadata.
        """
        asked = list(dict.fromkeys(wish.inputList))
        filter = filter_of(wish.filterArn, wish.filterValues)
        wanted = replace(self._wish(wish, len(asked), filter), only=tuple(asked))
        id, ranked = self._chosen(wanted, filter)
        if len(asked) > MOST_PICTURES:  # behind those that were drawn, the best of what is left
            drawn = {one["itemId"] for one in ranked}
            best = self.recommender.ranked(wanted)
            ranked += [_entry(key, score) for key, score in best if key not in drawn and passes(key, filter)]
        if not wish.filterArn:
            there = {one["itemId"] for one in ranked}
            ranked += [{"itemId": key} for key in asked if key not in there]
        described = self._described(wish, id, ranked)
        return {"personalizedRanking": described["itemList"], "recommendationId": described["recommendationId"]}

    def _for_visitor(self, wish: GetRecommendations) -> dict[str, Any]:
        if wish.numResults == 0:
            return {"itemList": [], "recommendationId": new_id()}
        promoted = self._promoted(wish, wish.promotions[0]) if wish.promotions else []
        filter = filter_of(wish.filterArn, wish.filterValues)
        usual = self._wish(wish, wish.numResults, filter)
        named = {one["itemId"]: one for one in promoted}
        id, chosen = self._chosen(replace(usual, first=tuple(named)), filter)
        return self._described(wish, id, [one | named.get(one["itemId"], {}) for one in chosen])

    def _chosen(self, wish: Wish, filter: Filter) -> tuple[str, list[dict[str, Any]]]:
        """A logged slate's id and its pictures: each was drawn and is kept with its chance, so there are 50 at most."""
        slate = self.recommender.slate(replace(wish, size=min(wish.size, MOST_PICTURES)))
        found = [one for one in slate.shown if one.item in wish.first or passes(one.item, filter)]
        return slate.id, [_entry(one.item, one.score) for one in found]

    def _promoted(self, wish: GetRecommendations, promotion: Promotion) -> list[dict[str, Any]]:
        """The best of what the promotion's filter lets through, so many that its share of the answer is full."""
        share = -(-wish.numResults * promotion.percentPromotedItems // 100)
        filter = filter_of(promotion.filterArn, promotion.filterValues)
        _, chosen = self._chosen(self._wish(wish, min(share, MOST_PICTURES), filter), filter)
        return [{"itemId": one["itemId"], "promotionName": promotion.name, "reason": [PROMOTED]} for one in chosen]

    def _wish(self, wish: GetRecommendations | GetPersonalizedRanking, size: int, filter: Filter) -> Wish:
        source = (wish.campaignArn or "").rpartition("/")[2]
        with self.database.read() as tx:
            context = context_for(tx, wish.userId, wish.context)
            known = tx.scalar(select(policy.c.name).where(policy.c.name == source))
        return Wish(
            context=context,
            size=size,
            visitor=wish.userId,
            surface="api",
            emotion=filter.emotion,
            favorite=filter.favorite,
            orientation=filter.orientation,
            policy=known,
        )

    def _similar(self, wish: GetRecommendations) -> list[dict[str, Any]]:
        if wish.itemId is None:
            raise BadInput(f"itemId: this key is missing; {SIMILAR} needs the picture that others should go with")
        with self.database.read() as tx:
            if tx.scalar(select(item.c.id).where(item.c.id == wish.itemId)) is None:
                raise NotFound(f"there is no item {wish.itemId[:200]!r}")
        return [_entry(one.item, one.score) for one in self.recommender.similar(wish.itemId, wish.numResults)]

    def _described(
        self, wish: GetRecommendations | GetPersonalizedRanking, id: str, entries: Sequence[dict[str, Any]]
    ) -> dict[str, Any]:
        """The entries with the metadata that is asked for."""
        with self.database.read() as tx:
            about = metadata_of(tx, [one["itemId"] for one in entries], wish.metadataColumns)
        full = [one | ({"metadata": about[one["itemId"]]} if one["itemId"] in about else {}) for one in entries]
        return {"itemList": full, "recommendationId": id}


def _entry(key: str, score: float) -> dict[str, Any]:
    return {"itemId": key, "score": score}
