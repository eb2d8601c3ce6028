"""Words for a picture: what its file says it was made from, else what a tagger sees."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from hwawon.engines.webui import words
from hwawon.engines.webui.client import WebUI
from hwawon.errors import EngineDied, EngineUnavailable, MissingModel, UnsupportedTask
from hwawon.imaging import provenance
from hwawon.imaging.picture import Metadata
from hwawon.looks.available import brought_tagger
from hwawon.looks.request import TagsLook
from hwawon.looks.room import Room
from hwawon.looks.setup import Setup
from hwawon.looks.shown import Shown
from hwawon.looks.view import RGB, view_of
from hwawon.vision.tag import NETWORK_ID, WORDS_ID, AnyTagger, present
from hwawon.vision.tags import open_tagger

WEBUI = "webui"
MOST_PX = 768 * 768  # taggers look at half of that


class Written(NamedTuple):
    """What a file says it was made from."""

    prompt: str
    negative_prompt: str


def look(room: Room, shown: Shown, request: TagsLook) -> dict[str, Any]:
    """The words as the API shows them.

    Raises:
        EngineUnavailable: the WebUI is asked and does not answer, or is not set up.
        MissingModel: no tagger is installed.
        BadBox: the box is not wholly inside the picture.
    """
    written = written_in(room.seen(shown).metadata)
    if written is not None:
        return _answer("metadata", {}, written)
    view = view_of(*room.crop(shown, request), MOST_PX)
    if request.engine == WEBUI:
        found = _by_webui(room.setup, view.pixels, request.threshold)
        if found is not None:
            return _answer(WEBUI, found)
    tagger = room.network(best_tagger)
    return _answer(tagger.source, {tag.name: tag.confidence for tag in tagger.tags(view.pixels, request.threshold)})


def best_tagger(models_dir: Path) -> AnyTagger:
    """The tagger that sees most. Raises MissingModel where there is none."""
    brought = brought_tagger(models_dir)
    if present(models_dir, brought) is None:
        raise MissingModel([NETWORK_ID, WORDS_ID])
    return open_tagger(models_dir, brought)


def written_in(metadata: Metadata) -> Written | None:
    """The prompts of a file's metadata: A1111's, else those of our own request; None where it names none."""
    told = provenance.read_back(metadata)
    if told.a1111 is not None and told.a1111.prompt:
        return Written(told.a1111.prompt, told.a1111.negative_prompt)
    request = told.request or {}
    prompt, negative = (request.get(name) for name in ("prompt", "negative_prompt"))
    if not isinstance(prompt, str) or not prompt:
        return None
    return Written(prompt, negative if isinstance(negative, str) else "")


def _by_webui(setup: Setup, rgb: RGB, threshold: float) -> dict[str, float] | None:
    """What its tagger sees; None where it has none."""
    if setup.webui_url is None:
        raise EngineUnavailable("no WebUI is set: HWAWON_WEBUI_URL is its address, such as http://gpu-box:7860")
    webui = WebUI(setup.webui_url, setup.webui_auth)
    try:
        found = words.tags(webui, rgb, threshold=threshold)
        return {name: share for name, share in found.items() if share >= threshold}  # not every tagger heeds it
    except UnsupportedTask:
        return None
    except EngineDied as error:
        raise EngineUnavailable(str(error)) from error
    finally:
        webui.close()


def _answer(source: str, tags: Mapping[str, float], written: Written | None = None) -> dict[str, Any]:
    surest = sorted(tags.items(), key=lambda tag: (-tag[1], tag[0]))
    return {
        "source": source,
        "prompt": written.prompt if written else None,
        "negative_prompt": written.negative_prompt if written else None,
        "tags": [{"name": name, "confidence": round(confidence, 4)} for name, confidence in surest],
    }
