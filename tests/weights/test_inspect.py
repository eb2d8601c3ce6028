"""Each sort of weights is told from the others by names and shapes; what is no use is refused with the reason."""

from pathlib import Path
from typing import Any

import pytest

from hwawon.errors import BadInput
from hwawon.weights.inspect import inspect
from hwawon.weights.record import Family, Kind
from support.weights import UNET, Shapes, checkpoint_shapes, diffusers_folder, json_file, lora_shapes, safetensors

SD15, SD2, SDXL = Family.SD15, Family.SD2, Family.SDXL


@pytest.mark.parametrize(("width", "family"), [(768, SD15), (1024, SD2), (2048, SDXL)])
@pytest.mark.parametrize("channels", [4, 9])
def test_an_original_checkpoint_shows_family_and_input(
    tmp_path: Path, width: int, family: Family, channels: int
) -> None:
    found = inspect(safetensors(tmp_path / "a.safetensors", checkpoint_shapes(width, channels))).found
    assert (found.kind, found.family, found.details["unet_channels"]) == (Kind.CHECKPOINT, family, channels)
    assert found.details["has_vae"]


@pytest.mark.parametrize(
    ("name", "metadata", "prediction"),
    [
        ("v2-1_768-ema", {}, "v_prediction"),
        ("rose", {}, "v_prediction"),
        ("512-base-ema", {}, "epsilon"),
        ("rose", {"modelspec.resolution": "512x512"}, "epsilon"),
        ("512-base", {"modelspec.prediction_type": "v"}, "v_prediction"),
        ("sd_turbo", {}, "epsilon"),
    ],
)
def test_the_prediction_of_sd2_is_told_by_words(
    tmp_path: Path, name: str, metadata: dict[str, str], prediction: str
) -> None:
    found = inspect(safetensors(tmp_path / f"{name}.safetensors", checkpoint_shapes(1024), metadata)).found
    assert found.details["prediction"] == prediction


@pytest.mark.parametrize(
    ("name", "speed"),
    [
        ("sd_xl_turbo_1.0_fp16", "turbo"),
        ("sdxl_lightning_4step", "lightning"),
        ("dreamshaper-LCM", "lcm"),
        ("sd_xl_base_1.0", "ordinary"),
        ("turbocharged", "ordinary"),
    ],
)
def test_the_speed_is_told_by_whole_words(tmp_path: Path, name: str, speed: str) -> None:
    found = inspect(safetensors(tmp_path / f"{name}.safetensors", checkpoint_shapes(2048))).found
    assert found.details["speed"] == speed


FILES: list[tuple[str, Shapes, Kind, Family | None, dict[str, Any]]] = [
    ("style", lora_shapes(768), Kind.LORA, SD15, {}),
    ("style", lora_shapes(2048), Kind.LORA, SDXL, {}),
    ("p", {"unet.down_blocks.0.attn2.to_k.lora_A.weight": (4, 1024)}, Kind.LORA, SD2, {}),
    ("p", {"unet.down_blocks.0.attn2.processor.to_k_lora.down.weight": (4, 768)}, Kind.LORA, SD15, {}),
    ("t", {"lora_te_text_model_encoder_layers_0_mlp_fc1.lora_down.weight": (4, 768)}, Kind.LORA, SD15, {}),
    ("t", {"lora_te2_text_model_encoder_layers_0_mlp_fc1.lora_down.weight": (4, 1280)}, Kind.LORA, SDXL, {}),
    ("lcm-lora-sdv1-5", lora_shapes(768), Kind.LORA, SD15, {"speed": "lcm"}),
    ("easy", {"emb_params": (3, 768)}, Kind.EMBEDDING, SD15, {"vectors": 3}),
    ("easy", {"emb_params": (2, 1024)}, Kind.EMBEDDING, SD2, {"vectors": 2}),
    ("easy", {"clip_l": (8, 768), "clip_g": (8, 1280)}, Kind.EMBEDDING, SDXL, {"vectors": 8}),
    ("cat", {"<cat-toy>": (768,)}, Kind.EMBEDDING, SD15, {"vectors": 1}),
    (
        "control_v11p_sd15_lineart",
        {"controlnet_cond_embedding.conv_in.weight": (16, 3, 3, 3), "down.0.attn2.to_k.weight": (8, 768)},
        Kind.CONTROLNET,
        SD15,
        {"control": "line_art", "original": False},
    ),
    (
        "control_sd15_hed",
        {"control_model.input_hint_block.0.weight": (16, 3, 3, 3), "control_model.attn2.to_k.weight": (8, 768)},
        Kind.CONTROLNET,
        SD15,
        {"control": "soft_edge", "original": True},
    ),
    (
        "ip-adapter-plus",
        {"image_proj.proj_in.weight": (768, 1280), "ip_adapter.1.to_k_ip.weight": (320, 768)},
        Kind.IP_ADAPTER,
        SD15,
        {"plus": True, "encoder_width": 1280},
    ),
    ("vae-ft-mse", {"encoder.down.0.w": (1,), "decoder.conv_in.weight": (8, 4, 3, 3)}, Kind.VAE, SD15, {}),
    ("sdxl_vae", {"first_stage_model.decoder.conv_in.weight": (8, 4, 3, 3)}, Kind.VAE, SDXL, {"original": True}),
    ("taesd", {"encoder.layers.0.weight": (1,), "decoder.layers.0.weight": (1,)}, Kind.TINY_VAE, SD15, {}),
    (
        "4x",
        {
            "conv_first.weight": (64, 3, 3, 3),
            "body.0.rdb1.conv1.weight": (1,),
            "conv_up1.weight": (1,),
            "conv_up2.weight": (1,),
        },
        Kind.UPSCALER,
        None,
        {"factor": 4},
    ),
    (
        "2x",
        {
            "conv_first.weight": (64, 12, 3, 3),
            "body.0.rdb1.conv1.weight": (1,),
            "conv_up1.weight": (1,),
            "conv_up2.weight": (1,),
        },
        Kind.UPSCALER,
        None,
        {"factor": 2},
    ),
    (
        "old",
        {"model.1.sub.0.RDB1.conv1.0.weight": (1,)} | {f"model.{n}.weight": (1,) for n in (0, 3, 6, 8, 10)},
        Kind.UPSCALER,
        None,
        {"factor": 4},
    ),
    ("compact", {"body.0.weight": (64, 3, 3, 3), "body.10.weight": (48, 64, 3, 3)}, Kind.UPSCALER, None, {"factor": 4}),
]


@pytest.mark.parametrize(("name", "shapes", "kind", "family", "details"), FILES)
def test_a_file_is_told_by_its_names(
    tmp_path: Path, name: str, shapes: Shapes, kind: Kind, family: Family | None, details: dict[str, Any]
) -> None:
    located = inspect(safetensors(tmp_path / f"{name}.safetensors", shapes))
    assert (located.layout, located.found.kind, located.found.family) == ("file", kind, family)
    assert details.items() <= located.found.details.items()


@pytest.mark.parametrize(
    ("name", "control"),
    [
        ("t2-canny", "canny"),
        ("sd15_softedge", "soft_edge"),
        ("f1p_depth", "depth"),
        ("openpose", "pose"),
        ("x_tile", "tile"),
    ],
)
def test_a_controlnet_says_by_name_what_it_follows(tmp_path: Path, name: str, control: str) -> None:
    folder = tmp_path / name
    json_file(folder / "config.json", {"_class_name": "ControlNetModel", "cross_attention_dim": 768})
    safetensors(folder / "model.safetensors", {"a": (1,)})
    assert inspect(folder).found.details["control"] == control


@pytest.mark.parametrize(
    ("unet", "scheduler", "family", "details"),
    [
        ({}, {}, SD15, {"unet_channels": 4, "prediction": "epsilon", "speed": "ordinary", "native_side": 512}),
        ({"in_channels": 9}, {}, SD15, {"unet_channels": 9}),
        ({"cross_attention_dim": 1024}, {"prediction_type": "v_prediction"}, SD2, {"prediction": "v_prediction"}),
        ({}, {"_class_name": "LCMScheduler"}, SD15, {"speed": "lcm"}),
        ({}, {"_class_name": "EulerDiscreteScheduler", "timestep_spacing": "trailing"}, SD15, {"speed": "turbo"}),
    ],
)
def test_a_diffusers_folder_is_told_by_its_configurations(
    tmp_path: Path, unet: dict[str, Any], scheduler: dict[str, Any], family: Family, details: dict[str, Any]
) -> None:
    located = inspect(diffusers_folder(tmp_path / "rose", unet=unet, scheduler=scheduler))
    assert (located.layout, located.found.kind, located.found.family) == ("folder", Kind.CHECKPOINT, family)
    assert details.items() <= located.found.details.items()


def test_an_xl_folder_of_odd_width_is_told_by_its_second_text_encoder(tmp_path: Path) -> None:
    folder = diffusers_folder(tmp_path / "xl", xl=True, unet={"cross_attention_dim": 64})
    assert inspect(folder).found.family is SDXL


def test_a_tagger_a_segmenter_and_a_captioner_are_folders(tmp_path: Path) -> None:
    for name in ("wd14/model.onnx", "wd14/selected_tags.csv", "sam/sam_encoder.onnx", "sam/sam_decoder.onnx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    json_file(tmp_path / "blip" / "config.json", {"model_type": "blip"})
    safetensors(tmp_path / "blip" / "model.safetensors", {"a": (1,)})
    kinds = [inspect(tmp_path / name).found.kind for name in ("wd14", "sam", "blip")]
    assert kinds == [Kind.TAGGER, Kind.SEGMENTER, Kind.CAPTIONER]


def test_an_adapter_knows_the_image_encoder_beside_it(tmp_path: Path) -> None:
    shapes = {"image_proj.proj.weight": (8, 1024), "ip_adapter.1.to_k_ip.weight": (320, 768)}
    path = safetensors(tmp_path / "ip-adapter_sd15.safetensors", shapes)
    json_file(tmp_path / "image_encoder" / "config.json", {"model_type": "clip_vision_model"})
    safetensors(tmp_path / "image_encoder" / "model.safetensors", {"a": (1,)})
    by_file, by_folder = inspect(path).found, inspect(tmp_path).found
    assert by_file == by_folder
    assert by_file.details["image_encoder"] == str(tmp_path / "image_encoder")


def test_the_licence_is_read_from_where_it_is_stated(tmp_path: Path) -> None:
    folder = diffusers_folder(tmp_path / "rose")
    (folder / "README.md").write_text("---\nlicense: creativeml-openrail-m\n---\n# Rose\n", encoding="utf-8")
    file = safetensors(tmp_path / "a.safetensors", lora_shapes(), {"modelspec.license": "CC0-1.0"})
    assert [inspect(path).found.licence for path in (folder, file)] == ["creativeml-openrail-m", "CC0-1.0"]


@pytest.mark.parametrize("suffix", [".ckpt", ".pt", ".pth", ".bin"])
def test_a_pickle_is_refused_with_the_way_out_unless_asked_for_by_name(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"rose{suffix}"
    path.write_bytes(b"\x80\x04cos\nsystem\n")
    with pytest.raises(BadInput, match=r"can run any program .* --allow-pickle"):
        inspect(path)
    with pytest.raises(BadInput, match="--kind and --family"):
        inspect(path, allow_pickle=True)
    asked = inspect(path, kind=Kind.EMBEDDING, family=SD15, allow_pickle=True).found
    assert (asked.kind, asked.family, asked.details) == (Kind.EMBEDDING, SD15, {"pickle": True})


def test_a_folder_with_pickles_alone_is_refused(tmp_path: Path) -> None:
    folder = diffusers_folder(tmp_path / "rose")
    (folder / "unet" / "model.safetensors").rename(folder / "unet" / "diffusion_pytorch_model.bin")
    with pytest.raises(BadInput, match="pickle"):
        inspect(folder)
    assert inspect(folder, allow_pickle=True).found.kind is Kind.CHECKPOINT


REFUSED: list[tuple[Shapes, str]] = [
    (checkpoint_shapes(1280), "refiner"),
    (checkpoint_shapes(768, 5), "takes 5 channels"),
    ({UNET + "input_blocks.0.0.weight": (8, 4, 3, 3)}, "without a text encoder"),
    ({"first_stage_model.decoder.conv_in.weight": (8, 16, 3, 3)}, "have 16 channels, expected 4"),
    ({"a.hada_w1_a": (4, 4)}, "LyCORIS"),
    (lora_shapes(32), "cannot tell which family"),
    ({"1.weight": (64, 4, 3, 3), "3.conv.0.weight": (64, 64, 3, 3)}, "half of a TAESD"),
    ({"transformer.x.weight": (4, 4), "y.bias": (1,)}, "of no known kind; it has 2 tensors"),
    ({}, "of no known kind; it has 0 tensors"),
]


@pytest.mark.parametrize(("shapes", "said"), REFUSED)
def test_what_is_no_use_is_refused_with_the_reason(tmp_path: Path, shapes: Shapes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        inspect(safetensors(tmp_path / "a.safetensors", shapes))


def test_a_named_family_wins_and_a_named_kind_must_be_right(tmp_path: Path) -> None:
    path = safetensors(tmp_path / "a.safetensors", lora_shapes(32))
    assert inspect(path, family=SDXL).found.family is SDXL
    with pytest.raises(BadInput, match="of the kind lora, not vae"):
        inspect(path, family=SDXL, kind=Kind.VAE)


def test_a_folder_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    folder = diffusers_folder(tmp_path / "rose")
    (folder / "vae").rename(folder / "elsewhere")
    with pytest.raises(BadInput, match="names vae, the folder vae is missing"):
        inspect(folder)
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "notes.txt").write_text("hello")
    with pytest.raises(BadInput, match=r"expected model_index.json or config.json, found notes\.txt"):
        inspect(tmp_path / "plain")
    with pytest.raises(BadInput, match="no file or folder"):
        inspect(tmp_path / "nowhere")
    with pytest.raises(BadInput, match="holds a FluxPipeline"):
        inspect(diffusers_folder(tmp_path / "flux", kind="FluxPipeline"))


def test_a_truncated_part_of_a_folder_is_found(tmp_path: Path) -> None:
    folder = diffusers_folder(tmp_path / "rose")
    weights = folder / "unet" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-3])
    with pytest.raises(BadInput, match="truncated: expected 8 bytes"):
        inspect(folder)


def test_one_file_alone_in_a_folder_is_that_file(tmp_path: Path) -> None:
    path = safetensors(tmp_path / "lora" / "pytorch_lora_weights.safetensors", lora_shapes())
    located = inspect(tmp_path / "lora")
    assert (located.path, located.layout, located.found.kind) == (path, "file", Kind.LORA)
