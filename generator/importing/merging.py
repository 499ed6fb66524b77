"""Notes that came from elsewhere → `NAME.notes.yaml` beside their transcripts; what is there stays as it is."""

from collections.abc import Iterable
from pathlib import Path

from generator import config, sources
from generator.build import Options, compose
from generator.errors import Place, Problem, nearest, problem
from generator.importing.annotations import Came, annotations
from generator.importing.files import Input, replace
from generator.model import Entry, Note, Value


class Merged(Value):
    """What became of the notes on one transcript; `path` is the file they are in, relative to the archive's root."""

    path: str
    added: int
    there: int  # notes of the same id, which stay as they are


class NoteImport:
    """Brings notes into the archive at `root`; ContentError where it cannot be read."""

    def __init__(self, root: Path, *, dry_run: bool) -> None:
        site = compose(root, Options(drafts=True))
        self._root, self._text, self._dry_run = root, site.text, dry_run
        self._entries = {entry.id.casefold(): entry for entry in site.archive.entries}
        self._kinds = frozenset(kind.id for kind in site.settings.notes)
        self.problems: list[Problem] = []

    def merged(self, file: Input) -> list[Merged]:
        """Import one file of annotations."""
        try:
            came, problems = annotations(file.read(), file.name, self._kinds)
        except OSError as error:
            came, problems = (), (problem("unreadable-file", Place(file.name), reason=error.strerror),)
        self.problems += problems
        by_transcript: dict[str, list[Came]] = {}
        for one in came:
            by_transcript.setdefault(one.transcript, []).append(one)
        done: list[Merged] = []
        for id, of in by_transcript.items():
            entry = self._entries.get(id.casefold())
            if entry is None:
                meant = nearest(id, self._entries)
                hint = f"Did you mean {meant}?" if meant else "Notes go to the transcript whose page they name."
                wrong = problem("annotations-without-transcript", Place(file.name), id=id, count=len(of), hint=hint)
                self.problems.append(wrong)
            else:
                done += self._merge(entry, [one.note for one in of])
        return done

    def _merge(self, entry: Entry, notes: list[Note]) -> Iterable[Merged]:
        text = self._text(entry)
        known = {note.id for note in text.reading.transcript.notes} | {note.id for note, _ in text.notes}
        new = {note.id: note for note in notes if note.id not in known}
        path = entry.path.rpartition(".")[0] + ".notes.yaml"
        if new and not self._write(path, list(new.values())):
            return
        yield Merged(path, len(new), len(notes) - len(new))

    def _write(self, path: str, new: list[Note]) -> bool:
        """Write them behind what is there, if that can be read back; whether it can."""
        before = sources.text_of(self._root, path)[0].rstrip() if (self._root / path).is_file() else ""
        written = (f"{before}\n\n" if before else "") + config.write_side_notes(new).rstrip() + "\n"
        found, wrong = config.side_notes(written, path)
        if wrong or {note.id for note in new} - {note.id for note, _ in found}:
            self.problems.append(problem("notes-not-merged", Place(path)))
            return False
        if not self._dry_run:
            replace(self._root / path, written)
        return True
