"""The text that AUTOMATIC1111 and its kin write beside a picture: prompt, negative prompt, `Name: value` pairs."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_NEGATIVE = "Negative prompt: "
_VALUE = r'"(?:\\.|[^\\"])*"|[^,]*'
_PAIR = re.compile(rf"\s*(\w[\w \-/]*):\s*({_VALUE})(?:,|$)")
_FEWEST_PAIRS = 3  # as the field does: with fewer, the last line belongs to the prompt
_NEEDS_QUOTES = re.compile(r'[,:"\n]')


@dataclass(frozen=True)
class Infotext:
    """Generation parameters; the keys of `settings` are the field's own: Steps, Sampler, CFG scale, Seed, Size ..."""

    prompt: str = ""
    negative_prompt: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def seed(self) -> int | None:
        value = self.settings.get("Seed", "")
        return int(value) if re.fullmatch(r"-?\d+", value) else None


def written(info: Infotext) -> str:
    """The text; values with commas, colons, quotes or line breaks are put in quotes."""
    pairs = ", ".join(f"{name}: {_quoted(value)}" for name, value in info.settings.items())
    negative = _NEGATIVE + info.negative_prompt if info.negative_prompt else ""
    return "\n".join(part for part in (info.prompt, negative, pairs) if part)


def parsed(text: str) -> Infotext:
    """The parameters of a text; anything that is not understood stays in the prompt."""
    *lines, last = text.strip().split("\n")
    pairs = _PAIR.findall(last)
    if len(pairs) < _FEWEST_PAIRS:
        lines, pairs = [*lines, last], []
    prompt, negative = _prompts(lines)
    return Infotext(prompt, negative, {name.strip(): _unquoted(value.strip()) for name, value in pairs})


def _prompts(lines: list[str]) -> tuple[str, str]:
    start = next((index for index, line in enumerate(lines) if line.startswith(_NEGATIVE.rstrip())), len(lines))
    negative = "\n".join(lines[start:]).removeprefix(_NEGATIVE.rstrip())
    return "\n".join(lines[:start]).strip(), negative.strip()


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) if _NEEDS_QUOTES.search(value) else value


def _unquoted(value: str) -> str:
    if not (len(value) >= 2 and value[0] == value[-1] == '"'):
        return value
    try:
        return str(json.loads(value))
    except json.JSONDecodeError:
        return value
