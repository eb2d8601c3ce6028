"""Lamps, humidifier and fan follow visitors over HTTP and MQTT; one that hangs holds no visitor up."""

import json
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from hwawon.config import load
from hwawon.displays import show, zones
from hwawon.displays.actuators.drivers import ActuatorFailed, open_drivers
from hwawon.displays.actuators.effect import LAMPS, effect_of, standby
from hwawon.displays.actuators.follow import BLINKING, Follower
from hwawon.errors import BadSetting
from hwawon.pool.keys import EMOTIONS
from hwawon.storage.database import Database
from hwawon.storage.types import utc_now
from support.broker import broker
from support.screens import folder

CALM = {
    "zone": "zone1",
    "event": "show",
    "emotion": "calm",
    "weather": "rainy",
    "first": {"R": 64, "G": 160, "B": 255},
    "second": {"R": 96, "G": 220, "B": 180},
    "humidifier": True,
    "fan": False,
    "blink": False,
}


@contextmanager
def receiver(status: int = 204) -> Iterator[tuple[str, "Queue[dict[str, Any]]"]]:
    """An HTTP server that takes messages; its address."""
    came: Queue[dict[str, Any]] = Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing to say."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/lamps", came
    server.shutdown()
    server.server_close()
    thread.join()


def test_each_emotion_has_two_colours_of_its_own() -> None:
    assert set(LAMPS) == set(EMOTIONS) and len(set(LAMPS.values())) == len(EMOTIONS)
    assert all(0 <= part <= 255 for pair in LAMPS.values() for colour in pair for part in colour)
    assert effect_of("zone1", "", "sunny").first == standby("zone1").first


def test_http_gets_the_message_and_a_refusal_is_a_failure() -> None:
    with receiver() as (address, came):
        open_drivers([address])[0].send(effect_of("zone1", "calm", "rainy"))
        assert came.get(timeout=5) == CALM
    with receiver(status=500) as (address, _), pytest.raises(ActuatorFailed, match="answered 500"):
        open_drivers([address])[0].send(standby("zone1"))
    with pytest.raises(ActuatorFailed):
        open_drivers(["http://127.0.0.1:1/lamps"])[0].send(standby("zone1"))


def test_mqtt_gets_the_message_retained_under_the_zone_with_a_login() -> None:
    with broker() as there:
        (driver,) = open_drivers([f"mqtt://me:a%20secret@127.0.0.1:{there.port}/hall/lamps"])
        driver.send(effect_of("zone1", "calm", "rainy"))
        topic, body, is_retained = there.messages.get(timeout=5)
    assert (topic, json.loads(body), is_retained) == ("hall/lamps/zone1", CALM, True)
    assert b"a secret" in there.login and "secret" not in driver.name


def test_a_broker_that_says_nothing_fails_in_time() -> None:
    with broker(is_mute=True) as there:
        began = time.monotonic()
        with pytest.raises(ActuatorFailed):
            open_drivers([f"mqtt://127.0.0.1:{there.port}"])[0].send(standby("zone1"))
        assert time.monotonic() - began < 6


def test_a_visitors_show_reaches_the_lamps_after_the_commit_and_ends(
    sqlite: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    objects = folder(tmp_path / "objects")
    with receiver() as (address, came):
        follower = Follower(sqlite, open_drivers(["http://127.0.0.1:1/nobody", address]))
        with sqlite.write() as tx:
            words = {"emotion": "calm", "favorite": "spring,rainy,day"}
            show.begin_show(tx, objects, "zone1", None, words, idle_s=30)
        with caplog.at_level(logging.WARNING):
            follower.step()
        assert came.get(timeout=5) == CALM
        assert "an actuator was not told of show" in caplog.text
        assert follower.step() == []
        follower.step(utc_now() + timedelta(seconds=31))
        assert came.get(timeout=5)["event"] == "idle"


def test_lamps_blink_when_a_visitor_begins_and_rest_again_unless_pictures_come(
    sqlite: Database, tmp_path: Path
) -> None:
    objects, follower = folder(tmp_path / "objects"), Follower(sqlite, ())
    for zone in ("zone1", "zone2"):
        with sqlite.write() as tx:
            zones.greet(tx, zone)
    assert [(one.zone, one.event, one.blink) for one in follower.step()] == [
        ("zone1", "begin", True),
        ("zone2", "begin", True),
    ]
    with sqlite.write() as tx:
        show.begin_show(tx, objects, "zone1", None, {"emotion": "calm"}, idle_s=60)
    assert [(one.zone, one.event, one.blink) for one in follower.step()] == [("zone1", "show", False)]
    later = utc_now() + BLINKING
    assert [(one.zone, one.event) for one in follower.step(later)] == [("zone2", "idle")]
    assert [(one.zone, one.event) for one in follower.step(later + timedelta(seconds=60))] == [("zone1", "idle")]


def test_of_several_visitors_the_last_counts_and_a_rollback_tells_nothing(sqlite: Database, tmp_path: Path) -> None:
    objects, follower = folder(tmp_path / "objects"), Follower(sqlite, ())
    for emotion in ("sad", "happy"):
        with sqlite.write() as tx:
            show.begin_show(tx, objects, "zone1", None, {"emotion": emotion})
    assert [effect.emotion for effect in follower.step()] == ["happy"]
    with pytest.raises(RuntimeError), sqlite.write() as tx:
        show.begin_show(tx, objects, "zone1", None, {"emotion": "angry"})
        raise RuntimeError("the visit failed")
    assert follower.step() == []


def test_the_setting_names_addresses_and_hides_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HWAWON_ACTUATORS", "http://lamp.local/a, mqtt://me:hush@broker/hall")
    settings = load()
    assert settings.actuator_addresses == ("http://lamp.local/a", "mqtt://me:hush@broker/hall")
    assert "hush" not in repr(settings)
    monkeypatch.setenv("HWAWON_ACTUATORS", "ftp://lamp.local")
    with pytest.raises(BadSetting, match="HWAWON_ACTUATORS"):
        load()
