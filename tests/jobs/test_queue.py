"""The queue with the dispatcher of one machine (SQLite) and of many (PostgreSQL)."""

from contracts.jobs import JobContract, rig

__all__ = ["rig"]


class TestJobs(JobContract):
    """SQLite and PostgreSQL in turn, by the fixture `database`."""
