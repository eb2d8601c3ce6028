"""Slates that Amazon Personalize leads, behind the port of our own recommender.

Its campaign is asked for a visitor's pictures within a short time. Those that are published here and fit the wish lead
the slate; ours fills the rest, and answers alone where the campaign errs, is too slow or was so a moment ago.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from hwawon.errors import BadInput, HwawonError
from hwawon.pool.keys import name_of
from hwawon.recommend.context import Context
from hwawon.recommend.recommender import Recommender
from hwawon.recommend.slate import Slate
from hwawon.recommend.wish import Wish
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects

POLICY = "amazon-personalize"
MOST_ASKED = 500
ASKED_FOR_EACH = 5  # of which some will not fit the wish
PAUSE_S = 30.0
LONGEST_ID = 256

log = logging.getLogger(__name__)


class AmazonRecommender(Recommender):
    """Our recommender, led by a campaign. `client` gives a client of `personalize-runtime` when it is first needed."""

    def __init__(
        self,
        database: Database,
        campaign: str,
        client: Callable[[], Any],
        objects: Objects | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(database, objects)
        self._campaign = campaign
        self._open = client
        self._clock = clock
        self._turn = threading.Lock()
        self._client: Any = None
        self._paused_until_s = float("-inf")

    def slate(self, wish: Wish) -> Slate:
        """As of ours; logged as of the policy `amazon-personalize` where the campaign leads it."""
        room = wish.size - len(wish.first)
        if wish.visitor is None or len(wish.visitor) > LONGEST_ID or wish.only is not None or room < 1:
            return super().slate(wish)
        leading = tuple(_fitting(self._asked(wish.visitor, wish), wish))[:room]
        if not leading:
            return super().slate(wish)
        return super().slate(replace(wish, first=(*wish.first, *leading), policy=POLICY))

    def _asked(self, visitor: str, wish: Wish) -> Sequence[str]:
        """The campaign's pictures, best first; none where it does not answer."""
        from botocore.exceptions import BotoCoreError, ClientError

        if self._clock() < self._paused_until_s:
            return ()
        try:
            answer = self._runtime().get_recommendations(
                campaignArn=self._campaign,
                userId=visitor,
                numResults=min(MOST_ASKED, wish.size * ASKED_FOR_EACH),
                context=_words(wish.context),
            )
            return [str(one["itemId"]) for one in answer["itemList"]]
        except (BotoCoreError, ClientError, HwawonError) as error:
            log.warning("Amazon Personalize does not recommend: %s; not asked again for %g s", error, PAUSE_S)
            self._paused_until_s = self._clock() + PAUSE_S
            return ()

    def _runtime(self) -> Any:
        with self._turn:
            if self._client is None:
                self._client = self._open()
            return self._client


def _words(context: Context) -> dict[str, str]:
    """The context under the names of the original's schemas; its emotions are in capitals there."""
    words = {"EMOTION": context.emotion.upper(), "GENERATION": context.generation, "GENDER": context.gender}
    return {name: word for name, word in words.items() if word}


def _fitting(keys: Sequence[str], wish: Wish) -> Iterator[str]:
    """Those that the wish lets through; what is not published is left out by our recommender itself."""
    for key in dict.fromkeys(keys):
        if key in wish.without or key in wish.first:
            continue
        try:
            name = name_of(key)
        except BadInput:  # a picture of some other garden
            continue
        if wish.orientation in (None, name.orientation) and wish.emotion in ("", name.cell.emotion):
            yield key
