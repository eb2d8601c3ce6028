import inspect

import hwawon.errors as errors
from hwawon.errors import BadBox, HwawonError, MissingModel, OutOfMemory, StorageFull

ALL = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, HwawonError)]


def test_the_docstring_is_the_message_where_none_is_given() -> None:
    assert str(OutOfMemory()) == "The engine ran out of memory."
    assert str(OutOfMemory("4 GiB wanted")) == "4 GiB wanted"


def test_every_error_is_drawn_in_the_tree_with_its_own_code() -> None:
    for kind in ALL:
        assert kind.__name__ in (errors.__doc__ or ""), kind
    codes = [MissingModel(["x"]).code if kind is MissingModel else kind().code for kind in ALL]
    assert len(set(codes)) == len(codes)
    assert BadBox().code == "bad_box"


def test_bad_input_leaves_with_2_and_a_full_disk_with_1() -> None:
    assert (BadBox.exit_code, BadBox.status) == (2, 422)
    assert (StorageFull.exit_code, StorageFull.status) == (1, 507)


def test_a_missing_model_names_the_command_that_brings_it() -> None:
    assert "hwawon models install hed style-transfer" in str(MissingModel(["hed", "style-transfer"]))
