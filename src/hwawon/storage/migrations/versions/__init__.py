"""One file per change of the schema, `r` and its number first."""
