"""Tags of real photographs by ImageNet's classes, and of drawn ones by a WD tagger made here."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from hwawon.errors import BadPicture, EngineUnavailable, MissingModel
from hwawon.vision.tag import NETWORK_ID, WORDS_ID, sorted_above
from hwawon.vision.tags import Tag, Tagger, WdTagger, open_tagger, present
from support.pictures import photograph
from support.small_models import with_models

SIDE = 448
TAGS = (
    "9999,general,9,100",
    "1,blue_sky,0,50",
    "2,green_grass,0,40",
    "3,red_rose,0,30",
    "4,o_o,0,2",
    "5,kim_(song),4,1",
)


@pytest.fixture(scope="module")
def models_dir() -> Path:
    return with_models(NETWORK_ID, WORDS_ID)


@pytest.fixture(scope="module")
def tagger(models_dir: Path) -> Tagger:
    return Tagger(models_dir, threads=1)


def wd(folder: Path, rows: Sequence[str] = TAGS, side: int = SIDE) -> Path:
    """A tagger whose answers are the mean blue, green and red of the picture over 255, between two constants."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "selected_tags.csv").write_text("\n".join(["tag_id,name,category,count", *rows]) + "\n", encoding="utf-8")
    constants = {
        "scale": np.array([255], np.float32),
        "low": np.array([[0.9]], np.float32),
        "high": np.array([[0.6, 0.5]], np.float32),
    }
    nodes = [
        helper.make_node("ReduceMean", ["input_1", "axes"], ["means"], keepdims=0),
        helper.make_node("Div", ["means", "scale"], ["shares"]),
        helper.make_node("Concat", ["low", "shares", "high"], ["predictions"], axis=1),
    ]
    tensors = [numpy_helper.from_array(array, name) for name, array in constants.items()]
    tensors.append(numpy_helper.from_array(np.array([1, 2], np.int64), "axes"))
    picture = helper.make_tensor_value_info("input_1", TensorProto.FLOAT, [1, side, side, 3])
    answer = helper.make_tensor_value_info("predictions", TensorProto.FLOAT, [1, 6])
    graph = helper.make_graph(nodes, "wd", [picture], [answer], tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)
    onnx.save(model, str(folder / "model.onnx"))
    return folder


def plain(red: int, green: int, blue: int, height: int = 60, width: int = 60) -> NDArray[np.uint8]:
    return np.full((height, width, 3), (red, green, blue), np.uint8)


@pytest.mark.parametrize(("name", "word"), [("coffee", "espresso"), ("china", "palace"), ("flower", "daisy")])
def test_the_surest_tag_of_a_photograph_is_what_it_shows(tagger: Tagger, name: str, word: str) -> None:
    tags = tagger.tags(photograph(name), threshold=0.01)
    assert tags[0].name == word
    confidences = [tag.confidence for tag in tags]
    assert confidences == sorted(confidences, reverse=True)
    assert min(confidences) >= 0.01


def test_a_threshold_keeps_only_what_is_sure(tagger: Tagger) -> None:
    assert [tag.name for tag in tagger.tags(photograph("coffee"), threshold=0.5)] == ["espresso"]
    assert tagger.tags(photograph("coffee"), threshold=0.999) == ()
    every = tagger.tags(photograph("coffee"), threshold=0.0)
    assert len(every) == 1000
    assert sum(tag.confidence for tag in every) == pytest.approx(1, abs=1e-4)


def test_embeddings_of_the_same_thing_lie_closer(tagger: Tagger) -> None:
    coffee, china = photograph("coffee"), photograph("china")
    first, mirrored, other = (tagger.embedding(picture) for picture in (coffee, coffee[:, ::-1], china))
    assert first.shape == (1280,)
    assert first.dtype == np.float32

    def alike(one: NDArray[np.float32], two: NDArray[np.float32]) -> float:
        return float(one @ two / np.linalg.norm(one) / np.linalg.norm(two))

    assert alike(first, mirrored) > 0.8 > 0.5 > alike(first, other)


@pytest.mark.parametrize("missing", [NETWORK_ID, WORDS_ID])
def test_without_a_file_the_command_is_named(models_dir: Path, tmp_path: Path, missing: str) -> None:
    for model_id in {NETWORK_ID, WORDS_ID} - {missing}:
        (tmp_path / model_id).symlink_to(models_dir / model_id)
    with pytest.raises(MissingModel, match=f"hwawon models install {missing}"):
        open_tagger(tmp_path)
    assert present(tmp_path) is None


def test_the_best_tagger_present_is_taken(models_dir: Path, tmp_path: Path) -> None:
    for model_id in (NETWORK_ID, WORDS_ID):
        (tmp_path / model_id).symlink_to(models_dir / model_id)
    assert (present(tmp_path), open_tagger(tmp_path, threads=1).source) == ("imagenet", "imagenet")
    brought = wd(tmp_path / "elsewhere")
    assert (present(tmp_path, brought), open_tagger(tmp_path, brought, threads=1).source) == ("wd-tagger", "wd-tagger")
    wd(tmp_path / "wd-tagger")
    assert (present(tmp_path), open_tagger(tmp_path, threads=1).source) == ("wd-tagger", "wd-tagger")


def test_a_wd_tagger_reads_blue_green_red_and_leaves_ratings_out(tmp_path: Path) -> None:
    tags = WdTagger(wd(tmp_path), threads=1).tags(plain(204, 51, 255), threshold=0.3)
    assert [tag.name for tag in tags] == ["blue sky", "red rose", "o_o", "kim (song)"]
    assert [tag.confidence for tag in tags] == pytest.approx([1.0, 0.8, 0.6, 0.5], abs=0.01)


def test_a_wide_picture_lies_whole_on_a_white_square(tmp_path: Path) -> None:
    tags = WdTagger(wd(tmp_path), threads=1).tags(plain(0, 0, 0, height=20, width=80), threshold=0.0)
    shares = {tag.name: tag.confidence for tag in tags}
    assert shares["blue sky"] == pytest.approx(0.75, abs=0.01)


def test_another_size_of_network_is_obeyed(tmp_path: Path) -> None:
    assert WdTagger(wd(tmp_path, side=32), threads=1).tags(plain(255, 0, 0))[0].name == "red rose"


def test_a_list_of_another_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="knows 6 tags, its list has 5"):
        WdTagger(wd(tmp_path, TAGS[:5]), threads=1).tags(plain(1, 2, 3))


def test_damaged_files_are_named(tmp_path: Path) -> None:
    folder = wd(tmp_path)
    (folder / "selected_tags.csv").write_text("id;word\n1;rose\n")
    with pytest.raises(EngineUnavailable, match=r"selected_tags\.csv"):
        WdTagger(folder, threads=1)
    (folder / "model.onnx").write_bytes(b"no network")
    with pytest.raises(EngineUnavailable, match=r"model\.onnx"):
        WdTagger(folder, threads=1)


def test_what_is_not_an_rgb_picture_is_refused(tagger: Tagger, tmp_path: Path) -> None:
    for either in (tagger, WdTagger(wd(tmp_path), threads=1)):
        with pytest.raises(BadPicture, match="RGB"):
            either.tags(np.zeros((5, 5), np.uint8))


def test_equally_sure_tags_are_in_the_order_of_their_names() -> None:
    tags = [Tag("rose", 0.5), Tag("lily", 0.5), Tag("tulip", 0.9), Tag("moss", 0.1)]
    assert [tag.name for tag in sorted_above(tags, 0.5)] == ["tulip", "lily", "rose"]
