import threading
import time
from pathlib import Path

import pytest

from hwawon.errors import TooManyRequests
from hwawon.web.few import AT_ONCE, WHOLE_PICTURES, Few
from support.api import open_studio, photo, png, upload, wish


def test_some_work_some_wait_and_the_rest_is_told_to_come_again() -> None:
    few, free, working, most = Few(2, 3), threading.Event(), list[int](), list[int]()

    def work() -> None:
        with few.turn():
            working.append(1)
            most.append(len(working))
            free.wait()
            working.pop()

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    while len(most) < 2:
        time.sleep(0.001)
    with pytest.raises(TooManyRequests), few.turn():
        pass
    free.set()
    for thread in threads:
        thread.join()

    assert len(most) == 5 and max(most) == 2
    with pytest.raises(KeyError), few.turn():  # what goes wrong gives its turn back
        raise KeyError
    with few.turn(), few.turn():
        pass


@pytest.mark.parametrize(
    "path", ["journals/{}/picture", "journals/{}/proof", "journals/{}/download?format=ora", "journals/{}/export"]
)
def test_large_work_waits_for_its_turn_and_small_work_does_not(tmp_path: Path, path: str) -> None:
    with open_studio(tmp_path) as studio:
        client = studio.retoucher
        picture = wish(client)["picture"]
        journal = client.post("/api/journals", json={"picture": picture}).json()["id"]
        asked = [f"/api/{path.format(journal)}", f"/api/pictures/{picture}/view?max_side=64"]
        answers = list[int]()
        threads = [
            threading.Thread(target=lambda url=one: answers.append(client.get(url).status_code)) for one in asked
        ]
        threads.append(threading.Thread(target=lambda: answers.append(len(upload(client, png(photo()))))))
        turns = [WHOLE_PICTURES.turn() for _ in range(AT_ONCE)]
        for turn in turns:
            turn.__enter__()
        for thread in threads:
            thread.start()
        time.sleep(0.3)

        assert answers == []
        assert client.get(f"/api/journals/{journal}").status_code == 200
        for turn in turns:
            turn.__exit__(None, None, None)
        for thread in threads:
            thread.join()
        assert sorted(answers) == [32, 200, 200]
