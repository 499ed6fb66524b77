"""Plenary reports of the Bundestag: as XML since 2017 (`dbtplenarprotokoll`), and those before (`DOKUMENT`).

The format: "Bundestags-Plenarprotokolle im XML-Format: Aufbau der Strukturdefinition", chapters 4 to 6. In a `rede`
who speaks stands in `p klasse="redner"`, and in `name` where it is the chair; reactions are `kommentar`. What was
handed in in writing (`anlagen`) is matter. The older ones hold the whole report as plain text.
"""

import re

import msgspec

from generator.errors import Place, problem
from generator.model import Block, Declared, Meta, Position, Reading, Transcript, Understood
from generator.readers import plain, xml
from generator.readers.heads import real_date
from generator.readers.speeches import Speeches, Words

_DAY = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})")
_DIVISIONS = frozenset(
    "sitzungsverlauf sitzungsbeginn sitzungsende tagesordnungspunkt rede vorspann kopfdaten inhaltsverzeichnis anlagen "
    "anlage anlagen-text ivz-block table tbody thead tfoot tgroup liste".split()
)


def read(data: bytes, path: str) -> Reading:
    """The sitting in such a file. Never raises: what is wrong is in the reading's problems."""
    root, problems = xml.parse(data, path)
    if root is None:
        return Reading(Transcript(), problems=problems)
    reading = _of_text(root, path) if xml.name(root) == "DOKUMENT" else _of_elements(root, path)
    return msgspec.structs.replace(reading, problems=(*problems, *reading.problems))


def _of_text(root: xml.Element, path: str) -> Reading:
    """A report as plain text, with some facts around it."""
    text = next(xml.children(root, "TEXT"), None)
    if text is None:
        return Reading(Transcript(), problems=(problem("nothing-spoken", Place(path)),))
    reading = plain.read("".join(text.itertext()).encode("utf-8", "replace"), path)
    above = xml.line(text) - 1
    facts = {xml.name(child): xml.words(child) for child in xml.children(root) if child is not text}
    meta = msgspec.structs.replace(
        reading.transcript.meta,
        title=facts.get("TITEL") or reading.transcript.meta.title,
        date=_day(facts.get("DATUM")) or reading.transcript.meta.date,
        kind="debate",
        language="de",
    )
    return msgspec.structs.replace(
        reading,
        transcript=msgspec.structs.replace(reading.transcript, meta=meta),
        item_positions=tuple(Position(place.line + above) for place in reading.item_positions),
        explained=tuple(msgspec.structs.replace(one, line=one.line + above) for one in reading.explained),
    )


def _of_elements(root: xml.Element, path: str) -> Reading:
    reader = _Reader()
    for part in xml.children(root):
        reader.part(part)
    speeches = reader.speeches
    items = speeches.items()
    problems = () if reader.spoken else (problem("nothing-spoken", Place(path)),)
    return Reading(
        Transcript(_meta(root, tuple(reader.speakers.values())), items),
        speeches.positions(),
        problems=problems,
        explained=tuple(speeches.explained),
    )


class _Reader:
    """Goes through a report, in order."""

    def __init__(self) -> None:
        self.speeches = Speeches()
        self.speakers: dict[str, Declared] = {}  # by their number
        self.spoken = False
        self._in_sitting = False
        self._words = Words()

    def part(self, part: xml.Element) -> None:
        """A chapter, an item of the agenda, a speech, or what stands in one."""
        name, line = xml.name(part), xml.line(part)
        if name == "rednerliste":
            self._leave_out(part)
        elif name in _DIVISIONS:
            self._division(part, name, line)
        elif name == "name" and self._in_sitting:
            self._speak(xml.words(part), line)
        elif name == "p" and (xml.attribute(part, "klasse") or "") == "redner" and self._in_sitting:
            self._speaker(part, line)
        elif name == "kommentar" and self._in_sitting:
            self.speeches.aside(xml.words(part), line)
        else:
            self._paragraph(part, name, line)

    def _division(self, division: xml.Element, name: str, line: int) -> None:
        if name == "sitzungsverlauf":
            self._in_sitting = True
        elif name == "tagesordnungspunkt":
            title = xml.attribute(division, "top-id")
            self.speeches.section(title or "", 2, line)
            if title and self.spoken:
                self.speeches.go_on(line)
        elif name in ("sitzungsende", "anlagen"):
            self._in_sitting = False
            self.speeches.silence()
        self._stray(division.text, division)
        for child in division:
            self.part(child)
            self._stray(child.tail, division)

    def _stray(self, text: str | None, parent: xml.Element) -> None:
        self._words.add(text)
        self._put(xml.line(parent))

    def _speaker(self, paragraph: xml.Element, line: int) -> None:
        """Who speaks, as it is printed; beside it the parts of the name. What follows the colon is speech."""
        person = next(xml.children(paragraph, "redner"), None)
        label, _, speech = " ".join(_printed(paragraph).split()).partition(":")
        self._speak(label, line)
        if person is not None and label:
            self._declare(person, label.strip())
        self._words.add(speech)
        self._put(line)

    def _speak(self, label: str, line: int) -> None:
        self.speeches.speak(label.rstrip(": ") or None, line)

    def _declare(self, person: xml.Element, label: str) -> None:
        name = next(xml.children(person, "name"), None)
        told = {xml.name(one): xml.words(one) for one in name.iter("*")} if name is not None else {}
        known = " ".join(filter(None, map(told.get, ("titel", "vorname", "namenszusatz", "nachname"))))
        id = xml.attribute(person, "id") or known
        if not known:
            return
        before = self.speakers.get(id)
        labels = dict.fromkeys((*(before.labels if before else ()), label))
        labels.pop(known, None)
        self.speakers[id] = Declared(
            before.name if before else known,
            role=told.get("rolle_lang") or (before.role if before else None),
            affiliation=told.get("fraktion") or (before.affiliation if before else None),
            labels=tuple(labels),
        )

    def _paragraph(self, paragraph: xml.Element, name: str, line: int) -> None:
        if name in ("tr", "ivz-eintrag"):
            for cell in paragraph:
                self._words.blank()
                self._words.add(_printed(cell))
        elif name:
            self._words.add(_printed(paragraph))
        self._put(line, quotation=name == "zitat" or (xml.attribute(paragraph, "klasse") or "") == "Z")

    def _put(self, line: int, quotation: bool = False) -> None:
        block: Block | None = self._words.take(quotation)
        self.spoken |= block is not None and self.speeches.speaking
        self.speeches.say(block, line)

    def _leave_out(self, register: xml.Element) -> None:
        if text := xml.words(register):
            why = "a register of those who have spoken"
            self.speeches.silence()
            self.speeches.explained.append(Understood(xml.line(register), text, "left out", why))


def _printed(element: xml.Element) -> str:
    """The words of an element without the parts of names, which stand beside the names as they are printed."""
    if xml.name(element) == "redner":
        return ""
    return "".join((element.text or "", *(_printed(child) + (child.tail or "") for child in element)))


def _meta(root: xml.Element, speakers: tuple[Declared, ...]) -> Meta:
    head = xml.first(root, "vorspann", "kopfdaten")
    number = xml.words(xml.first(head, "plenarprotokoll-nummer"))
    told = xml.first(head, "veranstaltungsdaten", "datum")
    day = _day(xml.attribute(root, "sitzung-datum"))
    place = xml.words(xml.first(head, "veranstaltungsdaten", "ort")) or xml.attribute(root, "sitzung-ort")
    return Meta(
        title=" ".join(number.replace(" /", "/").replace("/ ", "/").split()) or None,
        date=day or (_day(xml.attribute(told, "date")) if told is not None else None),
        kind="debate",
        place=place or None,
        language="de",
        speakers=speakers,
    )


def _day(text: str | None) -> str | None:
    """ "24.10.2017" → 2017-10-24."""
    found = _DAY.fullmatch(text.strip()) if text else None
    return real_date(f"{found[3]}-{found[2]}-{found[1]}") if found else None
