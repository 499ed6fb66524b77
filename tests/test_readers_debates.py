"""Debates in publicwhip XML and in Akoma Ntoso."""

# Fixtures are easier to read on their own lines.
# ruff: noqa: E501

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import readers
from generator.model import Declared, Turn
from tests.transcripts import all_words, codes, read, said, times, told

ID = "uk.org.publicwhip/debate/2031-05-06a.1"


def whip(body: str) -> str:
    return f"<?xml version='1.0' encoding='ISO-8859-1'?>\n<publicwhip scrapeversion='a'>\n{body}\n</publicwhip>"


def test_speeches_with_their_times_of_day() -> None:
    reading = read(
        whip(
            f"<speech id='{ID}.1' speakername='Ada Brook' person_id='x/1' time='009:30:00' url='http://example.org/a.htm#b'>"
            "<p>Good <i>morning</i>.</p><p class='indent'>\"A letter.\"</p></speech>"
            f"<speech id='{ID}.2' speakername='Otto Lind' time='13:05'><p>Yes.</p></speech>"
            f"<speech id='{ID}.3' speakername='Ada Brook' time='unknown'><p>No.</p></speech>"
        )
    )
    assert said(reading) == [
        ("Ada Brook", ["Good morning.", '"A letter."']),
        ("Otto Lind", ["Yes."]),
        ("Ada Brook", ["No."]),
    ]
    assert times(reading) == [(34_200_000, None), (47_100_000, None), (None, None)]
    meta = reading.transcript.meta
    assert (meta.date, meta.kind, meta.source) == ("2031-05-06", "debate", "http://example.org/a.htm")
    (first, *_) = reading.transcript.items
    assert isinstance(first, Turn)
    assert [block.quotation for block in first.blocks] == [False, True]


def test_an_address_that_is_none_is_no_source() -> None:
    reading = read(whip("<speech speakername='Ada' url='http://[x/a#b'><p>Yes.</p></speech>"))
    assert reading.transcript.meta.source is None


def test_headings_procedure_and_redirects() -> None:
    reading = read(
        whip(
            "<gidredirect oldgid='a' newgid='b'/><oral-heading id='a'>Oral Answers</oral-heading>"
            "<major-heading>Harbour &mdash; Levy</major-heading><minor-heading>Boats</minor-heading>"
            "<speech nospeaker='true'><p class='italic'>Motion made, That the sitting be adjourned.</p></speech>"
            "<speech speakername='Mr Speaker'><p>I shall put it.</p><p class='italic'>Question put and agreed to.</p>"
            "<p class='italic'>Resolved:</p></speech>"
            "<speech speakername='Lord Lind' speakeroffice='The Harbour Minister'><p>I beg to move</p>"
            "<p class='italic'>That boats be counted.</p></speech>"
        )
    )
    assert told(reading) == [
        "## Oral Answers", "## Harbour — Levy", "### Boats", "::: Motion made, That the sitting be adjourned.",
        "[Question put and agreed to.]", "[Resolved:]",
    ]  # fmt: skip
    assert said(reading) == [
        ("Mr Speaker", ["I shall put it."]),
        ("Lord Lind", ["I beg to move", "That boats be counted."]),
    ]
    assert reading.transcript.meta.speakers == (Declared("Lord Lind", role="The Harbour Minister"),)


def test_minor_headings_alone_are_the_highest() -> None:
    assert told(read(whip("<minor-heading>Boats</minor-heading>"))) == ["## Boats"]


def test_divisions_are_matter() -> None:
    reading = read(
        whip(
            "<division id='d' divnumber='7'><divisioncount ayes='2' noes='1'/>"
            "<mplist vote='aye'><mpname vote='aye'>Brook, Ada</mpname><mpname vote='aye'>Lind, Otto</mpname></mplist>"
            "<mplist vote='no'><mpname vote='no'>Reyes, Nia</mpname></mplist></division>"
        )
    )
    assert told(reading) == ["::: ayes 2, noes 1", "::: aye: Brook, Ada; Lind, Otto", "::: no: Reyes, Nia"]
    assert codes(reading) == ["nothing-spoken"]


def test_written_questions_and_tables() -> None:
    reading = read(
        whip(
            "<ques id='q' speakername='Ada Brook'><p>How many boats?</p></ques>"
            "<reply id='r' speakername='Otto Lind'><p>As follows:</p><table><tr><td>May</td><td>12</td></tr>"
            "<tr><td>June</td><td>9</td></tr></table></reply>"
        )
    )
    assert said(reading) == [("Ada Brook", ["How many boats?"]), ("Otto Lind", ["As follows:", "May; 12", "June; 9"])]


def test_a_speaker_without_a_name_is_a_question_mark() -> None:
    reading = read(whip("<speech speakerid='unknown'><p>Shame!</p></speech>"))
    assert said(reading) == [("?", ["Shame!"])]
    assert codes(reading) == ["speaker-not-told"]


# --- Akoma Ntoso ------------------------------------------------------------------------------------------------------

META = """<meta><identification><FRBRWork><FRBRdate date="2031-05-06" name="generation"/></FRBRWork>
<FRBRExpression><FRBRdate date="2032-01-01"/><FRBRlanguage language="eng"/></FRBRExpression></identification><references>
<TLCPerson {id}="lind" href="/x" showAs="Otto Lind"/><TLCPerson {id}="brook" href="/x" showAs="Ada Brook"/>
<TLCRole {id}="spk" href="/r" showAs="Speaker of the House"/></references>
<notes><note {id}="n1"><p>See paper 5.</p></note></notes></meta>"""
VERSIONS = (
    "http://docs.oasis-open.org/legaldocml/ns/akn/3.0",
    "http://docs.oasis-open.org/legaldocml/ns/akn/3.0/CSD03",
    "http://www.akomantoso.org/2.0",
)


def akn(body: str, version: str = VERSIONS[0], front: str = "") -> str:
    meta = META.format(id="eId" if version == VERSIONS[0] else "id")
    return f'<akomaNtoso xmlns="{version}"><debate>{meta}{front}<debateBody>{body}</debateBody></debate></akomaNtoso>'


@pytest.mark.parametrize("version", VERSIONS)
def test_who_speaks_is_printed_or_referred_to(version: str) -> None:
    reading = read(
        akn(
            '<speech by="#lind" as="#spk" startTime="2031-05-06T14:03:00+02:00"><from>El señor <person>LIND</person> '
            "(<role>Presidente</role>).- </from><p>Order.</p></speech>"
            '<question by="#brook" to="#lind"><from>Ms. Brook:</from><p>asked</p><ul><li>whether;</li><li>when.</li></ul>'
            '</question><answer by="#lind"><p>Soon.</p></answer><speech by="#"><from/><p>Shame!</p></speech>',
            version,
        )
    )
    assert said(reading) == [
        ("El señor LIND (Presidente).-", ["Order."]),
        ("Ms. Brook", ["asked", "whether;", "when."]),
        ("lind", ["Soon."]),
        ("?", ["Shame!"]),
    ]
    assert times(reading)[0] == (50_580_000, None)
    assert reading.transcript.meta.speakers == (
        Declared("Otto Lind", role="Speaker of the House", labels=("El señor LIND (Presidente).-", "lind")),
        Declared("Ada Brook", labels=("Ms. Brook",)),
    )
    assert (reading.transcript.meta.date, reading.transcript.meta.language) == ("2031-05-06", "en")


def test_what_the_record_tells_is_no_speech() -> None:
    reading = read(
        akn(
            "<debateSection><num>I.</num><heading>QUESTIONS</heading><p>The House met at <recordedTime time='14:00:00'>two"
            "</recordedTime>.</p><scene>[Mr Speaker in the Chair]</scene><summary>(Deferred)</summary>"
            "<speech by='#lind'><p>Sit.<noteRef href='#n1' marker='1'/> Down. <remark>[Laughter]</remark> Now.</p>"
            "<blockList><item><num>(a)</num><p>one</p></item></blockList></speech>"
            "<debateSection><heading>Boats</heading><narrative>The House divided.</narrative></debateSection></debateSection>"
            "<adjournment><p>The House rose.</p></adjournment><odd>Odd.</odd>",
            front="<preface><p>Tuesday, <docDate date='2031-05-06'>6 May</docDate></p></preface>",
        )
    )
    assert told(reading) == [
        "::: Tuesday, 6 May", "## I. QUESTIONS", "::: The House met at two.", "[Mr Speaker in the Chair]", "[Deferred]",
        "[Laughter]", "### Boats", "::: The House divided.", "::: The House rose.", "::: Odd.",
    ]  # fmt: skip
    assert said(reading) == [("lind", ["Sit. Down.", "Now.", "(a) one"])]
    assert [note.body for note in reading.transcript.notes] == ["See paper 5."]
    assert codes(reading) == ["xml-set-aside"]


def test_one_label_of_two_people_is_nobodys() -> None:
    speeches = "<speech by='#lind'><from>The Chair</from><p>A.</p></speech><speech by='#brook'><from>The Chair</from><p>B.</p></speech>"
    assert read(akn(speeches)).transcript.meta.speakers in (
        (Declared("Otto Lind"), Declared("Ada Brook")),
        (),
    )


_NAMES = "speech question p from heading num scene narrative summary remark ul li item blockList table tr td i odd other".split()
_TREES = st.recursive(
    st.sampled_from(("alpha", "beta ", " gamma", "\n ")),
    lambda inner: st.tuples(st.sampled_from(_NAMES), st.lists(inner, max_size=4)),
    max_leaves=14,
)


def _written(tree: object) -> str:
    return f"<{tree[0]}>{''.join(map(_written, tree[1]))}</{tree[0]}>" if isinstance(tree, tuple) else str(tree)


@given(st.lists(_TREES, max_size=5), st.booleans())
def test_no_word_is_lost(trees: list[object], whips: bool) -> None:
    text = (whip if whips else akn)("".join(map(_written, trees)))
    body = re.sub(r"<meta>.*</meta>", "", text, flags=re.S)
    wanted = "".join(re.findall(r"alpha|beta|gamma", re.sub(r"<[^>]*>", "", body)))
    found = "".join(
        re.findall(r"alpha|beta|gamma", " ".join(all_words(readers.read(text.encode(), "x.xml").transcript)))
    )
    assert sorted(found) == sorted(wanted)
    read(text)
