"""Plain texts in a layout of their own: flights, chats, parliaments, courts, printed pages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import readers
from generator.model import Event, Matter, Reading, Section, Turn


def read(text: str, name: str = "x.txt") -> Reading:
    return readers.read(text.encode(), name)


def said(text: str) -> list[tuple[str | None, int | None, str]]:
    return [
        (item.label, item.start, " | ".join(block.text for block in item.blocks))
        for item in read(text).transcript.items
        if isinstance(item, Turn)
    ]


def labelled(text: str) -> list[tuple[str | None, str]]:
    return [(label, words) for label, _, words in said(text)]


def kinds(text: str, kind: str) -> list[str]:
    return [line.text for line in read(text).explained if line.kind == kind]


# --- space flight ----------------------------------------------------------------------------------------------------


def test_blocks_below_the_time_of_a_mission() -> None:
    text = (
        "\n[00:00:00:00]\nLCC: Away\n\n[00:00:00:04]\n_page : 2\nP: Going\n   well.\n_note: HF was weak\n\n"
        "[00:01:02:03]\nCC / P: ... 52:15 it is: yes\n\n# a remark\n\n[01:00:00:00]\nP: Good - -\nCC: Go.\n\n"
        "[01:00:00:09]\n_note: Splash\n"
    )
    assert said(text) == [
        ("LCC", 0, "Away"),
        ("P", 4_000, "Going well."),
        ("CC / P", 3_723_000, "... 52:15 it is: yes"),
        ("P", 86_400_000, "Good - -"),
        ("CC", None, "Go."),
    ]
    assert kinds(text, "furniture") == ["_page : 2"]
    assert kinds(text, "matter") == ["_note: HF was weak", "# a remark", "_note: Splash"]


def test_columns_of_a_mission() -> None:
    text = (
        "(NET 1)   Tape 1/1\n\n00 00 00 04   CDR   Roger. Clock.\n\n"
        "00 00 01 02   CC    Roger. We\n                    see you.\n\n"
        "04 06 45 52   LMP (EAGLE)   Okay.\n"
    )
    assert said(text) == [
        ("CDR", 4_000, "Roger. Clock."),
        ("CC", 62_000, "Roger. We see you."),
        ("LMP (EAGLE)", 369_952_000, "Okay."),
    ]


# --- chats -----------------------------------------------------------------------------------------------------------


CHATS = {
    "tabs": """09:00:04⇥Ada Lind:⇥Hello: all
09:01:05⇥otto_99:⇥Hi
there
10:00:00⇥Ada Lind:⇥Bye
""",
    "from and to": """09:00:04⇥ From  Ada Lind  to  Everyone : Hello: all
09:01:05⇥ From otto_99 to Ada Lind(Privately) : Hi
there
10:00:00⇥ From  Ada Lind  to  Everyone : Bye
""",
    "words below": """09:00:04 From Ada Lind to Everyone:
⇥Hello: all
09:01:05 From otto_99 to Everyone:
⇥Hi
there
10:00:00 From Ada Lind to Everyone:
⇥Bye
""",
    "nicks": """[09:00:04] <Ada Lind> Hello: all
[09:01:05] <@otto_99> Hi
there
[10:00:00] <Ada Lind> Bye
""",
    "in brackets": """[12/05/29, 9:00:04 AM] Ada Lind: Hello: all
[12/05/29, 9:01:05 AM] otto_99: Hi
there
[13/05/29, 10:00:00 AM] Ada Lind: Bye
""",
    "dashes": """12.05.29, 09:00:04 - Ada Lind: Hello: all
12.05.29, 09:01:05 - otto_99: Hi
there
12.05.29, 10:00:00 - Ada Lind: Bye
""",
}


@pytest.mark.parametrize("text", CHATS.values(), ids=CHATS)
def test_chats(text: str) -> None:
    found = said(text.replace("⇥", "\t"))
    assert [(label, start, words.replace(" | ", " ")) for label, start, words in found] == [
        ("Ada Lind", 32_404_000, "Hello: all"),
        ("otto_99", 32_465_000, "Hi there"),
        ("Ada Lind", 36_000_000, "Bye"),
    ]


def test_the_day_of_a_chat_and_who_comes_and_goes() -> None:
    text = "13/05/29, 09:00 - Ada joined\n13/05/29, 09:01 - Ada: Hello\n13/05/29, 09:02 - Otto: Hi\n"
    assert read(text).transcript.meta.date == "2029-05-13"
    assert kinds(text, "matter") == ["13/05/29, 09:00 - Ada joined"]


# --- parliaments -----------------------------------------------------------------------------------------------------

SITTING = """Plenarprotokoll 9/2
Landtag
Stenografischer Bericht
2. Sitzung
Fenburg, Mittwoch, den 12. Mai 2029

Tagesordnungspunkt 1:
Präsidentin Mara Lind \t
1 A

2. Sitzung
Beginn: 10.00 Uhr

  Präsidentin Mara Lind:
  Die Sitzung ist eröffnet.
  Ich rufe den Tagesordnungspunkt 1 auf:
Wahl der Brücke
(Beifall bei der ABC – Otto Reyes [XYZ]: Endlich!)
Wir wählen.
  Otto Reyes (XYZ):
  Nein!
(Lachen bei
der ABC)
  Dr. Nia Holt, Ministerin der Brücken:
  Doch. Ich sage:
Ja.
(Schluss: 11.00 Uhr)

Anlage 1
Liste der Abgeordneten
Otto Reyes (XYZ):
"""


def test_a_sitting_between_its_contents_and_its_annexes() -> None:
    assert labelled(SITTING) == [
        (
            "Präsidentin Mara Lind",
            "Die Sitzung ist eröffnet. | Ich rufe den Tagesordnungspunkt 1 auf: | Wahl der Brücke | Wir wählen.",
        ),
        ("Otto Reyes (XYZ)", "Nein!"),
        ("Dr. Nia Holt, Ministerin der Brücken", "Doch. Ich sage: | Ja."),
    ]
    meta = read(SITTING).transcript.meta
    assert (meta.title, meta.date, meta.language) == ("Plenarprotokoll 9/2", "2029-05-12", "de")
    items = read(SITTING).transcript.items
    assert Event("Lachen bei der ABC") in items
    assert isinstance(items[0], Matter)
    assert isinstance(items[-1], Matter)


RECORD = """[Congressional Record Volume 9, Number 9 (Saturday, May 12, 2029)]
[House]
[Pages H1-H2]

                           THE BRIDGE

  The SPEAKER pro tempore (Mr. Holt). Under the rules of the House, the
gentleman from Fen is recognized.
  Mr. REYES of Fen. Mr. Speaker, I rise. I said
so.
  Mr. Speaker, that is not fair.
  I go on to say that

[[Page H2]]

the bridge fell.

                              {time}  2115

  Mrs. LIND. Yes.
  (Mrs. LIND asked and was given permission to speak.)
  The SPEAKER pro tempore. So ordered.
  Mrs. LIND. Thank you.

                          ____________________
"""


def test_the_record_of_congress() -> None:
    assert labelled(RECORD) == [
        ("The SPEAKER pro tempore (Mr. Holt)", "Under the rules of the House, the gentleman from Fen is recognized."),
        (
            "Mr. REYES of Fen",
            "Mr. Speaker, I rise. I said so. | Mr. Speaker, that is not fair. | I go on to say that the bridge fell.",
        ),
        ("Mrs. LIND", "Yes."),
        ("The SPEAKER pro tempore", "So ordered."),
        ("Mrs. LIND", "Thank you."),
    ]
    assert [item.title for item in read(RECORD).transcript.items if isinstance(item, Section)] == ["THE BRIDGE"]
    assert read(RECORD).transcript.meta.date == "2029-05-12"
    assert "[[Page H2]]" in kinds(RECORD, "furniture")


def test_a_hearing_of_congress() -> None:
    text = (
        "                         THE BRIDGE\n\n"
        "    Chairman Lind. The committee will come to order. I thank\nMr. Reyes.\n"
        "    Mr. Reyes. Thank you, Chairman.\n"
        "    It fell. Senator Holt. Knows.\n    Chairman Lind. Why?\n    Mr. Reyes. It was old.\n"
        "    The Chairman. Thank you.\n    [The statement follows:]\n    Chairman Lind. Senator Holt?\n"
    )
    assert labelled(text)[:3] == [
        ("Chairman Lind", "The committee will come to order. I thank Mr. Reyes."),
        ("Mr. Reyes", "Thank you, Chairman. | It fell. Senator Holt. Knows."),
        ("Chairman Lind", "Why?"),
    ]


# --- courts ----------------------------------------------------------------------------------------------------------


def numbered(*pages: str) -> str:
    """Pages of a court reporter: a head, numbered lines, a foot."""
    made = []
    for at, page in enumerate(pages, 1):
        lines = "\n".join(f"{n:>5}  {line}".rstrip() for n, line in enumerate(page.split("\n"), 1))
        made.append(f"    Fen v. Ely - Direct{at:>40}\n\n{lines}\n\n         Quill Reporting Company\n")
    return "\n".join(made)


COURT = numbered(
    "IN THE COURT OF FEN\nMay 12, 2029\nAPPEARANCES:\nADA LIND, for Fen",
    "         P R O C E E D I N G S\n          (9:02 a.m.)\n     THE COURT:  Good morning. Call\nyour witness.\n"
    "     MS. LIND:  Otto Reyes.\n     (Witness sworn.)\n          DIRECT EXAMINATION\nBY MS. LIND:\n"
    "     Q.   Where were\nyou on\n",
    "that day?\n     A.   At home.\n     Q.   Why?\n     A.   It rained.  I was at the\n"
    "bridge.  THE COURT: no.\n     THE WITNESS:  May I go?\n     THE COURT:  Yes.\n"
    "     (Whereupon, at 9:30 a.m., the hearing\nwas adjourned.)",
)


def test_numbered_pages_of_a_court() -> None:
    assert labelled(COURT) == [
        ("THE COURT", "Good morning. Call your witness."),
        ("MS. LIND", "Otto Reyes."),
        ("Q", "Where were you on that day?"),
        ("A", "At home."),
        ("Q", "Why?"),
        ("A", "It rained.  I was at the bridge.  THE COURT: no."),
        ("THE WITNESS", "May I go?"),
        ("THE COURT", "Yes."),
    ]
    items = read(COURT).transcript.items
    assert [item.title for item in items if isinstance(item, Section)] == ["DIRECT EXAMINATION"]
    assert Event("Whereupon, at 9:30 a.m., the hearing was adjourned") in items
    assert read(COURT).transcript.meta.date == "2029-05-12"
    assert kinds(COURT, "furniture")[:2] == [
        "Fen v. Ely - Direct                                       1",
        "Quill Reporting Company",
    ]


def test_proceedings_without_numbers() -> None:
    text = (
        "APPEARANCES: many\n\n   P R O C E E D I N G S\n\n   ORAL ARGUMENT OF ADA LIND\n"
        "   ON BEHALF OF THE BRIDGE\n\n"
        "   CHIEF JUSTICE HOLT: We will hear\nargument. Ms. Lind.\n\n"
        "   MS. LIND: Mr. Chief Justice,\nthis is so:\nit fell.\n\n"
        "   JUSTICE REYES: Why?\n"
    )
    assert labelled(text) == [
        ("CHIEF JUSTICE HOLT", "We will hear argument. Ms. Lind."),
        ("MS. LIND", "Mr. Chief Justice, this is so: it fell."),
        ("JUSTICE REYES", "Why?"),
    ]


# --- printed pages ---------------------------------------------------------------------------------------------------


def test_heads_and_feet_of_pages_are_left_out_and_told() -> None:
    pages = [
        "CHAIR LIND.  Good afternoon. I will\nspeak of the bridge and",
        "the ferry.\n\nOTTO REYES.  Thank you. Why\nnow?",
        "CHAIR LIND.  Because.\n\nOTTO REYES.  I see.",
    ]
    head = "May 12, 2029     Chair Lind’s Press Conference     FINAL"
    text = "\f".join(f"{head}\n\n{page}\n\n  Page {n} of 3\n" for n, page in enumerate(pages, 1))
    assert labelled(text) == [
        ("CHAIR LIND", "Good afternoon. I will speak of the bridge and the ferry."),
        ("OTTO REYES", "Thank you. Why now?"),
        ("CHAIR LIND", "Because."),
        ("OTTO REYES", "I see."),
    ]
    (problem,) = [p for p in read(text).problems if p.code == "page-furniture"]
    assert "6 lines" in problem.message


def test_markdown_in_a_plain_text_is_read_as_markdown() -> None:
    text = "---\ntitle: A talk\n---\n**Ada:** One *two*.\n\n**Otto:** Three.\n\n**Ada:** Four.\n"
    assert labelled(text)[0] == ("Ada", "One two.")
    assert read(text).transcript.meta.title == "A talk"


# --- laws ------------------------------------------------------------------------------------------------------------

_LINES = st.sampled_from(
    [
        *(line for text in (SITTING, RECORD, COURT, *CHATS.values()) for line in text.replace("⇥", "\t").split("\n")),
        "[00:00:00:04]",
        "_note: HF was weak",
        "00 00 00 04   CDR   Roger.",
        "Date: 12 May 2029",
        "Interviewer: Ada Lind (AL)",
        "| Ada Lind | AL |",
        "Page 1 of 2",
        "Page 2 of 2",
        "\f",
        "",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_LINES, max_size=30))
def test_no_word_is_lost_in_any_layout(lines: list[str]) -> None:
    text = "\n".join(lines)
    reading = read(text)
    told = " ".join(line.text for line in reading.explained)
    record = str(reading.transcript)
    for word in text.split():
        bare = word.strip("()[].,:;<>*-–—{}_|@")
        assert bare in told or bare in record, word


@settings(max_examples=200, deadline=None)
@given(st.lists(_LINES | st.text(max_size=30), max_size=20), st.integers(0, 400))
def test_a_file_cut_off_anywhere_never_raises(lines: list[str], end: int) -> None:
    readers.read("\n".join(lines).encode("utf-8", "surrogatepass")[:end], "x.txt")
    readers.read("\n".join(lines).encode("utf-8", "surrogatepass"), "x.txt")
