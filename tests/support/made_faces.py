"""Faces made of numbers, where a test needs no picture."""

from collections.abc import Mapping

from hwawon.vision.faces.face import EMOTIONS, Face, Flag, Fractions, Landmark, Pose, Quality

CALM = dict.fromkeys(EMOTIONS, 0.0) | {"calm": 1.0}


def made_face(
    emotions: Mapping[str, float] = CALM,
    *,
    age: int = 30,
    left: float = 0.4,
    sharpness: float = 50.0,
    smile: Flag | None = None,
) -> Face:
    """A calm face of one age in the middle of a picture."""
    return Face(
        bounds=Fractions(left, 0.3, 0.2, 0.3),
        confidence=0.9,
        landmarks=(Landmark("nose", 0.5, 0.45),),
        quality=Quality(50.0, sharpness),
        emotions=emotions,
        age_low=age,
        age_high=age,
        ages=tuple(float(year == age) for year in range(81)),
        gender_share=0.9,
        pose=Pose(1.0, 2.0, 3.0),
        smile=smile,
    )
