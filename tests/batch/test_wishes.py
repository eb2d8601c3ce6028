import pytest

from hwawon.batch.names import is_picture, natural_key, number_of, safe_name
from hwawon.batch.wishes import BatchWishes, Range, Region
from hwawon.errors import BadInput, BadNumber
from hwawon.validation import validated


@pytest.mark.parametrize(
    ("text", "held", "left_out"),
    [
        ("1...3", (1, 2, 3, None), (0, 4)),
        ("2..2", (2,), (1, 3)),
        ("5-7", (5, 7), (4, 8)),
        ("0...Infinity", (0, 10**11), ()),
        ("4...", (4, 99), (3,)),
    ],
)
def test_a_range_holds_both_its_ends_and_names_without_a_number(
    text: str, held: tuple[int | None, ...], left_out: tuple[int, ...]
) -> None:
    wanted = validated(BatchWishes, {"range": text}).range

    assert all(wanted.holds(number) for number in held)
    assert not any(wanted.holds(number) for number in left_out)


@pytest.mark.parametrize("text", ["", "a...b", "3...1", "-1...2", "1,2", 7, None])
def test_a_range_that_is_none_is_refused_with_what_was_expected(text: object) -> None:
    with pytest.raises(BadInput, match="range"):
        validated(BatchWishes, {"range": text})


def test_a_range_survives_json() -> None:
    wishes = validated(BatchWishes, {"range": "3...9"})

    assert wishes.model_dump(mode="json")["range"] == "3...9"
    assert validated(BatchWishes, wishes.model_dump(mode="json")).range == Range(3, 9)
    assert str(Range()) == "0...Infinity"


@pytest.mark.parametrize(
    ("wish", "word"),
    [
        ({"extend": [1, 0, 0, 0]}, "extend"),
        ({"count": 2}, "one result per frame"),
        ({"controls": [{"kind": "depth", "picture": "a"}]}, "one frame"),
        ({"first_as_reference": True, "reference": "a"}, "not both"),
        ({"region": "hand"}, "region"),
        ({"expand_px": -1}, "expand_px"),
        ({"carry": 1.1}, "carry"),
        ({"unheard": 1}, "unheard"),
    ],
)
def test_what_a_batch_cannot_do_is_refused_by_name(wish: dict[str, object], word: str) -> None:
    with pytest.raises((BadInput, BadNumber), match=word):
        validated(BatchWishes, wish)


def test_one_seed_is_for_all_frames_and_many_count_on() -> None:
    one, many = (BatchWishes(seed=2**32 - 1, seeds=seeds) for seeds in ("one", "many"))

    assert [one.seed_of(index) for index in range(3)] == [2**32 - 1] * 3
    assert [many.seed_of(index) for index in range(3)] == [2**32 - 1, 0, 1]


def test_frames_wait_for_each_other_only_where_they_need_it() -> None:
    assert BatchWishes().is_chained
    assert BatchWishes(carry=0).is_chained  # the mask follows
    assert not BatchWishes(carry=0, follow=False).is_chained
    assert not BatchWishes(carry=0, region=Region.FACE).is_chained
    assert BatchWishes(carry=0, region=Region.FACE, first_as_reference=True).is_chained


def test_names_are_sorted_as_people_count() -> None:
    names = ["frame10.png", "frame9.png", "Frame1.png", "a.png", "frame09b.png"]

    assert sorted(names, key=natural_key) == ["a.png", "Frame1.png", "frame9.png", "frame09b.png", "frame10.png"]


def test_the_number_of_a_frame_is_the_first_in_its_own_name() -> None:
    assert [number_of(name) for name in ("shot7_002.png", "12/b.png", "12/b3.png")] == [7, None, 3]


def test_only_pictures_are_frames() -> None:
    assert is_picture("a.PNG") and is_picture("b/c.jpeg")
    assert not is_picture("a.txt") and not is_picture("png")


@pytest.mark.parametrize(
    "name", ["../a.png", "/a.png", "a/../../b.png", "C:/a.png", "a\\b.png", "a\n.png", "", "a//b.png", "x" * 201]
)
def test_a_name_that_leads_out_of_its_folder_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="unsafe"):
        safe_name(name)


def test_a_name_inside_a_folder_is_kept() -> None:
    assert safe_name("장면/프레임 1.png") == "장면/프레임 1.png"
