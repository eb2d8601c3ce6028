"""Branches put together: a line that goes straight on through a joint is one line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from math import acos, degrees, hypot
from typing import NamedTuple

from hwawon.looks.trace import Path, Place

STRAIGHT_DEGREES = 40.0  # a line goes on through a joint when it turns by less
SHORT_PX = 4  # two joints that a branch no longer than this connects are one joint
_DIRECTION_PX = 7  # the direction in which a branch leaves is taken over so many pixels


class End(NamedTuple):
    """An end of a branch: its first place, or its last."""

    branch: int
    last: bool

    @property
    def other(self) -> End:
        return End(self.branch, not self.last)


def joined(branches: Sequence[Path]) -> list[Path]:
    """The same lines in fewer and longer paths; bridges between joints that are one are left out."""
    meetings = Counter(place for path in branches for place in (path[0], path[-1]))
    bridges = [path for path in branches if len(path) <= SHORT_PX and path[0] != path[-1] and _meet(path, meetings)]
    joint_of = _united(bridges)
    left_out = {id(path) for path in bridges}
    whole = [path for path in branches if id(path) not in left_out]
    joints: dict[Place, list[End]] = defaultdict(list)
    for index, path in enumerate(whole):
        if path[0] != path[-1]:
            joints[joint_of(path[0])].append(End(index, last=False))
            joints[joint_of(path[-1])].append(End(index, last=True))
    links: dict[End, End] = {}
    for ends in joints.values():
        links |= _straight_pairs(whole, ends)
    return list(_chains(whole, links))


def _meet(path: Path, meetings: Mapping[Place, int]) -> bool:
    return min(meetings[path[0]], meetings[path[-1]]) > 2


def _united(bridges: Sequence[Path]) -> Callable[[Place], Place]:
    """What gives one place for all joints that bridges connect."""
    above: dict[Place, Place] = {}

    def top(place: Place) -> Place:
        while place in above:
            place = above[place]
        return place

    for path in bridges:
        one, other = top(path[0]), top(path[-1])
        if one != other:
            above[one] = other
    return top


def _straight_pairs(branches: Sequence[Path], ends: Sequence[End]) -> dict[End, End]:
    """The ends at one joint that go on into each other, straightest first; two alone always do."""
    turns = sorted((_turn(branches, one, other), one, other) for one, other in combinations(ends, 2))
    links: dict[End, End] = {}
    for turn, one, other in turns:
        fits = turn < STRAIGHT_DEGREES or len(ends) == 2
        if fits and one not in links and other not in links and one.branch != other.branch:
            links[one], links[other] = other, one
    return links


def _turn(branches: Sequence[Path], one: End, other: End) -> float:
    """By how many degrees a line turns that comes out of one end and goes on into the other."""
    (ax, ay), (bx, by) = _leaving(branches, one), _leaving(branches, other)
    sizes = hypot(ax, ay) * hypot(bx, by)
    cosine = -(ax * bx + ay * by) / sizes if sizes else -1.0
    return degrees(acos(max(-1.0, min(1.0, cosine))))


def _leaving(branches: Sequence[Path], end: End) -> tuple[int, int]:
    path = branches[end.branch]
    start, inner = (-1, -min(len(path), _DIRECTION_PX)) if end.last else (0, min(len(path), _DIRECTION_PX) - 1)
    return path[inner][0] - path[start][0], path[inner][1] - path[start][1]


def _chains(branches: Sequence[Path], links: Mapping[End, End]) -> Iterator[Path]:
    """Each branch once, with what is linked to it; chains that are rings are begun anywhere."""
    done: set[int] = set()
    open_ends = [end for index in range(len(branches)) for end in (End(index, False), End(index, True))]
    for start in sorted(open_ends, key=lambda end: end in links):
        if start.branch in done:
            continue
        path: Path = []
        entry: End | None = start
        while entry is not None and entry.branch not in done:
            done.add(entry.branch)
            branch = branches[entry.branch]
            path += reversed(branch) if entry.last else branch
            entry = links.get(entry.other)
        yield path
