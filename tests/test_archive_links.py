"""Cross-references to words, things and notes, what the other end knows of them, and names found in speech."""

from dataclasses import dataclass
from pathlib import Path
from time import process_time

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from generator import archive, config, native
from generator.build import build
from generator.markup import note_html, plain
from generator.model import Record, Turn
from tests.archives import SETTINGS as QUIET
from tests.archives import write
from tests.test_archive import SETTINGS, Found, codes, resolve

HEARING = """---
title: The hearing
aliases: [old-hearing]
---

## Opening

**Ines Okafor:** {#first} The levy goes to the “quay wall” – and nothing else.

It ends after five years.

## Questions {#asked}

**Tomas Brandt, The Post:** Who pays? It ends after five years?

**Ines Okafor:** {#said} Who pays? *Boats*.[^n]

[^n]: [!context]{by="A. Editor"} See [[talk "never saw it"|the talk]] and [[topic:toll]]; not `[[nowhere]]`.
"""
PEOPLE = "ines-okafor: {name: Ines Okafor, aliases: [i-okafor]}\nwill: {name: Will Thorley}\n"
TOPICS = "toll: {name: Toll}\n"


def referring(reference: str, **more: str) -> Found:
    texts = {"hearing": HEARING, "talk": f"**Ada Brook:** I never saw it, {reference} then.", **more}
    return resolve(texts, PEOPLE, TOPICS)


def link(found: Found, home: str = "talk") -> tuple[str, str] | None:
    links = dict(found.archive.neighbourhoods)[home].references
    return (links[0][1].url, links[0][1].title) if links else None


def back(found: Found, transcript: str) -> list[tuple[str, str, str, str]]:
    near = dict(dict(found.archive.neighbourhoods)[transcript].backlinks)
    return [(anchor, b.kind, b.transcript, b.speaker) for anchor, of in near.items() for b in of]


@pytest.mark.parametrize(
    ("reference", "place", "words"),
    [
        ('[[hearing "the levy goes to the "quay wall" - and"]]', "first.p1", "The levy goes to the “quay wall” – and"),
        ("[[hearing “nothing else”|so]]", "first.p1", "nothing else"),
        ('[[hearing#first "five years"]]', "first.p2", "five years"),
        ('[[hearing#first.p2 "It ends"]]', "first.p2", "It ends"),
        ('[[hearing#said "Who pays"]]', "said.p1", "Who pays"),
        ('[[hearing#asked "ends after"]]', "tomas-brandt-1.p1", "ends after"),
        ('[[old-hearing "Boats"]]', "said.p1", "Boats"),
    ],
)
def test_words_are_found_where_they_stand(reference: str, place: str, words: str) -> None:
    found = referring(reference)
    assert codes(found) == []
    assert link(found) == (f"transcripts/hearing.html#{place}:~:text={words}", f"“{words}”")
    assert back(found, "hearing") == [(place.partition(".p")[0], "quotation", "talk", "Ada Brook")]


@pytest.mark.parametrize(
    ("reference", "hint"),
    [
        ('[[hearing "It ends after"]]', "2 places (#first.p2, #tomas-brandt-1.p1)"),
        ('[[hearing "It ends after six years"]]', "It ends after five years"),
        ('[[hearing#said "It ends after five"]]', "It ends after five years"),
        ('[[hearing#first.p1 "It ends after five"]]', "It ends after five years"),
        ('[[hearing#sayd "Boats"]]', "[[hearing#said]]"),
        ('[[haring "Boats"]]', "[[hearing]]"),
        ("[[person:ines-okafo]]", "[[person:ines-okafor]]"),
    ],
)
def test_what_is_not_there_stays_text_and_is_told_with_what_is_near(reference: str, hint: str) -> None:
    found = referring(reference)
    assert link(found, "hearing") is not None
    assert "talk" not in {id for id, near in found.archive.neighbourhoods if near.references}
    (problem,) = found.problems
    assert (problem.code, hint in problem.hint) == ("dead-reference", True)


@pytest.mark.parametrize(
    ("reference", "url"),
    [
        ("[[person:will]]", "speakers/will.html"),
        ("[[person:i-okafor]]", "speakers/ines-okafor.html"),
        ("[[organisation:the-post]]", "organisations/the-post.html"),
        ("[[hearing#note-n]]", "transcripts/hearing.html#note-n"),
    ],
)
def test_things_can_be_referred_to(reference: str, url: str) -> None:
    found = referring(reference)
    assert codes(found) == []
    assert link(found) is not None and link(found)[0] == url  # type: ignore[index]


def test_things_know_who_refers_to_them() -> None:
    found = referring("[[organisation:the-post]] [[person:will]] [[hearing#note-n]]")
    (body,) = found.archive.organisations
    assert [(b.transcript, b.kind) for b in body.backlinks] == [("talk", "reference")]
    assert [p.id for p in found.archive.people if p.backlinks] == ["will"]
    assert ("note-n", "reference", "talk", "Ada Brook") in back(found, "hearing")


def test_a_note_refers_with_the_name_of_its_author() -> None:
    found = referring("too")
    assert back(found, "talk") == [("ada-brook-1", "note", "hearing", "A. Editor")]
    (topic,) = found.archive.topics
    assert [(b.kind, b.anchor, b.speaker) for b in topic.backlinks] == [("note", "note-n", "A. Editor")]


def test_a_note_beside_the_text_tells_of_a_dead_reference_in_its_own_file() -> None:
    found = resolve({"x": "**A B:** a word"}, notes={"x": "- quote: a word\n  body: See [[nowhere]].\n"})
    (problem,) = found.problems
    assert problem.place is not None
    assert (problem.code, problem.place.path) == ("dead-reference", "x.notes.yaml")


def test_a_question_can_be_answered_elsewhere() -> None:
    found = referring("so", late='**Ines Okafor:** {replies="hearing#tomas-brandt-1"} Boats over eight metres.')
    assert codes(found) == []
    assert ("tomas-brandt-1", "answer", "late", "Ines Okafor") in back(found, "hearing")
    assert codes(referring("so", late='**A B:** {replies="hearing#nobody-1"} Boats.')) == ["dead-reference"]


def test_references_in_a_note_are_links_or_words() -> None:
    body = 'See [[x#y|the *wall*]] and [[z "a|b]] <b>, `[[q]]`.'
    assert note_html(body) == note_html(body, lambda _: None)
    linked = note_html("See [[x#y|the wall]], [[z]].", lambda mark: (f"u?{mark.value}", "reference", "Name"))
    assert linked == (
        '<p>See <a class="reference" href="u?x#y">the wall</a>, <a class="reference" href="u?z">Name</a>.</p>\n'
    )
    assert note_html('[[topic:a-toll]], [[x#y "so it is"]], [[z]].') == "<p>a toll, “so it is”, z.</p>\n"
    assert plain("As [[person:ada-brook]] said: [[#y „ja“]].") == "As ada brook said: “ja”."
    assert note_html("[[x|y]]", lambda _: ("", "reference", "Name")) == "<p>y</p>\n"
    assert plain("See [[x#y|the wall]].") == "See the wall."


WORDS = st.lists(st.sampled_from("the wall, a toll – “no” Levy! It 1.2 years".split()), min_size=1, max_size=8)


@given(st.lists(WORDS, min_size=1, max_size=4), st.data())
def test_every_stretch_of_a_text_is_found_again(paragraphs: list[list[str]], data: st.DataObject) -> None:
    text = "**A B:** " + "\n\n".join(" ".join(words) for words in paragraphs)
    reading = native.read(text.encode(), "x.md")
    outline = archive.outline(reading, "x", "x.md")
    resolved = archive.Resolver(config.Registries(), config.Settings()).resolve(outline, ())
    (turn,) = (item for item in reading.transcript.items if isinstance(item, Turn))
    number = data.draw(st.integers(0, len(turn.blocks) - 1))
    words = turn.blocks[number].text.split()
    first = data.draw(st.integers(0, len(words) - 1))
    quote = " ".join(words[first : data.draw(st.integers(first + 1, len(words)))])
    found = archive.quotation(Record(reading.transcript, resolved.resolution), "", quote)
    assert ("a-b-1", f"a-b-1.p{number + 1}") in found.places
    assert found.words == quote


# --- names in speech ----------------------------------------------------------------------------------------------

NAMED = """
ada: {name: Ada Brook, also: [Mrs Brook, Brook, Bridge Warden, "A. Brook"], affiliation: The Bell}
otto: {name: Otto Reyes-Lind, roles: [{name: Bridge Warden, affiliation: Norhaven Herald}]}
mei: {name: 王小明}
one: {name: Jo Low, also: [The Twin]}
two: {name: Jo High, also: [The Twin]}
hidden: {name: Nell Varga, listed: false}
"""


def mentioned(text: str, topics: str = "", settings: config.Settings = SETTINGS) -> list[tuple[str, str]]:
    found = resolve({"x": f"**Mara Lind:** {text}"}, NAMED, topics, settings=settings)
    (entry,) = found.archive.entries
    return [(thing, row.hit) for thing, extract in entry.mentions for row in found.rows(extract)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("I met Ada Brook.", ["Ada Brook"]),
        ("ADA BROOK SAID SO", ["ADA BROOK"]),
        ("Mrs. Brook’s boat", ["Mrs. Brook"]),
        ("the letter of A. Brook", ["A. Brook"]),
        ("So says Otto Reyes‑Lind, and Ada\\\nBrook", ["Ada Brook", "Otto Reyes‑Lind"]),
        ("as the Bell wrote", ["the Bell"]),
        ("a Norhaven Herald Report", ["Norhaven Herald"]),
        ("我看见王小明了", ["王小明"]),
        ("the bell rang over ada brook", []),
        ("Brook, Bridge Warden, the Twin", []),
        ("Ada. Brook came", []),
        ("Ada, Brook came", []),
        ("Otto Reyes Lind", []),
        ("Ada Brook Street, Mary-Ada Brook and Ada Brook-Hill", []),
        ("Nell Varga", []),
    ],
)
def test_names_are_found_whole_and_not_inside_of_others(text: str, names: list[str]) -> None:
    assert sorted(hit for _, hit in mentioned(text)) == names


def test_the_longest_name_or_term_counts() -> None:
    topics = "bridge: {name: Bridge, terms: [Ada Brook bridge, herald, bell]}\n"
    assert mentioned("at the Ada Brook bridge", topics) == []
    found = resolve({"x": "**A B:** The Norhaven Herald, a herald."}, NAMED, topics)
    assert [row.hit for row in _passages(found)] == ["herald"]
    assert mentioned("The Norhaven Herald", topics) == [("organisation:norhaven-herald", "Norhaven Herald")]


def _passages(found: Found) -> list[archive.hits]:  # type: ignore[valid-type]
    (topic,) = found.archive.topics
    return [row for _, treated in topic.treatments for row in found.rows(treated.passages)]


def test_nobody_is_mentioned_by_themselves_nor_their_body_by_its_people() -> None:
    text = "**Ada Brook:** Ada Brook writes for the Bell.\n\n**Otto Reyes-Lind:** The Bell? Ada Brook! Ada Brook!"
    found = resolve({"x": text}, NAMED)
    (entry,) = found.archive.entries
    rows = [(thing, row.anchor) for thing, extract in entry.mentions for row in found.rows(extract)]
    assert rows == [("organisation:the-bell", "otto-1"), ("person:ada", "otto-1")]


def test_mentions_can_be_switched_off() -> None:
    people = config.PeopleSettings(mentions=False)
    assert mentioned("Ada Brook of the Bell", settings=config.Settings(people=people)) == []
    unlisted = config.Settings(people=config.PeopleSettings(listed=False))
    assert [thing for thing, _ in mentioned("Ada Brook of the Bell", settings=unlisted)] == ["organisation:the-bell"]


def test_a_noun_may_follow_a_name_in_german() -> None:
    assert mentioned("dass Ada Brook Geld verlangt", settings=config.Settings(language="de")) != []


@dataclass
class Planted:
    text: str
    names: int


@given(st.lists(st.tuples(st.sampled_from(("Ada Brook", "Mrs Brook", "Otto Reyes-Lind", "")), WORDS), max_size=6))
def test_every_planted_name_is_found_and_nothing_else(parts: list[tuple[str, list[str]]]) -> None:
    planted = [f"{' '.join(words).lower()} ({name})" if name else " ".join(words).lower() for name, words in parts]
    reading = native.read(f"**A B:** x {' '.join(planted)}".encode(), "x.md")
    names = archive.Names(config.Registries(config.people(NAMED, "people.yaml")[0]), config.Settings())
    hits = names.add_to((), reading.transcript)
    assert len(hits) == sum(bool(name) for name, _ in parts)


def test_many_names_in_much_speech_are_found_in_reasonable_time() -> None:
    people = "".join(f"p{n}: {{name: Ada N{n}}}\n" for n in range(4000))
    began = process_time()
    resolve({"x": "**A B:** " + "Ada N1 or Ada X, " * 20_000}, people)
    assert process_time() - began < 20


def test_many_references_to_one_turn_are_folded(tmp_path: Path) -> None:
    many = "\n\n".join(f"**Ada Brook:** Number {n} as [[a#otto-reyes-1|he said]]." for n in range(12))
    texts = {"a": "**Otto Reyes:** So it is.\n", "b": f"{many}\n", "c": "**Ada Brook:** [[b#ada-brook-1]].\n"}
    files = {f"content/transcripts/{name}.md": text for name, text in texts.items()}
    build(write(tmp_path, {"onrecord.toml": QUIET, **files}))
    page = BeautifulSoup((tmp_path / "site/transcripts/a.html").read_text("utf-8"), "lxml")
    shown, folded = page.select(".quoted")
    assert (len(shown.select("li")), len(folded.select("li"))) == (5, 7)
    assert page.select_one(".fold > summary").get_text() == "7 more"  # type: ignore[union-attr]
    page = BeautifulSoup((tmp_path / "site/transcripts/b.html").read_text("utf-8"), "lxml")
    assert (len(page.select(".quoted li")), page.select(".fold")) == (1, [])
