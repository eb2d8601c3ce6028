"""What a file says of its making comes first; a tagger looks only where it says nothing."""

from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from hwawon.app import open_house
from hwawon.config import Settings
from hwawon.imaging.picture import Metadata
from hwawon.imaging.provenance import embed
from hwawon.looks.available import available, brought_tagger
from hwawon.looks.tags import Written, written_in
from hwawon.vision.tag import NETWORK_ID, WORDS_ID
from hwawon.weights.shelf import Shelf
from support.api import Studio, open_studio, photo, png, submitted, upload, wish
from support.pictures import photograph, saved
from support.small_models import with_models
from support.webui_stub import SD_SERVER, Stub, serving

A1111 = "white tulips, garden\nNegative prompt: people, text\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 3"


def with_parameters(text: str) -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("parameters", text)
    return saved(Image.fromarray(photo()), "PNG", pnginfo=told)


def test_a1111_text_in_the_file_is_the_answer(studio: Studio) -> None:
    picture = upload(studio.retoucher, with_parameters(A1111))
    answer = studio.retoucher.post("/api/looks/tags", json={"picture": picture, "engine": "webui"}).json()
    assert answer == {
        "source": "metadata",
        "prompt": "white tulips, garden",
        "negative_prompt": "people, text",
        "tags": [],
    }


def test_what_was_painted_here_says_what_it_was_asked_for(studio: Studio) -> None:
    body = wish(studio.retoucher, prompt="red tulips", negative_prompt="people")
    job = submitted(studio.retoucher, "/api/retouch", body)
    studio.work()
    made = studio.retoucher.get(f"/api/jobs/{job}").json()["result"]["candidates"][0]["picture"]
    answer = studio.retoucher.post("/api/looks/tags", json={"picture": made}).json()
    assert (answer["source"], answer["prompt"], answer["negative_prompt"]) == ("metadata", "red tulips", "people")


@pytest.mark.parametrize(
    ("metadata", "written"),
    [
        (Metadata(), None),
        (Metadata(text={"parameters": "just words"}), Written("just words", "")),
        (Metadata(text={"parameters": "Negative prompt: fog"}), None),
        (Metadata(text={"hwawon": "[1]"}), None),
        (Metadata(text={"hwawon": '{"prompt": 5}'}), None),
        (embed(Metadata(), request={"prompt": "moss", "seed": 1}), Written("moss", "")),
        (embed(Metadata(), request={"prompt": ""}), None),
    ],
)
def test_a_file_names_its_prompt_or_it_does_not(metadata: Metadata, written: Written | None) -> None:
    assert written_in(metadata) == written


def test_the_webui_s_tagger_is_asked_where_the_file_says_nothing(tmp_path: Path) -> None:
    with serving(Stub()) as url, open_studio(tmp_path, webui_url=url) as studio:
        picture = upload(studio.retoucher, png(photo()))
        body = {"picture": picture, "engine": "webui"}
        first, above = (
            studio.retoucher.post("/api/looks/tags", json=body | more).json() for more in ({}, {"threshold": 0.6})
        )
    flower, garden = {"name": "flower", "confidence": 0.9}, {"name": "garden", "confidence": 0.5}
    assert first == {"source": "webui", "prompt": None, "negative_prompt": None, "tags": [flower, garden]}
    assert above["tags"] == [flower]


@pytest.mark.parametrize(
    ("settings", "reason"),
    [({}, "HWAWON_WEBUI_URL"), ({"webui_url": "http://127.0.0.1:9"}, "connection to the WebUI")],
)
def test_a_webui_that_is_not_there_is_said(tmp_path: Path, settings: dict[str, str], reason: str) -> None:
    with open_studio(tmp_path, **settings) as studio:
        picture = upload(studio.retoucher, png(photo()))
        answer = studio.retoucher.post("/api/looks/tags", json={"picture": picture, "engine": "webui"})
    assert answer.status_code == 503
    assert answer.json()["code"] == "engine_unavailable"
    assert reason in answer.json()["error"]


def test_a_photograph_is_tagged_by_the_small_model(tmp_path: Path) -> None:
    models = with_models(NETWORK_ID, WORDS_ID)
    with open_house(Settings(data_dir=tmp_path, models_dir=models)) as house:
        studio = Studio(house)
        told = studio.retoucher.get("/api/looks").json()["tagger"]
        assert told == {"id": "imagenet", "available": True, "reason": None}
        picture = upload(studio.retoucher, png(photograph("coffee")))
        answer = studio.retoucher.post("/api/looks/tags", json={"picture": picture, "threshold": 0.2}).json()
    assert (answer["source"], answer["prompt"]) == ("imagenet", None)
    assert answer["tags"][0]["name"] in ("espresso", "cup")
    assert all(tag["confidence"] >= 0.2 for tag in answer["tags"])


def test_a_webui_without_a_tagger_leaves_it_to_the_small_model(tmp_path: Path) -> None:
    models = with_models(NETWORK_ID, WORDS_ID)
    with serving(Stub(SD_SERVER)) as url:
        settings = Settings(data_dir=tmp_path, models_dir=models, webui_url=url, engine="webui")
        with open_house(settings) as house:
            studio = Studio(house)
            picture = upload(studio.retoucher, png(photograph("coffee")))
            answer = studio.retoucher.post("/api/looks/tags", json={"picture": picture}).json()
    assert answer["source"] == "imagenet"


def test_without_any_tagger_the_command_is_named(tmp_path: Path) -> None:
    with open_studio(tmp_path) as studio:
        picture = upload(studio.retoucher, png(photo()))
        answer = studio.retoucher.post("/api/looks/tags", json={"picture": picture})
        told = studio.retoucher.get("/api/looks").json()["tagger"]
    assert (answer.status_code, answer.json()["missing"]) == (503, [NETWORK_ID, WORDS_ID])
    assert told["available"] is False
    assert f"hwawon models install {NETWORK_ID} {WORDS_ID}" in told["reason"]


def test_a_tagger_on_the_shelf_is_the_one_that_is_used(tmp_path: Path) -> None:
    folder, models = tmp_path / "wd-moat", tmp_path / "models"
    folder.mkdir()
    (folder / "model.onnx").write_bytes(b"network")
    (folder / "selected_tags.csv").write_text("tag_id,name,category,count\n", encoding="utf-8")
    assert brought_tagger(models) is None
    Shelf(models).add(folder)
    assert brought_tagger(models) == folder
    assert available(Settings(data_dir=tmp_path, models_dir=models))["tagger"]["id"] == "wd-tagger"
