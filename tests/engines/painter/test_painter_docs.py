"""The tables of docs/painter.md are the painter's own."""

from __future__ import annotations

from pathlib import Path

from hwawon.engines.painter.composition import OF_EMOTION
from hwawon.engines.painter.words import entries
from hwawon.engines.registry import engine_names

PAGE = (Path(__file__).parents[3] / "docs" / "painter.md").read_text(encoding="utf-8")


def test_every_word_stands_in_the_table_and_no_other() -> None:
    wanted = [
        f"| {entry.name} | {', '.join(entry.english)} | {', '.join(entry.korean)} | {', '.join(entry.japanese)} |"
        for entry in entries()
    ]
    words = PAGE[PAGE.index("## The words it knows") :]
    shown = [line for line in words.splitlines() if line.startswith("| ") and not line.startswith("| name")]
    assert shown == wanted


def test_every_emotion_and_every_relative_is_described() -> None:
    assert [emotion for emotion in OF_EMOTION if f"\n| {emotion} |" not in PAGE] == []
    relatives = [name for name in engine_names() if name.startswith("painter:")]
    assert relatives
    assert [name for name in relatives if f"`{name}`" not in PAGE] == []
