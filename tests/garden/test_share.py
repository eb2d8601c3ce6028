"""The share page: only what is published, nothing unescaped, what previews need, and the truth about the making."""

import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from sqlalchemy import update

from hwawon.garden import place
from hwawon.garden.share import Attribution, attribution
from hwawon.garden.share_page import made_by
from hwawon.garden.share_words import WORDS, chosen_language
from hwawon.imaging import files
from hwawon.imaging.provenance import read_back
from hwawon.pool.keys import EMOTIONS, SEASONS, TIMES, WEATHERS, Cell
from hwawon.promote.serve import end_serving
from hwawon.storage.garden_tables import pool
from hwawon.storage.tables import picture
from support.api import Studio, open_studio
from support.garden_qr import text_of
from support.shared_pictures import PAINTED, garden_jpeg, publish

BASE = "http://127.0.0.1:8600"
TAIL = "calm/spring,sunny,day/img_20261127-031500_1h.jpeg"
KEY = f"emotions/{TAIL}"


class Tags(HTMLParser):
    """The attributes of all tags, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def meta(self) -> dict[str, str]:
        return {
            str(has["property"]): str(has["content"]) for tag, has in self.tags if "property" in has and tag == "meta"
        }


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with open_studio(tmp_path_factory.mktemp("share"), engine="painter:flat") as made:
        publish(made.house.database, made.house.objects, TAIL, record=PAINTED)
        yield made


@pytest.fixture
def stranger(studio: Studio) -> TestClient:
    return studio.stranger


def page(client: TestClient, key: str = KEY, **headers: str) -> Tags:
    answer = client.get("/image", params={"content": key}, headers=headers)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/html")
    return Tags(answer.text)


def test_the_page_shows_the_picture_and_says_by_what_it_was_made(stranger: TestClient) -> None:
    shown = page(stranger)
    images = [has["src"] for tag, has in shown.tags if tag == "img"]
    assert images == [KEY]
    assert stranger.get(f"/{images[0]}").status_code == 200
    assert "Apache License 2.0" in shown.text and "not Stable Diffusion" in shown.text
    assert "AI-generated" in shown.text
    assert not [tag for tag, _ in shown.tags if tag == "script"]


def test_previews_find_absolute_addresses_and_true_sizes_in_the_first_html(stranger: TestClient) -> None:
    meta = page(stranger).meta
    assert meta["og:url"] == f"{BASE}/image?content={KEY}"
    assert meta["og:type"] == "website" and meta["og:title"] and meta["og:description"]
    answer = stranger.get(meta["og:image"])
    assert answer.headers["content-type"] == "image/jpeg" and len(answer.content) <= 300_000
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    with Image.open(io.BytesIO(answer.content)) as image:
        assert image.size == (int(meta["og:image:width"]), int(meta["og:image:height"])) == (1200, 630)
    assert stranger.head("/image", params={"content": KEY}).status_code == 200


def test_links_lead_to_the_places_own_address_where_it_has_one(tmp_path: Path) -> None:
    with open_studio(tmp_path, engine="painter:flat", base_path="/studio") as studio:
        publish(studio.house.database, studio.house.objects, TAIL)
        inside = Tags(studio.stranger.get(f"/studio/image?content={KEY}").text).meta
        assert inside["og:url"] == f"{BASE}/studio/image?content={KEY}"
        with studio.house.database.write() as tx:
            place.save(tx, place.Place(address="https://garden.example/studio/", label={"ko": "인공지능 그림"}))
        shown = Tags(studio.stranger.get(f"/studio/image?content={KEY}&language=ko").text)
        assert shown.meta["og:image"].startswith("https://garden.example/studio/image/preview.jpeg?content=emotions/")
        assert "인공지능 그림" in shown.text


BAD = (
    '"><script>alert(1)</script>',
    f'{KEY}"><script>alert(1)</script>',
    f"imgPool/{TAIL}",
    "emotions/calm/nobody_1h.jpeg",
    "emotions/calm",
    "emotions/joy/a_1h.jpeg",
    "emotions/../hwawon.sqlite",
    "emotions/calm/a\u0000.jpeg",
    "http://elsewhere.example/a.jpeg",
    "x" * 5000,
    "",
)


@pytest.mark.parametrize("key", BAD)
def test_anything_else_is_404_with_an_escaped_page(key: str, stranger: TestClient) -> None:
    answer = stranger.get("/image", params={"content": key})
    assert answer.status_code == 404 and "<script" not in answer.text
    assert "This picture is not here" in answer.text
    for path in ("/image/preview.jpeg", "/image/download"):
        assert stranger.get(path, params={"content": key}).status_code == 404


def test_no_key_at_all_is_404_and_a_broken_one_no_500(stranger: TestClient) -> None:
    assert stranger.get("/image").status_code == 404
    assert stranger.get("/image?content=%ff%fe").status_code == 404
    assert stranger.get("/image?content=a&content=b&language=xx").status_code == 404


def test_a_name_of_many_signs_is_escaped_everywhere(studio: Studio) -> None:
    tail = 'happy/a "cat" <b>\'s & #1 100%/img_1h.jpeg'
    key = publish(studio.house.database, studio.house.objects, tail)
    answer = studio.stranger.get("/image", params={"content": key})
    assert answer.status_code == 200 and "<b>'s" not in answer.text and '"cat"' not in answer.text
    shown = Tags(answer.text)
    links = [has.get("href") or has.get("src") for tag, has in shown.tags if tag in ("a", "img")]
    assert {studio.stranger.get(f"/{link}").status_code for link in links if link} == {200}
    assert studio.stranger.get(shown.meta["og:url"].removeprefix(BASE)).status_code == 200


def test_a_retracted_picture_is_shared_no_longer(studio: Studio) -> None:
    database, stranger = studio.house.database, studio.stranger
    key = publish(database, studio.house.objects, "sad/img_20261127-031501_1v.jpeg")
    assert stranger.get("/image/preview.jpeg", params={"content": key}).status_code == 200
    with database.write() as tx:
        id = tx.scalar(pool.select().with_only_columns(pool.c.picture).where(pool.c.serving_key == key))
        end_serving(tx, str(id))
    for path in ("/image", "/image/preview.jpeg", "/image/download"):
        assert stranger.get(path, params={"content": key}).status_code == 404


def test_a_published_picture_without_its_file_is_404(studio: Studio) -> None:
    key = publish(studio.house.database, studio.house.objects, "sad/img_20261127-031502_1v.jpeg")
    studio.house.objects.delete(key)
    assert studio.stranger.get("/image", params={"content": key}).status_code == 404


def test_the_code_on_the_page_leads_to_the_page(stranger: TestClient) -> None:
    svg = re.search(r"<svg.*?</svg>", stranger.get("/image", params={"content": KEY}).text, re.DOTALL)
    assert svg and text_of(svg[0]) == f"{BASE}/image?content={KEY}"


def test_the_saved_file_is_marked_to_the_eye_and_in_its_data(studio: Studio) -> None:
    answer = studio.stranger.get("/image/download", params={"content": KEY})
    assert answer.headers["content-disposition"].startswith("attachment;")
    saved, own = files.read(answer.content), files.read(studio.house.objects.get(KEY))
    assert saved.extent == own.extent
    told = read_back(saved.metadata)
    assert told.source_type == "algorithmicMedia" and told.request == PAINTED
    changed = abs(saved.pixels.astype(int) - own.pixels).max(axis=2) > 60
    rows, columns = changed.nonzero()
    assert changed.sum() > 100 and rows.min() > own.extent.height * 0.8 and columns.min() > own.extent.width / 2


def test_a_file_that_does_not_tell_of_its_making_tells_of_it_when_it_is_saved(studio: Studio) -> None:
    plain = garden_jpeg(seed=9)
    key = publish(studio.house.database, studio.house.objects, "calm/dropped_1h.jpeg", plain)
    assert read_back(files.read(plain).metadata).source_type is None
    saved = studio.stranger.get("/image/download", params={"content": key}).content
    assert read_back(files.read(saved).metadata).source_type == "trainedAlgorithmicMedia"
    assert "not recorded" in page(studio.stranger, key).text


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (800, 1280), (2000, 300), (64, 64), (3000, 2000)])
def test_every_shape_of_picture_has_a_preview_of_one_size(width: int, height: int) -> None:
    from hwawon.garden.share_files import framed, marked

    pixels = files.read(garden_jpeg(width, height)).rgb8()
    made = marked(framed(pixels, (1200, 630)))
    assert made.shape == (630, 1200, 3)
    if height > width:  # whole, in the middle of its own colours
        centre = made[300:330, 590:610].mean(axis=(0, 1))
        assert abs(centre - pixels[600:680, 380:420].mean(axis=(0, 1))).max() < 25
        assert made[:, :100].mean() < pixels.mean()


def test_a_noisy_picture_still_has_a_small_preview(studio: Studio) -> None:
    import numpy as np

    from hwawon.imaging.picture import Picture

    noise = np.random.default_rng(3).integers(0, 256, (800, 1280, 3), np.uint8)
    data = files.encode(Picture(noise), "JPEG", quality=95)
    key = publish(studio.house.database, studio.house.objects, "angry/noise_1h.jpeg", data)
    assert len(studio.stranger.get("/image/preview.jpeg", params={"content": key}).content) <= 300_000


def test_a_preview_is_made_once_for_the_same_bytes(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    from hwawon.garden import share_files

    key = publish(studio.house.database, studio.house.objects, "fear/once_1h.jpeg", garden_jpeg(seed=5))
    first = studio.stranger.get("/image/preview.jpeg", params={"content": key})
    monkeypatch.setattr(share_files, "framed", None)
    again = studio.stranger.get("/image/preview.jpeg", params={"content": key})
    assert again.content == first.content
    known = {"If-None-Match": first.headers["etag"]}
    assert studio.stranger.get("/image/preview.jpeg", params={"content": key}, headers=known).status_code == 304
    monkeypatch.undo()
    studio.house.objects.write(key, garden_jpeg(seed=6))
    changed = studio.stranger.get("/image/preview.jpeg", params={"content": key}, headers=known)
    assert changed.status_code == 200 and changed.content != first.content


def test_the_page_speaks_the_callers_language(stranger: TestClient) -> None:
    korean = page(stranger, **{"Accept-Language": "fr;q=0.9, ko-KR;q=0.8, en;q=0.1"})
    assert "평온" in korean.text and korean.meta["og:locale"] == "ko_KR"
    answer = stranger.get(f"/image?content={KEY}&language=ja", headers={"Accept-Language": "ko"})
    assert answer.headers["content-language"] == "ja" and "平穏" in answer.text and "夕暮れ" not in answer.text
    others = [has["href"] for tag, has in Tags(answer.text).tags if has.get("hreflang")]
    assert [urlsplit(str(link)).query.rpartition("=")[2] for link in others] == ["en", "ko"]


@pytest.mark.parametrize(
    ("asked", "accepted", "wanted"),
    [
        (None, "", "en"),
        ("ko", "ja", "ko"),
        ("xx", "ja,en;q=0.5", "ja"),
        (None, "en;q=0.2, ja;q=0.9", "ja"),
        (None, "ja;q=0, fr", "en"),
        (None, "ko;q=nonsense, ja;q=0.1", "ja"),
        (None, ",;;q=,=" * 50, "en"),
    ],
)
def test_a_language_is_chosen(asked: str | None, accepted: str, wanted: str) -> None:
    assert chosen_language(asked, accepted) == wanted


def test_every_word_of_the_garden_is_known_in_every_language() -> None:
    from hwawon.garden.share_words import cell_words

    for language in ("ko", "ja"):
        for emotion in EMOTIONS:
            assert cell_words(Cell(emotion), language)[0] != emotion
        for season, weather, time in zip(SEASONS, WEATHERS, TIMES, strict=True):
            told = cell_words(Cell("happy", f"{season},{weather},{time}"), language)[1]
            assert not re.search("[a-z]", told) and told.count(" · ") == 2
    assert cell_words(Cell("happy", "cat"), "ko")[1] == "cat"


DIFFUSION = {"engine": "diffusers", "is_stable_diffusion": True, "checkpoint": "garden-xl", "licence": "openrail++"}


def test_the_model_that_was_really_used_is_named_with_its_licence() -> None:
    made = attribution({"engine": DIFFUSION}, "something else")
    assert made == Attribution("stable-diffusion", "garden-xl", "openrail++")
    told = " ".join(made_by(made, WORDS["en"]))
    assert "Stable Diffusion" in told and "garden-xl" in told and "openrail++" in told
    unstated = made_by(attribution({"engine": DIFFUSION | {"licence": None}}), WORDS["en"])
    assert unstated[1] == "The model's files state no licence."
    assert made_by(attribution({}, "old-model"), WORDS["ja"])[0] == "モデル「old-model」で作りました。"
    assert attribution({"engine": {"engine": "painter:flat", "checkpoint": "painter-garden"}}).program == "painter"


def test_a_retouched_picture_names_the_model_of_the_one_it_began_from(studio: Studio) -> None:
    database, objects = studio.house.database, studio.house.objects
    first = publish(database, objects, "calm/base_1h.jpeg", record={"engine": DIFFUSION, "request": {}})
    child = publish(database, objects, "calm/base_1-r1h.jpeg")
    with database.write() as tx:
        base = tx.scalar(pool.select().with_only_columns(pool.c.picture).where(pool.c.serving_key == first))
        own = tx.scalar(pool.select().with_only_columns(pool.c.picture).where(pool.c.serving_key == child))
        record: dict[str, Any] = {"task": "journal", "journal": "j", "picture": base, "request": {}}
        tx.execute(update(picture).where(picture.c.id == own).values(record=record))
    told = page(studio.stranger, child).text
    assert "garden-xl" in told and "openrail++" in told and "retouched" in told
    with database.write() as tx:
        tx.execute(update(picture).where(picture.c.id == base).values(record=record | {"picture": own}))
    assert "not recorded" in page(studio.stranger, child).text


def test_the_name_of_the_saved_file_says_nothing_of_a_visitor(stranger: TestClient) -> None:
    told = stranger.get(f"/image/download?content={quote(KEY)}").headers["content-disposition"]
    assert re.search(r'filename="hwawon-calm-[0-9a-f]{8}\.jpg"', told)
