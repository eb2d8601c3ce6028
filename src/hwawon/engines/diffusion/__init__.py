"""Stable Diffusion with torch and diffusers. `checkpoint`, `engine`, `samplers` and `prompt` load without torch."""
