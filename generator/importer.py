"""The work of `onrecord import`: files of any known format → native files in the archive, never over another file."""

import contextlib
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
_FROM, _PLACE, _READ, _WRITTEN = IMPORT_MEMORY

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
    done = []
    for path in paths:
        imported, remembered = _import(path, root, folder, known, dry_run, update, names or {})
        known |= remembered
        done.append(imported)
    return tuple(done)


def _folder(root: Path, into: Path | None) -> Path | None:
    """Where to write, if that was said: `into` is below content/transcripts/, or a path that leads there."""
    if into is None:
        return None
    base = root / TRANSCRIPTS
    for candidate in ((Path.cwd() / into).resolve(), (base / into).resolve()):
        if candidate.is_relative_to(base.resolve()):
            return base / candidate.relative_to(base.resolve())
    raise UsageError(f"{into} is not in {TRANSCRIPTS}/ of this archive.", "Name a folder there, as in --into hearings.")


def _known(root: Path) -> dict[str, Path]:
    """The archive's imported files, by the hash of what they were made from, and by that of where it lay."""
    found: dict[str, Path] = {}
    memory = re.compile(f"^  (?:{_PLACE}|{_READ}): (\\w+)$".encode(), re.M)
    for path in sorted((root / TRANSCRIPTS).rglob("*.md")):
        for noted in memory.findall(path.read_bytes()[: 1 << 16]):
            found.setdefault(noted.decode(), path)
    return found


def _import(
    path: Path,
    root: Path,
    folder: Path | None,
    known: Mapping[str, Path],
    dry_run: bool,
    update: bool,
    names: Mapping[str, str],
) -> tuple[Imported, dict[str, Path]]:
    shown = str(path)
    at_home = _among_transcripts(path, root)
    reading = (
        preview(path, names)
        if at_home is None
        else _named(sources.read(at_home, lambda path: (root / path).read_bytes()).reading, names)
    )
    if any(p.severity is Severity.ERROR for p in reading.problems):
        return Imported(shown, None, "refused", reading, "it cannot be read"), {}
    digest, place = _digest(path.read_bytes()), _place(path, root)
    before, from_there = known.get(digest), known.get(place)
    if before and not update:
        return Imported(shown, _shown(before, root), "skipped", reading, "imported already"), {}
    target = before or (update and from_there) or _target(reading, path, root, folder, at_home)
    if not before and target != from_there and target in known.values():
        # Of the same title and date, but another.
        target = from_there if from_there and _is_numbered(from_there, target) else _free(target)
    if target.exists():
        mine = _is_unedited(target)
        if not update:
            why = (
                f"{path.name} has changed since it was imported; --update imports it again"
                if target == from_there
                else "a file of that name is there already"
            )
            return Imported(shown, _shown(target, root), "skipped", reading, why), {}
        if not mine:
            return Imported(shown, _shown(target, root), "refused", reading, "it was edited since it was imported"), {}
    status: Status = "updated" if target.exists() else "written"
    new = "nothing was imported from there before, so it is new" if update and status == "written" else ""
    if dry_run:
        would: Status = "would update" if status == "updated" else "would write"
        return Imported(shown, _shown(target, root), would, reading, new), {}
    _write(target, _text(reading.transcript, ((_FROM, path.name), (_PLACE, place), (_READ, digest))))
    moved = _put_away(path, root)
    if at_home:
        _bring_along(root / at_home.path, target)
        if at_home.meta:  # now in the front matter
            _put_away(root / at_home.meta, root)
    return Imported(shown, _shown(target, root), status, reading, moved or new), {digest: target, place: target}


def _target(reading: Reading, path: Path, root: Path, folder: Path | None, at_home: sources.Source | None) -> Path:
    """Where a file goes that was not imported before: named after date and title; at home its name stays, and with it
    the address of its page and NAME.notes.yaml."""
    if at_home:
        home = (root / at_home.path).with_suffix(".md")
        return folder / home.name if folder else home
    return (folder or root / TRANSCRIPTS) / f"{_slug(reading.transcript.meta, path)}.md"


def _bring_along(original: Path, target: Path) -> None:
    """What lies beside an original goes where its transcript went, unless something is there."""
    for ending in (".notes.yaml", ".words.json"):
        beside, there = original.with_suffix(ending), target.with_suffix(ending)
        if beside.is_file() and not there.exists():
            shutil.move(beside, there)


def _among_transcripts(path: Path, root: Path) -> sources.Source | None:
    """A file that lies in `content/transcripts/` as it is, with the facts beside it."""
    base = (root / TRANSCRIPTS).resolve()
    real = path.resolve()
    if not (real.is_file() and real.is_relative_to(base) and real.suffix != ".md"):
        return None
    place = f"{TRANSCRIPTS}/{real.relative_to(base).as_posix()}"
    facts = f"{place.removesuffix(real.suffix)}.meta.yaml"
    return sources.Source(place, facts if (root / facts).is_file() else None)


def _text(transcript: Transcript, memory: Iterable[tuple[str, str]]) -> str:
    """The native text, with where it comes from and a hash of itself, by which later edits are seen."""
    noted = (*transcript.meta.extra, *memory)
    text = native.write(msgspec.structs.replace(transcript, meta=msgspec.structs.replace(transcript.meta, extra=noted)))
    head, separator, rest = text.partition("\n---\n")
    return f"{head}\n  {_WRITTEN}: {_digest(text.encode())}{separator}{rest}"


def _is_unedited(target: Path) -> bool:
    text = target.read_text("utf-8", "replace")
    found = re.search(rf"^  {_WRITTEN}: (\w+)\n", text, re.M)
    return (
        bool(found) and _digest((text[: found.start()] + text[found.end() :]).encode()) == found[1] if found else False
    )


def _place(path: Path, root: Path) -> str:
    """A hash of where an original stays: told apart by name alone, one interview.txt would be taken for another. Seen
    from the archive, so that both can move together; and a hash, since folders on one's computer are nobody's business.
    """
    place = _resting_place(path, root)
    with contextlib.suppress(ValueError):  # on another drive of Windows
        place = Path(os.path.relpath(place, root.resolve()))
    return _digest(os.fsencode(place.as_posix()))


def _is_numbered(path: Path, target: Path) -> bool:
    """Whether a path is the same place with a number behind the name."""
    return path.parent == target.parent and bool(re.fullmatch(re.escape(target.stem) + r"-\d+", path.stem))


def _free(target: Path) -> Path:
    """The same place with the first number behind the name that nothing has yet."""
    numbered = (target.with_name(f"{target.stem}-{number}{target.suffix}") for number in count(2))
    return next(path for path in numbered if not path.exists())


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    os.replace(beside, target)  # noqa: PTH105


def _resting_place(path: Path, root: Path) -> Path:
    """Where an original stays: where it is, but for one in `content/`, where the transcript would be there twice."""
    real = path.resolve()
    if not real.is_relative_to((root / "content").resolve()):
        return real
    place = root.resolve() / "sources" / real.name
    return _free(place) if place.exists() else place


def _put_away(path: Path, root: Path) -> str:
    """Move an original to its resting place, and say so."""
    real, place = path.resolve(), _resting_place(path, root)
    if place == real:
        return ""
    place.parent.mkdir(exist_ok=True)
    shutil.move(real, place)
    return f"the original is now {_shown(place, root.resolve())}"


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
