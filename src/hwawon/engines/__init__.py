"""What paints: one protocol, one file per engine. The only room that may import torch or diffusers."""
