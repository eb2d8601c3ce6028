"""Pictures over HTTP: marked, found, deleted, shown by every browser, and taken away as files."""

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from hwawon.imaging import files
from hwawon.imaging.picture import Metadata, Picture
from support.api import Studio, open_studio, photo, png, upload
from support.pictures import SRGB_PROFILE as SRGB
from support.pictures import swapped_profile

SIDEWAYS = Image.Exif()
SIDEWAYS[0x0112] = 6
SIDEWAYS[0x010F] = "Gardener's camera"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with open_studio(tmp_path_factory.mktemp("studio")) as opened:
        yield opened


def get(studio: Studio, path: str, **query: Any) -> Any:
    return studio.retoucher.get(f"/api/pictures{path}", params=query)


def listed(studio: Studio, **query: Any) -> list[str]:
    answer = get(studio, "", **query).json()
    assert answer["total"] == len(answer["items"])
    return [one["id"] for one in answer["items"]]


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def deep(channels: int = 4) -> NDArray[np.uint16]:
    """16-bit pixels whose lower bits count."""
    wide = photo().astype(np.uint16) * np.uint16(257) ^ np.uint16(0x35)
    alpha = np.full((*wide.shape[:2], 1), 40_001, np.uint16)
    return np.ascontiguousarray(np.concatenate([wide, alpha], axis=2)[:, :, :channels])


def jpeg(**options: Any) -> bytes:
    target = io.BytesIO()
    Image.fromarray(photo()).save(target, "JPEG", quality=95, **options)
    return target.getvalue()


# --- marking, finding, deleting


def test_a_favourite_is_marked_and_found_and_can_be_let_go(studio: Studio) -> None:
    id = upload(studio.retoucher, png(photo()))
    assert get(studio, f"/{id}").json()["favourite"] is False
    marked = studio.retoucher.patch(f"/api/pictures/{id}", json={"favourite": True})
    assert (marked.status_code, marked.json()["favourite"]) == (200, True)
    assert listed(studio, favourite=True) == [id]
    assert id not in listed(studio, favourite=False)
    studio.retoucher.patch(f"/api/pictures/{id}", json={"favourite": False})
    assert listed(studio, favourite=True) == []


def test_a_title_is_changed_and_searched_by_its_words_in_any_case(studio: Studio) -> None:
    id = upload(studio.retoucher, png(photo()))
    title = "Peonies 100% in_bloom 작약"
    assert studio.retoucher.patch(f"/api/pictures/{id}", json={"title": title}).json()["title"] == title
    for words in (
        "peonies",
        "BLOOM peon",
        "작약",
        "100%",
        "in_bl",
    ):  # whole words and beginnings; a part within one is none
        assert listed(studio, q=words) == [id], words
    assert listed(studio, q="peonies tulips") == []
    assert listed(studio, q="p%s") == []


@pytest.mark.parametrize("body", [{"favourite": "perhaps"}, {"title": "x\0y"}, {"title": 3}, {"owner": "me"}])
def test_what_cannot_be_said_of_a_picture_is_refused(studio: Studio, body: dict[str, Any]) -> None:
    id = upload(studio.retoucher, png(photo()))
    refused = studio.retoucher.patch(f"/api/pictures/{id}", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "bad_input")


@pytest.mark.parametrize("kind", ["mask", "lines", "reference", "strengths"])
def test_what_guides_a_retouch_stays_out_of_the_library(studio: Studio, kind: str) -> None:
    id = upload(studio.retoucher, png(photo()), kind)
    assert id not in listed(studio, limit=500)
    assert id in listed(studio, kind=kind, limit=500)


def test_results_are_found_by_the_picture_they_were_made_from(studio: Studio) -> None:
    from hwawon.storage import pictures

    base, other = (upload(studio.retoucher, png(photo())) for _ in range(2))
    with studio.house.database.write() as tx:
        made = vars(pictures.get(tx, other)) | {"kind": "retouched", "base": base}
        row = pictures.NewPicture(**{name: made[name] for name in made if name not in ("id", "created_at")})
        child = pictures.add(tx, row).id
    assert listed(studio, base=base) == [child]
    assert listed(studio, base=other) == []


def test_a_deleted_picture_is_gone_and_the_base_of_a_journal_stays(studio: Studio) -> None:
    gone, kept = (upload(studio.retoucher, png(photo())) for _ in range(2))
    journal = studio.retoucher.post("/api/journals", json={"picture": kept, "title": "In the garden"}).json()["id"]
    assert studio.retoucher.delete(f"/api/pictures/{gone}").status_code == 204
    assert get(studio, f"/{gone}").status_code == 404
    assert studio.retoucher.delete(f"/api/pictures/{gone}").status_code == 404
    refused = studio.retoucher.delete(f"/api/pictures/{kept}")
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert journal in refused.json()["error"] and "In the garden" in refused.json()["error"]
    assert get(studio, f"/{kept}").status_code == 200


def test_only_the_owner_and_a_curator_change_a_picture(studio: Studio) -> None:
    from hwawon.storage import pictures

    id, path = (made := upload(studio.retoucher, png(photo()))), f"/api/pictures/{made}"
    other, curator, viewer = studio.caller("retoucher"), studio.caller("curator"), studio.caller("viewer")
    for method in ("PATCH", "DELETE"):
        assert other.request(method, path, json={}).status_code == 404
    with studio.house.database.write() as tx:
        pictures.publish(tx, id)
    assert [other.get(path).status_code, other.delete(path).status_code] == [200, 403]
    assert viewer.patch(path, json={"favourite": True}).status_code == 403
    assert curator.patch(path, json={"favourite": True}).json()["favourite"] is True
    assert curator.delete(path).status_code == 204


def test_a_picture_of_the_house_is_marked_by_all_and_deleted_by_a_curator(studio: Studio) -> None:
    from sqlalchemy import update

    from hwawon.storage.tables import picture

    id = upload(studio.retoucher, png(photo()))
    with studio.house.database.write() as tx:
        tx.execute(update(picture).where(picture.c.id == id).values(owner=None, published=True))
    assert studio.retoucher.patch(f"/api/pictures/{id}", json={"favourite": True}).status_code == 200
    assert studio.retoucher.patch(f"/api/pictures/{id}", json={"title": "mine"}).status_code == 403
    assert studio.retoucher.delete(f"/api/pictures/{id}").status_code == 403
    assert studio.caller("curator").delete(f"/api/pictures/{id}").status_code == 204


# --- a view


@pytest.mark.parametrize("data", [png(photo()), jpeg(), jpeg(icc_profile=SRGB)], ids=["png", "jpeg", "srgb"])
def test_what_browsers_show_is_viewed_as_it_is(studio: Studio, data: bytes) -> None:
    id = upload(studio.retoucher, data)
    assert get(studio, f"/{id}/view").content == data
    assert get(studio, f"/{id}/view", max_side=320).content == data


def test_a_deep_picture_is_viewed_in_eight_bits(studio: Studio) -> None:
    id = upload(studio.retoucher, files.encode(Picture(deep()), "TIFF"), name="deep.tif")
    seen = get(studio, f"/{id}/view")
    assert seen.headers["content-type"] == "image/png"
    pixels = np.asarray(opened(seen.content))
    assert pixels.dtype == np.uint8
    assert np.abs(pixels[:, :, :3].astype(int) - photo()).max() <= 1


def test_colours_of_another_space_are_viewed_in_srgb(studio: Studio) -> None:
    cmyk = io.BytesIO()
    Image.fromarray(photo()).convert("CMYK").save(cmyk, "JPEG", quality=95)
    swapped = files.encode(Picture(photo()[:, :, ::-1], Metadata(icc=swapped_profile())), "PNG")
    for data in (cmyk.getvalue(), swapped):
        seen = opened(get(studio, f"/{upload(studio.retoucher, data)}/view").content)
        assert (seen.mode, seen.format) == ("RGB", "PNG")
        assert np.abs(np.asarray(seen).astype(int) - photo()).mean() < 4


def test_a_turned_photograph_is_viewed_upright(studio: Studio) -> None:
    id = upload(studio.retoucher, jpeg(exif=SIDEWAYS))
    seen = opened(get(studio, f"/{id}/view").content)
    assert seen.size == (240, 320)
    assert 0x0112 not in seen.getexif()


def test_a_view_is_reduced_and_kept_by_the_browser(studio: Studio) -> None:
    id = upload(studio.retoucher, png(photo()))
    seen = get(studio, f"/{id}/view", max_side=160)
    assert (seen.headers["content-type"], opened(seen.content).size) == ("image/webp", (160, 120))
    assert "immutable" in seen.headers["cache-control"]
    again = studio.retoucher.get(
        f"/api/pictures/{id}/view?max_side=160", headers={"If-None-Match": seen.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    other = get(studio, f"/{id}/view", max_side=100)
    assert other.headers["etag"] != seen.headers["etag"]
    assert get(studio, f"/{id}/view", max_side=0).status_code == 422


# --- downloads


@pytest.mark.parametrize("format", ["png", "tiff"])
@pytest.mark.parametrize("channels", [3, 4])
def test_sixteen_bits_and_transparency_survive(studio: Studio, format: str, channels: int) -> None:
    id = upload(studio.retoucher, files.encode(Picture(deep(channels)), "PNG"))
    taken = get(studio, f"/{id}/download", format=format)
    assert taken.headers["content-type"] == f"image/{format}"
    assert "x-notices" not in taken.headers
    assert np.array_equal(files.read(taken.content).pixels, deep(channels))


def test_a_jpeg_of_a_transparent_picture_lies_on_white_and_says_so(studio: Studio) -> None:
    pixels = np.zeros((40, 40, 4), np.uint8)
    id = upload(studio.retoucher, files.encode(Picture(pixels), "PNG"))
    taken = get(studio, f"/{id}/download", format="jpeg")
    assert np.asarray(opened(taken.content)).min() >= 254
    assert "white" in taken.headers["x-notices"]


def test_quality_decides_the_size_of_a_lossy_file(studio: Studio) -> None:
    id = upload(studio.retoucher, png(photo()))
    for format in ("jpeg", "webp"):
        small, large = (get(studio, f"/{id}/download", format=format, quality=quality) for quality in (10, 95))
        assert len(small.content) < len(large.content) / 2
        assert files.probe(large.content).format == format.upper()


@pytest.mark.parametrize("format", ["png", "jpeg", "webp", "tiff"])
def test_metadata_goes_along_or_stays_behind(studio: Studio, format: str) -> None:
    said = Metadata(
        icc=SRGB,
        exif=SIDEWAYS.tobytes().removeprefix(b"Exif\0\0"),
        text={"hwawon": '{"prompt":"tulips"}', "parameters": "tulips\nSteps: 20, Seed: 1, Size: 8x8"},
        xmp=b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>',
    )
    id = upload(studio.retoucher, files.encode(Picture(photo(), said), "PNG"))
    whole, bare = (
        files.read(get(studio, f"/{id}/download", format=format, metadata=on, quality=90).content).metadata
        for on in ("true", "false")
    )
    assert whole.exif is not None and b"Gardener" in whole.exif
    assert whole.icc == bare.icc == SRGB
    assert (bare.exif, bare.xmp, dict(bare.text)) == (None, None, {})
    assert whole.xmp is not None
    assert ("hwawon" in whole.text) == (format == "png")


def test_the_file_as_it_came_where_nothing_else_is_asked_for(studio: Studio) -> None:
    data = jpeg(exif=SIDEWAYS)
    id = upload(studio.retoucher, data, name="a photo.jpeg")
    for query in ({}, {"format": "jpeg"}):
        assert get(studio, f"/{id}/download", **query).content == data
    assert get(studio, f"/{id}/download", metadata="false").content != data


def test_a_jpeg_without_its_metadata_is_not_compressed_again(studio: Studio) -> None:
    upright = Image.Exif()
    upright[0x010F] = "Gardener's camera"
    data = jpeg(exif=upright)
    taken = get(studio, f"/{upload(studio.retoucher, data)}/download", metadata="false")
    assert "x-notices" not in taken.headers
    assert b"Gardener" in data and b"Gardener" not in taken.content
    assert np.array_equal(files.read(taken.content).pixels, files.read(data).pixels)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("my photo (2).jpeg", "my photo (2).png"),
        ("튤립 정원.png", "튤립 정원.png"),
        ("happy / spring: 50% f/2.8", "happy spring 50% f 2.8.png"),
        ("../../etc/passwd", "etc passwd.png"),
        ("v1.2 of it", "v1.2 of it.png"),
        ("...", "upload.png"),
    ],
)
def test_a_download_keeps_the_name(studio: Studio, title: str, name: str) -> None:
    from urllib.parse import unquote

    id = upload(studio.retoucher, jpeg())
    studio.retoucher.patch(f"/api/pictures/{id}", json={"title": title})
    said = get(studio, f"/{id}/download", format="png").headers["content-disposition"]
    assert said.startswith("attachment; ")
    assert unquote(said.partition("filename*=UTF-8''")[2]) == name


@pytest.mark.parametrize("query", [{"format": "bmp"}, {"format": "jpeg", "quality": 0}, {"quality": 101}])
def test_a_download_that_cannot_be_is_refused(studio: Studio, query: dict[str, Any]) -> None:
    id = upload(studio.retoucher, png(photo()))
    assert get(studio, f"/{id}/download", **query).status_code == 422


def test_somebody_elses_picture_is_neither_viewed_nor_downloaded(studio: Studio) -> None:
    id = upload(studio.caller("retoucher"), png(photo()))
    for path in ("view", "download"):
        assert get(studio, f"/{id}/{path}").status_code == 404
