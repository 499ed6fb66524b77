"""The TEI header: what the transcript is, who takes part, and when the points of its timeline are.

TEI P5, chapters 2 (header), 8.2 (documentary components of spoken texts), 15.2 (participants) and 17.4.2 (timeline).
"""

import re
from collections.abc import Iterator, Mapping

from generator.model import Meta, Value
from generator.readers import xml
from generator.readers.heads import real_date, source_address
from generator.routes import safe_url

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,5}")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2}(?:[.,]\d+)?)")
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,12})?")
_UNITS = {"ms": 1.0, "msec": 1.0, "s": 1000.0, "sec": 1000.0, "min": 60_000.0, "h": 3_600_000.0}
_PARTY = ("party", "group", "fraction", "caucus", "klub")
_PARTS = {"interviewer": "interviewer", "narrator": "narrator", "moderator": "moderator", "witness": "witness"}


class Person(Value):
    """Somebody whom the header describes."""

    name: str
    role: str | None = None
    affiliation: str | None = None
    part: str | None = None


def meta(root: xml.Element) -> Meta:
    """What the header of a document says of it. Where a title is given in several languages, the document's counts."""
    header = xml.first(root, "teiHeader")
    text = xml.first(root, "text")
    language = _language(root, text, header)
    statement = xml.first(header, "fileDesc", "titleStmt")
    titles = list(xml.children(statement, "title")) if statement is not None else []
    main = _of_type(titles, language, ("main", "uniform", None, "full"))
    main = titles[0] if main is None and titles else main
    sub = _of_type(titles, language, ("sub", "subordinate", "alt"))
    setting = xml.first(header, "profileDesc", "settingDesc", "**", "setting")
    bibl = next(iter(xml.descendants(header, "bibl", "biblStruct", "recording")), None) if header is not None else None
    return Meta(
        title=xml.words(main) or None,
        subtitle=(xml.words(sub) or None) if sub is not main else None,
        date=_date(header, setting),
        place=_place(setting, header),
        language=language,
        summary=_summary(header),
        source=_source(header, bibl),
        media=tuple(_media(root)),
        licence=_licence(header),
    )


def _language(*elements: xml.Element) -> str | None:
    root, text, header = elements
    used = xml.first(header, "profileDesc", "langUsage", "language")
    told = (
        xml.attribute(text, "lang") if text is not None else None,
        xml.attribute(root, "lang"),
        xml.attribute(used, "ident") if used is not None else None,
    )
    return next((tag for tag in told if tag and _LANGUAGE.fullmatch(tag) and tag != "und"), None)


def _of_type(titles: list[xml.Element], language: str | None, types: tuple[str | None, ...]) -> xml.Element | None:
    fitting = [title for title in titles if xml.attribute(title, "type") in types and xml.words(title)]
    of_language = [title for title in fitting if xml.attribute(title, "lang") == language]
    return next(iter((*of_language, *fitting)), None)


def _date(header: xml.Element | None, setting: xml.Element | None) -> str | None:
    """The day it was spoken: that of the setting, the source, the recording or the creation; never of the encoding."""
    if header is None:
        return None
    places = (
        setting,
        xml.first(header, "fileDesc", "sourceDesc", "**", "recording"),
        xml.first(header, "fileDesc", "sourceDesc"),
        xml.first(header, "profileDesc", "creation"),
    )
    told = next((found for place in places if (found := _day(place))), None)
    published = _day(xml.first(header, "fileDesc", "publicationStmt"))
    return (
        min(told, published) if told and published and setting is None else told
    )  # no source is younger than its edition


def _day(place: xml.Element | None) -> str | None:
    for date in xml.descendants(place, "date", "docDate") if place is not None else ():
        told = xml.attribute(date, "when", "when-iso", "from", "notBefore") or xml.words(date)
        if (found := _DATE.match(told)) and real_date(found[0]):
            return found[0]
    return None


def _place(setting: xml.Element | None, header: xml.Element | None) -> str | None:
    for place in (setting, xml.first(header, "fileDesc", "sourceDesc", "**", "recording")):
        if place is None:
            continue
        cities = [
            found
            for found in xml.descendants(place, "name", "placeName", "settlement")
            if xml.name(found) != "name" or xml.attribute(found, "type") in ("city", "place", "location", "venue")
        ]
        if cities and xml.words(cities[0]):
            return xml.words(cities[0])
    return None


def _summary(header: xml.Element | None) -> str | None:
    found = xml.first(header, "profileDesc", "abstract")
    paragraphs = [xml.words(p) for p in xml.children(found, "p", "ab")] if found is not None else []
    return "\n\n".join(filter(None, paragraphs)) or None


def _source(header: xml.Element | None, bibl: xml.Element | None) -> str | None:
    for place in (bibl, xml.first(header, "fileDesc", "sourceDesc")):
        for found in xml.descendants(place, "idno", "ref", "ptr") if place is not None else ():
            url = xml.attribute(found, "target") or xml.words(found)
            if source := source_address(url):
                return source
    return None


def _media(root: xml.Element) -> Iterator[str]:
    seen: set[str] = set()
    for found in xml.descendants(root, "media"):
        url = safe_url(xml.attribute(found, "url") or "")
        if url and url.startswith("http") and url not in seen:
            seen.add(url)
            yield url


def _licence(header: xml.Element | None) -> str | None:
    found = xml.first(header, "fileDesc", "publicationStmt", "**", "licence")
    if found is None:
        return None
    return xml.words(found) or xml.attribute(found, "target")


def people(root: xml.Element, date: str | None) -> dict[str, Person]:
    """Those whom the headers of a document describe, by id, with what they were on its day."""
    organisations = dict(_organisations(root))
    found: dict[str, Person] = {}
    for person in xml.descendants(root, "person", "personGrp"):
        id = xml.attribute(person, "id")
        name = _name(person)
        if id and name:
            role, affiliation = _affiliation(person, organisations, date)
            told = (xml.attribute(person, "role") or "").casefold()
            found.setdefault(id, Person(name, role or _role(person), affiliation, _PARTS.get(told)))
    return found


def _role(person: xml.Element) -> str | None:
    occupation = xml.first(person, "occupation")
    return xml.words(occupation) or None if occupation is not None else None


def _organisations(root: xml.Element) -> Iterator[tuple[str, tuple[str, str]]]:
    for organisation in xml.descendants(root, "org"):
        id = xml.attribute(organisation, "id")
        names = list(xml.children(organisation, "orgName", "name"))
        full = [name for name in names if xml.attribute(name, "full") in ("yes", None)]
        if id and names:
            yield id, (xml.words((full or names)[0]), (xml.attribute(organisation, "role") or "").casefold())


def _name(person: xml.Element) -> str | None:
    """In the order of speech: "Ada van Brook", of forenames, links and surnames in whatever order they stand."""
    named = xml.first(person, "persName")
    place = named if named is not None else person
    parts = [
        xml.words(part)
        for kinds in (("forename", "givenName"), ("nameLink",), ("surname", "familyName"))
        for part in xml.descendants(place, *kinds)
    ]
    if parts:
        return " ".join(filter(None, parts)) or None
    plain = named if named is not None else xml.first(person, "name")
    return (xml.words(plain) if plain is not None else "") or xml.attribute(person, "n")


def _affiliation(
    person: xml.Element, organisations: Mapping[str, tuple[str, str]], date: str | None
) -> tuple[str | None, str | None]:
    """Office and party, or whatever body somebody belongs to, of those that hold on the day."""
    role, party, body = None, None, None
    for found in xml.children(person, "affiliation"):
        if not _holds(found, date):
            continue
        name, kind = organisations.get((xml.attribute(found, "ref") or "").lstrip("#"), ("", ""))
        title = xml.first(found, "roleName")
        role = role or (xml.words(title) or None if title is not None else None)
        own = xml.first(found, "orgName")
        name = name or (xml.words(own) if own is not None else xml.words(found) if title is None else "")
        if name and any(word in kind for word in _PARTY):
            party = party or name
        elif name:
            body = body or name
    return role, party or body


def _holds(found: xml.Element, date: str | None) -> bool:
    start, end = xml.attribute(found, "from", "notBefore"), xml.attribute(found, "to", "notAfter")
    if not date:
        return not end
    return (not start or start[:10] <= date[: len(start[:10])] or start <= date) and (not end or end[:10] >= date)


class Timeline:
    """When the points of a document are, in milliseconds; points whose time is not told are not known."""

    def __init__(self, root: xml.Element) -> None:
        self._at: dict[str, int] = {}
        for timeline in xml.descendants(root, "timeline"):
            self._learn(timeline)

    def _learn(self, timeline: xml.Element) -> None:
        unit = _UNITS.get((xml.attribute(timeline, "unit") or "s").casefold(), 1000.0)
        before: int | None = None
        for number, point in enumerate(xml.children(timeline, "when")):
            interval = xml.attribute(point, "interval")
            absolute = milliseconds(xml.attribute(point, "absolute"), unit)
            own = _UNITS.get((xml.attribute(point, "unit") or "").casefold(), unit)
            length = milliseconds(interval, own)
            since = xml.attribute(point, "since")
            base = self._at.get(since.lstrip("#")) if since else before
            at = absolute if absolute is not None else None if length is None else (base or 0) + length
            if at is None and number == 0:
                at = 0  # the origin
            id = xml.attribute(point, "id")
            if at is not None and id:
                self._at[id] = at
            before = at if at is not None else before

    def time(self, told: str | None) -> int | None:
        """Of a reference to a point ("#T1"), or a time itself ("12.5", "00:00:12.5")."""
        if not told:
            return None
        found = self._at.get(told.lstrip("#"))
        return found if found is not None else milliseconds(told, 1000.0) if not told.startswith("#") else None


def milliseconds(told: str | None, unit: float) -> int | None:
    """A time or a duration as a number of units, as a clock ("00:01:02.5") or as ISO says it ("PT62.5S")."""
    if not told:
        return None
    told = told.strip()
    if clock := _CLOCK.fullmatch(told):
        hours, minutes, seconds = clock.groups()
        return round(((int(hours or 0) * 60 + int(minutes)) * 60 + float(seconds.replace(",", "."))) * 1000)
    if told.startswith("PT") and told.endswith("S") and _NUMBER.fullmatch(told[2:-1]):
        return round(float(told[2:-1]) * 1000)
    suffix = next((name for name in ("ms", "s") if told.endswith(name)), "")
    bare = told.removesuffix(suffix)
    if not _NUMBER.fullmatch(bare):
        return None
    return round(float(bare) * (_UNITS[suffix] if suffix else unit))
