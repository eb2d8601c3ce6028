"""How much JavaScript each page costs: what the built pages' manifest says is loaded before the page can be used."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from hwawon.web.pages import STATIC
from support.parts import missing

STUDIO_KB = 300  # until the rectangle works
PAGE_KB = 200
LANGUAGES = ("src/text/en.json", "src/text/ko.json", "src/text/ja.json")
STUDIO = "src/studio/StudioPage.tsx"


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    if not (STATIC / "manifest.json").is_file():
        missing("the built pages (python3 run.py setup)")
    return dict(json.loads((STATIC / "manifest.json").read_text(encoding="utf-8")))


def pages(manifest: dict[str, Any]) -> list[str]:
    return [name for name in manifest if name.endswith("Page.tsx") or name == "src/library/Library.tsx"]


def with_imports(manifest: dict[str, Any], *names: str) -> set[str]:
    """The JavaScript files that `names` load before they run."""
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += manifest[name].get("imports", [])
    return {manifest[name]["file"] for name in seen}


def kilobytes(files: set[str], folder: Path = STATIC) -> float:
    return sum(len(gzip.compress((folder / file).read_bytes())) for file in files) / 1000


def cost_kb(manifest: dict[str, Any], page: str) -> float:
    return max(kilobytes(with_imports(manifest, "index.html", page, language)) for language in LANGUAGES)


def test_each_page_is_a_part_of_its_own(manifest: dict[str, Any]) -> None:
    assert len(pages(manifest)) >= 4
    start = with_imports(manifest, "index.html")
    for page in pages(manifest):
        assert manifest[page]["isDynamicEntry"]
        assert manifest[page]["file"] not in start


def test_only_the_language_that_is_spoken_is_loaded(manifest: dict[str, Any]) -> None:
    start = with_imports(manifest, "index.html", *pages(manifest))
    assert all(manifest[language]["file"] not in start for language in LANGUAGES)


def test_the_studio_and_every_other_page_stay_light(manifest: dict[str, Any]) -> None:
    costs_kb = {page: cost_kb(manifest, page) for page in pages(manifest)}
    assert STUDIO in costs_kb
    too_heavy = {page: cost for page, cost in costs_kb.items() if cost >= (STUDIO_KB if page == STUDIO else PAGE_KB)}
    assert too_heavy == {}, f"kB of JavaScript, gzip: {costs_kb}"


def test_the_page_of_a_screen_stays_light(manifest: dict[str, Any]) -> None:
    assert kilobytes(with_imports(manifest, "display.html")) < PAGE_KB


def test_the_kiosk_stays_light_and_has_none_of_the_operators_parts(manifest: dict[str, Any]) -> None:
    files = with_imports(manifest, "kiosk.html")
    assert kilobytes(files) < PAGE_KB
    assert manifest["index.html"]["file"] not in files
