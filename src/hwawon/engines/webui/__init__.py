"""A remote AUTOMATIC1111, Forge or sd-server as an engine: it paints crops, and everything exact happens here."""
