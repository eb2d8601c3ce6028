"""`python -m hwawon.storage.revise "what changes"`: write a migration from the difference between tables and history.

For people who change `tables.py`. The written file is a draft: read it, then run the storage tests.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

from hwawon.storage.database import head_revision
from hwawon.storage.migrate import MIGRATIONS, config


def revise(message: str, folder: Path) -> Path:
    """Write the next migration, `folder` holding a scratch database; the path of the new file."""
    following = f"{int(head_revision()) + 1:04d}"
    with create_engine(f"sqlite:///{folder / 'scratch.sqlite'}").begin() as tx:
        settings = config(tx)
        settings.set_main_option("file_template", "r%%(rev)s_%%(slug)s")
        if following != "0001":
            command.upgrade(settings, "head")
        command.revision(settings, message=message, autogenerate=True, rev_id=following)
    return next((MIGRATIONS / "versions").glob(f"r{following}_*.py"))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        sys.stdout.write(f"{revise(' '.join(sys.argv[1:]), Path(scratch))}\n")
