"""Journals taken away as files: what they show, their layers, one patch, or all that they hold."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.typing import NDArray

from hwawon.imaging import files
from hwawon.imaging.picture import Metadata, Picture
from hwawon.imaging.provenance import read_back
from support.api import Studio, open_studio, painted, photo, png, submitted, upload


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with open_studio(tmp_path_factory.mktemp("studio")) as opened:
        yield opened


def journal_over(studio: Studio, data: bytes, name: str = "my garden.png", title: str = "") -> Any:
    """A journal of two steps, the lower one faint, the upper one soft, and a third that is muted."""
    client = studio.retoucher
    picture, mask = upload(client, data, name=name), upload(client, png(painted()), "mask")
    journal = client.post("/api/journals", json={"picture": picture, "title": title}).json()["id"]
    asked = {"picture": picture, "mask": mask, "journal": journal, "engine": "painter:flat", "strength": 0.8}
    for seed, prompt in enumerate(("red tulips", "blue <irises>", "")):
        submitted(client, "/api/retouch", asked | {"seed": seed, "prompt": prompt or "snow"})
    studio.work()
    steps = client.get(f"/api/journals/{journal}").json()["steps"]
    looks = ({"opacity": 0.5}, {"feather_px": 3}, {"muted": True})
    for step, look in zip(steps, looks, strict=True):
        client.patch(f"/api/journals/{journal}/steps/{step['id']}", json=look)
    return client.get(f"/api/journals/{journal}").json()


@pytest.fixture(scope="module")
def journal(studio: Studio) -> Any:
    return journal_over(studio, png(photo()))


def taken(studio: Studio, journal: Any, **query: Any) -> Any:
    answer = studio.retoucher.get(f"/api/journals/{journal['id']}/download", params=query)
    assert answer.status_code == 200, answer.text
    return answer


def shown(studio: Studio, journal: Any) -> NDArray[Any]:
    return files.read(studio.retoucher.get(f"/api/journals/{journal['id']}/picture").content).pixels


@pytest.mark.parametrize("format", ["png", "tiff"])
def test_what_the_journal_shows_is_taken_away_exactly(studio: Studio, journal: Any, format: str) -> None:
    file = taken(studio, journal, format=format)
    assert file.headers["content-type"] == f"image/{format}"
    assert np.array_equal(files.read(file.content).pixels, shown(studio, journal))
    assert not np.array_equal(shown(studio, journal), photo())


def test_lossy_files_are_of_the_wanted_kind_and_quality(studio: Studio, journal: Any) -> None:
    for format in ("jpeg", "webp"):
        small, large = (taken(studio, journal, format=format, quality=quality).content for quality in (10, 95))
        assert len(small) < len(large) / 2
        assert files.probe(small).format == format.upper()


def test_the_record_of_what_is_shown_goes_along_or_stays_behind(studio: Studio, journal: Any) -> None:
    said = read_back(files.read(taken(studio, journal).content).metadata)
    assert said.request is not None
    assert (said.request["task"], said.request["journal"]) == ("journal", journal["id"])
    steps = said.request["steps"]
    assert [step["request"]["prompt"] for step in steps] == ["red tulips", "blue <irises>"]
    assert [step["opacity"] for step in steps] == [0.5, 1.0]
    assert said.source_type == "compositeSynthetic" and said.model == "painter-garden"
    changed = float((shown(studio, journal) != photo()).any(axis=2).mean())
    assert said.area_share is not None and changed <= said.area_share < 0.25
    bare = files.read(taken(studio, journal, metadata="false").content).metadata
    assert (dict(bare.text), bare.xmp) == ({}, None)


def test_a_journal_that_shows_nothing_says_nothing_new(studio: Studio) -> None:
    picture = upload(studio.retoucher, png(photo()))
    empty = studio.retoucher.post("/api/journals", json={"picture": picture}).json()
    file = files.read(taken(studio, empty).content)
    assert np.array_equal(file.pixels, photo())
    assert read_back(file.metadata).request is None


def test_a_deep_transparent_picture_keeps_its_bits_its_alpha_and_its_metadata(studio: Studio) -> None:
    pixels = np.full((240, 320, 4), 30_001, np.uint16)
    pixels[:, :, :3] = photo().astype(np.uint16) * np.uint16(257)
    base = Picture(pixels, Metadata(text={"Author": "Shin"}))
    journal = journal_over(studio, files.encode(base, "PNG"))
    file = files.read(taken(studio, journal).content)
    assert np.array_equal(file.pixels, shown(studio, journal)) and file.depth == 16
    assert (file.pixels[:, :, 3] == 30_001).all()
    assert file.metadata.text["Author"] == "Shin"
    layers = ElementTree.fromstring(opened(taken(studio, journal, format="ora").content).read("stack.xml"))[0]
    assert [layer.attrib["composite-op"] for layer in layers] == ["svg:src-atop"] * 3 + ["svg:src-over"]
    assert "white" in taken(studio, journal, format="jpeg").headers["x-notices"]


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def test_layers_laid_over_the_base_are_the_merged_picture(studio: Studio, journal: Any) -> None:
    file = taken(studio, journal, format="ora")
    assert file.headers["content-type"] == "image/openraster"
    archive = opened(file.content)
    layers = [dict(layer.attrib) for layer in ElementTree.fromstring(archive.read("stack.xml"))[0]][::-1]
    assert [layer["name"] for layer in layers] == ["my garden.png", "red tulips", "blue <irises>", "snow"]
    assert [layer["visibility"] for layer in layers] == ["visible", "visible", "visible", "hidden"]
    assert [float(layer["opacity"]) for layer in layers] == [1, 0.5, 1, 1]
    merged = files.read(archive.read("mergedimage.png")).pixels
    assert np.array_equal(merged, shown(studio, journal))
    assert np.array_equal(files.read(archive.read(layers[0]["src"])).pixels, photo())
    laid = photo().astype(np.float64)
    for layer in layers[1:3]:
        patch = files.read(archive.read(layer["src"])).pixels.astype(np.float64)
        x, y = int(layer["x"]), int(layer["y"])
        place = laid[y : y + patch.shape[0], x : x + patch.shape[1]]
        share = patch[:, :, 3:] / 255 * float(layer["opacity"])
        place += (patch[:, :, :3] - place) * share
        assert (patch[0, :, 3] > 0).any() and (patch[:, -1, 3] > 0).any(), "the layer is not cropped"
    assert np.abs(laid - merged).max() <= 1.01


@pytest.mark.parametrize("format", ["png", "tiff", "webp"])
def test_one_step_is_taken_alone_with_its_transparency(studio: Studio, journal: Any, format: str) -> None:
    step = journal["steps"][1]
    file = taken(studio, journal, format=format, step=step["id"])
    pixels = files.read(file.content).pixels
    _, _, width, height = step["patch"]["bounds"]
    assert pixels.shape == (height, width, 4)
    assert unquote(file.headers["content-disposition"]).endswith(f"my garden patch.{format.replace('tiff', 'tif')}")
    patch = files.read(studio.retoucher.get(f"/api/journals/{journal['id']}/steps/{step['id']}/patch").content).pixels
    assert np.array_equal(pixels[:, :, 3], patch[:, :, 3])
    if format != "webp":
        seen = patch[:, :, 3] > 0
        assert seen.any() and np.array_equal(pixels[seen], patch[seen])
        said = read_back(files.read(file.content).metadata).request
        assert said is not None and said["steps"][0]["bounds"] == step["patch"]["bounds"]


@pytest.mark.parametrize("format", ["jpeg", "ora", "hwawon"])
def test_a_patch_needs_a_format_with_transparency(studio: Studio, journal: Any, format: str) -> None:
    query = {"format": format, "step": journal["steps"][0]["id"]}
    answer = studio.retoucher.get(f"/api/journals/{journal['id']}/download", params=query)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_input")
    assert format in answer.json()["error"]


def test_all_that_a_journal_holds_comes_back(studio: Studio, journal: Any) -> None:
    file = taken(studio, journal, format="hwawon")
    back = studio.retoucher.post("/api/journals/import", files={"file": ("my garden.hwawon", file.content)}).json()
    assert np.array_equal(shown(studio, back), shown(studio, journal))


@pytest.mark.parametrize(
    ("title", "name"), [("", "my garden"), ("In the park / 공원", "In the park 공원"), ("v2.png", "v2")]
)
def test_a_file_is_called_like_the_journal_or_its_picture(studio: Studio, title: str, name: str) -> None:
    picture = upload(studio.retoucher, png(photo()), name="my garden.jpeg")
    empty = studio.retoucher.post("/api/journals", json={"picture": picture, "title": title}).json()
    for format, suffix in (("png", "png"), ("ora", "ora"), ("hwawon", "hwawon")):
        said = taken(studio, empty, format=format).headers["content-disposition"]
        assert unquote(said.partition("filename*=UTF-8''")[2]) == f"{name}.{suffix}"


def test_what_is_not_there_or_is_somebody_elses_is_not_found(studio: Studio, journal: Any) -> None:
    path = f"/api/journals/{journal['id']}/download"
    assert studio.caller("retoucher").get(path).status_code == 404
    assert studio.retoucher.get(f"{path}?step=nothing").status_code == 404
    assert studio.retoucher.get(f"{path}?format=bmp").status_code == 422
    assert studio.caller("curator").get(path).status_code == 200
