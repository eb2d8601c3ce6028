"""The names of the garden's pictures and the words they are made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwawon.errors import BadInput
from hwawon.pool.keys import EMOTIONS, FAVORITES, Cell, Name, cell_of, name_of


def test_the_favorites_are_numbered_by_season_then_weather_then_time() -> None:
    assert len(FAVORITES) == len(set(FAVORITES)) == 64
    assert FAVORITES[0] == "spring,cloudy,day"
    assert FAVORITES[1] == "spring,cloudy,sunset"
    assert FAVORITES[15] == "spring,sunny,the-middle-of-the-night"
    assert FAVORITES[16] == "summer,cloudy,day"


@pytest.mark.parametrize(
    ("key", "cell", "orientation"),
    [
        ("emotions/happy/a.jpeg", Cell("happy"), "h"),
        ("emotions/happy/cat/a_3v.jpeg", Cell("happy", "cat"), "v"),
        ("imgPool/calm/spring,sunny,day/img_20230417-144723_0h.jpeg", Cell("calm", "spring,sunny,day"), "h"),
    ],
)
def test_a_key_of_three_or_four_parts_names_its_cell(key: str, cell: Cell, orientation: str) -> None:
    name = name_of(key)
    assert name.cell == cell
    assert name.orientation == orientation
    assert key in (name.pool_key, name.serving_key)


@pytest.mark.parametrize(
    "key",
    [
        "emotions/a.jpeg",
        "emotions/happy/a/b/c.jpeg",
        "emotions/joyful/a.jpeg",
        "emotions/happy/a.txt",
        "emotions/happy//a.jpeg",
        "emotions/happy/../a.jpeg",
        "emotions/happy/.hidden.jpeg",
        "display/zone1/img1h.jpeg",
        "profile/somebody.jpeg",
        "",
    ],
)
def test_any_other_key_is_refused(key: str) -> None:
    with pytest.raises(BadInput):
        name_of(key)


@given(st.sampled_from(EMOTIONS), st.sampled_from(("", *FAVORITES)), st.sampled_from("hv"))
def test_a_name_survives_promotion(emotion: str, favorite: str, orientation: str) -> None:
    made = Name(Cell(emotion, favorite), f"x_0{orientation}.jpeg")
    assert name_of(made.pool_key) == name_of(made.serving_key) == made
    assert name_of(made.pool_key).orientation == orientation


@pytest.mark.parametrize("text", ["", "joy", "happy/", "happy/a/b", "happy/.x", "HAPPY"])
def test_a_search_key_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        cell_of(text)
