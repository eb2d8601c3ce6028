"""The network in OpenVINO's format: converted once for each checkpoint, kept in the models folder, mapped from it."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import diffusers
import torch

from hwawon.disk import PARTIAL_PREFIX, make_folder, write_atomically
from hwawon.engines.diffusion.networks import load_unet
from hwawon.engines.diffusion.openvino_quiet import openvino
from hwawon.errors import EngineError, StorageFull
from hwawon.weights.record import Weights
from hwawon.weights.shelf import CONVERTED

FORMAT = 1  # of what is written here; what has another number is made anew
NETWORK = "network.xml"  # its weights lie beside it, in network.bin
_MADE = "made.json"  # written last: what was made, to see whether it is whole


def kept_network(weights: Weights, models_dir: Path, *, exact: bool) -> Path:
    """The network of a checkpoint as OpenVINO reads it; made where it is missing, damaged or of another version.

    `exact`: its weights in float32, else in float16, which OpenVINO computes with in bfloat16.

    Raises:
        BadInput: the checkpoint's own network is damaged.
        StorageFull, NotWritable: there is no room for it.
        EngineError: OpenVINO cannot take this network.
    """
    folder = models_dir / CONVERTED
    place = folder / f"{weights.sha256}-{'float32' if exact else 'float16'}"
    if not _is_whole(place):
        make_folder(folder)
        with _alone(folder):
            if not _is_whole(place):  # else another process made it in the meantime
                _make(weights, place, exact)
    return place / NETWORK


def inputs_of(config: Any) -> tuple[str, ...]:
    """The names of the network's inputs in their order; `down_...` and `middle` take a ControlNet's residuals."""
    names = ["sample", "time", "words"]
    if config.time_cond_proj_dim is not None:
        names.append("guidance")
    if config.addition_embed_type == "text_time":
        names += ["pooled", "sizes"]
    levels = len(config.block_out_channels)
    layers = config.layers_per_block
    skips = levels + (sum(layers) if isinstance(layers, list | tuple) else layers * levels)
    return (*names, "middle", *(f"down_{index}" for index in range(skips)))


def convert(unet: Any, file: Path, *, exact: bool) -> None:
    """Write diffusers' network, in float32, as `file` (.xml), its weights beside it; `unet` is of no use afterwards."""
    with torch.inference_mode(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what tracing fixes is fixed by the kind of network
        found = openvino.convert_model(_Positional(unet).eval(), example_input=_example(unet.config))
    for port, name in zip(found.inputs, inputs_of(unet.config), strict=True):
        port.get_tensor().set_names({name})
    openvino.save_model(found, file, compress_to_fp16=not exact)


class _Positional(torch.nn.Module):  # type: ignore[misc]  # torch comes with the extra
    """The network with its inputs by position, and the waves of timestep and sizes computed outside.

    OpenVINO would compute those in half precision, in which 999 and 997 are the same timestep.
    """

    def __init__(self, unet: Any) -> None:
        super().__init__()
        self._names = inputs_of(unet.config)
        unet.get_time_embed = lambda sample, timestep: timestep  # noqa: ARG005
        unet.add_time_proj = torch.nn.Identity()
        self.unet = unet

    def forward(self, *inputs: Any) -> Any:
        given = dict(zip(self._names, inputs, strict=True))
        return self.unet(
            given["sample"],
            given["time"],
            encoder_hidden_states=given["words"],
            timestep_cond=given.get("guidance"),
            added_cond_kwargs={"text_embeds": given.get("pooled"), "time_ids": given.get("sizes")},
            down_block_additional_residuals=tuple(each for name, each in given.items() if name.startswith("down_")),
            mid_block_additional_residual=given["middle"],
            return_dict=False,
        )[0]


def _make(weights: Weights, place: Path, exact: bool) -> None:
    unet = load_unet(weights, torch.float32)
    _check_room(unet, place.parent, exact)
    part = Path(tempfile.mkdtemp(prefix=PARTIAL_PREFIX, dir=place.parent))
    try:
        convert(unet, part / NETWORK, exact=exact)
        write_atomically(part / _MADE, json.dumps(_seen(part)).encode())
        shutil.rmtree(place, ignore_errors=True)
        part.rename(place)
    except (RuntimeError, TypeError) as error:
        raise EngineError(
            f"OpenVINO cannot take the network of {weights.id!r}: {str(error).strip()[:300]}. "
            "HWAWON_ACCELERATOR=torch paints without OpenVINO"
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _example(config: Any) -> tuple[Any, ...]:
    """Inputs of a side that halves to odd numbers, so that the network enlarges to the size of what it meets."""
    side = 2 ** len(config.block_out_channels) + 1
    time, text = config.block_out_channels[0], config.cross_attention_dim
    shapes = {"sample": (2, config.in_channels, side, side), "time": (2, time), "words": (2, 77, text)}
    if config.time_cond_proj_dim is not None:
        shapes["guidance"] = (2, config.time_cond_proj_dim)
    if config.addition_embed_type == "text_time":
        sizes = 6 * config.addition_time_embed_dim
        shapes |= {"pooled": (2, config.projection_class_embeddings_input_dim - sizes), "sizes": (2, sizes)}
    return tuple(torch.zeros(shapes.get(name, (1, 1, 1, 1))) for name in inputs_of(config))


def _check_room(unet: Any, folder: Path, exact: bool) -> None:
    needed = sum(each.numel() for each in unet.parameters()) * (4 if exact else 2)
    if shutil.disk_usage(folder).free < needed * 1.05:
        raise StorageFull(f"no space left on the disk for {folder}: OpenVINO's network takes {needed / 1e9:.1f} GB")


def _is_whole(place: Path) -> bool:
    try:
        return bool(json.loads((place / _MADE).read_text()) == _seen(place))
    except (OSError, ValueError):
        return False


def _seen(place: Path) -> dict[str, Any]:
    graph = place / NETWORK
    return {
        "format": FORMAT,
        "made_by": [openvino.__version__, diffusers.__version__],
        "graph_sha256": hashlib.sha256(graph.read_bytes()).hexdigest(),
        "weights_bytes": graph.with_suffix(".bin").stat().st_size,
    }


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One conversion at a time on a machine: each holds a network in float32. What dead ones left is removed."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in folder.glob(f"{PARTIAL_PREFIX}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
