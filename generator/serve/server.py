"""Starting and stopping the preview."""

import contextlib
import errno
import gc
import socket
import threading
import webbrowser
from pathlib import Path
from urllib.parse import quote

import uvicorn

from generator.errors import UsageError
from generator.serve.app import Application
from generator.serve.preview import Preview
from generator.serve.watcher import Watcher
from generator.terminal import counts, say, show

_PORT = 8000
_TRIES = 50
_CALM = 1.0  # seconds after a change, when browsers have what they asked for
_HERE = frozenset(("localhost", "127.0.0.1", "::1"))
_ANYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 (only where somebody asks for it)


def serve(root: Path, *, host: str, port: int | None, open_browser: bool) -> None:
    """Preview the archive at `root` until Ctrl-C. UsageError where the port is not to be had."""
    listening = _listen(host, port)
    with contextlib.suppress(KeyboardInterrupt):
        _run(root, listening, host, open_browser)


def _run(root: Path, listening: socket.socket, host: str, open_browser: bool) -> None:
    preview = Preview(root)
    _refresh(preview)
    show(preview.problems)
    application = Application(preview, None if host in _ANYWHERE else _HERE | {host.casefold()})
    watcher = Watcher(root, lambda batch: _changed(preview, batch))
    watcher.start()
    name = f"[{host}]" if ":" in host else "127.0.0.1" if host in _ANYWHERE else host
    address = f"http://{name}:{listening.getsockname()[1]}{quote(preview.base_path)}"
    say(f"The preview is at {address}  (Ctrl-C ends it)", bold=True)
    if open_browser:
        threading.Timer(0.3, webbrowser.open, (address,)).start()
    settings = uvicorn.Config(application.starlette(), log_level="error", access_log=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(settings)
    try:
        server.run(sockets=[listening])
    finally:
        watcher.stop()


def _changed(preview: Preview, batch: frozenset[str]) -> None:
    only_styles = all(path.startswith("static/") and path.endswith(".css") for path in batch)
    _refresh(preview, "style" if only_styles else "page")
    found = counts(preview.problems)
    say(
        f"{len(batch)} changed: {', '.join(sorted(batch)[:3])}{' …' if len(batch) > 3 else ''}"
        + (f" ({found})" if found else "")
    )
    show(preview.problems)


def _refresh(preview: Preview, kind: str = "page") -> None:
    """Read the archive again, without a search for garbage in between: it would take half of the time."""
    gc.disable()
    try:
        preview.refresh(kind)
    finally:
        gc.freeze()
        gc.enable()
    later = threading.Timer(_CALM, _collect)
    later.daemon = True
    later.start()


def _collect() -> None:
    gc.unfreeze()
    gc.collect()


def _listen(host: str, port: int | None) -> socket.socket:
    """A socket on the port; where none is asked for, on the first free one from 8000 on."""
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    for tried in (port,) if port is not None else range(_PORT, _PORT + _TRIES):
        listening = socket.socket(kind, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, tried))
            listening.listen(64)
        except OSError as error:
            listening.close()
            if error.errno == errno.EADDRINUSE and port is None:
                continue
            if error.errno == errno.EADDRINUSE:
                raise UsageError(f"Port {tried} is in use.", "Leave --port out to take the next free one.") from error
            raise UsageError(
                f"The preview cannot listen on {host}:{tried}: {error.strerror}.", "Try it without --host."
            ) from error
        return listening
    raise UsageError(f"All ports from {_PORT} to {_PORT + _TRIES - 1} are in use.", "Name a free one with --port.")
