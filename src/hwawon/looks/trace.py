"""A skeleton as paths: followed between its ends and joints, small spurs left out. `joints.py` puts them together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from hwawon.looks.thin import NEIGHBOURS

Place = tuple[int, int]  # x, y
Path = list[Place]
Graph = dict[Place, list[Place]]

SPUR_PX = 4  # shorter branches that end in the open come of the lines' thickness


def traced(skeleton: NDArray[np.bool_]) -> list[Path]:
    """The branches of a skeleton (H, W) between ends and joints; a ring ends where it begins, a dot is one place."""
    graph = _graph(skeleton)
    return [path for path in _branches(graph) if not _is_spur(path, graph)]


def _graph(skeleton: NDArray[np.bool_]) -> Graph:
    """Neighbours of each pixel; diagonal ones only where no straight step leads, so that corners are no joints."""
    rows, columns = np.nonzero(skeleton)
    places = dict.fromkeys(zip(columns.tolist(), rows.tolist(), strict=True))
    graph: Graph = {}
    for x, y in places:
        graph[x, y] = [
            (x + dx, y + dy)
            for dx, dy in NEIGHBOURS
            if (x + dx, y + dy) in places and not (dx and dy and ((x + dx, y) in places or (x, y + dy) in places))
        ]
    return graph


def _branches(graph: Graph) -> Iterator[Path]:
    """From every end and joint along each line that leaves it; then the rings, which have neither."""
    walked: set[tuple[Place, Place]] = set()
    seen: set[Place] = set()
    starts = [(start, first) for start, near in graph.items() if len(near) != 2 for first in near]
    rings = [(start, near[0]) for start, near in graph.items() if len(near) == 2]
    for start, first in (*starts, *rings):
        if (start, first) in walked or (len(graph[start]) == 2 and start in seen):
            continue
        path = _walk(graph, start, first)
        walked.update(zip(path[1:], path, strict=False))  # the same line, from its other end
        seen.update(path)
        yield path
    yield from ([place] for place, near in graph.items() if not near)


def _walk(graph: Graph, start: Place, first: Place) -> Path:
    """From `start` over `first` to the next end or joint, or around to `start`."""
    path = [start, first]
    while len(graph[path[-1]]) == 2 and path[-1] != start:
        one, other = graph[path[-1]]
        path.append(other if one == path[-2] else one)
    return path


def _is_spur(path: Path, graph: Graph) -> bool:
    ends = sorted(len(graph[end]) for end in (path[0], path[-1]))
    return len(path) <= SPUR_PX and ends[0] == 1 and ends[1] > 2
