"""Addresses: title → slug, thing → URL → output path; relative links, safe URLs, collisions.

A URL here is relative to the site's root, unescaped, with `/`: `transcripts/harbour-levy.html#ines-okafor-1`.
"""

import posixpath
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import quote, urlsplit

MAX_SLUG = 120  # bytes

# Latin letters that Unicode does not decompose into a letter and an accent.
_LATIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "ng"}
)
# Names that a file may not have: by Windows, or because every folder has such a page.
_RESERVED = frozenset(
    ("index", "con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
)
_SCHEMES = frozenset(("http", "https", "mailto", "tel"))
_REFUSED = re.compile(r"[\\\x00-\x20\x7f-\x9f]")  # in addresses
_DIRECTIVE = ":~:text="  # parts an anchor from the words that are meant
_UNESCAPED = "/~!$&'()*+,=:@-._"
# What no address may have as it stands (RFC 3986); browsers write it so too.
_ILLEGAL = re.compile(r"""["<>\[\]^`{|}]|%(?![0-9A-Fa-f]{2})""")
_NO_BRACKETS = {ord("["): None, ord("]"): None}
_PLAIN = re.compile(rf"[A-Za-z0-9{re.escape(_UNESCAPED)}]*(?:#[A-Za-z0-9{re.escape(_UNESCAPED)}?]*)?")


@lru_cache(maxsize=1 << 14)
def slugify(text: str) -> str:
    """A name for files and anchors: Latin letters folded, other scripts kept, never empty, ≤ 120 bytes."""
    folded = _folded(text)
    slug = "-".join("".join(sign if sign.isalnum() or _joins(sign) else " " for sign in folded).split())
    if not slug:
        slug = "x-" + _digest(text) if text.strip() else "untitled"
    if slug in _RESERVED:
        slug += "-page"
    if len(slug.encode()) > MAX_SLUG:
        room = MAX_SLUG - 9
        slug = slug.encode()[:room].decode(errors="ignore").rstrip("-") + "-" + _digest(text)
    return slug


def _folded(text: str) -> str:
    """The text without difference of case and of compatible signs, accents on Latin letters dropped; NFC."""
    # Twice: folding the case may make signs that can be taken apart again.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_LATIN)
    kept = []
    latin = False
    for sign in plain:
        accent = unicodedata.category(sign) == "Mn"
        latin = latin if accent else sign.isascii() and sign.isalpha()
        if not (latin and accent):
            kept.append(sign)
    return unicodedata.normalize("NFC", "".join(kept))


def _joins(sign: str) -> bool:
    """Vowel signs and the like are part of words in many scripts."""
    return unicodedata.category(sign) in ("Mn", "Mc")


def _digest(text: str) -> str:
    return blake2b(text.encode(errors="replace"), digest_size=4).hexdigest()


def transcript(id: str) -> str:
    """The page of a transcript."""
    return f"transcripts/{id}.html"


def person(id: str) -> str:
    """The page of a person."""
    return f"speakers/{id}.html"


def topic(id: str) -> str:
    """The page of a topic."""
    return f"topics/{id}.html"


def series(id: str) -> str:
    """The page of a series."""
    return f"series/{id}.html"


def organisation(id: str) -> str:
    """The page of an organisation."""
    return f"organisations/{id}.html"


def comparison(id: str) -> str:
    """The URL of the page that compares a transcript with the one of which it is another text."""
    return f"compare/{id}.html"


def notes_of_kind(id: str) -> str:
    """All notes of a kind."""
    return f"notes/kinds/{id}.html"


def notes_by(author: str) -> str:
    """All notes somebody wrote."""
    return f"notes/by/{author}.html"


def notes_on(topic: str) -> str:
    """All notes on passages of a topic."""
    return f"notes/on/{topic}.html"


def questions(id: str) -> str:
    """The page of all questions of a transcript."""
    return f"questions/{id}.html"


def words(url: str, text: str) -> str:
    """The address of words in the place at `url`: a text fragment, which leads to the place where it is not known.

    After the URL Fragment Text Directives of the WICG, section 3.1.
    """
    return f"{url}{_DIRECTIVE}{text}"


def free_page(name: str) -> str:
    """A page of `content/pages/`."""
    return f"{name}.html"


def escaped(url: str) -> str:
    """A site-relative URL as it stands in a link: each character that has a meaning or is not ASCII percent-encoded."""
    if _DIRECTIVE in url:
        place, _, words = url.partition(_DIRECTIVE)
        return escaped(place) + _DIRECTIVE + quote(words, safe="").replace("-", "%2D")
    if _PLAIN.fullmatch(url):  # nearly all are
        return url
    path, sign, fragment = url.partition("#")
    end = sign + quote(fragment, safe=_UNESCAPED + "?") if sign else ""
    # A file name that is not Unicode keeps its bytes.
    return quote(path, safe=_UNESCAPED, errors="surrogateescape") + end


def relative(source: str, target: str) -> str:
    """The link from the page `source` to `target`, both from the site's root; works from disk and over HTTP."""
    path, sign, fragment = target.partition("#")
    here = source.partition("#")[0]
    if path == here and sign:
        return escaped(sign + fragment)
    folder, _, name = path.rpartition("/")
    link = escaped(_way(here.rpartition("/")[0], folder) + name + sign + fragment)
    return "./" + link if not link or ":" in link.split("/", 1)[0] else link


@lru_cache(maxsize=4096)
def _way(here: str, there: str) -> str:
    """How a link from the folder `here` to the folder `there` begins: "", "../", "../speakers/"."""
    way = posixpath.relpath("/" + there, "/" + here)
    return "" if way == "." else way + "/"


def absolute(base_url: str, url: str) -> str:
    """The full address of a site-relative URL."""
    return base_url.rstrip("/") + "/" + escaped(url)


def base_url(address: str) -> str | None:
    """The address of a site as it is used here: absolute, http or https, ending with `/`; None where it is not one."""
    safe = safe_url(address) or ""
    if not safe.casefold().startswith(("http://", "https://")) or "?" in safe or "#" in safe:
        return None
    return safe.rstrip("/") + "/"


def output_path(url: str) -> str:
    """The file of a URL, relative to the output folder."""
    path = url.partition("#")[0]
    return path + "index.html" if not path or path.endswith("/") else path


@lru_cache(maxsize=1024)
def safe_url(url: str) -> str | None:
    """The URL, if a link to it can do no harm: http, https, mailto, tel or a relative one; else None.

    Signs that may not stand in an address, such as `|` and `[`, and those that cannot be seen are percent-encoded.
    """
    text = url.strip()
    if not text or _REFUSED.search(text):
        return None
    if text.startswith("//"):
        return None
    first = text.split("/")[0].split("?")[0].split("#")[0]
    if ":" not in first:
        return _encoded(text)
    scheme = first.partition(":")[0].casefold()
    try:
        host = urlsplit(text).netloc
    except ValueError:
        return None
    if (
        scheme not in _SCHEMES
        or not (host or scheme in ("mailto", "tel"))
        or _ILLEGAL.search(host.translate(_NO_BRACKETS))
        or not host.isprintable()
    ):
        return None
    start = text.index(host) + len(host)  # the host of `http://[::1]/` keeps its brackets
    return text[:start] + _encoded(text[start:])


def _encoded(text: str) -> str:
    text = _ILLEGAL.sub(lambda found: _percent(found[0]), text)
    return text if text.isprintable() else "".join(sign if sign.isprintable() else _percent(sign) for sign in text)


def _percent(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "replace"))


def readable(url: str) -> str:
    """An address as people read it: without scheme and `www.`."""
    return url.split("://", 1)[-1].removeprefix("www.").rstrip("/")


def collisions(urls: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Groups of URLs that are one file where upper and lower case are the same."""
    groups: dict[str, list[str]] = {}
    for url in urls:
        groups.setdefault(unicodedata.normalize("NFC", url).casefold(), []).append(url)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)
