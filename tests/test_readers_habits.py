"""The habits of many producers of plain text, Markdown, web pages and chats; all people and words are invented."""

import pytest

from generator import native, readers
from generator.model import Matter, Reading, Turn

WORDS = (
    "The quay wall was built in three winters, and nobody kept the drawings.",
    "Who signed for it?",
    "My point is: the levy pays for the wall. Nothing else does.",
    "Right. There are three reasons. First: the tide.",
    "So the answer is simple: we do not know.",
    "He told me: go home, the ice is coming.",
    "They had a saying here, “ice waits for nobody”.",
    "Yes. See the report on page 12.",
    "That was before the bridge fell into the river.",
)
NAMES = ("Ada Brook", "Tomas Reyes", "Ines Lind")


def read(text: str, name: str = "x.txt") -> Reading:
    return readers.read(text.encode(), name)


def said(reading: Reading) -> list[tuple[str | None, str, int | None]]:
    return [
        (item.label, " ".join(block.text for block in item.blocks), item.start)
        for item in reading.transcript.items
        if isinstance(item, Turn)
    ]


def talk(form: str, names: tuple[str, ...] = NAMES, head: str = "") -> str:
    """The words, in turns; {t} are words, {n} is a name, {m} a minute."""
    turns = (form.format(n=names[at % len(names)], t=words, m=at + 1) for at, words in enumerate(WORDS))
    return head + "".join(turns)


def expected(names: tuple[str, ...] = NAMES, unit: int = 0) -> list[tuple[str | None, str, int | None]]:
    """Who says what; `unit`: milliseconds of a minute of the form, 0 where it tells no times."""
    return [(names[at % len(names)], words, (at + 1) * unit if unit else None) for at, words in enumerate(WORDS)]


@pytest.mark.parametrize(
    ("form", "unit"),
    [
        ("**{n} [00:{m:02}:00]:** {t}\n\n", 60_000),
        ("**{n} (00:{m:02}:00)**\n\n{t}\n\n", 60_000),
        ("`00:{m:02}:00` **{n}:** {t}\n\n", 60_000),
        ("### [00:{m:02}:00] {n}\n\n{t}\n\n", 60_000),
        ("{n}\n00:{m:02}:00\n{t}\n\n", 60_000),
        ("{n} 00:{m:02}:00\n{t}\n\n", 60_000),
        ("00:{m:02}:00 {n}\n{t}\n\n", 60_000),
        ("[00:{m:02}:00] {n} - {t}\n\n", 60_000),
        ("{n} [00:{m:02}:00] {t}\n\n", 60_000),
        ("00:{m:02}:00 - 00:{m:02}:40\n{n}\n{t}\n\n", 60_000),
        ("00:{m:02}:00:12 - 00:{m:02}:40:03\n{n}\n{t}\n\n", 60_000),
        ("1-00:{m:02}:00\n{n}: {t}\n\n", 60_000),
        ("0:{m}:0.0 --> 0:{m}:9.490\n{n}\n{t}\n\n", 60_000),
        ("{n} 00:{m:02}:00 --> 00:{m:02}:09\n{t}\n\n", 60_000),
        ("0:{m:02} | {n}\n{t}\n\n", 1_000),
        ("<b>{n}:</b> {t}<br>\n\n", 0),
        ("<strong>{n}</strong>: {t}\n\n", 0),
        ("*{n}:* {t}\n\n", 0),
        ("_{n}_: {t}\n\n", 0),
        ("{n} - {t}\n\n", 0),
        ("{n} — {t}\n\n", 0),
        ("[{n}] {t}\n\n", 0),
        ("{n}\n\n{t}\n\n", 0),
        ("Anf. {m} {n}:\n{t}\n\n", 0),
    ],
)
@pytest.mark.parametrize("name", ["x.txt", "x.markdown"])
def test_who_speaks_and_when(form: str, unit: int, name: str) -> None:
    if "-->" in form:  # captions are no Markdown
        name = "x.txt"
    assert said(read(talk(form), name)) == expected(unit=unit)


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("{n}. {t}\n\n", ("The President", "Q", "Secretary Lind")),
        ("{n}. {t}\n\n", ("PRESIDENTE", "ADA BROOK (PD)", "TOMAS REYES")),
        ("{n} - {t}\n\n", ("O SR. PRESIDENTE (Ada Brook. Bloco/PT - RS)", "A SRA. INES LIND (PSOL - SP)")),
        ("{n}:\n{t}\n\n", ("De voorzitter", "Mevrouw Brook (D66)", "Minister Reyes")),
        (
            "{n}\n\n{t}\n\n",
            ("Operator", "Ada Brook -- Chief Executive Officer", "Tomas Reyes -- Ellery Bank -- Analyst"),
        ),
        ("{n}: {t}\n", ("ada", "tomas")),
    ],
)
def test_offices_and_names_of_parliaments_and_companies(form: str, names: tuple[str, ...]) -> None:
    assert [(label, words) for label, words, _ in said(read(talk(form, names)))] == [
        (label, words) for label, words, _ in expected(names)
    ]


def test_an_office_behind_a_name_in_bold() -> None:
    names = ("Ada Brook -- Chief Executive", "Tomas Reyes -- Analyst")
    text = talk("**{n}\n\n{t}\n\n", tuple(name.replace(" --", "** --") for name in names))
    assert said(read(text, "x.markdown")) == expected(names)


def test_a_table_in_markdown() -> None:
    reading = read(
        talk("| {m}:00 | {n} | {t} |\n", head="# Ice\n\n| Time | Speaker | Text |\n|---|---|---|\n"), "x.markdown"
    )
    assert said(reading) == expected(unit=60_000)


def test_names_between_lines_without_blanks() -> None:
    names = ("Sen. Ada Brook (R-Ellery)", "Sen. Tomas Reyes (D-N.J.)")
    head = "Harbours, Competition\nPolicy, and Burdens\n06/24/2031 02:30 PM EDT\n"
    assert said(read(talk("{n}\n{t}\n", names, head))) == expected(names)


@pytest.mark.parametrize(
    "form",
    [
        "[00:{m:02}.000 --> 00:{m:02}.900]  {t}\n",
        "00:00:{m:02} {t}\n\n",
        "0:{m:02}\n{t}\n",
    ],
)
def test_lines_with_times_and_without_names_are_cues(form: str) -> None:
    ((label, words, start),) = said(read(talk(form)))
    assert (label, words, start) == ("?", " ".join(WORDS), 1_000)


def test_recognisers_that_print_ranges_and_speakers() -> None:
    names = ("SPEAKER_00", "SPEAKER_01")
    assert said(read(talk("[00:{m:02}.000 --> 00:{m:02}.900] [{n}]: {t}\n", names))) == expected(names, 1_000)


@pytest.mark.parametrize(
    "form",
    [
        "<{n}> {t}\n",
        "10:{m:02}:00 [{n}] {t}\n",
        "[10:{m:02}:00] {n}: {t}\n",
        "10:{m:02} {n}: {t}\n",
        "2031-05-06 10:{m:02}:00\t{n}\t{t}\n",
        "10:{m:02}:00\t From  {n} : {t}\n",
        "[06-May-31 10:{m:02} AM] {n}\n{t}\n\n",
        "{n} — 05/06/2031 10:{m:02} AM\n{t}\n",
        "{n}, [06.05.2031 10:{m:02}]\n{t}\n\n",
        "{n}  10:{m:02} AM\n{t}\n",
    ],
)
def test_chats(form: str) -> None:
    found = said(read(talk(form, ("adab", "treyes"))))
    assert [(label, words) for label, words, _ in found] == [one[:2] for one in expected(("adab", "treyes"))]
    assert found[0][2] == (None if form.startswith("<") else (10 * 60 + 1) * 60_000)


def test_calls_between_tabs() -> None:
    assert said(read(talk("00 {m:02} 00\t{n}\t{t}\n", ("CDR", "CC")))) == expected(("CDR", "CC"), 60_000)


@pytest.mark.parametrize(
    ("form", "unit"),
    [
        ('<div><p class="speaker">{n}</p><p><a href="#t={m}" class="play">▶</a>\n{t}</p></div>', 1_000),
        ('<p>{n} (<a href="https://example.org/?ts=1">00:{m:02}:00</a>):<br>{t}</p>', 60_000),
        ('<p><b>{n}: <span>(<u><a href="x">00:{m:02}:00</a></u>)</span></b><br>{t}</p>', 60_000),
        ("<p><i>{n}.</i> {t}</p>", 0),
        ("<p><strong>{n} –</strong> {t}</p>", 0),
    ],
)
def test_web_pages(form: str, unit: int) -> None:
    page = f"<html><head><title>Ice</title></head><body><article><h1>Ice</h1>{talk(form)}</article></body></html>"
    found = said(read(page, "x.html"))
    assert [one[:2] for one in found] == [one[:2] for one in expected()]
    assert not unit or found == expected(unit=unit) or found[1][2] == 2 * unit


def test_lists_of_those_present_and_blocks_of_facts_are_no_speech() -> None:
    head = (
        "# Minutes\n\n**In-person attendees:** Ada Brook (AB), Tomas Reyes (TR)\n\n## Talk\n\n"
        "ADA BROOK: An Interview Conducted by Tomas Reyes in Ellery, by the harbour wall.\n\n"
        "INTERVIEWEE: Ada Brook\nINTERVIEWER: Tomas Reyes\nPLACE: Ellery\n\n"
    )
    assert said(read(talk("{n}:\n\n{t}\n\n", NAMES[:2], head), "x.markdown")) == expected(NAMES[:2])


def test_a_question_may_be_bold_as_a_whole() -> None:
    text = talk("**INT: {t}**\n\nRES: Yes, {m}.\n\n")
    assert [label for label, *_ in said(read(text, "x.markdown"))] == ["INT", "RES"] * len(WORDS)


def test_a_notice_of_copyright_at_the_end_is_no_speech() -> None:
    reading = read(talk("{n}: {t}\n\n") + "Copyright © 2031 Ellery Radio. All rights reserved.\n")
    assert said(reading) == expected()
    assert isinstance(reading.transcript.items[-1], Matter)


def test_dashes_and_brackets_within_speech_divide_nothing() -> None:
    text = talk("{n}: {t} Ada Brook - she knew.\n\nTomas Reyes - he did not.\n\n")
    assert {label for label, *_ in said(read(text))} == set(NAMES)
    text = talk("{n}: {t}\n\n[Door Closing] There.\n\n")
    assert {label for label, *_ in said(read(text))} == set(NAMES)


def test_an_address_with_signs_that_cannot_be_seen_survives() -> None:
    reading = read("Talk\n\nSource: https://example.org/a\u00adb\n\n" + talk("{n}: {t}\n\n"))
    assert reading.transcript.meta.source == "https://example.org/a%C2%ADb"
    assert native.read(native.write(reading.transcript).encode(), "x.md").transcript == reading.transcript
