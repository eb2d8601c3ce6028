"""The prompt room and the panels of wishes in a real browser, down to what a Stable Diffusion server is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from support.accessibility import broken_rules
from support.easel import drag
from support.pages import PREFIX, new_page, shows_without_sideways_scrolling
from support.server import Server, running
from support.studio import gradient, upload
from support.webui_stub import Stub, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WORK_TIMEOUT_MS = 60_000
PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
}"""


@dataclass(frozen=True)
class Room:
    """A studio before a remote Stable Diffusion server that records what it is asked for."""

    stub: Stub
    server: Server
    state: Path  # the cookies of its administrator

    def asked(self) -> list[Any]:
        return self.stub.bodies("/sdapi/v1/img2img")


@pytest.fixture(scope="module")
def room(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    folder = tmp_path_factory.mktemp("room")
    stub = Stub()
    with serving(stub) as address:
        settings = {"HWAWON_WEBUI_URL": address, "HWAWON_ENGINE": "webui"}
        with running(folder, settings=settings) as server:
            page = browser.new_page()
            page.goto(server.administrator_link)
            page.wait_for_selector("h1")
            page.context.storage_state(path=folder / "state.json")
            page.context.close()
            yield Room(stub, server, folder / "state.json")


@pytest.fixture
def desk(browser: Browser, room: Room) -> Iterator[Page]:
    """A fresh picture in the studio, of the server that heeds everything."""
    room.stub.requests.clear()
    with new_page(browser, room.state, 1440, 900) as page:
        open_picture(page, room.server, room.server.address)
        yield page


@pytest.fixture
def painter_desk(studio: Server, page: Page) -> Page:
    """The same with the painter, which heeds little."""
    open_picture(page, studio, f"{studio.address}{PREFIX}")
    return page


def open_picture(page: Page, server: Server, address: str) -> None:
    with server.client() as client:
        id = upload(client, gradient(640, 480, 11), "photo.png")
    page.goto(f"{address}/#/retouch/{id}")
    expect(page.locator(".easel")).to_be_visible()


def words(page: Page, name: str = "Prompt") -> Locator:
    return page.get_by_role("list", name=f"{name}: words", exact=True).get_by_role("listitem").locator(".word")


def entry(page: Page, name: str = "Prompt") -> Locator:
    return page.get_by_role("combobox", name=name, exact=True)


def sent(page: Page) -> str:
    return page.get_by_role("region", name="What is sent").locator("code").first.inner_text()


def panel(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def paint(page: Page) -> None:
    box = page.locator(".easel").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.55, steps=4)
    page.mouse.up()


def execute(page: Page, room: Room, pictures: int = 2) -> list[Any]:
    """Press Execute and wait for all its pictures; what the remote server was asked for."""
    before = len(room.asked())
    page.get_by_role("button", name="Execute").click()
    expect(page.get_by_role("button", name="Abort")).to_be_visible()
    expect(page.get_by_role("button", name="Execute")).to_be_enabled(timeout=WORK_TIMEOUT_MS)
    asked = room.asked()[before:]
    assert len(asked) == pictures
    return asked


def test_a_word_is_weighed_turned_off_and_taken_away(painter_desk: Page) -> None:
    page = painter_desk
    words(page).get_by_text("realistic", exact=True).click()
    bar = page.get_by_role("toolbar", name="Chosen word: realistic")
    bar.get_by_role("button", name="More weight").click()
    assert sent(page) == "masterpiece,(realistic:1.2),photorealistic"
    for _ in range(9):
        bar.get_by_role("button", name="More weight").click()
    expect(bar.get_by_role("button", name="More weight")).to_be_disabled()
    assert sent(page) == "masterpiece,(realistic:3.0),photorealistic"
    bar.get_by_role("button", name="Turn off").click()
    assert sent(page) == "masterpiece,photorealistic"
    page.get_by_role("button", name="Remove photorealistic", exact=True).first.click()
    assert sent(page) == "masterpiece"


def test_suggestions_are_chosen_by_keys_and_escape_keeps_the_text(painter_desk: Page) -> None:
    page = painter_desk
    entry(page).click()
    expect(page.get_by_role("group", name="Quality")).to_contain_text("absurdres")
    entry(page).fill("SOFT LIG")
    option = page.get_by_role("option", name="soft lighting", exact=True)
    expect(option).to_be_visible()
    entry(page).press("ArrowUp")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    while option.get_attribute("aria-selected") != "true":
        entry(page).press("ArrowDown")
    assert entry(page).get_attribute("aria-activedescendant") == option.get_attribute("id")
    entry(page).press("Enter")
    expect(words(page)).to_have_count(4)
    entry(page).fill("my own words")
    entry(page).press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(entry(page)).to_have_value("my own words")
    entry(page).press("Enter")
    entry(page).fill("MASTERPIECE")
    entry(page).press("Enter")
    assert sent(page) == "masterpiece,realistic,photorealistic,soft lighting,my own words"


def test_backspace_chooses_and_then_takes_the_last_word_of_its_own_box(desk: Page) -> None:
    entry(desk).click()
    entry(desk).press("Escape")
    entry(desk).press("Backspace")
    expect(words(desk)).to_have_count(3)
    expect(desk.get_by_role("toolbar", name="Chosen word: photorealistic")).to_be_visible()
    entry(desk).press("Backspace")
    expect(words(desk)).to_have_text(["masterpiece", "realistic"])
    expect(words(desk, "Negative prompt")).to_have_count(6)


def test_a_pasted_prompt_comes_apart_into_its_words(desk: Page) -> None:
    entry(desk).click()
    desk.evaluate(PASTE, "a, (b:1.2), <lora:ink:0.8>, Realistic, rose \\(flower\\)")
    expect(words(desk)).to_have_count(7)
    assert sent(desk) == "masterpiece,realistic,photorealistic,a,(b:1.2),<lora:ink:0.8>,rose \\(flower\\)"


def test_words_are_put_in_order_by_keys_and_by_mouse_and_each_act_is_undone(painter_desk: Page) -> None:
    page = painter_desk
    words(page).first.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(words(page)).to_have_text(["realistic", "masterpiece", "photorealistic"])
    expect(words(page).nth(1)).to_be_focused()
    page.keyboard.press("Control+ArrowDown")
    assert sent(page) == "realistic,(masterpiece:0.8),photorealistic"
    first, last = words(page).first.bounding_box(), words(page).last.bounding_box()
    assert first is not None
    assert last is not None
    page.mouse.move(first["x"] + 10, first["y"] + 10)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] - 4, last["y"] + 10, steps=6)
    page.mouse.up()
    assert sent(page) == "(masterpiece:0.8),photorealistic,realistic"
    for before in ("realistic,(masterpiece:0.8),photorealistic", "realistic,masterpiece,photorealistic"):
        page.get_by_role("button", name="Undo", exact=True).click()
        assert sent(page) == before


def test_a_finger_that_rests_drags_a_word(studio: Server, phone: Page) -> None:
    open_picture(phone, studio, f"{studio.address}{PREFIX}")
    tokens = phone.get_by_role("list", name="프롬프트: 낱말", exact=True).locator(".word")
    tokens.last.scroll_into_view_if_needed()
    from_, to = tokens.first.bounding_box(), tokens.last.bounding_box()
    assert from_ is not None
    assert to is not None
    finger = phone.context.new_cdp_session(phone)

    def touch(what: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y} for x, y in places]
        finger.send("Input.dispatchTouchEvent", {"type": what, "touchPoints": points})

    touch("touchStart", (from_["x"] + 20, from_["y"] + 10))
    expect(phone.locator(".tokens.dragging")).to_be_visible()
    touch("touchMove", (from_["x"] + 30, from_["y"] + 16))
    touch("touchMove", (to["x"] + to["width"] - 4, to["y"] + 10))
    touch("touchEnd")
    expect(tokens).to_have_text(["realistic", "photorealistic", "masterpiece"])


def test_korean_words_lead_to_english_ones_by_touch(studio: Server, phone: Page) -> None:
    open_picture(phone, studio, f"{studio.address}{PREFIX}")
    box = phone.get_by_role("combobox", name="프롬프트", exact=True)
    box.fill("꽃")
    phone.get_by_role("option", name="flower 꽃", exact=True).tap()
    expect(phone.get_by_role("list", name="프롬프트: 낱말", exact=True).locator(".word").last).to_have_text("flower")
    expect(box).to_have_value("")
    assert shows_without_sideways_scrolling(phone)


def test_an_own_preset_outlives_the_page(desk: Page, room: Room) -> None:
    words(desk).first.click()
    desk.get_by_role("button", name="More weight").click()
    desk.get_by_role("button", name="Keep as my preset").click()
    desk.get_by_text("My presets", exact=True).click()
    expect(desk.get_by_role("button", name="Add the preset (masterpiece:1.2)")).to_be_visible()
    open_picture(desk, room.server, room.server.address)
    desk.get_by_role("button", name="Remove masterpiece", exact=True).first.click()
    entry(desk).click()
    desk.get_by_role("group", name="My presets").get_by_role("option", name="(masterpiece:1.2)").click()
    assert sent(desk) == "realistic,photorealistic,(masterpiece:1.2)"
    desk.get_by_text("My presets", exact=True).last.click()
    desk.get_by_role("button", name="Forget the preset (masterpiece:1.2)").click()
    expect(desk.get_by_role("button", name="Add the preset (masterpiece:1.2)")).to_have_count(0)


def test_a_common_wish_brings_its_words_and_its_strength(desk: Page) -> None:
    wish = desk.get_by_role("button", name="Clear sky")
    wish.click()
    expect(wish).to_have_attribute("aria-pressed", "true")
    assert sent(desk).endswith(",clear blue sky")
    expect(words(desk, "Negative prompt").last).to_have_text("birds")
    panel(desk, "Strength")
    expect(desk.get_by_role("slider", name="Strength", exact=True)).to_have_value("75")
    panel(desk, "Prompt")
    wish.click()
    assert sent(desk) == "masterpiece,realistic,photorealistic"


def test_what_is_seen_in_the_rectangle_is_used_or_not_and_moved(desk: Page) -> None:
    panel(desk, "Mask")
    desk.get_by_label("Width", exact=True).fill("300")
    panel(desk, "Prompt")
    seen = words(desk, "Seen in the picture")
    expect(seen).to_have_text(["flower", "garden"])
    assert sent(desk) == "masterpiece,realistic,photorealistic,flower,garden"
    desk.get_by_role("checkbox", name="Use for painting").uncheck()
    assert sent(desk) == "masterpiece,realistic,photorealistic"
    desk.get_by_role("button", name="Move to my prompt").click()
    expect(seen).to_have_count(0)
    assert sent(desk) == "masterpiece,realistic,photorealistic,flower,garden"


def test_untouched_wishes_ask_for_what_retouchers_know(desk: Page, room: Room) -> None:
    paint(desk)
    asked = execute(desk, room)[0]
    assert asked["negative_prompt"] == "unreal,(worst quality:2.0),(low quality:2.0),(normal quality:1.6)"
    assert asked["prompt"] == "masterpiece,realistic,photorealistic"
    assert asked["denoising_strength"] == 0.6
    assert asked["inpainting_fill"] == 1
    assert (asked["sampler_name"], asked["scheduler"]) == ("DPM++ 2M", "Karras")


@pytest.mark.parametrize(("strength", "fill"), [(75, 1), (80, 0), (85, 0), (90, 2)])
def test_the_content_of_the_mask_follows_the_strength(desk: Page, room: Room, strength: int, fill: int) -> None:
    paint(desk)
    panel(desk, "Strength")
    desk.get_by_role("spinbutton", name="Strength", exact=True).fill(str(strength))
    desk.get_by_label("Candidates").select_option("1")
    asked = execute(desk, room, 1)[0]
    assert (asked["denoising_strength"], asked["inpainting_fill"]) == (strength / 100, fill)


def test_the_other_numbers_reach_the_server(desk: Page, room: Room) -> None:
    paint(desk)
    panel(desk, "Strength")
    desk.get_by_role("button", name="drastic 90").click()
    desk.get_by_label("Painting starts from").select_option("original")
    desk.get_by_role("spinbutton", name="Simplicity").fill("98")
    desk.get_by_role("checkbox", name="Emphasise consistency").check()
    desk.get_by_label("Candidates").select_option("1")
    desk.get_by_label("Seed", exact=True).fill("1234")
    asked = execute(desk, room, 1)[0]
    assert (asked["denoising_strength"], asked["inpainting_fill"]) == (0.9, 1)
    assert asked["initial_noise_multiplier"] == 0.98
    assert asked["sampler_name"] == "DDIM"
    assert asked["seed"] == 1234
    desk.get_by_role("button", name="Random again").click()
    desk.get_by_role("button", name="Reuse the last seed 1234").click()
    expect(desk.get_by_label("Seed", exact=True)).to_have_value("1234")


def test_a_missing_reference_blocks_and_another_picture_is_followed(desk: Page, room: Room) -> None:
    paint(desk)
    panel(desk, "Reference")
    desk.get_by_role("checkbox", name="Follow a reference picture").check()
    desk.get_by_role("radio", name="Another picture").check()
    expect(desk.get_by_role("button", name="Execute")).to_be_disabled()
    expect(desk.get_by_text("Choose a reference picture, or use this one.").first).to_be_visible()
    desk.get_by_role("button", name="From the library").click()
    desk.get_by_role("dialog", name="From the library").get_by_role("button", name="photo.png").first.click()
    expect(desk.get_by_alt_text("The chosen reference")).to_be_visible()
    desk.get_by_role("radio", name="Rough").check()
    asked = execute(desk, room)[0]
    units = asked["alwayson_scripts"]["controlnet"]["args"]
    assert [(unit["module"], unit["weight"]) for unit in units] == [("reference_only", 0.5)]


def test_four_strengths_are_tried_and_one_goes_to_the_slider(desk: Page, room: Room) -> None:
    with room.server.client() as client:
        before = client.get("/api/pictures").json()["total"]
    paint(desk)
    panel(desk, "Strength")
    desk.get_by_role("button", name="Try 30 · 60 · 80 · 90").click()
    choice = desk.get_by_role("button", name="Take the strength 80")
    for strength in (30, 60, 80, 90):
        tried = desk.get_by_role("button", name=f"Take the strength {strength}").locator("img")
        expect(tried).to_be_visible(timeout=WORK_TIMEOUT_MS)
    asked = room.asked()
    assert [body["denoising_strength"] for body in asked] == [0.3, 0.6, 0.8, 0.9]
    assert len({body["seed"] for body in asked}) == 1
    assert {body["steps"] for body in asked} == {8}
    choice.click()
    expect(desk.get_by_role("slider", name="Strength", exact=True)).to_have_value("80")
    with room.server.client() as client:
        assert client.get("/api/pictures").json()["total"] == before


def test_strengths_are_tried_on_what_was_kept(desk: Page, room: Room) -> None:
    paint(desk)
    panel(desk, "Strength")
    desk.get_by_label("Candidates").select_option("1")
    execute(desk, room, 1)
    first = room.asked()[0]["init_images"]
    desk.get_by_role("button", name="Keep this one").click()
    desk.get_by_role("button", name="Try 30").click()
    expect(desk.get_by_role("button", name="Take the strength 90").locator("img")).to_be_visible(
        timeout=WORK_TIMEOUT_MS
    )
    _, *trials = room.asked()
    assert [body["denoising_strength"] for body in trials] == [0.3, 0.6, 0.8, 0.9]
    assert trials[1]["init_images"] != first  # which was asked for with the same strength, on the picture as it was


def test_trials_are_stopped(desk: Page, room: Room) -> None:
    paint(desk)
    panel(desk, "Strength")
    room.stub.step_s = 0.3
    try:
        desk.get_by_role("button", name="Try 30").click()
        expect(desk.get_by_role("progressbar", name="Trying the strength 90")).to_be_visible()
        desk.get_by_role("button", name="Stop trying").click()
        expect(desk.get_by_role("button", name="Try 30")).to_be_enabled(timeout=10_000)
    finally:
        room.stub.step_s = 0.0
    expect(desk.get_by_text("stopped").first).to_be_visible()
    assert len(room.asked()) < 4


def test_own_defaults_are_kept_and_come_back(desk: Page, room: Room) -> None:
    panel(desk, "Strength")
    desk.get_by_role("button", name="high 80").click()
    panel(desk, "Engine")
    desk.get_by_label("Steps").fill("12")
    desk.get_by_role("button", name="Keep as my defaults").click()
    expect(desk.get_by_text("Kept.")).to_be_visible()
    desk.get_by_label("Steps").fill("30")
    desk.get_by_role("button", name="Back to my defaults").click()
    expect(desk.get_by_label("Steps")).to_have_value("12")
    open_picture(desk, room.server, room.server.address)
    panel(desk, "Strength")
    expect(desk.get_by_role("slider", name="Strength", exact=True)).to_have_value("80")
    with room.server.client() as client:
        held = client.get("/api/preferences").json()
        rest = {name: value for name, value in held["data"].items() if name != "defaults"}
        client.put("/api/preferences", json={"version": held["version"], "data": rest})


def test_what_an_engine_does_not_heed_is_disabled_with_the_reason(painter_desk: Page) -> None:
    page = painter_desk
    expect(page.get_by_text("painter:flat does not heed a negative prompt.")).to_be_visible()
    expect(entry(page, "Negative prompt")).to_be_disabled()
    entry(page).fill("<lora:ink:0.8>")
    entry(page).press("Enter")
    expect(page.get_by_role("button", name="painter:flat does not heed this word.")).to_be_visible()
    panel(page, "Strength")
    expect(page.get_by_role("checkbox", name="Emphasise consistency")).to_be_disabled()
    expect(page.get_by_label("Painting starts from")).to_be_disabled()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_panels_keep_the_rules_of_accessibility(desk: Page, theme: str) -> None:
    desk.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
    words(desk).first.click()
    desk.get_by_role("button", name="Turn off").click()
    entry(desk).fill("light")
    expect(desk.get_by_role("listbox")).to_be_visible()
    entry(desk).press("ArrowDown")
    assert broken_rules(desk, ".studio-side") == []
    for name in ("Strength", "Reference", "Engine"):
        panel(desk, name)
        expect(desk.get_by_role("tabpanel")).not_to_contain_text("Loading")
        if name == "Reference":
            desk.get_by_role("radio", name="Another picture").check()
        assert broken_rules(desk, ".studio-side") == []


def test_words_that_stand_in_the_field_are_sent_without_being_ended(desk: Page) -> None:
    drag(desk, (320, 240), (400, 240))
    panel(desk, "Prompt")
    entry = desk.get_by_role("combobox", name="Prompt", exact=True)
    entry.fill("blue sky, ")
    entry.press_sequentially("tulips")
    with desk.expect_request("**/api/retouch") as request:
        desk.keyboard.press("Control+Enter")
    assert (request.value.post_data_json or {})["prompt"].endswith("blue sky,tulips")
