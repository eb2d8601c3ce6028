"""Ids sort by the moment they were made."""

import re
import threading
import time
import uuid

from hwawon.storage.ids import new_id


def test_an_id_is_32_hexadecimal_digits() -> None:
    assert re.fullmatch("[0-9a-f]{32}", new_id())


def test_an_id_is_a_uuid_of_version_7_with_the_time_in_front() -> None:
    before_ms = time.time_ns() // 1_000_000
    made = uuid.UUID(hex=new_id())
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert before_ms <= made.int >> 80 <= time.time_ns() // 1_000_000


def test_ids_made_one_after_the_other_are_in_order() -> None:
    made = [new_id() for _ in range(5000)]
    assert made == sorted(made)


def test_ids_made_in_many_threads_are_all_different() -> None:
    made: list[str] = []

    def make() -> None:
        made.extend([new_id() for _ in range(2000)])

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8000
