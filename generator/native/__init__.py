"""The native format: Markdown with front matter, line by line; its grammar, its reader and its writer.

The law: `read(write(transcript).encode(), path).transcript == transcript`, for every transcript in canonical form
(see `generator.native.writer`).
"""

from generator.native.reader import front_matter_of, read
from generator.native.writer import write

__all__ = ["front_matter_of", "read", "write"]
