"""What a command says: progress on a terminal's stderr, one JSON line or plain sentences on stdout."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:  # numpy comes with it
    from hwawon.engines.base import OnStep, Step


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def warn(text: str) -> None:
    sys.stderr.write(f"hwawon: {text}\n")


def say_json(answer: Mapping[str, Any]) -> None:
    """One object on exactly one line."""
    say(orjson.dumps(answer).decode())


@contextmanager
def progress(title: str) -> Iterator[OnStep]:
    """A bar on a terminal, silence when stderr is piped."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)

        def on_step(step: Step) -> None:
            bar.update(task, completed=step.step, total=step.steps)

        yield on_step


@contextmanager
def counted(title: str) -> Iterator[Callable[[int, int], None]]:
    """A bar of frames done of all on a terminal, silence when stderr is piped."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

    with Progress(
        *Progress.get_default_columns()[:2],
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
