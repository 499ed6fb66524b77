"""Facts that the head of a transcript tells with their names: "Date: 12 May 2029", "Interviewer: Ada Brook"."""

import re
from typing import Any

from generator.model import Declared, Meta, Value
from generator.readers.heads import PARTICLES, date_line
from generator.routes import safe_url

# Names of facts → where they belong. What has no place of its own is kept under its name.
_FIELDS = {
    name.strip(): field
    for field, names in {
        "title": "title, titel, titre, título, titolo",
        "date": """date, interview date, date of interview, date of the interview, recording date, date
            recorded, recorded, recorded on, recorded at, held on, published, published on, release
            date, aired, air date, datum, fecha, data, aufnahmedatum, date de l'entretien""",
        "place": "location, place, venue, interview location, place of interview, ort, lieu, lugar, luogo, where",
        "credits": """transcribed by, transcript by, transcriber, transcript prepared by, transcription,
            transcription by, transkription, edited by, transcribed and edited by, reported by, prepared
            by""",
        "source": "source, url, link, original, quelle, web, website, episode url",
        "media": "audio, video, media, recording, mp3, audio file, youtube",
        "language": "language, sprache, langue, idioma",
        "series": "series, podcast, show, collection, programme, program, project, reihe, oral history project",
        "summary": "summary, description, abstract, zusammenfassung",
        "topics": "topics, keywords, tags, subjects, schlagwörter",
        "speakers": """interviewee, interviewees, narrator, narrators, interviewer, interviewers, speaker,
            speakers, guest, guests, host, hosts, moderator, participants, participant, present,
            attendees, panelists, panellists, in attendance, informant, respondent, teilnehmer,
            interview with, interviewed by, interview by, hosted by, moderated by, members present,
            interviewter, interviewpartner, name""",
        "extra": """duration, length, running time, runtime, time, episode, tape, file, file name, filename,
            format, number of pages, session, accession number, interview number, interview no,
            collection number, id, identifier, case, case no, docket, camera, videographer, born, birth
            date, date of birth, occupation, dauer, copyright, rights, original format, equipment, audio
            quality, status, version""",
    }.items()
    for name in names.split(",")
}
_FACT = re.compile(r"[\s\-*•]*([^\W\d_][^:：]{1,38}?)\s*[:：]\s*(\S.*)")
_PARTS = {"interviewer": "interviewer", "host": "moderator", "moderator": "moderator", "interviewed": "interviewer",
          "hosted": "moderator", "moderated": "moderator"}  # fmt: skip
_BEHIND = re.compile(r"([^()]*?)\s*(?:\(([^()]*)\))?")  # a name, and in brackets initials or where from
_SHORT = re.compile(r"[A-Z][A-Za-z]{0,3}")
_LIST = re.compile(r"\s*(?:;|,(?![^()]*\))|\s&\s|\s(?:and|und|et|y)\s)\s*")


class Fact(Value):
    """A fact of the head with its name: "Date: 12 May 2029"."""

    key: str
    field: str
    value: str

    @property
    def of_people(self) -> bool:
        """Whether it says who takes part; such a name may also be a label further down."""
        return self.field == "speakers" and len(self._people()) > 0

    def fits(self, meta: Meta) -> bool:
        """Whether the value is of the right kind, and nothing else said before is lost."""
        match self.field:
            case "date":
                dated = date_line(self.value)
                return dated is not None and meta.date in (None, dated.date)
            case "source":
                return safe_url(self.value.strip("<>")) is not None and meta.source is None
            case "media":
                return safe_url(self.value.strip("<>")) is not None and "/" in self.value
            case "speakers":
                return bool(self._people())
            case "topics":
                return len(self.value) < 300
            case "extra":
                return len(self.value) < 120
            case field:
                return getattr(meta, field) in (None, self.value) and len(self.value) < 200

    def told(self, meta: Meta) -> dict[str, Any]:
        """What the metadata is to be with this fact."""
        match self.field:
            case "date":
                dated = date_line(self.value)
                return {"date": dated.date if dated else None}
            case "source":
                return {"source": safe_url(self.value.strip("<>"))}
            case "media":
                return {"media": (*meta.media, safe_url(self.value.strip("<>")))}
            case "topics":
                return {"topics": (*meta.topics, *_LIST.split(self.value.rstrip(".")))}
            case "speakers":
                return self._introduced(meta)
            case "extra":
                return {"extra": (*meta.extra, (self.key, self.value))}
            case field:
                return {field: self.value}

    def _introduced(self, meta: Meta) -> dict[str, Any]:
        people = self._people()
        names = {name for speaker in meta.speakers for name in (speaker.name, *speaker.labels)}
        part = _PARTS.get(self.key.casefold().split()[0].rstrip("s"))
        labels = (self.key,) if len(people) == 1 else ()
        told = [_BEHIND.fullmatch(person) for person in people]
        new = tuple(
            Declared(
                one[1],
                affiliation=None if one[2] is None or _SHORT.fullmatch(one[2]) else one[2],
                labels=(*labels, one[2]) if one[2] and _SHORT.fullmatch(one[2]) else labels,
                part=part,
            )
            for one in told
            if one and one[1] not in names
        )
        kept = (self.key, self.value)
        return {"speakers": (*meta.speakers, *new), "extra": (*meta.extra, kept)}

    def _people(self) -> tuple[str, ...]:
        names = tuple(name.strip().rstrip(".") for name in _LIST.split(self.value) if name.strip())
        return names if len(self.value) < 400 and all(map(_is_person, names)) else ()


def fact_line(line: str) -> Fact | None:
    """The fact that a line names: a name that is known, a colon, a value."""
    found = _FACT.match(line) if ":" in line[:46] or "：" in line[:46] else None
    if found is None:
        return None
    key = found[1].strip("*_ ")
    field = _FIELDS.get(key.casefold())
    return Fact(key, field, found[2].strip().removeprefix("**").strip()) if field else None


def _is_person(name: str) -> bool:
    words = re.sub(r"\([^()]*\)", "", name).split()
    return 1 < len(words) <= 6 and all(word[:1].isupper() or word.casefold() in PARTICLES for word in words)
