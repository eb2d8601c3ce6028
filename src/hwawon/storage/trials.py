"""Pictures that serve for a while, trials and what was drawn for one retouch: they are forgotten."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import delete, exists

from hwawon.storage.database import Database
from hwawon.storage.tables import journal, picture
from hwawon.storage.types import utc_now

TRIAL = "trial"
TOOLS = ("mask", "lines", "strengths")  # a journal's steps keep their own copies


def forget(database: Database, min_age: timedelta, kinds: Collection[str] = (TRIAL,)) -> int:
    """Forget pictures of these kinds older than `min_age`, but for those that a journal was begun on; how many.

    Their objects are orphans from then on, and swept as such.
    """
    is_base = exists().where(journal.c.base_picture == picture.c.id)
    old = picture.c.created_at < utc_now() - min_age
    with database.write() as tx:
        return tx.execute(delete(picture).where(picture.c.kind.in_(kinds), old, ~is_base)).rowcount
