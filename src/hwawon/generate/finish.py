"""A generated picture as a file: its pixels with the whole request written into it."""

from typing import Any

from hwawon.generate.run import Generated
from hwawon.imaging import infotext
from hwawon.imaging.infotext import Infotext
from hwawon.imaging.picture import Metadata, Picture
from hwawon.imaging.provenance import embed


def picture_of(made: Generated, *, with_metadata: bool = True) -> Picture:
    """The picture to keep. The same record gives the same bytes: no date goes in."""
    metadata = Metadata()
    if with_metadata:
        engine = made.record["engine"]
        metadata = embed(metadata, request=made.record, a1111=a1111_text(made.record), model=engine.get("engine"))
    return Picture(made.pixels, metadata)


def a1111_text(record: dict[str, Any]) -> str:
    """The `parameters` text that the field's programs read."""
    request, engine = record["request"], record["engine"]
    settings = {
        "Steps": engine.get("steps"),
        "Sampler": engine.get("sampler"),
        "Schedule type": engine.get("schedule"),
        "CFG scale": engine.get("guidance_scale"),
        "Seed": request["seed"],
        "Size": f"{request['width']}x{request['height']}",
        "Denoising strength": request.get("strength"),
        "Model hash": engine.get("checkpoint_hash"),
        "Model": engine.get("checkpoint") or engine.get("engine"),
    }
    present = {key: str(value) for key, value in settings.items() if value is not None}
    return infotext.written(Infotext(request["prompt"], request["negative_prompt"], present))
