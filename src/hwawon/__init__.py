"""Hwawon: a self-hosted Stable Diffusion studio for exact retouch and gardens of pictures."""

__version__ = "0.1.0"
