"""What every way of switching a machine keeps; a test class inherits, its fixture `driver` is a stopped machine."""

from hwawon.power.driver import PowerDriver
from hwawon.power.state import PowerState
from support.jobs import until


class PowerContract:
    """Inherit, and define the fixture `driver`."""

    def test_it_starts_and_stops_and_may_be_told_twice(self, driver: PowerDriver) -> None:
        assert driver.state() is PowerState.STOPPED
        for _ in range(2):
            driver.start()
        until(lambda: driver.state() is PowerState.RUNNING)
        for _ in range(2):
            driver.stop()
        until(lambda: driver.state() is PowerState.STOPPED)
