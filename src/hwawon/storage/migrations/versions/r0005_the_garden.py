"""the garden."""

import sqlalchemy as sa
from alembic import op

from hwawon.storage.types import Json, Utc

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Go forward; there is no way back but a backup."""
    op.create_table(
        "bulk",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("request", Json, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("submitted", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("updated_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk")),
    )
    op.create_table(
        "interaction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("visitor", sa.String(length=200), nullable=False),
        sa.Column("item", sa.String(length=1024), nullable=False),
        sa.Column("timestamp", sa.BigInteger(), nullable=False),
        sa.Column("event_type", sa.String(length=40), nullable=False),
        sa.Column("impression", sa.Text(), server_default="", nullable=False),
        sa.Column("synthetic", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interaction")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_interaction_item", "interaction", ["item", "timestamp"])
    op.create_index(
        "ix_interaction_synthetic",
        "interaction",
        ["id"],
        sqlite_where=sa.text("synthetic IS TRUE"),
        postgresql_where=sa.text("synthetic IS TRUE"),
    )
    op.create_index("ix_interaction_timestamp_id", "interaction", ["timestamp", "id"])
    op.create_index("ix_interaction_visitor", "interaction", ["visitor", "timestamp"])

    op.create_table(
        "item",
        sa.Column("id", sa.String(length=1024), nullable=False),
        sa.Column("timestamp", sa.BigInteger(), nullable=False),
        sa.Column("emotion", sa.String(length=200), nullable=False),
        sa.Column("picture", sa.String(length=32), nullable=True),
        sa.Column("synthetic", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
    )
    op.create_index(op.f("ix_item_picture"), "item", ["picture"])

    op.create_table(
        "promotion",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("selection", Json, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("promoted", sa.Integer(), server_default="0", nullable=False),
        sa.Column("skipped", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("undoes", sa.String(length=32), nullable=True),
        sa.Column("undone_by", sa.String(length=32), nullable=True),
        sa.Column("job", sa.String(length=32), nullable=True),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("finished_at", Utc, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion")),
    )
    op.create_table(
        "visitor",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("generation", sa.String(length=40), server_default="", nullable=False),
        sa.Column("gender", sa.String(length=40), server_default="", nullable=False),
        sa.Column("emotion", sa.String(length=40), server_default="", nullable=False),
        sa.Column("synthetic", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visitor")),
    )
    op.create_index(
        "ix_visitor_synthetic",
        "visitor",
        ["id"],
        sqlite_where=sa.text("synthetic IS TRUE"),
        postgresql_where=sa.text("synthetic IS TRUE"),
    )

    op.create_table(
        "wildcard",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("words", Json, nullable=False),
        sa.Column("updated_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_wildcard")),
    )
    op.create_table(
        "pool",
        sa.Column("picture", sa.String(length=32), nullable=False),
        sa.Column("emotion", sa.String(length=20), nullable=False),
        sa.Column("favorite", sa.String(length=100), nullable=False),
        sa.Column("orientation", sa.String(length=1), nullable=False),
        sa.Column("tail", sa.String(length=1000), nullable=False),
        sa.Column("pool_key", sa.String(length=1024), nullable=True),
        sa.Column("serving_key", sa.String(length=1024), nullable=True),
        sa.Column("published_at", Utc, nullable=True),
        sa.Column("state", sa.String(length=12), server_default="unreviewed", nullable=False),
        sa.Column("stars", sa.Integer(), server_default="0", nullable=False),
        sa.Column("disputed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("judged_at", Utc, nullable=True),
        sa.Column("model", sa.String(length=200), nullable=True),
        sa.Column("bulk", sa.String(length=32), nullable=True),
        sa.Column("parent", sa.String(length=32), nullable=True),
        sa.Column("journal", sa.String(length=32), nullable=True),
        sa.Column("unsafe", sa.Float(), nullable=True),
        sa.Column("sharpness", sa.Float(), nullable=True),
        sa.Column("blankness", sa.Float(), nullable=True),
        sa.Column("fingerprint", sa.String(length=16), nullable=True),
        sa.Column("cluster", sa.String(length=32), nullable=True),
        sa.Column("held_by", sa.String(length=64), nullable=True),
        sa.Column("held_until", Utc, nullable=True),
        sa.ForeignKeyConstraint(["picture"], ["picture.id"], name=op.f("fk_pool_picture"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("picture", name=op.f("pk_pool")),
        sa.UniqueConstraint("tail", name=op.f("uq_pool_tail")),
    )
    op.create_index("ix_pool_bulk", "pool", ["bulk", "picture"])
    op.create_index("ix_pool_cell", "pool", ["emotion", "favorite", "orientation", "picture"])
    op.create_index("ix_pool_cluster", "pool", ["cluster", "picture"])
    op.create_index(
        "ix_pool_held",
        "pool",
        ["held_until"],
        sqlite_where=sa.text("held_by IS NOT NULL"),
        postgresql_where=sa.text("held_by IS NOT NULL"),
    )
    op.create_index("ix_pool_parent", "pool", ["parent"])
    op.create_index(
        "ix_pool_served",
        "pool",
        ["emotion", "favorite", "orientation", "picture"],
        sqlite_where=sa.text("published_at IS NOT NULL"),
        postgresql_where=sa.text("published_at IS NOT NULL"),
    )
    op.create_index("ix_pool_serving_key", "pool", ["serving_key"])
    op.create_index("ix_pool_state_picture", "pool", ["state", "picture"])

    op.create_table(
        "promotion_picture",
        sa.Column("promotion", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("picture", sa.String(length=32), nullable=False),
        sa.Column("tail", sa.String(length=1000), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("before", Json, nullable=True),
        sa.ForeignKeyConstraint(
            ["promotion"], ["promotion.id"], name=op.f("fk_promotion_picture_promotion"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("promotion", "position", name=op.f("pk_promotion_picture")),
    )
    op.create_index("ix_promotion_picture_outcome", "promotion_picture", ["promotion", "outcome", "position"])
    op.create_index("ix_promotion_picture_picture", "promotion_picture", ["picture"])

    op.create_table(
        "verdict",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("picture", sa.String(length=32), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("second", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("before", Json, nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("undone_at", Utc, nullable=True),
        sa.ForeignKeyConstraint(["picture"], ["picture.id"], name=op.f("fk_verdict_picture"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
    )
    op.create_index("ix_verdict_act", "verdict", ["act"])
    op.create_index("ix_verdict_owner_id", "verdict", ["owner", "id"])
    op.create_index("ix_verdict_picture", "verdict", ["picture", "id"])
