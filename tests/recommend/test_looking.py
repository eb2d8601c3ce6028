"""Pictures get the numbers of what they look like, while a worker has nothing else to do."""

from pathlib import Path

import cv2
import numpy as np
from sqlalchemy import select

from hwawon.recommend.likeness import unit_vectors
from hwawon.recommend.looking import LookingOn
from hwawon.recommend.recommender import Recommender
from hwawon.storage.database import Database
from hwawon.storage.folder import FolderObjects
from hwawon.storage.visitor_tables import picture_vector
from hwawon.vision.tag import NETWORK_ID, WORDS_ID
from support.pictures import photograph
from support.small_models import with_models
from support.visitors_world import publish

NAMES = ("broken", "cup", "cup2", "woman")


def garden_of_photographs(database: Database, folder: Path) -> tuple[FolderObjects, dict[str, str]]:
    """A cup, the same cup cut a little, an astronaut, and a file that is no picture; published."""
    objects = FolderObjects(folder)
    keys = publish(database, [f"calm/spring,sunny,day/{name}h.jpeg" for name in NAMES])
    cup = photograph("coffee")
    pixels = {"cup": cup, "cup2": cup[12:-12, 12:-12], "woman": photograph("astronaut")}
    for name, key in zip(NAMES, keys, strict=True):
        file = cv2.imencode(".jpeg", pixels[name][:, :, ::-1])[1].tobytes() if name in pixels else b"no picture"
        objects.write(key.replace("emotions/", "imgPool/"), file)
    return objects, dict(zip(NAMES, keys, strict=True))


def test_idle_moments_teach_a_running_recommender_what_pictures_look_like(sqlite: Database, tmp_path: Path) -> None:
    models = with_models(NETWORK_ID, WORDS_ID)
    objects, keys = garden_of_photographs(sqlite, tmp_path / "objects")
    recommender = Recommender(sqlite)
    recommender.reload()
    looking = LookingOn(sqlite, objects, models)
    assert [looking.look(), looking.look()] == [3, 0]
    with sqlite.read() as tx:
        assert len(tx.scalars(select(picture_vector.c.picture)).all()) == 3
    assert recommender.health().with_vector == 3
    assert recommender.similar(keys["cup"], 1)[0].item == keys["cup2"]
    with recommender.keeper.following(30) as held:
        vectors = unit_vectors(held.model.pictures, held.model.pictures.known(keys[name] for name in NAMES[1:]))
    cosines = np.round(vectors @ vectors.T, 2)
    assert cosines[0, 1] > 0.8
    assert cosines[0, 2] < 0.5


def test_without_the_model_nothing_is_looked_at(sqlite: Database, tmp_path: Path) -> None:
    objects, _ = garden_of_photographs(sqlite, tmp_path / "objects")
    looking = LookingOn(sqlite, objects, tmp_path / "no models")
    assert [looking.look(), looking.look()] == [0, 0]
