"""Transcriber files (.trs; https://trans.sourceforge.net/en/formats.php, trans-14.dtd).

An episode has sections, a section has turns; in a turn `Sync` tells the time, `Who` which of several speakers goes on.
"""

import re
from collections.abc import Iterator

from generator.errors import Place, Problem, problem
from generator.model import Declared, Item, Meta, Position, Reading, Section, Transcript, Turn, Understood
from generator.readers import segments, xml
from generator.readers.heads import date_line
from generator.readers.segments import Segment
from generator.readers.speeches import Words

_LONGEST = 2  # letters of a code that stands for a breath or a click, which no reader wants to see
_COMPACT = re.compile(r"(\d{2})(\d{2})(\d{2})")


def read(data: bytes, path: str) -> Reading:
    """The transcript in such a file. Never raises: what is wrong is in the reading's problems."""
    root, problems = xml.parse(data, path)
    if root is None:
        return Reading(Transcript(), problems=problems)
    reader = _Reader(root)
    made: list[tuple[Item, Position]] = []
    for section in xml.descendants(root, "Section"):
        made += reader.section(section)
    items = tuple(item for item, _ in made)
    if not any(isinstance(item, Turn) for item in items):
        problems = (*problems, problem("nothing-spoken", Place(path)))
    return Reading(
        Transcript(_meta(root, reader.speakers), items),
        tuple(position for _, position in made),
        problems=(*problems, *reader.doubts(path)),
        explained=tuple(reader.explained),
    )


def _meta(root: xml.Element, speakers: dict[str, str]) -> Meta:
    episode = next(xml.descendants(root, "Episode"), None)
    program = xml.attribute(episode, "program") if episode is not None else None
    told = (xml.attribute(episode, "air_date") if episode is not None else None) or ""
    dated = date_line(told) if told else None
    compact = _COMPACT.fullmatch(told)  # of two digits each, the year first
    file = xml.attribute(root, "audio_filename")
    language = xml.attribute(root, "lang") or ""
    extra = (("programme", program), ("recording", file), ("transcribed by", xml.attribute(root, "scribe")))
    names = [name for name in dict.fromkeys(speakers.values()) if " " in name]
    day = f"{'19' if int(compact[1]) > 60 else '20'}{compact[1]}-{compact[2]}-{compact[3]}" if compact else None
    valid = day if day and date_line(day) else None
    return Meta(
        title=program,
        date=dated.date if dated else valid,
        language=language if language.isascii() and language.isalpha() and len(language) in (2, 3) else None,
        speakers=tuple(map(Declared, names)),
        extra=tuple((key, value) for key, value in extra if value and key != "programme"),
    )


class _Reader:
    def __init__(self, root: xml.Element) -> None:
        self.speakers = {
            id: xml.attribute(one, "name") or id
            for one in xml.descendants(root, "Speaker")
            if (id := xml.attribute(one, "id"))
        }
        self._topics = {xml.attribute(one, "id"): xml.attribute(one, "desc") for one in xml.descendants(root, "Topic")}
        self.explained: list[Understood] = []
        self._unnamed: list[int] = []

    def section(self, section: xml.Element) -> Iterator[tuple[Item, Position]]:
        """A heading, where the section has a topic, and its turns."""
        line = xml.line(section)
        topic = self._topics.get(xml.attribute(section, "topic"))
        if topic:
            self.explained.append(Understood(line, topic, "heading", "the topic of a section"))
            yield Section(topic), Position(line)
        found = [segment for turn in xml.descendants(section, "Turn") for segment in self._turn(turn)]
        for segment in found:
            told = f"{segment.speaker}: {segment.text}"
            self.explained.append(Understood(segment.line, told, "label", "the turn names who speaks"))
        items, positions = segments.items(found, one_label_one_voice=True)
        yield from zip(items, positions, strict=True)

    def _turn(self, turn: xml.Element) -> Iterator[Segment]:
        """A segment for each stretch between two times, or two voices at once."""
        voices = [self.speakers.get(id, id) for id in (xml.attribute(turn, "speaker") or "").split()]
        end = _time(xml.attribute(turn, "endTime"))
        start, line = _time(xml.attribute(turn, "startTime")), xml.line(turn)
        voice = voices[0] if voices else "?"
        words = Words()
        words.add(turn.text)
        for child in turn:
            name = xml.name(child)
            if name in ("Sync", "Who"):
                time = _time(xml.attribute(child, "time")) if name == "Sync" else start
                yield from self._segment(words, start, time if name == "Sync" else end, voice, line)
                start, line = time if time is not None else start, xml.line(child)
                number = int(xml.attribute(child, "nb") or 0) if (xml.attribute(child, "nb") or "").isdigit() else 0
                if name == "Who":
                    voice = voices[number - 1] if 0 < number <= len(voices) else voice
            elif name in ("Event", "Comment", "Background", "Vocal"):
                self._event(child, name, words)
            elif name:
                words.add(xml.words(child))
            words.add(child.tail)
        yield from self._segment(words, start, end, voice, line)

    def _segment(self, words: Words, start: int | None, end: int | None, voice: str, line: int) -> Iterator[Segment]:
        block = words.take()
        if not block:
            return
        if voice == "?" and segments.direction(block.text) is None:
            self._unnamed.append(line)
        end = end if start is None or end is None or end >= start else None
        yield Segment(block.text, start, end, voice, block.marks, line)

    def _event(self, event: xml.Element, name: str, words: Words) -> None:
        """What is heard beside the words stays in the line; codes, and remarks on single words, are left out."""
        text = xml.attribute(event, "desc", "type") or ""
        kind = xml.attribute(event, "type") or "noise"
        heard = name in ("Event", "Vocal") and kind in ("noise", "vocal")
        if heard and len(text) > _LONGEST and (xml.attribute(event, "extent") or "instantaneous") != "end":
            words.blank()
            start = words.here()
            words.add(f"[{text}]")
            words.mark(start, "event")
            words.blank()
        elif text:
            why = "a remark on the recording or on how a word is said"
            self.explained.append(Understood(xml.line(event), text, "left out", why))

    def doubts(self, path: str) -> Iterator[Problem]:
        """What is not sure."""
        if self._unnamed:
            yield problem("speaker-not-told", Place(path, self._unnamed[0]), number=len(self._unnamed))


def _time(text: str | None) -> int | None:
    try:
        seconds = float(text or "")
    except ValueError:
        return None
    return round(seconds * 1000) if 0 <= seconds < 1e7 else None
