"""Orders to a batch that come at the same moment."""

import threading

from hwawon.batch import orders, store
from hwawon.batch.store import NewFrame
from hwawon.batch.wishes import BatchWishes
from hwawon.jobs.dispatch import open_dispatcher
from hwawon.jobs.queue import JobQueue
from hwawon.storage.database import Database


def test_a_batch_that_is_started_twice_at_once_has_one_job_a_frame(database: Database) -> None:
    wishes, queue = BatchWishes(seed=3, engine="painter:flat"), JobQueue(database, open_dispatcher(database))
    with database.write() as tx:
        id = store.create(tx, "kim", "a walk", {"kind": "frames", "width": 4, "height": 3}, wishes)
        store.add_frames(tx, id, [NewFrame(f"f{place}.png", place) for place in range(30)])
        row = store.get(tx, id)
    ready = threading.Barrier(4)

    def start() -> None:
        ready.wait()
        orders.start(database, queue, row, wishes, "")

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.read() as tx:
        frames = store.all_frames(tx, id)
    assert {one.id for one in queue.page(500, batch=id).items} == {one.job for one in frames}
    assert len({one.job for one in frames}) == 30
