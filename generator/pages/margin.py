"""How far down its paragraph a note stands, so that it is level with its words without any script.

Notes float beside their paragraph and never overlap; this only estimates, in lines of text, where the words are. A
wrong guess costs a line or two of height, nothing else.
"""

_LINE = 64  # characters in a line of text, half of that where characters are twice as wide
_NOTE_LINE = 36
_NOTE_HEIGHT = 0.72  # of a line of a note, in lines of text
_NOTE_FRAME = 2.2  # its heading and the space around it
_GAP = 0.6  # between paragraphs
_MOST = 40
_WIDE = frozenset(("zh", "ja", "ko"))


class Margin:
    """Walks down a transcript, paragraph by paragraph."""

    def __init__(self, language: str) -> None:
        halves = 2 if language[:2].casefold() in _WIDE else 1
        self._line, self._note_line = _LINE // halves, _NOTE_LINE // halves
        self._top = self._bottom = self._free = 0.0

    def paragraph(self, length: int) -> None:
        """The next paragraph begins; it has `length` characters."""
        self._top = self._bottom
        self._bottom += length // self._line + 1 + _GAP

    def down(self, offset: int, length: int) -> int:
        """Lines to leave above a note of `length` characters on the words at `offset` of this paragraph."""
        start = max(self._top, self._free)
        level = max(start, self._top + offset // self._line)
        self._free = level + (length // self._note_line + 1) * _NOTE_HEIGHT + _NOTE_FRAME
        return min(round(level - start), _MOST)
