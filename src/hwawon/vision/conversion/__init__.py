"""Turns files that are not ready to be used into ones that are, once, at install time, without torch.

The same bytes in give the same bytes out, so that the catalogue can state the hash of the result.
"""

from collections.abc import Sequence

from hwawon.vision.catalogue import Recipe


def convert(recipe: Recipe, data: bytes, shards: Sequence[bytes] = ()) -> bytes:
    """Convert a taken-out file, and the further ones it needs, by the recipe that its catalogue row names."""
    if recipe == "hed":
        from hwawon.vision.conversion.hed import to_onnx

        return to_onnx(data)
    if recipe == "any-size":
        from hwawon.vision.conversion.any_size import to_any_size

        return to_any_size(data)
    if recipe == "clip-vocabulary":
        from hwawon.vision.conversion.clip_vocabulary import to_vocabulary

        return to_vocabulary(data)
    if recipe == "clip-merges":
        from hwawon.vision.conversion.clip_vocabulary import to_merges

        return to_merges(data)
    if recipe == "efficientnet-lite":
        from hwawon.vision.conversion import efficientnet_lite

        return efficientnet_lite.to_onnx(data)
    if recipe == "person-mask":
        from hwawon.vision.conversion.human_models import to_person_mask

        return to_person_mask(data, shards)
    if recipe == "body-pose":
        from hwawon.vision.conversion.human_models import to_body_pose

        return to_body_pose(data, shards)
    from hwawon.vision.conversion.free_style import to_float_any_size

    return to_float_any_size(data)
