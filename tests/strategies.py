"""Transcripts in canonical form, of any text at all."""

from typing import Any

from hypothesis import strategies as st

from generator.markup import canonical
from generator.model import (
    NO_ATTRIBUTES,
    Attributes,
    Block,
    Comment,
    Correction,
    Declared,
    Event,
    Mark,
    Matter,
    Meta,
    Note,
    Recording,
    Section,
    Selector,
    Transcript,
    Turn,
)

# Pieces that mean something somewhere, so that they meet in all ways.
# ruff: noqa: E501
_TRICKY = (
    "**Name:**", "**Name**:", "*[laughs]*", "*(sighs)*", "[12:30]", "[00:01:02.5]", "[^a]", "[^a]:", "==", "==x==[^a]", "[[a#b|c]]",
    "[x](y)", "[x](<y z> \"t\")", "{.unsure}", "{#id}", "]{lang=fr}", "<http://a.b>", "&amp;", "&#38;", "&nope;", "\\", "\\\\",
    "*", "**", "_", "__", "`", "```", "~~", "#", "## ", "> ", ":::", "::: matter", "---", "1986. ", "- ", "+ ", "| a | b |",
    "<!--", "-->", "<b>", "![x](y)", "http://a.b", "  ", "\t", "\u00a0", "\u2028", "\u2029", "\x85", "\r", "\x0b", "\x0c", "\ufeff",
    "名前：", "**名前：**", "שלום", "مرحبا", "👩‍👩‍👧", "e\u0301", "(", ")", "[", "]", "{", "}", "=", "&", "<", ">", "!", "\"", "'", "“", "”", "…", "a", "b c", " ",
)  # fmt: skip
_SIGNS = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
any_text = st.lists(st.sampled_from(_TRICKY) | st.text(_SIGNS, max_size=3), min_size=1, max_size=7).map("".join)
texts = any_text.filter(bool)
broken_texts = st.lists(any_text, min_size=1, max_size=3).map("\n".join).filter(bool)
lines = any_text.map(lambda text: text.replace("\n", " ").strip()).filter(bool)
words = st.text(st.sampled_from("abcxyz0189-é中ب"), min_size=1, max_size=8)
ids = st.sampled_from(("a", "b", "note-1", "中"))
times = st.integers(0, 999 * 3600 * 1000)


@st.composite
def blocks(draw: Any, quotation: bool | None = None, sync_first: bool = True) -> Block:
    text = draw(broken_texts)
    edge = st.integers(0, len(text))
    marks = []
    for kind in draw(st.lists(st.sampled_from(_KINDS), max_size=4)):
        start, end = sorted((draw(edge), draw(edge)))
        if kind == "sync" or (kind == "note" and start == end):
            end = start
        value = draw(_VALUES[kind])
        marks.append(Mark(start, end, kind, value))
    kept = canonical(marks)
    if not sync_first:
        kept = tuple(mark for mark in kept if mark.kind != "sync" or mark.start)
    return Block(text, kept, draw(st.booleans()) if quotation is None else quotation)


_VALUES: dict[Any, st.SearchStrategy[Any]] = {
    "emphasis": st.none(),
    "strong": st.none(),
    "event": st.none(),
    "unsure": st.none(),
    "redacted": st.none(),
    "link": lines.map(lambda text: text.strip()) | st.just("https://example.org/a_(b)?c=d&e#f"),
    "reference": words | st.just("other-talk#ada-1"),
    "sync": times,
    "note": ids,
    "language": st.sampled_from(("fr", "pt-BR")),
}
_KINDS = tuple(_VALUES)

attributes = st.builds(
    Attributes,
    id=st.none() | words,
    kinds=st.lists(words, max_size=2).map(tuple),
    topics=st.lists(words, max_size=2).map(tuple),
    by=st.lists(words, max_size=2).map(tuple),
    extra=st.dictionaries(st.sampled_from(("x", "y-z")), lines, max_size=2).map(lambda d: tuple(d.items())),
) | st.just(NO_ATTRIBUTES)
events = st.builds(Event, lines)
comments = st.builds(Comment, any_text.map(lambda t: t.replace("-->", "").replace("\r", "").strip()).filter(
    lambda t: t and not any(sign in t for sign in "\r\x85\u2028\u2029") and "-->" not in t
))  # fmt: skip
sections = st.builds(Section, lines, st.integers(2, 6), attributes)
matters = st.builds(Matter, st.lists(blocks(), max_size=2).map(tuple))
bodies = any_text.map(lambda t: "\n".join(line.rstrip(" \t") for line in t.split("\n")).strip()).filter(
    lambda t: not any(sign in t for sign in "\r\x85\u2028\u2029")
)


@st.composite
def parts(draw: Any, first_block: bool, sync_first: bool = True) -> tuple[Any, ...]:
    found = []
    if first_block:
        found.append(draw(blocks(sync_first=sync_first)))
    for aside in draw(st.lists(st.lists(events | comments, max_size=2), max_size=2)):
        found += [*aside, draw(blocks())]
    return tuple(found)


@st.composite
def turns(draw: Any) -> Turn:
    start = draw(st.none() | times)
    end = draw(st.none() | times) if start is not None else None
    return Turn(draw(lines | st.just("?")), draw(parts(draw(st.booleans()))), draw(attributes), start, end)


@st.composite
def notes(draw: Any, id: str) -> Note:
    maybe = st.none() | lines
    selector = Selector(
        draw(lines), draw(maybe), draw(maybe), draw(st.none() | words), draw(maybe), draw(st.none() | words)
    )
    return Note(
        id,
        draw(bodies),
        draw(st.sampled_from(("context", "fact-check", "own"))),
        draw(maybe),
        draw(st.none() | st.just("2031-05-06")),
        draw(st.lists(lines, max_size=2).map(tuple)),
        draw(maybe),
        (selector,) if draw(st.booleans()) else (),
    )


maybe = st.none() | lines
declared = st.builds(
    Declared,
    name=lines,
    id=st.none() | words,
    role=maybe,
    affiliation=maybe,
    labels=st.lists(lines, max_size=2).map(tuple),
    part=maybe,
    opening=st.booleans(),
)
metas = st.builds(
    Meta,
    title=maybe,
    subtitle=maybe,
    date=st.none() | st.sampled_from(("1974", "1974-05", "2031-05-06", "2031-05-06T10:02+01:00")),
    kind=maybe,
    place=maybe,
    language=st.none() | st.just("pt-BR"),
    source=st.none() | st.just("https://example.org/a?b=c"),
    media=st.lists(
        st.just("audio/a.mp3") | st.builds(Recording, st.just("audio/b c.mp3"), maybe, st.integers(-90_000, 4_000_000)),
        max_size=2,
    ).map(tuple),
    image=st.none() | st.just("cards/a.jpg"),
    speakers=st.lists(declared, max_size=3).map(tuple),
    topics=st.lists(lines, max_size=2).map(tuple),
    updated=st.none() | st.just("2031-05-07"),
    series=maybe,
    status=maybe,
    summary=maybe,
    slug=maybe,
    licence=maybe,
    credits=maybe,
    withdrawn=maybe,
    variant_of=st.none() | words,
    variant=st.none() | st.just("translation"),
    corrections=st.lists(
        st.builds(Correction, date=st.just("2031-05-08"), what=lines, by=maybe, turn=maybe), max_size=2
    ).map(tuple),
    draft=st.none() | st.booleans(),
    extra=st.dictionaries(lines, lines, max_size=2).map(lambda d: tuple(d.items())),
)


@st.composite
def transcripts(draw: Any) -> Transcript:
    items: list[Any] = []
    spoken = fresh = False  # fresh: a section or matter stands since the last turn
    for kind in draw(st.lists(st.sampled_from(("section", "matter", "event", "turn", "unlabelled")), max_size=6)):
        if kind == "section":
            items.append(draw(sections))
            fresh = True
        elif kind == "matter":
            items.append(draw(matters))
            fresh = True
        elif kind == "event":
            items.append(draw(events | comments))
        elif kind == "turn":
            items.append(draw(turns()))
            spoken, fresh = True, False
        elif not spoken or fresh:
            start = draw(st.none() | times)
            said = draw(parts(True, sync_first=start is not None))
            items.append(Turn(None, said, start=start, continues=spoken))
            spoken, fresh = True, False
    defined = tuple(draw(notes(id)) for id in draw(st.lists(ids, unique=True, max_size=2)))
    return Transcript(draw(metas), tuple(items), defined)
