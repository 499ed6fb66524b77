"""The work of `onrecord import`: files of any known format → native files in the archive, never over another file."""

import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import count
from pathlib import Path
from typing import Literal

import msgspec

from generator import native, readers, routes, sources
from generator.errors import Place, Severity, UsageError, problem
from generator.model import IMPORT_MEMORY, Declared, Meta, Reading, Transcript, Value

TRANSCRIPTS = "content/transcripts"
_FROM, _READ, _WRITTEN = IMPORT_MEMORY

Status = Literal["written", "updated", "skipped", "refused", "would write", "would update"]


class Imported(Value):
    """What became of one file. Paths are as they are best shown."""

    source: str
    target: str | None
    status: Status
    reading: Reading
    reason: str = ""


def files_in(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files that `paths` mean: of a folder all below it but for hidden ones and those of editors."""
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        below = [one for one in sorted(path.rglob("*")) if one.is_file() and not _is_scratch(one.relative_to(path))]
        if not below:
            raise UsageError(f"There are no files in {path}.", "Name a folder with transcripts, or the files.")
        found += below
    return tuple(found)


def _is_scratch(path: Path) -> bool:
    return any(sources.is_scratch(part) for part in path.parts)


def preview(path: Path, names: Mapping[str, str] | None = None) -> Reading:
    """The transcript in a file, with `names` (label → who it is) applied; problems name the path as it was given."""
    try:
        data = path.read_bytes()
    except OSError as error:
        wrong = problem("unreadable-file", Place(str(path)), reason=error.strerror)
        return Reading(Transcript(), problems=(wrong,))
    return _named(readers.read(data, str(path)), names or {})


def import_files(
    paths: Sequence[Path],
    root: Path | None,
    *,
    into: Path | None = None,
    dry_run: bool = False,
    update: bool = False,
    names: Mapping[str, str] | None = None,
) -> tuple[Imported, ...]:
    """Import files into the archive at `root`, each on its own; UsageError outside an archive or for a wrong folder."""
    if root is None:
        raise UsageError(
            "This folder is not in an archive, so there is nowhere to import to.",
            "`onrecord init my-archive` makes one; `onrecord import FILE --json` or `--explain` work anywhere.",
        )
    folder = _folder(root, into)
    known = _known(root)
    fresh: dict[str, Path] = {}
    done = []
    for path in paths:
        imported, record = _import(path, root, folder, known | fresh, fresh, dry_run, update, names or {})
        fresh |= record
        done.append(imported)
    return tuple(done)


def _folder(root: Path, into: Path | None) -> Path:
    """Where to write: `into` is below content/transcripts/, or a path that leads there."""
    base = root / TRANSCRIPTS
    if into is None:
        return base
    for candidate in (Path.cwd() / into, base / into):
        if candidate.resolve().is_relative_to(base.resolve()):
            return candidate
    raise UsageError(f"{into} is not in {TRANSCRIPTS}/ of this archive.", "Name a folder there, as in --into hearings.")


def _known(root: Path) -> dict[str, Path]:
    """The archive's imported files, by the hash of what they were made from."""
    found: dict[str, Path] = {}
    for path in sorted((root / TRANSCRIPTS).rglob("*.md")):
        head = path.read_bytes()[: 1 << 16]
        noted = re.search(rb"^  " + _READ.encode() + rb": (\w+)$", head, re.M)
        if noted:
            found.setdefault(noted[1].decode(), path)
    return found


def _import(
    path: Path,
    root: Path,
    folder: Path,
    known: Mapping[str, Path],
    fresh: Mapping[str, Path],
    dry_run: bool,
    update: bool,
    names: Mapping[str, str],
) -> tuple[Imported, dict[str, Path]]:
    shown = str(path)
    at_home = _among_transcripts(path, root)
    reading = preview(path, names) if at_home is None else _named(sources.read(root, at_home).reading, names)
    if any(p.severity is Severity.ERROR for p in reading.problems):
        return Imported(shown, None, "refused", reading, "it cannot be read"), {}
    digest = _digest(path.read_bytes())
    before = known.get(digest)
    if before and not update:
        return Imported(shown, _shown(before, root), "skipped", reading, "imported already"), {}
    target = before or (update and _made_from(known.values(), path)) or _place(reading, path, root, folder, at_home)
    if not before and (target in fresh.values() or _origin(target) not in (None, path.name)):
        target = _free(target)  # of the same title and date, but another
    if target.exists():
        mine = _is_unedited(target)
        if not update:
            why = (
                f"{path.name} has changed since it was imported; --update imports it again"
                if _origin(target)
                else "a file of that name is there already"
            )
            return Imported(shown, _shown(target, root), "skipped", reading, why), {}
        if not mine:
            return Imported(shown, _shown(target, root), "refused", reading, "it was edited since it was imported"), {}
    status: Status = "updated" if target.exists() else "written"
    if dry_run:
        return Imported(
            shown, _shown(target, root), "would update" if status == "updated" else "would write", reading
        ), {}
    _write(target, _text(reading.transcript, path.name, digest))
    moved = _put_away(path, root)
    if at_home and at_home.meta:  # now in the front matter
        _put_away(root / at_home.meta, root)
    return Imported(shown, _shown(target, root), status, reading, moved), {digest: target}


def _place(reading: Reading, path: Path, root: Path, folder: Path, at_home: sources.Source | None) -> Path:
    """Where a file goes that was not imported before: named after date and title; at home its name stays, and with it
    the address of its page and NAME.notes.yaml."""
    return (
        (root / at_home.path).with_suffix(".md") if at_home else folder / f"{_slug(reading.transcript.meta, path)}.md"
    )


def _among_transcripts(path: Path, root: Path) -> sources.Source | None:
    """A file that lies in `content/transcripts/` as it is, with the facts beside it."""
    base = (root / TRANSCRIPTS).resolve()
    real = path.resolve()
    if not (real.is_file() and real.is_relative_to(base) and real.suffix != ".md"):
        return None
    place = f"{TRANSCRIPTS}/{real.relative_to(base).as_posix()}"
    facts = f"{place.removesuffix(real.suffix)}.meta.yaml"
    return sources.Source(place, facts if (root / facts).is_file() else None)


def _text(transcript: Transcript, name: str, digest: str) -> str:
    """The native text, with where it comes from and a hash of itself, by which later edits are seen."""
    noted = (*transcript.meta.extra, (_FROM, name), (_READ, digest))
    text = native.write(msgspec.structs.replace(transcript, meta=msgspec.structs.replace(transcript.meta, extra=noted)))
    head, separator, rest = text.partition("\n---\n")
    return f"{head}\n  {_WRITTEN}: {_digest(text.encode())}{separator}{rest}"


def _is_unedited(target: Path) -> bool:
    text = target.read_text("utf-8", "replace")
    found = re.search(rf"^  {_WRITTEN}: (\w+)\n", text, re.M)
    return (
        bool(found) and _digest((text[: found.start()] + text[found.end() :]).encode()) == found[1] if found else False
    )


def _made_from(targets: Iterable[Path], path: Path) -> Path | None:
    return next((target for target in targets if _origin(target) == path.name), None)


def _origin(target: Path) -> str | None:
    """The name of the file that a transcript was imported from; None where there is none, or it was not imported."""
    if not target.is_file():
        return None
    found = re.search(rf"^  {_FROM}: (.*)$", target.read_text("utf-8", "replace")[: 1 << 16], re.M)
    return found[1].strip("\"'") if found else None


def _free(target: Path) -> Path:
    """The same place with the first number behind the name that nothing has yet."""
    numbered = (target.with_name(f"{target.stem}-{number}{target.suffix}") for number in count(2))
    return next(path for path in numbered if not path.exists())


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    os.replace(beside, target)  # noqa: PTH105


def _put_away(path: Path, root: Path) -> str:
    """An original that lies in `content/` moves to `sources/`, so that the transcript is not there twice."""
    real = path.resolve()
    content = (root / "content").resolve()
    if not real.is_relative_to(content):
        return ""
    place = root / "sources" / real.name
    number = 1
    while place.exists():
        number += 1
        place = root / "sources" / f"{real.stem}-{number}{real.suffix}"
    place.parent.mkdir(exist_ok=True)
    shutil.move(real, place)
    return f"the original is now {_shown(place, root)}"


def _slug(meta: Meta, path: Path) -> str:
    """Date and title, as in 2031-05-06-harbour-levy; else the file's own name."""
    day = (meta.date or "")[:10]
    name = routes.slugify(meta.title) if meta.title else routes.slugify(path.stem)
    return routes.slugify(f"{day} {name}".strip())


def _named(reading: Reading, names: Mapping[str, str]) -> Reading:
    """Declare who speaks under the labels that the command line explains."""
    if not names:
        return reading
    meta = reading.transcript.meta
    speakers = list(meta.speakers)
    for label, name in names.items():
        at = next((n for n, s in enumerate(speakers) if label in (s.name, *s.labels)), None)
        if at is None:
            speakers.append(Declared(name, labels=(label,)))
        else:
            labels = tuple(dict.fromkeys((*speakers[at].labels, label)))
            speakers[at] = msgspec.structs.replace(speakers[at], name=name, labels=labels)
    meta = msgspec.structs.replace(meta, speakers=tuple(speakers))
    return msgspec.structs.replace(reading, transcript=msgspec.structs.replace(reading.transcript, meta=meta))


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=8).hexdigest()


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
