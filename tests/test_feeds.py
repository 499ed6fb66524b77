"""Feed, sitemap and robots.txt."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator import feeds
from generator.config import Settings
from generator.model import Archive
from tests.archive_factory import archive, linked, planned, talks, with_meta

BASE = "https://ellery.example/record/"
SITE = Settings(title="The Ellery Record", base_url=BASE, description="Word for word", author="The Clerk")
ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def files(of: Archive, site: Settings = SITE) -> dict[str, bytes]:
    return feeds.files(of, site, planned(of, site))


def feed(of: Archive, site: Settings = SITE) -> ElementTree.Element:
    return ElementTree.fromstring(files(of, site)["feed.xml"])  # noqa: S314


def test_without_a_base_url_there_is_no_feed_and_no_sitemap() -> None:
    made = files(archive(1), Settings(title="Bare"))
    assert made.keys() == {"robots.txt", ".nojekyll"}
    assert b"Sitemap" not in made["robots.txt"]


def test_the_feed_has_the_newest_transcripts_first() -> None:
    entries = feed(archive(40)).findall("a:entry", ATOM)
    assert len(entries) == feeds.FEED_BOUND
    assert entries[0].findtext("a:id", None, ATOM) == BASE + "transcripts/talk-40.html"
    stamps = [entry.findtext("a:updated", "", ATOM) for entry in entries]
    assert stamps == sorted(stamps, reverse=True)


def test_an_updated_transcript_moves_to_the_front() -> None:
    *newer, old = talks(3)
    entries = feed(linked((*newer, with_meta(old, updated="2099-01-02")))).findall("a:entry", ATOM)
    assert entries[0].findtext("a:id", None, ATOM) == BASE + "transcripts/talk-1.html"
    assert entries[0].findtext("a:updated", None, ATOM) == "2099-01-02T00:00:00Z"
    assert (entries[0].findtext("a:published", None, ATOM) or "").startswith("2030")


def test_an_empty_feed_has_a_date_too() -> None:
    assert feed(archive(0)).findtext("a:updated", None, ATOM) == "1970-01-01T00:00:00Z"


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_title_gives_well_formed_xml(title: str) -> None:
    (talk,) = talks(1, 2, 2)
    odd = linked([with_meta(talk, title=title, summary=title)])
    ElementTree.fromstring(feeds.files(odd, replace(SITE, title=title), ())["feed.xml"])  # noqa: S314


@pytest.mark.parametrize(
    ("written", "stamp"),
    [
        ("1974", "1974-01-01T00:00:00Z"),
        ("1974-05", "1974-05-01T00:00:00Z"),
        ("2031-05-06", "2031-05-06T00:00:00Z"),
        ("2031-05-06T10:02+02:00", "2031-05-06T10:02:00+02:00"),
        ("2031-05-06T10:02:03Z", "2031-05-06T10:02:03Z"),
        ("2031-05-06 10:02", "2031-05-06T10:02:00Z"),
        ("last spring", None),
        ("2031-13-40", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_as_written_becomes_a_timestamp(written: str | None, stamp: str | None) -> None:
    assert feeds.timestamp(written) == stamp


@given(st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.just(UTC)))
@settings(max_examples=100)
def test_a_timestamp_is_the_moment_that_was_written(moment: datetime) -> None:
    stamp = feeds.timestamp(moment.isoformat())
    assert stamp is not None
    assert datetime.fromisoformat(stamp) == moment.replace(microsecond=0)


def test_the_sitemap_has_every_page_for_readers_and_no_other() -> None:
    first, second = talks(2)
    of = linked((with_meta(first, aliases=("old.html",), updated="2030-04-05"), second))
    root = ElementTree.fromstring(files(of)["sitemap.xml"])  # noqa: S314
    changed = {url.findtext("s:loc", None, SITEMAP): url.findtext("s:lastmod", None, SITEMAP) for url in root}
    assert {BASE + "transcripts/talk-1.html", BASE + "speakers/p0.html"} <= changed.keys()
    assert not {BASE + "old.html", BASE + "404.html"} & changed.keys()
    assert changed[BASE + "transcripts/talk-2.html"] == "2030-04-05"
    assert changed[BASE + "transcripts/talk-1.html"] is None


def test_a_sitemap_too_long_for_one_file_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "SITEMAP_BOUND", 5)
    made = files(archive(2))
    parts = [url for url in made if url.startswith("sitemap-")]
    assert len(parts) > 1
    index = ElementTree.fromstring(made["sitemap.xml"])  # noqa: S314
    assert [loc.text for loc in index.findall("s:sitemap/s:loc", SITEMAP)] == [BASE + part for part in parts]


def test_robots_are_told_of_the_sitemap() -> None:
    assert f"Sitemap: {BASE}sitemap.xml" in files(archive(1))["robots.txt"].decode()


def test_the_same_archive_gives_the_same_bytes() -> None:
    assert files(archive(4)) == files(archive(4))
