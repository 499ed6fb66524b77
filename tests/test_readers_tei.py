"""TEI in the habits of parliaments, linguists, editors of plays and interviews."""

# Fixtures are easier to read on their own lines.
# ruff: noqa: E501

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import readers
from generator.model import Declared, Turn
from tests.transcripts import all_words, codes, read, said, times, told

HEADER = """<teiHeader><fileDesc>
<titleStmt><title type="main" xml:lang="en">Minutes [Corpus]</title><title type="main" xml:lang="sl">Zapisnik [Corpus]</title>
<title type="sub" xml:lang="sl">Redna seja</title></titleStmt>
<publicationStmt><availability><licence>https://example.org/by</licence></availability><date when="2040-01-01"/></publicationStmt>
<sourceDesc><bibl><title>Seja</title><date when="2031-05-06"/><idno type="URI">https://example.org/seja?a=1&amp;b=2</idno></bibl></sourceDesc>
</fileDesc><profileDesc><settingDesc><setting><name type="city">Port Ellery</name><name type="country">X</name></setting></settingDesc>
</profileDesc></teiHeader>"""


def tei(body: str, header: str = "<teiHeader/>", attributes: str = "") -> str:
    space = "http://www.tei-c.org/ns/1.0"
    return f'<TEI xmlns="{space}" {attributes}>{header}<text><body><div>{body}</div></body></text></TEI>'


def test_what_the_header_says() -> None:
    meta = read(tei("<u who='#A'><seg>Da.</seg></u>", HEADER, 'xml:lang="sl"')).transcript.meta
    assert (meta.title, meta.subtitle, meta.date) == ("Zapisnik [Corpus]", "Redna seja", "2031-05-06")
    assert (meta.place, meta.language, meta.licence) == ("Port Ellery", "sl", "https://example.org/by")
    assert meta.source == "https://example.org/seja?a=1&b=2"


def test_a_label_printed_before_the_utterance_is_the_label() -> None:
    reading = read(
        tei(
            '<note type="speaker">THE CHAIR:</note><u who="#BrookAda" ana="#chair"><seg>Order.</seg><seg>Please.</seg></u>'
            '<note type="speaker">01.02 Otto Lind (Greens):</note><u who="#LindOtto"><seg>Thanks.</seg></u>'
            '<u who="#LindOtto"><seg>More.</seg></u>'
            '<note type="speaker">02.01 Otto Lind (Greens):</note><u who="#LindOtto"><seg>Again.</seg></u>'
        )
    )
    assert said(reading) == [
        ("THE CHAIR", ["Order.", "Please."]),
        ("01.02 Otto Lind (Greens)", ["Thanks."]),
        ("01.02 Otto Lind (Greens)", ["More."]),
        ("02.01 Otto Lind (Greens)", ["Again."]),
    ]
    assert reading.transcript.meta.speakers == (
        Declared("Otto Lind", affiliation="Greens", labels=("01.02 Otto Lind (Greens)", "02.01 Otto Lind (Greens)")),
    )


def test_unknown_people_of_one_reference_are_not_made_one() -> None:
    reading = read(
        tei(
            '<note type="speaker">MR LIND:</note><u who="#unknown-M"><seg>No.</seg></u>'
            '<note type="speaker">MR REYES:</note><u who="#unknown-M"><seg>Yes.</seg></u>'
        )
    )
    assert [label for label, _ in said(reading)] == ["MR LIND", "MR REYES"]
    assert reading.transcript.meta.speakers == ()


PEOPLE = """<teiHeader><fileDesc><sourceDesc><recordingStmt><recording><date when="2031-05-06"/></recording></recordingStmt>
</sourceDesc></fileDesc><profileDesc><particDesc><listPerson>
<person xml:id="BA" role="interviewer"><persName><surname>Brook</surname><forename>Ada</forename></persName>
<affiliation role="member" ref="#old" to="2030-01-01"/><affiliation role="member" ref="#quay" from="2030-01-02"/>
<affiliation role="minister"><roleName>Minister of Boats</roleName></affiliation></person>
<person xml:id="LO"><persName>Otto Lind</persName></person></listPerson>
<listOrg><org xml:id="old" role="politicalParty"><orgName full="yes">Old Sail</orgName></org>
<org xml:id="quay" role="politicalParty"><orgName full="abb">QW</orgName><orgName full="yes">Quay Wall</orgName></org></listOrg>
</particDesc></profileDesc></teiHeader>"""


def test_people_of_the_header_with_what_they_were_on_that_day() -> None:
    reading = read(tei("<u who='#BA'>Who?</u><u who='#LO'>Me.</u><u who='#BA #LO'>Ha!</u>", PEOPLE))
    assert [label for label, _ in said(reading)] == ["BA", "LO", "BA & LO"]
    assert reading.transcript.meta.speakers == (
        Declared("Ada Brook", role="Minister of Boats", affiliation="Quay Wall", labels=("BA",), part="interviewer"),
        Declared("Otto Lind", labels=("LO",)),
    )


def test_who_is_not_said_is_a_question_mark_and_told() -> None:
    reading = read(tei("<u>Hello.</u>"))
    assert said(reading) == [("?", ["Hello."])]
    assert codes(reading) == ["speaker-not-told"]


def test_events_gaps_and_notes_are_no_speech() -> None:
    reading = read(
        tei(
            "<note type='time'>It began at six.</note><note>(Bell)</note>"
            "<u who='#A'><seg><gap reason='inaudible'/> of the harbour.</seg><note>?</note>"
            "<seg>Boats <vocal type='shouting'><desc>Hear, hear!</desc></vocal> sail <gap reason='inaudible'/> on.</seg>"
            "<kinesic type='applause'><desc>Applause</desc></kinesic></u>"
            "<incident><desc>Somebody leaves.</desc></incident>"
            "<u who='#B'><seg>(They talk at once)</seg><seg>Yes.</seg></u>"
            "<note type='time'>It ended at seven.</note>"
        )
    )
    assert said(reading) == [("A", ["of the harbour.", "Boats", "sail [inaudible] on."]), ("B", ["Yes."])]
    assert told(reading) == [
        "::: It began at six.", "[Bell]", "[inaudible]", "[?]", "[Hear, hear!]", "[Applause]", "[Somebody leaves.]",
        "[They talk at once]", "::: It ended at seven.",
    ]  # fmt: skip


def test_headings_are_sections_and_what_is_unknown_is_matter_and_told_once() -> None:
    reading = read(
        tei(
            "<head>Questions</head><div><head>Boats</head><u who='#A'>One.</u></div>"
            "<odd>Strange words.</odd><odd>More.</odd><note type='speaker'>NOBODY:</note>"
        )
    )
    assert told(reading) == ["## Questions", "### Boats", "::: Strange words.", "::: More.", "::: NOBODY:"]
    (problem,) = reading.problems
    assert problem.code == "xml-set-aside"
    assert "<odd> (3 words)" in problem.message


def test_speeches_of_plays_and_interviews() -> None:
    reading = read(
        tei(
            "<stage>Night.</stage><sp who='#h'><speaker>HAL.</speaker><stage>aside</stage><p>Good <hi rend='bold'>night</hi>."
            "<note place='foot'>He lies.</note></p><l>One line,</l><l>another.</l></sp>"
            "<sp><speaker>MEG.</speaker><p>Oh <foreign xml:lang='fr'>non</foreign>.</p><quote><p>A letter.</p></quote></sp>",
            attributes='xml:lang="en"',
        )
    )
    assert said(reading) == [
        ("HAL.", ["Good night.", "One line,\nanother."]),
        ("MEG.", ["Oh non.", "A letter."]),
    ]
    assert [note.body for note in reading.transcript.notes] == ["He lies."]
    assert told(reading) == ["[Night.]", "[aside]"]


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ('<w>Well</w>\n<pc join="left">,</pc>\n<w>yes</w>', "Well, yes"),
        ('<w join="right">Well</w>\n<pc>,</pc>\n<w>yes</w>', "Well, yes"),
        ('<w>the</w><name><w join="right">Quay</w></name>\n<pc>.</pc>', "the Quay."),
        ('<w>im<w norm="in"/><w norm="dem"/></w>\n<w join="right">Haus</w><pc>.</pc>', "im Haus."),
        ("<w>Well</w>\n<pc>,</pc>\n<pc>(</pc><w>yes</w><pc>)</pc>", "Well, (yes)"),
        ("<w>Well</w><pc>,</pc><c> </c><w>yes</w>", "Well, yes"),
        ("Plain words <emph>with</emph> <emph>some</emph> marks", "Plain words with some marks"),
    ],
)
def test_tokens_are_joined_into_text(tokens: str, expected: str) -> None:
    links = "<linkGrp type='UD'><link target='#a #b'/></linkGrp>"
    assert said(read(tei(f"<u who='#A'><seg><s>{tokens}{links}</s></seg></u>"))) == [("A", [expected])]


def test_times_of_a_timeline() -> None:
    timeline = (
        "<timeline unit='s'><when xml:id='T0' absolute='00:00:00'/><when xml:id='T1' interval='1.5' since='#T0'/>"
        "<when xml:id='T2' interval='2.5' since='#T1'/><when xml:id='T3' absolute='00:01:00.5'/></timeline>"
    )
    reading = read(
        tei(
            f"{timeline}<annotationBlock who='#A' start='#T0' end='#T1'><u><seg type='utterance'><w>Well</w></seg>"
            "<seg type='utterance'><w>yes</w><vocal><desc>laughs</desc></vocal></seg></u>"
            "<spanGrp type='pos'><span>ADV</span></spanGrp></annotationBlock>"
            "<u who='#B' start='#T2' end='#T3'>No <anchor synch='#T3'/>more.</u><u who='#A' start='61.25' end='62'>Ah.</u>"
        )
    )
    assert times(reading) == [(0, 1500), (4000, 60_500), (61_250, 62_000)]
    assert said(reading)[0] == ("A", ["Well yes [laughs]"])


def test_editors_readings_do_not_take_the_place_of_what_is_printed() -> None:
    reading = read(tei("<u who='#A'>It <choice><sic>were</sic><corr>was</corr></choice> <unclear>mud</unclear>.</u>"))
    assert said(reading) == [("A", ["It were mud."])]
    (turn,) = reading.transcript.items
    assert isinstance(turn, Turn)
    assert [mark.kind for mark in turn.blocks[0].marks] == ["unsure"]


def test_a_corpus_is_read_as_one_transcript() -> None:
    one = tei(
        "<u who='#A'>One.</u>", "<teiHeader><fileDesc><titleStmt><title>Day</title></titleStmt></fileDesc></teiHeader>"
    )
    corpus = f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>{one}</teiCorpus>'
    reading = read(corpus)
    assert said(reading) == [("A", ["One."])]
    assert reading.transcript.meta.title == "Day"


_TREES = st.recursive(
    st.sampled_from(("alpha", "beta ", " gamma", "\n ")),
    lambda inner: st.tuples(
        st.sampled_from(
            "u seg note head div p s sp speaker gap vocal desc w pc odd list item quote l hi stage table row cell lg div".split()
        ),
        st.lists(inner, max_size=4),
    ),
    max_leaves=14,
)


def _written(tree: object) -> str:
    if isinstance(tree, tuple):
        return f"<{tree[0]}>{''.join(map(_written, tree[1]))}</{tree[0]}>"
    return str(tree)


@given(st.lists(_TREES, max_size=5))
def test_no_word_is_lost(trees: list[object]) -> None:
    """Whatever elements they stand in, all words of the text are in the record, and none more often."""
    text = tei("".join(map(_written, trees)))
    wanted = "".join(re.findall(r"alpha|beta|gamma", re.sub(r"<[^>]*>", "", text)))
    found = "".join(
        re.findall(r"alpha|beta|gamma", " ".join(all_words(readers.read(text.encode(), "x.xml").transcript)))
    )
    assert sorted(re.findall("[a-z]", found)) == sorted(re.findall("[a-z]", wanted))
    read(text)
