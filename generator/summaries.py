"""What people are told of a build or an import that is done: what was made, what changed, what is doubtful."""

import sys
from typing import TYPE_CHECKING

from generator import terminal

if TYPE_CHECKING:
    from generator.history import Report
    from generator.importing import Imported, Run

_NEW_PEOPLE = 10  # told of by name after a build: a first build of a large archive has hundreds


def file_imported(imported: "Imported") -> None:
    """What became of one file, and what is doubtful in it."""
    target = f" → {imported.target}" if imported.target else ""
    told = [imported.reason] if imported.reason else []
    if imported.status not in ("skipped", "refused"):
        told = [", ".join(_amounts(imported.size.turns, imported.size.speakers, imported.size.words)), *told]
    if imported.changes:
        changes = imported.changes
        numbers = {"added": changes.added, "removed": changes.removed, "changed": changes.changed}
        told.append(
            "turns: " + (", ".join(f"{number:,} {what}" for what, number in numbers.items() if number) or "none")
        )
        told += [f"{changes.kept:,} kept as here"] if changes.kept else []
    terminal.say(f"{imported.status}: {imported.source}{target}" + (f" ({'; '.join(told)})" if told else ""))
    for line in imported.changes.lines if imported.changes else ():
        terminal.say(f"  {line}")
    terminal.show(imported.problems)


def _amounts(turns: int, speakers: int | None, words: int) -> list[str]:
    told = [terminal.plural(turns, "turn"), terminal.plural(words, "word")]
    return told if speakers is None else [told[0], terminal.plural(speakers, "speaker"), told[1]]


def all_imported(run: "Run") -> None:
    """What the whole import came to: numbers, doubts, and who may be one person."""
    report = run.report
    done = ", ".join(f"{number:,} {status}" for status, number in report.files.items())
    amounts = ", ".join(_amounts(report.turns, None, report.words))
    people = terminal.plural(run.proposals.people, "person", "people")
    terminal.say(f"{done}: {amounts}, {people}" if report.turns else done, bold=True)
    if report.doubts and sum(report.files.values()) > 1:
        terminal.say("Doubtful:")
        for line in report.doubts:
            terminal.say(f"  {line}")
    proposed = run.proposals.yaml() if report.turns else ""
    if proposed:
        terminal.say("These may be one person each. Look them over; what is right goes into content/people.yaml:\n")
        sys.stdout.write(f"{proposed}\n")


def reasons_told(report: "Report") -> None:
    """Why each file was written or removed."""
    reasons = dict(report.reasons)
    for path in report.applied.written:
        terminal.say(f"{path}: {', '.join(reasons.get(path, ('other content',)))}")
    for path in report.applied.removed:
        terminal.say(f"{path}: no longer made")


def site_built(report: "Report") -> None:
    """What the site is made of, what was written, and who is new in it."""
    for name, known in report.new_people[:_NEW_PEOPLE]:
        near = f"; the nearest known name is {known}" if known else ""
        terminal.say(f"New person: {name}{near}")
    if len(report.new_people) > _NEW_PEOPLE:
        terminal.say(f"… and {len(report.new_people) - _NEW_PEOPLE:,} more new people.")
    if report.new_people:
        terminal.say("  → Whoever has an entry in content/people.yaml is not told of again.")
    made = (
        terminal.plural(report.transcripts, "transcript"),
        terminal.plural(report.turns, "turn"),
        terminal.plural(report.people, "speaker"),
        terminal.plural(report.pages, "page"),
    )
    written, removed = len(report.applied.written), len(report.applied.removed)
    changed = ", ".join(
        [f"{terminal.plural(written, 'file')} written"] * bool(written) + [f"{removed:,} removed"] * bool(removed)
    )
    found = terminal.counts(report.problems)
    terminal.say(
        f"{', '.join(made)}: {changed or 'nothing to write, all is up to date'}"
        f" in {report.seconds:.2f} s{f' ({found})' if found else ''}",
        bold=True,
    )
    terminal.say(f"The site is in {report.output}")
