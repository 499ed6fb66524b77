"""What the preview shows: the last good site, and what is wrong with the files as they are now.

Pages are rendered when a browser asks for them, from memory; nothing is ever written to the output folder.
"""

import threading
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from generator import routes
from generator.build import Options, compose, forget
from generator.crash import report
from generator.errors import ContentError, Place, Problem, Severity, problem
from generator.memory import Lost
from generator.model import Value
from generator.serve import worklist
from generator.site import Site


class Shown(Value):
    """One answer: what the site has, and where; `404.html` where it has nothing."""

    url: str
    body: bytes


class Preview:
    """The archive at `root` as it is now; made anew by `refresh`, which may run in another thread."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: tuple[Problem, ...] = ()
        self.version = 0
        self.kind = "page"  # of the last change: "page", or "style" where only style sheets changed
        self._site: Site | None = None
        self._rendered: dict[str, bytes] = {}  # the last good bytes of pages that were asked for
        self._fresh: set[str] = set()  # of those, the ones made from the site as it is now
        self._broken: dict[str, tuple[Problem, ...]] = {}  # pages that cannot be rendered now
        self._changed = threading.Condition()
        self._composing = threading.Lock()

    def refresh(self, kind: str = "page") -> None:
        """Read the archive again. Whatever is wrong with it, the pages that were good stay."""
        try:
            with self._composing:
                site = compose(self.root, Options(drafts=True))
            problems = site.problems
        except ContentError as error:
            site, problems = None, error.problems
        except Exception as error:
            site, problems = None, (_bug(error),)
        stopped = any(found.severity is Severity.ERROR for found in problems)
        with self._changed:
            if site is not None and not stopped:
                self._site = site
                self._fresh.clear()
                self._broken.clear()
            self.problems = problems
            self.version += 1
            self.kind = kind
            self._changed.notify_all()

    def wait(self, version: int, seconds: float) -> int:
        """The version, as soon as it is another than `version`, or after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.version != version, seconds)
            return self.version

    @property
    def base_path(self) -> str:
        """Where the site will lie on its host: `/`, or `/some-project/`; without percent signs, as requests come."""
        address = self._site.settings.base_url if self._site else None
        return unquote(urlsplit(address).path) if address else "/"

    @property
    def output(self) -> Path | None:
        """The output folder, whose changes mean nothing here."""
        return (self.root / self._site.settings.output).resolve() if self._site else None

    def file(self, url: str) -> Path | None:
        """The static file at a URL relative to the site's root."""
        site = self._site
        path = site.assets.get(url) if site else None
        if site and path and path.is_file() and any(one.severity is Severity.ERROR for one in site.leaks(url, path)):
            return None
        return path

    def has(self, url: str) -> bool:
        """Whether the site has a page at a URL relative to its root."""
        return self._site is not None and url in self._site.pages

    def show(self, url: str) -> Shown | None:
        """What is at a URL relative to the site's root; None while there has never been a good site."""
        site = self._site
        if site is None:
            return None
        found = next((one for one in (url, f"{url}.html") if site.has(one)), "404.html")
        body = self._render(site, found)
        return Shown(found, body) if body is not None else None

    def worklist(self) -> str:
        """The page of what is still to be listened to."""
        try:
            found = tuple(self._site.worklist()) if self._site else ()
        except Lost:  # another build has cleared the memory
            forget(self.root)
            self.refresh()
            found = tuple(self._site.worklist()) if self._site else ()
        return worklist.page(found, self.root, quote(self.base_path))

    def problems_of(self, url: str) -> tuple[Problem, ...]:
        """Everything that is wrong now, also with the page at `url` alone."""
        return (*self.problems, *self._broken.get(url, ()))

    def facts_of(self, url: str) -> dict[str, object]:
        """What the preview's own script must know of a page: is it a draft, and where its notes are written."""
        if self._site is None or url not in self._site.pages:
            return {"draft": False, "notes": None}
        paths = (entry.path for entry in self._site.archive.entries if routes.transcript(entry.id) == url)
        notes = next((path.rpartition(".")[0] + ".notes.yaml" for path in paths), None)
        return {"draft": url in self._site.drafts, "notes": notes}

    def _render(self, site: Site, url: str, *, again: bool = True) -> bytes | None:
        if url in self._fresh:
            return self._rendered[url]
        try:
            body = site.render(url)
            if leaks := site.leaks(url, body):
                raise ContentError(leaks)
            with self._changed:
                self._rendered[url] = body
                self._broken.pop(url, None)
                if site is self._site:
                    self._fresh.add(url)
        except ContentError as error:
            self._broken[url] = error.problems
        except Lost as error:  # another build has cleared the memory, or somebody has deleted it
            if again:
                forget(self.root)
                self.refresh()
                return self._render(self._site or site, url, again=False)
            self._broken[url] = (_bug(error),)
        except Exception as error:
            self._broken[url] = (_bug(error),)
        return self._rendered.get(url)


def _bug(error: Exception) -> Problem:
    return problem("bug", Place(str(report(error))), name=type(error).__name__)
