"""A looker that sees what it is told to see, for what is done with faces; the real one has tests of its own."""

from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

from hwawon.vision.faces.face import EMOTIONS, Face, Flag, Fractions, Quality

SMILING, CALM, NOBODY, BROKEN = b"\xff\xd8\xffsmiling", b"\x89PNGcalm", b"RIFFnobody", b"broken"


def face(emotion: str, *, share: float = 0.9, age: tuple[int, int] = (20, 30), male: float = 0.9) -> Face:
    """A face that looks like one emotion by `share`, the others alike."""
    rest = (1 - share) / (len(EMOTIONS) - 1)
    return Face(
        bounds=Fractions(0.2, 0.2, 0.5, 0.5),
        confidence=0.99,
        landmarks=(),
        quality=Quality(60.0, 80.0),
        emotions={name: share if name == emotion else rest for name in EMOTIONS},
        age_low=age[0],
        age_high=age[1],
        ages=(1.0,),
        gender_share=male,
        smile=Flag(emotion == "happy", 0.9),
        eyeglasses=Flag(True, 0.8),
        eyes_open=Flag(True, 0.9),
    )


class ScriptedLooker:
    """Answers by the bytes that it is given."""

    def __init__(self, faces: Mapping[bytes, tuple[Face, ...]] | None = None) -> None:
        self.faces = {NOBODY: (), SMILING: (face("happy"), face("sad")), CALM: (face("calm", male=0.2),)} | dict(
            faces or {}
        )
        self.asked = 0

    def ask(self, _look: Any, shown: Any, _request: Any) -> "Future[Any]":
        from hwawon.errors import BadPicture

        self.asked += 1
        answer: Future[Any] = Future()
        if shown in self.faces:
            answer.set_result(self.faces[shown])
        else:
            answer.set_exception(BadPicture("not a picture that can be read"))
        return answer

    def close(self) -> None:
        """Nothing is open."""
