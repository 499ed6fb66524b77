"""Problems: what is wrong in somebody's files, where, and how to mend it.

    OnRecordError             anything the command line turns into a message instead of a traceback
    ├── UsageError            the command was used wrongly (exit code 2)
    └── ContentError          the content has errors (exit code 1); carries all of them

Every problem is of a kind from `CATALOGUE`, a closed set; `docs/problems.md` lists it.
"""

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import NamedTuple

import msgspec


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"  # stops the build before anything is written
    WARNING = "warning"  # the build goes on; `--strict` stops it
    NOTICE = "notice"  # worth knowing, never stops anything


class Kind(NamedTuple):
    """One kind of problem: `{fact}` fields in the texts are filled from the facts of the case."""

    severity: Severity
    message: str
    hint: str


class Place(msgspec.Struct, frozen=True):
    """Where a problem is: `line` and `column` count from 1, in characters; 0 means the whole file."""

    path: str
    line: int = 0
    column: int = 0
    excerpt: str = ""  # the line itself
    length: int = 1  # characters the caret underlines
    words: str = ""  # what it is about, to be looked for from `line` on where the column is not known


class Problem(msgspec.Struct, frozen=True):
    """Something wrong or doubtful in a user's file."""

    code: str  # a key of CATALOGUE
    severity: Severity
    message: str
    hint: str = ""
    place: Place | None = None


class OnRecordError(Exception):
    """What the command line shows as a message, never as a traceback."""


class UsageError(OnRecordError):
    """The command was used wrongly. `hint` says what to do instead."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class ContentError(OnRecordError):
    """The content has errors; `problems` holds every problem of the run."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(p.message for p in self.problems))

    def __reduce__(self) -> tuple[type["ContentError"], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)  # so that one that a worker meets is told by the build


def problem(code: str, place: Place | None = None, **facts: object) -> Problem:
    """A problem of the kind `code` with the facts of this case filled in."""
    kind = CATALOGUE[code]
    filled = {name: str(fact) for name, fact in facts.items()}
    return Problem(code, kind.severity, kind.message.format(**filled), kind.hint.format(**filled), place)


def locate(path: str, text: str, offset: int, length: int = 1) -> Place:
    """The place of the character at `offset` (from 0) in `text`, whose lines end with `\\n`."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    excerpt = text[start:] if end < 0 else text[start:end]
    return Place(path, text.count("\n", 0, offset) + 1, offset - start + 1, excerpt[:2000], max(1, length))


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice most like `word`, if any is like it at all: for "did you mean"."""
    from difflib import get_close_matches

    by_fold = {choice.casefold(): choice for choice in choices}
    found = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.7)
    return by_fold[found[0]] if found else None


class Guesses:
    """`nearest` for the mistakes of a run: with very many of them and very many choices the last ones go without."""

    def __init__(self) -> None:
        self._left = 300_000  # comparisons: a few seconds

    def nearest(self, word: str, choices: Collection[str]) -> str | None:
        """The choice most like `word`, if any is like it at all."""
        self._left -= len(choices)
        return nearest(word, choices) if self._left >= 0 else None


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems by file, line and column, each once; those without a place first."""

    def key(p: Problem) -> tuple[str, int, int, str, str]:
        place = p.place or Place("")
        return place.path, place.line, place.column, p.code, p.message

    return tuple(sorted(set(problems), key=key))


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTICE

# Texts are for people who edit text files and do not program: what is wrong, then how to mend it.
CATALOGUE: dict[str, Kind] = {
    # --- files -------------------------------------------------------------------------------------
    "outside-archive": Kind(
        _W,
        "This link leads nowhere or out of the archive, so it is left out.",
        "Put a copy of the file here instead of a link.",
    ),
    "name-not-unicode": Kind(
        _W,
        "The name of this file is not Unicode, so it is left out: no page could be called after it.",
        "Give it another name.",
    ),
    "nothing-beside": Kind(
        _W,
        "There is no transcript called “{stem}” beside this file, so it is not used.",
        "Give it the name of its transcript, also where that was renamed: what belongs to interview.md is called "
        "interview.meta.yaml, interview.notes.yaml, interview.words.json.",
    ),
    "media-in-content": Kind(
        _N,
        "Pictures and recordings are not published from here.",
        "Put them into static/ and name them in the front matter, for example `media: audio/levy.mp3`.",
    ),
    "unreadable-file": Kind(
        _E, "This file cannot be read: {reason}.", "Check that it exists and that you may open it."
    ),
    "empty-file": Kind(_E, "This file is empty.", "Put the transcript into it, or delete it."),
    "not-text": Kind(
        _E, "This is not a text file.", "Save it as plain text in UTF-8, or move it out of the content folder."
    ),
    "other-encoding": Kind(
        _N,
        "The text is not in UTF-8; it was read as {encoding}.",
        "Check accents and quotation marks, and save it as UTF-8.",
    ),
    "control-character": Kind(
        _W,
        "The text has invisible control characters ({number} in all, the first is {sign}).",
        "Delete it here: put the cursor behind it and press backspace.",
    ),
    # --- settings, front matter, registries ----------------------------------------------------------
    "bad-yaml": Kind(
        _E,
        "This cannot be read: {reason}.",
        "Compare the line with its neighbours: each is `key: value`, evenly indented.",
    ),
    "unquoted-colon": Kind(_E, "A value with a colon needs quotation marks.", "Write it as: {better}"),
    "yaml-tab": Kind(_E, "A tab stands where blanks are expected.", "Indent with blanks, not with tabs."),
    "yaml-sign": Kind(_E, "A value that begins with “{sign}” needs quotation marks.", "Write it as: {better}"),
    "yaml-after-end": Kind(
        _E, "The value goes on after its closing quotation mark or bracket.", "Write it as: {better}"
    ),
    "yaml-key": Kind(_E, "A key must be a word.", "Put it into quotation marks if it has brackets or braces."),
    "yaml-documents": Kind(_E, "A second block begins here with `---`.", "Delete this line."),
    "yaml-too-deep": Kind(
        _E, "The values are nested too deeply.", "Nothing needs more than a few levels: look for stray brackets."
    ),
    "duplicate-key": Kind(
        _E,
        "“{key}” stands here a second time (first: line {first}).",
        "Keep one of the two; several values go into one list.",
    ),
    "unknown-key": Kind(_E, "“{key}” is not a known key.", "{hint}"),
    "missing-key": Kind(_E, "“{key}” is missing here.", "Add a line `{line}`."),
    "wrong-type": Kind(_E, "This is {found}, but {expected} is expected.", "{hint}"),
    "wrong-value": Kind(_E, "“{value}” is not {expected}.", "Write {expected}."),
    "bad-date": Kind(_E, "“{value}” is not a date.", "Write {expected}."),
    "bad-id": Kind(_E, "“{value}” cannot be an id.", "Write it in small letters, digits and hyphens: {better}"),
    "unsafe-url": Kind(
        _E,
        "“{value}” is not an address that may be linked to.",
        "Write one that begins with https://, or a path in the site.",
    ),
    "unknown-related-topic": Kind(_W, "There is no topic “{id}”.", "{hint}"),
    "topic-circle": Kind(
        _E,
        "“{broader}” cannot be broader than “{id}”, because it is narrower too.",
        "Take one of the two out of `broader` or `narrower`.",
    ),
    "related-to-itself": Kind(_W, "“{id}” is related to itself.", "Take it out of `related`."),
    "bad-toml": Kind(
        _E,
        "The settings cannot be read: {reason}.",
        'Each line is `key = "value"`: text in quotation marks, true and false without.',
    ),
    "output-inside-content": Kind(
        _E,
        "The site cannot be written to “{output}”: that is where the archive's own files are.",
        "Choose a folder of its own, such as “site”.",
    ),
    "bad-base-url": Kind(
        _E,
        "“{value}” is not the full address of a site.",
        "Write it with https:// in front, as in https://example.org/archive/",
    ),
    "too-old": Kind(
        _E,
        "This archive needs OnRecord {needed} or newer; this is {version}.",
        "Update with `pip install --upgrade onrecord`, or change `requires`.",
    ),
    # --- protected words ---------------------------------------------------------------------------------
    "redactions-missing": Kind(
        _E,
        "The file of protected words is not here, so nothing is read.",
        "Put it there, or say in the variable {variable} where it lies. Without protected words, take `required` "
        "out of [redaction] in onrecord.toml.",
    ),
    "redactions-unclear": Kind(
        _E,
        "The file of protected words has a mistake here ({name}), so nothing is read. Its words are not shown.",
        "Look up “{name}” in the list of problems. Each entry is a line `- words`, or `- protect: words` with `also` "
        "and `as` below it.",
    ),
    "leak": Kind(
        _E,
        "A protected word would be published: it is in this file, {kind}.",
        "Take it out of what the file is made from. A spelling that was not replaced goes under `also` in the file of "
        "protected words.",
    ),
    "leak-in-theme": Kind(_E, "A protected word is in {what}.", "Take it out: {what} is used as it stands."),
    "leak-unseen": Kind(
        _W,
        "It cannot be seen whether a protected word is in this file: {reason}.",
        "Look for yourself, or publish it in another format.",
    ),
    "redactions-tracked": Kind(
        _E,
        "Git tracks the file of protected words, so that it is in every copy of the repository.",
        "Take it out with `git rm --cached`, write its name into .gitignore; it stays in the history all the same.",
    ),
    "protected-tracked": Kind(
        _E,
        "Git tracks this file, and a protected word is in it, {kind}.",
        "Keep it outside the repository, or write `tracked = true` under [redaction] in onrecord.toml if the "
        "repository is private and stays so.",
    ),
    # --- the native format -----------------------------------------------------------------------------
    "unclosed-front-matter": Kind(_E, "The front matter is not closed.", "Put a line with --- behind its last line."),
    "unclosed-matter": Kind(_E, "This `::: matter` is not closed.", "Put a line with ::: where it ends{where}."),
    "unclosed-comment": Kind(_W, "This comment is not closed, so it is read as text.", "Put --> where it ends."),
    "text-without-speaker": Kind(
        _E,
        "It is not clear who says this: it comes before the first label.",
        "Begin the line with `**Name:**`, or give one of the `speakers` in the front matter `opening: true`.",
    ),
    "no-empty-line": Kind(
        _W,
        "This line looks like a {meant}, but it goes on with the paragraph above.",
        "Put an empty line before it.",
    ),
    "duplicate-note": Kind(
        _E, "There is a second note with the id “{id}” (first: line {first}).", "Give one of the two another id."
    ),
    "undefined-note": Kind(_E, "There is no note “{id}”.", "{hint}"),
    "unused-note": Kind(
        _E,
        "No place in the text refers to the note “{id}”.",
        'Put [^{id}] behind the words it is about, or give it their words: [^{id}]: {{quote="…"}} …',
    ),
    "unknown-note-key": Kind(_W, "“{key}” is not something a note knows.", "{hint}"),
    # --- foreign formats and import --------------------------------------------------------------------
    "unknown-format": Kind(
        _E,
        "Files of this kind cannot be read yet.",
        "Plain text, Markdown, web pages, Word and PDF can: save it as .txt, .md, .html, .docx or .pdf.",
    ),
    "save-as-docx": Kind(
        _E,
        "{kind} files cannot be read.",
        "Open it in {program}, choose “{menu}”, take “{choice}”, and import the file that is written.",
    ),
    "broken-document": Kind(
        _E,
        "This document cannot be opened: {reason}.",
        "Open it in a word processor and save it again as DOCX; a download that was cut off must be fetched again.",
    ),
    "bomb": Kind(
        _E,
        "This file is not unpacked, because {reason}: it may be made to fill up the memory.",
        "If you trust where it is from, copy its text into a new document and import that.",
    ),
    "locked-pdf": Kind(
        _E,
        "This PDF is locked with a password.",
        "Open it with its password, print it into a new PDF or save it without a password, and import that.",
    ),
    "broken-pdf": Kind(
        _E,
        "This PDF cannot be opened: it is cut off, damaged, or something else under the name of a PDF.",
        "Fetch it again, or open it in a PDF viewer and print it into a new PDF.",
    ),
    "scanned-pdf": Kind(
        _E,
        "This PDF has pictures of its pages and no text.",
        "Have its text recognised first (OCR): `ocrmypdf FILE.pdf NEW.pdf` does it, and so do most scan programs.",
    ),
    "pages-without-text": Kind(
        _W,
        "{number} pages are pictures without text, so their words are missing.",
        "Have their text recognised first (OCR): `ocrmypdf --skip-text FILE.pdf NEW.pdf`, and import the new file.",
    ),
    "pages-unread": Kind(
        _W,
        "{number} pages of this PDF could not be read.",
        "Print the PDF into a new one, and import that.",
    ),
    "date-of-file": Kind(
        _N,
        "The text tells no date; {date} is when the document was made.",
        "Write the date of the event into the front matter, or delete it there.",
    ),
    "broken-json": Kind(
        _E,
        "This is not valid JSON: {reason}.",
        "Export the file again; if it was edited by hand, look for a missing comma, quote or bracket here.",
    ),
    "xml-bomb": Kind(
        _E,
        "This file is made to fill up the memory: it names pieces of text that grow without end.",
        "Do not open it elsewhere either; ask whoever sent it for another copy.",
    ),
    "xml-unreadable": Kind(
        _E,
        "This is not XML that can be read: {reason}.",
        "Export or download it again; a download that was cut off ends in the middle.",
    ),
    "xml-broken": Kind(
        _W,
        "The XML is broken here ({reason}); the rest was read as well as it goes.",
        "Export or download it again, and compare what comes behind this place with the original.",
    ),
    "xml-outside": Kind(
        _W,
        "The file wants to include another one as “{name}”: nothing is fetched from outside, so that is missing.",
        "Put the text into the file itself.",
    ),
    "xml-ampersand": Kind(
        _N,
        "In {number} places “&” stands as it is or before a name that nothing explains: it was kept as text.",
        "Check the words there; in XML it is written `&amp;`.",
    ),
    "xml-unknown": Kind(
        _E,
        "This is XML of a kind that is not understood: <{root}>.",
        "TEI, Akoma Ntoso, publicwhip, Hansard, OHMS, ELAN, Transcriber and EXMARaLDA are: export it so, or as text.",
    ),
    "xml-set-aside": Kind(
        _N,
        "What stands in {names} ({number} words) is not known to be speech: it was kept as matter.",
        "`onrecord import FILE --explain` shows where; move what somebody says into a turn.",
    ),
    "tiers-left-out": Kind(
        _N,
        "These tiers are notes on the speech and not the speech itself, so they were left out: {names}.",
        "`onrecord import FILE --explain` lists what they say; if one of them is the speech, export it alone.",
    ),
    "json-cut-off": Kind(
        _W,
        "This file ends in the middle ({reason}): what stands before that was kept.",
        "Export or download it again: the end of the talk is missing.",
    ),
    "json-no-number": Kind(
        _W,
        "Where a number should be there is {sign} ({number} in all): such times and confidences are left out.",
        "If the recording is to be followed, export the file again.",
    ),
    "speaker-not-told": Kind(
        _N,
        "In {number} places this file does not say who speaks.",
        "Listen to them, and write the name before the turns that are marked with “?”.",
    ),
    "no-speakers-told": Kind(
        _N,
        "This file does not say who speaks.",
        "If there are several, write `**Name:**` where another begins, or let the recogniser tell speakers apart.",
    ),
    "times-backwards": Kind(
        _N,
        "The times run backwards here.",
        "If the recording is to be followed, put the times in order; the words are taken in the order of the file.",
    ),
    "nothing-spoken": Kind(
        _W,
        "No speech was found in this file.",
        "Look at `onrecord import FILE --explain` to see how its lines were understood.",
    ),
    "times-negative": Kind(
        _N,
        "{number} times are before the beginning (the first is here): they were taken as zero.",
        "If the recording is to be followed, shift the captions; the words are kept.",
    ),
    "cues-empty": Kind(
        _N,
        "{number} cues have no words (the first is here).",
        "Nothing is missing, unless something is said there.",
    ),
    "cue-times": Kind(
        _W,
        "These are no times of a cue: “{text}”.",
        "Mend them as in 00:01:02.500 --> 00:01:04.000; the words below were taken for those of the cue before.",
    ),
    "captions-cut-off": Kind(
        _W,
        "The file ends in the middle of a cue.",
        "Export or download it again: the end of the talk may be missing.",
    ),
    "captions-without-names": Kind(
        _N,
        "These captions do not say who speaks.",
        "If there are several, write `**Name:**` where another begins after the import, or `Name:` into the captions.",
    ),
    "table-without-speech": Kind(
        _W,
        "No column of this table is known to be speech.",
        "Give the columns names in the first row, such as speaker, words, tags, timestamp.",
    ),
    "no-such-column": Kind(
        _W,
        "The table has no column “{name}”, which is to be the one for {part}.",
        "{hint}",
    ),
    "quote-not-closed": Kind(
        _W,
        "A quotation mark in this row is never closed, so it was taken for text.",
        "Close it, or write it twice inside a cell in quotation marks.",
    ),
    "row-too-long": Kind(
        _W,
        "This row has more cells than the table has columns: “{words}”.",
        "Put cells with commas into quotation marks; what was too much is kept with the turn.",
    ),
    "no-speakers-found": Kind(
        _W,
        "No labels were found that say who speaks.",
        "Write `Name:` before each contribution, or the name on a line of its own above it.",
    ),
    "outside-article": Kind(
        _N,
        "{number} words of this page stand outside its article and were left out.",
        "`onrecord import FILE --explain` shows them; if they belong to the transcript, add them after the import.",
    ),
    "not-published": Kind(
        _N,
        "{number} {what} in this document were left out: they are not part of its text.",
        "Accept changes and show hidden text in the original if they belong there, and import it again.",
    ),
    "page-furniture": Kind(
        _N,
        "{number} lines of page heads, page feet and page numbers were left out.",
        "`onrecord import FILE --explain` shows them.",
    ),
    "taken-for-one": Kind(
        _N,
        "“{label}” was taken for {name}, the only one of that name in this file.",
        'If it is somebody else, say so: `--speaker "{label}=Name"`.',
    ),
    "not-annotations": Kind(
        _E,
        "This is not a file of annotations: {reason}.",
        "It should be JSON-LD after the Web Annotation Data Model: an annotation, a list, a page or a collection.",
    ),
    "annotation-left-out": Kind(
        _W,
        "The annotation {name} was left out: {why}.",
        "Only words of a transcript, turns and sections can be annotated.",
    ),
    "annotations-without-transcript": Kind(
        _W, "There is no transcript “{id}”; {count} annotations of it were left out.", "{hint}"
    ),
    "notes-not-merged": Kind(
        _E,
        "New notes cannot be added to this file as it is.",
        "Mend what is wrong in it (`onrecord check` says what), each note beginning with “- ” at a line's start.",
    ),
    "not-imported": Kind(
        _W,
        "This file was not made by an import, so it stays as it is.",
        "Give it another name, or the text that you import another title or date.",
    ),
    "unused-label": Kind(
        _W,
        "No file has the label “{label}”, which --speaker explains.",
        "Write it as the file does: `onrecord import FILE --explain` shows the labels.",
    ),
    "update-conflict": Kind(
        _W,
        "This was edited here, and the new version says otherwise: “{words}”.",
        "What is here was kept. Take over by hand what you want of the new words.",
    ),
    "update-removed": Kind(
        _W,
        "This was edited here, and the new version does not have it: “{words}”.",
        "It was kept. Delete it if it is to go.",
    ),
    "update-left-out": Kind(
        _W,
        "The new version has words that are not in this file: “{words}”.",
        "They were left out, because they may have been deleted here on purpose. If not, write them in.",
    ),
    "anchor-gone": Kind(
        _W,
        "The anchor “#{id}” went with its turn or section, which the new version does not have.",
        "Give it to what stands there now, as {{#{id}}}, so that links to it still lead somewhere.",
    ),
    "note-words-gone": Kind(
        _W,
        "The words of the note “{id}” are not in the new version: “{quote}”.",
        "The note was kept with these words. Correct them, or delete the note.",
    ),
    "unknown-column": Kind(
        _N,
        "The column “{name}” is not used: front matter has nothing of that name.",
        "Columns are called after the keys of the front matter: title, date, speakers, kind, place, series, topics, …",
    ),
    "row-without-name": Kind(_N, "This row names no file.", "Write the file's name into the column “file”."),
    "row-twice": Kind(
        _W, "There is a second row for {file} (first: line {first}); it is not used.", "Keep one of the two."
    ),
    "rows-without-file": Kind(
        _W,
        "Rows of this table belong to none of the files: {names}.",
        "Correct the names, or import the files too.",
    ),
    "files-without-row": Kind(
        _W,
        "Files have no row in this table: {names}.",
        "Add rows for them, or correct the names in the column “file”.",
    ),
    # --- doubts that `onrecord check` has about transcripts -------------------------------------------
    "label-drift": Kind(
        _W,
        "“{name}” may be “{other}”{where}: {why}.",
        "If it is one person, write the same name, or give both labels to one of the `speakers` or to an entry in "
        "people.yaml under `also`.",
    ),
    "unresolved-speaker": Kind(
        _N,
        "Nobody has said yet who “{label}” is (turns: {number}).",
        "Write under `speakers`: - {{name: …, label: [{label}]}}",
    ),
    "silent-speaker": Kind(
        _N,
        "{name} is declared as a speaker and says nothing here.",
        "Check the labels, or take the name out of `speakers`.",
    ),
    "procedure-in-turn": Kind(
        _N,
        "This is rather said of the proceedings than by whoever speaks: “{words}”.",
        "Put it between `::: matter` and `:::`, or, as a direction, into *[…]*.",
    ),
    "colon-not-label": Kind(
        _W,
        "“{words}:” may be a label, but is read as speech.",
        "If somebody else speaks here, begin a paragraph with **{words}:**",
    ),
    # --- people, topics, notes, links --------------------------------------------------------------------
    "duplicate-id": Kind(
        _E,
        "Two transcripts would have the same address, “{id}”: this one and {other}.",
        "Rename one of the files, or give it a `slug` of its own.",
    ),
    "ambiguous-person": Kind(
        _E,
        "“{label}” may be {names}.",
        "Say who it is: **{label}:** {{by={id}}}, or declare them under `speakers` with `id: {id}`.",
    ),
    "unknown-person": Kind(_E, "There is no person “{id}”.", "{hint}"),
    "reserved-anchor": Kind(
        _E, "An anchor may not begin like “{id}”: the pages use such names themselves.", "Choose another one."
    ),
    "duplicate-anchor": Kind(
        _E,
        "There is a second “{{#{id}}}” in this transcript (first: line {first}).",
        "Give one of the two another name.",
    ),
    "unknown-topic": Kind(_W, "There is no topic “{name}”; it was made from this name.", "{hint}"),
    "unknown-note-kind": Kind(_E, "There is no kind of note “{kind}”.", "{hint}"),
    "orphaned-note": Kind(_W, "The note on “{quote}” is left out: {why}.", "{hint}"),
    "unknown-question": Kind(
        _W, "“{anchor}” is no question that was asked before, so it is not known what this turn replies to.", "{hint}"
    ),
    "dead-reference": Kind(_W, "“[[{target}]]” leads nowhere, so it stays text.", "{hint}"),
    "unknown-variant": Kind(_W, "There is no transcript “{id}” of which this is another text.", "{hint}"),
    "variant-circle": Kind(
        _W,
        "“{id}” is another text of this one, and this one of it: {circle}.",
        "Let the one that came first have no `variant-of`.",
    ),
    "unplaced-correction": Kind(
        _W,
        "The correction of {date} concerns “{turn}”, and there is no such place: it is told without it.",
        "{hint}",
    ),
    # --- what has been published ------------------------------------------------------------------------
    "bad-ledger-line": Kind(
        _E,
        "This line of published anchors cannot be read.",
        "Where two versions were merged, delete the lines with <<<, === and >>> and keep all others; else take "
        "the file back from an earlier version.",
    ),
    "published-transcript-gone": Kind(
        _W,
        "{url} has been published, and there is no transcript with its words any more: links to it break.",
        "Bring the file back; if it must go, let it say `withdrawn:` with the reason instead, and if it is a draft "
        "again, take `draft` out. To let the links break, delete the file named here.",
    ),
    "published-words-gone": Kind(
        _W,
        "Nearly nothing is left of what has been published as “{id}”: links into it lead to other words.",
        "If this is another transcript under an old name, give its file a name of its own; if it was written anew, "
        "delete content/anchors/{id}.yaml.",
    ),
    "published-page-gone": Kind(
        _W, "The page {url} has been published and is not made any more: its address only says so.", "{hint}"
    ),
    "published-anchor-gone": Kind(
        _E,
        "Links to {url} break: it has been published, and the page does not have it.",
        "If templates/transcript.html is your own, compare it with the one of OnRecord: it has to print what is "
        "`former`.",
    ),
    # --- pages, theme, output, site ----------------------------------------------------------------------
    "bug": Kind(
        _E, "OnRecord has a bug: {name}.", "A report is in the file named here; please send it to the developers."
    ),
    "broken-link": Kind(_W, "A link leads to a page that does not exist: {link}.", "{hint}"),
    "broken-anchor": Kind(
        _W,
        "A link leads to a place that its page does not have: {link}.",
        "Check the part of the address behind the #.",
    ),
    "link-leaves-site": Kind(
        _W, "A link leads out of the site: {link}.", "Write it relative to the site's own pages, or as a full address."
    ),
    "loads-from-elsewhere": Kind(
        _W, "The page loads something from another host: {link}.", "Put a copy of it into static/ and use that."
    ),
    "double-id": Kind(_W, "The page has the id “{id}” twice.", "Give one of the two another anchor."),
    "no-language": Kind(_W, "The page does not say in which language it is.", "Its template needs <html lang=…>."),
    "no-title": Kind(_W, "The page has no title.", "Its template needs a <title> with words in it."),
    "same-url": Kind(
        _E,
        "Two pages want the address {url}: {first} and {second}.",
        "Give one of them another name: `slug:` in a transcript, the id of a person or topic, or the file's name. "
        "An entry in `aliases:` must not be the address of a page that exists.",
    ),
    "template-error": Kind(
        _E,
        "This template has an error: {reason} (found while making {url}).",
        "Mend the line in the template, or delete the file from your templates folder to use the built-in one.",
    ),
    "no-catalog": Kind(
        _W,
        "There are no words for the interface in “{language}”: they are English.",
        "Add a catalog, locales/{language}.po: docs/languages.md shows how.",
    ),
    "catalog-broken": Kind(
        _E,
        "This catalog cannot be read: {reason}.",
        "Mend the line: docs/languages.md shows how a catalog is written.",
    ),
    "catalog-value": Kind(
        _E,
        "The translation of “{words}” names a value that is not there, or has a single percent sign.",
        "Its values are {names}, written exactly so. A percent sign in the words is written twice: %%.",
    ),
    "catalog-forms": Kind(
        _E,
        "The translation of “{words}” has too few forms: this catalog counts in {count}.",
        "Write all of them, msgstr[0] and on, or leave all of them empty: then it is in English.",
    ),
    "template-missing": Kind(
        _E,
        "The template {name} does not exist (needed for {url}).",
        "Check the name in the template that includes or extends it.",
    ),
    "static-missing": Kind(
        _W,
        "There is no file {file} in static/, so that the pages go without it.",
        "Put it there, or correct its name below `[theme]`.{near}",
    ),
    "copy-outdated": Kind(
        _W,
        "This is a copy of {origin} of an earlier OnRecord; the original has changed since.",
        "`onrecord theme diff {name}` shows how the two differ. When your copy has what you want of it, write {now} in "
        "the place of {was} in this line.",
    ),
    "copy-without-original": Kind(
        _W,
        "This is a copy of {origin}, which OnRecord does not have any more: its own pages do not use it.",
        "`CHANGELOG.md` says what has taken its place. Delete the copy, unless a template of yours names it.",
    ),
    "foreign-file": Kind(
        _E,
        "This file stands in the way: the site has a page of this name, and the file there is not one of ours.",
        "Move the file elsewhere, or let the site be built into another folder (`output` in onrecord.toml).",
    ),
    "not-writable": Kind(
        _E,
        "This file or folder cannot be written: {reason}.",
        "Close the programs that have it open, make it writable, and build again: nothing is lost.",
    ),
    "search-failed": Kind(
        _E,
        "The search index could not be made, because Pagefind failed: {reason}.",
        "Install OnRecord again, which brings it, or write `enabled = false` below `[search]` in onrecord.toml.",
    ),
    "unsafe-output": Kind(
        _E,
        "The list of files to write names a place outside the site: {path}.",
        "Delete the file .onrecord-journal.json in the output folder, and build again.",
    ),
}
