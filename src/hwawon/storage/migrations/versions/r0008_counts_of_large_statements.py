"""PostgreSQL counts what thousands of rows change in few rows of its own."""

from alembic import op

revision = "0008"
down_revision = "0007"

# For each row, thousands of pictures that change in one transaction would change one row of the counts thousands of
# times, and PostgreSQL walks through all of its former versions each time.
_STEP = """
    INSERT INTO picture_count (kind, published, pictures)
    SELECT kind, published, sum(step) FROM ({0}) AS moved GROUP BY 1, 2 HAVING sum(step) <> 0 ORDER BY 1, 2
    ON CONFLICT (kind, published) DO UPDATE SET pictures = picture_count.pictures + excluded.pictures;"""
_COME, _GONE = "SELECT kind, published, 1 AS step FROM come", "SELECT kind, published, -1 AS step FROM gone"
_POSTGRESQL = (
    "DROP TRIGGER picture_counted ON picture",
    f"""CREATE OR REPLACE FUNCTION count_pictures() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN {_STEP.format(_COME)}
      ELSIF TG_OP = 'DELETE' THEN {_STEP.format(_GONE)}
      ELSE {_STEP.format(f"{_GONE} UNION ALL {_COME}")}
      END IF;
      RETURN NULL;
    END $$""",
    "CREATE TRIGGER picture_added AFTER INSERT ON picture REFERENCING NEW TABLE AS come "
    "FOR EACH STATEMENT EXECUTE FUNCTION count_pictures()",
    "CREATE TRIGGER picture_removed AFTER DELETE ON picture REFERENCING OLD TABLE AS gone "
    "FOR EACH STATEMENT EXECUTE FUNCTION count_pictures()",
    "CREATE TRIGGER picture_moved AFTER UPDATE ON picture REFERENCING OLD TABLE AS gone NEW TABLE AS come "
    "FOR EACH STATEMENT EXECUTE FUNCTION count_pictures()",
)

# A statement that moves many pictures writes many rows of counts, which are gathered the sooner: by chance alone, as
# before, they became ten times as many as there are cells, and every list that is counted reads them.
_COUNTS = {
    "pool_count": "emotion, orientation, state, stars, model, published, disputed",
    "pool_cell_count": "emotion, favorite, orientation, state",
    "pool_bulk_count": "bulk, emotion, orientation, state",
}
_CHANCE = 0.005  # for each row that is written: some 200 are not gathered at any time
_GATHER = """CREATE FUNCTION gather_{0}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF random() < {2} * (SELECT count(*) FROM written WHERE slot <> 0)
         AND pg_try_advisory_xact_lock(hashtext('hwawon pool counts')) THEN
        WITH gone AS (DELETE FROM {0} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {0} WHERE slot <> 0
          LIMIT 20000 FOR UPDATE SKIP LOCKED)) RETURNING *)
        INSERT INTO {0} ({1}, slot, pictures) SELECT {1}, 0, sum(pictures) FROM gone GROUP BY {1}
        ON CONFLICT ({1}, slot) DO UPDATE SET pictures = {0}.pictures + excluded.pictures;
      END IF;
      RETURN NULL;
    END $$"""
_GATHERED = (
    "CREATE TRIGGER {0}_gathered AFTER INSERT ON {0} REFERENCING NEW TABLE AS written "
    "FOR EACH STATEMENT EXECUTE FUNCTION gather_{0}()"
)


def upgrade() -> None:
    """Go forward; there is no way back but a backup."""
    if op.get_context().dialect.name == "postgresql":
        for statement in _POSTGRESQL:
            op.execute(statement)
        for table, names in _COUNTS.items():
            op.execute(_GATHER.format(table, names, _CHANCE))
            op.execute(_GATHERED.format(table))
