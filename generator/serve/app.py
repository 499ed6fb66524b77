"""The preview's web application: pages, static files with byte ranges, and the news that something changed.

Only those may ask who are on this machine: the Host header must name it (else another site could reach the preview by
DNS rebinding), and a request from another origin is refused.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from generator.serve.preview import Preview

OWN = "/__onrecord/"
_ASSETS = Path(__file__).parent
_TYPES = {
    "html": "text/html",
    "xml": "application/xml",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "txt": "text/plain",
    "md": "text/markdown",
    "css": "text/css",
    "js": "text/javascript",
}
_NEVER_KEPT = {"Cache-Control": "no-store"}
_EMPTY = (
    "<!doctype html><html lang=en><head><meta charset=utf-8><title>Preview</title>"
    '<meta name=viewport content="width=device-width, initial-scale=1"></head>'
    "<body><p>There is no page to show yet: the problems below come first.</p></body></html>"
)


class Application:
    """Answers for one preview; `hosts` are the names by which it may be called, None for any."""

    def __init__(self, preview: Preview, hosts: frozenset[str] | None) -> None:
        self._preview = preview
        self._hosts = hosts
        self.closing = asyncio.Event()

    def starlette(self) -> Starlette:
        """The ASGI application."""
        return Starlette(routes=[Route("/{path:path}", self._answer, methods=["GET"])])

    async def _answer(self, request: Request) -> Response:
        refused = self._refusal(request)
        if refused:
            return PlainTextResponse(refused, 403)
        path = str(request.scope["path"])  # decoded already
        if path.startswith(OWN):
            return await self._own(path.removeprefix(OWN), request)
        base = self._preview.base_path
        if not path.startswith(base):
            return (
                RedirectResponse(quote(base))
                if path == "/" or path + "/" == base
                else await self._page("", missing=True)
            )
        url = path.removeprefix(base)
        url = url + "index.html" if not url or url.endswith("/") else url
        file = self._preview.file(url)
        if file is not None and file.is_file():
            return FileResponse(file, media_type=_media_type(url), headers=_NEVER_KEPT)
        if self._preview.has(f"{url}/index.html"):  # as web servers do for a folder
            return RedirectResponse(quote(f"{base}{url}/"))
        return await self._page(url, missing=file is not None)  # a file that was deleted a moment ago

    def _refusal(self, request: Request) -> str | None:
        name = _host(request.headers.get("host", ""))
        if self._hosts is not None and name not in self._hosts:
            return f"The preview does not answer to the name “{name}”. Use http://127.0.0.1 and the port it said."
        origin = request.headers.get("origin")
        if origin and origin.partition("://")[2] != request.headers.get("host"):
            return "The preview does not answer to other sites."
        return None

    async def _page(self, url: str, missing: bool = False) -> Response:
        version = self._preview.version  # as it is before the page is made: a change since then is news to the page
        shown = await run_in_threadpool(self._preview.show, "404.html" if missing else url)
        if shown is None:
            body = _with_script(_EMPTY.encode(), url, version)
            return Response(body, 503, _NEVER_KEPT, "text/html; charset=utf-8")
        body, kind = shown.body, _media_type(shown.url)
        if kind.startswith("text/html"):
            body = _with_script(body, shown.url, version)
        return Response(body, 404 if missing or shown.url == "404.html" else 200, _NEVER_KEPT, kind)

    async def _own(self, name: str, request: Request) -> Response:
        if name in ("preview.js", "preview.css"):
            return FileResponse(_ASSETS / name, headers=_NEVER_KEPT)
        if name == "worklist":
            listed = await run_in_threadpool(self._preview.worklist)
            body = _with_script(listed.encode(), "", self._preview.version)
            return Response(body, 200, _NEVER_KEPT, "text/html; charset=utf-8")
        if name == "state":
            url = request.query_params.get("page", "")
            state = {
                "version": self._preview.version,
                "problems": self._preview.problems_of(url),
                "root": str(self._preview.root),
                **self._preview.facts_of(url),
            }
            return Response(msgspec.json.encode(state), 200, _NEVER_KEPT, "application/json")
        if name == "news":
            since = request.query_params.get("since", "")
            seen = int(since) if since.isdecimal() else 0
            return StreamingResponse(self._news(seen), 200, _NEVER_KEPT, "text/event-stream")
        return PlainTextResponse("Nothing is here.", 404)

    async def _news(self, seen: int) -> AsyncIterator[str]:
        """Server-sent events (HTML Living Standard, section 9.2): a line for each change, comments to stay awake."""
        yield "retry: 500\n\n"
        while not self.closing.is_set():
            version = await run_in_threadpool(self._preview.wait, seen, 0.5)
            if version == seen:
                yield ": still here\n\n"
                continue
            kind = self._preview.kind if version == seen + 1 else "page"  # who missed some cannot know what they were
            seen = version
            yield f"data: {version} {kind}\n\n"


def _host(header: str) -> str:
    """The name in a Host header, without the port: `[::1]:8000` → `::1`; "" where it is not one."""
    try:
        return (urlsplit(f"//{header}").hostname or "").casefold()
    except ValueError:
        return ""


def _media_type(url: str) -> str:
    kind = _TYPES.get(url.rpartition(".")[2])
    if kind is None:
        import mimetypes

        return mimetypes.guess_type(url)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8"


def _with_script(page: bytes, url: str, version: int) -> bytes:
    """The page with the preview's own style and script, which no built page has."""
    from html import escape

    tags = (
        f'<link rel="stylesheet" href="{OWN}preview.css">'
        f'<script src="{OWN}preview.js" data-page="{escape(url)}" data-version="{version}" defer></script></head>'
    )
    return page.replace(b"</head>", tags.encode(), 1)
