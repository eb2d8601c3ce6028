"""Estimates from the past are near what comes next: the promise is an error below 20 % after ten jobs."""

import random
from collections.abc import Callable
from statistics import median

import pytest

from hwawon.jobs.effort import Effort, Pass
from hwawon.jobs.estimate import Past, alike_s, growth_of, scaled_s

PROMISED = 0.2
SIZES = [(640, 480), (768, 512), (800, 600), (960, 640), (1024, 576), (1024, 600), (1024, 768), (1280, 800)]

# Seconds of a job by megapixels and steps: how devices behave, each in its own way.
Law = Callable[[float, int], float]
LAWS: dict[str, Law] = {
    "a GPU": lambda pixels, steps: 0.4 + pixels * (0.09 * steps + 0.3),
    "a GPU whose attention is felt": lambda pixels, steps: 0.4 + 0.09 * steps * pixels**1.15 + 0.3 * pixels,
    "a CPU": lambda pixels, steps: 3 + pixels * (9.0 * steps + 15),
    "a remote machine": lambda pixels, steps: 2.5 + 0.12 * pixels * steps,
}


def cost(size: tuple[int, int], steps: int) -> float:
    return Effort("diffusers", "rose", (Pass(*size, steps),)).cost


def job(law: Law, size: tuple[int, int], steps: int, noise: float) -> Past:
    return Past(cost(size, steps), law(size[0] * size[1] / 1e6, steps) * noise)


def error(estimate: float | None, truth: float) -> float:
    assert estimate is not None
    return abs(estimate - truth) / truth


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("name", LAWS)
def test_after_ten_noisy_jobs_of_one_pace_the_error_is_small(name: str, seed: int) -> None:
    chance, law = random.Random(seed), LAWS[name]
    past = [job(law, (768, 512), 20, chance.lognormvariate(0, 0.15)).seconds for _ in range(9)]
    past.append(8 * past[0])  # a cold start
    chance.shuffle(past)
    assert error(alike_s(past), law(768 * 512 / 1e6, 20)) < PROMISED


@pytest.mark.parametrize("name", LAWS)
def test_after_ten_noisy_jobs_of_many_sizes_and_steps_the_error_for_another_is_small(name: str) -> None:
    errors = []
    for seed in range(100):
        chance, law = random.Random(seed), LAWS[name]
        past = [
            job(law, chance.choice(SIZES), chance.choice([12, 20, 30]), chance.lognormvariate(0, 0.08))
            for _ in range(10)
        ]
        past[3] = Past(past[3].cost, past[3].seconds * 8)  # a cold start
        for size in SIZES:
            errors.append(error(scaled_s(cost(size, 25), past), law(size[0] * size[1] / 1e6, 25)))
    assert median(errors) < 0.06
    assert sum(one > PROMISED for one in errors) < 0.02 * len(errors)
    assert max(errors) < 0.3


def test_from_one_job_another_is_scaled_by_megapixel_steps() -> None:
    assert scaled_s(20.0, [Past(10.0, 4.0)]) == pytest.approx(8.0)
    assert scaled_s(5.0, [Past(10.0, 4.0)]) == pytest.approx(2.0)


def test_of_the_same_cost_it_is_the_median() -> None:
    assert scaled_s(10.0, [Past(10.0, seconds) for seconds in (4.0, 5.0, 90.0)]) == pytest.approx(5.0)
    assert alike_s([4.0, 5.0, 90.0]) == 5.0


def test_where_nothing_is_known_nothing_is_promised() -> None:
    assert scaled_s(10.0, []) is None
    assert scaled_s(0.0, [Past(10.0, 4.0)]) is None
    assert scaled_s(10.0, [Past(0.0, 4.0), Past(10.0, 0.0)]) is None
    assert alike_s([]) is None


def test_growth_is_near_one_until_the_jobs_say_otherwise() -> None:
    assert growth_of([Past(10.0, 4.0)]) == 1.0
    assert growth_of([Past(10.0, 4.0), Past(10.5, 4.0)]) == pytest.approx(1.0, abs=0.05)
    assert growth_of([Past(2.0**power, 1.7**power) for power in range(4)]) == pytest.approx(0.77, abs=0.02)
    assert growth_of([Past(2.0**power, 2.2**power) for power in range(4)]) == pytest.approx(1.14, abs=0.02)
    assert growth_of([*(Past(2.0**power, 2.0**power) for power in range(4)), Past(1.0, 90.0)]) == pytest.approx(1.0)
    assert growth_of([Past(1.0, 100.0), Past(50.0, 100.0)]) >= 0


def test_the_nearest_jobs_decide_the_level() -> None:
    law = LAWS["a GPU"]
    far = [job(law, (1280, 800), 30, 3.0) for _ in range(20)]  # slow days
    near = [job(law, (640, 480), 20, 1.0) for _ in range(10)]
    truth = law(640 * 480 / 1e6, 21)
    assert error(scaled_s(cost((640, 480), 21), near + far), truth) < 0.1
    assert median(one.seconds for one in near + far) > 2 * truth
