"""The request that the tests of the diffusers engine begin with."""

from hwawon.engines.base import PaintRequest, Task
from hwawon.imaging.geometry import Extent

EXTENT = Extent(64, 64)
PROMPT = "a red flower in the garden"


def text_to_image(sampler: str = "DPM++ 2M") -> PaintRequest:
    """Five steps of a small picture."""
    return PaintRequest(
        task=Task.TEXT_TO_IMAGE,
        extent=EXTENT,
        seed=11,
        prompt=PROMPT,
        negative_prompt="blue bird",
        sampler=sampler,
        steps=5,
        guidance_scale=6.0,
    )
