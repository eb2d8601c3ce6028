"""Pictures from words in a real browser: from the estimate to the picture, the abort and the reload."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Route, expect

from support.pages import PREFIX, new_page, shows_without_sideways_scrolling
from support.server import Server, running
from support.webui_stub import Stub, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WORK_TIMEOUT_MS = 60_000


@pytest.fixture
def form(studio: Server, page: Page) -> Page:
    page.goto(f"{studio.address}{PREFIX}/#/generate")
    expect(page.get_by_text("Write what should be painted, and press Execute.")).to_be_visible()
    return page


@contextmanager
def opened(browser: Browser, folder: Path, **settings: str) -> Iterator[Page]:
    """The page on a server of its own."""
    with running(folder, settings=settings) as server, new_page(browser, None, 1440, 900) as page:
        page.goto(server.administrator_link)
        page.goto(f"{server.address}/#/generate")
        expect(prompt(page)).to_be_visible()
        yield page


def prompt(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Prompt", exact=True)


def button(page: Page, name: str = "Execute") -> Locator:
    return page.get_by_role("button", name=name)


def result(page: Page) -> Locator:
    found = page.get_by_role("region", name="Result")
    expect(found).to_be_visible(timeout=WORK_TIMEOUT_MS)
    return found


def test_words_become_pictures_that_can_be_downloaded_and_retouched(form: Page, tmp_path: Path) -> None:
    prompt(form).fill("red tulips")
    form.get_by_label("Pictures").select_option("2")
    form.get_by_label("Seed").fill("41")
    form.get_by_label("Width").fill("320")
    form.get_by_label("Height").fill("256")
    prompt(form).press("Control+Enter")
    made = result(form).get_by_role("listitem")
    expect(made).to_have_count(2)
    expect(made.first.get_by_role("img", name="Picture with the seed 41")).to_be_visible()
    with form.expect_download() as download:
        made.nth(1).get_by_role("link", name="Download").click()
    download.value.save_as(tmp_path / "picture")
    with Image.open(tmp_path / "picture") as image:
        assert image.size == (320, 256)
    made.nth(1).get_by_role("link", name="Retouch").click()
    expect(form.locator(".paper > img").first).to_be_visible()


def test_each_usual_size_shows_its_time_and_is_chosen_by_keys(form: Page, studio: Server) -> None:
    with studio.client() as client:
        for seed in range(3):
            wish = {"prompt": "a pond", "width": 768, "height": 512, "seed": seed}
            assert client.post("/api/generate", json=wish).status_code == 202
    sizes = form.get_by_role("group", name="Size").get_by_role("radio")
    expect(sizes).to_have_count(8)
    for place, name in enumerate(("Basic 768 × 512", "WSVGA 1024 × 600", "WXGA 1280 × 800")):
        expect(sizes.nth(place)).to_have_accessible_name(re.compile(rf"^{name} \d+ s$"))
    expect(sizes.nth(0)).to_be_checked()
    form.get_by_role("radio", name="640 × 480").focus()
    form.keyboard.press("ArrowRight")
    expect(form.get_by_label("Width")).to_have_value("800")
    button(form, "Swap width and height").click()
    prompt(form).fill("a pond")
    with form.expect_request("**/api/generate") as request:
        button(form).click()
    body = request.value.post_data_json
    assert body == {"prompt": "a pond", "width": 600, "height": 800, "count": 1}
    assert request.value.headers["idempotency-key"]


def test_the_form_begins_with_the_originals_words_and_without_words_nothing_is_asked(form: Page) -> None:
    expect(prompt(form)).to_have_value(re.compile("^white flowers, fantasy, very happy, .*, digital art$"))
    asked: list[str] = []
    form.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    prompt(form).fill("")
    expect(form.get_by_text("Write what should be painted.", exact=True)).to_be_visible()
    expect(button(form)).to_be_disabled()
    prompt(form).press("Control+Enter")
    form.wait_for_timeout(500)
    assert not [url for url in asked if url.endswith("/api/generate")]


def test_a_word_is_weighed_by_keys(form: Page) -> None:
    prompt(form).fill("red tulips, fog")
    prompt(form).evaluate("field => field.setSelectionRange(5, 5)")
    prompt(form).press("Control+ArrowUp")
    expect(prompt(form)).to_have_value("red (tulips:1.1), fog")
    prompt(form).press("Control+ArrowUp")
    expect(prompt(form)).to_have_value("red (tulips:1.2), fog")
    prompt(form).press("Control+ArrowDown")
    prompt(form).press("Control+ArrowDown")
    expect(prompt(form)).to_have_value("red tulips, fog")


def test_the_exact_words_are_shown_before_and_kept_after(form: Page, studio: Server) -> None:
    prompt(form).fill("a {red|blue} __flower__")
    form.get_by_label("Seed").fill("3")
    form.get_by_text("Words: exact prompt, lists, templates").click()
    exact = form.locator(".prompt-room .sent code").first
    expect(exact).to_have_text(re.compile("^a (red|blue) [a-z ]+$"))
    words = exact.inner_text()
    form.get_by_label("Width").fill("256")
    form.get_by_label("Height").fill("256")
    button(form).click()
    expect(result(form)).to_contain_text(words)
    form.reload()
    expect(prompt(form)).to_have_value("a {red|blue} __flower__")
    prompt(form).fill("a __flowr__")
    expect(form.locator(".prompt-room .notice")).to_contain_text("no list of words 'flowr'")


def test_a_long_prompt_is_warned_of(form: Page) -> None:
    prompt(form).fill("tulip " * 100)
    expect(form.locator(".prompt-length .notice")).to_contain_text("it is read in 2 blocks")


def test_earlier_results_stay_below_and_survive_a_reload(form: Page) -> None:
    form.get_by_label("Width").fill("256")
    form.get_by_label("Height").fill("256")
    for seed in ("11", "12", "13"):
        prompt(form).fill(f"tulips number {seed}")
        form.get_by_role("textbox", name="Seed").fill(seed)
        button(form).click()
        expect(result(form)).to_contain_text(f"Seed {seed}")
    earlier = form.get_by_role("region", name="Earlier").get_by_role("article")
    expect(earlier).to_have_count(2)
    form.reload()
    expect(result(form)).to_contain_text("Seed 13")
    expect(earlier.first).to_contain_text(re.compile(r"tulips number 12\s*256 × 256 · \d+ s"))
    expect(earlier.nth(1)).to_contain_text("Seed 11")
    expect(form.get_by_role("link", name="Use as bulk").first).to_have_attribute(
        "href", "#/bulk?prompt=tulips+number+13"
    )


def test_what_would_be_refused_is_said_before_the_click(form: Page) -> None:
    expect(form.locator(".plan")).to_contain_text("about")
    form.get_by_label("Width").fill("770")
    expect(form.locator(".plan")).to_contain_text("cannot paint 770x512: sides must be multiples of 8")
    prompt(form).fill("a pond")
    expect(button(form)).to_be_disabled()
    form.get_by_label("Width").fill("wide")
    expect(form.get_by_text("Width and height are whole numbers from 64 to 4096.")).to_be_visible()
    form.get_by_label("Width").fill("768")
    form.get_by_text("More", exact=True).click()
    form.get_by_label("Steps").fill("500")
    expect(form.get_by_text("Steps: a number from 1 to 150.")).to_be_visible()
    expect(button(form)).to_be_disabled()


def test_an_engine_that_cannot_work_is_listed_with_its_reason(form: Page) -> None:
    form.get_by_text("cannot work now").click()
    expect(form.get_by_role("definition").filter(has_text="HWAWON_WEBUI_URL")).to_be_visible()


def test_a_reload_finds_the_job_with_its_wishes_and_abort_ends_it(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, tmp_path, HWAWON_ENGINE="painter:slow") as page:
        prompt(page).fill("a pond, autumn")
        page.get_by_label("Pictures").select_option("16")
        page.get_by_label("Seed").fill("5")
        button(page).click()
        expect(page.locator(".progress")).to_contain_text("step", timeout=WORK_TIMEOUT_MS)
        page.reload()
        expect(page.locator(".progress")).to_contain_text("step", timeout=WORK_TIMEOUT_MS)
        expect(page.get_by_alt_text("Preview of the picture being painted")).to_be_visible()
        expect(prompt(page)).to_have_value("a pond, autumn")
        expect(page.get_by_label("Pictures")).to_have_value("16")
        expect(page.get_by_label("Seed")).to_have_value("5")
        button(page, "Abort").click()
        expect(page.get_by_text("Aborted. Your words are still here.")).to_be_visible(timeout=WORK_TIMEOUT_MS)
        expect(button(page)).to_be_enabled()


def test_a_slow_picture_is_shown_in_the_end_also_after_a_reload_in_the_middle(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, tmp_path, HWAWON_ENGINE="painter:slow") as page:
        prompt(page).fill("a pond, autumn")
        page.get_by_label("Width").fill("256")
        page.get_by_label("Height").fill("256")
        button(page).click()
        expect(page.locator(".progress")).to_contain_text("step", timeout=WORK_TIMEOUT_MS)
        page.reload()
        expect(result(page).get_by_role("img")).to_be_visible()
        expect(button(page)).to_be_enabled()


def test_an_answer_that_is_lost_is_asked_for_again_and_makes_one_job(browser: Browser, studio: Server) -> None:
    context = browser.new_context(storage_state=None)
    with studio.client() as client:
        token = client.post("/api/tokens", json={"role": "retoucher"}).json()["token"]
    context.set_extra_http_headers({"Authorization": f"Bearer {token}"})
    page = context.new_page()
    answers = []

    def lose_the_first(route: Route) -> None:
        answers.append(route.fetch().json()["id"])
        route.abort() if len(answers) == 1 else route.continue_()

    page.route("**/api/generate", lose_the_first)
    page.goto(f"{studio.address}{PREFIX}/#/generate")
    prompt(page).fill("white tulips")
    button(page).click()
    result(page)
    assert len(answers) == 2
    assert len(set(answers)) == 1
    assert page.url.endswith(answers[0])
    context.close()


def test_a_job_that_is_not_there_is_said_to_be_so(form: Page, studio: Server) -> None:
    form.goto(f"{studio.address}{PREFIX}/#/generate/no-such-job")
    expect(form.get_by_role("alert")).to_contain_text("there is no job 'no-such-job'")
    expect(button(form)).to_be_visible()


def test_a_stable_diffusion_server_is_asked_for_all_that_it_offers(browser: Browser, tmp_path: Path) -> None:
    stub = Stub()
    with serving(stub) as address, opened(browser, tmp_path, HWAWON_WEBUI_URL=address, HWAWON_ENGINE="webui") as page:
        prompt(page).fill("a garden")
        page.get_by_text("More", exact=True).click()
        page.get_by_label("Sampler").select_option("DPM++ 2M")
        page.get_by_label("Schedule").select_option("Karras")
        page.get_by_label("VAE").select_option("plain.vae.pt")
        page.get_by_label("Steps").fill("12")
        page.get_by_label("Guidance").fill("4.5")
        page.get_by_label("Clip skip").fill("2")
        button(page, "Add to the prompt").click()
        expect(prompt(page)).to_have_value("a garden <lora:ink:0.8>")
        button(page).click()
        result(page)
        (asked,) = stub.bodies("/sdapi/v1/txt2img")
        assert asked["prompt"] == "a garden <lora:ink:0.8>"
        assert (asked["sampler_name"], asked["scheduler"], asked["steps"]) == ("DPM++ 2M", "Karras", 12)
        assert asked["cfg_scale"] == 4.5
        assert asked["override_settings"]["sd_vae"] == "plain.vae.pt"
        assert asked["override_settings"]["CLIP_stop_at_last_layers"] == 2
        page.get_by_label("Engine").select_option("painter")
        expect(page.get_by_label("Guidance")).to_have_count(0)
        expect(page.get_by_label("Steps")).to_have_value("12")


def test_a_checkpoint_that_does_not_paint_the_size_is_met_by_one_that_it_does(browser: Browser, tmp_path: Path) -> None:
    stub = Stub(checkpoint="garden-xl.safetensors [0123456789]")
    with serving(stub) as address, opened(browser, tmp_path, HWAWON_WEBUI_URL=address) as page:
        expect(page.get_by_label("Width")).to_have_value("768")
        page.get_by_label("Engine").select_option("webui")
        expect(page.get_by_role("radio", name="Basic 768 × 512 not possible")).to_be_disabled()
        expect(page.get_by_label("Width")).to_have_value("1024")
        expect(page.locator(".plan")).to_contain_text("time not known yet")
        page.get_by_label("Width").fill("960")
        page.get_by_label("Height").fill("640")
        expect(page.locator(".plan")).to_contain_text("cannot paint 960x640")


def test_a_failure_is_told_with_its_reason(browser: Browser, tmp_path: Path) -> None:
    stub = Stub(fails_with=(422, {"detail": "this checkpoint is damaged"}))
    with serving(stub) as address, opened(browser, tmp_path, HWAWON_WEBUI_URL=address, HWAWON_ENGINE="webui") as page:
        prompt(page).fill("a garden")
        button(page).click()
        expect(page.get_by_role("alert")).to_contain_text("this checkpoint is damaged", timeout=WORK_TIMEOUT_MS)
        expect(prompt(page)).to_have_value("a garden")
        expect(button(page)).to_be_enabled()


def test_the_page_works_by_touch_on_a_phone(studio: Server, phone: Page) -> None:
    phone.goto(f"{studio.address}{PREFIX}/#/generate")
    phone.get_by_role("textbox", name="프롬프트", exact=True).fill("달빛 정원")
    phone.get_by_text("640 × 480").tap()
    assert shows_without_sideways_scrolling(phone)
    phone.get_by_role("button", name="실행").tap()
    expect(phone.get_by_role("region", name="결과").get_by_role("img")).to_be_visible(timeout=WORK_TIMEOUT_MS)
    assert shows_without_sideways_scrolling(phone)
