"""People, roles, sessions and tokens."""
