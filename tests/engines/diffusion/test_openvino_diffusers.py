"""The network in OpenVINO paints what torch paints, is kept on the disk, and gives way where it must."""

from __future__ import annotations

import gc
import shutil
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from contracts.engine import EngineContract
from hwawon.engines.base import Control, ControlKind, Engine, PaintRequest, Pixels, Task
from hwawon.engines.diffusion.engine import DiffusionEngine
from hwawon.errors import BadInput, EngineUnavailable, StorageFull
from hwawon.imaging.geometry import Extent
from hwawon.weights.record import Family
from hwawon.weights.shelf import CONVERTED, Shelf
from support.diffusion_requests import EXTENT, PROMPT, text_to_image
from support.requests import disc_mask, paint, textured_picture
from support.tiny_additions import save_controlnet, save_ip_adapter, save_lora
from support.tiny_diffusers import Tiny, add_checkpoint
from support.torch_here import needs_torch

needs_openvino = pytest.mark.skipif(find_spec("openvino") is None, reason="the extra [openvino] is not installed")
pytestmark = [needs_torch, needs_openvino]

LEVELS = 1  # of 255, between OpenVINO and torch in float32


@pytest.fixture(scope="module")
def shelf_of(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A models folder for each checkpoint, made once; its networks are converted by the first test that needs one."""
    made = {}
    for name, tiny in (
        ("sd15", Tiny(Family.SD15)),
        ("inpaint9", Tiny(Family.SD15, inpaint=True)),
        ("sdxl", Tiny(Family.SDXL)),
    ):
        made[name] = tmp_path_factory.mktemp(name)
        add_checkpoint(made[name], tiny, name=name)
    return made


class OpenVinoContract(EngineContract):
    """The contract with two steps; each class names its checkpoint."""

    checkpoint: ClassVar[str]
    steps = 2
    samplers_tried = 2
    levels_apart = 2

    @pytest.fixture
    def engine(self, shelf_of: dict[str, Path]) -> Iterator[Engine]:
        engine = DiffusionEngine(shelf_of[self.checkpoint], "float32", batch=4, accelerator="openvino")
        yield engine
        engine.close()


@pytest.mark.slow
class TestSd15(OpenVinoContract):
    checkpoint = "sd15"


@pytest.mark.slow
class TestSdxl(OpenVinoContract):
    checkpoint = "sdxl"


def engines(models_dir: Path, precision: str = "float32") -> Iterator[DiffusionEngine]:
    for accelerator in ("openvino", "torch"):
        engine = DiffusionEngine(models_dir, precision, accelerator=accelerator)
        yield engine
        engine.close()


def apart(models_dir: Path, request: PaintRequest, precision: str = "float32") -> int:
    """The largest difference between OpenVINO's picture and torch's, in levels of 255."""
    painted = []
    for engine in engines(models_dir, precision):
        painted.append(paint(engine, request))
    assert [one.record["accelerator"] for one in painted] == ["openvino", "torch"]
    return int(np.abs(painted[0].images[0].astype(int) - painted[1].images[0]).max())


def inpainting(extent: Extent = EXTENT) -> PaintRequest:
    image, mask = textured_picture(extent), disc_mask(extent)
    return replace(text_to_image(), task=Task.INPAINT, extent=extent, image=image, mask=mask, strength=0.8)


def lines(extent: Extent = EXTENT) -> Pixels:
    picture = np.zeros((extent.height, extent.width, 3), np.uint8)
    picture[extent.height // 2] = 255
    return picture


# The same pictures


@pytest.mark.slow
@pytest.mark.parametrize("name", ["sd15", "inpaint9", "sdxl"])
def test_words_pictures_and_masks_give_torchs_pictures(shelf_of: dict[str, Path], name: str) -> None:
    image = textured_picture(EXTENT)
    over = replace(text_to_image(), task=Task.IMAGE_TO_IMAGE, image=image, strength=0.6)
    for request in (text_to_image(), over, inpainting()):
        assert apart(shelf_of[name], request) <= LEVELS, request.task


@pytest.mark.parametrize("extent", [Extent(72, 64), Extent(64, 88), Extent(104, 72)], ids=str)
def test_sides_that_do_not_halve_evenly_are_painted_as_by_torch(shelf_of: dict[str, Path], extent: Extent) -> None:
    assert apart(shelf_of["sd15"], replace(text_to_image(), extent=extent)) <= LEVELS


@pytest.mark.parametrize("sampler", ["Euler a", "PLMS", "DPM++ 2M Karras", "LCM"])
def test_every_sort_of_sampler_gives_torchs_pictures(shelf_of: dict[str, Path], sampler: str) -> None:
    assert apart(shelf_of["sd15"], text_to_image(sampler)) <= LEVELS


@pytest.mark.slow
def test_the_guidance_embedding_of_lcm_checkpoints_is_heard(tmp_path: Path) -> None:
    add_checkpoint(tmp_path, Tiny(guidance_embedded=True), name="lcm")
    request = replace(text_to_image("LCM"), guidance_scale=8.0)
    assert apart(tmp_path, request) <= LEVELS
    pictures = [paint(engine, request).images[0] for engine in engines(tmp_path)]
    weaker = [paint(engine, replace(request, guidance_scale=1.0)).images[0] for engine in engines(tmp_path)]
    assert not np.array_equal(pictures[0], weaker[0])


@pytest.mark.slow
def test_own_lines_reach_the_network_through_its_inputs(tmp_path: Path) -> None:
    add_checkpoint(tmp_path, Tiny())
    Shelf(tmp_path).add(save_controlnet(tmp_path / "lineart", Tiny()), id="lineart")
    drawn = replace(text_to_image(), controls=(Control(ControlKind.LINE_ART, lines(), end=0.6),))
    assert apart(tmp_path, drawn) <= LEVELS
    engine = DiffusionEngine(tmp_path, "float32", accelerator="openvino")
    assert not np.array_equal(paint(engine, drawn).images[0], paint(engine, text_to_image()).images[0])


def test_half_precision_strays_no_further_than_torchs(shelf_of: dict[str, Path]) -> None:
    exact = paint(DiffusionEngine(shelf_of["sd15"], "float32"), text_to_image()).images[0].astype(int)
    pictures = [paint(engine, text_to_image()).images[0] for engine in engines(shelf_of["sd15"], "bfloat16")]
    ours, theirs = (np.abs(picture - exact).mean() for picture in pictures)
    assert 0 < ours <= 1.5 * theirs


# What is kept on the disk


@pytest.fixture
def room(shelf_of: dict[str, Path], tmp_path: Path) -> Path:
    """A models folder of the test's own, with the checkpoint and its converted network."""
    engine = DiffusionEngine(shelf_of["sd15"], "float32", accelerator="openvino")
    engine.warm()
    engine.close()
    shutil.copytree(shelf_of["sd15"] / CONVERTED, tmp_path / CONVERTED)
    add_checkpoint(tmp_path, Tiny())
    return tmp_path


def kept(models_dir: Path) -> Path:
    (place,) = (models_dir / CONVERTED).glob("*-float32")
    return place


def warmed(models_dir: Path) -> float:
    """Load with OpenVINO; when the network that lies there was written."""
    engine = DiffusionEngine(models_dir, "float32", accelerator="openvino")
    engine.warm()
    engine.close()
    return (kept(models_dir) / "network.bin").stat().st_mtime


def cut_weights(place: Path) -> None:
    file = place / "network.bin"
    file.write_bytes(file.read_bytes()[:-100])


def change_graph(place: Path) -> None:
    file = place / "network.xml"
    file.write_text(file.read_text().replace("MatMul", "Matmul", 1))


def age(place: Path) -> None:
    file = place / "made.json"
    file.write_text(file.read_text().replace('"format": 1', '"format": 0'))


def lose_weights(place: Path) -> None:
    (place / "network.bin").unlink()


def test_the_network_is_converted_once(room: Path) -> None:
    before = (kept(room) / "network.bin").stat().st_mtime
    assert warmed(room) == warmed(room) == before


@pytest.mark.parametrize("spoil", [cut_weights, change_graph, age, lose_weights])
def test_a_damaged_or_old_network_is_made_anew(room: Path, spoil: Callable[[Path], None]) -> None:
    before = (kept(room) / "network.bin").stat().st_mtime
    spoil(kept(room))
    assert warmed(room) > before
    assert apart(room, text_to_image()) <= LEVELS
    assert not list((room / CONVERTED).glob(".part-*"))


def test_a_conversion_that_was_killed_leaves_nothing_that_stays(room: Path) -> None:
    shutil.rmtree(kept(room))
    left = room / CONVERTED / ".part-dead"
    left.mkdir()
    (left / "network.bin").write_bytes(b"half")
    warmed(room)
    assert not left.exists()


def test_a_full_disk_is_said_before_the_work(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(kept(room))
    usage = shutil.disk_usage(room)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(StorageFull, match="GB"):
        warmed(room)
    assert not list((room / CONVERTED).glob("*-float32"))


def test_removing_a_checkpoint_removes_its_converted_network(room: Path) -> None:
    place = kept(room)
    Shelf(room).remove("tiny")
    assert not place.exists()


# Where OpenVINO gives way


@pytest.fixture
def dressed(room: Path) -> Path:
    shelf = Shelf(room)
    shelf.add(save_lora(room / "glow.safetensors"), id="glow")
    return room


def reference() -> PaintRequest:
    return replace(text_to_image(), controls=(Control(ControlKind.REFERENCE, textured_picture(EXTENT)),))


def worn() -> PaintRequest:
    return replace(text_to_image(), prompt=f"{PROMPT} <lora:glow:0.8>")


@pytest.mark.parametrize("request_of", [worn, reference], ids=["lora", "reference"])
def test_what_changes_the_network_is_painted_by_torch_and_said(
    dressed: Path, request_of: Callable[[], PaintRequest]
) -> None:
    request = request_of()
    engine = DiffusionEngine(dressed, "float32", accelerator="openvino")
    plain = paint(engine, text_to_image())
    changed = paint(engine, request)
    assert changed.record["accelerator"] == "torch"
    assert any("without OpenVINO" in notice for notice in changed.record["notices"])
    assert np.array_equal(changed.images[0], paint(DiffusionEngine(dressed, "float32"), request).images[0])
    again = paint(engine, text_to_image())
    assert again.record["accelerator"] == "openvino"
    assert not again.record["notices"]
    assert np.array_equal(again.images[0], plain.images[0])


def test_an_ip_adapter_is_heard_by_torch(room: Path) -> None:
    Shelf(room).add(save_ip_adapter(room / "adapter"), id="adapter")
    engine = DiffusionEngine(room, "float32", accelerator="openvino")
    changed = paint(engine, reference())
    assert changed.record["accelerator"] == "torch"
    assert np.array_equal(changed.images[0], paint(DiffusionEngine(room, "float32"), reference()).images[0])


def test_the_weights_are_never_in_memory_twice(dressed: Path) -> None:
    engine = DiffusionEngine(dressed, "float32", accelerator="openvino")
    paint(engine, text_to_image())
    studio = engine._studio
    assert studio is not None
    assert {each.device.type for each in studio.load("tiny", None).unet.parameters()} == {"meta"}
    held = weakref.ref(studio.load("tiny", None).accelerated)
    paint(engine, worn())
    gc.collect()
    assert held() is None


# What is missing, and what is refused


def test_without_openvino_the_engine_says_what_to_install(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hwawon.engines.diffusion.engine.find_spec", lambda name: None if name == "openvino" else name)
    with pytest.raises(EngineUnavailable, match=r"pip install 'hwawon\[openvino\]'"):
        DiffusionEngine(room, accelerator="openvino").capabilities()
    DiffusionEngine(room).capabilities()


def test_a_truncated_checkpoint_is_refused_before_it_is_converted(room: Path) -> None:
    shutil.rmtree(kept(room))
    (file,) = (room / "tiny" / "unet").glob("*.safetensors")
    file.write_bytes(file.read_bytes()[:-1000])
    with pytest.raises(BadInput, match="tiny"):
        warmed(room)


SPY = """
import sys
class Spied:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("openvino_telemetry"):
            print("TOLD", name)
sys.meta_path.insert(0, Spied())
from hwawon.engines.diffusion.openvino_quiet import openvino
openvino.Core()
from openvino import convert_model
print("DONE")
"""


def test_openvino_reports_nothing_to_its_maker() -> None:
    found = subprocess.run([sys.executable, "-c", SPY], capture_output=True, text=True, check=True, timeout=120)
    assert found.stdout.split() == ["DONE"], found.stdout
