"""The files by which machines find what is here: Atom feed (RFC 4287), sitemap (sitemaps.org 0.9), robots.txt.

No clock: dates are those of the transcripts, so that the same content gives the same bytes on any day.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html import escape

from generator import routes
from generator.config import Settings
from generator.languages import ENGLISH, Tongue
from generator.model import Archive, Entry
from generator.pages import corrections
from generator.pages.page import Planned

FEED_BOUND = 30  # entries in a feed
SITEMAP_BOUND = 50_000  # URLs in one file, by the protocol
_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NO_DATE = "1970-01-01T00:00:00Z"
# What XML 1.0 cannot hold, even escaped.
_CONTROLS = {c: None for c in range(32) if c not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}


def files(
    archive: Archive, settings: Settings, pages: tuple[Planned, ...], tongue: Tongue = ENGLISH
) -> dict[str, bytes]:
    """URL → bytes. Feed and sitemap need `base_url`, without which nothing has a full address."""
    found = {"robots.txt": _robots(settings), ".nojekyll": ""}
    if settings.base_url:
        found["feed.xml"] = _feed(archive, settings, settings.base_url)
        if rows := corrections.rows(archive):
            found["corrections.xml"] = _corrections(rows, settings, settings.base_url, tongue)
        found |= _sitemaps(archive, settings.base_url, pages)
    return {url: text.encode("utf-8", "replace") for url, text in found.items()}


def timestamp(date: str | None) -> str | None:
    """A date as written → RFC 3339: "1974" → "1974-01-01T00:00:00Z". None for what is no date."""
    if not date:
        return None
    text = date.strip()
    if text.replace("-", "").isdigit() and len(text) in (4, 7):
        text += "-01-01" if len(text) == 4 else "-01"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    offset = moment.utcoffset()
    text = moment.replace(microsecond=0).isoformat()
    return text.removesuffix("+00:00") + "Z" if not offset else text


def _changed(entry: Entry) -> str | None:
    return timestamp(entry.meta.changed) or timestamp(entry.meta.date)


def _moment(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def _feed(archive: Archive, settings: Settings, base: str) -> str:
    """The transcripts dated or updated last, newest first."""
    dated = [(stamp, entry) for entry in archive.entries if (stamp := _changed(entry)) and not entry.meta.withdrawn]
    dated.sort(key=lambda pair: _moment(pair[0]), reverse=True)
    shown = dated[:FEED_BOUND]
    names = {topic.id: topic.name for topic in archive.topics}
    parts = (_entry(stamp, entry, names, base) for stamp, entry in shown)
    return _atom(settings, base, ("feed.xml", ""), settings.title, shown[0][0] if shown else _NO_DATE, parts)


def _corrections(rows: Iterable[corrections.CorrectionRow], settings: Settings, base: str, tongue: Tongue) -> str:
    """The last corrections: for those who have quoted what was corrected."""
    shown = [(timestamp(row.date) or _NO_DATE, row) for row in rows][:FEED_BOUND]
    parts = (_correction(stamp, row, base, tongue) for stamp, row in shown)
    title = tongue.gettext("%(title)s: corrections", title=settings.title)
    return _atom(settings, base, ("corrections.xml", corrections.URL), title, shown[0][0], parts)


def _atom(
    settings: Settings, base: str, urls: tuple[str, str], title: str, updated: str, entries: Iterable[str]
) -> str:
    """A feed; `urls` are its own and that of its page."""
    own, home = (routes.absolute(base, url) for url in urls)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f"<feed xmlns={_quoted(_ATOM)} xml:lang={_quoted(settings.language)}>",
        _element("title", title),
        _element("id", home),
        f'<link rel="self" type="application/atom+xml" href={_quoted(own)}/>',
        f'<link rel="alternate" type="text/html" href={_quoted(home)}/>',
        _element("updated", updated),
        f"<author>{_element('name', settings.author or settings.title)}</author>",
        _element("rights", settings.licence or ""),
        _element("subtitle", settings.description or ""),
        _element("generator", "OnRecord"),
        *entries,
        "</feed>",
    ]
    return "\n".join(line for line in lines if line) + "\n"


def _entry(stamp: str, entry: Entry, names: Mapping[str, str], base: str) -> str:
    address = routes.absolute(base, routes.transcript(entry.id))
    published = timestamp(entry.meta.date)
    topics = [(topic, names.get(topic, topic)) for topic in entry.topics]
    parts = [
        _element("title", entry.title),
        _element("id", address),
        f'<link rel="alternate" type="text/html" href={_quoted(address)}/>',
        _element("published", published or ""),
        _element("updated", stamp),
        *(f"<category term={_quoted(topic)} label={_quoted(_clean(label))}/>" for topic, label in topics),
        _element("summary", _summary(entry)),
    ]
    inner = "\n".join(part for part in parts if part)
    return f"<entry xml:lang={_quoted(entry.language)}>\n{inner}\n</entry>"


def _correction(stamp: str, row: corrections.CorrectionRow, base: str, tongue: Tongue) -> str:
    address = routes.absolute(base, row.url)
    parts = [
        _element("title", tongue.gettext("%(title)s: corrected %(date)s", title=row.title, date=tongue.date(row.date))),
        _element("id", address),
        f'<link rel="alternate" type="text/html" href={_quoted(address)}/>',
        _element("updated", stamp),
        f"<author>{_element('name', row.by)}</author>" if row.by else "",
        _element("summary", row.what),
    ]
    inner = "\n".join(part for part in parts if part)
    return f"<entry xml:lang={_quoted(row.language)}>\n{inner}\n</entry>"


def _summary(entry: Entry) -> str:
    """The transcript's summary, else its first words."""
    return entry.meta.summary or entry.opening or entry.title


def _element(name: str, text: str) -> str:
    """An element with text; "" for none."""
    return f"<{name}>{escape(_clean(text), quote=False)}</{name}>" if text else ""


def _quoted(text: str) -> str:
    """The value of an attribute."""
    return f'"{escape(text)}"'


def _clean(text: str) -> str:
    return text if text.isprintable() else text.translate(_CONTROLS)


def _sitemaps(archive: Archive, base: str, pages: tuple[Planned, ...]) -> dict[str, str]:
    """One sitemap; more than one file and an index of them beyond the protocol's bound."""
    changed = {routes.transcript(entry.id): (timestamp(entry.meta.changed) or "")[:10] for entry in archive.entries}
    urls = [_url(base, page.url, changed.get(page.url, "")) for page in pages if page.indexed]
    if len(urls) <= SITEMAP_BOUND:
        return {"sitemap.xml": _sitemap("urlset", urls)}
    parts = [urls[start : start + SITEMAP_BOUND] for start in range(0, len(urls), SITEMAP_BOUND)]
    found = {f"sitemap-{n}.xml": _sitemap("urlset", part) for n, part in enumerate(parts, 1)}
    index = [f"<sitemap>{_element('loc', routes.absolute(base, url))}</sitemap>" for url in found]
    return {"sitemap.xml": _sitemap("sitemapindex", index), **found}


def _url(base: str, url: str, changed: str) -> str:
    return f"<url>{_element('loc', routes.absolute(base, url))}{_element('lastmod', changed)}</url>"


def _sitemap(root: str, lines: list[str]) -> str:
    inner = "\n".join(lines)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="{_SITEMAP}">\n{inner}\n</{root}>\n'


def _robots(settings: Settings) -> str:
    lines = ["User-agent: *", "Allow: /"]
    if settings.base_url:
        lines += ["", f"Sitemap: {routes.absolute(settings.base_url, 'sitemap.xml')}"]
    return "\n".join(lines) + "\n"
