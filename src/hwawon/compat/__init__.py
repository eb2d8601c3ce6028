"""The paths and the JSON of the original garden, for scripts and pages that were written for it."""
