"""The weights that people bring: what each file is, which family it fits, where it lies, under which licence."""
