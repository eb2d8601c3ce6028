"""The switch of the machine that paints, in the bar of every page of a real browser."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from support.accessibility import broken_rules
from support.pages import PREFIX, new_page, shows_without_sideways_scrolling
from support.server import HWAWON, Server, environment_for, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Machine:
    """A machine that is on while a file is there; its engine is a worker that the test starts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.on = folder / "on"
        self.settings = {
            "HWAWON_ENGINE": "painter:flat",
            "HWAWON_POWERED_ENGINES": "painter:flat",
            "HWAWON_POWER": "shell",
            "HWAWON_POWER_START": f"touch {self.on}",
            "HWAWON_POWER_STOP": f"rm {self.on}",
            "HWAWON_POWER_STATE": f"test -e {self.on}",
            "HWAWON_POWER_HOST": "10.0.0.7",
        }

    @contextmanager
    def engine(self) -> Iterator[None]:
        line = [*HWAWON, "worker", "--engines", "painter:flat"]
        environment = environment_for(self.folder / "data", self.settings)
        worker = subprocess.Popen(line, env=environment, cwd=self.folder)
        try:
            yield
        finally:
            worker.terminate()
            worker.wait(10)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def powered(machine: Machine) -> Iterator[Server]:
    """A server that paints nothing itself, and whose machine is off at first."""
    with running(machine.folder, "--no-worker", settings=machine.settings) as server:
        yield server


@pytest.fixture
def admin(browser: Browser, powered: Server) -> Iterator[Page]:
    with new_page(browser, None, 1440, 900) as page:
        page.goto(powered.administrator_link)
        expect(switch(page)).to_contain_text("Machine off")
        yield page


def switch(page: Page) -> Locator:
    return page.get_by_role("region", name="The machine that paints")


def test_switched_on_the_machine_is_loading_until_its_engine_is_there(admin: Page, machine: Machine) -> None:
    switch(admin).get_by_role("button", name="Start").press("Enter")
    expect(switch(admin)).to_contain_text("Machine on, engine loading")
    assert machine.on.exists()
    expect(switch(admin)).to_contain_text("stops in 40 min when idle")
    expect(switch(admin)).to_contain_text("10.0.0.7")
    with machine.engine():
        expect(switch(admin).get_by_role("status")).to_have_text("Machine on, ready")
    expect(switch(admin).get_by_role("button", name="Start")).to_have_count(0)


def test_it_is_stopped_only_after_a_question(admin: Page, machine: Machine) -> None:
    switch(admin).get_by_role("button", name="Start").click()
    stop = switch(admin).get_by_role("button", name="Stop")
    expect(switch(admin)).to_contain_text("Machine on")
    stop.click()
    expect(admin.get_by_role("dialog", name="Stop the machine?")).to_be_visible()
    assert broken_rules(admin) == []
    admin.keyboard.press("Escape")
    expect(admin.get_by_role("dialog")).to_have_count(0)
    expect(stop).to_be_focused()
    assert machine.on.exists()
    stop.click()
    admin.get_by_role("button", name="Stop it").click()
    expect(switch(admin)).to_contain_text("Machine off")
    assert not machine.on.exists()


def test_an_order_that_does_not_fit_any_more_is_answered_with_the_servers_reason(admin: Page, powered: Server) -> None:
    stale = admin.request.get(f"{powered.address}/api/power").body()
    admin.route("**/api/power", lambda route: route.fulfill(body=stale, content_type="application/json"))
    with powered.client() as elsewhere:
        assert elsewhere.post("/api/power/start").status_code == 202
    switch(admin).get_by_role("button", name="Start").click()
    refusal = admin.get_by_role("alert")
    expect(refusal).to_contain_text("it can be told to start only while it is stopped")
    assert broken_rules(admin) == []
    refusal.get_by_role("button", name="Close").click()
    expect(refusal).to_have_count(0)


def test_a_command_that_fails_is_told_to_the_administrator(browser: Browser, machine: Machine) -> None:
    settings = machine.settings | {"HWAWON_POWER_START": "echo no capacity in this zone >&2; exit 3"}
    with running(machine.folder, settings=settings) as server, new_page(browser, None, 1440, 900) as page:
        page.goto(server.administrator_link)
        switch(page).get_by_role("button", name="Start").click()
        expect(page.get_by_role("alert")).to_contain_text("no capacity in this zone")
        expect(switch(page)).to_contain_text("Machine state unknown")


def test_a_retoucher_may_start_it_and_neither_stop_it_nor_see_where_it_is(browser: Browser, powered: Server) -> None:
    with powered.client() as client:
        token = client.post("/api/tokens", json={"role": "retoucher"}).json()["token"]
    with new_page(browser, None, 1440, 900) as page:
        page.context.set_extra_http_headers({"Authorization": f"Bearer {token}"})
        page.goto(powered.address)
        switch(page).get_by_role("button", name="Start").click()
        expect(switch(page)).to_contain_text("Machine on, engine loading")
        expect(switch(page).get_by_role("button")).to_have_count(0)
        expect(switch(page)).not_to_contain_text("10.0.0.7")


def test_it_stands_on_every_page_of_a_phone(browser: Browser, powered: Server) -> None:
    with new_page(browser, None, 390, 844, touch=True) as page:
        page.goto(powered.administrator_link)
        switch(page).get_by_role("button", name="Start").tap()
        expect(switch(page)).to_contain_text("Machine on, engine loading")
        for place in ("", "generate", "retouch", "models"):
            page.goto(f"{powered.address}/#/{place}")
            expect(switch(page).get_by_role("button", name="Stop")).to_be_in_viewport()
            assert shows_without_sideways_scrolling(page)


def test_a_server_that_paints_itself_shows_no_switch(studio: Server, page: Page) -> None:
    page.goto(f"{studio.address}{PREFIX}/")
    expect(page.locator(".card img").first).to_be_visible()
    expect(switch(page)).to_have_count(0)
