"""Pixels and rectangles. Knows nothing of models, HTTP or storage."""
