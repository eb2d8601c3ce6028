"""Say in a picture's metadata how it was made, and read it back.

PNG text carries the whole request (`hwawon`) and the field's own text (`parameters`). XMP, which every format can
carry, names the box, the share of the picture's area that changed, the model, the request and the IPTC digital source
type. Who wants none of it does not call `embed`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from hwawon.errors import BadBox
from hwawon.imaging import exif, infotext, xmp
from hwawon.imaging.geometry import Bounds
from hwawon.imaging.infotext import Infotext
from hwawon.imaging.picture import Metadata

REQUEST_KEY, A1111_KEY = "hwawon", "parameters"
_PAINTERS = ("painter", "painter-garden")  # its name as an engine and as a checkpoint


@dataclass(frozen=True)
class Provenance:
    """What a picture says about its making; fields are None where it says nothing."""

    request: Mapping[str, Any] | None = None
    a1111: Infotext | None = None
    source_type: str | None = None
    box: Bounds | None = None
    area_share: float | None = None
    model: str | None = None


def embed(
    metadata: Metadata,
    *,
    request: Mapping[str, Any],
    a1111: str | None = None,
    box: Bounds | None = None,
    area_share: float | None = None,
    model: str | None = None,
) -> Metadata:
    """The metadata with the whole request (JSON values) and how the picture was made; `area_share` is 0..1.

    An earlier statement of ours is replaced; what others wrote stays, A1111 text too where none is given. A broken
    XMP packet is replaced with a notice.
    """
    told = json.dumps(request, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    statement = xmp.Statement(
        source_type=_source_type(model, box),
        box=str(box) if box else None,
        area_share=f"{area_share:.6f}" if area_share is not None else None,
        model=model,
        request=told,
    )
    text = dict(metadata.text) | {REQUEST_KEY: told} | ({A1111_KEY: a1111} if a1111 else {})
    try:
        return replace(metadata, text=text, xmp=xmp.stated(metadata.xmp, statement))
    except xmp.BrokenXmp as error:
        notices = (*metadata.notices, f"the picture's own XMP was replaced: {error}")
        return replace(metadata, text=text, xmp=xmp.stated(None, statement), notices=notices)


def read_back(metadata: Metadata) -> Provenance:
    """What the metadata says about the making of the picture; unreadable parts are passed over as not said."""
    statement = _statement(metadata)
    told = metadata.text.get(REQUEST_KEY) or statement.request
    return Provenance(
        request=_request(told),
        a1111=_a1111(metadata),
        source_type=statement.source_type,
        box=_box(statement.box),
        area_share=_number(statement.area_share),
        model=statement.model,
    )


def _source_type(model: str | None, box: Bounds | None) -> str:
    """The IPTC term: a trained model or our painter; a part of a picture or a whole one."""
    painted = model is not None and model.split(":")[0] in _PAINTERS
    if box is None:
        return "algorithmicMedia" if painted else "trainedAlgorithmicMedia"
    return "compositeSynthetic" if painted else "compositeWithTrainedAlgorithmicMedia"


def _statement(metadata: Metadata) -> xmp.Statement:
    try:
        return xmp.read_statement(metadata.xmp) if metadata.xmp else xmp.Statement()
    except xmp.BrokenXmp:
        return xmp.Statement()


def _a1111(metadata: Metadata) -> Infotext | None:
    """From PNG text, else from EXIF, where cameras and people write comments of other kinds, too."""
    if A1111_KEY in metadata.text:
        return infotext.parsed(metadata.text[A1111_KEY])
    try:
        comment = exif.user_comment(metadata.exif) if metadata.exif else None
    except exif.BrokenExif:
        return None
    info = infotext.parsed(comment or "")
    return info if info.settings else None


def _request(told: str | None) -> Mapping[str, Any] | None:
    try:
        request = json.loads(told) if told else None
    except (ValueError, RecursionError):  # a number of thousands of digits, or thousands of brackets
        return None
    return request if isinstance(request, dict) else None


def _box(text: str | None) -> Bounds | None:
    try:
        return Bounds.parse(text) if text else None
    except BadBox:
        return None


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
