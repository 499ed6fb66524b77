"""JSON as people have it: in any encoding, one value a line, with NaN in it, or cut off in the middle.

The grammar is RFC 8259; JSON Lines (https://jsonlines.org) and values in a row are read as a list.
"""

import json
import re

import msgspec

from generator.decoding import decode
from generator.errors import Place, Problem, locate, problem

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|["{}\[\],]', re.S)
_GUARD = re.compile(r"\s*\)\]\}'?,?\s*(?=[\[{])")  # what some servers put before JSON, against its use as a script
_BLANK = re.compile(r"\s*[,;]?\s*")
# Escapes; of those of UTF-16 halves, the ones whose other half is missing.
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.S)
_CLOSING = {"{": "}", "[": "]"}
_DEEPEST = 400  # levels of nesting; Python gives up at about a thousand


def load(data: bytes, path: str) -> tuple[object, str, tuple[Problem, ...]]:
    """The value in a JSON file, its text, and what is wrong. What ends too early is closed where it ends.

    Where nothing can be read the value is None.
    """
    text, problems = decode(data, path)
    guard = _GUARD.match(text)
    if guard:  # blanks, so that places stay right
        text = " " * guard.end() + text[guard.end() :]
    try:
        return msgspec.json.decode(text), text, problems
    except (msgspec.DecodeError, ValueError, RecursionError):
        value, more = _lenient(text, path)
        return value, text, (*problems, *more)


def _lenient(text: str, path: str) -> tuple[object, tuple[Problem, ...]]:
    """As Python reads JSON, which takes NaN and control characters; several values in a row are a list."""
    text = _ESCAPE.sub(lambda found: r"\ufffd" if found[1] else found[0], text) if r"\ud" in text.casefold() else text
    strange: list[str] = []
    decoder = json.JSONDecoder(strict=False, parse_constant=strange.append)
    values: list[object] = []
    problems: list[Problem] = []
    at = _BLANK.match(text).end()  # type: ignore[union-attr]
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except RecursionError:
            problems.append(problem("broken-json", Place(path), reason="it is nested too deeply"))
            break
        except ValueError as error:
            rest, wrong = _mended(text, at, error, decoder, path)
            values += [rest] if rest is not None else []
            problems.append(wrong)
            break
        values.append(value)
        at = _BLANK.match(text, at).end()  # type: ignore[union-attr]
    if strange:
        place = locate(path, text, max(text.find(strange[0]), 0))
        problems.append(problem("json-no-number", place, sign=strange[0], number=len(strange)))
    return values[0] if len(values) == 1 else values or None, tuple(problems)


def _mended(text: str, start: int, error: ValueError, decoder: json.JSONDecoder, path: str) -> tuple[object, Problem]:
    """The value up to where the text ends or breaks, with all that is open closed; None where there is none."""
    at = getattr(error, "pos", start)
    cut = _ends_early(text, start)
    reason = getattr(error, "msg", "a number is too long")
    wrong = problem("json-cut-off" if cut else "broken-json", locate(path, text, min(at, len(text))), reason=reason)
    for closed in _closed(text[start : len(text) if cut else at]):
        try:
            return decoder.raw_decode(closed)[0], wrong
        except (ValueError, RecursionError):
            continue
    return None, wrong


def _ends_early(text: str, start: int) -> bool:
    """Whether brackets or a string are still open at the end."""
    depth = 0
    for token in _TOKEN.finditer(text, start):
        sign = token[0]
        if sign == '"':
            return True
        depth += (sign in "{[") - (sign in "}]")
    return depth > 0


def _closed(text: str) -> list[str]:
    """Ways to close a text that ends in the middle: with its last string, else without what is half there."""
    stack: list[str] = []
    safe, safe_stack = 0, ""
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in "{[":
            stack.append(_CLOSING[sign])
            if len(stack) > _DEEPEST:
                return []
        elif sign in "}]":
            if not stack or stack.pop() != sign:
                break
            safe, safe_stack = token.end(), "".join(reversed(stack))
        elif sign == ",":
            safe, safe_stack = token.start(), "".join(reversed(stack))
        elif sign == '"':  # a string that is not closed; half an escape goes
            whole = re.sub(r"\\(?:u[0-9a-fA-F]{0,3})?$", "", text)
            return [f'{whole}"{"".join(reversed(stack))}', text[:safe] + safe_stack]
    return [text + "".join(reversed(stack)), *([text[:safe] + safe_stack] if safe else [])]
