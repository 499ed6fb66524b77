"""Addresses: whatever a title or a file is called, its page can be made, found and linked to."""

import posixpath
import unicodedata
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import routes

# Names as pages have them: anything but "/", "#" and what ends a name on some system.
NAMES = st.text(min_size=1, max_size=12).filter(lambda name: not set("/#\0\\") & set(name) and name not in (".", ".."))
PATHS = st.lists(NAMES.map(lambda name: name.encode("utf-8", "replace").decode()), min_size=1, max_size=4).map("/".join)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Harbour levy: questions", "harbour-levy-questions"),
        ("É, ß, ø, Ł, Æ, đ, þ", "e-ss-o-l-ae-d-th"),
        ("İstanbul", "istanbul"),
        ("tiếng Việt", "tieng-viet"),
        ("ＡＢＣ １", "abc-1"),
        ("港务税", "港务税"),
        ("Привет, Ёж", "привет-ёж"),
        ("رسوم الميناء", "رسوم-الميناء"),
        ("नमस्ते", "नमस्ते"),
        ("2031.05.06_notes.v2", "2031-05-06-notes-v2"),
        ("../../etc/passwd", "etc-passwd"),
        ("index", "index-page"),
        ("CON", "con-page"),
        ("COM²", "com2-page"),
        ("", "untitled"),
        (" \n", "untitled"),
    ],
)
def test_slugs_read_like_their_titles(title: str, slug: str) -> None:
    assert routes.slugify(title) == slug


def test_titles_of_signs_alone_get_slugs_of_their_own() -> None:
    assert len({routes.slugify(title) for title in ("..", "!!!", "???", "🙂", "🙃")}) == 5


def test_long_titles_differ_where_only_their_ends_do() -> None:
    one, other = (routes.slugify("港务税" * 100 + end) for end in "ab")
    assert one != other
    assert max(len(one.encode()), len(other.encode())) <= routes.MAX_SLUG


@given(st.text(max_size=200))
def test_any_slug_is_a_safe_file_name_and_its_own_slug(title: str) -> None:
    slug = routes.slugify(title)
    assert 0 < len(slug.encode()) <= routes.MAX_SLUG
    assert not any(sign in slug for sign in './\\#?%:*"<>| \0')
    assert unicodedata.is_normalized("NFC", slug)
    assert routes.slugify(slug) == slug
    assert routes.slugify(unicodedata.normalize("NFD", title)) == routes.slugify(unicodedata.normalize("NFC", title))


@pytest.mark.parametrize(
    ("here", "there", "link"),
    [
        ("index.html", "transcripts/a.html", "transcripts/a.html"),
        ("transcripts/a.html", "index.html", "../index.html"),
        ("transcripts/a.html", "transcripts/b.html#x-1", "b.html#x-1"),
        ("transcripts/a.html", "transcripts/a.html#x-1", "#x-1"),
        ("transcripts/a.html", "speakers/港.html", "../speakers/%E6%B8%AF.html"),
        ("a.html", "100%.html", "100%25.html"),
        ("a.html", "what?.html", "what%3F.html"),
        ("a.html", "javascript:alert(1).html", "./javascript:alert(1).html"),
    ],
)
def test_links_lead_from_page_to_page(here: str, there: str, link: str) -> None:
    assert routes.relative(here, there) == link


@given(PATHS, PATHS)
def test_a_link_is_the_shortest_relative_path(here: str, there: str) -> None:
    way = posixpath.relpath("/" + posixpath.dirname(there), "/" + posixpath.dirname(here))
    assert posixpath.normpath(unquote(routes.relative(here, there))) == posixpath.join(
        way, posixpath.basename(there)
    ).removeprefix("./")


@given(PATHS, PATHS, st.text(max_size=5).map(lambda text: text.encode("utf-8", "replace").decode()))
def test_a_link_followed_from_its_page_arrives(here: str, there: str, anchor: str) -> None:
    anchor = anchor.replace("#", "")
    base = "https://example.org/some/where/"
    link = routes.relative(here, there + ("#" + anchor if anchor else ""))
    arrived = urlsplit(urljoin(routes.absolute(base, here), link))
    assert unquote(arrived.path) == "/some/where/" + there
    assert unquote(arrived.fragment) == anchor
    assert arrived.query == ""
    assert link.isascii()


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a?b=c#d",
        "HTTP://example.org",
        "mailto:clerk@example.org",
        "tel:+15550100",
        "a.html",
        "../a.html#b",
        "/a",
        "?q=a:b",
        "a/b:c",
        "https://example.org/港",
    ],
)
def test_harmless_addresses_may_be_linked(url: str) -> None:
    assert routes.safe_url(url) == url


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/?a[]=1|2", "https://example.org/?a%5B%5D=1%7C2"),
        ('https://example.org/"x" <y>', None),
        ('https://example.org/"x"<y>', "https://example.org/%22x%22%3Cy%3E"),
        ("100%.html", "100%25.html"),
        ("a%20b.html", "a%20b.html"),
        ("http://[::1]:8000/[x]", "http://[::1]:8000/%5Bx%5D"),
        ('https://example"org/', None),
    ],
)
def test_what_may_not_stand_in_an_address_is_percent_encoded(url: str, link: str | None) -> None:
    assert routes.safe_url(url) == link


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "\ufeffjavascript:alert(1)",
        "javascript:alert(1)//https://example.org",
        "vbscript:x",
        "data:text/html,<script>alert(1)</script>",
        "blob:https://example.org/x",
        "file:///etc/passwd",
        "//example.org",
        "\\\\example.org",
        "/\\example.org",
        "https:example.org",
        "https:///example.org",
        "https://[::1",
        "https://exam ple.org",
        "https://example.org/\x85x",
        "",
        " ",
    ],
)
def test_addresses_that_could_do_harm_may_not(url: str) -> None:
    assert routes.safe_url(url) is None


@given(st.text(max_size=30))
def test_what_is_safe_has_a_known_scheme_or_none(url: str) -> None:
    safe = routes.safe_url(url)
    if safe is not None:
        assert urlsplit(safe).scheme in ("", "http", "https", "mailto", "tel")
        assert urlsplit(urljoin("https://example.org/a/", safe)).netloc == "example.org" or "//" in safe


def test_pages_that_are_one_file_where_case_does_not_count_collide() -> None:
    urls = ["transcripts/a.html", "transcripts/b.html", "transcripts/A.html", "transcripts/\u00e9.html"]
    found = routes.collisions([*urls, "transcripts/e\u0301.html"])
    assert found == (
        ("transcripts/a.html", "transcripts/A.html"),
        ("transcripts/\u00e9.html", "transcripts/e\u0301.html"),
    )


@pytest.mark.parametrize(
    ("url", "path"), [("", "index.html"), ("notes/", "notes/index.html"), ("notes/a.html#b", "notes/a.html")]
)
def test_every_address_has_a_file(url: str, path: str) -> None:
    assert routes.output_path(url) == path
    assert not posixpath.isabs(path)
