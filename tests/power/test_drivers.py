"""Commands, a magic packet and EC2, each against something real or the field's own stand-in."""

import socket
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from contracts.power import PowerContract
from hwawon.config import Settings
from hwawon.errors import BadSetting
from hwawon.power.driver import DriverFailed, open_driver
from hwawon.power.drivers.ec2 import Ec2
from hwawon.power.drivers.shell import Shell
from hwawon.power.drivers.wake_on_lan import WakeOnLan
from hwawon.power.state import PowerState
from support.cloud import stopped_instance

MAC = "a1:b2:c3:d4:e5:f6"


class TestShell(PowerContract):
    @pytest.fixture
    def driver(self, tmp_path: Path) -> Shell:
        on = tmp_path / "on"
        return Shell(f"touch {on}", f"rm -f {on}", f"test -e {on}")


class TestEc2(PowerContract):
    @pytest.fixture
    def driver(self, cloud: Any) -> Ec2:
        return Ec2(stopped_instance(cloud))


def test_an_instance_is_found_by_its_name_and_has_an_address_while_it_runs(cloud: Any) -> None:
    stopped_instance(cloud)
    driver = Ec2("painter")
    driver.start()
    assert driver.state() is PowerState.RUNNING
    assert driver.address()


def test_no_instance_or_two_of_a_name_are_refused_by_number(cloud: Any) -> None:
    with pytest.raises(DriverFailed, match="found 0"):
        Ec2("painter").state()
    stopped_instance(cloud)
    stopped_instance(cloud)
    with pytest.raises(DriverFailed, match="found 2"):
        Ec2("painter").state()


def test_what_aws_denies_is_a_failure_of_the_driver(cloud: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = Ec2(stopped_instance(cloud))

    def deny(**_: Any) -> None:
        raise ClientError({"Error": {"Code": "UnauthorizedOperation", "Message": "no"}}, "StartInstances")

    monkeypatch.setattr(driver._client, "start_instances", deny)
    with pytest.raises(DriverFailed, match="UnauthorizedOperation"):
        driver.start()


def test_the_magic_packet_is_six_bytes_of_255_and_the_card_sixteen_times() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as card:
        card.bind(("127.0.0.1", 0))
        card.settimeout(5)
        WakeOnLan(MAC, "127.0.0.1:1", None, card.getsockname()).start()
        packet = card.recv(2000)
    assert len(packet) == 102
    assert packet == bytes([255] * 6 + [0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0xF6] * 16)


def test_a_machine_is_on_while_its_port_takes_a_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as there:
        driver = WakeOnLan(MAC, f"127.0.0.1:{there.getsockname()[1]}", None)
        assert (driver.state(), driver.address()) == (PowerState.RUNNING, "127.0.0.1")
    assert driver.state() is PowerState.STOPPED
    with pytest.raises(DriverFailed, match="HWAWON_POWER_STOP"):
        driver.stop()


def test_a_printed_state_counts_before_the_status_and_a_strange_status_is_a_failure() -> None:
    assert Shell("true", "true", "echo pending").state() is PowerState.PENDING
    with pytest.raises(DriverFailed, match="status 7: lost"):
        Shell("true", "true", "echo lost >&2; exit 7").state()
    with pytest.raises(DriverFailed, match="status 3"):
        Shell("exit 3", "true", "true").start()


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"power": "shell", "power_start": "a", "power_stop": "b"}, "HWAWON_POWER_STATE"),
        ({"power": "wake_on_lan", "power_mac": MAC}, "HWAWON_POWER_HOST"),
        ({"power": "wake_on_lan", "power_mac": "a1:b2", "power_host": "x:1"}, "HWAWON_POWER_MAC"),
        ({"power": "wake_on_lan", "power_mac": MAC, "power_host": "x"}, "HOST:PORT"),
        ({"power": "ec2"}, "HWAWON_POWER_INSTANCE"),
        ({"power": "ec2", "power_instance": "i-1", "powered_engines": " "}, "HWAWON_POWERED_ENGINES"),
    ],
)
def test_wrong_settings_are_refused_by_name(settings: dict[str, Any], named: str) -> None:
    with pytest.raises(BadSetting, match=named):
        open_driver(Settings(**settings))


def test_without_a_switch_this_machine_is_always_on() -> None:
    assert open_driver(Settings()).state() is PowerState.RUNNING
