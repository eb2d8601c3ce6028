"""The visitors' tables: visits, what was shown to them, how pictures are chosen, and the exhibition's displays.

They share `tables.metadata`; a change here needs a migration as one there does. Nothing here comes from the pixels of a
face but numbers: how a mood is spread over the emotions, an estimated age, a gender that may be left out. The one
exception is `face_print`, which is empty unless the place allows it and the visitor asks for it.
"""

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text, false, text

from hwawon.storage.tables import metadata, object_key
from hwawon.storage.types import Counter, Id, Json, Utc

VISIT_OPEN = "ended_at IS NULL"  # a query repeats it to the letter

place = Table(  # one row: where this installation stands and what it may do there
    "place",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("settings", Json, nullable=False),
    Column("updated_at", Utc, nullable=False),
)

visit = Table(  # one visitor's minutes before a kiosk
    "visit",
    metadata,
    Column("id", Id, primary_key=True),
    Column("visitor", String(200), nullable=False),
    Column("device", String(64)),  # the token of the kiosk
    Column("zone", String(40)),
    Column("surface", String(20), nullable=False),  # kiosk, garden, emotion-garden, emotion, api
    Column("language", String(5), nullable=False),
    Column("consent", String(10), nullable=False),  # none, camera, hand
    Column("consented_at", Utc),
    Column("adult", Boolean, nullable=False, server_default=false()),  # an adult agreed, for a child
    Column("remember", Boolean, nullable=False, server_default=false()),  # the visitor asked to be known by the face
    Column("mood", Json),  # parts of 1000 by emotion; NULL: unknown
    Column("mood_source", String(12), nullable=False, server_default=""),  # face, hand, corrected
    Column("emotion", String(20), nullable=False, server_default=""),  # that the pictures follow; empty: not sure
    Column("guessed", String(20), nullable=False, server_default=""),  # what was read from the face
    Column("generation", String(20), nullable=False, server_default=""),
    Column("gender", String(10), nullable=False, server_default=""),  # Male, Female or empty
    Column("age_low", Integer),  # years, estimated
    Column("age_high", Integer),
    Column("favorite", String(100), nullable=False, server_default=""),  # season,weather,time
    Column("policy", String(40), nullable=False, server_default=""),  # by which the visitor's pictures are chosen
    Column("step", String(20), nullable=False, server_default=""),
    Column("chosen", String(1024)),  # the picture taken home
    Column("synthetic", Boolean, nullable=False, server_default=false()),
    Column("started_at", Utc, nullable=False),
    Column("seen_at", Utc, nullable=False),
    Column("ended_at", Utc),
    Index("ix_visit_started_at", "started_at", "id"),
    Index("ix_visit_visitor", "visitor", "id"),
    Index("ix_visit_zone", "zone", "id"),
    Index("ix_visit_open", "seen_at", sqlite_where=text(VISIT_OPEN)),  # the condition for PostgreSQL: see `tables`
)

mood_check = Table(  # how often a guess was confirmed or corrected; counts only, and of nobody
    "mood_check",
    metadata,
    Column("day", String(10), primary_key=True),  # 2026-11-27, UTC
    Column("generation", String(20), primary_key=True),  # empty: unknown
    Column("gender", String(10), primary_key=True),
    Column("guessed", String(20), primary_key=True),  # empty: not sure
    Column("said", String(20), primary_key=True),
    Column("times", Integer, nullable=False),
)

return_code = Table(  # by which a visitor comes back, or is forgotten; the code is known to its holder alone
    "return_code",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("visitor", String(200), nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Index("ix_return_code_visitor", "visitor"),
    Index("ix_return_code_expires_at", "expires_at"),
)

face_print = Table(  # of visitors who asked to be known by their face, where the place allows it; off as it comes
    "face_print",
    metadata,
    Column("visitor", String(200), primary_key=True),
    Column("vector", Text, nullable=False),  # base64 of numbers of 32 bits
    Column("created_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Index("ix_face_print_expires_at", "expires_at"),
)

slate = Table(  # pictures chosen for one moment
    "slate",
    metadata,
    Column("id", Id, primary_key=True),
    Column("visit", Id),
    Column("visitor", String(200)),  # NULL: for nobody, or forgotten
    Column("surface", String(20), nullable=False),  # kiosk, garden, emotion-garden, api, display
    Column("zone", String(40)),
    Column("policy", String(40), nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("context", Json, nullable=False),
    Column("position", BigInteger, nullable=False),  # the last interaction that the model knew of
    Column("synthetic", Boolean, nullable=False, server_default=false()),
    Column("created_at", Utc, nullable=False),
    Index("ix_slate_visit", "visit", "id"),
    Index("ix_slate_visitor", "visitor", "id"),
    Index("ix_slate_created_at", "created_at", "id"),
)

shown = Table(  # every picture of a slate, with the probability that it was chosen
    "shown",
    metadata,
    Column("slate", Id, ForeignKey("slate.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("item", String(1024), nullable=False),
    Column("propensity", Float, nullable=False),  # 0..1
    Column("score", Float, nullable=False),
    Column("reason", String(40), nullable=False),
    Index("ix_shown_item", "item", "slate"),
)

picture_vector = Table(  # what a picture looks like, for likeness
    "picture_vector",
    metadata,
    Column("picture", Id, ForeignKey("picture.id", ondelete="CASCADE"), primary_key=True),
    Column("model", String(60), nullable=False),
    Column("vector", Text, nullable=False),  # base64 of signed 8-bit numbers
)

policy = Table(  # ways of choosing pictures, and the share of visits that each is given
    "policy",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("settings", Json, nullable=False),
    Column("share", Float, nullable=False),  # 0..1 of the visits
    Column("created_at", Utc, nullable=False),
    Column("updated_at", Utc, nullable=False),
)

deep_model = Table(  # models trained beside the requests; one at most is live
    "deep_model",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(20), nullable=False),
    object_key("key"),  # where its numbers lie
    Column("state", String(12), nullable=False),  # trained, live, refused, retired
    Column("position", BigInteger, nullable=False),  # the last interaction that it was trained with
    Column("report", Json, nullable=False),
    Column("created_at", Utc, nullable=False),
)

zone = Table(  # a group of screens that change together
    "zone",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("title", String(200), nullable=False, server_default=""),
    Column("settings", Json, nullable=False),
    Column("info", Json, nullable=False),  # the visitor's words on the info screen
    Column("version", BigInteger, nullable=False, server_default="0"),  # of its manifest
    Column("updated_at", Utc, nullable=False),
)

manifest = Table(  # what all screens of a zone show, as one
    "manifest",
    metadata,
    Column("zone", String(40), ForeignKey("zone.name", ondelete="CASCADE"), primary_key=True),
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("slots", Json, nullable=False),
    Column("cause", String(40), nullable=False),  # by whom or by what it was made
    Column("slate", Id),
    Column("created_at", Utc, nullable=False),
)

programme = Table(  # what a zone shows when: schedules, hours without light, interruptions
    "programme",
    metadata,
    Column("id", Id, primary_key=True),
    Column("zone", String(40), ForeignKey("zone.name", ondelete="CASCADE"), nullable=False),
    Column("kind", String(12), nullable=False),  # schedule, off, interrupt
    Column("settings", Json, nullable=False),
    Column("created_at", Utc, nullable=False),
    Index("ix_programme_zone", "zone", "id"),
)

player = Table(  # a screen that reports
    "player",
    metadata,
    Column("id", Id, primary_key=True),
    Column("device", String(64)),  # its token
    Column("name", String(200), nullable=False, server_default=""),
    Column("zone", String(40), nullable=False),
    Column("slot", Integer, nullable=False),
    Column("orientation", String(1), nullable=False),
    Column("shows", Json),  # the picture, its version, since when, and what is being fetched
    Column("clock_off_s", Float),  # its clock less ours
    Column("problem", Text),
    Column("created_at", Utc, nullable=False),
    Column("seen_at", Utc, nullable=False),
    Index("ix_player_zone", "zone", "slot"),
)

play = Table(  # a picture that was on a screen for a while
    "play",
    metadata,
    Column("id", Counter, primary_key=True, autoincrement=True),
    Column("event", String(64), nullable=False, unique=True),  # as the player named it: told twice, kept once
    Column("player", Id, nullable=False),
    Column("zone", String(40), nullable=False),
    Column("slot", Integer, nullable=False),
    Column("orientation", String(1), nullable=False),
    Column("item", String(1024), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("started_at", Utc, nullable=False),
    Column("seconds", Float, nullable=False),
    Index("ix_play_item", "item", "id"),
    Index("ix_play_zone", "zone", "id"),
    sqlite_autoincrement=True,
)
