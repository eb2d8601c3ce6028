"""Pictures that were made to be looked at once: they are forgotten after a while."""

from datetime import timedelta

from sqlalchemy import delete, exists

from hwawon.storage.database import Database
from hwawon.storage.tables import journal, picture
from hwawon.storage.types import utc_now

TRIAL = "trial"  # their kind


def forget(database: Database, min_age: timedelta) -> int:
    """Forget trials older than `min_age`, but for those that a journal was begun on; how many.

    Their objects are orphans from then on, and swept as such.
    """
    is_base = exists().where(journal.c.base_picture == picture.c.id)
    old = picture.c.created_at < utc_now() - min_age
    with database.write() as tx:
        return tx.execute(delete(picture).where(picture.c.kind == TRIAL, old, ~is_base)).rowcount
