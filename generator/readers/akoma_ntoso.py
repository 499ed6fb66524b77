"""Debates in Akoma Ntoso, of any version.

The vocabulary: http://docs.oasis-open.org/legaldocml/akn-core/v1.0/akn-core-v1.0-part1-vocabulary.html, chapter 5.2.

In a `debateBody`, `speech`, `question` and `answer` have `by` (a person of the references) and `from` (as printed);
`scene`, `narrative` and `summary` are told by the record; containers such as `debateSection` have headings.
"""

import re
from collections.abc import Iterator

from generator.errors import Place, Problem, problem
from generator.model import Block, Declared, Meta, Note, Position, Reading, Transcript, Value
from generator.names import fold, is_voice
from generator.readers import xml
from generator.readers.heads import real_date
from generator.readers.segments import direction
from generator.readers.speeches import Speeches, Words
from generator.routes import safe_url

_SPEECHES = frozenset(("speech", "question", "answer"))
_TOLD = frozenset(("scene", "narrative", "summary", "remark"))
_HEADINGS = frozenset(("heading", "subheading", "num", "longTitle"))
_INLINE = frozenset(
    "a abbr affectedDocument b br change concept courtType date def del docAuthority docCommittee docDate "
    "docIntroducer docJurisdiction docketNumber docNumber docProponent docPurpose docStage docStatus docTitle "
    "docType embeddedText entity event extractText fillIn function i img inline ins judge lawyer legislature "
    "location marker mmod mod noteRef neutralCitation object omissis opinion organization outcome party person "
    "placeholder process quantity quotedText recordedTime ref rmod role rref session shortTitle signature span "
    "sub sup term time u vote witness eol eop from".split()
)
_CONTAINERS = frozenset(
    "debateBody debateSection administrationOfOath rollCall prayers oralStatements writtenStatements "
    "personalStatements ministerialStatements resolutions nationalInterest declarationOfVote communication "
    "petitions papers noticesOfMotion questions address proceduralMotions pointOfOrder adjournment speechGroup "
    "division subdivision section part chapter component components body mainBody content container".split()
)
_PARAGRAPHS = frozenset(
    "p ul ol li block blockList item listIntroduction listWrapUp table tr td th caption tblock toc tocItem other "
    "div embeddedStructure quotedStructure foreign wrapUp intro wrap alinea paragraph subparagraph clause "
    "subsection article preface preamble coverPage conclusions longTitle formula container blockContainer".split()
)
_CLOCK = re.compile(r"(?:\d{4}-\d{2}-\d{2}T)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?")
_LANGUAGES = {
    "eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "deu": "de", "ger": "de", "por": "pt", "gle": "ga",
    "nld": "nl", "swa": "sw", "ara": "ar", "cat": "ca", "eus": "eu", "glg": "gl",
}  # fmt: skip
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,5}")


class Reference(Value):
    """A person or role that the references of a document name."""

    kind: str
    shown: str


def read(data: bytes, path: str) -> Reading:
    """The debate in such a file. Never raises: what is wrong is in the reading's problems."""
    root, problems = xml.parse(data, path)
    if root is None:
        return Reading(Transcript(), problems=problems)
    debate = next(iter([*xml.children(root, "debate", "debateReport", "debateRecord"), *xml.children(root), root]))
    reader = _Reader(dict(_references(root)), dict(_footnotes(root)))
    for part in xml.children(debate):
        if xml.name(part) != "meta":
            reader.part(part, 1)
    speeches = reader.speeches
    items = speeches.items()
    return Reading(
        Transcript(_meta(debate, reader.declared()), items, tuple(reader.notes)),
        speeches.positions(),
        note_positions=tuple(reader.note_positions),
        problems=(*problems, *_doubts(reader, path)),
        explained=tuple(speeches.explained),
    )


def _doubts(reader: "_Reader", path: str) -> Iterator[Problem]:
    speeches = reader.speeches
    if speeches.unnamed:
        yield problem("speaker-not-told", Place(path, speeches.unnamed[0]), number=len(speeches.unnamed))
    if reader.unknown:
        names = ", ".join(f"<{name}>" for name in sorted(reader.unknown))
        first = min(line for line, _ in reader.unknown.values())
        number = sum(words for _, words in reader.unknown.values())
        yield problem("xml-set-aside", Place(path, first), names=names, number=number)
    if not any(found.kind == "speech" for found in speeches.explained):
        yield problem("nothing-spoken", Place(path))


def _id(element: xml.Element) -> str | None:
    return xml.attribute(element, "eId", "id", "wId", "GUID")


def _references(root: xml.Element) -> Iterator[tuple[str, Reference]]:
    for found in xml.descendants(root, "TLCPerson", "TLCRole", "TLCOrganization"):
        id, shown = _id(found), xml.attribute(found, "showAs")
        if id and shown and not shown.startswith("/"):
            yield id, Reference(xml.name(found), " ".join(shown.split()))


def _footnotes(root: xml.Element) -> Iterator[tuple[str, str]]:
    for note in xml.descendants(root, "note"):
        id = _id(note)
        if id and (text := xml.words(note)):
            yield id, text


def _meta(debate: xml.Element, speakers: tuple[Declared, ...]) -> Meta:
    header = xml.first(debate, "meta")
    work = xml.first(header, "identification", "FRBRWork")
    front = list(xml.children(debate, "coverPage", "preface"))
    titles = [xml.words(t) for part in front for t in xml.descendants(part, "docTitle", "shortTitle") if xml.words(t)]
    aliases = (
        [xml.attribute(a, "value") for a in xml.descendants(work, "FRBRname", "FRBRalias")] if work is not None else []
    )
    days = [xml.attribute(d, "date") for part in front for d in xml.descendants(part, "docDate")]
    days += [xml.attribute(d, "date") for d in xml.children(work, "FRBRdate")] if work is not None else []
    publication = xml.first(header, "publication")
    days += [xml.attribute(publication, "date")] if publication is not None else []
    told = xml.first(header, "identification", "FRBRExpression", "FRBRlanguage")
    language = xml.attribute(told, "language") if told is not None else None
    language = _LANGUAGES.get(language or "", language)
    headings = [h for h in xml.descendants(debate, "heading") if xml.words(h)]
    named = xml.attribute(debate, "name") or ""
    title = next(iter((*titles, *filter(None, aliases))), None)
    if not title and " " in named:
        title = named
    if not title and len([h for h in headings if _depth(h) == _depth(headings[0])]) == 1:
        title = xml.words(headings[0])  # one heading above all others
    return Meta(
        title=title,
        date=next((d for day in days if day and (d := real_date(day[:10])) and not d.startswith("3000")), None),
        kind="debate",
        language=language if language and _LANGUAGE.fullmatch(language) and language not in ("mul", "und") else None,
        speakers=speakers,
    )


def _depth(element: xml.Element) -> int:
    return sum(1 for _ in element.iterancestors())


class _Reader:
    """Goes through a debate, in order."""

    def __init__(self, references: dict[str, Reference], footnotes: dict[str, str]) -> None:
        self.speeches = Speeches()
        self.notes: list[Note] = []
        self.note_positions: list[Position] = []
        self.unknown: dict[str, tuple[int, int]] = {}
        self._references = references
        self._footnotes = footnotes
        self._labels: dict[str, dict[str, None]] = {}  # person → labels
        self._roles: dict[str, dict[str, None]] = {}
        self._words = Words()

    # --- outside speeches -----------------------------------------------------------------------------------------

    def part(self, part: xml.Element, level: int) -> None:
        """A part of the debate outside any speech."""
        name, line = xml.name(part), xml.line(part)
        if name in _SPEECHES or (name == "speechGroup" and xml.attribute(part, "by") and not self._holds(part)):
            self._speech(part)
        elif name in _TOLD:
            self.speeches.silence()
            self._told(part, line)
        elif name in _CONTAINERS or self._holds(part):
            self._container(part, level)
        elif name:
            if name not in _PARAGRAPHS and name not in _INLINE and name not in _HEADINGS and xml.words(part):
                self._report(part)
            self.speeches.silence()
            self._block(part, line)

    def _holds(self, part: xml.Element) -> bool:
        return next(xml.descendants(part, *_SPEECHES), None) is not None

    def _report(self, element: xml.Element) -> None:
        name = xml.name(element)
        line, before = self.unknown.get(name, (xml.line(element), 0))
        self.unknown[name] = (line, before + len(xml.words(element).split()))

    def _container(self, container: xml.Element, level: int) -> None:
        """A section with its number and headings."""
        heads = [head for head in xml.children(container, "num", "heading", "subheading") if xml.words(head)]
        number = [xml.words(head) for head in heads if xml.name(head) == "num"]
        titles = [xml.words(head) for head in heads if xml.name(head) == "heading"]
        under = [xml.words(head) for head in heads if xml.name(head) == "subheading"]
        own = level + 1 if heads else level
        if heads:
            title = " ".join((*number, *titles)) or " ".join(under)
            self.speeches.section(title, own, xml.line(heads[0]))
            for text in under if titles or number else ():
                self.speeches.matter(Block(text), xml.line(heads[-1]))
        self._stray(container.text, container)
        for child in container:
            if xml.name(child) not in ("num", "heading", "subheading"):
                self.part(child, own)
            self._stray(child.tail, container)
        if heads:
            self.speeches.silence()

    def _stray(self, text: str | None, parent: xml.Element) -> None:
        words = " ".join(text.split()) if text else ""
        self.speeches.matter(Block(words) if words else None, xml.line(parent), "text between the elements")

    def _told(self, told: xml.Element, line: int) -> None:
        """What the record tells: in brackets or short it is an event, else matter."""
        text = xml.words(told)
        if xml.name(told) in ("scene", "remark") or direction(text) is not None:
            self.speeches.aside(text, line)
        elif text:
            self._block(told, line)

    def _block(self, element: xml.Element, line: int) -> None:
        self._words.take()
        self._mixed(element)
        self._put(line)

    # --- speeches -------------------------------------------------------------------------------------------------

    def _speech(self, speech: xml.Element) -> None:
        source = next(xml.children(speech, "from"), None)
        printed = _printed(source) if source is not None else ""
        by = (xml.attribute(speech, "by") or "").rpartition("#")[2].strip()
        role = (xml.attribute(speech, "as") or "").rpartition("#")[2].strip()
        label = printed.rstrip(":：").strip() or by or None
        if label and by:
            self._labels.setdefault(by, {})[label] = None
            if role in self._references:
                self._roles.setdefault(by, {})[self._references[role].shown] = None
        times = (_time_of_day(xml.attribute(speech, name)) for name in ("startTime", "endTime"))
        start, end = times
        if start is None and source is not None:
            told = next(xml.descendants(source, "recordedTime"), None)
            start = _time_of_day(xml.attribute(told, "time")) if told is not None else None
        self.speeches.speak(label, xml.line(speech), start, end)
        self._words.take()
        for head in xml.children(speech, *_HEADINGS):
            self.speeches.aside(xml.words(head), xml.line(head))
        self._mixed(speech, skip=source)
        self._put(xml.line(speech))
        self.speeches.silence()

    def _put(self, line: int, quotation: bool = False) -> None:
        self.speeches.say(self._words.take(quotation), line)

    def _mixed(self, element: xml.Element, skip: xml.Element | None = None) -> None:
        self._words.add(element.text)
        for child in element:
            if child is not skip and not (xml.name(element) in _SPEECHES and xml.name(child) in _HEADINGS):
                self._inside(child)
            self._words.add(child.tail)

    def _inside(self, child: xml.Element) -> None:
        """One element of a speech, or of a paragraph."""
        name, line = xml.name(child), xml.line(child)
        if name in _TOLD:
            self._put(line)
            self.speeches.aside(xml.words(child), line)
        elif name in _SPEECHES:
            self._put(line)
            self._speech(child)
        elif name in ("authorialNote", "noteRef"):
            self._footnote(child, line)
        elif name in ("br", "eol"):
            self._words.line_break()
        elif name == "tr":
            self._put(line)
            self._row(child)
            self._put(line)
        elif name in ("item", "li", "paragraph", "tocItem"):
            self._put(line)
            self._item(child)
            self._put(line)
        elif name in _PARAGRAPHS or name in _CONTAINERS:
            self._put(line)
            self._mixed(child)
            self._put(line, quotation=name in ("embeddedStructure", "quotedStructure"))
        elif name:
            self._inline(child, name)

    def _item(self, item: xml.Element) -> None:
        """An item of a list: its number belongs to its first paragraph."""
        self._words.add(item.text)
        for child in item:
            if xml.name(child) in ("num", "heading") or (xml.name(child) == "p" and not self._holds_blocks(child)):
                self._words.blank()
                self._mixed(child)
                if xml.name(child) == "p":
                    self._put(xml.line(child))
            else:
                self._inside(child)
            self._words.add(child.tail)

    @staticmethod
    def _holds_blocks(element: xml.Element) -> bool:
        return any(xml.name(child) in _PARAGRAPHS for child in element)

    def _row(self, row: xml.Element) -> None:
        """The cells of a row, on one line."""
        self._words.add(row.text)
        last = max((number for number, cell in enumerate(row) if xml.words(cell)), default=0)
        for number, cell in enumerate(row):
            self._words.add(xml.words(cell))
            if number < last and xml.words(cell):
                self._words.cling()
                self._words.add("; ")
            self._words.add(cell.tail)

    def _footnote(self, note: xml.Element, line: int) -> None:
        told = (xml.attribute(note, "href") or "").lstrip("#")
        text = xml.words(note) or self._footnotes.get(told, "")
        if not text:
            return
        if not self._words:
            self.speeches.aside(text, line)
            return
        id = f"n{len(self.notes) + 1}"
        self._words.point("note", id)
        self.notes.append(Note(id, text))
        self.note_positions.append(Position(line))

    def _inline(self, element: xml.Element, name: str) -> None:
        start = self._words.here()
        self._mixed(element)
        if name == "i":
            self._words.mark(start, "emphasis")
        elif name == "b":
            self._words.mark(start, "strong")
        elif name == "a" and (url := safe_url(xml.attribute(element, "href") or "")) and "://" in url:
            self._words.mark(start, "link", url)

    # --- who speaks -----------------------------------------------------------------------------------------------

    def declared(self) -> tuple[Declared, ...]:
        """Those whom the references name otherwise than their labels do, and those of whom one office is told."""
        under: dict[str, set[str]] = {}
        for id, labels in self._labels.items():
            for label in labels:
                under.setdefault(fold(label), set()).add(id)
        found: dict[str, Declared] = {}
        for id, labels in self._labels.items():
            shown = self._references.get(id)
            if not shown or shown.kind != "TLCPerson" or is_voice(shown.shown):
                continue
            own = tuple(label for label in labels if len(under[fold(label)]) == 1 and label != shown.shown)
            roles = self._roles.get(id, {})
            role = next(iter(roles)) if len(roles) == 1 else None
            if (own or role) and under.get(fold(shown.shown), {id}) == {id}:
                found.setdefault(fold(shown.shown), Declared(shown.shown, role=role, labels=own))
        return tuple(found.values())


def _printed(source: xml.Element) -> str:
    """The words of `from`, without the time that may stand in it."""
    pieces = [source.text or ""]
    for child in source:
        if xml.name(child) != "recordedTime":
            pieces.append(" ".join("".join(child.itertext()).split(" ")))
        pieces.append(child.tail or "")
    return " ".join("".join(pieces).split())


def _time_of_day(told: str | None) -> int | None:
    """Milliseconds since midnight of "14:03:00" or "2012-09-20T14:03:00+02:00"."""
    found = _CLOCK.fullmatch(told) if told else None
    if not found:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000
