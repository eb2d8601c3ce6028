"""Which role may stand in for which: the whole table."""

import pytest

from hwawon.accounts.roles import Role, role_named
from hwawon.errors import BadInput

MAY = {
    "admin": "admin curator retoucher viewer kiosk display",
    "curator": "curator retoucher viewer kiosk display",
    "retoucher": "retoucher viewer",
    "viewer": "viewer",
    "kiosk": "kiosk",
    "display": "display",
}


@pytest.mark.parametrize("role", Role)
def test_a_role_may_exactly_what_the_table_says(role: Role) -> None:
    assert {needed for needed in Role if role.allows(needed)} == {Role(name) for name in MAY[role].split()}


@pytest.mark.parametrize("name", ["", "root", "Admin", "admin "])
def test_an_unknown_role_is_bad_input_that_names_the_known_ones(name: str) -> None:
    with pytest.raises(BadInput, match="admin, curator, retoucher, viewer, kiosk, display"):
        role_named(name)
