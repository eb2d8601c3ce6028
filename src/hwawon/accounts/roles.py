"""Roles, and which of them may stand in for which."""

from enum import StrEnum

from hwawon.errors import BadInput


class Role(StrEnum):
    """What an account or a token is for."""

    ADMIN = "admin"  # everything, accounts and machines included
    CURATOR = "curator"  # makes pictures in bulk, publishes, watches the exhibition
    RETOUCHER = "retoucher"  # works on pictures
    VIEWER = "viewer"  # looks at the library
    KIOSK = "kiosk"  # a device in front of visitors
    DISPLAY = "display"  # a screen of the exhibition

    def allows(self, needed: "Role") -> bool:
        """Whether this role may do what needs at least `needed`."""
        return needed in _MAY[self]


_MAY = {
    Role.ADMIN: frozenset(Role),
    Role.CURATOR: frozenset(Role) - {Role.ADMIN},
    Role.RETOUCHER: frozenset({Role.RETOUCHER, Role.VIEWER}),
    Role.VIEWER: frozenset({Role.VIEWER}),
    Role.KIOSK: frozenset({Role.KIOSK}),
    Role.DISPLAY: frozenset({Role.DISPLAY}),
}


def role_named(name: str) -> Role:
    """The role of that name.

    Raises:
        BadInput: there is none; the message names all.
    """
    try:
        return Role(name)
    except ValueError:
        raise BadInput(f"unknown role {name!r}; the roles are {', '.join(Role)}") from None
