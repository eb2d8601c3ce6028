"""Turns files that are not ready to be used into ones that are, once, at install time, without torch.

The same bytes in give the same bytes out, so that the catalogue can state the hash of the result.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module

from hwawon.vision.catalogue import Recipe

# The module and the function of each recipe; modules are imported when they are needed.
ALONE: Mapping[Recipe, tuple[str, str]] = {
    "any-size": ("any_size", "to_any_size"),
    "clip-merges": ("clip_vocabulary", "to_merges"),
    "clip-vocabulary": ("clip_vocabulary", "to_vocabulary"),
    "efficientnet-lite": ("efficientnet_lite", "to_onnx"),
    "free-style": ("free_style", "to_float_any_size"),
    "hed": ("hed", "to_onnx"),
    "mini-xception": ("mini_xception", "to_onnx"),
}
WITH_SHARDS: Mapping[Recipe, tuple[str, str]] = {
    "body-pose": ("human_models", "to_body_pose"),
    "face-expression": ("face_api", "to_onnx"),
    "face-mesh": ("human_models", "to_face_mesh"),
    "face-vector": ("face_vector", "to_onnx"),
    "person-mask": ("human_models", "to_person_mask"),
}


def convert(recipe: Recipe, data: bytes, shards: Sequence[bytes] = ()) -> bytes:
    """Convert a taken-out file, and the further ones it needs, by the recipe that its catalogue row names."""
    module, function = (ALONE | WITH_SHARDS)[recipe]  # type: ignore[operator]
    work = getattr(import_module(f"{__name__}.{module}"), function)
    made: bytes = work(data, shards) if recipe in WITH_SHARDS else work(data)
    return made
