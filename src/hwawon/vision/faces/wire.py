"""Faces in the shape of Amazon Rekognition's DetectFaces, so that its clients read them.

Members without a source here are left out: EyeDirection and FaceOccluded always, beard, mustache and sunglasses unless
Rekognition itself answered. Confidences are 0..100.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from hwawon.vision.faces.face import Face, Flag

# The garden's emotions in DetectFaces' words, and back.
WORDS = {
    "happy": "HAPPY",
    "surprised": "SURPRISED",
    "calm": "CALM",
    "angry": "ANGRY",
    "fear": "FEAR",
    "confused": "CONFUSED",
    "disgusted": "DISGUSTED",
    "sad": "SAD",
}
DEFAULT = ("BoundingBox", "Confidence", "Landmarks", "Pose", "Quality")
_FLAGS: Mapping[str, Callable[[Face], Flag | None]] = {
    "Smile": lambda face: face.smile,
    "Eyeglasses": lambda face: face.eyeglasses,
    "Sunglasses": lambda face: face.sunglasses,
    "Beard": lambda face: face.beard,
    "Mustache": lambda face: face.mustache,
    "EyesOpen": lambda face: face.eyes_open,
    "MouthOpen": lambda face: face.mouth_open,
}
_ASKED = {  # a member for each word of `Attributes`, where they differ
    "AGE_RANGE": "AgeRange",
    "BEARD": "Beard",
    "EMOTIONS": "Emotions",
    "EYEGLASSES": "Eyeglasses",
    "EYES_OPEN": "EyesOpen",
    "GENDER": "Gender",
    "MOUTH_OPEN": "MouthOpen",
    "MUSTACHE": "Mustache",
    "SMILE": "Smile",
    "SUNGLASSES": "Sunglasses",
    "EYE_DIRECTION": "EyeDirection",
    "FACE_OCCLUDED": "FaceOccluded",
}
ATTRIBUTES = ("ALL", "DEFAULT", *_ASKED)


def detect_faces_json(faces: Sequence[Face], attributes: Collection[str] = ("ALL",)) -> dict[str, Any]:
    """The answer; `attributes` are words of ATTRIBUTES, and none of them is as good as DEFAULT."""
    wanted = members(attributes)
    details = [face_detail(face) for face in faces]
    told = [{name: value for name, value in detail.items() if name in wanted} for detail in details]
    return {"FaceDetails": told, "OrientationCorrection": None}


def members(attributes: Collection[str]) -> frozenset[str]:
    """The members that these attributes ask for."""
    if "ALL" in attributes:
        return frozenset((*DEFAULT, *_ASKED.values()))
    return frozenset((*DEFAULT, *(_ASKED[word] for word in attributes if word in _ASKED)))


def face_detail(face: Face) -> dict[str, Any]:
    """One face with every member that has a source."""
    left, top, width, height = face.bounds
    detail: dict[str, Any] = {
        "BoundingBox": {"Left": left, "Top": top, "Width": width, "Height": height},
        "AgeRange": {"Low": face.age_low, "High": face.age_high},
        "Gender": {
            "Value": "Male" if face.gender_share >= 0.5 else "Female",
            "Confidence": 100 * max(face.gender_share, 1 - face.gender_share),
        },
        "Emotions": _emotions(face),
        "Landmarks": [{"Type": point.kind, "X": point.x, "Y": point.y} for point in face.landmarks],
        "Quality": {"Brightness": face.quality.brightness, "Sharpness": face.quality.sharpness},
        "Confidence": 100 * face.confidence,
    }
    if face.pose is not None:
        detail["Pose"] = {"Roll": face.pose.roll, "Yaw": face.pose.yaw, "Pitch": face.pose.pitch}
    flags = {name: of(face) for name, of in _FLAGS.items()}
    told = {name: {"Value": flag.value, "Confidence": 100 * flag.confidence} for name, flag in flags.items() if flag}
    return detail | told


def _emotions(face: Face) -> list[dict[str, Any]]:
    """The likeliest first; one that is computed from the others is marked `Derived`, which is ours alone."""
    return [
        {"Type": WORDS[name], "Confidence": 100 * share} | ({"Derived": True} if name in face.derived else {})
        for name, share in sorted(face.emotions.items(), key=lambda one: -one[1])
    ]
