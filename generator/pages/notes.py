"""All notes: by kind, and for themselves those of each kind, of each author and on each topic."""

from collections.abc import Iterator, Sequence
from functools import partial

import msgspec

from generator import routes
from generator.model import Entry, Extract, PersonEntry, Value
from generator.pages.alphabet import in_order
from generator.pages.cut import Year
from generator.pages.listing import Name, of_year
from generator.pages.lookup import Lookup
from generator.pages.page import Page, Planned, cause

URL = "notes/index.html"
BOUND = 300  # notes on one page; more are cut by the year of their transcript
LATEST = 60


class NoteKind(Value):
    """The notes of one kind; without a name where the page has only these."""

    id: str  # of its heading in the page
    name: str
    rows: tuple[Extract, ...]
    count: int


class NoteList(Value):
    """Links to all notes of each kind, of each author, or on each topic."""

    title: str
    names: tuple[Name, ...]


class NotesPage(Value):
    """All notes, or those of one kind, author or topic; or those of one year; or the latest and the years."""

    title: str
    url: str  # of the page with all of them
    total: int
    kinds: tuple[NoteKind, ...]
    years: tuple[Year, ...]
    here: str = ""  # the year this page is about; "" for all
    lists: tuple[NoteList, ...] = ()  # on the page of all notes alone
    roles: tuple[str, ...] = ()  # of the author
    description: str = ""
    links: tuple[str, ...] = ()
    subject: Name | None = None  # the page of the author as a speaker, or of the topic
    kinds_told: bool = False  # the page's headings tell the kinds


class _Told(Value):
    page: NotesPage
    years: tuple[Year, ...]


_Of = tuple[Entry, tuple[tuple[str, Extract], ...]]  # a transcript, its notes by kind ("" for any)
_Noted = Sequence[_Of]


def pages(lookup: Lookup) -> Iterator[Planned]:
    """The index of notes, and the lists of a kind, an author, a topic; each with its years where it is long."""
    noted = [(entry, entry.notes) for entry in lookup.archive.entries if entry.notes]
    lists = tuple(_lists(noted, lookup))
    names = tuple(
        NoteList(title, tuple(Name(name, page.url, _count(of)) for name, page, of in group)) for title, group in lists
    )
    index = NotesPage(lookup.tongue.gettext("Notes"), URL, 0, (), (), lists=names if noted else (), kinds_told=True)
    yield from _pages(index, noted, lookup)
    for _, group in lists:
        for _, page, of in group:
            yield from _pages(page, of, lookup)


def _lists(noted: _Noted, lookup: Lookup) -> Iterator[tuple[str, list[tuple[str, NotesPage, _Noted]]]]:
    kinds: dict[str, list[_Of]] = {kind.id: [] for kind in lookup.settings.notes}
    authors: dict[str, list[_Of]] = {}
    topics: dict[str, list[_Of]] = {}
    called: dict[str, str] = {}
    for entry, by_kind in noted:
        for kind, extract in by_kind:
            kinds.setdefault(kind, []).append((entry, (("", extract),)))
        for author, name, extract in entry.noted_by:
            called.setdefault(author, name)
            authors.setdefault(author, []).append((entry, (("", extract),)))
        for topic, extract in entry.noted_on:
            topics.setdefault(topic, []).append((entry, (("", extract),)))
    yield (
        lookup.tongue.gettext("By kind"),
        [(lookup.note_kind(kind), _of_kind(kind, lookup), of) for kind, of in kinds.items() if of],
    )
    by_name = in_order(sorted(authors), lambda id: called[id], lookup.language)
    yield (
        lookup.tongue.gettext("By author"),
        [(called[id], _of_author(id, called[id], lookup), authors[id]) for id in by_name],
    )
    on = in_order(sorted(topics), lambda id: lookup.topic(id).name, lookup.language)
    yield lookup.tongue.gettext("On a topic"), [(lookup.topic(id).name, _on_topic(id, lookup), topics[id]) for id in on]


def _of_kind(id: str, lookup: Lookup) -> NotesPage:
    return NotesPage(lookup.note_kind(id), routes.notes_of_kind(id), 0, (), (), kinds_told=True)


def _of_author(id: str, name: str, lookup: Lookup) -> NotesPage:
    person = lookup.people.get(id)
    entry: PersonEntry | None = person.entry if person else None
    page = NotesPage(lookup.tongue.gettext("Notes by %(name)s", name=name), routes.notes_by(id), 0, (), ())
    if person is None or entry is None:
        return page
    roles = tuple(", ".join(filter(None, (role.name, role.affiliation))) for role in entry.roles)
    speaking = lookup.tongue.gettext("%(name)s as a speaker", name=name)
    speaks = person.appearances and lookup.person_url(id)
    return msgspec.structs.replace(
        page,
        roles=roles or tuple(filter(None, (entry.affiliation,))),
        description=entry.description or "",
        links=tuple(filter(None, map(routes.safe_url, entry.links))),
        subject=Name(speaking, lookup.person_url(id)) if speaks else None,
    )


def _on_topic(id: str, lookup: Lookup) -> NotesPage:
    topic = lookup.topic(id)
    subject = Name(lookup.tongue.gettext("All passages on this topic"), topic.url) if topic.url else None
    title = lookup.tongue.gettext("Notes on %(topic)s", topic=topic.name)
    return NotesPage(title, routes.notes_on(id), 0, (), (), subject=subject)


def _pages(page: NotesPage, noted: _Noted, lookup: Lookup) -> Iterator[Planned]:
    """A list of notes, and its years where it is long."""
    by_year: dict[str, list[_Of]] = {}
    for entry, of in noted:
        by_year.setdefault(lookup.years[entry.id], []).append((entry, of))
    folder = "notes" if page.url == URL else page.url.removesuffix(".html")
    cut = _count(noted) > BOUND
    years = tuple(Year(year, f"{folder}/{year}.html", _count(of)) for year, of in by_year.items()) if cut else ()
    told = cause(f"list {page.url}", _Told(page, years))
    causes = lookup.of((entry.id for entry, _ in noted), told)
    yield Planned(page.url, "notes", page.title, causes, partial(_whole, lookup, page, noted, years))
    for year in years:
        there = by_year[year.year]
        causes = lookup.of((entry.id for entry, _ in there), told)
        title = of_year(page.title, year.year, lookup.tongue)
        yield Planned(year.url, "notes", title, causes, partial(_year, lookup, page, year, there, years))


def _whole(lookup: Lookup, page: NotesPage, noted: _Noted, years: tuple[Year, ...]) -> Page:
    total = _count(noted)
    kinds = _by_kind(noted, lookup, LATEST if years else total)
    data = msgspec.structs.replace(page, total=total, kinds=kinds, years=years)
    about = lookup.tongue.gettext(
        "%(title)s: %(count)s in these transcripts.", title=page.title, count=lookup.tongue.number(total)
    )
    return _page(lookup, page.url, page.title, about, data)


def _year(lookup: Lookup, page: NotesPage, year: Year, noted: _Noted, years: tuple[Year, ...]) -> Page:
    kinds = _by_kind(noted, lookup, year.count)
    title = of_year(page.title, year.year, lookup.tongue)
    data = NotesPage(page.title, page.url, year.count, kinds, years, year.year, kinds_told=page.kinds_told)
    about = lookup.tongue.ngettext("%(title)s: %(num)s note.", "%(title)s: %(num)s notes.", year.count, title=title)
    return _page(lookup, year.url, title, about, data)


def _page(lookup: Lookup, url: str, title: str, description: str, data: NotesPage) -> Page:
    return Page(url, "notes.html", title, description, data, language=lookup.language, kind="notes")


def _count(noted: _Noted) -> int:
    return sum(extract.count for _, of in noted for _, extract in of)


def _by_kind(noted: _Noted, lookup: Lookup, room: int) -> tuple[NoteKind, ...]:
    """The first so many notes by kind: the kinds of the settings in their order, then any others."""
    kinds: dict[str, list[Extract]] = {lookup.note_kind(kind.id): [] for kind in lookup.settings.notes}
    for _, of in noted:
        for kind, extract in of:
            if room > 0:
                name = lookup.note_kind(kind) if kind else ""
                kinds.setdefault(name, []).append(extract.first(room))
            room -= extract.count
    return tuple(
        NoteKind(f"or-kind-{n}", name, tuple(rows), sum(extract.count for extract in rows))
        for n, (name, rows) in enumerate(kinds.items(), 1)
        if rows
    )
