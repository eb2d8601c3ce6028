"""Named things painted over a filled hole: as large as the mask allows, lit like it, with a soft shadow."""

from __future__ import annotations

import cv2
import numpy as np

from hwawon.engines.painter.content_light import Surroundings
from hwawon.engines.painter.content_materials import cover
from hwawon.engines.painter.content_sprite import Sprite, render
from hwawon.engines.painter.content_things import SKY_THINGS, can_paint, parts_of
from hwawon.engines.painter.fill_levels import Flags, Floats
from hwawon.engines.painter.inpaint_wish import Wish

MOST_THINGS = 14
SMALLEST_SHARE = 0.5  # of the first thing's radius
SHADOW = 0.38
SNUG = 1.0  # the radius of a thing beside that of the largest disc in the mask

Place = tuple[float, float, float]  # column, row, radius in pixels


def paint_content(
    ground: Floats, hole: Flags, wish: Wish, surroundings: Surroundings, chance: np.random.Generator
) -> Floats:
    """The ground (H, W, 3) with the wished material and things over it, inside the hole."""
    picture = ground
    colours = [np.array(colour, np.float32) / np.float32(255) for colour in wish.colours]
    if wish.material is not None:
        rows, columns = _box(hole)
        colour = colours[0] if colours and not wish.things else None
        material = ground.copy()
        shape = (rows.stop - rows.start, columns.stop - columns.start)
        material[rows, columns] = cover(wish.material, shape, surroundings, colour, chance)
        picture = np.where(hole[..., None], material, ground)
    names = [name for name in wish.things if can_paint(name)]
    for index, place in enumerate(_places(hole) if names else []):
        if index >= len(names) and names[index % len(names)] in {"sun", "moon"}:
            continue
        name = names[index % len(names)]
        colour = colours[index % len(colours)] if colours else None
        sprite = render(parts_of(name, chance, colour), place[2] * SNUG, surroundings, colour is not None)
        picture = lay(picture, sprite, place, 0.0 if name in SKY_THINGS else SHADOW, surroundings)
    return picture


def lay(picture: Floats, sprite: Sprite, place: Place, shadow: float, surroundings: Surroundings) -> Floats:
    """The picture with a sprite in the middle of a place, and its shadow away from the light."""
    column, row, radius = place
    height, width = picture.shape[:2]
    alpha = _placed(sprite.alpha, column, row, height, width)
    colour = _placed(sprite.colour, column, row, height, width)
    away = (-surroundings.towards[0] * 0.18 * radius, (-surroundings.towards[1] * 0.18 + 0.04) * radius)
    below = _placed(sprite.alpha, column + away[0], row + away[1], height, width)
    soft = cv2.GaussianBlur(below, (0, 0), 0.08 * radius + 0.6)
    darkened = picture * (1 - np.float32(shadow) * soft)[..., None]
    return np.asarray(darkened + (colour - darkened) * alpha[..., None], np.float32)


def _places(hole: Flags) -> list[Place]:
    """The largest discs that lie in the hole without touching each other, the largest first."""
    room = np.pad(hole, 1).astype(np.uint8)
    found: list[Place] = []
    while len(found) < MOST_THINGS:
        depth = cv2.distanceTransform(room, cv2.DIST_L2, 5)
        row, column = np.unravel_index(int(depth.argmax()), depth.shape)
        radius = float(depth[row, column])
        if radius < 1 or (found and radius < SMALLEST_SHARE * found[0][2]):
            break
        found.append((float(column) - 1, float(row) - 1, radius))
        cv2.circle(room, (int(column), int(row)), max(1, round(radius * 1.05)), 0, -1)
    return found


def _box(hole: Flags) -> tuple[slice, slice]:
    x, y, width, height = cv2.boundingRect(hole.astype(np.uint8))
    return slice(y, y + height), slice(x, x + width)


def _placed(values: Floats, column: float, row: float, height: int, width: int) -> Floats:
    """A sprite's plane or colours in the middle of (column, row) on an empty picture, to a fraction of a pixel."""
    side = values.shape[0]
    move = np.array([[1, 0, column - (side - 1) / 2], [0, 1, row - (side - 1) / 2]], np.float32)
    moved = cv2.warpAffine(values, move, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return np.asarray(moved, np.float32)
