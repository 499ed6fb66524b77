"""Debates as publicwhip XML, which the parsers of mySociety, OpenAustralia and their kin write.

The format: https://parser.theyworkforyou.com/hansard.html. A `speech` has `speakername`, or `nospeaker` where it is
procedure; `time` is the time of day; headings are `major-heading`, `minor-heading`, `oral-heading`; written questions
are `ques` and `reply`.
"""

import re
from collections.abc import Iterator

from generator.errors import Place, Problem, problem
from generator.model import Block, Declared, Meta, Reading, Transcript
from generator.readers import xml
from generator.readers.heads import real_date, source_address
from generator.readers.speeches import Speeches, Words
from generator.routes import safe_url

_HEADINGS = {"oral-heading": 2, "major-heading": 2, "minor-heading": 3, "heading": 2, "sub-heading": 3}
_SPEECHES = frozenset(("speech", "ques", "reply", "question", "answer"))
_NO_WORDS = frozenset(("gidredirect", "inlinetime", "bookmark"))
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK = re.compile(r"0*(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?")
_KINDS = {"wrans": "written-answers", "lordswrans": "written-answers", "wms": "statement", "lordswms": "statement"}
_PROCEDURE = re.compile(
    r"(?:the )?(?:question|motion|amendment|clause|schedule|bill|house|lords?|committee|sitting|debate)s? ?"
    r"(?:\(.*?\) ?)?(?:again |accordingly |, as amended, ?)?"
    r"(?:put|proposed|agreed|made|read|divided|adjourned|resumed|suspended|negatived|withdrawn|ordered|was |were "
    r"|not moved|, by leave)"
    r"|(?:resolved|ordered|adjourned|it being|debate resumed|main question)\b"
    r"|[\[(].*[\])]\.?$|.{0,60}\b(?:rose|indicated assent|indicated dissent|nodded|rose to)\s?(?:[—–-]|\.|$)",
    re.I,
)


def read(data: bytes, path: str) -> Reading:
    """The debate in such a file. Never raises: what is wrong is in the reading's problems."""
    root, problems = xml.parse(data, path)
    if root is None:
        return Reading(Transcript(), problems=problems)
    reader = _Reader()
    reader.stray(root.text, xml.line(root))
    for element in root:
        reader.element(element)
        reader.stray(element.tail, xml.line(element))
    speeches = reader.speeches
    items = speeches.items()
    return Reading(
        Transcript(_meta(root, reader.speakers()), items),
        speeches.positions(),
        problems=(*problems, *reader.doubts(path)),
        explained=tuple(speeches.explained),
    )


class _Reader:
    def __init__(self) -> None:
        self.speeches = Speeches()
        self._offices: dict[str, dict[str, None]] = {}
        self._major = False

    def stray(self, text: str | None, line: int) -> None:
        """Text between the elements."""
        words = " ".join(text.split()) if text else ""
        self.speeches.matter(Block(words) if words else None, line, "text between the elements")

    def element(self, element: xml.Element) -> None:
        name, line = xml.name(element), xml.line(element)
        if name in _HEADINGS:
            level = 3 if _HEADINGS[name] == 3 and self._major else 2
            self._major |= name != "minor-heading"
            self.speeches.section(xml.words(element), level, line)
        elif name in _SPEECHES:
            self._speech(element, line)
        elif name and name not in _NO_WORDS:
            self._division(element)

    def _speech(self, element: xml.Element, line: int) -> None:
        label = None if xml.attribute(element, "nospeaker") == "true" else xml.attribute(element, "speakername", "name")
        if not label and (
            xml.attribute(element, "nospeaker") == "true" or not xml.attribute(element, "speakerid", "person_id")
        ):
            self.speeches.silence()
            self._paragraphs(element, spoken=False)
            self.speeches.silence()
            return
        if label:
            office = xml.attribute(element, "speakeroffice", "office")
            self._offices.setdefault(label, {}).update({office: None} if office else {})
        self.speeches.speak(label, line, _time_of_day(xml.attribute(element, "time")))
        self._paragraphs(element, spoken=True)
        self.speeches.silence()

    def _paragraphs(self, element: xml.Element, spoken: bool) -> None:
        """The paragraphs of a speech, tables and lists by their rows."""
        words = Words()
        words.add(element.text)
        procedure = False  # "Question put and agreed to" and what is in italics behind it
        for child in element:
            name, line = xml.name(child), xml.line(child)
            if name in ("p", "blockquote", "li", "tr", "table", "ul", "ol", "dl", "tbody", "thead", "division"):
                self._put(words, line, spoken)
                if name == "division":
                    self._division(child)
                elif name in ("table", "ul", "ol", "dl", "tbody", "thead"):
                    self._paragraphs(child, spoken)
                elif name == "p" and not self._is_nested(child):
                    italic = (xml.attribute(child, "class") or "").casefold() in ("italic", "procedure")
                    text = xml.words(child)
                    procedure = italic and (procedure or bool(_PROCEDURE.match(text)))
                    if spoken and procedure:
                        self.speeches.aside(text, line)
                    else:
                        self._inline(child, words)
                        indented = (xml.attribute(child, "class") or "") in ("indent", "blockquote") and not _asks(text)
                        self._put(words, line, spoken, quotation=indented)
                elif name == "tr":
                    self._row(child, words)
                    self._put(words, line, spoken)
                else:
                    self._paragraphs(child, spoken)
            elif name in _SPEECHES:
                self._put(words, line, spoken)
                self._speech(child, line)
            elif name:
                self._tag(child, words)
            words.add(child.tail)
        self._put(words, xml.line(element), spoken)

    @staticmethod
    def _is_nested(element: xml.Element) -> bool:
        return any(xml.name(child) in ("p", "table", "ul", "ol") for child in element)

    def _put(self, words: Words, line: int, spoken: bool, quotation: bool = False) -> None:
        block = words.take(quotation)
        if spoken:
            self.speeches.say(block, line)
        else:
            self.speeches.matter(block, line)

    def _row(self, row: xml.Element, words: Words) -> None:
        """The cells of a row, on one line."""
        words.add(row.text)
        last = max((number for number, cell in enumerate(row) if xml.words(cell)), default=0)
        for number, cell in enumerate(row):
            self._inline(cell, words)
            if number < last and xml.words(cell):
                words.cling()
                words.add("; ")
            words.add(cell.tail)

    def _inline(self, element: xml.Element, words: Words) -> None:
        words.add(element.text)
        for child in element:
            if xml.name(child):
                self._tag(child, words)
            words.add(child.tail)

    def _tag(self, element: xml.Element, words: Words) -> None:
        name = xml.name(element)
        if name == "br":
            words.line_break()
            return
        start = words.here()
        self._inline(element, words)
        if name in ("i", "em"):
            words.mark(start, "emphasis")
        elif name in ("b", "strong"):
            words.mark(start, "strong")
        elif name == "a" and (url := safe_url(xml.attribute(element, "href") or "")):
            words.mark(start, "link", url)

    def _division(self, element: xml.Element) -> None:
        """The result of a vote and its lists of names, and whatever else nobody speaks: a line for each list."""
        self.speeches.silence()
        if xml.name(element) == "divisioncount":
            counts = ", ".join(f"{key} {value}" for key, value in element.attrib.items() if value.isdigit())
            self.stray(counts, xml.line(element))
        vote = xml.attribute(element, "vote")
        names = [xml.words(child) for child in xml.children(element)]
        if vote and xml.name(element).endswith("list") and not (element.text or "").strip():
            tails = [" ".join(child.tail.split()) for child in element if child.tail]
            self.stray(f"{vote}: {'; '.join(filter(None, (*names, *tails)))}", xml.line(element))
            return
        self.stray(element.text, xml.line(element))
        for child in element:
            self.element(child)
            self.stray(child.tail, xml.line(child))

    def speakers(self) -> tuple[Declared, ...]:
        """Those of whom the file tells one office."""
        return tuple(
            Declared(name, role=next(iter(offices))) for name, offices in self._offices.items() if len(offices) == 1
        )

    def doubts(self, path: str) -> Iterator[Problem]:
        if self.speeches.unnamed:
            lines = self.speeches.unnamed
            yield problem("speaker-not-told", Place(path, lines[0]), number=len(lines))
        if not any(found.kind == "speech" for found in self.speeches.explained):
            yield problem("nothing-spoken", Place(path))


def _asks(text: str) -> bool:
    """Whether indented words are the speaker's own: the motion or question they put."""
    return text.startswith(("To ask", "To move", "That ", "Moved by", "Moved "))


def _time_of_day(text: str | None) -> int | None:
    """Milliseconds since midnight: "009:30:00", "13:00"; None for "unknown"."""
    found = _CLOCK.fullmatch(text.strip()) if text else None
    if not found:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000


def _meta(root: xml.Element, speakers: tuple[Declared, ...]) -> Meta:
    """What the ids and addresses of the speeches tell: uk.org.publicwhip/debate/2031-05-06a.12.3."""
    ids = [found for child in xml.children(root) if (found := xml.attribute(child, "id"))]
    dates = [day[0] for id in ids if (day := _DATE.search(id)) and real_date(day[0])]
    house = next((parts[1] for id in ids if len(parts := id.split("/")) > 2), "")
    url = next((found for child in xml.children(root) if (found := xml.attribute(child, "url"))), None)
    return Meta(
        date=dates[0] if dates else None,
        kind=_KINDS.get(house, "debate") if house else None,
        source=source_address((url or "").partition("#")[0]),
        speakers=speakers,
    )
