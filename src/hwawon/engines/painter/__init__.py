"""The embedded engine: garden scenes painted from words by plain arithmetic. It is not Stable Diffusion."""
