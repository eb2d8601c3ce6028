"""Choices in a prompt: `__name__` stands for one word of a list, `{a|b|c}` for one of its parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import count

from hwawon import seeds
from hwawon.errors import BadInput

LONGEST_PROMPT = 20_000  # characters, as a request may have
MOST_ROUNDS = 10  # lists that name lists that name lists
NAME = r"[^\W_]+(?:[_-][^\W_]+)*"  # of a list: letters and digits, joined by single - and _

Wildcards = Mapping[str, Sequence[str]]  # the words by the name of their list, in small letters
Draw = Callable[[int], int]

_TOKENS = re.compile(rf"\\.|<lora:[^<>]*>|__(?P<name>{NAME})__|[{{|}}]|[^\\<_{{|}}]+|.", re.DOTALL)


def expanded(text: str, seed: int, wildcards: Wildcards) -> str:
    """The prompt with every choice made; the same seed makes the same ones, and a prompt without choices is itself.

    Weights and LoRA tags are words like others. A backslash takes the meaning from the sign after it, and stays.
    Words may hold choices of their own.

    Raises:
        BadInput: a list that is not known, one that leads back to itself, or a result longer than a prompt may be.
    """
    numbers = count()

    def draw(of: int) -> int:
        return seeds.of_text(f"{seed}/{next(numbers)}") % of

    for _ in range(MOST_ROUNDS):
        if not has_choices(text):
            return text
        text = _round(text, draw, wildcards)
    if has_choices(text):
        raise BadInput(f"the lists name each other more than {MOST_ROUNDS} deep, as in {text[:80]!r}")
    return text


def has_choices(text: str) -> bool:
    """Whether there is anything to choose in a prompt."""
    found = False

    def draw(_: int) -> int:
        nonlocal found
        found = True
        return 0

    _round(text, draw, None)
    return found


def _round(text: str, draw: Draw, wildcards: Wildcards | None) -> str:
    """Each choice made once; `wildcards` None: a list is counted as a choice and left as it is written."""
    groups: list[list[str]] = [[""]]  # the text and the open braces in it, each with its parts so far
    for match in _TOKENS.finditer(text):
        token, name = match.group(), match.group("name")
        if token == "{":
            groups.append([""])
        elif token == "|" and len(groups) > 1:
            groups[-1].append("")
        elif token == "}" and len(groups) > 1:
            parts = groups.pop()
            groups[-1][-1] += parts[draw(len(parts))] if len(parts) > 1 else f"{{{parts[0]}}}"
        else:
            groups[-1][-1] += token if name is None else _word(name, draw, wildcards)
        if len(groups[-1][-1]) > LONGEST_PROMPT:  # found here, before lists within lists fill the memory
            raise BadInput(f"the prompt has more than {LONGEST_PROMPT} characters once its words are chosen")
    while len(groups) > 1:  # braces that are never closed are signs like others
        parts = groups.pop()
        groups[-1][-1] += "{" + "|".join(parts)
    return groups[0][0]


def _word(name: str, draw: Draw, wildcards: Wildcards | None) -> str:
    if wildcards is None:
        draw(1)
        return f"__{name}__"
    words = wildcards.get(name.lower())
    if not words:
        known = ", ".join(sorted(wildcards)) or "none"
        raise BadInput(f"there is no list of words {name[:60]!r} for __{name[:60]}__; the lists are: {known[:1000]}")
    return words[draw(len(words))]
