"""What people see in the terminal: problems with their lines, progress, summaries. Everything goes to stderr."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import click

if TYPE_CHECKING:  # `onrecord --help` has nothing to say of problems
    from generator.errors import Place, Problem

_COLOURS = {"error": "red", "warning": "yellow", "notice": "cyan"}
_WIDTH = 100  # characters of a line that are shown around the caret


class Progress(Protocol):
    """Told what is being done, how many are done, and of how many."""

    def __call__(self, what: str, done: int, of: int, /) -> None: ...


def say(text: str = "", **style: object) -> None:
    """One line for people; colours only on a terminal, and not where NO_COLOR is set."""
    plain = "NO_COLOR" in os.environ
    click.secho(text, err=True, color=False if plain else None, **style)  # type: ignore[arg-type]


def show(problems: "Iterable[Problem]") -> None:
    """Every problem with its place, its line, a caret and a hint; on GitHub also as annotations."""
    shown = tuple(problems)
    for found in shown:
        say(f"{found.severity}: {found.message}", fg=_COLOURS[found.severity], bold=True)
        if found.place:
            say(f"  {_where(found.place)}")
            for line in _excerpt(found.place):
                say(f"  {line}")
        if found.hint:
            say(f"  → {found.hint}")
        say()
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for found in shown:
            click.echo(annotation(found), err=True)


def counts(problems: "Iterable[Problem]") -> str:
    """For example "2 errors, 1 warning"; empty without any."""
    from generator.errors import Severity

    severities = [p.severity for p in problems]
    numbers = ((severity, severities.count(severity)) for severity in Severity)
    return ", ".join(plural(number, severity.value) for severity, number in numbers if number)


def plural(number: int, thing: str, things: str | None = None) -> str:
    """For example "1 page", "2,000 pages"."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def annotation(found: "Problem") -> str:
    """The problem as a workflow command of GitHub Actions, which shows it beside the line of the file."""
    from generator.errors import Place

    place = found.place or Place("")
    facts = {"file": place.path, "line": place.line or "", "col": place.column or ""}
    named = ",".join(f"{name}={_escaped(str(fact), ':,')}" for name, fact in facts.items() if fact)
    return f"::{found.severity} {named}::{_escaped(f'{found.message} {found.hint}'.strip())}"


def _escaped(text: str, more: str = "") -> str:
    for sign in "%\r\n" + more:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def _where(place: "Place") -> str:
    return ":".join(str(part) for part in (place.path, place.line, place.column) if part)


def _excerpt(place: "Place") -> tuple[str, ...]:
    """The line, cut around the column, and a caret under it; tabs become single blanks so that it stands right."""
    if not place.excerpt.strip():
        return ()
    line = "".join(sign if sign.isprintable() else " " for sign in place.excerpt)
    at = min(max(place.column - 1, 0), len(line))
    start = max(0, at - _WIDTH // 2) if len(line) > _WIDTH else 0
    cut = line[start : start + _WIDTH]
    caret = "^" + "~" * max(0, min(place.length, len(cut) - (at - start)) - 1)
    left = "…" if start else ""
    shown = f"{left}{cut}{'…' if start + _WIDTH < len(line) else ''}"
    return (f"│ {shown}", "│ " + " " * (len(left) + at - start) + caret) if place.column else (f"│ {shown}",)


@contextmanager
def progress() -> Iterator[Progress]:
    """Bars for long work, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _what, _done, _of: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    tasks: dict[str, TaskID] = {}
    with Bars(console=Console(stderr=True), transient=True) as bars:

        def advance(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=of)
            bars.update(tasks[what], completed=done)

        yield advance
