"""The settings of an archive, `onrecord.toml`."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from generator import __version__, routes
from generator.config import toml
from generator.config.schema import (
    BASE_URL,
    FLAG,
    FOLDER,
    LANGUAGE,
    TEXT,
    URL,
    VERSION,
    Check,
    Shape,
    entries,
    keys,
    many,
    word,
)
from generator.config.source import Source
from generator.config.theme import LISTS, THEME, ThemeSettings
from generator.config.yaml import Node, Text
from generator.errors import Place, Problem, problem
from generator.model import Value
from generator.root import FILE

_OWN = ("content", "templates", "static", "locales", "sources", ".onrecord", ".git", ".github")  # folders of an archive


class NavItem(Value):
    """A link of the navigation; "" is the title that a list of the site has by itself."""

    title: str
    url: str


class NoteKind(Value):
    """A kind of note."""

    id: str
    name: str


class PeopleSettings(Value):
    """`listed`: whether people have pages of their own; an entry of theirs can say no for one. `mentions`: whether
    their names, and those of organisations, are looked for in speech."""

    listed: bool = True
    mentions: bool = True


class SearchSettings(Value):
    """`enabled`: whether the site can be searched."""

    enabled: bool = True


class RedactionSettings(Value):
    """`required`: no build without the file of protected words. `tracked`: git may hold the sources, being private."""

    required: bool = False
    tracked: bool = False


NOTE_KINDS = (
    NoteKind("context", "Context"),
    NoteKind("fact-check", "Fact-check"),
    NoteKind("correction", "Correction"),
    NoteKind("clarification", "Clarification"),
    NoteKind("source", "Source"),
    NoteKind("translation", "Translation"),
    NoteKind("editor", "Editor’s note"),
)


class Settings(Value):
    """What `onrecord.toml` says. `output` is a folder, relative to the archive's root or absolute."""

    title: str = "Transcripts"
    description: str | None = None
    language: str = "en"
    base_url: str | None = None  # ends with "/"
    output: str = "site"
    author: str | None = None
    licence: str | None = None
    nav: tuple[NavItem, ...] = ()
    edit_url: str | None = None
    media_base: str | None = None
    requires: str | None = None
    notes: tuple[NoteKind, ...] = NOTE_KINDS
    theme: ThemeSettings = ThemeSettings()
    people: PeopleSettings = PeopleSettings()
    search: SearchSettings = SearchSettings()
    redaction: RedactionSettings = RedactionSettings()


def _nav(node: Node, check: Check) -> NavItem | None:
    if isinstance(node, Text):
        name = _LIST.read(node, check)
        return NavItem("", LISTS[name]) if name else None
    values = _NAV_KEYS.read(node, check) or {}
    if not values.get("title", "x").strip():
        check.report("missing-key", node, key="title", line="title = …")
    return NavItem(**values) if all(map(values.get, ("title", "url"))) else None


_LIST = word(tuple(LISTS))
_NAV_KEYS: Shape[dict[str, Any]] = keys(
    {"title": TEXT.about("The words of the link."), "url": URL.about("A page of the site, or an address elsewhere.")},
    {"name": "title", "href": "url"},
    ("title", "url"),
)

SETTINGS = keys(
    {
        "title": TEXT.about("The name of the site."),
        "description": TEXT.about("A sentence on what it is."),
        "language": LANGUAGE.about("The language of most transcripts, such as en, de or pt-BR."),
        "base_url": BASE_URL.about("The address the site will have; for the feed, the sitemap and citations."),
        "output": FOLDER.about("The folder to write the site to."),
        "author": TEXT.about("Who publishes it."),
        "licence": TEXT.about("Under which terms the texts may be used."),
        "nav": many(Shape(_nav, {"anyOf": [_LIST.schema, _NAV_KEYS.schema]}), "a list of links").about(
            "Further links of the navigation; or, where it names lists of the site, the whole of it."
        ),
        "edit_url": URL.about("An address with {path} for the file of a transcript, for “edit this”."),
        "media_base": URL.about("Where recordings lie that are given by a relative path."),
        "requires": VERSION.about("The oldest version of OnRecord that can build this archive."),
        "notes": entries(TEXT).about("Further kinds of notes: id = “Name”."),
        "theme": THEME.about("How the site looks."),
        "people": keys(
            {
                "listed": FLAG.about("false: nobody has a page of their own."),
                "mentions": FLAG.about("false: names are not looked for in what others say."),
            }
        ).about("How people are shown."),
        "search": keys({"enabled": FLAG.about("Whether the site can be searched.")}).about("The site's search."),
        "redaction": keys(
            {
                "required": FLAG.about("true: a build without the file of protected words fails."),
                "tracked": FLAG.about("true: the repository is private, so that git may hold protected words."),
            }
        ).about("Words that must not be published."),
    },
    {
        "baseURL": "base_url",
        "site_url": "base_url",
        "siteurl": "base_url",
        "url": "base_url",
        "site_name": "title",
        "sitename": "title",
        "name": "title",
        "site_dir": "output",
        "publishDir": "output",
        "destination": "output",
        "lang": "language",
        "languageCode": "language",
        "license": "licence",
        "site_author": "author",
        "site_description": "description",
        "menu": "nav",
    },
)


def load_settings(root: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings of the archive at `root`, and what is wrong there; unreadable ones are all as by default."""
    try:
        # utf-8-sig: some editors put a byte order mark at the start.
        text = (root / FILE).read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return Settings(), (problem("not-text", Place(FILE)),)
    except OSError as error:
        return Settings(), (problem("unreadable-file", Place(FILE), reason=error.strerror),)
    source = Source(text, FILE)
    node, problems = toml.parse(source)
    if node is None:
        return _careful(Settings(), text), problems
    check = Check(source)
    settings = _settings(SETTINGS.read(node, check) or {})
    if check.problems:
        settings = _careful(settings, text)
    places = {key.value: source.place(key.line, key.column, key.length) for key, _ in node.entries}
    return settings, (*check.problems, *check_settings(settings, root, places))


def _careful(settings: Settings, text: str) -> Settings:
    """What holds where the settings are broken, but say something of redaction: nothing is read without it."""
    if "redaction" not in text.casefold():
        return settings
    return msgspec.structs.replace(settings, redaction=RedactionSettings(True, settings.redaction.tracked))


def check_settings(settings: Settings, root: Path, places: Mapping[str, Place] | None = None) -> tuple[Problem, ...]:
    """What is wrong with settings that are each well formed: where the site goes, and for which version they are.

    `places` says where in the file a setting stands, if it stands there.
    """
    problems = []
    found = places or {}
    if not _apart(settings.output, root):
        problems.append(problem("output-inside-content", found.get("output", Place(FILE)), output=settings.output))
    if settings.requires and _version(settings.requires) > _version(__version__):
        place = found.get("requires", Place(FILE))
        problems.append(problem("too-old", place, needed=settings.requires, version=__version__))
    if settings.base_url and routes.base_url(settings.base_url) is None:
        problems.append(problem("bad-base-url", found.get("base_url", Place(FILE)), value=settings.base_url[:200]))
    return tuple(problems)


def _settings(values: dict[str, Any]) -> Settings:
    own = tuple(NoteKind(routes.slugify(id), name) for id, name in values.pop("notes", ()))
    kinds = {kind.id: kind for kind in (*NOTE_KINDS, *own)}
    tables: dict[str, Any] = {
        "theme": ThemeSettings(**values.pop("theme", {})),
        "people": PeopleSettings(**values.pop("people", {})),
        "search": SearchSettings(**values.pop("search", {})),
        "redaction": RedactionSettings(**values.pop("redaction", {})),
    }
    return Settings(**values, **tables, notes=tuple(kinds.values()))


def _apart(output: str, root: Path) -> bool:
    """Whether nothing of the archive's own lies where the site goes, nor the site where that lies."""
    try:
        # Folded: on many computers Content/ is content/.
        place, top = (Path(str(path.resolve()).casefold()) for path in (root / output, root))
    except (OSError, RuntimeError, ValueError):  # a circle of links, or not a name at all
        return False
    return not top.is_relative_to(place) and not any(place.is_relative_to(top / name) for name in _OWN)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:4])
