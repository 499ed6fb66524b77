"""The work of `onrecord freeze`: what the site publishes now goes into the ledger, so that it lasts."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from generator import ledger, sources
from generator.build import Options, compose
from generator.errors import ContentError, Problem, Severity, UsageError
from generator.ledger import Ledger, Published
from generator.model import Block, Entry, Former, PlacedNote, Record, Section, Turn, Value
from generator.sketches import Sketch, sketch, words_of
from generator.workers import Progress, no_progress

BREAKING = frozenset(("published-transcript-gone", "published-words-gone"))  # what must not go out
_NAMED = 20  # anchors of one transcript that are told of by name
_NO_PAGES = frozenset(("transcript", "missing", "removed"))  # kinds of pages that are not listed among the others


class Change(Value):
    """What freezing does to the ledger of one transcript: anchors, but for `was`, which are earlier ids."""

    path: str
    new: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()  # anchor, the anchor it stands in from now on
    gone: tuple[str, ...] = ()
    was: tuple[str, ...] = ()

    def told(self) -> Iterator[str]:
        """The same in lines: numbers, then by name what is no longer as it was."""
        counts = {"new": len(self.new), "moved": len(self.moved), "gone": len(self.gone)}
        yield f"{self.path}: " + (
            ", ".join(f"{count:,} {what}" for what, count in counts.items() if count) or "brought up to date"
        )
        yield from (f"  was: {id}" for id in self.was)
        moved = [f"  moved: #{anchor} → #{inside}" for anchor, inside in self.moved]
        named = [*moved, *(f"  gone: #{anchor}" for anchor in self.gone)]
        yield from named[:_NAMED]
        if len(named) > _NAMED:
            yield f"  and {len(named) - _NAMED:,} more"


class Frozen(Value):
    """What was published and is now on record: the ledgers that changed, new URLs of other pages, doubts."""

    changes: tuple[Change, ...]
    pages: tuple[str, ...]
    anchors: int  # in all ledgers
    problems: tuple[Problem, ...]


def freeze(root: Path, *, dry_run: bool = False, progress: Progress = no_progress) -> Frozen:
    """Write the ledger of what a build of the archive at `root` publishes; with `dry_run` only tell.

    ContentError, and nothing is written, where the content has errors, something published would break, or a protected
    word would be on record.
    UsageError where the ledger cannot be written.
    """
    site = compose(root, Options(), progress)
    if any(found.severity is Severity.ERROR or found.code in BREAKING for found in site.problems):
        raise ContentError(site.problems)
    before = sources.ledgers(root)
    texts: dict[str, str | None] = {}  # path → text; None: to be deleted
    changes: list[Change] = []
    anchors = 0
    earlier: dict[str, list[str]] = {}
    for id, now in site.archive.former:
        earlier.setdefault(now, []).append(id)
    entries = site.archive.entries
    for done, entry in enumerate(entries, 1):
        ids = earlier.get(entry.id, [])
        old, old_path = _ledger_of(root, entry, ids, before)
        new = ledger_of(site.record(entry), entry.path, old, ids)
        path, text = ledger.ledger_path(entry.id), ledger.write(new)
        anchors += len(new.anchors)
        if old_path != path or (root / path).read_text("utf-8") != text:
            texts |= {ledger.ledger_path(id): None for id in ids if id in before} | {path: text}
            changes.append(_change(path, old, new))
        progress("Freezing", done, len(entries))
    urls = {*site.published.pages, *(url for url, page in site.pages.items() if page.kind not in _NO_PAGES)}
    if urls != set(site.published.pages):
        texts[ledger.PAGES] = ledger.write_pages(urls)
    leaks = [leak for path, text in texts.items() if text is not None for leak in site.leaks(path, text.encode())]
    if leaks:
        raise ContentError((*site.problems, *leaks))
    if not dry_run:
        _write(root, texts)
    return Frozen(tuple(changes), tuple(sorted(urls - set(site.published.pages))), anchors, site.problems)


def _ledger_of(root: Path, entry: Entry, ids: Iterable[str], before: dict[str, str]) -> tuple[Ledger, str]:
    """The ledger that a transcript has, or had under one of its earlier ids, and its path."""
    for id in (entry.id, *ids):
        if id in before:
            found, _ = sources.read_ledger(before[id], lambda path: (root / path).read_bytes())
            return found, before[id]
    return Ledger(), ""


def ledger_of(record: Record, path: str, old: Ledger, was: Iterable[str] = ()) -> Ledger:
    """What is to be on record of a transcript in the file `path`, which had the ledger `old`, and earlier ids.

    Of a withdrawn one that is what was, but for the hashes of its words.
    """
    if record.transcript.meta.withdrawn:
        anchors = tuple(
            msgspec.structs.replace(one, sketch=one.sketch and Sketch(one.sketch.words)) for one in old.anchors
        )
    else:
        anchors = tuple(_Lines(record, old).all())
    return Ledger(anchors, path, tuple(sorted(was)))


class _Lines:
    """The lines of one ledger, in the order of the text."""

    def __init__(self, record: Record, old: Ledger) -> None:
        self._record = record
        self._found = record.resolution
        self._old = {one.anchor: one for one in old.anchors}
        self._former: dict[tuple[int, int], list[Former]] = {}
        for former in self._found.former:
            self._former.setdefault((former.turn, former.paragraph), []).append(former)
        self._notes: dict[tuple[str | None, int], list[PlacedNote]] = {}
        for placed in self._found.notes:
            self._notes.setdefault((placed.anchor, placed.spots[0].paragraph if placed.spots else -1), []).append(
                placed
            )

    def all(self) -> Iterator[Published]:
        sections, turns = iter(self._found.sections), 0
        yield from self._noted(None, -1)
        yield from self._formers(0, -1)
        for item in self._record.transcript.items:
            if isinstance(item, Section):
                anchor = next(sections)
                yield Published("section", anchor, sketch=sketch(words_of(item.title)))
                yield from self._noted(anchor, -1)
            elif isinstance(item, Turn):
                yield from self._turn(turns, item.blocks)
                turns += 1
                yield from self._formers(turns, -1)

    def _turn(self, turn: int, blocks: tuple[Block, ...]) -> Iterator[Published]:
        facts = self._found.turns[turn]
        yield Published("turn", facts.anchor, facts.speaker or "")
        yield from self._noted(facts.anchor, -1)
        for number, block in enumerate(blocks):
            yield from self._formers(turn, number)
            anchor = self._found.paragraph_anchor(turn, number)
            yield Published("paragraph", anchor, sketch=sketch(words_of(block.text)))
            yield from self._noted(facts.anchor, number)
        yield from self._formers(turn, len(blocks))

    def _noted(self, anchor: str | None, paragraph: int) -> Iterator[Published]:
        return (Published("note", f"note-{placed.note.id}") for placed in self._notes.get((anchor, paragraph), ()))

    def _formers(self, turn: int, paragraph: int) -> Iterator[Published]:
        for former in self._former.get((turn, paragraph), ()):
            before = self._old.get(former.anchor) or Published(former.kind, former.anchor)
            inside = "" if former.gone else self._inside(former)
            yield msgspec.structs.replace(before, inside=inside, gone=not inside)

    def _inside(self, former: Former) -> str:
        if former.turn >= len(self._found.turns):
            return ""
        if former.paragraph >= 0:
            return self._found.paragraph_anchor(former.turn, former.paragraph)
        return self._found.turns[former.turn].anchor


def _change(path: str, old: Ledger, new: Ledger) -> Change:
    known = {one.anchor: one for one in old.anchors}
    return Change(
        path,
        tuple(one.anchor for one in new.anchors if one.anchor not in known),
        tuple((one.anchor, one.inside) for one in new.anchors if one.inside and known[one.anchor].inside != one.inside),
        tuple(one.anchor for one in new.anchors if one.gone and not known[one.anchor].gone),
        tuple(id for id in new.was if id not in old.was),
    )


def _write(root: Path, texts: dict[str, str | None]) -> None:
    """Write the files, each whole or not at all; what is to go goes last."""
    try:
        for path, text in texts.items():
            if text is not None:
                target = root / path
                target.parent.mkdir(parents=True, exist_ok=True)
                beside = target.with_name(f".{target.name}.new")
                beside.write_text(text, "utf-8", newline="\n")
                os.replace(beside, target)  # noqa: PTH105
        for path in (path for path, text in texts.items() if text is None):
            (root / path).unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(
            f"{error.filename or ledger.FOLDER} cannot be written: {error.strerror}.",
            "Make it writable, and try again.",
        ) from error
