"""The recommender of a process: ours, or ours led by a campaign of Amazon Personalize where the settings name one."""

from functools import partial

from hwawon.config import Settings
from hwawon.recommend.recommender import Recommender
from hwawon.storage.database import Database
from hwawon.storage.objects import Objects


def open_recommender(database: Database, objects: Objects, settings: Settings) -> Recommender:
    """The recommender that the settings name; likes are forwarded from now on where they name a tracker."""
    campaign, timeout_s = settings.personalize_campaign, settings.personalize_timeout_s
    if campaign is None:
        return Recommender(database, objects)
    from hwawon.recommend.amazon.client import open_client, region_of
    from hwawon.recommend.amazon.slates import AmazonRecommender

    region = region_of(campaign)
    if settings.personalize_tracking:
        from hwawon.recommend.amazon.forward import Forwarder

        client = partial(open_client, "personalize-events", region, max(timeout_s, 5.0))  # nobody waits for these
        Forwarder(database, settings.personalize_tracking, client).start()
    runtime = partial(open_client, "personalize-runtime", region, timeout_s)
    return AmazonRecommender(database, campaign, runtime, objects)
