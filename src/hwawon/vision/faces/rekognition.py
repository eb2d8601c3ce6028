"""Faces by Amazon Rekognition itself, where an installation wants that; its answer becomes our own `Face`.

What is sent is a small upright JPEG made here, so no place, time or camera of the file's metadata leaves the house.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hwawon.errors import EngineUnavailable, MissingLibrary
from hwawon.vision.faces.face import EMOTIONS, Face, Flag, Fractions, Landmark, Pose, Quality
from hwawon.vision.faces.wire import WORDS

TIMEOUT_S = 5.0
QUALITY = 92
OLDEST = 100
_EMOTION_OF = {word: name for name, word in WORDS.items()}


class Rekognition:
    """A client of Amazon Rekognition, with the machine's own credentials and region."""

    def __init__(self, client: Any | None = None) -> None:
        """Raises MissingLibrary without the extra `aws`, EngineUnavailable where no region is set."""
        self._client = client if client is not None else _client()

    def read(self, jpeg: bytes) -> tuple[Face, ...]:
        """The faces of a JPEG, the largest first, as Rekognition orders them.

        Raises:
            EngineUnavailable: it cannot be reached, or refuses; the message has its reason and nothing of the picture.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            answer = self._client.detect_faces(Image={"Bytes": jpeg}, Attributes=["ALL"])
        except ClientError as error:
            told = error.response.get("Error", {})
            reason = f"{told.get('Code', 'unknown')}: {told.get('Message', '')}"
            raise EngineUnavailable(f"Amazon Rekognition refused ({reason})") from None
        except BotoCoreError as error:
            raise EngineUnavailable(f"Amazon Rekognition cannot be reached: {type(error).__name__}") from None
        return tuple(face_of(detail) for detail in answer.get("FaceDetails", []))


def face_of(detail: Mapping[str, Any]) -> Face:
    """A face as DetectFaces tells it. Its emotions need not sum up to 100; here they sum up to 1."""
    box, quality, ages = detail["BoundingBox"], detail.get("Quality", {}), detail["AgeRange"]
    pose = detail.get("Pose")
    gender = detail.get("Gender", {"Value": "Male", "Confidence": 50.0})
    sure = gender["Confidence"] / 100
    return Face(
        bounds=Fractions(box["Left"], box["Top"], box["Width"], box["Height"]),
        confidence=detail.get("Confidence", 0.0) / 100,
        landmarks=tuple(Landmark(point["Type"], point["X"], point["Y"]) for point in detail.get("Landmarks", [])),
        quality=Quality(quality.get("Brightness", 0.0), quality.get("Sharpness", 0.0)),
        emotions=_shares(detail.get("Emotions", [])),
        age_low=ages["Low"],
        age_high=ages["High"],
        ages=_evenly(ages["Low"], ages["High"]),
        gender_share=sure if gender["Value"] == "Male" else 1 - sure,
        pose=Pose(pose["Roll"], pose["Yaw"], pose["Pitch"]) if pose else None,
        smile=_flag(detail, "Smile"),
        eyeglasses=_flag(detail, "Eyeglasses"),
        sunglasses=_flag(detail, "Sunglasses"),
        beard=_flag(detail, "Beard"),
        mustache=_flag(detail, "Mustache"),
        eyes_open=_flag(detail, "EyesOpen"),
        mouth_open=_flag(detail, "MouthOpen"),
        derived=frozenset(),
    )


def jpeg_of(rgb: Any) -> bytes:
    """What is sent: a JPEG of these pixels (H, W, 3) and nothing else."""
    from hwawon.imaging import files
    from hwawon.imaging.picture import Picture

    return files.encode(Picture(rgb), "JPEG", quality=QUALITY)


def _client() -> Any:
    try:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError
    except ImportError:
        raise MissingLibrary("HWAWON_FACES=rekognition needs boto3: pip install 'hwawon[aws]'") from None
    config = Config(connect_timeout=TIMEOUT_S, read_timeout=TIMEOUT_S, retries={"total_max_attempts": 2})
    try:
        return boto3.client("rekognition", config=config)
    except BotoCoreError as error:
        raise EngineUnavailable(f"Amazon Rekognition is not set up: {error}") from None


def _shares(emotions: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    given = {_EMOTION_OF[one["Type"]]: one["Confidence"] for one in emotions if one["Type"] in _EMOTION_OF}
    total = sum(given.values())
    if total <= 0:
        return dict.fromkeys(EMOTIONS, 1 / len(EMOTIONS))
    return {name: given.get(name, 0.0) / total for name in EMOTIONS}


def _evenly(low: int, high: int) -> tuple[float, ...]:
    """It tells a range alone: every year of it is as likely."""
    years = range(low, max(low, high) + 1)
    return tuple(1 / len(years) if year in years else 0.0 for year in range(max(OLDEST, high) + 1))


def _flag(detail: Mapping[str, Any], name: str) -> Flag | None:
    told = detail.get(name)
    return Flag(bool(told["Value"]), told["Confidence"] / 100) if told else None
