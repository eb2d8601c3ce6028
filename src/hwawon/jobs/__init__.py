"""Durable jobs in our own table, with two dispatchers behind one port."""

from hwawon.jobs.context import JobContext
from hwawon.jobs.dispatch import Dispatcher, open_dispatcher
from hwawon.jobs.job import Job, JobState, Priority
from hwawon.jobs.queue import JobQueue
from hwawon.jobs.worker import Handler, Outcome, Pending, Worker

__all__ = [
    "Dispatcher",
    "Handler",
    "Job",
    "JobContext",
    "JobQueue",
    "JobState",
    "Outcome",
    "Pending",
    "Priority",
    "Worker",
    "open_dispatcher",
]
