"""A picture of the garden that is deleted in the library: it leaves the pool and what visitors see, too."""

from collections.abc import Callable

from sqlalchemy import Connection

from hwawon.errors import NotAllowed, NotFound
from hwawon.pool import rows
from hwawon.promote.place import place
from hwawon.promote.serve import end_serving
from hwawon.storage import events
from hwawon.storage.objects import Objects

Forgetting = Callable[[Connection, str, bool], bool]


def forgetting(objects: Objects) -> Forgetting:
    """What forgets a picture of the garden wholly: retracted first, then its rows, then its named files.

    It is told whether a curator asks, and says whether the picture was of the garden; of another one nothing is done.

    Raises (when it is called):
        NotAllowed: somebody else asks, and the picture is judged or served: that was for curators to decide.
        Conflict: a journal is built on the picture; nothing is done, the caller's transaction ends by that.
    """

    def also_forget(tx: Connection, id: str, by_curator: bool) -> bool:
        try:
            now = place(tx, id, hold=True)
        except NotFound:
            return False
        if not by_curator and (now.published_at or rows.get(tx, id).state != "unreviewed"):
            raise NotAllowed(f"the picture {id} is judged or shown to visitors: a curator may delete it")
        if now.published_at is not None:
            end_serving(tx, id)
        rows.forget(tx, id)
        events.append(tx, "pool", {"changed": 1})
        for key in (now.name.pool_key, now.name.serving_key):  # a promotion that died may have left a copy
            objects.delete(key)
        return True

    return also_forget
