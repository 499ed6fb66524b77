"""Hansard as XML: the parliament of Australia (schema 2.x, aph.gov.au), and the digitised volumes of Westminster.

In Australia each contribution until 2011 is an element with its `talker` and paragraphs; since then a `speech` holds
its whole text as it is printed, interjections included, and who speaks is a link with a type of its own. In the
volumes of Westminster a paragraph has a `member` and a `membercontribution`.
"""

import re
from collections.abc import Iterator

import msgspec

from generator.errors import Place, problem
from generator.model import Block, Declared, Mark, Meta, Reading, Transcript, Understood
from generator.readers import xml
from generator.readers.heads import real_date
from generator.readers.speeches import Speeches, Words

_INFO = frozenset(("debateinfo", "subdebateinfo", "subdebate.info"))
_ASIDE = frozenset("page.no time.stamp day.start id.no col image separator session.header type".split())
_SPEECHES = frozenset(("speech", "question", "answer"))
_PARAGRAPHS = frozenset(("p", "para", "title", "date"))
_CALLED = re.compile(r"(?:Member|Office|Minister|Senator|Clerk)\w*")
_INTERJECTING = re.compile(r"HPS-General\w*Interjecting")
_LEVEL = re.compile(r"subdebate\.(\d)")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?::(\d{2}))?")
_BESIDE = re.compile(r"\s*(?:\([^()]*\)\s*)*[:—–-]+\s*")  # between a name and its speech
_AFTER = re.compile(r",?\s+MP\b|^Senator\s+|\s*\([^()]*\)")  # about the name of a member
_CHAMBERS = {"REPS": "House of Representatives", "House of Reps": "House of Representatives", "SENATE": "Senate"}


def read(data: bytes, path: str) -> Reading:
    """The sitting in such a file. Never raises: what is wrong is in the reading's problems."""
    root, problems = xml.parse(data, path)
    if root is None:
        return Reading(Transcript(), problems=problems)
    reader = _Reader()
    reader.part(root, 1)
    items = reader.speeches.items()
    if not any(found.kind == "speech" for found in reader.speeches.explained):
        problems = (*problems, problem("nothing-spoken", Place(path)))
    return Reading(
        Transcript(_meta(root, tuple(reader.declared())), items),
        reader.speeches.positions(),
        problems=problems,
        explained=tuple(reader.speeches.explained),
    )


class _Reader:
    """Goes through a sitting, in order."""

    def __init__(self) -> None:
        self.speeches = Speeches()
        self._people: dict[str, Declared] = {}  # by their id
        self._labels: dict[str, dict[str, None]] = {}  # label → ids of those who have it
        self._titles: list[str] = []  # of the debates around
        self._words = Words()
        self._waiting: tuple[str, int | None] | None = None  # named, and the text comes further down

    def part(self, part: xml.Element, level: int) -> None:
        """A debate, a contribution, or what stands in one."""
        name, line = xml.name(part), xml.line(part)
        if name in _INFO:
            self._heading(next(xml.children(part, "title"), part), level)
        elif name in _ASIDE or name == "talker":
            self._leave_out(part)
        elif name == "talk.start":
            self._talk(part, level)
        elif name in ("debate.text", "subdebate.text") and xml.words(part) in self._titles:
            return
        elif name == "title" and _parent(part) in ("section", "housecommons", "houselords"):
            self._heading(part, level)
        elif name in ("names", "tr", "row"):
            self._row(part, line)
        elif name and (name in _PARAGRAPHS or not self._holds(part)):
            self._paragraph(part, line)
        elif name:
            self._container(part, name, level)

    def _holds(self, part: xml.Element) -> bool:
        return any(
            xml.name(child) not in ("inline", "span", "a", "i", "b", "sub", "sup") for child in xml.children(part)
        )

    def _container(self, part: xml.Element, name: str, level: int) -> None:
        if name in _SPEECHES or name.startswith("division"):
            self.speeches.silence()
        number = _LEVEL.fullmatch(name)
        inner = int(number[1]) + 2 if number else level + (name in ("debate", "section"))
        self._stray(part.text, part)
        for child in part:
            self.part(child, inner)
            self._stray(child.tail, part)
        if name in _SPEECHES or name.startswith("division"):
            self._waiting = None
            self.speeches.silence()

    def _stray(self, text: str | None, parent: xml.Element) -> None:
        self._words.add(text)
        self._say(self._words.take(), xml.line(parent))

    def _heading(self, title: xml.Element, level: int) -> None:
        self._titles = [*self._titles[-3:], xml.words(title)]
        self.speeches.section(xml.words(title), level, xml.line(title))

    def _leave_out(self, element: xml.Element) -> None:
        if text := xml.words(element):
            why = "tells of the page or the speaker"
            self.speeches.explained.append(Understood(xml.line(element), text, "left out", why))

    # --- who speaks ---------------------------------------------------------------------------------------------------

    def _talk(self, talk: xml.Element, level: int) -> None:
        """Who speaks, and the first paragraphs, where the text does not stand further down as it is printed."""
        talker = next(xml.children(talk, "talker"), None)
        if talker is None:
            self._container(talk, "", level)
            return
        names = {xml.attribute(name, "role"): xml.words(name) for name in xml.children(talker, "name")}
        told = {xml.name(child): xml.words(child) for child in xml.children(talker)}
        self._learn(told, names.get("metadata") or "")
        label = (names.get("display") or names.get("metadata") or told.get("name") or "").strip(" :—-")
        self._waiting = (label, _time_of_day(told.get("time.stamp")))
        if names.get("display"):
            self._labels.setdefault(label, {})[told.get("name.id", "")] = None
        for child in xml.children(talk):
            self.part(child, level)

    def _learn(self, told: dict[str, str], name: str) -> None:
        """Take note of a member: "BARTON, Edmund", "Wallace, Andrew MP (The SPEAKER)"."""
        surname, _, given = _AFTER.sub("", name).partition(",")
        if told.get("name.id") and given.strip() and given.strip() != "The":
            surname = surname.title() if surname.isupper() else surname
            full = f"{given.strip()} {surname.strip()}"
            before = self._people.get(told["name.id"], Declared(full))
            role, party = told.get("role") or before.role, told.get("party") or before.affiliation
            self._people[told["name.id"]] = msgspec.structs.replace(before, role=role, affiliation=party)

    def _speak(self, label: str, line: int, start: int | None) -> None:
        self._waiting = None
        self.speeches.speak(label or None, line, start)

    def declared(self) -> Iterator[Declared]:
        """Those who have spoken under a label that is theirs alone."""
        names = [person.name for person in self._people.values()]
        for id, person in self._people.items():
            own = tuple(label for label, ids in self._labels.items() if list(ids) == [id] and label != person.name)
            if own and names.count(person.name) == 1:
                yield msgspec.structs.replace(person, labels=own)

    # --- what is said -------------------------------------------------------------------------------------------------

    def _say(self, block: Block | None, line: int) -> None:
        if block and self._waiting:
            self._speak(self._waiting[0], line, self._waiting[1])
            block = _without(block, _BESIDE)
        self.speeches.say(block, line)

    def _paragraph(self, paragraph: xml.Element, line: int) -> None:
        link = self._caller(paragraph)
        if link is None and any(_INTERJECTING.fullmatch(c) for c in self._classes(paragraph)):
            self.speeches.aside(xml.words(paragraph), line)
            return
        self._mixed(paragraph, link)
        block = self._words.take(quotation=_parent(paragraph) == "quote")
        if link is not None:
            label = xml.words(link).strip(" :—-")
            self._labels.setdefault(label, {})[xml.attribute(link, "href") or ""] = None
            times = (xml.words(one) for one in xml.descendants(paragraph, "span") if "Time" in (one.get("class") or ""))
            told = next(times, None)
            self._speak(label, line, _time_of_day(told) if told else (self._waiting or ("", None))[1])
            beside = _BESIDE.match(block.text) if block else None
            if beside and "(" in beside[0]:
                why = "stands between the name and the speech"
                self.speeches.explained.append(Understood(line, beside[0].strip(" :—–-"), "left out", why))
            block = _without(block, _BESIDE) if block else None
            self.speeches.say(block, line)
        else:
            self._say(block, line)

    @staticmethod
    def _classes(paragraph: xml.Element) -> Iterator[str]:
        for one in (paragraph, *xml.descendants(paragraph, "span")):
            yield xml.attribute(one, "class") or ""

    @staticmethod
    def _caller(paragraph: xml.Element) -> xml.Element | None:
        """The element at the beginning of a paragraph that names who speaks."""
        member = next(xml.children(paragraph, "member"), None)
        if member is not None and next(xml.children(paragraph, "membercontribution"), None) is not None:
            return member
        link = next(xml.descendants(paragraph, "a"), None)
        named = link is not None and _CALLED.fullmatch(xml.attribute(link, "type") or "") and xml.words(link)
        return link if named and xml.words(paragraph).startswith(xml.words(link)) else None

    def _mixed(self, element: xml.Element, skip: xml.Element | None) -> None:
        self._words.add(element.text)
        for child in element:
            if xml.name(child) in _ASIDE:
                self._leave_out(child)
            elif child is not skip and xml.name(child):
                start = self._words.here()
                self._mixed(child, skip)
                style = f"{child.get('style') or ''} {child.get('font-style') or ''} {xml.name(child)}"
                if "italic" in style or style.endswith(" i"):
                    self._words.mark(start, "emphasis")
            self._words.add(child.tail)

    def _row(self, row: xml.Element, line: int) -> None:
        """The cells of a row, or names of a list, on one line."""
        self._words.add("; ".join(words for cell in xml.children(row) if (words := xml.words(cell))))
        self._say(self._words.take(), line)


def _parent(element: xml.Element) -> str:
    parent = element.getparent()
    return xml.name(parent) if parent is not None else ""


def _without(block: Block, prefix: re.Pattern[str]) -> Block | None:
    """A paragraph without what stands at its beginning."""
    found = prefix.match(block.text)
    start = found.end() if found else 0
    marks = (Mark(max(m.start - start, 0), m.end - start, m.kind, m.value) for m in block.marks if m.end > start)
    text = block.text[start:]
    return msgspec.structs.replace(block, text=text, marks=tuple(marks)) if text else None


def _time_of_day(text: str | None) -> int | None:
    """Milliseconds since midnight of "09:01:00"."""
    found = _CLOCK.fullmatch(text.strip()) if text else None
    if not found:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000


def _meta(root: xml.Element, speakers: tuple[Declared, ...]) -> Meta:
    header = xml.first(root, "session.header")
    chamber = xml.words(xml.first(header, "chamber"))
    day = xml.words(xml.first(header, "date"))
    if header is None and (date := next(xml.descendants(root, "date"), None)) is not None:
        day = xml.attribute(date, "format") or ""
    return Meta(
        title=_CHAMBERS.get(chamber, chamber) or None,
        date=real_date(day),
        kind="debate",
        language="en",
        speakers=speakers,
    )
