"""Recordings: what each is, what a page may load for it, and captions made from the transcript."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import markup, native
from generator.config import front_matter, write_front_matter
from generator.exports import vtt
from generator.exports import write as export
from generator.model import (
    Block,
    Event,
    Mark,
    Meta,
    Record,
    Recording,
    Resolution,
    Speaker,
    Transcript,
    Turn,
    TurnFacts,
)
from generator.pages.media import Medium, heard, policy, recordings
from generator.readers import webvtt


def media(*written: str | Recording, base: str | None = None) -> tuple[Medium, ...]:
    return recordings(Meta(media=written), base)


def medium(written: str | Recording, base: str | None = None) -> Medium:
    (only,) = media(written, base=base)
    return only


# --- what each recording is -------------------------------------------------------------------------------------------

UUID = "9c9de5e8-0a1e-484a-b099-e80766180a6d"
PLAYERS = {
    "https://www.youtube.com/watch?v=a-b_cdefghi&list=x": ("youtube", "www.youtube-nocookie.com/embed/a-b_cdefghi?"),
    "https://youtu.be/a-b_cdefghi?si=x": ("youtube", "www.youtube-nocookie.com/embed/a-b_cdefghi?"),
    "https://m.youtube.com/live/a-b_cdefghi": ("youtube", "www.youtube-nocookie.com/embed/a-b_cdefghi?"),
    "https://vimeo.com/123456": ("vimeo", "player.vimeo.com/video/123456?dnt=1"),
    "https://vimeo.com/channels/talks/123456": ("vimeo", "player.vimeo.com/video/123456?dnt=1"),
    "https://vimeo.com/123456/0a1b2c": ("vimeo", "player.vimeo.com/video/123456?dnt=1&h=0a1b2c"),
    "https://tube.example/w/mQvQhJkLmNpQrStUvWxYz1": ("peertube", "tube.example/videos/embed/mQvQhJkLmNpQrStUvWxYz1?"),
    f"https://tube.example:8443/videos/watch/{UUID}": ("peertube", f"tube.example:8443/videos/embed/{UUID}?"),
    "https://archive.org/details/some_talk": ("archive", "archive.org/embed/some_talk"),
    "https://archive.org/details/some_talk/side-b.ogv.x": ("archive", "archive.org/embed/some_talk/side-b.ogv.x"),
}


@pytest.mark.parametrize(("address", "player"), list(PLAYERS.items()))
def test_players_of_other_sites_are_known_by_their_addresses(address: str, player: tuple[str, str]) -> None:
    found = medium(address)
    assert (found.kind, found.url, found.player) == ("frame", address, player[0])
    assert found.embed.startswith(f"https://{player[1]}")
    assert policy([found]) == f"; frame-src https://{player[1].split('/')[0]}" + (
        " https://*.archive.org" if player[0] == "archive" else ""
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/talk.html",
        "https://youtube.com/",
        "https://youtube.com/@harbour/videos",
        "https://youtube.com/watch?v=<script>",
        "https://vimeo.com/harbour",
        "https://archive.org/search?query=x",
        "https://tube.example/w/short",
        "https://evil.example;script-src/w/mQvQhJkLmNpQrStUvWxYz1",
        "https://evil.example;script-src/talk.mp3",
    ],
)
def test_what_cannot_be_played_is_a_link_and_loads_nothing(address: str) -> None:
    found = medium(address)
    assert (found.kind, found.loads) == ("link", "")
    assert policy([found]) == ""
    assert heard([found], 1000) is None


def test_moments_in_recordings_are_addresses() -> None:
    assert medium("talk.mp3").at(65_900) == "static/talk.mp3#t=65"
    assert medium(Recording("talk.mp3", begins=60_000)).at(65_000) == "static/talk.mp3#t=5"
    assert medium("https://youtu.be/a-b_cdefghi").at(65_000) == "https://youtu.be/a-b_cdefghi?t=65s"
    assert medium("https://youtu.be/a-b_cdefghi?si=x").at(65_000) == "https://youtu.be/a-b_cdefghi?si=x&t=65s"
    assert medium("https://vimeo.com/12").at(65_000) == "https://vimeo.com/12#t=65s"
    assert medium("https://archive.org/details/a").at(65_000) == "https://archive.org/details/a?start=65"
    assert medium("https://example.org/a.mp3#t=9").at(65_000) == "https://example.org/a.mp3#t=65"


def test_files_that_differ_in_their_endings_are_one_recording() -> None:
    first, second = media("talk.opus", "talk.mp3", "other.mp3")
    assert first.files == (("static/talk.opus", "audio/ogg"), ("static/talk.mp3", "audio/mpeg"))
    assert second.files == (("static/other.mp3", "audio/mpeg"),)
    assert len(media("talk.mp3", "talk.mp4")) == 2  # to be heard, or to be seen


def test_a_time_is_heard_in_the_recording_that_has_it() -> None:
    first, second, third = takes = media("a.mp3", "b.mp3", Recording("c.mp3", begins=60_000))
    assert heard(takes, 30_000) == first
    assert heard(takes, 60_000) == third
    assert heard((second, third), 90_000) == third
    assert heard((third,), 30_000) is None


def test_relative_paths_lie_where_the_settings_say() -> None:
    found = medium("a/talk.mp3", base="https://media.example/harbour/")
    assert (found.url, found.here, found.host) == ("https://media.example/harbour/a/talk.mp3", False, "media.example")
    assert policy([found]) == "; media-src 'self' file: https://media.example"
    assert medium("https://other.example/x.mp3", base="https://media.example/").host == "other.example"


@given(st.lists(st.text(max_size=60) | st.sampled_from(list(PLAYERS)), max_size=4))
def test_no_address_gets_more_into_a_policy_than_hosts(addresses: list[str]) -> None:
    said = policy(media(*addresses))
    assert re.fullmatch(
        r"(; media-src 'self' file:( https?://[a-z0-9.*:-]+)+)?(; frame-src( https://[a-z0-9.*:-]+)+)?", said
    )


def test_a_time_stands_in_no_link() -> None:
    marks = (Mark(0, 3, "emphasis"), Mark(0, 2, "link", "https://a.example"), Mark(1, 1, "sync", 1500))
    link = '<a href="https://a.example">'
    expected = f"<em>{link}a</a><b>1500</b>{link}b</a>c</em>"
    assert markup.html("abc", marks, moment=lambda time: f"<b>{time}</b>") == expected


# --- the front matter -------------------------------------------------------------------------------------------------


def test_recordings_in_front_matter() -> None:
    text = """media:
  - audio/hall.mp3
  - {file: audio/gallery.mp3, title: From the gallery, begins: -0:12}
  - {file: tape 2.mp3, begins: 01:02:09.5}
"""
    meta, problems = front_matter(text, "x.md")
    assert problems == ()
    assert meta.media == (
        "audio/hall.mp3",
        Recording("audio/gallery.mp3", "From the gallery", -12_000),
        Recording("tape 2.mp3", None, 3_729_500),
    )
    assert front_matter(write_front_matter(meta), "x.md") == (meta, ())


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("media: {title: x}", "missing-key"),
        ("media: {file: a.mp3, begins: soon}", "wrong-value"),
        ("media: {file: a.mp3, begins: 1:99}", "wrong-value"),
        ("media: {fil: a.mp3}", "unknown-key"),
        ("media: {file: 'javascript:alert(1)'}", "unsafe-url"),
        ("media: [[a.mp3]]", "wrong-type"),
    ],
)
def test_mistakes_in_recordings_are_told(line: str, code: str) -> None:
    _, problems = front_matter(line, "x.md")
    assert code in {problem.code for problem in problems}
    assert all(problem.place and problem.place.line == 1 for problem in problems)


def test_recordings_as_json() -> None:
    meta = Meta(media=("a.mp3", Recording("b.mp3", "B", -12_500)))
    document = json.loads(export(Record(Transcript(meta), Resolution("x", "en", (), (), (), (), (), ())), "json"))
    assert document["media"] == ["a.mp3", {"file": "b.mp3", "title": "B", "begins": -12.5}]


# --- captions ---------------------------------------------------------------------------------------------------------


def record(transcript: Transcript) -> Record:
    count = sum(isinstance(item, Turn) for item in transcript.items)
    facts = tuple(TurnFacts(f"mara-{number}", "mara") for number in range(1, count + 1))
    return Record(transcript, Resolution("x", "en", (Speaker("mara", "Mara & Lind"),), facts, (), (), (), ()))


def captions(text: str) -> list[tuple[str, str, str]]:
    """Start, end and words of the captions of a transcript in the native format."""
    written = vtt.write(record(native.read(f"---\ntitle: X\n---\n\n{text}".encode(), "x.md").transcript)).decode()
    assert written.startswith("WEBVTT\n")
    return re.findall(r"(\S+) --> (\S+)\n((?:.+\n)*)", written)


def test_captions_have_the_times_of_turns_and_marks_with_who_speaks() -> None:
    found = captions("**Mara Lind:** [00:00:04–00:00:09] A < B.\n\n**Q:** [00:01:00] One. [00:01:05] Two.\n")
    assert found == [
        ("00:00:04.000", "00:00:09.000", "<v Mara &amp; Lind>A &lt; B.\n"),
        ("00:01:00.000", "00:01:05.000", "<v Mara &amp; Lind>One.\n"),
        ("00:01:05.000", "00:01:05.500", "<v Mara &amp; Lind>Two.\n"),
    ]


def test_words_without_times_are_shared_out_between_those_with() -> None:
    found = captions("**A:** [00:00:10] Nine nine.\n\n**B:** Nine nine.\n\n*[Applause]*\n\n**A:** [00:00:40] So.\n")
    assert [(start, words.split(">")[-1].strip()) for start, _, words in found] == [
        ("00:00:10.000", "Nine nine."),
        ("00:00:20.000", "Nine nine."),
        ("00:00:30.000", "[Applause]"),
        ("00:00:40.000", "So."),
    ]


def test_words_before_the_first_time_have_no_captions() -> None:
    assert [words for *_, words in captions("**A:** Before.\n\n**B:** [00:00:10] Then.\n")] == [
        "<v Mara &amp; Lind>Then.\n"
    ]
    assert captions("**A:** Nobody knows when.\n") == []


def test_long_turns_are_cut_into_captions_of_two_lines() -> None:
    words = "The quay wall was mended with the stones of the old one. " * 40
    found = captions(f"**A:** [00:00:00–00:02:00] {words}\n")
    assert all(len(lines := text.strip().split("\n")) <= 2 and max(map(len, lines)) <= 64 for *_, text in found)
    assert len(found) > 25


times = st.none() | st.integers(0, 4_000_000)


@st.composite
def timed(draw: st.DrawFn) -> Transcript:
    items: list[Turn | Event] = []
    for _ in range(draw(st.integers(0, 5))):
        if draw(st.booleans()):
            items.append(Event("Applause"))
        blocks = []
        for _ in range(draw(st.integers(1, 3))):
            text = draw(st.text("ab <>&-\n\u3042", min_size=1, max_size=200).filter(str.strip))
            at = draw(st.lists(st.tuples(st.integers(0, len(text)), times), max_size=2))
            blocks.append(Block(text, tuple(Mark(n, n, "sync", t) for n, t in sorted(at, key=lambda one: one[0]) if t)))
        items.append(Turn("Mara", tuple(blocks), start=draw(times), end=draw(times)))
    return Transcript(items=tuple(items))


@given(timed())
def test_captions_are_in_order_and_lose_no_word_after_the_first_time(transcript: Transcript) -> None:
    track = webvtt.parse(vtt.write(record(transcript)).decode().split("\n"), "x.vtt")
    assert not track.problems
    assert [cue.start for cue in track.cues] == sorted(cue.start for cue in track.cues)
    assert all(cue.start < cue.end <= cue.start + 7_000 for cue in track.cues)

    def letters(text: str) -> str:
        return "".join(
            re.sub(
                r"&lt;|&gt;|&amp;|<v [^>]*>",
                lambda sign: {"&lt;": "<", "&gt;": ">", "&amp;": "&"}.get(sign[0], ""),
                text,
            ).split()
        )

    said = "".join(
        f"[{part.text}]" if isinstance(part, Event) else part.text
        for item in transcript.items
        for part in (item.parts if isinstance(item, Turn) else (item,))
        if isinstance(part, Block | Event)
    )
    assert "".join(said.split()).endswith("".join(letters(line) for cue in track.cues for line in cue.lines))
