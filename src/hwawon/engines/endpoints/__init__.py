"""Stable Diffusion behind HTTP or SageMaker endpoints: one JSON call a picture."""

NAME = "endpoints"  # of the engine
