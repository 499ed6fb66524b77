"""A spreadsheet with what is known of files: one row a file, joined by its name into the front matter."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from generator import config, names, sources
from generator.decoding import decode
from generator.errors import Place, Problem, Severity, UsageError, problem
from generator.importing.naming import from_name
from generator.model import Declared, Meta, Value
from generator.readers.heads import date_line

_FILE = tuple(
    word.replace("_", " ")
    for word in """
    file filename name_of_file file_name original_file transcript_file transcript path source_file original_filename
    datei dateiname fichier archivo
    """.split()
)
# What columns are called elsewhere → the key of the front matter.
_COLUMNS = {
    "title": "title name heading titel titre título",
    "subtitle": "subtitle untertitel",
    "date": "date day recorded event_date interview_date date_of_interview recording_date date_recorded datum fecha",
    "updated": "updated last_changed modified",
    "kind": "kind type genre category art",
    "place": "place location venue where ort lieu lugar",
    "series": "series collection project show podcast reihe série serie",
    "status": "status state",
    "language": "language lang sprache langue idioma",
    "summary": "summary abstract description notes_on_content zusammenfassung",
    "source": "source url link web_address address quelle",
    "media": "media audio video recording media_file audio_url video_url",
    "topics": "topics topic tags tag keywords keyword subjects subject themen schlagwörter",
    "licence": "licence license rights lizenz",
    "credits": "credits credit transcriber transcribed_by transcript_by recorded_by",
    "slug": "slug permalink",
    "draft": "draft",
}
# Columns of people → the part they take.
_PEOPLE = {
    None: "speakers speaker people participants participant panel panelists sprecher",
    "interviewer": "interviewer interviewers interviewed_by",
    "narrator": "narrator narrators interviewee interviewees informant",
    "moderator": "moderator moderators host hosts",
    "guest": "guest guests",
    "witness": "witness witnesses",
}
_KEYS = {word.replace("_", " "): key for key, words in _COLUMNS.items() for word in words.split()}
_PARTS = {word.replace("_", " "): part for part, words in _PEOPLE.items() for word in words.split()}
_SEPARATORS = ",;\t|"
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_MIDNIGHT = re.compile(r"[ T]00:00(?::00(?:\.0+)?)?$")
_MANY = 10  # names in one message


class _Row(Value):
    """A row: the file it is about, its line, what it says."""

    file: str
    line: int
    meta: Meta


class Table:
    """The rows of a spreadsheet, and which of them found a file."""

    def __init__(self, path: str, rows: Iterable[_Row], problems: Iterable[Problem]) -> None:
        self._path = path
        self._problems = list(problems)
        self._rows: dict[str, list[_Row]] = {}
        self._used: set[int] = set()
        self._without: list[str] = []
        lines: dict[str, int] = {}
        for row in rows:
            place = _plain(row.file)
            if place in lines:
                found = problem("row-twice", Place(path, row.line), file=row.file, first=lines[place])
                self._problems.append(found)
                self._used.add(row.line)
                continue
            lines[place] = row.line
            self._rows.setdefault(_name(row.file), []).append(row)

    def row_of(self, name: str) -> Meta | None:
        """What the table says of a file; None where it has no row."""
        file = _plain(name)
        rows = self._rows.get(_name(file), [])
        exact = [row for row in rows if _is_end(_plain(row.file), file)]
        loose = [row for row in rows if not _has_ending(row.file) or sources.is_media(row.file)]
        stems = [row for row in loose if _is_end(_stem(row.file), _stem(file))]
        found = max(exact or stems, key=lambda row: len(row.file), default=None)
        if found is None:
            self._without.append(name)
            return None
        self._used.add(found.line)
        return found.meta

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the table, and which rows and files have no partner, once all files have been asked for."""
        found = list(self._problems)
        left = [row for rows in self._rows.values() for row in rows if row.line not in self._used]
        if left:
            left.sort(key=lambda row: row.line)
            names = _listed([f"{row.file} (line {row.line})" for row in left])
            found.append(problem("rows-without-file", Place(self._path, left[0].line), names=names))
        if self._without:
            found.append(problem("files-without-row", Place(self._path), names=_listed(self._without)))
        return tuple(found)


def read_table(path: Path) -> Table:
    """The table in a file of comma-separated values or the like. UsageError where it is none."""
    shown = str(path)
    if path.suffix.casefold() in (".xlsx", ".xls", ".ods", ".numbers"):
        raise UsageError(f"{shown} is a spreadsheet.", "Save it as CSV (“Save as” or “Export”), and give that file.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{shown} cannot be read: {error.strerror}.", "Name a table, as in --metadata list.csv."
        ) from error
    text, problems = decode(data, shown)
    if any(found.severity is Severity.ERROR for found in problems):
        raise UsageError(f"{shown} is not a text file.", "Save the table as CSV (“Save as” or “Export”).")
    lines = _lines(text.lstrip("\ufeff"))
    header = [_word(cell) for cell in lines[0][1]] if lines else []
    at = next((header.index(word) for word in _FILE if word in header), None)
    if at is None:
        columns = ", ".join(filter(None, header)) or "none"
        raise UsageError(
            f"{shown} has no column “file”, so its rows cannot be joined to files.",
            f"Call the column with the names of the files “file”. Columns found: {columns}.",
        )
    return _read(lines, header, at, shown, list(problems))


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """The rows that are not empty, with their lines, by the separator that gives the most columns one knows."""
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r'"?sep=(.)"?\s*', first)  # as Excel writes it
    if told:
        return _split(rest, told[1], 2)
    best = max(_SEPARATORS, key=lambda sign: (_known_columns(first, sign), first.count(sign)))
    return _split(text, best, 1)


def _known_columns(line: str, separator: str) -> int:
    header = next(csv.reader([line], delimiter=separator), [])
    return sum(_word(cell) in (*_FILE, *_KEYS, *_PARTS) for cell in header)


def _split(text: str, separator: str, first: int) -> list[tuple[int, list[str]]]:
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    found: list[tuple[int, list[str]]] = []
    line = first
    while True:
        try:
            row = next(rows, None)
        except csv.Error:  # one cell larger than any text: the row is no row
            row = []
        if row is None:
            return found
        if any(cell.strip() for cell in row):
            found.append((line, row))
        line = first + rows.line_num


def _read(
    lines: Sequence[tuple[int, list[str]]], header: Sequence[str], file: int, path: str, problems: list[Problem]
) -> Table:
    taken: dict[int, str] = {}
    for number, word in enumerate(header):
        key = "" if number == file else _KEYS.get(word) or ("speakers" if word in _PARTS else "")
        if key and (key == "speakers" or key not in taken.values()):
            taken[number] = key
        elif word and number != file and any(len(row) > number and row[number].strip() for _, row in lines[1:]):
            problems.append(problem("unknown-column", Place(path, lines[0][0]), name=lines[0][1][number].strip()))
    day_first = _day_first(
        row[n] for n, key in taken.items() if key in ("date", "updated") for _, row in lines[1:] if n < len(row)
    )
    rows = []
    for line, row in lines[1:]:
        name = row[file].strip() if file < len(row) else ""
        if not name:
            problems.append(problem("row-without-name", Place(path, line)))
            continue
        cells = {number: row[number].strip() for number in taken if number < len(row) and row[number].strip()}
        given: dict[str, str | tuple[str, ...]] = {}
        speakers: list[Declared] = []
        for number, cell in cells.items():
            key = taken[number]
            if key == "speakers":
                speakers += _speakers(cell, _PARTS[header[number]])
            elif key in ("topics", "media"):
                given[key] = _several(cell)
            elif key in ("date", "updated"):
                given[key] = _date(cell, day_first)
            else:
                given[key] = cell
        meta, wrong = config.front_matter_of_cells(given, path, line)
        problems += wrong
        rows.append(_Row(name, line, msgspec.structs.replace(meta, speakers=tuple(speakers))))
    return Table(path, rows, problems)


def _word(cell: str) -> str:
    return " ".join(re.sub(r"[_\-:*]+", " ", cell.strip("\ufeff \t")).casefold().split())


def _speakers(cell: str, part: str | None) -> Iterable[Declared]:
    separated = [one.strip() for one in re.split(r"[;|\n]", cell) if one.strip()]
    if len(separated) == 1:
        # "Ada Lind, Otto Reyes" are two, "Ada Lind, Mayor" and "Lind, Ada" are one.
        several = [one.strip() for one in cell.split(",")]
        separated = several if len(several) > 1 and all(len(one.split()) > 1 for one in several) else separated
    for one in separated:
        name, office, outlet = names.split(one)
        yield Declared(name, role=office, affiliation=outlet, part=part)


def _several(cell: str) -> tuple[str, ...]:
    separator = r"[;|\n]" if re.search(r"[;|\n]", cell) else ","
    return tuple(one.strip() for one in re.split(separator, cell) if one.strip())


def _day_first(cells: Iterable[str]) -> bool | None:
    """Whether 5/6/2031 is the fifth of June, as the column's other dates tell; None where none does."""
    votes: Counter[bool] = Counter()
    for cell in cells:
        if found := _SLASHED.fullmatch(_MIDNIGHT.sub("", cell.strip())):
            one, two = int(found[1]), int(found[2])
            if (one > 12) != (two > 12):
                votes[one > 12] += 1
    return votes[True] > votes[False] if votes and min(votes[True], votes[False]) == 0 else None


def _date(cell: str, day_first: bool | None) -> str:
    """The date as the front matter writes it; as it stands where it is not clear which day is meant."""
    text = _MIDNIGHT.sub("", cell)
    if (found := _SLASHED.fullmatch(text)) and day_first is not None:
        day, month = (found[1], found[2]) if day_first else (found[2], found[1])
        return f"{found[3]}-{int(month):02}-{int(day):02}"
    if found := _DOTTED.fullmatch(text):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    if re.fullmatch(r"\d{4}(-\d\d){0,2}(?:[T ].*)?", text):
        return text
    dated = None if _SLASHED.fullmatch(text) else date_line(text)
    return (
        dated.date
        if dated
        else (from_name(text)[0] or text)
        if re.fullmatch(r"\d{8}|\d{4}[/.]\d\d?[/.]\d\d?", text)
        else text
    )


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip().replace("\\", "/")).casefold()


def _has_ending(name: str) -> bool:
    return bool(re.search(r"\.[A-Za-z]\w{0,7}$", name.strip()))


def _stem(name: str) -> str:
    plain = _plain(name)
    return plain[: plain.rindex(".")] if _has_ending(plain) else plain


def _name(file: str) -> str:
    """What rows are found by: the last part of a path, without ending."""
    return _stem(file).rpartition("/")[2]


def _is_end(end: str, path: str) -> bool:
    """Whether a path ends with the parts of another."""
    end = end.removeprefix("./")
    return path == end or path.endswith(f"/{end}")


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MANY:,} more" if len(names) > _MANY else ""
    return ", ".join(names[:_MANY]) + more
