"""Erasing a visitor leaves nothing, in any table, and asks for no account and no script."""

from collections.abc import Iterator
from datetime import timedelta
from html import escape
from html.parser import HTMLParser

import pytest
from sqlalchemy import Connection, insert, select

from hwawon.garden import codes, forget, live_made, notice, prints, visits
from hwawon.garden.notice import words_of
from hwawon.garden.place import LANGUAGES, Place, load
from hwawon.garden.register import About, register
from hwawon.recommend import opinions
from hwawon.recommend.context import Context, surely
from hwawon.recommend.recommender import Recommender
from hwawon.recommend.slate import Slate
from hwawon.recommend.wish import Wish
from hwawon.storage.all_tables import metadata
from hwawon.storage.database import Database
from hwawon.storage.ids import new_id
from hwawon.storage.tables import job as jobs
from hwawon.storage.types import utc_now
from hwawon.storage.visitor_tables import shown
from hwawon.storage.visitor_tables import slate as slates
from support.garden_visits import Garden, open_garden

YEAR = timedelta(days=365)
ITEM = "emotions/calm/a_h.jpeg"


def visited(tx: Connection, visitor: str) -> visits.Visit:
    """Everything that a visitor can leave."""
    visit = visits.begin(tx, device="kiosk-1", surface="kiosk", language="en", visitor=visitor)
    for who in (visitor, None):
        slate = new_id()
        row = {"id": slate, "visit": visit.id, "visitor": who, "surface": "kiosk", "policy": "default", "seed": 1}
        tx.execute(insert(slates).values(row | {"context": {}, "position": 0, "created_at": utc_now()}))
        about = {"propensity": 0.5, "score": 0.0, "reason": "mood"}
        tx.execute(insert(shown).values(slate=slate, position=0, item=ITEM, **about))
    register(tx, visitor, About(emotion="calm"))
    opinions.record(tx, visitor=visitor, item=ITEM, kind="click", visit=visit.id, slate=slate)
    codes.new_code(tx, visitor, YEAR)
    prints.keep(tx, visitor, [1.0, 2.0, 3.0], YEAR)
    return visit


def everything(tx: Connection) -> str:
    """All rows of all tables as text."""
    return "\n".join(str(tx.execute(select(table)).all()) for table in metadata.sorted_tables)


def count(tx: Connection) -> dict[str, int]:
    return {table.name: len(tx.execute(select(table)).all()) for table in metadata.sorted_tables}


def test_nothing_of_a_forgotten_visitor_is_left_in_any_table_and_others_stay(database: Database) -> None:
    with database.write() as tx:
        visited(tx, "ben")
        before = count(tx)
        mine = [visited(tx, "ada-of-the-test"), visited(tx, "ada-of-the-test")]
        forget.forget(tx, "ada-of-the-test")
        after, text = count(tx), everything(tx)
    assert "ada-of-the-test" not in text
    assert not any(visit.id in text for visit in mine)
    assert after == before | {"event": before["event"] + 1}


def test_forgetting_twice_and_forgetting_nobody_is_fine(database: Database) -> None:
    with database.write() as tx:
        visited(tx, "ada")
        for who in ("ada", "ada", "nobody"):
            forget.forget(tx, who)


class _Form(HTMLParser):
    """What a browser without a script would send."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.action, self.method, self.buttons, self.scripts = "", "", 0, 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.scripts += tag == "script"
        self.buttons += tag == "button"
        if tag == "form":
            self.action, self.method = given["action"], given["method"]
        if tag == "input":
            self.fields[given["name"]] = given["value"]


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Garden]:
    with open_garden(tmp_path_factory.mktemp("forget")) as opened:
        yield opened


def taken_home(garden: Garden, language: str = "en") -> tuple[str, str]:
    """A whole visit: the visitor, and the path of the address to be forgotten at."""
    visit = garden.begin(language=language)
    id = visit["id"]
    garden.done("post", id, "consent", {"camera": False})
    garden.done("put", id, "mood", {"emotion": "calm"})
    item = garden.slate(id)["pictures"][0]["item"]
    garden.done("post", id, "likes", {"item": item})
    address = garden.done("post", id, "final", {"item": item})["forget"]
    return visit["visitor"], address.partition(":8600")[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_with_a_button_erases_everything_without_a_script(garden: Garden, language: str) -> None:
    name, path = taken_home(garden, language)
    page = garden.studio.stranger.get(path)
    assert f'<html lang="{language}">' in page.text
    assert words_of(language)["forget_text"] in page.text
    form = _Form(page.text)
    assert (form.method, form.action, form.buttons, form.scripts) == ("post", "forget", 1, 0)
    for text in ("forget_done", "forget_nothing"):
        answer = garden.studio.stranger.post("/forget", data=form.fields)
        assert answer.status_code == 200
        assert words_of(language)[text] in answer.text
    with garden.studio.house.database.read() as tx:
        assert name not in everything(tx)


def test_an_unknown_code_gets_a_calm_page(garden: Garden) -> None:
    page = garden.studio.stranger.get("/forget?code=nobodys&language=en")
    assert (page.status_code, _Form(page.text).buttons) == (200, 0)
    assert words_of("en")["forget_nothing"] in page.text


def test_what_stands_in_an_address_is_escaped(garden: Garden) -> None:
    evil = '"><script>alert(1)</script>'
    for path in ("/forget", "/return", "/sign"):
        page = garden.studio.stranger.get(path, params={"code": evil, "language": evil})
        assert "<script" not in page.text
    assert "<script" not in garden.studio.stranger.post("/forget", data={"code": evil, "language": evil}).text


def test_pages_are_not_stored_on_the_way_and_tell_nobody_the_code(garden: Garden) -> None:
    headers = garden.studio.stranger.get("/forget?code=x").headers
    assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "no-referrer")


def test_the_sign_is_printed_in_three_languages(garden: Garden) -> None:
    garden.place(name="Museum of <Flowers>", contact="desk@museum.example")
    for language in LANGUAGES:
        page = garden.studio.stranger.get("/sign", params={"language": language}).text
        told = notice.notice_of(garden_place(garden), language)
        assert words_of(language)["sign"] in page and told.lines[0] in page
        assert "Museum of &lt;Flowers&gt;" in page and "desk@museum.example" in page


def test_where_no_face_is_read_the_sign_speaks_of_no_camera_and_says_why(garden: Garden) -> None:
    garden.place(kind="workplace")
    page = garden.studio.stranger.get("/sign", params={"language": "en"}).text
    garden.place(kind="other", emotion_reading=True)
    assert "camera" not in page.lower()
    assert "Artificial intelligence is at work here" in page and "AI Act, Article 5" in page


def garden_place(garden: Garden) -> Place:
    with garden.studio.house.database.read() as tx:
        return load(tx)


def test_a_visitor_comes_back_by_the_code_and_is_the_same(garden: Garden) -> None:
    name, path = taken_home(garden)
    code = path.partition("code=")[2].partition("&")[0]
    page = garden.studio.stranger.get(f"/return?code={code}&language=en")
    assert escape(words_of("en")["return_text"]) in page.text
    assert f"<code>{code}</code>" in page.text  # for a kiosk without a camera
    for told in (code, f"https://garden.example/return?code={code}&language=ko"):
        visit = garden.begin(returning=told)
        assert (visit["visitor"], visit["returned"]) == (name, True)
    unknown = garden.begin(returning="nobodys")
    assert (unknown["visitor"] != name, unknown["returned"]) == (True, False)


def test_where_nobody_is_known_again_a_code_only_erases(garden: Garden) -> None:
    name, path = taken_home(garden)
    code = path.partition("code=")[2].partition("&")[0]
    garden.place(returning="none")
    try:
        visit = garden.begin(returning=code)
        assert (visit["visitor"] != name, visit["returned"]) == (True, False)
        page = garden.studio.stranger.get(f"/return?code={code}&language=en")
        assert words_of("en")["return_off"] in page.text
        assert _Form(garden.studio.stranger.get(path).text).buttons == 1
    finally:
        garden.place(returning="code")


def test_wrong_codes_from_an_address_shut_nobody_out_there(garden: Garden, monkeypatch: pytest.MonkeyPatch) -> None:
    name, path = taken_home(garden)
    code = path.partition("code=")[2].partition("&")[0]
    with monkeypatch.context() as patch:
        patch.setattr(garden.studio.house.database, "write", _unwanted)  # nothing that others would wait for
        for number in range(60):
            wrong = {"code": f"wrong-{number}", "language": "en"}
            assert garden.studio.stranger.get("/forget", params=wrong).status_code == 200
            assert garden.studio.stranger.post("/forget", data=wrong).status_code == 200
    for number in range(30):
        assert garden.begin(returning=f"wrong-{number}")["returned"] is False
    assert garden.begin(returning=code)["visitor"] == name
    assert _Form(garden.studio.stranger.get(f"/return?code={code}").text).scripts == 0
    assert words_of("en")["forget_done"] in garden.studio.stranger.post(path).text
    with garden.studio.house.database.read() as tx:
        assert name not in everything(tx)


def _unwanted() -> None:
    raise AssertionError("a wrong code wrote to the database")


def test_a_form_that_is_no_form_gets_a_calm_page(garden: Garden) -> None:
    for body in (b"", b"\xff\xfe\x00", b"code=%FF%00", b"a=1&" * 200, b"code=x&code=y"):
        assert garden.studio.stranger.post("/forget", content=body).status_code == 200
    assert garden.studio.stranger.post("/forget", content=b"x" * 5000).status_code == 413


def test_what_was_learned_from_the_visitor_is_gone_from_the_counts(garden: Garden) -> None:
    ids = [garden.agreed(), garden.agreed()]
    item = garden.slate(ids[0])["pictures"][0]["item"]
    likes = [garden.done("post", id, "likes", {"item": item})["likes"] for id in ids]
    assert likes[1] == likes[0] + 1
    assert garden.kiosk.post(f"/api/visits/{ids[1]}/forget").status_code == 204
    assert garden.kiosk.get(f"/api/visits/{ids[1]}").status_code == 404
    assert garden.done("post", ids[0], "likes", {"item": item, "event": "again"})["likes"] == likes[0]


def test_the_recommender_is_as_if_the_visitor_had_never_been_there(garden: Garden) -> None:
    database = garden.studio.house.database
    following, wish = Recommender(database), Wish(Context(surely("calm")), size=36)
    following.slate(wish)
    before = following.ranked(wish)
    _, path = taken_home(garden)
    assert following.ranked(wish) != before
    form = _Form(garden.studio.stranger.get(path).text)
    assert garden.studio.stranger.post("/forget", data=form.fields).status_code == 200
    assert following.ranked(wish) == Recommender(database).ranked(wish)


def test_what_is_painted_for_a_forgotten_visitor_stops_and_tells_nothing_of_the_visit(garden: Garden) -> None:
    house, id = garden.studio.house, garden.agreed()
    with house.database.write() as tx:
        job = house.queue.submit(tx, "bulk", {"words": {}}, batch=live_made.batch_of(id))
    assert garden.kiosk.post(f"/api/visits/{id}/forget").status_code == 204
    with house.database.read() as tx:
        assert tx.scalars(select(jobs.c.batch).where(jobs.c.id == job.id)).all() == [None]
    assert garden.studio.admin.get(f"/api/jobs/{job.id}").json()["state"] == "cancelled"


def test_a_slate_that_is_chosen_while_the_visitor_is_forgotten_is_left_nowhere(
    garden: Garden, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = garden.agreed()
    name = garden.kiosk.get(f"/api/visits/{id}").json()["visitor"]
    usual = Recommender.slate

    def late(recommender: Recommender, wish: Wish) -> Slate:
        with garden.studio.house.database.write() as tx:
            forget.forget(tx, name)
        return usual(recommender, wish)

    monkeypatch.setattr(Recommender, "slate", late)
    garden.slate(id)
    with garden.studio.house.database.read() as tx:
        assert name not in everything(tx)
