"""One file after the other, from wherever it lies to its place in the archive; nothing of one is kept for the next."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from generator import config, native, readers, redaction, sources
from generator.errors import Place, Problem, Severity, UsageError, problem
from generator.importing import files, memory, naming
from generator.importing.files import Input
from generator.importing.metadata import Table
from generator.importing.proposals import Proposals, voices
from generator.importing.reporting import Report, Size, size
from generator.importing.updating import Changes, Updater
from generator.memory import Memory
from generator.model import Declared, Meta, Reading, Transcript, Turn, Value
from generator.names import fold, split
from generator.root import FOLDER
from generator.sources import TRANSCRIPTS

Status = Literal["written", "updated", "skipped", "refused", "would write", "would update"]


class Imported(Value):
    """What became of one file. Paths are as they are best shown."""

    source: str
    target: str | None
    status: Status
    problems: tuple[Problem, ...] = ()
    reason: str = ""
    size: Size = Size()
    changes: Changes | None = None


def preview(source: Input, names: Mapping[str, str] | None = None) -> Reading:
    """The transcript in a file, with `names` (label → who it is) applied; problems name the path as it was given."""
    try:
        data = source.read()
    except OSError as error:
        wrong = problem("unreadable-file", Place(source.name), reason=error.strerror)
        return Reading(Transcript(), problems=(wrong,))
    reading = readers.read(data, source.name, _columns(source))
    there = _labels_of(reading.transcript)
    return _with_meta(reading, lambda meta: _named(meta, names or {}, there))


def _columns(source: Input) -> dict[str, str]:
    return sources.columns_beside(source.file) if source.file else {}


class Run:
    """One run of `onrecord import` into the archive at `root`; UsageError outside an archive or for a wrong folder.

    `names`: label → who it is. `table`: what is known of the files.
    """

    def __init__(
        self,
        root: Path | None,
        *,
        into: Path | None = None,
        dry_run: bool = False,
        update: bool = False,
        names: Mapping[str, str] | None = None,
        table: Table | None = None,
    ) -> None:
        if root is None:
            raise UsageError(
                "This folder is not in an archive, so there is nowhere to import to.",
                "`onrecord init my-archive` makes one; `onrecord import FILE --json` or `--explain` work anywhere.",
            )
        self._root = root
        self._folder = _folder(root, into)
        self._dry_run = dry_run
        self._update = update
        self._names = names or {}
        self._table = table
        self._known = memory.known(root)
        self._targets = set(self._known.values())
        self._promised: set[Path] = set()  # in a dry run
        self._redactor = redaction.load(root, config.load_settings(root)[0])
        redaction.forget_before(root, self._redactor, Memory(root / FOLDER / "memory.sqlite").erase)
        self._registries = self._redactor.of(sources.registries(root)[0])
        self._updater = Updater(root, self._registries)
        self._unused = {fold(label): label for label in self._names}
        self._read_any = False
        self.report = Report()
        self.proposals = Proposals(self._registries.people)

    def imported(self, given: Iterable[Input]) -> Iterator[Imported]:
        """Import each, one at a time, when it is asked for."""
        for source in given:
            done = self._import(source)
            self.report.add(done.status, done.size, done.problems)
            yield done

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is doubtful in the run as a whole, once all is imported."""
        found = list(self._redactor.of(self._table.problems)) if self._table else []
        if self._read_any:
            found += (problem("unused-label", None, label=label) for label in self._unused.values())
        return tuple(found)

    # --- one file ------------------------------------------------------------------------------------------------

    def _import(self, source: Input) -> Imported:
        if source.file and _is_native(source.file, self._root):
            return Imported(source.name, None, "skipped", reason="it is a transcript of the archive already")
        said = self._table.row_of(source.name) if self._table else None
        at_home = files.among_transcripts(source.file, self._root) if source.file else None
        try:
            data = source.read()
            reading = (
                sources.read(at_home, lambda path: (self._root / path).read_bytes()).reading
                if at_home
                else readers.read(data, source.name, _columns(source))
            )
        except OSError as error:
            wrong = problem("unreadable-file", Place(source.name), reason=error.strerror)
            return Imported(source.name, None, "refused", (wrong,), "it cannot be read")
        if any(p.severity is Severity.ERROR for p in reading.problems):
            problems = self._redactor.of(reading.problems)
            return Imported(source.name, None, "refused", problems, "it cannot be read")
        labels = _labels_of(reading.transcript)
        self._look_for_labels(labels)
        came = msgspec.structs.replace(reading.transcript, meta=self._completed(reading.transcript.meta, source))
        transcript = _with_meta(
            msgspec.structs.replace(reading, transcript=came), lambda meta: self._said(meta, said, labels)
        ).transcript
        step = self._step(source, at_home, reading.problems, came, transcript, data)
        found = voices(step.transcript)
        done = self._settle(step, said)
        if done.status != "refused":
            self.proposals.add(found, step.transcript.meta.date, done.target or source.name)
        return done

    def _step(
        self,
        source: Input,
        at_home: sources.Source | None,
        problems: tuple[Problem, ...],
        came: Transcript,
        transcript: Transcript,
        data: bytes,
    ) -> "_Step":
        """What was read and said of it, without protected words."""
        hide = self._redactor
        transcript = hide.of(transcript)
        counted = size(transcript, voices(transcript))
        name = hide.address(source.file.name if source.file else source.name)
        digest = memory.digest_of(data)
        return _Step(source, at_home, hide.of(problems), hide.of(came), transcript, digest, counted, name)

    def _completed(self, meta: Meta, source: Input) -> Meta:
        return naming.completed(meta, source.file.name) if source.file else meta

    def _said(self, meta: Meta, said: Meta | None, labels: Collection[str]) -> Meta:
        """What the command line and the table say counts more than what was understood."""
        return _named(sources.corrected(meta, said) if said else meta, self._names, labels)

    def _look_for_labels(self, labels: Collection[str]) -> None:
        self._read_any = True
        for label in self._unused.keys() & labels:
            del self._unused[label]

    def _settle(self, step: "_Step", said: Meta | None) -> Imported:
        """Whether it is new, known, or a new version of what is known."""
        place = memory.place_digest(step.source.file, self._root) if step.source.file else ""
        before, from_there = self._known.get(step.digest), self._known.get(place)
        if before and not self._update:
            why = "imported already"
            if said or self._names:
                why += "; --update brings in what you say of it now"
            return step.done("skipped", self._shown(before), why)
        target = before or (self._update and from_there) or self._target(step)
        if not before and target != from_there and target in self._targets:
            # Of the same title and date, but another.
            target = from_there if from_there and files.is_numbered(from_there, target) else files.free(target)
        if not self._update and (target.exists() or target in self._promised):
            changed = target == from_there
            why = (
                f"{step.name} has changed since it was imported; --update brings the new version in"
                if changed
                else "a file of that name is there already"
            )
            return step.done("skipped", self._shown(target), why)
        remembered = memory.remembered(step.name, place, step.digest, step.came)
        if target.exists():
            done = self._bring_up_to_date(step, target, remembered, said)
        else:
            done = self._write(step, target, remembered)
        if done.status in ("written", "updated"):
            self._known |= {step.digest: target, place: target}
            self._targets.add(target)
        return done

    def _target(self, step: "_Step") -> Path:
        """Where a file goes that was not imported before: named after date and title; at home its name stays, and with
        it the address of its page and NAME.notes.yaml."""
        if step.at_home:
            home = (self._root / step.at_home.path).with_suffix(".md")
            return self._folder / home.name if self._folder else home
        folder = self._folder or self._root / TRANSCRIPTS
        return folder / f"{naming.slug(step.transcript.meta, step.name)}.md"

    def _write(self, step: "_Step", target: Path, remembered: tuple[tuple[str, str], ...]) -> Imported:
        new = "nothing was imported from there before, so it is new" if self._update else ""
        if self._dry_run:
            self._promised.add(target)
            return step.done("would write", self._shown(target), new)
        meta = memory.with_memory(step.transcript.meta, remembered)
        files.replace(target, native.write(msgspec.structs.replace(step.transcript, meta=meta)))
        memory.keep_text(self._root, step.came)
        moved = files.put_away(step.source.file, self._root) if step.source.file else ""
        if step.at_home:
            files.bring_along(self._root / step.at_home.path, target)
            if step.at_home.meta:  # now in the front matter
                files.put_away(self._root / step.at_home.meta, self._root)
        return step.done("written", self._shown(target), moved or new)

    def _bring_up_to_date(
        self, step: "_Step", target: Path, remembered: tuple[tuple[str, str], ...], said: Meta | None
    ) -> Imported:
        def front_matter(meta: Meta) -> Meta:
            said_now = self._redactor.of(self._said(meta, said, _labels_of(step.came)))
            return memory.with_memory(said_now, remembered)

        updated = self._updater.update(target, self._shown(target), step.came, front_matter)
        if isinstance(updated, Problem):
            wrong = self._redactor.of(updated)
            return step.done("refused", self._shown(target), wrong.message, (wrong,))
        problems, changes = self._redactor.of(updated.problems), self._redactor.of(updated.changes)
        same = "" if updated.changes else "nothing has changed since"
        if updated.text is None:
            return step.done("skipped", self._shown(target), same)
        if self._dry_run:
            return step.done("would update", self._shown(target), same, problems, changes)
        files.replace(target, updated.text)
        memory.keep_text(self._root, step.came)
        moved = files.put_away(step.source.file, self._root) if step.source.file else ""
        return step.done("updated", self._shown(target), moved or same, problems, changes)

    def _shown(self, path: Path) -> str:
        return files.shown(path, self._root)


class _Step(Value):
    """A file that was read and is to find its place."""

    source: Input
    at_home: sources.Source | None
    problems: tuple[Problem, ...]
    came: Transcript  # as the reader understood it
    transcript: Transcript  # with what else is said of it
    digest: str
    size: Size
    name: str

    def done(
        self,
        status: Status,
        target: str,
        reason: str = "",
        problems: tuple[Problem, ...] = (),
        changes: Changes | None = None,
    ) -> Imported:
        """How it ended. What is doubtful in a file was told when it was imported."""
        found = (*(() if status == "skipped" else self.problems), *problems)
        return Imported(self.source.name, target, status, found, reason, self.size, changes)


def _folder(root: Path, into: Path | None) -> Path | None:
    """Where to write, if that was said: `into` is below content/transcripts/, or a path that leads there."""
    if into is None:
        return None
    base = root / TRANSCRIPTS
    for candidate in ((Path.cwd() / into).resolve(), (base / into).resolve()):
        if candidate.is_relative_to(base.resolve()):
            return base / candidate.relative_to(base.resolve())
    raise UsageError(f"{into} is not in {TRANSCRIPTS}/ of this archive.", "Name a folder there, as in --into hearings.")


def _with_meta(reading: Reading, change: Callable[[Meta], Meta]) -> Reading:
    meta = change(reading.transcript.meta)
    return msgspec.structs.replace(reading, transcript=msgspec.structs.replace(reading.transcript, meta=meta))


def _labels_of(transcript: Transcript) -> frozenset[str]:
    """What --speaker may explain in a transcript, folded."""
    labels = {item.label for item in transcript.items if isinstance(item, Turn) and item.label}
    declared = (name for speaker in transcript.meta.speakers for name in (speaker.name, *speaker.labels))
    return frozenset(map(fold, (*labels, *(split(label)[0] for label in labels), *declared)))


def _is_native(path: Path, root: Path) -> bool:
    return path.suffix == ".md" and path.resolve().is_relative_to((root / TRANSCRIPTS).resolve())


def _named(meta: Meta, names: Mapping[str, str], there: Collection[str]) -> Meta:
    """Declare who speaks under the labels that the command line explains, as far as there are such labels."""
    speakers = list(meta.speakers)
    for label, name in names.items():
        folded = fold(label)
        if folded not in there:
            continue
        by_label = (n for n, s in enumerate(speakers) if folded in map(fold, (s.name, *s.labels)))
        by_name = (n for n, s in enumerate(speakers) if fold(s.name) == fold(name))
        at = next(by_label, next(by_name, None))
        if at is None:
            speakers.append(Declared(name, labels=(label,)))
        else:
            labels = tuple(dict.fromkeys((*speakers[at].labels, label)))
            speakers[at] = msgspec.structs.replace(speakers[at], name=name, labels=labels)
    return msgspec.structs.replace(meta, speakers=_each_once(speakers) if names else meta.speakers)


def _each_once(speakers: Iterable[Declared]) -> tuple[Declared, ...]:
    """Two labels may be one person: then their labels are put together."""
    found: dict[str, Declared] = {}
    for speaker in speakers:
        before = found.get(fold(speaker.name))
        if before is None:
            found[fold(speaker.name)] = speaker
        else:
            labels = tuple(dict.fromkeys((*before.labels, *speaker.labels)))
            found[fold(speaker.name)] = msgspec.structs.replace(before, labels=labels)
    return tuple(found.values())
