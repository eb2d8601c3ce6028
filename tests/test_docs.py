"""The documentation keeps up with the program: settings, errors, commands, routes, links."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

import run
from hwawon import errors
from hwawon.app import open_house, web_app
from hwawon.cli.main import app
from hwawon.config import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


def headings(page: str) -> list[str]:
    lines = (DOCS / page).read_text(encoding="utf-8").splitlines()
    return [line.lstrip("#").strip().strip("`") for line in lines if line.startswith("##")]


def sections(page: str) -> dict[str, str]:
    parts = re.split(r"^## ", (DOCS / page).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0].strip(): part.partition("\n")[2] for part in parts}


def error_classes(root: type[errors.HwawonError] = errors.HwawonError) -> Iterator[type[errors.HwawonError]]:
    yield root
    for child in root.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from error_classes(child)


def code_of(kind: type[errors.HwawonError]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def pages() -> list[Path]:
    tracked = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [ROOT / line for line in tracked.stdout.splitlines()] or sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")])


def test_every_setting_has_its_heading_and_no_heading_is_left_over() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {PREFIX + "CONFIG"}
    assert sorted(headings("settings.md")) == sorted(known)


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_the_default_in_the_documentation_is_the_default(name: str) -> None:
    default = Settings.model_fields[name].default
    if isinstance(default, int | float | str) and default:
        words = f"{default:g}" if isinstance(default, float) else str(default)
        assert f"Default: `{words}`" in sections("settings.md")[PREFIX + name.upper()]


def test_every_error_has_its_heading_and_no_heading_is_left_over() -> None:
    assert sorted(headings("errors.md")) == sorted(code_of(kind) for kind in error_classes())


@pytest.mark.parametrize("kind", list(error_classes()), ids=code_of)
def test_an_error_is_documented_with_its_status_and_exit_status(kind: type[errors.HwawonError]) -> None:
    assert f"Status {kind.status}, exit status {kind.exit_code}." in sections("errors.md")[code_of(kind)]


def test_every_line_of_python_in_the_readme_names_a_command_that_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"python3 run\.py (\w+)", readme))
    assert named <= set(run.COMMANDS)
    assert "test" in named


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


FORBIDDEN = re.compile(
    r"/(root|home/\w+)/|pypi\.org|pythonhosted|npmjs\.(org|com)|\bissue #?\d+\b|(?-i:\bTODO\b|\bFIXME\b)",
    re.IGNORECASE,
)


def tracked_texts() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    kinds = {".py", ".md", ".toml", ".json", ".txt", ".in", ".ts", ".tsx", ".css", ".html", ".ini", ".mako", ""}
    return [ROOT / line for line in listed.splitlines() if Path(line).suffix in kinds and (ROOT / line).is_file()]


def test_no_text_names_this_machine_a_registry_or_unfinished_work() -> None:
    own = Path(__file__).resolve()
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked_texts()
        if path != own and (match := FORBIDDEN.search(path.read_text(encoding="utf-8", errors="replace")))
    ]
    assert found == []


def command_names() -> list[str]:
    names = []
    for name, command in vars(get_command(app))["commands"].items():
        inner = vars(command).get("commands")
        names += [f"hwawon {name} {one}" for one in inner] if inner else [f"hwawon {name}"]
    return names


def test_every_command_has_its_heading_and_no_heading_is_left_over() -> None:
    assert sorted(headings("cli.md")) == sorted(command_names())


def test_every_route_has_its_heading_and_no_heading_is_left_over(tmp_path: Path) -> None:
    with open_house(Settings(data_dir=tmp_path)) as house:
        paths = web_app(house).openapi()["paths"]
    routes = [f"{method.upper()} {path}" for path, methods in paths.items() for method in methods]
    assert sorted(headings("api.md")) == sorted(routes)
