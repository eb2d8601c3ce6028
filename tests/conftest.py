"""Fixtures every folder may use; one PostgreSQL and one S3 server serve the whole run."""

pytest_plugins = ["support.databases", "support.s3"]
