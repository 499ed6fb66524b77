"""The page of each transcript: everything it shows but the text itself, which `edition` sets when the page is made."""

from collections.abc import Iterator
from functools import partial

from generator import exports, routes
from generator.archive.versions import places
from generator.config import Settings
from generator.exports.work import Work
from generator.languages import ENGLISH, Tongue, message
from generator.model import (
    Backlink,
    Entry,
    Former,
    Link,
    Meta,
    Neighbourhood,
    PlacedNote,
    Record,
    Resolution,
    Section,
    Speaker,
    Turn,
    TurnFacts,
    Value,
)
from generator.pages import corrections
from generator.pages.facts import Fact, facts
from generator.pages.lookup import Lookup
from generator.pages.media import Medium, recordings
from generator.pages.naming import KIND_OF_NOTE, capital, kind_of_event
from generator.pages.page import LANES, Page, PageLink, Planned, cause
from generator.pages.versions import Version, Versions, cited_version

_CUT = 110  # characters of a question in the contents
_LONG = 150  # words of a statement that is worth a line of the contents


class Voice(Value):
    """A speaker as the page names them; `role` are the quiet words under the name."""

    id: str
    name: str
    role: str
    url: str | None  # of their page
    organisation: str | None  # URL of the page of their outlet or body
    turns: int
    words: int
    share: int  # percent of all words
    lane: int  # on the strip
    person: bool
    first: str  # the anchor of their first turn


class Heading(Value):
    """A line of the contents: a section, a question with who asks it, or the opening statement with who gives it."""

    title: str
    anchor: str
    level: int
    asker: str = ""
    outlet: str = ""
    question: bool = False
    ours: bool = False  # the title is not of the text: it is in the language of the site


class Quoted(Value):
    """A passage elsewhere that refers here; `how` is what it does: "Quoted in"."""

    how: str
    title: str
    language: str  # of the title
    url: str
    speaker: str
    excerpt: str


class Corrected(Value):
    """A line of the log of corrections."""

    id: str
    date: str
    by: str
    what: str
    anchor: str  # of what it concerns; "" for the whole transcript
    part: str  # the anchor of the turn or section that is; "" where it is gone
    where: str  # whose turn, or which section


class TranscriptData(Value):
    """What the template of a transcript sees besides the text. Site URLs are relative to the root."""

    id: str
    meta: Meta
    title: str
    kind: str  # of the event, in words
    cited: tuple[str, ...]  # kind, place and date, as far as known
    version: tuple[str, ...]  # what a citation says of the text: "as delivered", "updated 8 May 2031"
    language: str
    facts: tuple[Fact, ...]
    media: tuple[Medium, ...]
    captions: str  # the transcript as captions; "" where it has no times
    voices: tuple[Voice, ...]  # most words first
    contents: tuple[Heading, ...]
    topics: tuple[PageLink, ...]  # the transcript's own
    turn_topics: tuple[tuple[str, PageLink], ...]  # id → page, of all that any turn has
    passages: tuple[tuple[str, int, int], ...]  # topic, first and last turn
    turns: tuple[TurnFacts, ...]
    turn_words: tuple[int, ...]
    sections: tuple[str, ...]  # anchors
    paragraphs: tuple[tuple[str, ...], ...]  # anchors where they are not ANCHOR.pN by their number
    former: tuple[Former, ...]  # anchors that nothing has as its id any more
    notes: tuple[PlacedNote, ...]
    note_kinds: tuple[tuple[str, str], ...]  # id → name
    references: tuple[tuple[str, Link], ...]
    quoted: tuple[tuple[str, tuple[Quoted, ...]], ...]  # anchor, "" for the transcript → by whom
    questions: PageLink | None  # the page of all questions
    series: PageLink | None
    versions: tuple[Version, ...]  # other texts of the same event
    translation_of: PageLink | None
    corrections: tuple[Corrected, ...]  # newest first
    earlier: PageLink | None
    later: PageLink | None
    edit_url: str | None
    public_url: str | None
    downloads: tuple[PageLink, ...]
    citations: tuple[PageLink, ...]  # files for reference managers
    work: Work  # the transcript as these know it
    publisher: str  # the site's title, for citations
    withdrawn: str = ""  # since when or why, as a sentence


class Nearby(Value):
    """What the archive puts around a transcript."""

    topics: tuple[tuple[str, PageLink], ...]  # id → page, of all that are used
    references: tuple[tuple[str, Link], ...]
    quoted: tuple[tuple[str, tuple[Quoted, ...]], ...]
    series: PageLink | None
    versions: tuple[Version, ...]
    translation_of: PageLink | None
    cited: tuple[str, ...]  # what a citation says of the text
    earlier: PageLink | None
    later: PageLink | None


class Surroundings(Value):
    """What a transcript's page is made from besides its text and resolution."""

    entry: Entry
    nearby: Nearby

    @property
    def entries(self) -> tuple[Entry]:
        """The transcripts whose texts the page shows."""
        return (self.entry,)


def pages(lookup: Lookup) -> Iterator[Planned]:
    """One page for each transcript, in the archive's order."""
    library = _Library(lookup)
    for index, entry in enumerate(lookup.archive.entries):
        nearby = library.nearby(entry, index)
        causes = lookup.of((entry.id,), cause(f"what stands around {entry.path}", nearby))
        indexed = not (entry.meta.draft or entry.meta.withdrawn)
        url = routes.transcript(entry.id)
        yield Planned(
            url,
            "transcript",
            entry.title,
            causes,
            partial(_page, Surroundings(entry, nearby), lookup.tongue),
            indexed=indexed,
        )


def _page(around: Surroundings, tongue: Tongue) -> Page:
    entry = around.entry
    return Page(
        url=routes.transcript(entry.id),
        template="transcript.html",
        title=entry.title,
        description=_description(entry, tongue),
        data=around,
        language=entry.language,
        indexed=not (entry.meta.draft or entry.meta.withdrawn),
        kind="transcript",
        image=entry.meta.image or "",
    )


def data(around: Surroundings, record: Record, settings: Settings, tongue: Tongue = ENGLISH) -> TranscriptData:
    """Everything the page of a transcript shows besides its text."""
    entry, found, meta = around.entry, record.resolution, around.entry.meta
    url, base = routes.transcript(entry.id), settings.base_url
    when = tongue.date(meta.date) if meta.date else ""
    kind = capital(kind_of_event(meta.kind or "", tongue))
    topics = dict(around.nearby.topics)
    return TranscriptData(
        id=entry.id,
        meta=meta,
        title=entry.title,
        kind=kind,
        cited=tuple(part for part in (kind, meta.place, when) if part),
        version=around.nearby.cited,
        language=entry.language,
        facts=tuple(facts(entry, around.nearby.series, settings, tongue)),
        media=recordings(meta, settings.media_base),
        captions=url.removesuffix("html") + "vtt" if entry.timed else "",
        voices=tuple(_voices(found)),
        contents=tuple(_contents(record, tongue)),
        topics=tuple(topics[id] for id in found.topics),
        turn_topics=around.nearby.topics,
        passages=found.passages,
        turns=found.turns,
        turn_words=tuple(turn.words for turn in found.turns),
        sections=found.sections,
        paragraphs=found.paragraphs,
        former=found.former,
        notes=found.notes,
        note_kinds=tuple((one.id, tongue.known(one.name, KIND_OF_NOTE)) for one in settings.notes),
        references=around.nearby.references,
        quoted=around.nearby.quoted,
        questions=_all_questions(entry, tongue),
        series=around.nearby.series,
        versions=around.nearby.versions,
        translation_of=around.nearby.translation_of,
        corrections=tuple(_corrections(record)),
        earlier=around.nearby.earlier,
        later=around.nearby.later,
        edit_url=_edit_url(settings.edit_url, entry.path),
        public_url=routes.absolute(base, url) if base else None,
        downloads=tuple(_downloads(entry, url.removesuffix("html"), tongue, citations=False)),
        citations=tuple(_downloads(entry, url.removesuffix("html"), tongue, citations=True)),
        work=exports.work.of(record, publication(settings)),
        publisher=settings.title,
        withdrawn=_withdrawn(meta.withdrawn or "", tongue),
    )


class _Library:
    """What the surroundings of all transcripts are looked up in."""

    def __init__(self, lookup: Lookup) -> None:
        self._entries = lookup.archive.entries
        self._tongue = tongue = lookup.tongue
        self._by_id = lookup.entries
        self._near = dict(lookup.archive.neighbourhoods)
        self._topics = {topic.id: PageLink(topic.name, routes.topic(topic.id)) for topic in lookup.archive.topics}
        self._series = {
            id: PageLink(
                one.name,
                routes.series(one.id),
                tongue.gettext("%(number)s of %(total)s", number=number, total=len(one.transcripts)),
            )
            for one in lookup.archive.series
            for number, id in enumerate(one.transcripts, 1)
        }
        self._versions = Versions(lookup)
        self._unlisted = {routes.person(id) for id in lookup.people if not lookup.person_url(id)}

    def nearby(self, entry: Entry, index: int) -> Nearby:
        """What is around `entry`, the `index`-th of the archive."""
        near = self._near.get(entry.id, _ALONE)
        original = self._versions.original(entry)
        return Nearby(
            topics=tuple((id, self._topics[id]) for id, _ in entry.topic_names),
            references=tuple((target, self._reachable(link)) for target, link in near.references),
            quoted=tuple((anchor, tuple(map(self._quoted, links))) for anchor, links in near.backlinks),
            series=self._series.get(entry.id),
            versions=tuple(self._versions.others(entry)),
            translation_of=self._linked(original) if original and entry.meta.variant == "translation" else None,
            cited=cited_version(entry, original, self._tongue),
            earlier=self._neighbour(index + 1),
            later=self._neighbour(index - 1),
        )

    def _reachable(self, link: Link) -> Link:
        """A link without its address where that is of somebody without a page."""
        return Link("", link.title) if link.url in self._unlisted else link

    def _quoted(self, link: Backlink) -> Quoted:
        entry = self._by_id[link.transcript]
        url = routes.transcript(link.transcript) + (f"#{link.anchor}" if link.anchor else "")
        return Quoted(self._tongue.known(_HOW[link.kind]), entry.title, entry.language, url, link.speaker, link.excerpt)

    def _neighbour(self, index: int) -> PageLink | None:
        if not 0 <= index < len(self._entries):
            return None
        return self._linked(self._entries[index])

    def _linked(self, entry: Entry) -> PageLink:
        when = self._tongue.date(entry.meta.date or "")
        return PageLink(entry.title, routes.transcript(entry.id), when, entry.language)


_ALONE = Neighbourhood()
_HOW = {
    "reference": message("Referred to in"),
    "quotation": message("Quoted in"),
    "answer": message("Answered in"),
    "note": message("Noted in"),
}


def _voices(found: Resolution) -> Iterator[Voice]:
    speakers = [speaker for speaker in found.speakers if speaker.turns]
    total = sum(speaker.words for speaker in speakers) or 1
    first = {id: facts.anchor for facts in reversed(found.turns) for id in (facts.speaker, *facts.others)}
    for rank, speaker in enumerate(sorted(speakers, key=lambda speaker: -speaker.words)):
        body = speaker.affiliation
        yield Voice(
            id=speaker.id,
            name=speaker.name,
            role=speaker_role(speaker),
            url=routes.person(speaker.id) if speaker.listed else None,
            organisation=routes.organisation(routes.slugify(body)) if body else None,
            turns=speaker.turns,
            words=speaker.words,
            share=round(100 * speaker.words / total),
            lane=min(rank, LANES),
            person=speaker.person,
            first=first[speaker.id],
        )


def _downloads(entry: Entry, stem: str, tongue: Tongue, *, citations: bool) -> Iterator[PageLink]:
    forms = (exports.FORMATS[name] for name in exports.formats_of(entry))
    return (PageLink(tongue.known(form.name), stem + form.ending) for form in forms if form.is_citation is citations)


def publication(settings: Settings) -> exports.Publication:
    """The archive, as citations name it."""
    return exports.Publication(settings.title, settings.author or "", settings.base_url)


def speaker_role(speaker: Speaker) -> str:
    """The quiet words under a speaker's name: role and affiliation, as far as known."""
    return ", ".join(dict.fromkeys(part for part in (speaker.role, speaker.affiliation) if part))


def _all_questions(entry: Entry, tongue: Tongue) -> PageLink | None:
    count = entry.exchanges.count
    title = tongue.ngettext("The question and who answers", "All %(num)s questions and who answers", count)
    return PageLink(title, routes.questions(entry.id)) if count else None


def _contents(record: Record, tongue: Tongue) -> Iterator[Heading]:
    """Sections and questions, in the order of the text; before them the opening statement if it is long."""
    found = record.resolution
    names = {speaker.id: speaker.name for speaker in found.speakers}
    asked_at = {exchange.questions[0]: exchange for exchange in found.exchanges}
    turns, sections = iter(found.turns), iter(found.sections)
    lines: list[Heading] = []
    opening: Heading | None = None
    for item in record.transcript.items:
        if isinstance(item, Section):
            lines.append(Heading(item.title, next(sections), item.level))
        elif isinstance(item, Turn):
            facts = next(turns)
            name = names.get(facts.speaker or "", "")
            if exchange := asked_at.get(facts.anchor):
                title, asker = (
                    shortened(asked(exchange.excerpt)),
                    exchange.introduced or names.get(exchange.asker or "", ""),
                )
                lines.append(Heading(title, facts.anchor, 7, asker, exchange.outlet or "", question=True))
            elif not lines and not opening and facts.kind == "statement" and facts.words >= _LONG:
                opening = Heading(tongue.gettext("Opening statement"), facts.anchor, 2, name, ours=True)
    return iter([opening, *lines] if opening and lines else lines)


def asked(text: str) -> str:
    """The first sentence of a text that asks, without those before it; the whole text if none does."""
    ends = [at for mark in "?？؟" if (at := text.find(mark)) >= 0]
    if not ends:
        return text
    before = text[: min(ends)]
    stops = [stop for stop in (". ", "! ", "… ", "。", "！") if stop in before]
    start = max((before.rfind(stop) + len(stop) for stop in stops), default=0)
    return text[start : min(ends) + 1].strip()


def shortened(text: str, length: int = _CUT) -> str:
    """At most `length` characters of a text, cut at a word."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:–—.…") + "…"


def _corrections(record: Record) -> Iterator[Corrected]:
    """The log, newest first; what concerns a place that is not there concerns the whole."""
    log = corrections.log(record.transcript.meta)
    known = dict(_places(record)) if log else {}
    for one in log:
        anchor = one.turn if one.turn and one.turn in known else ""
        part, where = known.get(anchor, ("", ""))
        yield Corrected(corrections.anchor(one), one.date, one.by or "", one.what, anchor, part, where)


def _places(record: Record) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each anchor, with that of the section or turn it is in, and the title of that or who speaks."""
    found = record.resolution
    names = {speaker.id: speaker.name for speaker in found.speakers}
    titles = [item.title for item in record.transcript.items if isinstance(item, Section)]
    yield from ((anchor, (anchor, title)) for anchor, title in zip(found.sections, titles, strict=True))
    counts = [len(item.blocks) for item in record.transcript.items if isinstance(item, Turn)]
    for anchor, turn in places(found, counts):
        yield anchor, (turn.anchor, names.get(turn.speaker or "", "")) if turn else ("", "")


def _edit_url(pattern: str | None, path: str) -> str | None:
    """Where a source can be edited: the address has `{path}` in it, or the path is added to it."""
    if not pattern:
        return None
    path = routes.escaped(path)
    return routes.safe_url(pattern.replace("{path}", path) if "{path}" in pattern else f"{pattern.rstrip('/')}/{path}")


def _description(entry: Entry, tongue: Tongue) -> str:
    if entry.meta.summary:
        return shortened(" ".join(entry.meta.summary.split()), 240)
    kind = capital(kind_of_event(entry.meta.kind or "transcript", tongue))
    parts = [kind, entry.meta.place or "", tongue.date(entry.meta.date or "")]
    speakers = sorted((there.speaker for there in entry.appearances), key=lambda speaker: -speaker.words)
    who = tongue.gettext(", ").join(speaker.name for speaker in speakers[:3] if speaker.turns)
    what = tongue.gettext(", ").join(part for part in parts if part)
    if not who:
        return f"{what}."
    return tongue.gettext("%(what)s. With %(names)s.", what=what, names=who)


def _withdrawn(told: str, tongue: Tongue) -> str:
    """Since when, or why, a transcript is withdrawn: what its page says of it."""
    when = tongue.date(told)
    if when == told and not told.isdecimal():
        return capital(told)
    return tongue.gettext("Its words were taken out on %(date)s.", date=when)
