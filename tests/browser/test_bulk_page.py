"""Runs of many pictures in a real browser: what they begin with, how they go on, and what is done about failures."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from hwawon.pool.keys import FAVORITES
from support.accessibility import broken_rules
from support.pages import PREFIX, new_page, shows_without_sideways_scrolling
from support.server import Server, running
from support.webui_stub import Stub, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WORK_TIMEOUT_MS = 90_000
OTHERS = "flowers, fantasy, concept art, trending on artstation, highly detailed, intricate, sharp focus, digital art"
SCREENS = [(1440, 900, "light", "en"), (390, 844, "dark", "ja"), (390, 844, "light", "ko")]


@pytest.fixture
def form(studio: Server, page: Page) -> Page:
    page.goto(f"{studio.address}{PREFIX}/#/bulk")
    expect(button(page, "One cell")).to_be_visible()
    return page


@contextmanager
def opened(browser: Browser, folder: Path, **settings: str) -> Iterator[tuple[Page, Server]]:
    """The page on a server of its own."""
    with running(folder, settings=settings) as server, new_page(browser, None, 1440, 900) as page:
        page.goto(server.administrator_link)
        page.goto(f"{server.address}/#/bulk")
        expect(button(page, "One cell")).to_be_visible()
        yield page, server


def button(page: Page | Locator, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("button", name=name)


def small(page: Page, repeats: str = "2") -> None:
    """So that a run takes seconds."""
    page.get_by_label("Repeats").fill(repeats)
    for side, px in {"Landscape: Width": 384, "Landscape: Height": 256, "Portrait: Width": 256}.items():
        page.get_by_label(side).fill(str(px))
    page.get_by_label("Portrait: Height").fill("384")


def numbers(page: Page) -> Locator:
    return page.locator(".run-progress p")


def test_the_form_begins_as_the_originals(form: Page) -> None:
    expect(form.get_by_label("Repeats")).to_have_value("10")
    expect(form.get_by_role("combobox", name="Emotion")).to_have_value("happy")
    expect(form.get_by_label("Emotion text")).to_have_value("happy")
    expect(form.get_by_role("combobox", name="Favorite")).to_have_value("")
    expect(form.get_by_label("Say the favorite in the prompt")).not_to_be_checked()
    expect(form.get_by_role("textbox", name="Others")).to_have_value(OTHERS)
    sides = ("Landscape: Width", "Landscape: Height", "Portrait: Width", "Portrait: Height")
    for side, px in zip(sides, ("1280", "800", "800", "1280"), strict=True):
        expect(form.get_by_label(side)).to_have_value(px)
    expect(button(form, "Start 20 pictures")).to_be_enabled()
    form.get_by_text("The first prompts, exactly").click()
    expect(form.locator(".run-plan code").first).to_have_text(f"happy, {OTHERS}")


def test_all_64_favorites_are_offered_in_the_stated_order(form: Page) -> None:
    values = form.get_by_role("combobox", name="Favorite").evaluate(
        "select => [...select.options].map(one => one.value)"
    )
    assert values == ["", *FAVORITES, "*"]


def test_the_words_follow_the_emotion_and_what_is_wrong_is_said(form: Page) -> None:
    form.get_by_role("combobox", name="Emotion").select_option("sad")
    expect(form.get_by_label("Emotion text")).to_have_value("sad")
    form.get_by_label("Emotion text").fill("weeping")
    form.get_by_role("combobox", name="Favorite").select_option("winter,snowy,day")
    form.get_by_label("Say the favorite in the prompt").check()
    form.get_by_text("The first prompts, exactly").click()
    expect(form.locator(".run-plan code").first).to_have_text(f"weeping, winter,snowy,day, {OTHERS}")
    form.get_by_label("Repeats").fill("0")
    expect(form.get_by_text("Repeats are a whole number from 1 to 1000.")).to_be_visible()
    expect(button(form, re.compile("^Start"))).to_be_disabled()
    form.get_by_label("Repeats").fill("1")
    form.get_by_label("Landscape: Width").fill("1283")
    expect(form.locator(".plan.refused")).to_contain_text("cannot paint 1283x800")
    expect(button(form, re.compile("^Start"))).to_be_disabled()


def test_a_link_fills_in_what_it_names(form: Page, studio: Server) -> None:
    form.goto(
        f"{studio.address}{PREFIX}/#/bulk?emotion=fear&favorite=autumn,rainy,sunset&prompt=a%20maze%20of%20hedges"
    )
    expect(form.get_by_role("combobox", name="Emotion")).to_have_value("fear")
    expect(form.get_by_role("combobox", name="Favorite")).to_have_value("autumn,rainy,sunset")
    expect(form.get_by_role("textbox", name="Prompt", exact=True)).to_have_value("a maze of hedges")


def test_a_run_of_two_repeats_shows_its_four_pictures_as_they_come(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, tmp_path, HWAWON_ENGINE="painter:flat") as (page, server):
        expect(page.get_by_text("No run yet.")).to_be_visible()
        small(page)
        page.get_by_role("combobox", name="Favorite").select_option("spring,sunny,day")
        button(page, "Start 4 pictures").click()
        expect(page).to_have_url(re.compile(r"#/bulk/\w+"))
        expect(page.locator(".newest img")).to_have_count(4, timeout=WORK_TIMEOUT_MS)
        expect(numbers(page)).to_contain_text("4 of 4 done")
        expect(page.locator(".run .badge")).to_have_text("Finished")
        with server.client() as client:
            kept = client.get("/api/pool").json()["items"]
        assert sorted((one["orientation"], one["width"], one["height"]) for one in kept) == [
            *[("h", 384, 256)] * 2,
            *[("v", 256, 384)] * 2,
        ]
        assert all(one["key"].startswith("imgPool/happy/spring,sunny,day/img_") for one in kept)
        expect(page.get_by_role("link", name="Curate these pictures")).to_have_attribute(
            "href", f"#/curate?bulk={kept[0]['bulk']}"
        )
        page.get_by_role("link", name="All runs, and a new one").click()
        row = page.get_by_role("region", name="Runs").get_by_role("listitem")
        expect(row).to_contain_text("4 of 4 done")
        row.get_by_role("link").click()
        button(page, "Remove from the list").click()
        expect(page.get_by_text("No run yet.")).to_be_visible()


def test_a_run_is_paused_resumed_and_after_a_question_cancelled(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, tmp_path, HWAWON_ENGINE="painter:slow") as (page, _):
        small(page, "40")
        button(page, "Start 80 pictures").click()
        button(page, "Pause").click()
        expect(page.locator(".run .badge")).to_have_text("Paused")
        page.reload()
        button(page, "Resume").click()
        expect(page.locator(".run .badge")).to_have_text("Running")
        button(page, "Cancel the run").click()
        page.keyboard.press("Escape")
        expect(page.locator(".run .badge")).to_have_text("Running")
        button(page, "Cancel the run").click()
        button(page.get_by_role("dialog"), "Cancel the run").click()
        expect(page.locator(".run .badge")).to_have_text("Cancelled")
        expect(numbers(page)).to_contain_text("cancelled")


def test_failed_pictures_are_told_with_their_reason_and_made_again(browser: Browser, tmp_path: Path) -> None:
    stub = Stub(fails_with=(422, {"detail": "this checkpoint is damaged"}))
    with (
        serving(stub) as address,
        opened(browser, tmp_path, HWAWON_WEBUI_URL=address, HWAWON_ENGINE="webui") as (page, _),
    ):
        small(page, "1")
        for side, px in {"Landscape: Width": 768, "Landscape: Height": 512, "Portrait: Width": 512}.items():
            page.get_by_label(side).fill(str(px))
        page.get_by_label("Portrait: Height").fill("768")
        button(page, "Start 2 pictures").click()
        failures = page.get_by_role("region", name="What failed")
        expect(failures.get_by_role("listitem")).to_have_count(2, timeout=WORK_TIMEOUT_MS)
        expect(failures).to_contain_text("this checkpoint is damaged")
        expect(failures.get_by_role("link", name="All of them among the jobs")).to_have_attribute(
            "href", re.compile(r"^#/jobs\?shown=failed&batch=\w+$")
        )
        stub.fails_with = None
        button(page, "Restart what failed").click()
        expect(numbers(page)).to_contain_text("2 of 2 done", timeout=WORK_TIMEOUT_MS)
        expect(failures).to_have_count(0)
        expect(page.locator(".newest img")).to_have_count(2)


def test_the_generator_makes_sixteen_rows_whose_templates_alternate_and_a_run_of_them(form: Page) -> None:
    button(form, "Prompt generator").click()
    expect(form.get_by_label("dog", exact=True)).to_be_checked()
    for word in ("cat", "rainy", "winter", "sunset"):
        form.get_by_label(word, exact=True).check()
    form.get_by_text("Templates of the emotions").click()
    sentences = form.get_by_role("textbox", name=re.compile(r"^happy: template \d$"))
    expect(sentences).to_have_count(4)
    for place, text in enumerate(("first [ANIMAL] [TIME]", "second [SEASON] [WEATHER]", "", "")):
        sentences.nth(place).fill(text)
    button(form, "Make 16 rows").click()
    prompts = form.locator(".row-prompt")
    expect(prompts).to_have_count(16)
    expect(prompts.nth(0)).to_have_text("first dog day")
    expect(prompts.nth(1)).to_have_text("second spring rainy")
    assert [text.split()[0] for text in prompts.all_inner_texts()] == ["first", "second"] * 8
    expect(button(form, "Start 512 pictures")).to_be_enabled()
    button(form, "Take out row 1").first.click()
    expect(prompts).to_have_count(15)
    with form.expect_request("**/api/bulks") as sent:
        form.route("**/api/bulks", lambda route: route.fulfill(status=422, json={"error": "not now"}))
        button(form, "Start 480 pictures").click()
    body = sent.value.post_data_json or {}
    assert (len(body["cells"]), body["repeats"]) == (15, 16)
    assert body["cells"][0] == {"emotion": "happy", "favorite": "spring,rainy,sunset", "prompt": "second spring rainy"}
    expect(form.get_by_role("alert")).to_contain_text("not now")


def test_the_whole_catalogue_is_asked_for_once_more_and_does_not_freeze_the_tab(
    browser: Browser, tmp_path: Path
) -> None:
    with opened(browser, tmp_path, HWAWON_ENGINE="painter:slow") as (page, _):
        button(page, "Whole catalogue").click()
        expect(page.locator(".cell-form")).to_contain_text("16,384 pictures")
        page.evaluate(
            "() => { window.longest = 0; let before = performance.now(); const beat = () => {"
            " const now = performance.now(); window.longest = Math.max(window.longest, now - before); before = now;"
            " setTimeout(beat, 10) }; beat() }"
        )
        button(page, "Start 16,384 pictures").click()
        question = page.get_by_role("dialog")
        button(question, "Not yet").click()
        expect(page).to_have_url(re.compile("#/bulk$"))
        button(page, "Start 16,384 pictures").click()
        button(question, "Start 16,384 pictures").click()
        expect(numbers(page)).to_contain_text("of 16,384 done")
        assert page.evaluate("window.longest") < 1_000
        button(page, "Cancel the run").click()
        button(page.get_by_role("dialog"), "Cancel the run").click()
        expect(page.locator(".run .badge")).to_have_text("Cancelled")


def test_an_answer_that_is_lost_is_asked_for_again_and_makes_one_run(browser: Browser, tmp_path: Path) -> None:
    with (
        running(tmp_path, settings={"HWAWON_ENGINE": "painter:flat"}) as server,
        new_page(browser, None, 1440, 900, loses_server=True) as page,
    ):
        page.goto(server.administrator_link)
        page.goto(f"{server.address}/#/bulk")
        answers: list[str] = []

        def lose_the_first(route: Route) -> None:
            if route.request.method != "POST":
                return route.continue_()
            answers.append(route.fetch().json()["id"])
            return route.abort() if len(answers) == 1 else route.continue_()

        page.route("**/api/bulks", lose_the_first)
        small(page, "1")
        button(page, "Start 2 pictures").click()
        expect(page).to_have_url(re.compile(r"#/bulk/\w+"))
        assert len(answers) == 2
        assert len(set(answers)) == 1


def test_lists_of_words_are_written_tried_used_and_deleted(form: Page) -> None:
    form.get_by_text("Words: exact prompt, lists, templates").click()
    form.get_by_text("Lists of words", exact=True).click()
    button(form, "New list").click()
    form.get_by_label("Name: letters, digits, - and _").fill("moss")
    form.get_by_label("Words, one a line").fill("peat\nfern")
    button(form, "Save the list").click()
    expect(form.locator(".wildcard-form .examples li")).to_have_count(5)
    assert set(form.locator(".wildcard-form .examples li").all_inner_texts()) <= {"peat", "fern"}
    button(form, "Add to the prompt").click()
    expect(form.get_by_role("textbox", name="Others")).to_have_value(f"{OTHERS}, __moss__")
    form.get_by_text("The first prompts, exactly").click()
    expect(form.locator(".run-plan code").first).to_have_text(re.compile(r"digital art, (peat|fern)$"))
    button(form, "Delete the list").click()
    expect(button(form, re.compile("__moss__"))).to_have_count(0)
    expect(form.locator(".plan.refused, .prompt-room .notice").first).to_contain_text("moss")


def test_who_is_no_curator_is_told_so(browser: Browser, studio: Server) -> None:
    with studio.client() as client:
        token = client.post("/api/tokens", json={"role": "retoucher"}).json()["token"]
    context = browser.new_context(extra_http_headers={"Authorization": f"Bearer {token}"})
    page = context.new_page()
    page.goto(f"{studio.address}{PREFIX}/#/bulk")
    expect(page.get_by_text("Curators make pictures in bulk.")).to_be_visible()
    expect(page.get_by_role("link", name="Bulk")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: f"{screen[0]}-{screen[2]}-{screen[3]}")
def test_each_way_keeps_the_rules_of_accessibility(
    browser: Browser, session_state: Path, studio: Server, screen: tuple[int, int, str, str]
) -> None:
    width, height, theme, language = screen
    with new_page(browser, session_state, width, height) as page:
        page.emulate_media(reduced_motion="reduce")
        page.add_init_script(
            f"localStorage.setItem('hwawon-theme', '{theme}'); localStorage.setItem('hwawon-language', '{language}')"
        )
        page.goto(f"{studio.address}{PREFIX}/#/bulk")
        for way in range(3):
            page.locator(".ways button").nth(way).click()
            expect(page.locator(".cell-form")).to_be_visible()
            if way == 1:
                page.locator(".cell-form [type=submit]").click()
                expect(page.locator(".row-prompt")).to_have_count(1)
            assert broken_rules(page) == []
            assert shows_without_sideways_scrolling(page)
        page.locator(".ways button").nth(0).click()
        for side in range(4):
            page.locator(".shape input:not([type=checkbox])").nth(side).fill("256")
        page.locator(".wishes .pair input").first.fill("1")
        page.locator("button.primary.wide").click()
        expect(page.locator(".newest img")).to_have_count(2, timeout=WORK_TIMEOUT_MS)
        assert broken_rules(page) == []
        assert shows_without_sideways_scrolling(page)
