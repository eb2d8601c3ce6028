"""`python -m benchmarks.visitors [--pictures 1280] [--days 800] [--visitors 30] [--judged 80] [--policy FILE]`

Visitors of four known tastes before the real recommender, on a real SQLite database in this process: how good the ten
best pictures are for new visitors after 0, 1, 3, 5 and 10 likes, beside popularity; regret, coverage and fairness.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from hwawon.recommend.policies import Policy, policy_settings, store_policies
from hwawon.recommend.recommender import Recommender
from hwawon.recommend.simulate.planting import plant
from hwawon.recommend.simulate.report import as_json, as_markdown
from hwawon.recommend.simulate.run import Exhibition, Findings
from hwawon.recommend.simulate.world import World, make_world
from hwawon.storage.database import Database

SCREENS, SLATES = 6, 6
KNOWN = (0, 1, 3, 5, 10)
EARLIER, NEW = 1_000_000, 2_000_000  # where the numbers of visitors of each kind begin


def simulate(
    database: Database, world: World, days: int, visitors: int, judged: int, policy: str | None
) -> tuple[Exhibition, list[Findings]]:
    """Earlier visitors, then such as come one by one, then those on whom the lists are judged."""
    plant(database, world)
    recommender = Recommender(database)
    exhibition = Exhibition(world, database, recommender, policy)
    likes = exhibition.remember([world.visitor(EARLIER + number) for number in range(days)], SCREENS)
    recommender.reload()
    began_s = time.monotonic()
    for number in range(visitors):
        exhibition.receive(world.visitor(number), SLATES)
    slate_ms = (time.monotonic() - began_s) / max(1, visitors * SLATES) * 1000
    print(f"{likes} earlier likes; {visitors * SLATES} slates and their likes at {slate_ms:.1f} ms", file=sys.stderr)
    people = [[world.visitor(NEW + 10_000 * known + one) for one in range(judged)] for known in KNOWN]
    return exhibition, [exhibition.judge(some, known) for some, known in zip(people, KNOWN, strict=True)]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.visitors")
    parser.add_argument("--pictures", type=int, default=1280)
    parser.add_argument("--days", type=int, default=800, help="visitors of earlier days, who saw random screens")
    parser.add_argument("--visitors", type=int, default=30)
    parser.add_argument("--judged", type=int, default=80)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--policy", type=Path, help="settings of a policy as JSON, to try it")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    world = make_world(options.pictures, options.seed)
    with TemporaryDirectory() as folder, closing(Database(f"sqlite:///{folder}/hwawon.sqlite")) as database:
        database.migrate()
        if options.policy:
            settings = policy_settings(json.loads(options.policy.read_text(encoding="utf-8")))
            with database.write() as tx:
                store_policies(tx, [Policy("tried", settings, 1.0)])
        policy = "tried" if options.policy else None
        exhibition, found = simulate(database, world, options.days, options.visitors, options.judged, policy)
    course = exhibition.course
    print(json.dumps(as_json(world, course, found)) if options.json else as_markdown(world, course, found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
