"""The recordings of a transcript: what each is, where it is played, and from which hosts a page may load for it.

A page loads nothing from another site until its reader asks: what lies elsewhere is a link, which `static/media.js`
turns into a player. Addresses of players are those that the hosts document for embedding; their players tell the time
by messages (`static/media.js` says which).
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from generator import routes
from generator.model import Meta, Recording, Value

_AUDIO = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
}
_VIDEO = {".mp4": "video/mp4", ".webm": "video/webm", ".ogv": "video/ogg", ".mov": ""}
_TYPES = {**_AUDIO, **_VIDEO}
# What may stand in a policy: names from elsewhere must not end one directive and begin another.
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?")
_ID = re.compile(r"[\w-]{1,64}", re.ASCII)
_SHORT_OR_UUID = re.compile(r"[1-9A-HJ-NP-Za-km-z]{22}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Medium(Value):
    """A recording as a page has it. Addresses are site-relative or, checked, of another site."""

    kind: Literal["audio", "video", "frame", "link"]  # frame: the player of another site; link: what cannot be played
    here: bool  # the site itself has it
    url: str
    title: str
    begins: int = 0  # the time of the transcript at which it begins, in milliseconds
    files: tuple[tuple[str, str], ...] = ()  # the same in several formats: address, type
    host: str = ""  # what another site is called
    player: str = ""  # of a frame: youtube, vimeo, peertube, archive
    embed: str = ""  # the address of the frame
    loads: str = ""  # from where, as policies say it
    moment: str = "#t={}"  # how an address says where to begin, in seconds

    @property
    def plays(self) -> bool:
        """Whether it can be played in the page."""
        return self.kind != "link"

    def at(self, time: int) -> str:
        """The address of the moment that is at a time of the transcript."""
        return self.url.partition("#")[0] + self.moment.format(max(time - self.begins, 0) // 1000)


def recordings(meta: Meta, base: str | None) -> tuple[Medium, ...]:
    """What the front matter names; those in `static/` by relative paths, unless `base` says where these lie.

    Files that stand in a row and differ in their endings alone are one recording in several formats.
    """
    found = [medium for written in meta.media if (medium := _medium(written, base))]
    return tuple(_joined(tuple(same)) for _, same in groupby(found, _without_ending))


def heard(media: Sequence[Medium], time: int) -> Medium | None:
    """The recording that has a time of the transcript: of those that can be played, the last to begin by then."""
    begun = [medium for medium in media if medium.plays and medium.begins <= time]
    return max(begun, key=lambda medium: medium.begins, default=None)


def policy(media: Iterable[Medium]) -> str:
    """The directives that let a page load these recordings, as an addition to a Content-Security-Policy."""
    files, frames = (
        " ".join(dict.fromkeys(m.loads for m in media if m.loads and (m.kind == "frame") == framed))
        for framed in (False, True)
    )
    return (f"; media-src 'self' file: {files}" if files else "") + (f"; frame-src {frames}" if frames else "")


def _medium(written: str | Recording, base: str | None) -> Medium | None:
    known = Recording(written) if isinstance(written, str) else written
    file = known.file
    url = file if not base or _is_elsewhere(file) else base.rstrip("/") + "/" + file.lstrip("/")
    path = url.split("?")[0].split("#")[0].strip("/").removeprefix("./")
    ending = "." + path.rsplit(".", 1)[-1].casefold()
    kind: Literal["audio", "video", "link"] = "audio" if ending in _AUDIO else "video" if ending in _VIDEO else "link"
    if not _is_elsewhere(url):
        local = path if path.startswith("static/") else f"static/{path}"
        files = ((local, _TYPES[ending]),) if kind != "link" else ()
        return Medium(kind, True, local, known.title or path.rsplit("/", 1)[-1], known.begins, files)
    checked = routes.safe_url(url)
    if not checked:
        return None
    title, loads = known.title or routes.readable(checked), _loads_from(checked)
    host = routes.readable(checked).partition("/")[0]
    if kind == "link" and (player := _player(checked)):
        return _framed(player, checked, title, known.begins, host)
    if kind == "link" or not loads:
        return Medium("link", False, checked, title, known.begins, host=host)
    return Medium(kind, False, checked, title, known.begins, ((checked, _TYPES[ending]),), host, loads=loads)


def _is_elsewhere(url: str) -> bool:
    return ":" in url.split("/")[0] or url.startswith("//")


def _without_ending(medium: Medium) -> tuple[object, ...]:
    """What files of one recording have in common."""
    stem = medium.url.rpartition(".")[0] if medium.kind in ("audio", "video") else medium.url
    return medium.kind, stem, medium.begins


def _joined(same: Sequence[Medium]) -> Medium:
    first = same[0]
    if len(same) == 1:
        return first
    files = tuple(dict.fromkeys(file for medium in same for file in medium.files))
    return Medium(first.kind, first.here, first.url, first.title, first.begins, files, first.host, loads=first.loads)


@lru_cache(maxsize=64)
def _loads_from(url: str) -> str:
    """From where a file is loaded, as policies say it; "" where they cannot."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2].casefold()
    if parts.scheme.casefold() not in ("http", "https") or not _HOST.fullmatch(host):
        return ""
    source = f"{parts.scheme.casefold()}://{host}"
    # The Internet Archive sends on to the machine that has the file.
    return f"{source} https://*.archive.org" if host == "archive.org" else source


# --- players of other sites ---------------------------------------------------------------------------------------


class _Player(Value):
    """A player that can stand in a frame: its kind, its address, and how the address of a page says where to begin."""

    kind: str
    address: str
    moment: str


def _framed(player: _Player, url: str, title: str, begins: int, host: str) -> Medium:
    loads = _loads_from(player.address)
    return Medium("frame", False, url, title, begins, (), host, player.kind, player.address, loads, player.moment)


def _player(url: str) -> _Player | None:
    """The player of an address that leads to a page with a recording; None where no player is known."""
    parts = urlsplit(url)
    host, steps = parts.netloc.casefold().removeprefix("www."), [step for step in parts.path.split("/") if step]
    if not _HOST.fullmatch(host) or parts.scheme.casefold() not in ("http", "https"):
        return None
    if host in ("youtube.com", "m.youtube.com", "youtube-nocookie.com", "youtu.be"):
        return _youtube(host, steps, parts.query)
    if host in ("vimeo.com", "player.vimeo.com"):
        return _vimeo(steps, parts.query)
    if host == "archive.org" and len(steps) > 1 and steps[0] in ("details", "embed"):
        return _Player("archive", f"https://archive.org/embed/{'/'.join(steps[1:])}", "?start={}")
    return _peertube(parts.scheme.casefold(), host, steps)


def _youtube(host: str, steps: list[str], query: str) -> _Player | None:
    if host == "youtu.be":
        id = steps[0] if steps else ""
    elif len(steps) > 1:
        id = steps[1] if steps[0] in ("embed", "live", "shorts", "v") else ""
    else:
        id = parse_qs(query).get("v", [""])[0]
    if not _ID.fullmatch(id):
        return None
    address = f"https://www.youtube-nocookie.com/embed/{id}?enablejsapi=1&playsinline=1&rel=0"
    return _Player("youtube", address, "&t={}s" if query else "?t={}s")


def _vimeo(steps: list[str], query: str) -> _Player | None:
    at = next((at for at, step in enumerate(steps) if step.isascii() and step.isdigit()), None)
    if at is None:
        return None
    secret = steps[at + 1] if at + 1 < len(steps) else parse_qs(query).get("h", [""])[0]
    hidden = f"&h={secret}" if _ID.fullmatch(secret) else ""  # of a video that is not listed
    return _Player("vimeo", f"https://player.vimeo.com/video/{steps[at]}?dnt=1{hidden}", "#t={}s")


def _peertube(scheme: str, host: str, steps: list[str]) -> _Player | None:
    """PeerTube runs on many hosts, and is known by its addresses: `/w/ID`, `/videos/watch/ID`, `/videos/embed/ID`."""
    if steps[:-1] not in (["w"], ["videos", "watch"], ["videos", "embed"]) or not _SHORT_OR_UUID.fullmatch(steps[-1]):
        return None
    return _Player("peertube", f"{scheme}://{host}/videos/embed/{steps[-1]}?api=1&p2p=0&peertubeLink=0", "?start={}s")
