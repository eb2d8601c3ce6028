"""Fixtures every folder may use; one PostgreSQL and one S3 server serve the whole run."""

import os

# Read by torch when it is imported. Pictures here are of 64 pixels: two threads would only wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")

pytest_plugins = ["support.cloud", "support.databases", "support.s3"]
