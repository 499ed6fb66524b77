"""From pages to bytes: the only importer of Jinja.

Templates and static files come with the package and are overridden file by file by those of the archive, under the
same name, in its `templates/` and `static/`; `onrecord/NAME.html` always means the package's own, so that a template
can extend the one it replaces. Autoescape is on: what is HTML already is marked so in the templates (`|safe`) and
comes from `markup` alone. Undefined names are errors, with file and line.
"""

import json
import marshal
import re
from collections.abc import Callable, Iterable, Iterator, Set
from functools import cache, lru_cache, partial
from pathlib import Path
from traceback import walk_tb
from typing import Any, TypeVar, cast

import jinja2
import markupsafe
import msgspec
from jinja2.bccache import Bucket
from markupsafe import Markup

from generator import markup, routes, wording
from generator.config import LISTS, Settings
from generator.errors import ContentError, Place, problem
from generator.languages import Tongue, message, tongue
from generator.looks import css_words, look
from generator.memory import Memory, key
from generator.model import Extract, Record, Value
from generator.pages import citing, compare, edition, media, naming, transcript
from generator.pages.extracts import exchanged, told
from generator.pages.linked_data import linked_data
from generator.pages.listing import Exchange, Exchanged, NoteRow, Passage, Said
from generator.pages.missing import MissingData
from generator.pages.page import Page, PageLink, clock, direction
from generator.sources import is_scratch

_PACKAGE = Path(__file__).parent
_NAV = (
    PageLink(message("Transcripts"), LISTS["transcripts"]),
    PageLink(message("Speakers"), LISTS["speakers"]),
    PageLink(message("Topics"), LISTS["topics"]),
    PageLink(message("Notes"), LISTS["notes"]),
)
# A second lock behind escaping and `routes.safe_url`. `file:` is for readers who open the site from disk, where 'self'
# matches nothing in some browsers; inline style sheets are the theme's own (accent, running head).
_POLICY = (
    "default-src 'self' file:; script-src 'self' file: 'wasm-unsafe-eval'; style-src 'self' file: 'unsafe-inline'; "
    "img-src 'self' file: data:; object-src 'none'; base-uri 'none'; form-action 'self' file:"
)


# Characters that HTML cannot hold, even escaped: controls and those that Unicode says are none.
_NEVER = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


_CONTROLS = bytes([*range(9), 11, *range(14, 32), 127])


def _may_hold_never(page: bytes) -> bool:
    """Whether a page has the bytes of such a character in UTF-8, or similar ones: much quicker than looking for it."""
    if len(page.translate(None, _CONTROLS)) < len(page):
        return True
    latin = any(rest[:1] < b"\xa0" for rest in page.split(b"\xc2")[1:])
    return latin or any(rest[:1] in b"\xb7\xbf" for rest in page.split(b"\xef")[1:])


_QUOTES = re.compile("[\"']")
# Tags that name other templates, and those among them that write out the names.
_NAMING = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\s")
_NAME = r"""\s*["'][^"']*["']\s*"""
_AFTER = r"(?:(?:ignore|with|without|as|import)\s|[-+]?%\})"
_NAMED = re.compile(rf"{_NAMING.pattern}(?:{_NAME}|\s*[\[(](?:{_NAME},?)*\s*[\])]\s*){_AFTER}")


Rows = TypeVar("Rows", bound=tuple[Value, ...])


class SiteView(Value):
    """What every template may know of the site."""

    title: str
    description: str
    language: str
    direction: str
    base_url: str | None
    author: str
    licence: str
    nav: tuple[PageLink, ...]
    logo: str  # a file in static/; "" without one
    logo_dark: str  # the same for the dark scheme
    has_feed: bool
    has_search: bool


class _Template(jinja2.Template):
    """Jinja's own, quicker: it prints plain strings, and hands up each template and block as one piece.

    Without this, every value printed becomes an object that is dropped at once, and every scrap of the page is passed
    from the innermost block through all around it.
    """

    @classmethod
    def from_code(cls, *args: Any, **options: Any) -> jinja2.Template:
        template = super().from_code(*args, **options)
        namespace = template.root_render_func.__globals__
        namespace["escape"] = _printed
        template.root_render_func = _whole(template.root_render_func)
        template.blocks = {name: _whole(block) for name, block in template.blocks.items()}
        namespace |= {f"block_{name}": block for name, block in template.blocks.items()}  # as `super()` names them
        return template


class _Environment(jinja2.Environment):
    template_class = _Template
    tongue: Tongue

    def _parse(self, source: str, name: str | None, filename: str | None) -> jinja2.nodes.Template:
        return wording.translated(super()._parse(source, name, filename), self.tongue, name)


# Escapes without marking the result as escaped; not in every version of the library.
_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", markupsafe.escape)


def _printed(value: Any) -> Any:
    """What stands in the page for a printed value."""
    kind = type(value)
    if kind is str:
        return _escaped(value)
    if kind is Markup:
        return value
    return str(value) if kind is int else markupsafe.escape(value)


def _safe(value: str) -> Markup:
    """Jinja's `safe`, without the detours of making a Markup."""
    return str.__new__(Markup, value)


def _whole(render: Callable[[Any], Iterator[str]]) -> Callable[[Any], Iterator[str]]:
    def whole(context: Any) -> Iterator[str]:
        yield "".join(render(context))

    return whole


class Compiled(jinja2.BytecodeCache):
    """Templates as Jinja has compiled them, which costs more than most pages, by their text and by who compiled them.

    `code` is a hash of OnRecord, Python and the libraries: what is compiled by one version is not for another.
    """

    def __init__(self, memory: Memory, code: str) -> None:
        self._memory = memory
        self._code = code

    def load_bytecode(self, bucket: Bucket) -> None:
        if compiled := self._memory.get(self._name(bucket)):
            bucket.code = marshal.loads(compiled)  # noqa: S302  (the templates beside it are code that we run, too)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._memory.put_all([(self._name(bucket), marshal.dumps(bucket.code))])

    def _name(self, bucket: Bucket) -> str:
        return key("template", self._code, bucket.key, bucket.checksum)


class Theme:
    """The templates and static files of one archive; `root` None: the package's own alone.

    `load` gives the rows that pages refer to by key; `compiled` is where compiled templates are
    kept, `words` how the interface speaks, else as comes with OnRecord.
    """

    def __init__(
        self,
        root: Path | None,
        settings: Settings,
        load: Callable[[str], bytes],
        compiled: Compiled | None = None,
        words: Tongue | None = None,
    ) -> None:
        self._load = load
        # Each transcript is listed on many pages, under its speakers, their outlets and years.
        self._turns = lru_cache(maxsize=1024)(self._turns_kept)
        self._folders = [root] if root else []
        self._settings = settings
        self._tongue = words or tongue(settings.language)
        self._site = _site(settings, self._tongue)
        self._look = look(settings)
        own = jinja2.FileSystemLoader(shipped("templates"))
        searched = [str(folder / "templates") for folder in self._folders]
        self._loader = jinja2.ChoiceLoader(
            [jinja2.FileSystemLoader(searched), own, jinja2.PrefixLoader({"onrecord": own})]
        )
        self._environment = _Environment(
            loader=self._loader,
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=compiled,
            extensions=[wording.Trans],
        )
        self._environment.tongue = self._tongue
        self._environment.policies["ext.i18n.trimmed"] = True
        self._environment.filters |= {
            "safe": _safe,
            "capital": naming.capital,
            "date": self._tongue.date,
            "clock": clock,
            "direction": direction,
            "slug": routes.slugify,
            "host": _host,
            "number": self._tongue.number,
            "year": self._tongue.year,
            "turn_kind": partial(naming.kind_of_turn, tongue=self._tongue),
            "note_kind": partial(self._tongue.known, context=naming.KIND_OF_NOTE),
            wording.COUNTED: self._tongue.counted,
            "form": self._tongue.form,
            "tongue": _tongue,
        }
        self._environment.globals |= {
            "site": self._site,
            "passages": self._passages,
            "notes": self._notes,
            "exchanges": self._exchanges,
        }

    def render(self, page: Page, *records: Record) -> bytes:
        """The page's bytes, UTF-8; a page that shows texts needs their records. ContentError for a wrong template."""
        static = _rooted(page.data.root) if isinstance(page.data, MissingData) else _linker(page.url, "static/")
        style = self._look.style(static)
        context: dict[str, Any] = {
            "page": page,
            "data": page.data,
            "url": _linker(page.url),
            "static": static,
            "absolute": lambda url: routes.absolute(self._site.base_url or "", url),
            "within": lambda url: _within(url, page.url),
            "moved": lambda html, home: _safe(markup.moved(html, home, page.url)),
            "style": style + (_running_heads(self._site.title, page.title) if page.kind == "transcript" else ""),
            "policy": _POLICY,
            "card": self._card(page.image or self._settings.theme.image or ""),
            "ui": _ui_language(page.language, self._settings.language),
        }
        if isinstance(page.data, compare.Compared):
            first, second = records
            context["data"] = compare.comparison(page.data, (first, second), self._tongue)
        if isinstance(page.data, transcript.Surroundings):
            (record,) = records
            data = transcript.data(page.data, record, self._settings, self._tongue)
            context["data"] = data
            context["policy"] = _POLICY + media.policy(data.media)
            context["edition"] = edition.view(data, record.transcript, page, self._tongue)
            context["linked_data"] = _script_json(linked_data(data))
            context["citing"] = citing.tags(data.work, data.meta.licence or self._site.licence)
            context["citations"] = _script_json(citing.for_script(data.work))
        try:
            html = self._environment.get_template(page.template).render(context)
        except Exception as error:
            raise self._explained(error, page) from error
        page_bytes = html.encode()
        return _NEVER.sub("\ufffd", html).encode() if _may_hold_never(page_bytes) else page_bytes

    def _card(self, image: str) -> str:
        """The full address of a picture, which is what cards need; "" where it cannot be told."""
        if not image or image.startswith(("https://", "http://")):
            return image and (routes.safe_url(image) or "")
        path = image.removeprefix("./").strip("/")
        url = path if path.startswith("static/") else f"static/{path}"
        return routes.absolute(self._site.base_url, url) if self._site.base_url else ""

    def closures(self) -> dict[str, str]:
        """For each template a hash of its text and of all that it extends, includes or imports, at any depth."""
        texts = {name: self._text_of(name) for name in self._environment.list_templates()}
        uses = {name: _used(text, texts.keys()) for name, text in texts.items()}
        found = {}
        for name in texts:
            reached, waiting = {name}, [name]
            while waiting:
                more = uses[waiting.pop()] - reached
                reached |= more
                waiting += more
            found[name] = key(*(f"{one}\0{texts[one]}" for one in sorted(reached)))
        return found

    def _text_of(self, template: str) -> str:
        try:
            return self._loader.get_source(self._environment, template)[0]
        except UnicodeDecodeError as error:  # whoever renders it is told
            return str(error)

    def assets(self) -> dict[str, Path]:
        """Every static file: its URL in the site, `static/…`, and where it lies."""
        found: dict[str, Path] = {}
        for folder in (shipped("static"), *(folder / "static" for folder in self._folders)):
            for path in files_in(folder):
                found["static/" + path.relative_to(folder).as_posix()] = path
        return dict(sorted(found.items()))

    def _passages(self, extract: Extract) -> tuple[Passage, ...]:
        if extract.turns:
            return tuple(told(self._turns(extract.key), extract))
        return self._rows(extract, tuple[Passage, ...])

    def _turns_kept(self, name: str) -> tuple[Said, ...]:
        return msgspec.msgpack.decode(self._load(name), type=tuple[Said, ...])

    def _notes(self, extracts: Iterable[Extract]) -> Iterator[NoteRow]:
        return (row for extract in extracts for row in self._rows(extract, tuple[NoteRow, ...]))

    def _exchanges(self, said: str, extract: Extract) -> Iterator[Exchange]:
        return exchanged(self._turns(said), self._rows(extract, tuple[Exchanged, ...]))

    def _rows(self, extract: Extract, kind: type[Rows]) -> Rows:
        rows = msgspec.msgpack.decode(self._load(extract.key), type=kind) if extract.count else kind()
        return cast("Rows", rows[: extract.count])

    def _explained(self, error: Exception, page: Page) -> Exception:
        """What is wrong in a template, as a problem with its file and line; any other error as it is."""
        if isinstance(error, jinja2.TemplateNotFound):
            return ContentError([problem("template-missing", name=error.name or page.template, url=page.url)])
        if isinstance(error, jinja2.TemplateSyntaxError):
            path, line, source = error.filename or error.name or page.template, error.lineno, error.source or ""
        else:
            folders = tuple(str(folder / "templates") for folder in (*self._folders, shipped("templates").parent))
            frames = [(f.f_code.co_filename, n) for f, n in walk_tb(error.__traceback__)]
            inside = [frame for frame in frames if frame[0].startswith(folders)]
            if not inside or not (isinstance(error, jinja2.TemplateError) or frames[-1] in inside):
                return error
            (path, line), source = inside[-1], Path(inside[-1][0]).read_text("utf-8", "replace")
        excerpt = "".join(source.split("\n")[line - 1 : line])
        place = Place(self._short(path), line, 1 if excerpt else 0, excerpt, max(1, len(excerpt)))
        return ContentError([problem("template-error", place, reason=str(error).rstrip("."), url=page.url)])

    def _short(self, path: str) -> str:
        """A template's path as its owner knows it."""
        for folder in (*self._folders, shipped("templates").parent):
            if Path(path).is_relative_to(folder):
                return Path(path).relative_to(folder).as_posix()
        return path


def _site(settings: Settings, tongue: Tongue) -> SiteView:
    known = tuple(PageLink(tongue.known(link.title), link.url) for link in _NAV)
    lists = {link.url: link for link in known}
    chosen = tuple(PageLink(item.title or lists[item.url].title, item.url) for item in settings.nav)
    return SiteView(
        title=settings.title,
        description=settings.description or "",
        language=settings.language,
        direction=direction(settings.language),
        base_url=settings.base_url,
        author=settings.author or "",
        licence=settings.licence or "",
        nav=chosen if any(link.url in lists for link in chosen) else (*known, *chosen),
        logo=settings.theme.logo or "",
        logo_dark=settings.theme.logo_dark or "",
        has_feed=bool(settings.base_url),
        has_search=settings.search.enabled,
    )


def _used(text: str, known: Set[str]) -> Set[str]:
    """The templates that one may use: those between quotes, which may be too many; all where it writes no names."""
    if len(_NAMING.findall(text)) > len(_NAMED.findall(text)):
        return known
    return known & set(_QUOTES.split(text))


def _running_heads(site: str, title: str) -> str:
    """CSS that prints at the head of left pages the site's title, of right ones the page's, and of the first none."""
    heads = "".join(
        f'@page:{side}{{@top-center{{content:"{css_words(words)}"}}}}'
        for side, words in (("left", site), ("right", title))
    )
    return heads + "@page:first{@top-center{content:none}}"


def _ui_language(page_language: str, site_language: str) -> Markup:
    """The attributes for interface words on a page in another language than the site's, or written the other way."""
    if page_language == site_language:
        return Markup()
    way = direction(site_language)
    turned = Markup(' data-way="{}"').format(way) if way != direction(page_language) else Markup()
    return Markup(' lang="{}"').format(site_language) + turned


def _linker(here: str, prefix: str = "") -> Callable[[str], str]:
    """Makes links from the page `here` to site-relative URLs; those to other sites pass if they are safe."""

    def link(target: str) -> str:
        if ":" in target.split("/")[0] or target.startswith("//"):
            return routes.safe_url(target) or "#"
        return routes.relative(here, prefix + target)

    return cache(link)  # a page leads to the same places again and again


def _rooted(root: str) -> Callable[[str], str]:
    """Makes links to static files from a page that is shown at any depth; `root` is the site's path on its server."""
    return lambda file: root + routes.escaped(f"static/{file}")


def _within(index: str, here: str) -> bool:
    """Whether a page lies in the part of the site that begins at `index`, "speakers/index.html"."""
    folder = index.removesuffix("index.html")
    return folder != index and folder != "" and here.startswith(folder)


def _script_json(value: dict[str, object]) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _host(address: str) -> str:
    """A web address as people say it: the site's name. What is no address stays as it is."""
    return address.split("://", 1)[-1].split("/", 1)[0].removeprefix("www.") if "://" in address else address


def _tongue(language: str) -> Markup:
    """The attributes of words in a language of their own; "" is the page's."""
    return Markup(' lang="{}" dir="auto"').format(language) if language else Markup()


def shipped(name: str) -> Path:
    """A folder of the default theme: inside the package once installed, beside it in a checkout."""
    inside = _PACKAGE / "_theme" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def files_in(folder: Path) -> Iterator[Path]:
    """The files in a folder and below it, by name, but for hidden ones, editors' leavings and links that lead out."""
    home = folder.resolve()
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        parts = path.relative_to(folder).parts
        inside = path.is_file() and path.resolve().is_relative_to(home)
        if inside and not any(map(is_scratch, parts)):
            yield path
