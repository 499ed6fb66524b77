"""The archive: who is who, what answers what, what is about what, and notes on their words."""

from collections.abc import Mapping
from itertools import pairwise
from time import process_time
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from generator import archive, config, native, pages
from generator.archive import Resolved, quotes
from generator.errors import Problem, in_order
from generator.model import (
    Archive,
    Extract,
    Heard,
    Locator,
    Passage,
    Record,
    Resolution,
    Selector,
    Spot,
    Transcript,
    TurnFacts,
)
from generator.names import is_voice, split
from generator.pages import extracts, listing

SETTINGS = config.Settings()


class Found(NamedTuple):
    """All that is found out about some transcripts."""

    archive: Archive
    alone: Mapping[str, Resolved]  # by id
    kept: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    transcripts: Mapping[str, Transcript]

    def rows(self, extract: Extract) -> tuple[listing.Passage, ...]:
        """What lists show of an extract."""
        return msgspec.msgpack.decode(self.kept[extract.key], type=tuple[listing.Passage, ...])

    def record(self, transcript: str) -> Record:
        """One transcript with all that was found out about it."""
        return Record(self.transcripts[transcript], self.alone[transcript].resolution)

    def passages(self, topic: str, transcript: str = "x") -> list[Passage]:
        """Those on a topic in one transcript."""
        return [passage for id, passage in self.alone[transcript].passages if id == topic]


def resolve(
    texts: Mapping[str, str],
    people: str = "",
    topics: str = "",
    notes: Mapping[str, str] | None = None,
    settings: config.Settings = SETTINGS,
) -> Found:
    registries = config.Registries(config.people(people, "people.yaml")[0], config.topics(topics, "topics.yaml")[0])
    lexicon, resolver = archive.lexicon(registries, settings.language), archive.Resolver(registries, settings)
    names = archive.Names(registries, settings)
    alone, entries, kept, transcripts = {}, [], {}, {}
    for name, text in texts.items():
        reading = native.read(text.encode(), f"{name}.md")
        side = config.side_notes((notes or {}).get(name, ""), f"{name}.notes.yaml")[0]
        outline = archive.outline(reading, name, f"{name}.md", side, f"{name}.notes.yaml")
        transcripts[name] = reading.transcript
        hits = names.add_to(archive.hits(reading.transcript, lexicon), reading.transcript)
        alone[name] = resolver.resolve(outline, hits)
        entry, blobs = extracts.entry(outline, alone[name], hits, "", settings)
        entries.append(entry)
        kept |= blobs
    linked = archive.link(
        entries,
        registries,
        lambda entry: msgspec.msgpack.decode(kept[entry.anchors], type=dict[str, str]),
        lambda entry, anchor, words: archive.quotation(
            Record(transcripts[entry.id], alone[entry.id].resolution), anchor, words
        ),
    )
    problems = in_order((*(p for one in alone.values() for p in one.problems), *linked.problems))
    return Found(linked, alone, kept, problems, transcripts)


def one(text: str, people: str = "", topics: str = "", notes: str = "") -> Resolution:
    return resolve({"x": text}, people, topics, {"x": notes}).alone["x"].resolution


def turns(found: Resolution) -> tuple[TurnFacts, ...]:
    return found.turns


def codes(found: Found) -> list[str]:
    return [problem.code for problem in found.problems]


# --- people -------------------------------------------------------------------------------------------------------

OFFICES = """
ada-brook:
  name: Ada Brook
  roles: [{name: Warden, from: 2020, until: 2024-06-30}]
ben-crane:
  name: Ben Crane
  also: [Crane]
  roles: [{name: Warden, from: 2024-07-01}]
"""


@pytest.mark.parametrize(
    ("date", "who"), [("2023", "ada-brook"), ("2024-06-30", "ada-brook"), ("2024-07-01", "ben-crane")]
)
def test_a_role_is_whoever_held_it_on_that_day(date: str, who: str) -> None:
    assert turns(one(f"---\ndate: {date}\n---\n\n**Warden:** Hi.", OFFICES))[0].speaker == who


def test_a_role_on_an_unclear_date_is_ambiguous_and_not_guessed() -> None:
    found = resolve({"x": "---\ndate: 2024\n---\n\n**Warden:** Hi."}, OFFICES)
    assert codes(found) == ["ambiguous-person"]


def test_the_order_of_resolution() -> None:
    text = (
        "---\ndate: 2030\nspeakers:\n  - {name: Zoe Wynn, label: [Warden]}\n---\n\n"
        "**Warden:** a\n\n**Warden:** {by=ada-brook} b\n\n**Crane:** c\n\n**Nia Holt, Herald:** d\n\n**Q:** e"
    )
    found = one(text, OFFICES)
    assert [t.speaker for t in turns(found)] == ["zoe-wynn", "ada-brook", "ben-crane", "nia-holt", "q"]
    speakers = {s.id: s for s in found.speakers}
    assert speakers["nia-holt"].affiliation == "Herald"
    assert speakers["nia-holt"].labels == ("Nia Holt, Herald",)
    assert speakers["ben-crane"].role == "Warden"
    assert not speakers["q"].person


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ("name: Ada Brook", ("Commissioner", "Port")),
        ("name: Ada Brook, role: commissioner", ("commissioner", "Port")),
        ("name: Ada Brook, role: Harbour Commissioner", ("Harbour Commissioner", "Port")),
        ("name: Ada Brook, role: Mayor", ("Mayor", "Council")),  # as it was until last month
        ("name: Ada Brook, role: Witness", ("Witness", "Norhaven")),
        ("name: Ada Brook, role: Witness, affiliation: Herald", ("Witness", "Herald")),
    ],
)
def test_an_office_is_not_told_with_the_body_of_another(facts: str, shown: tuple[str, str]) -> None:
    people = (
        "ada-brook:\n  name: Ada Brook\n  affiliation: Norhaven\n  roles:\n"
        "    - {name: Mayor, until: 2031-08, affiliation: Council}\n"
        "    - {name: Commissioner, from: 2031-09, affiliation: Port}\n"
    )
    found = one(f"---\ndate: 2031-10-01\nspeakers:\n  - {{{facts}}}\n---\n\n**Ada Brook:** a", people)
    (speaker,) = found.speakers
    assert (speaker.role, speaker.affiliation) == shown


def test_new_people_are_announced_with_the_nearest_known_name() -> None:
    found = resolve({"x": "**Ada Brooks:** a\n\n**Q:** b\n\n**Xu Li:** c"}, OFFICES)
    assert found.archive.new_people == (("Ada Brooks", "Ada Brook"), ("Xu Li", None))


def test_who_has_a_page_is_said_by_their_entry_and_by_the_settings() -> None:
    text = {"x": "**Ada Brook:** a\n\n**Ben Crane:** b\n\n**Xu Li:** c\n\n**Q:** d"}
    offices = OFFICES.replace("name: Ada Brook", "name: Ada Brook\n  listed: false")
    hidden = config.Settings(people=config.PeopleSettings(listed=False))
    for settings, pages_for in ((SETTINGS, {"ben-crane", "xu-li"}), (hidden, set())):
        found = resolve(text, offices, settings=settings)
        assert {s.id for s in found.alone["x"].resolution.speakers if s.listed} == pages_for


def test_several_may_speak_at_once() -> None:
    turn = turns(one('**All:** {by="ada-brook ben-crane"} Aye.', OFFICES))[0]
    assert (turn.speaker, turn.others) == ("ada-brook", ("ben-crane",))


def test_an_unknown_id_is_an_error_with_the_nearest() -> None:
    (problem,) = resolve({"x": "**A B:** {by=ada-brok} a"}, OFFICES).problems
    assert (problem.code, "ada-brook" in problem.hint) == ("unknown-person", True)


@pytest.mark.parametrize(
    "label", ["Q", "A", "Speaker 2", "SPEAKER_01", "Unidentified man", "All", "Moderator", "Frage", "سؤال", "?"]
)
def test_voices_are_nobody_in_particular(label: str) -> None:
    assert is_voice(label)


@pytest.mark.parametrize("label", ["Ada Brook", "MR. SNOW", "Al", "李明", "Audrey Host-Miller"])
def test_names_are_somebody(label: str) -> None:
    assert not is_voice(label)


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("Nia Holt, Herald", ("Nia Holt", None, "Herald")),
        ("Nia Holt, Press Secretary", ("Nia Holt", "Press Secretary", None)),
        ("Nia Holt (Green Party)", ("Nia Holt", None, "Green Party")),
        ("Nia Holt", ("Nia Holt", None, None)),
    ],
)
def test_labels_are_split(label: str, parts: tuple[str, str | None, str | None]) -> None:
    assert split(label) == parts


# --- anchors ------------------------------------------------------------------------------------------------------


def test_anchors_count_a_speakers_turns_and_explicit_ids_win() -> None:
    found = one("**A B:** 1\n\n**C D:** 2\n\n**A B:** {#own} 3\n\n**A B:** 4\n\n## Own\n\nmore")
    assert [t.anchor for t in turns(found)] == ["a-b-1", "c-d-1", "own", "a-b-3", "a-b-4"]
    assert found.sections == ("own-2",)


def test_an_explicit_id_never_meets_a_made_one() -> None:
    anchors = [t.anchor for t in turns(one("**A B:** {#a-b-2} 1\n\n**A B:** 2\n\n**?:** 3"))]
    assert len(set(anchors)) == 3
    assert anchors[0] == "a-b-2"


def test_reserved_and_double_ids_are_errors() -> None:
    assert codes(resolve({"x": "**A B:** {#or-x} 1\n\n**A B:** {#n} 2\n\n**A B:** {#n} 3"})) == [
        "reserved-anchor",
        "duplicate-anchor",
    ]


# --- exchanges ----------------------------------------------------------------------------------------------------

PRESS = """---
speakers:
  - {name: Ada Brook, part: principal, opening: true}
  - {name: Ben Crane, part: moderator}
  - {name: Cy Dale, affiliation: Herald, part: questioner}
  - {name: Di Eld, affiliation: Post, part: questioner}
---

Opening words.

**Ben Crane:** Who is first?

**Cy Dale:** When?

**Ada Brook:** Soon.

**Cy Dale:** How soon?

**Ada Brook:** Very.

**Cy Dale:** Thanks.

**Ben Crane:** The lady there.

**Di Eld:** Why?

**Ada Brook:** Because.

**Ben Crane:** That is all.
"""


def test_a_press_conference_has_an_exchange_for_each_reporter() -> None:
    found = one(PRESS)
    exchanges = [(e.asker, e.outlet, e.questions, e.answers, e.answerers) for e in found.exchanges]
    assert exchanges == [
        ("cy-dale", "Herald", ("cy-dale-1", "cy-dale-2"), ("ada-brook-2", "ada-brook-3"), ("ada-brook",)),
        ("di-eld", "Post", ("di-eld-1",), ("ada-brook-4",), ("ada-brook",)),
    ]
    assert [t.kind for t in turns(found)] == [
        "statement",
        "moderation",
        "question",
        "answer",
        "question",
        "answer",
        "interjection",
        "moderation",
        "question",
        "answer",
        "moderation",
    ]
    assert turns(found)[5].replies_to == "cy-dale-2"


def test_letters_tell_questions_and_answers() -> None:
    found = one("**Q:** One?\n\n**A:** Yes.\n\n**Q:** Two?\n\n**Mr. Snow:** No.")
    assert [(e.questions, e.answers) for e in found.exchanges] == [
        (("q-1",), ("a-1",)),
        (("q-2",), ("mr-snow-1",)),
    ]


def test_an_interview_has_an_exchange_for_each_question() -> None:
    head = "---\nspeakers:\n  - {name: A B, part: interviewer}\n  - {name: C D, part: narrator}\n---\n\n"
    found = one(head + "**A B:** One?\n\n**C D:** Yes.\n\n**A B:** Two?\n\n**C D:** No.")
    assert len(found.exchanges) == 2


def test_a_debate_has_no_false_exchanges_and_kinds_can_be_said() -> None:
    text = (
        "---\nkind: debate\n---\n\n**A B:** Is it so?\n\n**C D:** No.\n\n"
        "**A B:** {.question} Why?\n\n**C D:** {.answer} So."
    )
    found = one(text)
    assert [t.kind for t in turns(found)] == ["statement", "statement", "question", "answer"]
    assert len(found.exchanges) == 1


# --- topics and names -----------------------------------------------------------------------------------------------

TOPICS = """
levy: {name: Harbour levy, also: [toll], terms: [levy, harbour levy], broader: [money]}
money: {name: Money, terms: [税]}
fish: {name: Fish, terms: [cod], related: [levy]}
"""


def test_topics_of_a_turn_and_where_they_come_from() -> None:
    text = (
        "---\ntopics: [Toll]\n---\n\n## S {topics=money}\n\n"
        "**A B:** {topics=fish} No Levyville.\n\n**A B:** The levy, 税 and codfish."
    )
    found = one(text, topics=TOPICS)
    assert [[(u.id, u.origin) for u in t.topics] for t in turns(found)] == [
        [("fish", "turn"), ("money", "section"), ("levy", "transcript")],
        [("money", "section"), ("levy", "term")],
    ]


def test_passages_of_a_section_run_through_turns_and_topics_know_each_other() -> None:
    text = "## S {topics=levy}\n\n**A B:** The levy.\n\n**C D:** So!\n\n## T\n\n**A B:** No.\n\n**A B:** Levy."
    found = resolve({"x": text}, topics=TOPICS)
    topics = {topic.id: topic for topic in found.archive.topics}
    assert [(p.first, p.last) for p in found.passages("levy")] == [(0, 1), (3, 3)]
    ((_, treated),) = topics["levy"].treatments
    runs = listing.Runs(1, 2, "c-d-1")
    assert [(row.anchor, row.runs) for row in found.rows(treated.passages)] == [("a-b-1", runs), ("a-b-3", None)]
    first, second = Locator("a-b-1", 1, 2), Locator("a-b-3", 4, 4)
    assert treated.speakers == (Heard("a-b", 2, (first, second)), Heard("c-d", 1, (first,)))
    assert topics["money"].narrower == ("levy",)
    assert topics["levy"].related == ("fish",)


def test_turns_with_a_term_are_one_passage_with_the_words_of_each() -> None:
    text = (
        "**A B:** The levy.\n\n**C D:** The harbour levy!\n\n**E F:** No.\n\n**A B:** Levies. The levy.\n\n"
        "**A B:** No.\n\n**A B:** No.\n\n**C D:** A levy."
    )
    found = resolve({"x": text}, topics=TOPICS)
    passages = found.passages("levy")
    assert [(p.first, p.last) for p in passages] == [(0, 3), (6, 6)]
    assert found.alone["x"].resolution.passages == (("levy", 0, 3), ("levy", 6, 6))
    ((_, treated),) = next(topic.treatments for topic in found.archive.topics if topic.id == "levy")
    row, last = found.rows(treated.passages)
    assert [(one.anchor, one.speaker, one.hit) for one in (row, *row.more)] == [
        ("a-b-1", "A B", "levy"),
        ("c-d-1", "C D", "harbour levy"),
        ("a-b-2", "A B", "Levies"),
    ]
    assert (row.runs, last.runs) == (listing.Runs(1, 4, "a-b-2"), None)
    assert [(heard.person, heard.count) for heard in treated.speakers] == [("a-b", 1), ("c-d", 2)]  # E F is not


def test_interjections_do_not_end_a_passage_and_a_heading_is_not_gone_over() -> None:
    told = "**A B:** The levy pays for the wall, and for nothing but the wall.\n\n"
    aside = "**C D:** {.interjection} No!\n\n" * 3
    found = resolve({"x": told + aside + told + "## S\n\n**C D:** And so on.\n\n" + told}, topics=TOPICS)
    kinds = [turn.kind for turn in found.alone["x"].resolution.turns]
    assert kinds[1:4] == ["interjection"] * 3
    assert [(p.first, p.last) for p in found.passages("levy")] == [(0, 4), (6, 6)]


_TURN = st.tuples(st.booleans(), st.sampled_from(("", "", "", "## S {topics=levy}\n\n", "## T\n\n")))


@examples(max_examples=80)
@given(st.lists(_TURN, max_size=12))
def test_passages_have_all_turns_on_a_topic_and_never_go_over_much(said: list[tuple[bool, str]]) -> None:
    text = "".join(
        f"{heading}**P{n}:** {'A levy' if on else 'None'} of it.\n\n" for n, (on, heading) in enumerate(said)
    )
    found = resolve({"x": text}, topics=TOPICS)
    facts, passages = found.alone["x"].resolution.turns, found.passages("levy")
    on = [number for number, turn in enumerate(facts) if turn.topics]
    headed = [bool(heading) for _, heading in said]
    held = [number for p in passages for number in range(p.first, p.last + 1)]
    assert held == sorted(set(held)) and set(on) <= set(held)
    assert all(p.first in on and p.last in on for p in passages)
    for before, after in pairwise(on):
        apart = after - before > 2 or (after - before == 2 and any(headed[before + 1 : after + 1]))
        assert apart == (not any(p.first <= before and after <= p.last for p in passages))


def test_related_is_mutual_and_never_above_or_below() -> None:
    topics = """
a: {name: A, broader: b, related: [c, d, a]}
b: {name: B, broader: c}
c: {name: C, narrower: [d]}
d: {name: D, related: [b]}
"""
    found = {topic.id: topic for topic in resolve({"x": "**A B:** a"}, topics=topics).archive.topics}
    assert {id: topic.related for id, topic in found.items()} == {"a": ("d",), "b": ("d",), "c": (), "d": ("a", "b")}
    assert {id: topic.broader for id, topic in found.items()} == {"a": ("b",), "b": ("c",), "c": (), "d": ("c",)}
    assert found["c"].narrower == ("b", "d")


def test_an_unknown_topic_is_made_and_reported_once() -> None:
    text = "---\ntopics: [Lewy]\n---\n\n**A B:** a"
    found = resolve({"x": text, "y": text}, topics=TOPICS)
    assert codes(found) == ["unknown-topic"]
    assert "lewy" in {topic.id for topic in found.archive.topics}


def test_names_in_speech_are_mentions_by_others() -> None:
    found = resolve({"x": "**Ben Crane:** I met Ada Brook.\n\n**Ada Brook:** Ada Brook, that is me."}, OFFICES)
    ada = next(person for person in found.archive.people if person.id == "ada-brook")
    ((_, mentions),) = ada.mentions
    assert [(row.anchor, row.hit) for row in found.rows(mentions)] == [("ben-crane-1", "Ada Brook")]


# --- notes ----------------------------------------------------------------------------------------------------------

TALK = (
    "**A B:** The “old wall” – so they say – was  never high. The gate was high.\n\nIt fell.\n\n"
    "**C D:** The gate was low."
)


def placed(quote: str, **more: str) -> tuple[list[tuple[Spot, ...]], tuple[Problem, ...]]:
    lines = [f"- quote: {quote}", *(f"  {key}: {value}" for key, value in more.items()), "  body: x"]
    found = resolve({"x": TALK}, notes={"x": "\n".join(lines)})
    return [note.spots for note in found.alone["x"].resolution.notes], found.problems


def words(spot: Spot) -> str:
    blocks = [["The “old wall” – so they say – was  never high. The gate was high.", "It fell."], ["The gate was low."]]
    return blocks[spot.turn][spot.paragraph][spot.start : spot.end]


@pytest.mark.parametrize(
    ("quote", "on"),
    [
        ("never high", ["never high"]),
        ("'\"old wall\" - so they say - was never'", ["“old wall” – so they say – was  never"]),
        ("IT FELL", ["It fell"]),
        ("was high. It fell.", ["was high.", "It fell."]),
    ],
)
def test_quotes_are_found_exactly_or_with_other_typography(quote: str, on: list[str]) -> None:
    (spots,), problems = placed(quote)
    assert [words(spot) for spot in spots] == on
    assert problems == ()


def test_equal_quotes_are_told_apart_or_left_out() -> None:
    assert [p.code for p in placed("The gate")[1]] == ["orphaned-note"]
    assert placed("The gate", turn="c-d-1")[0] == [(Spot(1, 0, 0, 8),)]
    assert placed("The gate", after="was low")[0] == [(Spot(1, 0, 0, 8),)]
    assert placed("The gate", before="never high.")[0][0][0].turn == 0
    assert words(placed("The", turn="a-b-1", before="never high.", to="high.")[0][0][0]) == "The gate was high."


def test_a_lost_quote_is_reported_with_the_nearest_place_and_never_put_elsewhere() -> None:
    spots, (problem,) = placed("The gate was wide")
    assert spots == []
    assert problem.code == "orphaned-note"
    assert problem.place is not None
    assert (problem.place.path, problem.place.line) == ("x.notes.yaml", 1)
    assert "The gate was low" in problem.hint


def test_a_quote_does_not_run_over_the_end_of_a_turn() -> None:
    assert placed("It fell. The gate")[0] == []


def test_notes_on_a_turn_and_on_the_whole() -> None:
    found = one(TALK, notes="- turn: c-d-1\n  body: x\n- body: y\n").notes
    assert [(note.number, note.anchor) for note in found] == [(1, None), (2, "c-d-1")]


def test_an_unknown_kind_of_note_is_an_error() -> None:
    assert codes(resolve({"x": "**A B:** a[^n]\n\n[^n]: [!contxt] b"})) == ["unknown-note-kind"]


def test_many_notes_on_a_long_text_are_found_in_reasonable_time() -> None:
    transcript = native.read(("**A B:** " + "word " * 200_000 + "end").encode(), "x").transcript
    text = quotes.Text(transcript)
    assert all(text.find(Selector("end")) for _ in range(200))


# --- links ----------------------------------------------------------------------------------------------------------


def test_references_lead_somewhere_and_are_known_there() -> None:
    texts = {
        "x": "**Ada Brook:** See [[y#c-d-1|there]], [[#ada-brook-2]], [[person:c-d]], [[y#c-d-1.p1]], [[y]].\n\n"
        "**Ada Brook:** b",
        "y": "---\ntitle: Why\n---\n\n**C D:** c",
    }
    found = resolve(texts)
    near = dict(found.archive.neighbourhoods)
    links = {target: link.url for target, link in near["x"].references}
    assert links == {
        "y#c-d-1": "transcripts/y.html#c-d-1",
        "#ada-brook-2": "transcripts/x.html#ada-brook-2",
        "person:c-d": "speakers/c-d.html",
        "y#c-d-1.p1": "transcripts/y.html#c-d-1.p1",
        "y": "transcripts/y.html",
    }
    back = dict(near["y"].backlinks)
    assert next((b.transcript, b.anchor, b.speaker) for b in back["c-d-1"]) == ("x", "ada-brook-1", "Ada Brook")
    assert back[""][0].transcript == "x"
    assert next(p for p in found.archive.people if p.id == "c-d").backlinks


def test_a_dead_reference_is_reported_with_the_nearest() -> None:
    (problem,) = resolve({"talk-one": "**A B:** a", "x": "**A B:** [[talk-two]]"}).problems
    assert (problem.code, "talk-one" in problem.hint) == ("dead-reference", True)


# --- the whole --------------------------------------------------------------------------------------------------------


def test_the_order_of_the_files_does_not_matter() -> None:
    texts = {f"t{n}": f"---\ndate: 20{n:02}\n---\n\n**P{n % 3} Q:** [[t{(n + 1) % 9}]] levy" for n in range(9)}
    found, backwards = resolve(texts, OFFICES, TOPICS), resolve(dict(reversed(texts.items())), OFFICES, TOPICS)
    assert (found.archive, found.problems) == (backwards.archive, backwards.problems)


def test_the_newest_comes_first_and_the_undated_last() -> None:
    texts = {"a": "**A B:** x", "b": "---\ndate: 1974\n---\n\n**A B:** x", "c": "---\ndate: 1974-05\n---\n\n**A B:** x"}
    assert [entry.id for entry in resolve(texts).archive.entries] == ["c", "b", "a"]


MANY = 4000
DEFINED = "".join(f"t{n}:\n  name: T {n}\n" for n in range(MANY))


@pytest.mark.parametrize(
    ("text", "people", "topics", "notes"),
    [
        ("".join(f"**N{n} B:** a\n\n" for n in range(MANY)), DEFINED.replace("T ", "N"), "", ""),
        ("".join(f"**A B:** {{#a{n}}} [[#b{n}]]\n\n" for n in range(MANY)), "", "", ""),
        ("**A B:** a\n\n" + "## Same\n\n" * 4 * MANY, "", "", ""),
        (f"---\ntopics: [{', '.join(f'u{n}' for n in range(MANY))}]\n---\n\n**A B:** a\n", "", DEFINED, ""),
        (
            "".join(f"**A B:** word{n}\n\n" for n in range(2 * MANY)),
            "",
            "",
            "".join(f"- quote: wurd{n} more\n  body: x\n" for n in range(MANY)),
        ),
        ("".join(f"**A B:** ==a==[^n{n}]\n\n[^n{n}]: b\n\n" for n in range(7 * MANY)), "", "", ""),
    ],
    ids=["new people", "dead references", "sections of one name", "unknown topics", "orphaned notes", "notes"],
)
def test_no_archive_is_slow(text: str, people: str, topics: str, notes: str) -> None:
    began = process_time()
    resolve({"x": text}, people, topics, {"x": notes})
    assert process_time() - began < 20


def test_a_cast_of_thousands_is_not_slow() -> None:
    speakers = "".join(f"  - N{n} B\n" for n in range(MANY))
    began = process_time()
    found = resolve({"x": f"---\nspeakers:\n{speakers}---\n\n" + "".join(f"**N{n} B:** a\n\n" for n in range(MANY))})
    lookup = pages.Lookup(found.archive, SETTINGS, lambda _: extracts.Front(None, (), None))
    assert all(page.make() for page in pages.plan(lookup))
    assert process_time() - began < 20


def test_sections_of_one_name_are_numbered_past_those_that_are_taken() -> None:
    text = "**A B:** a\n\n## S\n\n## S {#s-2}\n\n## S\n\n## S\n"
    assert one(text).sections == ("s", "s-2", "s-3", "s-4")
