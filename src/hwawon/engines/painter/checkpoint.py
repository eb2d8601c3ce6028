"""The one checkpoint of the painter: its sizes and its version."""

from hwawon.engines.base import Checkpoint, SizeRule

VERSION = "2"  # raised whenever the same request would give other pixels
SIZES = SizeRule(multiple=8, min_side=256, max_side=2048, min_area=256 * 256, max_area=2048 * 2048)
PAINTER = Checkpoint(
    id="painter-garden",
    family="painter",
    sha256=None,
    sizes=SIZES,
    default_steps=10,
    default_guidance_scale=1.0,
)
