"""What a YAML parser stumbled over, in plain words, and the line as it should be.

The technical reasons are those of libyaml (https://github.com/yaml/libyaml) and of PyYAML's own parser.
"""

from typing import Any

from generator.config.source import Source, quoted
from generator.errors import Place, Problem, problem

# Part of the parser's reason → what it means; the first that fits counts.
_REASONS = (
    ("mapping values", "a colon stands in a value that goes on from the line above; put the whole value into quotes"),
    ("sequence entries", "a list must begin on a line of its own, below its key"),
    ("expected ',' or", "a comma or a closing bracket is missing"),
    ("node content", "a value is missing, or a bracket is not closed"),
    ("could not find expected ':'", "there is no colon with a blank after it behind the key"),
    ("expected key", "this line stands further in or out than the lines around it"),
    ("expected <block end>", "this line stands further in or out than the lines around it"),
    ("expected '-' indicator", "this line stands further in or out than the lines around it"),
    ("document start>", "this line stands further in or out than the lines around it"),
    ("escape character", "in double quotation marks a backslash must be written twice"),
    ("hexdecimal", "in double quotation marks a backslash must be written twice"),
    ("comment or line break", "a value after | or > begins on the next line"),
    ("cannot start any token", "a value may not begin with this sign; put it into quotation marks"),
    ("document indicator", "a quotation mark or a bracket above is not closed"),
)


def explain(error: Any, source: Source) -> Problem:
    """The problem for a `yaml.MarkedYAMLError`."""
    reason, mark = str(error.problem or error), error.problem_mark or error.context_mark
    if mark is None:
        return problem("bad-yaml", Place(source.path, source.first_line), reason=reason)
    if "nesting depth" in reason:
        return problem("yaml-too-deep", _place(source, mark))
    opened, context = error.context_mark, str(error.context)
    if opened and ("quoted" in context or ("flow" in context and opened.line < mark.line)):
        kind = "quotation mark" if "quoted" in context else "bracket"
        if "end of stream" in reason or kind == "bracket":
            return problem("bad-yaml", _place(source, opened), reason=f"this {kind} is not closed")
    return _in_line(reason, mark, source) or problem("bad-yaml", _place(source, mark), reason=_plain(reason))


def wrong_sign(sign: str, number: int, column: int, source: Source) -> Problem:
    """The problem of a value that begins with a sign of YAML's own."""
    line, start = source.line(number), column - 1
    end = _flow_end(line, start) if "[" in line[:start] or "{" in line[:start] else None
    return problem("yaml-sign", source.place(number, column), sign=sign, better=_corrected(line, start, end))


def _corrected(line: str, start: int, end: int | None = None) -> str:
    """The line with the value from `start` to `end` in quotation marks; a comment behind it stays out."""
    value, rest = (line[start:], "") if end is None else (line[start:end], line[end:])
    value, blank, comment = value.partition(" #")
    inner = value.strip()
    if len(inner) > 1 and inner[0] in "\"'" and inner[-1] == inner[0]:
        inner = inner[1:-1]
    return (line[:start] + quoted(inner) + blank + comment + rest).strip()


def _in_line(reason: str, mark: Any, source: Source) -> Problem | None:
    """Mistakes that quotation marks mend, and tabs."""
    line = source.line(mark.line + source.first_line)
    indent = line[: len(line) - len(line.lstrip())]
    place = _place(source, mark)
    if "\t" in indent:
        return problem("yaml-tab", source.place(place.line, indent.index("\t") + 1))
    start = _value_start(line)
    if "mapping values" in reason and 0 < start < mark.column:
        return problem("unquoted-colon", place, better=_corrected(line, start))
    if "expected ',' or" in reason and line[mark.column : mark.column + 1] == ":":
        start, end = _flow_value(line, mark.column)
        return problem("unquoted-colon", place, better=_corrected(line, start, end)) if start else None
    if "any token" in reason and mark.column < len(line):
        return wrong_sign(line[mark.column], place.line, place.column, source)
    if "alphabetic or numeric" in reason and start and line[start] in "*&":
        return wrong_sign(line[start], place.line, start + 1, source)
    if ("expected key" in reason or "<block end>" in reason) and 0 < start < mark.column and line[start] in "\"'[{":
        return problem("yaml-after-end", place, better=_corrected(line, start))
    return None


def _value_start(line: str) -> int:
    """Where the value of the line's first key begins; 0 if there is no key with a value."""
    key, colon, rest = line.partition(": ")
    return len(key) + 2 + len(rest) - len(rest.lstrip()) if colon and rest.strip() else 0


def _flow_value(line: str, colon: int) -> tuple[int, int | None]:
    """Start and end of the value inside brackets in which the colon at `colon` stands; 0 as start if there is none."""
    before = max(line.rfind(sign, 0, colon) for sign in ("{", "[", ",", ": "))
    value = line[before + 1 : colon]
    return (before + 1 + len(value) - len(value.lstrip()) if value.strip() else 0), _flow_end(line, colon)


def _flow_end(line: str, start: int) -> int | None:
    """Where a value inside brackets ends; None: not in this line."""
    return min((at for sign in ",}]" if (at := line.find(sign, start)) >= 0), default=None)


def _plain(reason: str) -> str:
    return next((plain for technical, plain in _REASONS if technical in reason), reason)


def _place(source: Source, mark: Any) -> Place:
    """The place of a mark; where nothing stands there, the end of what stands above."""
    line, column = mark.line, mark.column + 1
    while line > 0 and not source.line(line + source.first_line).strip():
        line -= 1
        column = len(source.line(line + source.first_line)) + 1
    return source.place(line + source.first_line, column)
