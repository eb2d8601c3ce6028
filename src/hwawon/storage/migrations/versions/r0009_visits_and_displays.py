"""what visitors do and see: visits, slates, displays."""

import sqlalchemy as sa
from alembic import op

from hwawon.storage.types import Json, Utc

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Go forward; there is no way back but a backup."""
    op.create_table(
        "deep_model",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=1024), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("report", Json, nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deep_model")),
    )
    op.create_table(
        "face_print",
        sa.Column("visitor", sa.String(length=200), nullable=False),
        sa.Column("vector", sa.Text(), nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("expires_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("visitor", name=op.f("pk_face_print")),
    )
    op.create_index("ix_face_print_expires_at", "face_print", ["expires_at"])
    op.create_table(
        "mood_check",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("generation", sa.String(length=20), nullable=False),
        sa.Column("gender", sa.String(length=10), nullable=False),
        sa.Column("guessed", sa.String(length=20), nullable=False),
        sa.Column("said", sa.String(length=20), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "generation", "gender", "guessed", "said", name=op.f("pk_mood_check")),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("settings", Json, nullable=False),
        sa.Column("updated_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
    )
    op.create_table(
        "play",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("player", sa.String(length=32), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("orientation", sa.String(length=1), nullable=False),
        sa.Column("item", sa.String(length=1024), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("started_at", Utc, nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_play")),
        sa.UniqueConstraint("event", name=op.f("uq_play_event")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_play_item", "play", ["item", "id"])
    op.create_index("ix_play_zone", "play", ["zone", "id"])
    op.create_table(
        "player",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=200), server_default="", nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("orientation", sa.String(length=1), nullable=False),
        sa.Column("shows", Json, nullable=True),
        sa.Column("clock_off_s", sa.Float(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("seen_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_player")),
    )
    op.create_index("ix_player_zone", "player", ["zone", "slot"])
    op.create_table(
        "policy",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("settings", Json, nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("updated_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_policy")),
    )
    op.create_table(
        "return_code",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("visitor", sa.String(length=200), nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("expires_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_return_code")),
    )
    op.create_index("ix_return_code_expires_at", "return_code", ["expires_at"])
    op.create_index("ix_return_code_visitor", "return_code", ["visitor"])
    op.create_table(
        "slate",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("visit", sa.String(length=32), nullable=True),
        sa.Column("visitor", sa.String(length=200), nullable=True),
        sa.Column("surface", sa.String(length=20), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=True),
        sa.Column("policy", sa.String(length=40), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("context", Json, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slate")),
    )
    op.create_index("ix_slate_created_at", "slate", ["created_at", "id"])
    op.create_index("ix_slate_visit", "slate", ["visit", "id"])
    op.create_index("ix_slate_visitor", "slate", ["visitor", "id"])
    op.create_table(
        "visit",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("visitor", sa.String(length=200), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=True),
        sa.Column("zone", sa.String(length=40), nullable=True),
        sa.Column("surface", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("consent", sa.String(length=10), nullable=False),
        sa.Column("consented_at", Utc, nullable=True),
        sa.Column("mood", Json, nullable=True),
        sa.Column("mood_source", sa.String(length=12), server_default="", nullable=False),
        sa.Column("emotion", sa.String(length=20), server_default="", nullable=False),
        sa.Column("guessed", sa.String(length=20), server_default="", nullable=False),
        sa.Column("generation", sa.String(length=20), server_default="", nullable=False),
        sa.Column("gender", sa.String(length=10), server_default="", nullable=False),
        sa.Column("age_low", sa.Integer(), nullable=True),
        sa.Column("age_high", sa.Integer(), nullable=True),
        sa.Column("favorite", sa.String(length=100), server_default="", nullable=False),
        sa.Column("policy", sa.String(length=40), server_default="", nullable=False),
        sa.Column("step", sa.String(length=20), server_default="", nullable=False),
        sa.Column("chosen", sa.String(length=1024), nullable=True),
        sa.Column("synthetic", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("started_at", Utc, nullable=False),
        sa.Column("seen_at", Utc, nullable=False),
        sa.Column("ended_at", Utc, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index("ix_visit_started_at", "visit", ["started_at", "id"])
    op.create_index("ix_visit_visitor", "visit", ["visitor", "id"])
    op.create_index("ix_visit_zone", "visit", ["zone", "id"])
    op.create_table(
        "zone",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), server_default="", nullable=False),
        sa.Column("settings", Json, nullable=False),
        sa.Column("info", Json, nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("updated_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_zone")),
    )
    op.create_table(
        "manifest",
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("slots", Json, nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("slate", sa.String(length=32), nullable=True),
        sa.Column("created_at", Utc, nullable=False),
        sa.ForeignKeyConstraint(["zone"], ["zone.name"], name=op.f("fk_manifest_zone"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("zone", "version", name=op.f("pk_manifest")),
    )
    op.create_table(
        "picture_vector",
        sa.Column("picture", sa.String(length=32), nullable=False),
        sa.Column("model", sa.String(length=60), nullable=False),
        sa.Column("vector", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["picture"], ["picture.id"], name=op.f("fk_picture_vector_picture"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("picture", name=op.f("pk_picture_vector")),
    )
    op.create_table(
        "programme",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("settings", Json, nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.ForeignKeyConstraint(["zone"], ["zone.name"], name=op.f("fk_programme_zone"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
    )
    op.create_index("ix_programme_zone", "programme", ["zone", "id"])
    op.create_table(
        "shown",
        sa.Column("slate", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item", sa.String(length=1024), nullable=False),
        sa.Column("propensity", sa.Float(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["slate"], ["slate.id"], name=op.f("fk_shown_slate"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("slate", "position", name=op.f("pk_shown")),
    )
    op.create_index("ix_shown_item", "shown", ["item", "slate"])
    op.add_column("interaction", sa.Column("event", sa.String(length=64), nullable=True))
    op.add_column("interaction", sa.Column("visit", sa.String(length=32), nullable=True))
    op.add_column("interaction", sa.Column("slate", sa.String(length=32), nullable=True))
    op.add_column("interaction", sa.Column("context", Json, nullable=True))
    op.create_index("ix_interaction_event", "interaction", ["event"], unique=True)
