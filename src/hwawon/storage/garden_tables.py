"""The garden's tables: the pool and what is served of it, bulk runs, verdicts, promotions, and the recommender's data.

They share `tables.metadata`; a change here needs a migration as one there does.
"""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text, false, text

from hwawon.storage.tables import metadata, object_key
from hwawon.storage.types import Counter, Id, Json, Utc

POOL_SERVED = "published_at IS NOT NULL"  # as in `tables`, a query repeats it to the letter
POOL_HELD = "held_by IS NOT NULL"
POOL_UNSERVED = "published_at IS NULL"
POOL_STARRED = "stars > 0"
POOL_DISPUTED = "disputed IS TRUE"
POOL_ALIKE = "alike IS TRUE"
POOL_ONE_OPINION = "opinions = 1"
VERDICT_SECOND = "second IS TRUE"
INTERACTION_SYNTHETIC = "synthetic IS TRUE"


def _partial(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where))


def _picture(*, primary_key: bool = False) -> Column[Any]:
    return Column("picture", Id, ForeignKey("picture.id", ondelete="CASCADE"), primary_key=primary_key, nullable=False)


pool = Table(  # a picture of the garden: made or dropped in, judged, served or not; beside its row in `picture`
    "pool",
    metadata,
    _picture(primary_key=True),
    Column("emotion", String(20), nullable=False),
    Column("favorite", String(100), nullable=False),  # season,weather,time or free text; empty: none
    Column("orientation", String(1), nullable=False),  # h or v
    Column("tail", String(1000), nullable=False, unique=True),  # its name below imgPool/ and emotions/ alike
    object_key("pool_key"),  # imgPool/ and the tail, where the file lies; NULL: it is not in the pool
    object_key("serving_key"),  # emotions/ and the tail; the file may lie there and not be served
    Column("published_at", Utc),  # since when visitors see it; NULL: they do not. `picture.published` says the same
    Column("state", String(12), nullable=False, server_default="unreviewed"),  # unreviewed, kept, rejected, retouch
    Column("stars", Integer, nullable=False, server_default="0"),  # 1..5; 0: none given
    Column("disputed", Boolean, nullable=False, server_default=false()),  # two curators judged differently
    Column("judged_at", Utc),
    Column("model", String(200)),  # the checkpoint, else the engine
    Column("bulk", Id),  # the run that made it
    Column("parent", Id),  # the picture of the pool that it was retouched from
    Column("journal", Id),  # by this journal
    Column("unsafe", Float),  # 0..1; the scores are NULL where they were not measured
    Column("sharpness", Float),  # 0..1
    Column("blankness", Float),  # 0..1
    Column("fingerprint", String(16)),  # a difference hash of 64 bits, in hexadecimal digits
    Column("cluster", Id),  # the first of the near-duplicates that it belongs to; its own id where it is alone
    Column("held_by", String(64)),  # the curator who has it on the screen
    Column("held_until", Utc),
    Column("alike", Boolean, nullable=False, server_default=false()),  # others are in its cluster
    Column("judged_by", String(64)),  # who gave the first opinion that stands
    Column("opinions", Integer, nullable=False, server_default="0"),  # curators who have judged it
    Index("ix_pool_state_picture", "state", "picture"),
    Index("ix_pool_cell", "emotion", "favorite", "orientation", "picture"),
    Index("ix_pool_cluster", "cluster", "picture"),
    Index("ix_pool_bulk", "bulk", "picture"),
    Index("ix_pool_parent", "parent", "picture"),
    Index("ix_pool_emotion_state", "emotion", "state", "picture"),
    Index("ix_pool_emotion", "emotion", "picture"),
    Index("ix_pool_model", "model", "picture"),
    Index("ix_pool_scores", "picture", "unsafe", "sharpness", "blankness"),  # a range of scores is sought in it alone
    Index("ix_pool_serving_key", "serving_key"),
    _partial("ix_pool_served", "emotion", "favorite", "orientation", "picture", where=POOL_SERVED),
    _partial("ix_pool_held", "held_until", where=POOL_HELD),
    _partial("ix_pool_stars", "stars", "picture", where=POOL_STARRED),
    _partial("ix_pool_disputed", "picture", where=POOL_DISPUTED),
    _partial("ix_pool_alike", "picture", where=POOL_ALIKE),
    _partial("ix_pool_published", "picture", where=POOL_SERVED),
    _partial("ix_pool_unpublished", "picture", where=POOL_UNSERVED),
    _partial("ix_pool_first_opinion", "judged_by", "picture", where=POOL_ONE_OPINION),
)

verdict = Table(  # what a curator said of a picture; an undone one stays, crossed out
    "verdict",
    metadata,
    Column("id", Id, primary_key=True),
    _picture(),
    Column("act", Id, nullable=False),  # verdicts given by one key, undone together
    Column("owner", String(64)),
    Column("verdict", String(12), nullable=False),  # keep, reject, star, retouch, clear
    Column("stars", Integer, nullable=False),
    Column("second", Boolean, nullable=False, server_default=false()),  # a second opinion, which changes no state
    Column("before", Json, nullable=False),  # state and stars
    Column("created_at", Utc, nullable=False),
    Column("undone_at", Utc),
    Index("ix_verdict_picture", "picture", "id"),
    Index("ix_verdict_owner_id", "owner", "id"),
    Index("ix_verdict_act", "act"),
    _partial("ix_verdict_second", "id", where=VERDICT_SECOND),
)

promotion = Table(  # pictures that were put before visitors, or taken away, in one counted act
    "promotion",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(12), nullable=False),  # promote, retract, remove
    Column("owner", String(64)),
    Column("selection", Json, nullable=False),  # as it was asked for
    Column("state", String(12), nullable=False),  # running, done, undone
    Column("asked", Integer, nullable=False),
    Column(
        "promoted", Integer, nullable=False, server_default="0"
    ),  # done of them; with the next two: asked, at the end
    Column("skipped", Integer, nullable=False, server_default="0"),
    Column("failed", Integer, nullable=False, server_default="0"),
    Column("undoes", Id),
    Column("undone_by", Id),
    Column("job", Id),
    Column("created_at", Utc, nullable=False),
    Column("finished_at", Utc),
    Column("idempotency_key", String(300)),  # with its owner
    Column("request_sha256", String(64)),
    Index("ix_promotion_idempotency_key", "idempotency_key", unique=True),
)

promotion_picture = Table(
    "promotion_picture",
    metadata,
    Column("promotion", Id, ForeignKey("promotion.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("picture", Id, nullable=False),  # no foreign key: the history outlives the picture
    Column("tail", String(1000), nullable=False),
    Column("outcome", String(12)),  # promoted, skipped, failed; NULL: its turn is still to come
    Column("reason", Text),
    Column("before", Json),  # what an undo restores
    Index("ix_promotion_picture_outcome", "promotion", "outcome", "position"),
    Index("ix_promotion_picture_picture", "picture"),
)

OUTSIDE_OPEN = "state <> 'seen'"

outside = Table(  # each file of imgPool/ and emotions/ as it was when it was last looked at
    "outside",
    metadata,
    Column("key", String(1024), primary_key=True),
    Column("etag", String(200), nullable=False),
    Column("size", BigInteger, nullable=False),  # bytes
    Column("state", String(12), nullable=False),  # seen, arriving, refused
    Column("reason", Text),  # why it was refused
    Column("job", Id),  # that takes it in
    Column("seen_at", Utc, nullable=False),
    _partial("ix_outside_open", "state", "key", where=OUTSIDE_OPEN),
)

outside_look = Table(  # one row: when all of them were last looked through
    "outside_look",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("looked_at", Utc, nullable=False),
)

bulk = Table(  # one run of many pictures; its jobs have its id as their batch
    "bulk",
    metadata,
    Column("id", Id, primary_key=True),
    Column("owner", String(64)),
    Column("title", Text, nullable=False, server_default=""),
    Column("request", Json, nullable=False),
    Column("total", Integer, nullable=False),  # pictures
    Column("submitted", Integer, nullable=False, server_default="0"),  # of them as jobs, in the order of the plan
    Column("state", String(12), nullable=False),  # running, paused, cancelled; how far it is say the jobs
    Column("created_at", Utc, nullable=False),
    Column("updated_at", Utc, nullable=False),
)

wildcard = Table(  # __name__ in a prompt stands for one of its words
    "wildcard",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("words", Json, nullable=False),
    Column("updated_at", Utc, nullable=False),
)

# The recommender's data, in the columns of the Personalize schemas. No foreign keys: what is imported may speak of
# pictures and people that are not here, and what was seen stays true when a picture goes.

visitor = Table(
    "visitor",
    metadata,
    Column("id", String(200), primary_key=True),  # USER_ID
    Column("generation", String(40), nullable=False, server_default=""),
    Column("gender", String(40), nullable=False, server_default=""),
    Column("emotion", String(40), nullable=False, server_default=""),
    Column("synthetic", Boolean, nullable=False, server_default=false()),
    Column("created_at", Utc, nullable=False),
    _partial("ix_visitor_synthetic", "id", where=INTERACTION_SYNTHETIC),
)

item = Table(
    "item",
    metadata,
    Column("id", String(1024), primary_key=True),  # ITEM_ID: the serving key
    Column("timestamp", BigInteger, nullable=False),  # seconds since 1970
    Column("emotion", String(200), nullable=False),  # the search key: emotion or emotion/favorite
    Column("picture", Id, index=True),  # NULL: it is not here
    Column("synthetic", Boolean, nullable=False, server_default=false()),
)

interaction = Table(
    "interaction",
    metadata,
    Column("id", Counter, primary_key=True, autoincrement=True),
    Column("visitor", String(200), nullable=False),  # USER_ID
    Column("item", String(1024), nullable=False),  # ITEM_ID
    Column("timestamp", BigInteger, nullable=False),  # seconds since 1970
    Column("event_type", String(40), nullable=False),
    Column("impression", Text, nullable=False, server_default=""),  # the keys on the screen, joined by |
    Column("synthetic", Boolean, nullable=False, server_default=false()),
    Column("event", String(64)),  # as the sender named it: sent twice, kept once
    Column("visit", Id),
    Column("slate", Id),
    Column("context", Json),  # of the visitor at that moment; NULL: what is known of the visitor
    Index("ix_interaction_event", "event", unique=True),
    Index("ix_interaction_timestamp_id", "timestamp", "id"),
    Index("ix_interaction_item", "item", "timestamp"),
    Index("ix_interaction_visitor", "visitor", "timestamp"),
    _partial("ix_interaction_synthetic", "id", where=INTERACTION_SYNTHETIC),
    sqlite_autoincrement=True,
)
