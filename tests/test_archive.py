"""The archive: who is who, what answers what, what is about what, and notes on their words."""

from collections.abc import Mapping
from time import process_time

import pytest

from generator import archive, config, native, pages
from generator.archive import quotes
from generator.errors import Problem
from generator.model import Archive, Entry, Selector, Spot, TurnFacts
from generator.names import is_voice, split

SETTINGS = config.Settings()


def resolve(
    texts: Mapping[str, str], people: str = "", topics: str = "", notes: Mapping[str, str] | None = None
) -> Archive:
    registries = config.Registries(config.people(people, "people.yaml")[0], config.topics(topics, "topics.yaml")[0])
    lexicon = archive.lexicon(registries)
    outlines, hits = [], {}
    for name, text in texts.items():
        reading = native.read(text.encode(), f"{name}.md")
        side = config.side_notes((notes or {}).get(name, ""), f"{name}.notes.yaml")[0]
        outlines.append(archive.outline(reading, name, f"{name}.md", side, f"{name}.notes.yaml"))
        hits[name] = archive.hits(reading.transcript, lexicon)
    return archive.resolve(outlines, hits, registries, SETTINGS)


def one(text: str, people: str = "", topics: str = "", notes: str = "") -> Entry:
    return resolve({"x": text}, people, topics, {"x": notes}).entries[0]


def turns(entry: Entry) -> tuple[TurnFacts, ...]:
    return entry.resolution.turns


def codes(found: Archive) -> list[str]:
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
    entry = one(text, OFFICES)
    assert [t.speaker for t in turns(entry)] == ["zoe-wynn", "ada-brook", "ben-crane", "nia-holt", "q"]
    speakers = {s.id: s for s in entry.resolution.speakers}
    assert speakers["nia-holt"].affiliation == "Herald"
    assert speakers["nia-holt"].labels == ("Nia Holt, Herald",)
    assert speakers["ben-crane"].role == "Warden"
    assert not speakers["q"].person


def test_new_people_are_announced_with_the_nearest_known_name() -> None:
    found = resolve({"x": "**Ada Brooks:** a\n\n**Q:** b\n\n**Xu Li:** c"}, OFFICES)
    assert found.new_people == (("Ada Brooks", "Ada Brook"), ("Xu Li", None))


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
    entry = one("**A B:** 1\n\n**C D:** 2\n\n**A B:** {#own} 3\n\n**A B:** 4\n\n## Own\n\nmore")
    assert [t.anchor for t in turns(entry)] == ["a-b-1", "c-d-1", "own", "a-b-3", "a-b-4"]
    assert entry.resolution.sections == ("own-2",)


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
    entry = one(PRESS)
    found = [(e.asker, e.outlet, e.questions, e.answers, e.answerers) for e in entry.resolution.exchanges]
    assert found == [
        ("cy-dale", "Herald", ("cy-dale-1", "cy-dale-2"), ("ada-brook-2", "ada-brook-3"), ("ada-brook",)),
        ("di-eld", "Post", ("di-eld-1",), ("ada-brook-4",), ("ada-brook",)),
    ]
    assert [t.kind for t in turns(entry)] == [
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
    assert turns(entry)[5].replies_to == "cy-dale-2"


def test_letters_tell_questions_and_answers() -> None:
    entry = one("**Q:** One?\n\n**A:** Yes.\n\n**Q:** Two?\n\n**Mr. Snow:** No.")
    assert [(e.questions, e.answers) for e in entry.resolution.exchanges] == [
        (("q-1",), ("a-1",)),
        (("q-2",), ("mr-snow-1",)),
    ]


def test_an_interview_has_an_exchange_for_each_question() -> None:
    head = "---\nspeakers:\n  - {name: A B, part: interviewer}\n  - {name: C D, part: narrator}\n---\n\n"
    entry = one(head + "**A B:** One?\n\n**C D:** Yes.\n\n**A B:** Two?\n\n**C D:** No.")
    assert len(entry.resolution.exchanges) == 2


def test_a_debate_has_no_false_exchanges_and_kinds_can_be_said() -> None:
    text = (
        "---\nkind: debate\n---\n\n**A B:** Is it so?\n\n**C D:** No.\n\n"
        "**A B:** {.question} Why?\n\n**C D:** {.answer} So."
    )
    entry = one(text)
    assert [t.kind for t in turns(entry)] == ["statement", "statement", "question", "answer"]
    assert len(entry.resolution.exchanges) == 1


# --- topics and names -----------------------------------------------------------------------------------------------

TOPICS = """
levy: {name: Harbour levy, also: [toll], terms: [levy, harbour levy], broader: [money]}
money: {name: Money, terms: [税]}
fish: {name: Fish, terms: [cod], related: [levy]}
"""


def test_topics_of_a_turn_and_where_they_come_from() -> None:
    text = (
        "---\ntopics: [Toll]\n---\n\n## S {topics=money}\n\n"
        "**A B:** {topics=fish} No Levying.\n\n**A B:** The levy, 税 and codfish."
    )
    entry = one(text, topics=TOPICS)
    assert [[(u.id, u.origin) for u in t.topics] for t in turns(entry)] == [
        [("fish", "turn"), ("money", "section"), ("levy", "transcript")],
        [("money", "section"), ("levy", "term")],
    ]


def test_passages_of_a_section_run_through_turns_and_topics_know_each_other() -> None:
    text = "## S {topics=levy}\n\n**A B:** The levy.\n\n**C D:** So!\n\n## T\n\n**A B:** No.\n\n**A B:** Levy."
    found = resolve({"x": text}, topics=TOPICS)
    topics = {topic.id: topic for topic in found.topics}
    assert [(p.first, p.last) for p in topics["levy"].passages] == [(0, 1), (3, 3)]
    assert topics["money"].narrower == ("levy",)
    assert topics["levy"].related == ("fish",)


def test_each_turn_with_a_term_is_a_passage_with_its_own_words() -> None:
    text = "**A B:** The levy.\n\n**C D:** The harbour levy!\n\n**A B:** No.\n\n**A B:** Levy."
    found = resolve({"x": text}, topics=TOPICS)
    passages = next(topic.passages for topic in found.topics if topic.id == "levy")
    assert [(p.first, p.last) for p in passages] == [(0, 0), (1, 1), (3, 3)]
    assert [p.excerpt[slice(*p.match)] for p in passages if p.match] == ["levy", "harbour levy", "Levy"]


def test_an_unknown_topic_is_made_and_reported_once() -> None:
    text = "---\ntopics: [Lewy]\n---\n\n**A B:** a"
    found = resolve({"x": text, "y": text}, topics=TOPICS)
    assert codes(found) == ["unknown-topic"]
    assert "lewy" in {topic.id for topic in found.topics}


def test_names_in_speech_are_mentions_by_others() -> None:
    found = resolve({"x": "**Ben Crane:** I met Ada Brook.\n\n**Ada Brook:** Ada Brook, that is me."}, OFFICES)
    ada = next(person for person in found.people if person.id == "ada-brook")
    assert [hit.spot.turn for _, hit in ada.mentions] == [0]


# --- notes ----------------------------------------------------------------------------------------------------------

TALK = (
    "**A B:** The “old wall” – so they say – was  never high. The gate was high.\n\nIt fell.\n\n"
    "**C D:** The gate was low."
)


def placed(quote: str, **more: str) -> tuple[list[tuple[Spot, ...]], tuple[Problem, ...]]:
    lines = [f"- quote: {quote}", *(f"  {key}: {value}" for key, value in more.items()), "  body: x"]
    found = resolve({"x": TALK}, notes={"x": "\n".join(lines)})
    return [note.spots for note in found.entries[0].resolution.notes], found.problems


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
    found = one(TALK, notes="- turn: c-d-1\n  body: x\n- body: y\n").resolution.notes
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
    entries = {entry.id: entry for entry in found.entries}
    links = {target: link.url for target, link in entries["x"].resolution.references}
    assert links == {
        "y#c-d-1": "transcripts/y.html#c-d-1",
        "#ada-brook-2": "transcripts/x.html#ada-brook-2",
        "person:c-d": "speakers/c-d.html",
        "y#c-d-1.p1": "transcripts/y.html#c-d-1.p1",
        "y": "transcripts/y.html",
    }
    back = dict(entries["y"].resolution.backlinks)
    assert next((b.transcript, b.anchor, b.speaker) for b in back["c-d-1"]) == ("x", "ada-brook-1", "Ada Brook")
    assert back[""][0].transcript == "x"
    assert next(p for p in found.people if p.id == "c-d").backlinks


def test_a_dead_reference_is_reported_with_the_nearest() -> None:
    (problem,) = resolve({"talk-one": "**A B:** a", "x": "**A B:** [[talk-two]]"}).problems
    assert (problem.code, "talk-one" in problem.hint) == ("dead-reference", True)


# --- the whole --------------------------------------------------------------------------------------------------------


def test_the_order_of_the_files_does_not_matter() -> None:
    texts = {f"t{n}": f"---\ndate: 20{n:02}\n---\n\n**P{n % 3} Q:** [[t{(n + 1) % 9}]] levy" for n in range(9)}
    assert resolve(texts, OFFICES, TOPICS) == resolve(dict(reversed(texts.items())), OFFICES, TOPICS)


def test_the_newest_comes_first_and_the_undated_last() -> None:
    texts = {"a": "**A B:** x", "b": "---\ndate: 1974\n---\n\n**A B:** x", "c": "---\ndate: 1974-05\n---\n\n**A B:** x"}
    assert [entry.id for entry in resolve(texts).entries] == ["c", "b", "a"]


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
    pages.plan(found, SETTINGS, ())
    assert process_time() - began < 20


def test_sections_of_one_name_are_numbered_past_those_that_are_taken() -> None:
    text = "**A B:** a\n\n## S\n\n## S {#s-2}\n\n## S\n\n## S\n"
    assert one(text).resolution.sections == ("s", "s-2", "s-3", "s-4")
