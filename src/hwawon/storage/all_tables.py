"""All tables under one `metadata`, for what must know every one: migrations, orphans, backups."""

from hwawon.storage import garden_tables as garden_tables
from hwawon.storage import list_tables as list_tables
from hwawon.storage import statistics_tables as statistics_tables
from hwawon.storage import visitor_tables as visitor_tables
from hwawon.storage.tables import metadata as metadata
