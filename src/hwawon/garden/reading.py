"""What a face tells a visit: a mood, and age and gender only where the place wants them."""

from typing import Any

from sqlalchemy import Connection

from hwawon.errors import AdultNeeded
from hwawon.garden.place import Place, refuse_reading
from hwawon.garden.visits import Visit, changed, need_camera
from hwawon.vision.faces.face import Face


def may_look(visit: Visit, place: Place) -> None:
    """Refuse before the picture is looked at.

    Raises:
        ConsentNeeded, EmotionReadingOff: no camera was agreed to, or the place reads no faces.
    """
    refuse_reading(place)
    need_camera(visit)


def read(tx: Connection, visit: Visit, face: Face, place: Place) -> Visit:
    """The visit with what the face looks like; the face itself goes nowhere.

    Raises:
        AdultNeeded: it looks like a child's, and no adult has agreed; nothing is kept.
    """
    may_look(visit, place)
    if face.age < place.child_age and not visit.adult:
        raise AdultNeeded("this looks like a child: an adult has to agree, or the mood is chosen by hand")
    looks = face.emotion or ""
    about: dict[str, Any] = {}
    if place.age_and_gender:
        about = {"generation": face.generation, "gender": face.gender or ""}
        about |= {"age_low": face.age_low, "age_high": face.age_high}
    step = "favorite" if visit.step in ("consent", "mood") else visit.step
    kept = {"mood": face.mood, "emotion": looks, "guessed": looks, "mood_source": "face", "step": step}
    return changed(tx, visit, **kept, **about)


def face_json(face: Face, place: Place) -> dict[str, Any]:
    """What the page tells of a face; age and gender only where the place wants them."""
    told: dict[str, Any] = {
        "bounds": list(face.bounds),
        "confidence": face.confidence,
        "emotion": face.emotion or "",
        "emotions": {name: round(share, 4) for name, share in face.emotions.items()},
        "derived": sorted(face.derived),
    }
    if place.age_and_gender:
        told |= {"age_low": face.age_low, "age_high": face.age_high, "generation": face.generation}
        told |= {"gender": face.gender or "", "generations": dict(face.generations)}
    return told
