"""A text with the place it has in its file, and text in quotation marks."""

from generator.errors import Place


class Source:
    """A text of settings with the file it stands in; `first_line` is the line of the file where it begins."""

    def __init__(self, text: str, path: str, first_line: int = 1) -> None:
        self.text = text
        self.path = path
        self.first_line = first_line
        self.lines = text.split("\n")

    def line(self, number: int) -> str:
        """A line of the file; "" outside this text."""
        return "".join(self.lines[max(0, number - self.first_line) : number - self.first_line + 1])

    def place(self, line: int, column: int, length: int = 1) -> Place:
        """The place of a position in the file."""
        return Place(self.path, line, column, self.line(line)[:2000], length)


def quoted(text: str) -> str:
    """The text in double quotation marks, for YAML, with everything that could be misread escaped."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(sign: str) -> str:
    if sign in '\\"':
        return "\\" + sign
    if sign == "\n":
        return "\\n"
    if sign.isprintable():
        return sign
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
