"""lists of the pool: indices, counts and words, kept by triggers."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from hwawon.storage.list_tables import Vector

revision = "0006"
down_revision = "0005"

_COUNTS: dict[str, dict[str, str]] = {  # table: column and what stands in it; {0} is NEW, OLD or a table
    "pool_count": {
        "emotion": "{0}.emotion",
        "orientation": "{0}.orientation",
        "state": "{0}.state",
        "stars": "{0}.stars",
        "model": "coalesce({0}.model, '')",
        "published": "({0}.published_at IS NOT NULL)",
        "disputed": "{0}.disputed",
    },
    "pool_cell_count": {
        "emotion": "{0}.emotion",
        "favorite": "{0}.favorite",
        "orientation": "{0}.orientation",
        "state": "{0}.state",
    },
    "pool_bulk_count": {
        "bulk": "{0}.bulk",
        "emotion": "{0}.emotion",
        "orientation": "{0}.orientation",
        "state": "{0}.state",
    },
}
_COUNTED = "emotion, favorite, orientation, state, stars, model, published_at, disputed, bulk"
_TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "emotion": sa.String(20),
    "favorite": sa.String(100),
    "orientation": sa.String(1),
    "state": sa.String(12),
    "stars": sa.Integer(),
    "model": sa.String(200),
    "published": sa.Boolean(),
    "disputed": sa.Boolean(),
    "bulk": sa.String(32),
}


def upgrade() -> None:
    """Go forward; there is no way back but a backup."""
    _alter_pool()
    for table, columns in _COUNTS.items():
        keys = [sa.Column(name, _TYPES[name], nullable=False) for name in columns]
        slot = sa.Column("slot", sa.BigInteger(), nullable=False)
        pictures = sa.Column("pictures", sa.BigInteger(), nullable=False)
        key = sa.PrimaryKeyConstraint(*columns, "slot", name=f"pk_{table}")
        op.create_table(table, *keys, slot, pictures, key)
        names = ", ".join(columns)
        values = ", ".join(text.format("pool") for text in columns.values())
        groups = ", ".join(str(place) for place in range(1, len(columns) + 1))
        only = "WHERE pool.bulk IS NOT NULL" if "bulk" in columns else ""
        op.execute(
            f"INSERT INTO {table} ({names}, slot, pictures) "
            f"SELECT {values}, 0, count(*) FROM pool {only} GROUP BY {groups}"
        )
    op.create_table(
        "picture_text",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("picture", sa.String(32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("vector", Vector(), nullable=True),
        sa.ForeignKeyConstraint(["picture"], ["picture.id"], name="fk_picture_text_picture", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("n", name="pk_picture_text"),
        sa.UniqueConstraint("picture", name="uq_picture_text_picture"),
    )
    statements = _sqlite() if op.get_context().dialect.name == "sqlite" else _postgresql()
    op.create_index("ix_picture_text_vector", "picture_text", ["vector"], postgresql_using="gin")
    for statement in statements:
        op.execute(statement)


def _alter_pool() -> None:
    op.add_column("pool", sa.Column("alike", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("pool", sa.Column("judged_by", sa.String(64), nullable=True))
    op.add_column("pool", sa.Column("opinions", sa.Integer(), server_default="0", nullable=False))
    op.drop_index("ix_pool_parent", "pool")
    op.create_index("ix_pool_parent", "pool", ["parent", "picture"])
    op.create_index("ix_pool_emotion_state", "pool", ["emotion", "state", "picture"])
    op.create_index("ix_pool_emotion", "pool", ["emotion", "picture"])
    op.create_index("ix_pool_model", "pool", ["model", "picture"])
    op.create_index("ix_pool_scores", "pool", ["picture", "unsafe", "sharpness", "blankness"])
    _partial("ix_pool_stars", ["stars", "picture"], "stars > 0")
    _partial("ix_pool_disputed", ["picture"], "disputed IS TRUE")
    _partial("ix_pool_alike", ["picture"], "alike IS TRUE")
    _partial("ix_pool_published", ["picture"], "published_at IS NOT NULL")
    _partial("ix_pool_unpublished", ["picture"], "published_at IS NULL")
    _partial("ix_pool_first_opinion", ["judged_by", "picture"], "opinions = 1")
    _partial("ix_verdict_second", ["id"], "second IS TRUE", "verdict")


def _partial(name: str, columns: list[str], where: str, table: str = "pool") -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _sqlite() -> list[str]:
    words = "{0}.title || ' ' || coalesce(json_extract({0}.record, '$.request.prompt'), '')"
    add, take = _sqlite_step("NEW", 1), _sqlite_step("OLD", -1)
    gone = "INSERT INTO picture_words (picture_words, rowid, words) VALUES ('delete', OLD.n, OLD.words);"
    come = "INSERT INTO picture_words (rowid, words) VALUES (NEW.n, NEW.words);"
    return [
        f"CREATE TRIGGER pool_added AFTER INSERT ON pool BEGIN {add} END",
        f"CREATE TRIGGER pool_removed AFTER DELETE ON pool BEGIN {take} END",
        f"CREATE TRIGGER pool_moved AFTER UPDATE OF {_COUNTED} ON pool BEGIN {take} {add} END",
        "CREATE VIRTUAL TABLE picture_words USING fts5(words, content='picture_text', content_rowid='n', detail='none',"
        " prefix='1 2 3 4 5 6 7 8 9 10', tokenize='unicode61 remove_diacritics 0')",
        f"CREATE TRIGGER words_added AFTER INSERT ON picture_text BEGIN {come} END",
        f"CREATE TRIGGER words_removed AFTER DELETE ON picture_text BEGIN {gone} END",
        f"CREATE TRIGGER words_changed AFTER UPDATE OF words ON picture_text BEGIN {gone} {come} END",
        "CREATE TRIGGER picture_worded AFTER INSERT ON picture BEGIN INSERT INTO picture_text (picture, words) "
        f"VALUES (NEW.id, {words.format('NEW')}); END",
        "CREATE TRIGGER picture_reworded AFTER UPDATE OF title, record ON picture BEGIN UPDATE picture_text "
        f"SET words = {words.format('NEW')} WHERE picture = NEW.id; END",
        f"INSERT INTO picture_text (picture, words) SELECT id, {words.format('picture')} FROM picture ORDER BY id",
    ]


def _sqlite_step(row: str, step: int) -> str:
    parts = []
    for table, columns in _COUNTS.items():
        names, values = ", ".join(columns), ", ".join(text.format(row) for text in columns.values())
        only = f"WHERE {row}.bulk IS NOT NULL" if "bulk" in columns else "WHERE true"
        parts.append(
            f"INSERT INTO {table} ({names}, slot, pictures) SELECT {values}, 0, {step} {only} "
            f"ON CONFLICT ({names}, slot) DO UPDATE SET pictures = pictures + excluded.pictures;"
        )
    return " ".join(parts)


def _postgresql() -> list[str]:
    gathered = " ".join(_postgresql_gathering(table, ", ".join(columns)) for table, columns in _COUNTS.items())
    words = "{0}.title || ' ' || coalesce({0}.record #>> '{{request,prompt}}', '')"
    vector = r"to_tsvector('simple', regexp_replace({0}, '[!-/:-@\[-`{{-~]+', ' ', 'g'))"
    return [
        f"""CREATE FUNCTION count_pool() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'INSERT' THEN {_postgresql_step("SELECT *, 1 AS step FROM come")}
          ELSIF TG_OP = 'DELETE' THEN {_postgresql_step("SELECT *, -1 AS step FROM gone")}
          ELSE {_postgresql_step("SELECT *, -1 AS step FROM gone UNION ALL SELECT *, 1 FROM come")}
          END IF;
          IF random() < 0.02 AND pg_try_advisory_xact_lock(hashtext('hwawon pool counts')) THEN {gathered} END IF;
          RETURN NULL;
        END $$""",
        "CREATE TRIGGER pool_added AFTER INSERT ON pool REFERENCING NEW TABLE AS come "
        "FOR EACH STATEMENT EXECUTE FUNCTION count_pool()",
        "CREATE TRIGGER pool_removed AFTER DELETE ON pool REFERENCING OLD TABLE AS gone "
        "FOR EACH STATEMENT EXECUTE FUNCTION count_pool()",
        "CREATE TRIGGER pool_moved AFTER UPDATE ON pool REFERENCING OLD TABLE AS gone NEW TABLE AS come "
        "FOR EACH STATEMENT EXECUTE FUNCTION count_pool()",
        f"""CREATE FUNCTION word_pictures() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE said text := {words.format("NEW")};
        BEGIN
          INSERT INTO picture_text (picture, words, vector) VALUES (NEW.id, said, {vector.format("said")})
          ON CONFLICT (picture) DO UPDATE SET words = excluded.words, vector = excluded.vector;
          RETURN NULL;
        END $$""",
        "CREATE TRIGGER picture_worded AFTER INSERT OR UPDATE OF title, record ON picture "
        "FOR EACH ROW EXECUTE FUNCTION word_pictures()",
        f"INSERT INTO picture_text (picture, words, vector) SELECT id, {words.format('picture')}, "
        f"{vector.format(words.format('picture'))} FROM picture ORDER BY id",
    ]


def _postgresql_step(rows: str) -> str:
    """Into the transaction's own slot; what a statement leaves as it was comes to nought and is not written."""
    parts = []
    for table, columns in _COUNTS.items():
        names, values = ", ".join(columns), ", ".join(text.format("moved") for text in columns.values())
        groups = ", ".join(str(place) for place in range(1, len(columns) + 1))
        only = "WHERE moved.bulk IS NOT NULL" if "bulk" in columns else ""
        parts.append(
            f"INSERT INTO {table} ({names}, slot, pictures) "
            f"SELECT {values}, pg_current_xact_id()::text::bigint, sum(step) FROM ({rows}) AS moved {only} "
            f"GROUP BY {groups} HAVING sum(step) <> 0 "
            f"ON CONFLICT ({names}, slot) DO UPDATE SET pictures = {table}.pictures + excluded.pictures;"
        )
    return " ".join(parts)


def _postgresql_gathering(table: str, names: str) -> str:
    return (
        f"WITH gone AS (DELETE FROM {table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {table} WHERE slot <> 0 "
        f"LIMIT 5000 FOR UPDATE SKIP LOCKED)) RETURNING *) INSERT INTO {table} ({names}, slot, pictures) "
        f"SELECT {names}, 0, sum(pictures) FROM gone GROUP BY {names} "
        f"ON CONFLICT ({names}, slot) DO UPDATE SET pictures = {table}.pictures + excluded.pictures;"
    )
