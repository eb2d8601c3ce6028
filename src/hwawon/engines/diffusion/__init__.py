"""Stable Diffusion with torch and diffusers. Only `checkpoint`, `engine`, `samplers` and `prompt` load without torch."""
