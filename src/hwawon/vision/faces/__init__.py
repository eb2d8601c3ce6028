"""Faces: where they are and what they look like, as estimates with their uncertainty; nothing of a face is kept."""
