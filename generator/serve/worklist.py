"""The preview's page of what is still to be listened to; no site ever has it."""

from collections.abc import Iterable
from html import escape
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from generator import routes
from generator.pages.page import clock
from generator.worklist import KINDS, Task, counts

_HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Worklist</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"></head><body class="onrecord-worklist"><main>'
)


def page(found: Iterable[Task], root: Path, base: str) -> str:
    """The page as HTML; `base` is the path under which the preview shows the site."""
    tasks = tuple(found)
    numbers = ", ".join(f"{number:,} × {KINDS[kind]}" for kind, number in counts(tasks).items())
    summary = numbers or "Nothing is left to listen to."
    parts = [_HEAD, f'<h1>Worklist</h1><p>{summary} <a href="{escape(base)}">To the site</a></p>']
    for (transcript, title), rows in groupby(tasks, key=lambda task: (task.transcript, task.title)):
        url = f"{base}{routes.escaped(routes.transcript(transcript))}"
        lines = "".join(_row(task, root, url) for task in rows)
        parts.append(
            f'<h2><a href="{escape(url)}">{escape(title)}</a></h2><table><thead><tr><th scope="col">Time'
            '<th scope="col">What<th scope="col">Words<th scope="col">Where to edit</tr></thead>'
            f"<tbody>{lines}</tbody></table>"
        )
    return "".join((*parts, "</main></body></html>"))


def _row(task: Task, root: Path, url: str) -> str:
    time = "" if task.time is None else clock(task.time)
    if task.time is not None and task.media:
        time = f'<a href="{escape(url)}#t={task.time // 1000}" title="Hear it">{time}</a>'
    where = f"{task.path}:{task.line}" if task.line else task.path
    place = (root / task.path).as_posix()
    editor = f"vscode://file{quote(place if place.startswith('/') else '/' + place)}:{task.line or 1}"
    words = escape(task.words)
    if task.anchor:
        words = f'<a href="{escape(url)}#{escape(quote(task.anchor))}">{words}</a>'
    return (
        f"<tr><td>{time}<td>{KINDS[task.kind]}<td>{words}"
        f'<td><a href="{escape(editor)}" title="Open in the editor">{escape(where)}</a></tr>'
    )
