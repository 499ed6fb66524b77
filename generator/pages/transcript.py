"""The page of each transcript: everything it shows but the text itself, which `edition` sets when the page is made."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from generator import routes
from generator.config import Settings
from generator.model import IMPORT_MEMORY, Archive, Backlink, Entry, Link, Meta, PlacedNote, Speaker, TurnFacts, Value
from generator.pages.lookup import Lookup
from generator.pages.page import LANES, Page, PageLink, readable_date

_AUDIO = (".mp3", ".m4a", ".ogg", ".oga", ".opus", ".wav", ".flac")
_VIDEO = (".mp4", ".webm", ".ogv", ".mov")
_CUT = 110  # characters of a question in the contents
_LONG = 150  # words of a statement that is worth a line of the contents


class Fact(Value):
    """One fact of the event: "Place", "Port Ellery"."""

    name: str
    value: str
    url: str | None = None  # of the site or, checked, of another


class Medium(Value):
    """A recording: `kind` is audio, video, or link for what is neither; `here` when the site itself has it."""

    kind: str
    here: bool
    url: str
    title: str


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
    """A passage elsewhere that refers here."""

    title: str
    language: str  # of the title
    url: str
    speaker: str
    excerpt: str


class TranscriptData(Value):
    """What the template of a transcript sees besides the text. Site URLs are relative to the root."""

    id: str
    meta: Meta
    title: str
    kind: str  # of the event, in words
    cited: tuple[str, ...]  # kind, place and date, as far as known
    language: str
    facts: tuple[Fact, ...]
    media: tuple[Medium, ...]
    voices: tuple[Voice, ...]  # most words first
    contents: tuple[Heading, ...]
    topics: tuple[PageLink, ...]  # the transcript's own
    turn_topics: tuple[tuple[str, PageLink], ...]  # id → page, of all that any turn has
    turns: tuple[TurnFacts, ...]
    turn_words: tuple[int, ...]
    sections: tuple[str, ...]  # anchors
    notes: tuple[PlacedNote, ...]
    note_kinds: tuple[tuple[str, str], ...]  # id → name
    references: tuple[tuple[str, Link], ...]
    quoted: tuple[tuple[str, tuple[Quoted, ...]], ...]  # anchor, "" for the transcript → by whom
    series: PageLink | None
    variants: tuple[PageLink, ...]
    earlier: PageLink | None
    later: PageLink | None
    edit_url: str | None
    public_url: str | None
    downloads: tuple[PageLink, ...]
    publisher: str  # the site's title, for citations


def pages(archive: Archive, settings: Settings) -> Iterator[Page]:
    """One page for each transcript, in the archive's order."""
    library = _Library(archive, settings)
    for index, entry in enumerate(archive.entries):
        data = library.data(entry, index)
        yield Page(
            url=routes.transcript(entry.id),
            template="transcript.html",
            title=data.title,
            description=_description(entry, data),
            data=data,
            transcript=entry.id,
            digest=entry.outline.digest,
            language=data.language,
            indexed=not (entry.meta.draft or entry.meta.withdrawn),
            kind="transcript",
        )


class _Library:
    """What the pages of all transcripts look up."""

    def __init__(self, archive: Archive, settings: Settings) -> None:
        self.settings = settings
        self.entries = archive.entries
        self.by_id = {entry.id: entry for entry in archive.entries}
        self.lookup = Lookup(archive, settings)
        self.topics = {topic.id: PageLink(topic.name, routes.topic(topic.id)) for topic in archive.topics}
        self.series = {one.id: one for one in archive.series}
        self.organisations = {
            appearance: routes.organisation(body.id)
            for body in archive.organisations
            for appearance in body.appearances
        }
        self.note_kinds = tuple((kind.id, kind.name) for kind in settings.notes)
        self.variants: dict[str, list[Entry]] = {}
        for entry in archive.entries:
            if entry.meta.variant_of:
                self.variants.setdefault(entry.meta.variant_of, []).append(entry)

    def data(self, entry: Entry, index: int) -> TranscriptData:
        """Everything the page of `entry`, the `index`-th of the archive, shows besides its text."""
        found, outline, meta = entry.resolution, entry.outline, entry.meta
        url = routes.transcript(entry.id)
        used = dict.fromkeys(use.id for turn in found.turns for use in turn.topics)
        base = self.settings.base_url
        when = readable_date(meta.date) if meta.date else ""
        return TranscriptData(
            id=entry.id,
            meta=meta,
            title=entry.title,
            kind=_kind_name(meta.kind or ""),
            cited=tuple(part for part in (_kind_name(meta.kind or ""), meta.place, when) if part),
            language=found.language,
            facts=tuple(self._facts(entry)),
            media=tuple(_media(meta, self.settings.media_base)),
            voices=tuple(self._voices(entry)),
            contents=tuple(_contents(entry)),
            topics=tuple(self.topics[id] for id in found.topics if id in self.topics),
            turn_topics=tuple((id, self.topics[id]) for id in used if id in self.topics),
            turns=found.turns,
            turn_words=tuple(turn.words for turn in outline.turns),
            sections=found.sections,
            notes=found.notes,
            note_kinds=self.note_kinds,
            references=found.references,
            quoted=tuple((anchor, tuple(map(self._quoted, links))) for anchor, links in found.backlinks),
            series=self._series(entry),
            variants=tuple(self._variants(entry)),
            earlier=self._neighbour(index + 1),
            later=self._neighbour(index - 1),
            edit_url=_edit_url(self.settings.edit_url, outline.path),
            public_url=routes.absolute(base, url) if base else None,
            downloads=tuple(PageLink(name, url.removesuffix(".html") + ending) for name, ending in _DOWNLOADS),
            publisher=self.settings.title,
        )

    def _facts(self, entry: Entry) -> Iterator[Fact]:
        meta = entry.meta
        source = routes.safe_url(meta.source) if meta.source else None
        series = self._series(entry)
        foreign = entry.resolution.language != self.settings.language
        facts = (
            ("Date", readable_date(meta.date) if meta.date else "", None),
            ("Place", meta.place or "", None),
            ("Kind", _kind_name(meta.kind or ""), None),
            ("Status", _capital(meta.status or ""), None),
            ("Series", f"{series.title} ({series.detail})" if series else "", series.url if series else None),
            ("Language", language_name(entry.resolution.language) if foreign else "", None),
            ("Last updated", readable_date(meta.updated) if meta.updated else "", None),
            ("Source", _without_scheme(meta.source or ""), source),
            ("Credits", meta.credits or "", None),
            ("Licence", meta.licence or self.settings.licence or "", None),
            *((_capital(name), value, None) for name, value in meta.extra if name not in IMPORT_MEMORY),
        )
        return (Fact(name, value, url) for name, value, url in facts if value)

    def _voices(self, entry: Entry) -> Iterator[Voice]:
        speakers = [speaker for speaker in entry.resolution.speakers if speaker.turns]
        total = sum(speaker.words for speaker in speakers) or 1
        for rank, speaker in enumerate(sorted(speakers, key=lambda speaker: -speaker.words)):
            yield Voice(
                id=speaker.id,
                name=speaker.name,
                role=speaker_role(speaker),
                url=self.lookup.person_url(self.lookup.person_at.get((entry.id, speaker.id))) or None,
                organisation=self.organisations.get((entry.id, speaker.id)),
                turns=speaker.turns,
                words=speaker.words,
                share=round(100 * speaker.words / total),
                lane=min(rank, LANES),
                person=speaker.person,
            )

    def _quoted(self, link: Backlink) -> Quoted:
        entry = self.by_id.get(link.transcript)
        url = routes.transcript(link.transcript) + (f"#{link.anchor}" if link.anchor else "")
        title, language = (entry.title, entry.resolution.language) if entry else (link.transcript, "")
        return Quoted(title, language, url, link.speaker, link.excerpt)

    def _series(self, entry: Entry) -> PageLink | None:
        series = self.series.get(entry.resolution.series or "")
        if series is None:
            return None
        place = f"{series.transcripts.index(entry.id) + 1} of {len(series.transcripts)}"
        return PageLink(series.name, routes.series(series.id), place)

    def _variants(self, entry: Entry) -> Iterator[PageLink]:
        """The other forms of the same event: what this one is a variant of, and what are variants of this one."""
        original = self.by_id.get(entry.meta.variant_of or "")
        for other in ([original] if original else []) + self.variants.get(entry.id, []):
            how = other.meta.variant or ("original" if other is original else "")
            yield PageLink(other.title, routes.transcript(other.id), how)

    def _neighbour(self, index: int) -> PageLink | None:
        if not 0 <= index < len(self.entries):
            return None
        entry = self.entries[index]
        when = readable_date(entry.meta.date or "")
        return PageLink(entry.title, routes.transcript(entry.id), when, entry.resolution.language)


_DOWNLOADS = (("JSON", ".json"), ("Plain text", ".txt"), ("Markdown", ".md"))


def speaker_role(speaker: Speaker) -> str:
    """The quiet words under a speaker's name: role and affiliation, as far as known."""
    return ", ".join(dict.fromkeys(part for part in (speaker.role, speaker.affiliation) if part))


@lru_cache(maxsize=64)
def language_name(tag: str) -> str:
    """The English name of a language, or its tag where there is none."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag.replace("-", "_")).get_display_name("en") or tag
    except (UnknownLocaleError, ValueError):
        return tag


def _contents(entry: Entry) -> Iterator[Heading]:
    """Sections and questions, in the order of the text; before them the opening statement if it is long."""
    outline, found = entry.outline, entry.resolution
    speakers: Mapping[str, Speaker] = {speaker.id: speaker for speaker in found.speakers}
    items = {turn.anchor: seen.item for turn, seen in zip(found.turns, outline.turns, strict=True)}
    lines: list[tuple[int, Heading]] = []
    for section, anchor in zip(outline.sections, found.sections, strict=True):
        lines.append((section.item, Heading(section.title, anchor, section.level)))
    for exchange in found.exchanges:
        asker = speakers.get(exchange.asker or "")
        name, outlet = (asker.name if asker else ""), exchange.outlet or ""
        heading = Heading(shortened(asked(exchange.excerpt)), exchange.questions[0], 7, name, outlet, question=True)
        lines.append((items.get(exchange.questions[0], 0), heading))
    lines.sort(key=lambda line: line[0])
    for facts, turn in zip(found.turns, outline.turns, strict=True):
        if not lines or turn.item > lines[0][0]:
            break
        if turn.words >= _LONG and facts.kind == "statement":
            speaker = speakers.get(facts.speaker or "")
            yield Heading("Opening statement", facts.anchor, 2, speaker.name if speaker else "", ours=True)
            break
    yield from (heading for _, heading in lines)


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


def _media(meta: Meta, base: str | None) -> Iterator[Medium]:
    """Recordings in `static/` are played in the page, those elsewhere linked: a page loads nothing from other sites."""
    for written in meta.media:
        url = written if not base or _is_elsewhere(written) else base.rstrip("/") + "/" + written.lstrip("/")
        path = url.split("?")[0].split("#")[0].strip("/").removeprefix("./")
        ending = "." + path.rsplit(".", 1)[-1].casefold()
        kind = "audio" if ending in _AUDIO else "video" if ending in _VIDEO else "link"
        if not _is_elsewhere(url):
            local = path if path.startswith("static/") else f"static/{path}"
            yield Medium(kind, True, local, path.rsplit("/", 1)[-1])
        elif checked := routes.safe_url(url):
            yield Medium(kind, False, checked, _without_scheme(checked))


def _is_elsewhere(url: str) -> bool:
    return ":" in url.split("/")[0] or url.startswith("//")


def _edit_url(pattern: str | None, path: str) -> str | None:
    """Where a source can be edited: the address has `{path}` in it, or the path is added to it."""
    if not pattern:
        return None
    path = routes.escaped(path)
    return routes.safe_url(pattern.replace("{path}", path) if "{path}" in pattern else f"{pattern.rstrip('/')}/{path}")


def _description(entry: Entry, data: TranscriptData) -> str:
    if entry.meta.summary:
        return shortened(" ".join(entry.meta.summary.split()), 240)
    parts = [_kind_name(entry.meta.kind or "transcript"), entry.meta.place or "", readable_date(entry.meta.date or "")]
    who = ", ".join(voice.name for voice in data.voices[:3])
    return ", ".join(part for part in parts if part) + (f". With {who}." if who else ".")


def _kind_name(kind: str) -> str:
    return _capital(kind.replace("-", " "))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _without_scheme(url: str) -> str:
    return url.split("://", 1)[-1].removeprefix("www.").rstrip("/")
