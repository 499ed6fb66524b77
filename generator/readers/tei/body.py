"""The text of a TEI document: turns, what interrupts them, headings, and what nobody speaks."""

import re
from collections.abc import Mapping

from generator.model import Block, Note, Position, Understood
from generator.readers import xml
from generator.readers.segments import direction
from generator.readers.speeches import Speeches, Words
from generator.readers.tei.cast import Cast
from generator.readers.tei.header import Person, Timeline
from generator.routes import safe_url

_DIVISIONS = frozenset("body front back group div div0 div1 div2 div3 div4 div5 div6 div7 floatingText text".split())
_SPEECHES = frozenset(("u", "sp", "annotationBlock", "said"))
_EVENTS = frozenset("kinesic vocal incident event stage view camera sound move tech caption writing".split())
_NO_WORDS = frozenset("pb lb cb gb milestone anchor shift pause ptr space figure graphic link alt join".split())
_ANALYSES = frozenset(
    "spanGrp span linkGrp interp interpGrp fs fLib standOff timeline certainty ana joinGrp fw".split()
)
_PARAGRAPHS = frozenset(
    "p ab l lg list item label quote cit table row opener closer salute signed dateline byline docTitle titlePage "
    "docDate docImprint docAuthor titlePart epigraph argument trailer castList castItem set listBibl bibl address "
    "postscript".split()
)
_UTTERANCES = frozenset("utterance contribution chunk phrase intonation sentence".split())
_PRINTED = ("orig", "sic", "abbr", "am", "unclear", "seg")
_OPENING = ("(", "[", "{", "„", "“", "«", "‚", "¿", "¡", "»(")
_CLOSING = re.compile(r"[.,;:!?…)\]}”’»%]+|'s|n't")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,5}")
_FOOTNOTES = frozenset(("foot", "footnote", "bottom", "end", "endnote", "margin"))


class Body:
    """Goes through texts, in order."""

    def __init__(self, root: xml.Element, people: Mapping[str, Person], language: str | None) -> None:
        self.speeches = Speeches()
        self.cast = Cast(people)
        self.notes: list[Note] = []
        self.note_positions: list[Position] = []
        self.unknown: dict[str, tuple[int, int]] = {}  # element → first line, words
        self._timeline = Timeline(root)
        self._language = language
        self._label: tuple[str, int] | None = None  # printed, and waiting for its turn
        tokens = next(xml.descendants(root, "w", "pc"), None)
        self._tokens = tokens is not None
        self._joined = tokens is not None and any(token.get("join") for token in xml.descendants(root, "w", "pc"))
        self._literal = tokens is not None and not self._joined and next(xml.descendants(root, "c"), None) is not None
        self._spoken = next(xml.descendants(root, "timeline", "annotationBlock"), None) is not None
        self._clings = False  # the token before wants the next one close to it
        self._words = Words()

    # --- outside turns --------------------------------------------------------------------------------------------

    def text(self, text: xml.Element) -> None:
        """One text of the document."""
        self._division(text, 1)
        self._drop_label()
        self.speeches.silence()

    def _division(self, division: xml.Element, level: int) -> None:
        own = level + 1 if next(xml.children(division, "head"), None) is not None else level
        self._stray(division.text, division)
        for child in division:
            self._part(child, own)
            self._stray(child.tail, division)
        if own > level:
            self.speeches.silence()

    def _part(self, part: xml.Element, level: int) -> None:
        name, line = xml.name(part), xml.line(part)
        if name in _SPEECHES:
            self._speech(part)
        elif name == "speaker" or self._is_label(part):
            self._drop_label()
            self._label = (xml.words(part), line)
        elif name == "note":
            self._aside_note(part)
        elif name in _ANALYSES:
            self._leave_out(part)
        elif name in _EVENTS or name == "gap":
            self.speeches.silence()
            self.speeches.aside(_described(part) or (_gap(part) if name == "gap" else ""), line)
        elif name and name not in _NO_WORDS:
            self._drop_label()
            self.speeches.silence()
            self._text_part(part, name, level)

    def _text_part(self, part: xml.Element, name: str, level: int) -> None:
        if name == "head":
            self.speeches.section(xml.words(part), level, xml.line(part))
        elif name in _DIVISIONS or self._holds_speech(part):
            self._division(part, level)
        else:
            if name not in _PARAGRAPHS and xml.words(part):
                self._report(part)
            self._block(part)

    def _holds_speech(self, part: xml.Element) -> bool:
        return next(xml.descendants(part, *_SPEECHES), None) is not None

    def _is_label(self, note: xml.Element) -> bool:
        """Whether a note is what is printed before a speech: who speaks."""
        kind = (xml.attribute(note, "type") or "").casefold()
        return xml.name(note) == "note" and kind in ("speaker", "speakername", "label")

    def _aside_note(self, note: xml.Element) -> None:
        """Between turns: a direction, else what the record tells. A label goes on waiting for its turn."""
        text, line = xml.words(note), xml.line(note)
        self.speeches.silence()
        if direction(text) is not None:
            self.speeches.aside(text, line)
        elif text:
            self._block(note)

    def _drop_label(self) -> None:
        """A label whose turn does not come is matter."""
        if self._label:
            (text, line), self._label = self._label, None
            self.speeches.matter(Block(text) if text else None, line)

    def _stray(self, text: str | None, parent: xml.Element) -> None:
        words = " ".join(text.split()) if text else ""
        if words:
            self._report(parent, words)
            self.speeches.matter(Block(words), xml.line(parent), "text between the elements")

    def _report(self, element: xml.Element, text: str | None = None) -> None:
        name = xml.name(element)
        number = len((text if text is not None else xml.words(element)).split())
        line, before = self.unknown.get(name, (xml.line(element), 0))
        self.unknown[name] = (line, before + number)

    def _leave_out(self, element: xml.Element) -> None:
        if text := xml.words(element):
            why = f"<{xml.name(element)}> is about the words and none of them"
            self.speeches.explained.append(Understood(xml.line(element), text, "left out", why))

    # --- turns ----------------------------------------------------------------------------------------------------

    def _speech(self, speech: xml.Element) -> None:
        utterance = speech
        if xml.name(speech) == "annotationBlock":
            utterance = next(xml.children(speech, "u"), speech)
        own = next(
            (c for c in xml.children(utterance) if xml.name(c) == "speaker" or self._opens_with(c, utterance)), None
        )
        if own is not None:
            self._drop_label()
        printed = xml.words(own) if own is not None else self._label[0] if self._label else None
        self._label = None
        who = xml.attribute(speech, "who") or xml.attribute(utterance, "who")
        chair = "chair" in (xml.attribute(speech, "ana") or "").casefold()
        label = self.cast.label(printed, who, chair)
        start, end = self._times(speech, utterance)
        self.speeches.speak(label, xml.line(speech), start, end)
        self._words.take()
        self._clings = False
        self._mixed(utterance, skip=own)
        self._put(xml.line(utterance))
        for other in xml.children(speech) if utterance is not speech else ():
            if xml.name(other) == "u" and other is not utterance:
                self._mixed(other)
                self._put(xml.line(other))
            elif other is not utterance:
                self._inside(other)
        self.speeches.silence()

    def _opens_with(self, child: xml.Element, speech: xml.Element) -> bool:
        return self._is_label(child) and not (speech.text or "").strip()

    def _times(self, *elements: xml.Element) -> tuple[int | None, int | None]:
        start, end = (
            next((t for e in elements if (t := self._timeline.time(xml.attribute(e, name))) is not None), None)
            for name in ("start", "end")
        )
        if start is None or end is None:
            points = [self._timeline.time(xml.attribute(a, "synch")) for a in xml.descendants(elements[-1], "anchor")]
            known = [point for point in points if point is not None]
            start = known[0] if start is None and known else start
            end = known[-1] if end is None and len(known) > 1 else end
        return start, end

    def _put(self, line: int, quotation: bool = False) -> None:
        self.speeches.say(self._words.take(quotation), line)

    def _mixed(self, element: xml.Element, skip: xml.Element | None = None) -> None:
        """Text and elements of a turn, or of a paragraph."""
        blanks = self._skips_blanks(element)
        self._text(element.text, blanks)
        for child in element:
            if child is not skip:
                self._inside(child)
            self._text(child.tail, blanks)

    def _skips_blanks(self, element: xml.Element) -> bool:
        """Whether blanks between the elements are only there for whoever reads the XML."""
        return self._tokens and next(xml.descendants(element, "w", "pc", "c"), None) is not None

    def _text(self, text: str | None, skips_blanks: bool) -> None:
        if text and skips_blanks and not text.strip():
            if self._literal and "\n" not in text:
                self._words.blank()
            return
        self._words.add(text)

    def _inside(self, child: xml.Element) -> None:
        """One element of a turn, or of a paragraph."""
        name, line = xml.name(child), xml.line(child)
        if name in ("w", "pc", "c"):
            self._token(child, name)
        elif name in _EVENTS:
            self._event(_described(child), line)
        elif name in _ANALYSES:
            self._leave_out(child)
        elif name in _NO_WORDS:
            self._milestone(child, name)
        elif handle := {"gap": self._gap, "note": self._note, "seg": self._segment, "choice": self._choice}.get(name):
            handle(child, line)
        elif name in _SPEECHES and xml.attribute(child, "who"):
            self._put(line)
            self._speech(child)
        elif name in _PARAGRAPHS or name in _DIVISIONS:
            self._paragraph(child, name, line)
        elif name:
            self._inline(child, name)

    def _token(self, token: xml.Element, name: str) -> None:
        text = "".join(token.itertext())
        if self._literal:
            self._words.add(text)
            return
        join = token.get("join") or ""
        closing = name == "pc" and not self._joined and _CLOSING.fullmatch(text.strip())
        if self._clings or join in ("left", "both") or closing or name == "c":
            self._words.cling()
        else:
            self._words.blank()
        self._words.add(text.strip())
        self._clings = join in ("right", "both") or (not self._joined and text.strip() in _OPENING)
        if not self._clings:
            self._words.blank()

    def _event(self, text: str, line: int) -> None:
        """In transcriptions of everyday speech a sound stays in the line; elsewhere it interrupts the paragraph."""
        if not text:
            return
        if self._spoken and self._words and len(text) <= 30:
            self._bracketed(text)
            return
        self._put(line)
        self.speeches.aside(text, line)

    def _bracketed(self, text: str) -> None:
        self._words.blank()
        start = self._words.here()
        self._words.add(f"[{text.strip('[]() ')}]")
        self._words.mark(start, "event")
        self._words.blank()
        self._clings = False

    def _gap(self, gap: xml.Element, line: int) -> None:
        described = _described(gap)
        if described or xml.attribute(gap, "reason") in ("editorial", "sampling"):
            self._event(described or _gap(gap), line)
        elif self._words or self.speeches.begun:
            self._bracketed(_gap(gap))
        else:
            self.speeches.aside(_gap(gap), line)

    def _note(self, note: xml.Element, line: int) -> None:
        kinds = {xml.attribute(note, "place"), xml.attribute(note, "type")}
        text = xml.words(note)
        if kinds & _FOOTNOTES and text and self._words:
            id = f"n{len(self.notes) + 1}"
            self._words.point("note", id)
            self.notes.append(Note(id, text))
            self.note_positions.append(Position(line))
            self.speeches.explained.append(Understood(line, text, "note", "a footnote of the source"))
        elif text:
            self._put(line)
            self.speeches.aside(text, line)

    def _milestone(self, element: xml.Element, name: str) -> None:
        if name == "anchor":
            time = self._timeline.time(xml.attribute(element, "synch"))
            if time is not None and self._words:
                self._words.point("sync", time)
        elif xml.attribute(element, "break") != "no" and name in ("lb", "cb", "pb", "gb"):
            self._words.blank()

    def _choice(self, choice: xml.Element, _line: int) -> None:
        """Of several readings the one that was printed; the others are the editor's."""
        readings = list(xml.children(choice))
        kept = next((found for name in _PRINTED for found in readings if xml.name(found) == name), None)
        kept = kept if kept is not None else next(iter(readings), None)
        for reading in readings:
            if reading is kept:
                self._mixed(reading)
            else:
                self._leave_out(reading)

    def _segment(self, segment: xml.Element, line: int) -> None:
        """A paragraph of a speech; in transcriptions of everyday speech a stretch of one."""
        parent = xml.name(segment.getparent())
        kind = (xml.attribute(segment, "type") or "").casefold()
        if parent in ("u", "sp", "said") and kind not in _UTTERANCES and not self._spoken:
            self._put(line)
            self._in_language(segment)
            self._put(line)
        else:
            if kind in _UTTERANCES or parent == "u":
                self._words.blank()
            self._in_language(segment)
            if kind in _UTTERANCES or parent == "u":
                self._words.blank()

    def _in_language(self, element: xml.Element) -> None:
        tag = xml.attribute(element, "lang")
        start = self._words.here()
        self._mixed(element)
        if tag and tag != self._language and _LANGUAGE.fullmatch(tag) and self._language:
            self._words.mark(start, "language", tag)

    def _paragraph(self, element: xml.Element, name: str, line: int) -> None:
        if name == "l":
            self._words.line_break()
            self._mixed(element)
            return
        self._put(line)
        if name == "row":
            self._row(element)
        else:
            self._mixed(element)
        self._put(line, quotation=name in ("quote", "cit"))

    def _row(self, row: xml.Element) -> None:
        """The cells of a row, on one line."""
        self._words.add(row.text)
        last = max((number for number, cell in enumerate(row) if xml.words(cell)), default=0)
        for number, cell in enumerate(row):
            self._mixed(cell)
            if number < last and xml.words(cell):
                self._words.cling()
                self._words.add("; ")
            self._words.add(cell.tail)

    def _inline(self, element: xml.Element, name: str) -> None:
        start = self._words.here()
        before = self._words.length
        if name == "foreign":
            self._in_language(element)
        else:
            self._mixed(element)
        if before == self._words.length:
            if name == "unclear":
                self._bracketed("unclear")
            return
        if name == "unclear":
            self._words.mark(start, "unsure")
        elif name in ("emph", "hi"):
            bold = "bold" in (xml.attribute(element, "rend", "rendition", "style") or "").casefold()
            self._words.mark(start, "strong" if bold else "emphasis")
        elif name == "ref" and (url := safe_url(xml.attribute(element, "target") or "")) and "://" in url:
            self._words.mark(start, "link", url)

    def _block(self, element: xml.Element) -> None:
        """Paragraphs that nobody speaks."""
        line = xml.line(element)
        self._words.take()
        if xml.name(element) == "row":
            self._row(element)
        else:
            self._mixed(element)
        self._put(line)


def _described(element: xml.Element) -> str:
    """The words of an event: its descriptions, which may be in several languages, or its own."""
    descriptions = list(filter(None, (xml.words(found) for found in xml.children(element, "desc"))))
    whole = xml.words(element)
    is_all = sum(len(text.replace(" ", "")) for text in descriptions) == len(whole.replace(" ", ""))
    return " / ".join(descriptions) if is_all else whole


def _gap(gap: xml.Element) -> str:
    return (xml.attribute(gap, "reason") or "gap").replace("_", " ")
