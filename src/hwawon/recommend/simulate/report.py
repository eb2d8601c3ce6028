"""What a simulation found, as JSON and as a table of Markdown."""

from collections.abc import Sequence
from typing import Any

from hwawon.recommend.evaluate.intervals import Estimate, mean_of
from hwawon.recommend.simulate.run import Course, Findings
from hwawon.recommend.simulate.world import TASTES, World

HEAD = "| likes known | ours | on a slate | popularity | popularity of the emotion | ahead of popularity |"


def as_json(world: World, course: Course, found: Sequence[Findings]) -> dict[str, Any]:
    """All numbers. Regret is 1 less (likes expected of what was shown) / (of the best that could be)."""
    half = len(course.regret) // 2
    pictures = len(world.tails)
    return {
        "pictures": pictures,
        "slates": len(course.regret),
        "regret": {
            "first_half": vars(mean_of(course.regret[:half])),
            "second_half": vars(mean_of(course.regret[half:])),
            "groups": {taste.name: vars(course.regret_of(group)) for group, taste in enumerate(TASTES)},
        },
        "coverage": course.coverage(pictures),
        "unevenness": course.unevenness(pictures),
        "ndcg@10": [_finding(one) for one in found],
    }


def as_markdown(world: World, course: Course, found: Sequence[Findings]) -> str:
    """The same for people."""
    told = as_json(world, course, found)
    lines = [HEAD, "|---|---|---|---|---|---|"]
    for one in found:
        values = (mean_of(one.ours), mean_of(one.shown), mean_of(one.popular), mean_of(one.popular_in_mood))
        lines.append(f"| {one.known} | {' | '.join(map(_words, values))} | {one.lead():+.0%} |")
    regret = told["regret"]
    lines += [
        "",
        f"Regret of {told['slates']} slates: {_words(Estimate(**regret['first_half']))} in the first half, "
        f"{_words(Estimate(**regret['second_half']))} in the second; coverage {told['coverage']:.0%}, "
        f"unevenness {told['unevenness']:.2f}.",
        "",
        "| taste | regret | NDCG@10 after most likes |",
        "|---|---|---|",
    ]
    for group, taste in enumerate(TASTES):
        lines.append(f"| {taste.name} | {_words(course.regret_of(group))} | {_words(found[-1].of_group(group))} |")
    return "\n".join(lines)


def _finding(one: Findings) -> dict[str, Any]:
    return {
        "likes": one.known,
        "ours": vars(mean_of(one.ours)),
        "on_a_slate": vars(mean_of(one.shown)),
        "popularity": vars(mean_of(one.popular)),
        "popularity_of_the_emotion": vars(mean_of(one.popular_in_mood)),
        "lead": one.lead(),
        "groups": {taste.name: vars(one.of_group(group)) for group, taste in enumerate(TASTES)},
    }


def _words(one: Estimate) -> str:
    return f"{one.value:.3f} ({one.low:.3f} to {one.high:.3f})"
