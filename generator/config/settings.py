"""The settings of an archive, `onrecord.toml`."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator import __version__, routes
from generator.config.schema import (
    BASE_URL,
    COLOUR,
    FLAG,
    LANGUAGE,
    TEXT,
    URL,
    Check,
    Shape,
    entries,
    keys,
    many,
)
from generator.config.yaml import List, Map, Node, Source, Text
from generator.errors import ContentError, Place, Problem, problem
from generator.model import Value

FILE = "onrecord.toml"


class NavItem(Value):
    """A link of the site's own navigation."""

    title: str
    url: str


class NoteKind(Value):
    """A kind of note."""

    id: str
    name: str


class ThemeSettings(Value):
    """How the theme is varied. `accent` is a colour like #1b5e7a."""

    accent: str | None = None


class PeopleSettings(Value):
    """`listed`: whether people have pages of their own unless their entry says otherwise."""

    listed: bool = True


class SearchSettings(Value):
    """`enabled`: whether the site has a search page."""

    enabled: bool = True


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


def _nav(node: Node, check: Check) -> NavItem | None:
    values = _NAV_KEYS.read(node, check) or {}
    return NavItem(**values) if len(values) == 2 else None


_NAV_KEYS: Shape[dict[str, Any]] = keys({"title": TEXT, "url": URL}, {"name": "title", "href": "url"}, ("title", "url"))

SETTINGS = keys(
    {
        "title": TEXT.about("The name of the site."),
        "description": TEXT.about("A sentence on what it is."),
        "language": LANGUAGE.about("The language of most transcripts, such as en, de or pt-BR."),
        "base_url": BASE_URL.about("The address the site will have; for the feed, the sitemap and citations."),
        "output": TEXT.about("The folder to write the site to."),
        "author": TEXT.about("Who publishes it."),
        "licence": TEXT.about("Under which terms the texts may be used."),
        "nav": many(Shape(_nav, _NAV_KEYS.schema), "a list of links").about("Further links of the navigation."),
        "edit_url": TEXT.about("An address with {path} for the file of a transcript, for “edit this”."),
        "media_base": URL.about("Where recordings lie that are given by a relative path."),
        "requires": TEXT.about("The oldest version of OnRecord that can build this archive."),
        "notes": entries(TEXT).about("Further kinds of notes: id = “Name”."),
        "theme": keys({"accent": COLOUR.about("The one colour of links and marks.")}),
        "people": keys({"listed": FLAG.about("false: people have no pages unless their entry says so.")}),
        "search": keys({"enabled": FLAG.about("Whether the site has a search page.")}),
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


def find_root(start: Path) -> Path | None:
    """The archive that `start` lies in: the nearest folder, from there upwards, with an `onrecord.toml`."""
    return next((folder for folder in (start, *start.parents) if (folder / FILE).is_file()), None)


def load_settings(root: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings of the archive at `root`, and what is wrong there. ContentError where the file is no TOML at all."""
    try:
        text = (root / FILE).read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        source = Source(text, FILE)
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError([_broken(error, source)]) from error
    except RecursionError as error:
        raise ContentError([problem("bad-toml", Place(FILE), reason="it is nested too deeply")]) from error
    except UnicodeDecodeError as error:
        raise ContentError([problem("not-text", Place(FILE))]) from error
    except OSError as error:
        raise ContentError([problem("unreadable-file", Place(FILE), reason=error.strerror)]) from error
    check = Check(source)
    values = SETTINGS.read(_Located(source).node(data, 1), check) or {}
    own = tuple(NoteKind(routes.slugify(id), name) for id, name in values.pop("notes", ()))
    kinds = {kind.id: kind for kind in (*NOTE_KINDS, *own)}
    tables: dict[str, Any] = {
        "theme": ThemeSettings(**values.pop("theme", {})),
        "people": PeopleSettings(**values.pop("people", {})),
        "search": SearchSettings(**values.pop("search", {})),
    }
    settings = Settings(**values, **tables, notes=tuple(kinds.values()))
    return settings, (*check.problems, *check_settings(settings, root))


def check_settings(settings: Settings, root: Path) -> tuple[Problem, ...]:
    """What is wrong with settings that are each well formed: where the site goes, and for which version they are."""
    problems = []
    output = (root / settings.output).resolve()
    inside = [(root / name).resolve() for name in ("content", "templates", "static")]
    over = root.resolve()
    if over.is_relative_to(output) or any(output.is_relative_to(folder) for folder in inside):
        problems.append(problem("output-inside-content", Place(FILE), output=settings.output))
    if settings.requires and _version(settings.requires) > _version(__version__):
        problems.append(problem("too-old", Place(FILE), needed=settings.requires, version=__version__))
    return tuple(problems)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:4])


def _broken(error: tomllib.TOMLDecodeError, source: Source) -> Problem:
    found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    if found:
        line, column = int(found[1]), int(found[2])
    else:  # at the end of the document
        line, column = len(source.lines), 1
        while line > 1 and not source.lines[line - 1].strip():
            line -= 1
    reason = re.sub(r" \(at .*\)$", "", str(error))
    return problem("bad-toml", source.place(line, column), reason=reason)


class _Located:
    """Gives parsed TOML its positions back, by looking for each key in the lines."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def node(self, value: object, line: int, column: int = 1) -> Node:
        if isinstance(value, Mapping):
            return Map(tuple(self._entry(str(key), part, line) for key, part in value.items()), line, column)
        if isinstance(value, list):
            return List(tuple(self.node(part, line, column) for part in value), line, column)
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return Text(text, line, column, max(1, len(text)))

    def _entry(self, key: str, value: object, after: int) -> tuple[Text, Node]:
        word = re.escape(key)
        pattern = re.compile(rf"""^[\[\s]*["']?(?:[\w-]+\.)*({word})["']?\s*[=\]]|[{{,]\s*({word})\s*=""")
        for line in range(after, len(self._source.lines) + 1):
            found = pattern.search(self._source.lines[line - 1])
            if found:
                group = 1 if found[1] is not None else 2
                name = Text(key, line, found.start(group) + 1, len(key))
                return name, self.node(value, line, found.start(group) + 1)
        return Text(key, after, 1, 1), self.node(value, after)
