"""What a file says of its making comes first; a tagger looks only where it says nothing."""

from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from hwawon.imaging.picture import Metadata
from hwawon.imaging.provenance import embed
from hwawon.looks.tags import Written, written_in
from support.api import Studio, open_studio, photo, png, submitted, upload, wish
from support.pictures import saved
from support.webui_stub import Stub, serving

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
