"""`onrecord serve`: the preview. It always answers: with the last good pages, and the problems on top of them."""

from generator.serve.server import serve

__all__ = ["serve"]
