"""Runs of thousands of pictures for the garden: asked once, spread as jobs, paused, resumed, restarted."""
