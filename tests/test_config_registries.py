"""People, topics, series, and notes beside the text."""

from time import perf_counter

import pytest

from generator import config
from generator.model import PersonEntry, Position, Role, Selector, SeriesEntry, TopicEntry

PEOPLE = """ines-okafor:
  name: Ines Okafor
  also: [Commissioner Okafor, I. Okafor]
  roles:
    - {name: Harbour Commissioner, from: 2029-03, until: 2033, affiliation: Port Ellery}
    - role: Engineer
    - Councillor
  affiliation: Port Ellery
  description: Runs the harbour.
  links: https://example.org/okafor
  listed: no
  aliases: [okafor]
"""


def test_a_person() -> None:
    assert config.people(PEOPLE, "people.yaml") == (
        (
            PersonEntry(
                id="ines-okafor",
                name="Ines Okafor",
                also=("Commissioner Okafor", "I. Okafor"),
                roles=(
                    Role("Harbour Commissioner", "2029-03", "2033", "Port Ellery"),
                    Role("Engineer"),
                    Role("Councillor"),
                ),
                affiliation="Port Ellery",
                description="Runs the harbour.",
                links=("https://example.org/okafor",),
                listed=False,
                aliases=("okafor",),
            ),
        ),
        (),
    )


def test_topics_and_series() -> None:
    topics = "harbour-levy:\n  name: Harbour levy\n  terms: [levy]\n  broader: port\n"
    topics += "port: {name: Port, related: [harbour-levy]}\n"
    assert config.topics(topics, "topics.yaml") == (
        (
            TopicEntry("harbour-levy", "Harbour levy", terms=("levy",), broader=("port",)),
            TopicEntry("port", "Port", related=("harbour-levy",)),
        ),
        (),
    )
    assert config.series("voices: {name: Voices}", "series.yaml") == ((SeriesEntry("voices", "Voices"),), ())
    assert config.series("", "series.yaml") == ((), ())


@pytest.mark.parametrize(
    ("text", "code", "line", "hint"),
    [
        ("Ines Okafor: {name: I}", "bad-id", 1, "ines-okafor"),
        ("ines_okafor: {name: I}", "bad-id", 1, "ines-okafor"),
        ("../x: {name: I}", "bad-id", 1, "x"),
        ("index: {name: I}", "bad-id", 1, "index-page"),
        ("ines:\n  nam: I\n  name: I", "unknown-key", 2, "“name”"),
        ("ines:\n  name: I\n  role: Chair", "unknown-key", 3, "“roles”"),
        ("ines:", "missing-key", 1, "name: …"),
        ("ines: {name: }", "missing-key", 1, "name: …"),
        ("ines: Ines", "wrong-type", 1, "key: value"),
        ("- ines", "wrong-type", 1, "key: value"),
        ("ines:\n  name: I\n  roles:\n    - {name: A, from: 2031-02-30}", "bad-date", 4, "2031-05-06"),
        ("ines: {name: I, links: ['javascript:x']}", "unsafe-url", 1, "https://"),
        ("ines: {name: I}\nines: {name: J}", "duplicate-key", 2, "one of the two"),
    ],
)
def test_mistakes_about_people(text: str, code: str, line: int, hint: str) -> None:
    problem = config.people(text, "people.yaml")[1][0]
    assert problem.place is not None
    assert (problem.code, problem.place.line) == (code, line)
    assert hint in problem.hint


def test_relations_to_nowhere() -> None:
    found = config.topics("a: {name: A, broader: habrour}\nharbour: {name: H, related: [xyz]}", "t.yaml")[1]
    assert [(p.code, p.place and p.place.line) for p in found] == [
        ("unknown-related-topic", 1),
        ("unknown-related-topic", 2),
    ]
    assert "harbour" in found[0].hint


@pytest.mark.parametrize(
    ("topics", "lines"),
    [
        ("a: {name: A, broader: a}", [1]),
        ("a: {name: A, broader: b}\nb: {name: B, broader: [a]}", [1, 2]),
        ("a: {name: A, broader: b}\nb: {name: B, broader: c}\nc: {name: C, Broader: b}", [2, 3]),
        ("a: {name: A, broader: [b, c]}\nb: {name: B, broader: d}\nc: {name: C, broader: d}\nd: {name: D}", []),
    ],
)
def test_no_topic_is_broader_than_itself(topics: str, lines: list[int]) -> None:
    found = config.topics(topics, "t.yaml")[1]
    assert [(p.code, p.place and p.place.line) for p in found] == [("topic-circle", line) for line in lines]


def test_narrower_here_is_broader_there() -> None:
    one = config.topics("a: {name: A, narrower: [b, c]}\nb: {name: B, broader: a}\nc: {name: C}", "t.yaml")
    other = config.topics("a: {name: A}\nb: {name: B, broader: a}\nc: {name: C, broader: a}", "t.yaml")
    assert one == other == (one[0], ())
    circle = config.topics("a: {name: A, narrower: b}\nb: {name: B, broader: c}\nc: {name: C, broader: b}", "t.yaml")[1]
    assert [(p.code, p.place and p.place.line) for p in circle] == [("topic-circle", 2), ("topic-circle", 3)]
    circle = config.topics("a: {name: A, narrower: b}\nb:\n  name: B\n  narrower: [a]", "t.yaml")[1]
    assert [(p.code, p.place and p.place.line) for p in circle] == [("topic-circle", 1), ("topic-circle", 4)]


def test_a_topic_related_to_itself_is_told_and_is_not() -> None:
    (topic,), (found,) = config.topics("a:\n  name: A\n  related: a", "t.yaml")
    assert topic.related == ()
    assert (found.code, found.place and (found.place.line, found.place.column)) == ("related-to-itself", (3, 12))


@pytest.mark.parametrize(("word", "key"), [("not", "unless"), ("exclude", "unless"), ("altLabel", "also")])
def test_words_of_others_for_the_keys_of_topics(word: str, key: str) -> None:
    (found,) = config.topics(f"a:\n  name: A\n  {word}: [x]", "t.yaml")[1]
    assert found.code == "unknown-key" and f"“{key}”" in found.hint


def test_long_chains_of_topics_do_not_stall() -> None:
    began = perf_counter()
    text = "".join(f"t{n}: {{name: T, broader: t{n + 1}}}\n" for n in range(10_000)) + "t10000: {name: T}"
    assert config.topics(text, "t.yaml")[1] == ()
    assert perf_counter() - began < 10


NOTES = """- quote: the quay wall
  turn: ines-okafor-1
  before: goes to
  kind: fact-check
  by: A. Editor
  date: 2031-05-07
  body: |
    The budget *also* paid.
  sources: https://example.org/budget
  rating: half true
- id: my-note
  quote: It starts
  to: in June
  body: Which June?
- body: On the whole.
"""


def test_notes_beside_the_text() -> None:
    found, problems = config.side_notes(NOTES, "x.notes.yaml")
    assert problems == ()
    (first, at), (second, _), (third, _) = found
    assert at == Position(1, 3)
    assert first.selectors == (Selector("the quay wall", before="goes to", turn="ines-okafor-1"),)
    assert (first.kind, first.by, first.date, first.rating) == ("fact-check", "A. Editor", "2031-05-07", "half true")
    assert (first.body, first.sources) == ("The budget *also* paid.\n", ("https://example.org/budget",))
    assert (second.id, second.kind, second.selectors[0].to) == ("my-note", "context", "in June")
    assert third.selectors == (Selector(),)


def test_a_note_keeps_its_id_while_its_body_is_written() -> None:
    def ids(text: str) -> list[str]:
        return [note.id for note, _ in config.side_notes(text, "x")[0]]

    (one,) = ids("- {quote: the wall, body: a}")
    assert ids("- {quote: other, body: x}\n- {quote: the wall, body: b, kind: editor}")[1] == one
    assert len(one) == len("n-") + 8
    assert len(set(ids("- {quote: the wall, body: a}\n- {quote: the wall, body: b}"))) == 2


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("- {id: a, body: x}\n- {id: a, body: y}", "duplicate-note", 2),
        ("- quote: x", "missing-key", 1),
        ("- {quote: x, boby: y, body: z}", "unknown-key", 1),
        ("- {qoute: x, body: z}", "unknown-key", 1),
        ("quote: x\nbody: y", "wrong-type", 1),
        ("- just words", "wrong-type", 1),
    ],
)
def test_mistakes_in_notes(text: str, code: str, line: int) -> None:
    problem = config.side_notes(text, "x.notes.yaml")[1][0]
    assert problem.place is not None
    assert (problem.code, problem.place.line) == (code, line)
    assert problem.hint
