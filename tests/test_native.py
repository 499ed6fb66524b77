"""The native format as people write it."""

from time import process_time

import pytest

from generator import native
from generator.model import Attributes, Block, Comment, Event, Mark, Matter, Reading, Section, Transcript, Turn

HEAD = "---\ntitle: T\nspeakers:\n  - {name: Ada Brook, opening: true}\n  - Otto Reyes\n---\n\n"


def read(text: str) -> Reading:
    return native.read(text.encode(), "x.md")


def items(text: str) -> tuple[object, ...]:
    return read(text).transcript.items


def turns(text: str) -> list[tuple[str | None, list[str]]]:
    return [(t.label, [b.text for b in t.blocks]) for t in items(text) if isinstance(t, Turn)]


def codes(text: str) -> list[str]:
    return [problem.code for problem in read(text).problems]


def only_turn(text: str) -> Turn:
    (turn,) = items(text)
    assert isinstance(turn, Turn)
    return turn


def test_labels_begin_turns_and_paragraphs_go_on() -> None:
    text = "**Ada Brook:** One.\n\nTwo.\n\n**Otto Reyes, Herald:** Three\nstill three.\n"
    assert turns(text) == [("Ada Brook", ["One.", "Two."]), ("Otto Reyes, Herald", ["Three still three."])]


@pytest.mark.parametrize(
    ("line", "label", "words"),
    [
        ("**名前：** 文字", "名前", "文字"),
        ("**A\\*B:** x", "A*B", "x"),
        ("**Q:** x", "Q", "x"),
        ("**?:** x", "?", "x"),
        ("**Ada: the elder:** x", "Ada: the elder", "x"),
    ],
)
def test_labels_of_many_kinds(line: str, label: str, words: str) -> None:
    turn = only_turn(line)
    assert (turn.label, turn.blocks[0].text) == (label, words)


def test_bold_elsewhere_is_bold() -> None:
    turn = only_turn("**A B:** One **two:** three.\n\nNot **bold:** at the start.")
    assert [mark.kind for block in turn.blocks for mark in block.marks] == ["strong", "strong"]


def test_attributes_and_times_stand_behind_the_label() -> None:
    turn = only_turn('**A B:** {#id .question topics="x y" by=ada k="a b"} [00:01:02–00:01:05.250] Words.')
    assert turn.attributes == Attributes("id", ("question",), ("x", "y"), ("ada",), (("k", "a b"),))
    assert (turn.start, turn.end, turn.blocks[0].text) == (62_000, 65_250, "Words.")


def test_braces_that_are_no_attributes_are_speech() -> None:
    assert only_turn("**A B:** {well, no} I said.").blocks[0].text == "{well, no} I said."


def test_times_inside_are_sync_points() -> None:
    block = only_turn("**A B:** One [1:02] two.").blocks[0]
    assert (block.text, block.marks) == ("One  two.", (Mark(4, 4, "sync", 62_000),))


def test_events_stand_alone_or_in_the_text_and_brackets_are_text() -> None:
    found = items("*[Applause]*\n\n**A B:** Well *(laughs)* [by] now [sic].\n\n*[Bell]*\n\nYes.\n\n*[End]*")
    assert found[0] == Event("Applause")
    turn = found[1]
    assert isinstance(turn, Turn)
    assert turn.blocks[0].text == "Well (laughs) [by] now [sic]."
    assert turn.blocks[0].marks == (Mark(5, 13, "event"),)
    assert turn.parts[1] == Event("Bell")
    assert found[2] == Event("End")


def test_a_heading_ends_a_turn_and_text_behind_it_goes_on_as_a_new_one() -> None:
    found = items("**A B:** One.\n\n## Next {#next topics=x}\n\nTwo.")
    assert found[1] == Section("Next", 2, Attributes("next", (), ("x",)))
    turn = found[2]
    assert isinstance(turn, Turn)
    assert (turn.label, turn.continues, turn.blocks[0].text) == (None, True, "Two.")


def test_text_before_the_first_label_is_the_openings() -> None:
    assert codes(HEAD + "Good morning.") == []
    assert codes("---\ntitle: T\n---\n\nGood morning.") == ["text-without-speaker"]
    assert codes("---\nspeakers: [Ada Brook]\n---\n\nGood morning.") == []


def test_matter_quotations_and_comments() -> None:
    found = items(
        "::: matter\nTown hall.\n\n**Not:** a label\n:::\n\n"
        "**A B:** He said\n\n> One.\n>\n> Two.\n\n<!-- check -->\n\nYes."
    )
    matter, turn = found
    assert isinstance(matter, Matter)
    assert [block.text for block in matter.blocks] == ["Town hall.", "Not: a label"]
    assert isinstance(turn, Turn)
    assert [(b.text, b.quotation) for b in turn.blocks] == [
        ("He said", False),
        ("One.", True),
        ("Two.", True),
        ("Yes.", False),
    ]
    assert Comment("check") in turn.parts


def test_what_is_a_block_elsewhere_is_text_here() -> None:
    for text in ("- a list", "1986. A year", "---", "| a | b |", "```", "    indented", "Title\n====="):
        assert turns(f"**A B:** x\n\n{text}")[0][1][1] == " ".join(text.split())


def test_notes_in_the_text_with_kinds_and_attributes() -> None:
    text = (
        "**A B:** ==the wall==[^w] and more.[^m]\n\n"
        '[^w]: [!fact-check]{by="A. Editor" date=2031-05-07 rating="True" source="Minutes"} It is.\n\n'
        "    A second paragraph.\n\n"
        '[^m]: {quote="more" turn=a-b-1} Elsewhere.\n'
    )
    transcript = read(text).transcript
    first, second = transcript.notes
    assert (first.kind, first.by, first.date, first.rating, first.sources) == (
        "fact-check",
        "A. Editor",
        "2031-05-07",
        "True",
        ("Minutes",),
    )
    assert first.body == "It is.\n\nA second paragraph."
    assert second.selectors[0].quote == "more"
    turn = transcript.items[0]
    assert isinstance(turn, Turn)
    assert turn.blocks[0].marks == (Mark(0, 8, "note", "w"), Mark(18, 18, "note", "m"))


def test_equal_signs_are_text_unless_a_note_closes_them() -> None:
    assert only_turn("**A B:** a == b == c").blocks[0].text == "a == b == c"


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("**A B:** x[^a]\n", "undefined-note", 1, 11),
        ("**A B:** x\n\n[^a]: y\n", "unused-note", 3, 1),
        ("**A B:** x[^a]\n\n[^a]: y\n\n[^a]: z\n", "duplicate-note", 5, 1),
        ("::: matter\nx\n", "unclosed-matter", 1, 1),
        ("<!-- x\n", "unclosed-comment", 1, 1),
        ("---\ntitle: x\n", "unclosed-front-matter", 1, 1),
        ("**A B:** x\n**C D:** y\n", "no-empty-line", 2, 1),
        ("**A B:** x[^a]\n\n[^a]: {qoute=x} y\n", "unknown-note-key", 3, 8),
    ],
)
def test_mistakes_are_told_with_their_place(text: str, code: str, line: int, column: int) -> None:
    (problem,) = (p for p in read(text).problems if p.code == code)
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (line, column)


def test_unclosed_matter_does_not_swallow_what_follows() -> None:
    reading = read("::: matter\nTown hall.\n\nTen.\n\n**A B:** ==x==[^a]\n\n::: matter\n## P\n\n## Q\n\n[^a]: y\n")
    assert [(p.code, p.place and p.place.line) for p in reading.problems] == [("unclosed-matter", n) for n in (1, 8)]
    assert "before line 6" in reading.problems[0].hint
    assert [type(item).__name__ for item in reading.transcript.items] == ["Matter", "Turn", "Matter", "Section"]
    assert [note.id for note in reading.transcript.notes] == ["a"]


def test_matter_ends_where_other_matter_begins() -> None:
    reading = read("::: matter\nTown hall.\n\nTen.\n\n::: matter\nMore.\n:::\n\n**A B:** x\n")
    assert [(p.code, p.place and p.place.line) for p in reading.problems] == [("unclosed-matter", 1)]
    matter = Transcript(items=(Matter((Block("a\n::: matter"), Block("::: matter"))),))
    assert read(native.write(matter)).transcript == matter


def test_links_references_spans_and_hard_breaks() -> None:
    block = only_turn("**A B:** [x](https://a.example/) [[t#a|there]] [oui]{lang=fr} [wrod]{.unsure}\\\nnext").blocks[0]
    assert block.text == "x there oui wrod\nnext"
    assert [(m.kind, m.value) for m in block.marks] == [
        ("link", "https://a.example/"),
        ("reference", "t#a"),
        ("language", "fr"),
        ("unsure", None),
    ]


def test_a_good_file_is_written_as_it_was() -> None:
    text = HEAD.replace("T\n", "Harbour levy\n").replace("- Otto Reyes", "- {name: Otto Reyes}") + (
        "Good morning. It goes to ==the quay wall==[^wall] & no_where else.\n\n"
        "*[Applause]*\n\n## Questions {#q}\n\n"
        "**Otto Reyes, The Post:** {topics=levy} [00:01:05] Who is exempt? In 1986. [sic]\n\n"
        "**Ada Brook:** As I said [[hearing#ada-brook-3|at the hearing]] …\n\n"
        '[^wall]: [!context]{by="A. Editor" date=2031-05-07} The 2029 budget.\n'
    )
    written = native.write(read(text).transcript)
    assert written == text


def test_an_empty_file_is_an_empty_transcript() -> None:
    assert read("").transcript == Transcript()


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"[^a{n}] " for n in range(5000)) + "\n\n" + "".join(f"[^b{n}]: x\n\n" for n in range(5000)),
        "".join(f"[w]{{note=z{n}}}\n\n" for n in range(25_000)),
        "<!-- x\n\n" * 25_000 + "--> y\n",
        "[x]{a=“" * 25_000,
        "[^a]: {" + " ".join(f"k{n}=x" for n in range(40_000)) + "} b",
        "[" * 10_000 + "x" + "]{.unsure}" * 10_000,
        "[[a|" * 10_000 + "]]" * 10_000,
        "==a" * 10_000 + "==[^a]" * 10_000,
    ],
    ids=["undefined notes", "notes on spans", "comments", "quotes", "note keys", "spans", "references", "passages"],
)
def test_no_text_is_slow_or_too_deep(body: str) -> None:
    began = process_time()
    read(f"{HEAD}**Ada Brook:** Hello.\n\n{body}\n")
    assert process_time() - began < 15
