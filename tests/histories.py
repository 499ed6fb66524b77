"""An archive that changes on disk, part by part, in every way that a build that remembers could overlook."""

import os
import shutil
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from generator.build import Report, build
from generator.errors import ContentError
from generator.history import Options
from generator.sketches import sketch, words_of
from tests.archives import tree, write

OUTPUTS = ("site", "other")
_NOT_SOURCES = (*OUTPUTS, ".onrecord")


class Part(NamedTuple):
    """A piece of a file: what it may be, the usual first; and what no site can be built from."""

    good: tuple[str, ...]
    bad: tuple[str, ...] = ()


class File(NamedTuple):
    """A file: where it may lie, None for nowhere, the usual first; its text is its parts one after the other."""

    paths: tuple[str | None, ...]
    parts: tuple[Part, ...]


def _transcript(name: str, said: str, told: str) -> File:
    return File(
        (*(f"content/transcripts/{path}.md" for path in (name, f"old/{name}", f"{name}-2")), None),
        (
            Part(("---\n",), ("---\n[", "")),
            Part((f"title: The {name}\n", f"title: Of {name}s\n", ""), ("titel: What?\n", "title: [\n")),
            Part(("date: 2030-03-01\n", "date: 2031-03-01\n", "date: 2029\n", ""), ("date: 2030-02-30\n",)),
            Part(("topics: [toll]\n", "topics: [orchards]\n", "topics: [Toll, Rivers]\n", "")),
            Part(("", "draft: true\n")),
            Part(("", "series: River voices\n", "series: tides\n")),
            Part(
                (
                    *("", "variant-of: orchard\nvariant: translation\n", "variant-of: bridge\n"),
                    *("variant-of: old-talk\nvariant: prepared\n", "variant: delivered\n"),
                )
            ),
            Part(
                (
                    "",
                    "corrections:\n  - {date: 2031-05-08, what: A name., turn: ada-brook-1}\n",
                    "corrections:\n  - {date: 2031-05-09, by: R. Vale, what: A word., turn: nobody-1}\n",
                ),
                ("corrections: [x]\n", "corrections:\n  - {what: A name.}\n"),
            ),
            Part(("", "language: de\n", "summary: Of a toll.\n", "updated: 2032-01-01\nkind: hearing\n")),
            Part(("", f"aliases: [old-{name}]\n", "aliases: [old-talk]\n"), ("aliases: [orchard]\n",)),
            Part(("", f"slug: a-{name}\n"), ("slug: orchard\n",)),
            Part(("", "image: cards/a.jpg\nstatus: corrected\n")),
            Part(("", "withdrawn: 2031-01-01\n")),
            Part(
                ("", "media: talk.mp3\n", "media:\n  - {file: talk.mp3, begins: -0:12}\n  - https://vimeo.com/12345\n"),
                ("media: {begins: 0:12}\n",),
            ),
            Part(
                (
                    "speakers:\n  - {name: Mara Lind, role: Bridge Warden, label: [Warden], opening: true}\n",
                    "speakers:\n  - {name: Mara Lind, role: Toll Warden, label: [Warden], opening: true}\n",
                    "speakers:\n  - {name: Ada Brook, affiliation: Norhaven Herald, label: [Warden], opening: true}\n",
                ),
                ("speakers:\n  - {name: Mara Lind, rolle: X}\n", ""),
            ),
            Part(("---\n\n",), ("\n\n",)),
            Part(("Good morning to all.\n\n", "Good evening to all.\n\n", "::: matter\nIn the hall.\n:::\n\n", "")),
            Part(("## Questions\n\n", "## Addresses\n\n", "## Questions {#asked}\n\n", "")),
            Part(
                ("**Otto Reyes:** ", "**Otto Reyes:** [01:05–01:09] ", "**Otto Meyer:** ", "**Q:** ", "**Warden:** "),
                ("**Otto Reyes:** {by=zed} ",),
            ),
            Part((f"{said}\n\n", f"{said.replace('toll', 'poll')}\n\n", "Why?\n\n", "Why, Ada Brook of the—\n\n", "")),
            Part(
                (
                    "**Ada Brook:** ",
                    "**Warden:** {#said} ",
                    "**Ada Brook, Norhaven Herald:** ",
                    "**Ada Brook:** {.answer} ",
                    "**Ada Brook:** {replies=otto-reyes-1} ",
                    '**Ada Brook:** {replies="orchard#otto-reyes-1"} ',
                )
            ),
            Part(
                (
                    f"{told}\n\n",
                    f"{told.replace('foot', 'boat')}\n\n",
                    "See [[orchard#ada-brook-1|there]], as [[person:mara-lind]] said of [[topic:toll]].\n\n",
                    "See [[bridge]] and [[nowhere]]; Mrs Lind spoke of the toll.\n\n",
                    'See [[orchard "on foot"]], [[bridge "Nobody on foot"|so]], [[organisation:norhaven-herald]].\n\n',
                    "Otto Reyes said to Ada Brook of the Norhaven Herald: Mara Lind!\n\n",
                )
            ),
            Part(
                (
                    "",
                    "**Otto Reyes:** —Herald.\n\n",
                    "**Q:** Otto Reyes, from Norhaven Herald. For whom?\n\n**Mara Lind:** All.\n\n",
                    "**Warden:** {.question} For Otto Meyer?\n\n**Mara Lind:** Otto Reyes.\n\n",
                )
            ),
            Part(
                (
                    "",
                    "And ==so it is==[^n].\n\n[^n]: [!context]{by=\"R. Vale\"} The *old* one.\n",
                    "And ==so it is==[^n].\n\n[^n]: [!context]{by=\"R. Vale\"} The *new* one.\n",
                    "And ==so it is==[^n].\n\n[^n]: [!context] See [[orchard \"on foot\"]] by [[person:otto]].\n",
                ),
                ("And so it is.[^n]\n", "[^n]: Unused.\n"),
            ),
        ),
    )  # fmt: skip


def _published(turn: str, *said: str) -> str:
    """The lines of a published turn."""
    lines = [f"- {{turn: {turn}, by: {turn.rpartition('-')[0] or 'ada-brook'}}}\n"]
    for number, text in enumerate(said, 1):
        lines.append(f'- {{paragraph: {turn}.p{number}, sketch: "{sketch(words_of(text))}"}}\n')
    return "".join(lines)


FILES: dict[str, File] = {
    "settings": File(
        ("onrecord.toml",),
        (
            Part(('title = "Voices"\n', 'title = "Choices"\n', ""), ("title = \n", 'titel = "Voices"\n')),
            Part(('base_url = "https://a.example/"\n', 'base_url = "https://b.example/x/"\n', "")),
            Part(("search.enabled = false\n", "")),
            Part(("", 'edit_url = "https://code.example/{path}"\n')),
            Part(("", 'media_base = "https://media.example/talks/"\n')),
            Part(("", 'language = "de"\n', 'licence = "Free"\n', 'author = "The press"\n')),
            Part(("", 'nav = ["topics", "notes"]\n', 'nav = [{title = "Map", url = "about.html"}]\n')),
            Part(("", "[people]\nlisted = false\n", "[people]\nmentions = false\n")),
            Part(
                (
                    *("", '[theme]\naccent = "#a02020"\n', '[theme]\naccent = "#20a020"\nimage = "cards/a.png"\n'),
                    *('[theme]\nlogo = "logo.svg"\nhome = ["topics", "new"]\n', '[theme]\nhome = []\nmeasure = 60\n'),
                    '[theme]\npaper = "#fff1e5"\nbook = ["logo.woff2", "Georgia"]\n',
                ),
                ("[theme]\nmeasure = 6\n",),
            ),
            Part(("", '[notes]\ncontext = "Background"\n')),
        ),
    ),
    "words": File(
        (None, "locales/de.po", "locales/fr.po"),
        (
            Part(('msgid "Transcripts"\nmsgstr "Protokolle"\n', 'msgid "Notes"\nmsgstr "Hinweise"\n')),
            Part(("", '\nmsgctxt "kind of turn"\nmsgid "question"\nmsgstr "Anfrage"\n')),
        ),
    ),
    "bridge": _transcript("bridge", "Who pays the toll?", "Nobody on foot."),
    "orchard": _transcript("orchard", "When did the toll come?", "Before I went on foot."),
    "ferry": File(
        ("content/transcripts/ferry.txt", None),
        (
            Part(("The ferry\n\n1 May 2030\n\n", "The river\n\n1 May 2031\n\n")),
            Part(("ADA BROOK: It ran at night.\n\n", "ADA BROOK: It ran at dawn.\n\n")),
            Part(("OTTO REYES: For a toll?\n\n", "MARA LIND: For a toll?\n\n")),
            Part(("ADA BROOK: For a poll.\n", "ADA BROOK: For a toll.\n")),
        ),
    ),
    "meta": File(
        (None, "content/transcripts/ferry.meta.yaml"),
        (Part(("place: Norhaven\n", "place: Southaven\n", "title: Ferries\n"), ("plaice: Norhaven\n",)),),
    ),
    "notes": File(
        (None, "content/transcripts/ferry.notes.yaml"),
        (
            Part(
                (
                    "- quote: ran at night\n",
                    "- quote: ran at dawn\n",
                    "- quote: It ran\n  to: For a toll\n  until: ada-brook-2\n",
                    "- targets: [{quote: ran at night}, {turn: ada-brook-2}]\n",
                    "- turn: ada-brook-1\n",
                ),
                ("- quote: [\n", "- {}\n- quote: x\n")),
            Part(("  body: In **1931**.\n", "  body: In **1932**.\n")),
            Part(("", "  by: R. Vale\n", "  by: ada-brook\n  kind: editor\n", "  by: Mrs Brook\n")),
        ),
    ),
    "defaults": File(
        (None, "content/transcripts/_defaults.yaml", "content/transcripts/old/_defaults.yaml"),
        (Part(("kind: hearing\n", "kind: debate\n", "draft: true\n"), ("kind: [\n",)),),
    ),
    "people": File(
        ("content/people.yaml", None),
        (
            Part(("mara-lind:\n  name: Mara Lind\n", "mara-lind:\n  name: Mara Lund\n", ""), ("x:\n\tname: X\n",)),
            Part(("ada-brook:\n  name: Ada Brook\n  also: [Mrs Brook]\n", "a-b:\n  name: Ada Brook\n", "")),
            Part(("", "  description: A keeper.\n", "  listed: false\n", "  affiliation: Norhaven herald\n")),
            Part(("", "otto:\n  name: Otto Reyes\n  listed: false\n", "otto:\n  name: Otto Reyes\n  also: [Warden]\n")),
        ),
    ),
    "topics": File(
        ("content/topics.yaml", None),
        (
            Part(("toll:\n  name: Toll\n  terms: [toll]\n", "toll:\n  name: Poll\n  terms: [polls]\n", "")),
            Part(("", "  unless: [the toll]\n", "  unless: [a toll, poll]\n", "  narrower: feet\n")),
            Part(("orchards:\n  name: Orchards\n", "orchards:\n  name: Gardens\n  broader: toll\n", "")),
            Part(("", "  related: toll\n", "  also: [Fruit]\n", "  description: Trees.\n", "  aliases: [trees]\n")),
            Part(("", "feet:\n  name: Feet\n  terms: [on foot, night]\n"), ("feet: [\n", "feet:\n  nam: x\n")),
            Part(("", "walks:\n  name: Walks\n  terms: [“Nobody”, foot]\n  unless: [went on foot]\n  broader: toll\n")),
        ),
    ),
    "series": File(
        (None, "content/series.yaml"),
        (Part(("tides:\n  name: The Tides\n", "river-voices:\n  name: River voices\n"), ("tides: 1\n",)),),
    ),
    "ledger": File(
        (*(f"content/anchors/{name}.yaml" for name in ("bridge", "orchard", "lost")), None),
        (
            Part(tuple(f"- {{transcript: content/transcripts/{name}.md}}\n" for name in ("bridge", "orchard"))),
            Part(("", "- {was: older}\n", "- {was: orchard}\n")),
            Part((_published("mara-lind-1", "Good morning to all."), _published("mara-lind-4", "Good evening."))),
            Part((_published("otto-reyes-1", "Who pays the toll?"), _published("q-7", "Why?"), "")),
            Part((_published("said", "Nobody on foot.", "And so it is."), "- {note: note-n}\n", ""), ("<<<<<<< a\n",)),
        ),
    ),
    "redactions": File(
        (None, "redactions.yaml"),
        (
            Part(
                (
                    "- protect: Ada Brook\n  also: [Mrs Brook]\n",
                    "- protect: Ada Brook\n  also: [Mrs Brook, Brook]\n  as: Witness A\n",
                    "- R. Vale\n- ferry\n",
                    "- Norhaven Herald\n- nobody on foot\n",
                    "# None yet.\n",
                ),
                ("- protekt: Ada Brook\n", "- [\n"),
            ),
        ),
    ),
    "pages": File(
        (None, "content/anchors/_pages.yaml"),
        (Part(("- speakers/nobody.html\n", "- speakers/index/2029.html\n- zed.html\n"), ("zed\n",)),),
    ),
    "about": File(
        ("content/pages/about.md", None, "content/pages/method.md"),
        (
            Part(("---\ntitle: About\n---\n\n", "---\ntitle: Avout\n---\n\n", "---\ndraft: true\n---\n\n")),
            Part(("An archive.\n", "A *site*.\n")),
        ),
    ),
    "logo": File((None, "static/logo.svg", "static/logo.woff2"), (Part(("<svg/>", "<svg></svg>")),)),
    "static": File((None, "static/extra.css", "static/onrecord.css"), (Part(("a{color:red}\n", "b{color:red}\n")),)),
    "base": File(
        (None, "templates/base.html"),
        (
            Part(('{% extends "onrecord/base.html" %}',), ('{% extends "onrecord/nothing.html" %}',)),
            Part(("{% block footer %}One{% endblock %}", "{% block footer %}Two{% endblock %}"), ("{% if %}",)),
        ),
    ),
    # What is included only if it is there, and by a name that is not known before.
    "free": File(
        (None, "templates/free.html"),
        (
            Part(
                (
                    '{% include ["extra.html", ".own/extra.html", "_back.html"] ignore missing %}',
                    '{% include "_" ~ page.kind ~ ".html" ignore missing %}',
                )
            ),
            Part(("{{ data.html }}", "{{ site.title }}"), ("{{ nothing }}",)),
        ),
    ),
    "extra": File(
        (None, "templates/extra.html", "templates/_free.html", "templates/.own/extra.html"),
        (Part(("<b>extra</b>", "<i>extra</i>")),),
    ),
    "front": File((None, "templates/_front.html"), (Part(("<h1>{{ page.title }}</h1>", "<h2>{{ page.title }}</h2>")),)),
}  # fmt: skip

Change = tuple[str, int, str | None]  # file, part (-1: where it lies), what is to be there
CHANGES: tuple[Change, ...] = tuple(
    (name, number, good)
    for name, file in FILES.items()
    for number, choices in ((-1, file.paths), *((n, part.good) for n, part in enumerate(file.parts)))
    for good in (choices if len(choices) > 1 else ())
)
BREAKS: tuple[Change, ...] = tuple(
    (name, number, bad) for name, file in FILES.items() for number, part in enumerate(file.parts) for bad in part.bad
)


class Living:
    """The archive at `root`, in its present state."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.paths = {name: file.paths[0] for name, file in FILES.items()}
        self.parts = {(name, n): part.good[0] for name, file in FILES.items() for n, part in enumerate(file.parts)}
        for name in FILES:
            self._save(name, None, replaced)

    def change(self, change: Change, way: "Way") -> Change:
        """Make a change, saving the file in a certain way; the change that takes it back."""
        name, number, value = change
        before = self.paths[name]
        back = name, number, before if number < 0 else self.parts[name, number]
        if number < 0:
            self.paths[name] = value
        elif value is not None:
            self.parts[name, number] = value
        self._save(name, before, way)
        return back

    def mend(self, way: "Way") -> None:
        """Put the usual in place of all that is broken, or may be in another's way."""
        for name, file in FILES.items():
            for number, part in enumerate(file.parts):
                if part.bad and self.parts[name, number] != part.good[0]:
                    self.change((name, number, part.good[0]), way)

    def _save(self, name: str, before: str | None, way: "Way") -> None:
        after = self.paths[name]
        if before != after and before is not None:
            if after is not None:
                (self.root / after).parent.mkdir(parents=True, exist_ok=True)
                (self.root / before).rename(self.root / after)  # keeps its times and its number
            else:
                (self.root / before).unlink()
        if after is not None:
            path = self.root / after
            data = "".join(self.parts[name, n] for n in range(len(FILES[name].parts))).encode()
            if not path.exists() or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                way(path, data)


# --- the ways in which programs save a file ----------------------------------------------------------------------

Way = Callable[[Path, bytes], None]


def replaced(path: Path, data: bytes) -> None:
    """As most editors do: another file takes its place."""
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_bytes(data)
    beside.replace(path)


def in_place(path: Path, data: bytes) -> None:
    """The same file with other bytes."""
    path.write_bytes(data)


def _with_its_time(way: Way) -> Way:
    def save(path: Path, data: bytes) -> None:
        before = path.stat() if path.exists() else None
        way(path, data)
        if before:
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    save.__name__ = f"{way.__name__}_with_its_time"
    return save


def anew(path: Path, data: bytes) -> None:
    """Deleted and made again, which may give it the same number."""
    path.unlink(missing_ok=True)
    path.write_bytes(data)


# Where the time of a file is kept, as by tools that copy or unpack, and its length is the same, little else tells.
WAYS: tuple[Way, ...] = (replaced, in_place, *map(_with_its_time, (replaced, in_place, anew)))


# --- what a build does ---------------------------------------------------------------------------------------------


class Outcome(NamedTuple):
    """What can be seen of a build from outside: what it told, and the site; None where the build failed."""

    told: tuple[object, ...]
    site: Mapping[str, bytes] | None


def published(folder: Path) -> dict[str, bytes]:
    """The site in an output folder, without what the build keeps there for itself."""
    return {path: data for path, data in tree(folder).items() if not path.startswith(".onrecord-")}


def built(root: Path, options: Options = Options()) -> Outcome:
    """Build, and look at what came of it."""
    try:
        report = build(root, options)
    except ContentError as error:
        return Outcome(error.problems, None)
    return Outcome(_told(report), published(Path(report.output)))


def _told(report: Report) -> tuple[object, ...]:
    counts = (report.pages, report.transcripts, report.turns, report.people)
    return (*counts, report.new_people, *report.problems)


def clean(root: Path, options: Options = Options()) -> Outcome:
    """What a build of the same content makes in a new place, where nothing is remembered."""
    files = {path: data for path, data in tree(root).items() if path.split("/")[0] not in _NOT_SOURCES}
    return _clean(tuple(sorted(files.items())), options)


@lru_cache(maxsize=64)
def _clean(files: tuple[tuple[str, bytes], ...], options: Options) -> Outcome:
    with TemporaryDirectory() as folder:
        return built(write(Path(folder), dict(files)), options)


def assert_as_clean(root: Path, options: Options = Options()) -> None:
    """Build, and compare with a clean build, byte for byte and word for word; a build that fails changes nothing."""
    folder = root / (options.output or "site")
    before, expected, outcome = published(folder), clean(root, options), built(root, options)
    assert outcome.told == expected.told
    assert (outcome.site is None) == (expected.site is None)
    after = published(folder)
    wanted = before if expected.site is None else expected.site
    assert {path for path in after.keys() | wanted.keys() if after.get(path) != wanted.get(path)} == set()


def marks(folder: Path) -> dict[str, tuple[int, int]]:
    """What changes when a file is written: its number and its time, also of what the build keeps for itself."""
    found = ((path, path.stat()) for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): (stat.st_ino, stat.st_mtime_ns) for path, stat in found}


def forget(root: Path) -> None:
    """Delete the build's memory."""
    shutil.rmtree(root / ".onrecord", ignore_errors=True)
