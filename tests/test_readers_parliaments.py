"""Plenary reports of the Bundestag and Hansard as XML."""

# Fixtures are easier to read on their own lines.
# ruff: noqa: E501

import pytest

from generator.model import Declared, Turn
from tests.transcripts import codes, read, said, times, told

LIND = "<redner id='11'><name><titel>Dr.</titel><vorname>Ada</vorname><nachname>Lind</nachname><fraktion>AfX</fraktion></name></redner>"
TAL = "<redner id='12'><name><vorname>Mia</vorname><namenszusatz>von</namenszusatz><nachname>Tal</nachname><rolle><rolle_lang>Ministerin für Fische</rolle_lang></rolle></name></redner>"
SITTING = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE dbtplenarprotokoll SYSTEM "dbtplenarprotokoll.dtd">
<dbtplenarprotokoll sitzung-datum="24.10.2031" wahlperiode="29" sitzung-ort="Ellery">
<vorspann><kopfdaten><plenarprotokoll-nummer>Plenarprotokoll <wahlperiode>29</wahlperiode>/<sitzungsnr>7</sitzungsnr></plenarprotokoll-nummer>
<veranstaltungsdaten><ort>Port Ellery</ort>, <datum date="24.10.2031">Freitag</datum></veranstaltungsdaten></kopfdaten>
<inhaltsverzeichnis><ivz-block><ivz-eintrag><ivz-eintrag-inhalt>{LIND}Dr. Ada Lind (AfX)</ivz-eintrag-inhalt><a href="S1">1 A</a></ivz-eintrag></ivz-block></inhaltsverzeichnis></vorspann>
<sitzungsverlauf><sitzungsbeginn><p klasse="J">Beginn: 11.00 Uhr</p><name>Präsident Otto Brook:</name>
<p klasse="J_1">Guten Morgen!</p><kommentar>(Beifall)</kommentar><p klasse="J">Ich eröffne.</p></sitzungsbeginn>
<tagesordnungspunkt top-id="Tagesordnungspunkt 1"><p klasse="J">Ich rufe auf:</p><p klasse="T_fett">Die Fische</p>
<rede id="a"><p klasse="redner"><a id="r1"/>{LIND}Dr. Ada Lind (AfX):</p><p klasse="J_1">Herr Präsident!<a id="S2"/> Es gilt.</p>
<kommentar>(Zuruf: Nein!)</kommentar><p klasse="Z">Ein Zitat.</p><name>Präsident Otto Brook:</name><p klasse="J_1">Ihre Zeit.</p>
<p klasse="redner">{LIND}Dr. Ada Lind (AfX):</p><p klasse="J_1">Gleich.</p></rede>
<rede id="b"><p klasse="redner">{TAL}Mia von Tal, Ministerin für Fische:</p><p klasse="J_1">Ja.</p></rede></tagesordnungspunkt>
<sitzungsende><p klasse="J">(Schluss: 17.20 Uhr)</p></sitzungsende></sitzungsverlauf>
<anlagen><anlage><anlagen-titel>Anlage 1</anlagen-titel><anlagen-text><table><tr><td>Kahn, Otto</td><td>SPX</td></tr></table>
<rede id="c"><p klasse="redner">{TAL}Mia von Tal:</p><p klasse="J">Zu Protokoll.</p></rede></anlagen-text></anlage></anlagen>
<rednerliste>{LIND}{TAL}</rednerliste></dbtplenarprotokoll>"""


def test_a_sitting_of_the_bundestag() -> None:
    reading = read(SITTING)
    assert said(reading) == [
        ("Präsident Otto Brook", ["Guten Morgen!", "Ich eröffne."]),
        (None, ["Ich rufe auf:", "Die Fische"]),
        ("Dr. Ada Lind (AfX)", ["Herr Präsident! Es gilt.", "Ein Zitat."]),
        ("Präsident Otto Brook", ["Ihre Zeit."]),
        ("Dr. Ada Lind (AfX)", ["Gleich."]),
        ("Mia von Tal, Ministerin für Fische", ["Ja."]),
    ]
    assert told(reading) == [
        "::: Plenarprotokoll 29/7", "::: Port Ellery, Freitag", "::: Dr. Ada Lind (AfX) 1 A", "::: Beginn: 11.00 Uhr",
        "[Beifall]", "## Tagesordnungspunkt 1", "[Zuruf: Nein!]", "::: (Schluss: 17.20 Uhr)", "::: Anlage 1",
        "::: Kahn, Otto SPX", "::: Mia von Tal:", "::: Zu Protokoll.",
    ]  # fmt: skip
    meta = reading.transcript.meta
    assert (meta.title, meta.date, meta.place, meta.kind) == (
        "Plenarprotokoll 29/7",
        "2031-10-24",
        "Port Ellery",
        "debate",
    )
    assert meta.speakers == (
        Declared("Dr. Ada Lind", affiliation="AfX", labels=("Dr. Ada Lind (AfX)",)),
        Declared(
            "Mia von Tal",
            role="Ministerin für Fische",
            labels=("Mia von Tal, Ministerin für Fische",),
        ),
    )
    quotations = [
        block.quotation for item in reading.transcript.items if isinstance(item, Turn) for block in item.blocks
    ]
    assert quotations.count(True) == 1
    assert codes(reading) == []


def test_an_older_report_is_plain_text_in_xml() -> None:
    text = (
        "Plenarprotokoll 17/1\nStenografischer Bericht\nBeginn: 11.00 Uhr\n\nPräsident Otto Brook:\nGuten Morgen!\n\n(Beifall)\n\n"
        "Dr. Ada Lind (AfX):\nHerr Präsident!\n\nPräsident Otto Brook:\nDanke.\n\n(Schluss: 15.11 Uhr)"
    )
    reading = read(
        f"<DOKUMENT>\n<NR>17/1</NR>\n<DATUM>27.10.2029</DATUM>\n<TITEL>Plenarprotokoll vom 27.10.2029</TITEL>\n<TEXT>{text}</TEXT></DOKUMENT>"
    )
    assert said(reading) == [
        ("Präsident Otto Brook", ["Guten Morgen!"]),
        ("Dr. Ada Lind (AfX)", ["Herr Präsident!"]),
        ("Präsident Otto Brook", ["Danke."]),
    ]
    assert reading.transcript.meta.date == "2029-10-27"
    assert reading.item_positions[1].line == 9
    assert codes(read("<DOKUMENT><NR>17/1</NR></DOKUMENT>")) == ["nothing-spoken"]


def hansard(body: str) -> str:
    header = "<session.header><date>2031-05-06</date><chamber>REPS</chamber><page.no>1</page.no></session.header>"
    return f"<hansard version='2.1'>{header}<chamber.xscript>{body}</chamber.xscript></hansard>"


def talker(id: str, display: str, name: str, more: str = "") -> str:
    shown = f"<name role='display'>{display}</name>" if display else ""
    return (
        f"<talker><page.no>7</page.no><name.id>{id}</name.id>{more}<name role='metadata'>{name}</name>{shown}</talker>"
    )


def test_contributions_with_their_talkers() -> None:
    brook = talker(
        "B1",
        "Mr BROOK",
        "BROOK, Otto",
        "<time.stamp>10:45:00</time.stamp><party>Quay</party><role>Minister</role>",
    )
    reading = read(
        hansard(
            "<business.start><para><inline font-weight='bold'>Mr Speaker</inline> took the chair.</para></business.start>"
            "<debate><debateinfo><title>QUESTIONS</title><page.no>7</page.no></debateinfo><subdebate.1><subdebateinfo><title>Fish</title></subdebateinfo>"
            f"<question><talk.start>{talker('L1', 'Ms LIND', 'Lind, Ada, MP')}<para>—When?</para></talk.start><para>And <inline font-style='italic'>why</inline>?</para></question>"
            f"<answer><talk.start>{brook}<para>Soon.</para></talk.start><interjection><talk.start>{talker('L1', 'Ms Lind', 'Lind, Ada, MP')}<para>- Ha!</para></talk.start></interjection>"
            "<continue><talk.start><talker><name.id>B1</name.id><name role='display'>Mr BROOK</name></talker><para>Very.</para></talk.start><quote><para>A letter.</para></quote></continue></answer>"
            "<para>Question put.</para><division><division.data><ayes><title>AYES</title><names><name>Lind, A.</name><name>Reyes, O.</name></names></ayes></division.data></division></subdebate.1></debate>"
        )
    )
    assert said(reading) == [
        ("Ms LIND", ["When?", "And why?"]),
        ("Mr BROOK", ["Soon."]),
        ("Ms Lind", ["Ha!"]),
        ("Mr BROOK", ["Very.", "A letter."]),
    ]
    assert times(reading)[1] == (38_700_000, None)
    assert told(reading) == [
        "::: Mr Speaker took the chair.", "## QUESTIONS", "### Fish", "::: Question put.", "::: AYES", "::: Lind, A.; Reyes, O.",
    ]  # fmt: skip
    assert reading.transcript.meta.speakers == (
        Declared("Ada Lind", labels=("Ms LIND", "Ms Lind")),
        Declared("Otto Brook", role="Minister", affiliation="Quay", labels=("Mr BROOK",)),
    )
    meta = reading.transcript.meta
    assert (meta.title, meta.date) == ("House of Representatives", "2031-05-06")


def test_speeches_with_their_whole_text_as_printed() -> None:
    def called(kind: str, name: str, rest: str) -> str:
        return f"<p class='HPS-Normal'><span class='HPS-Normal'><a href='x' type='{kind}'><span class='HPS-{kind}'>{name}</span></a>{rest}</span></p>"

    reading = read(
        hansard(
            "<debate><debateinfo><title>REPORTS</title></debateinfo><debate.text><body><p class='HPS-Debate'><span>REPORTS</span></p></body></debate.text>"
            f"<speech><talk.start>{talker('L1', '', 'Lind, Ada MP', '<party>Quay</party>')}</talk.start><talk.text><body>"
            + called(
                "MemberSpeech",
                "Ms LIND",
                " (<span class='HPS-Electorate'>Ellery</span>) (<span class='HPS-Time'>12:01</span>):  I present the <span style='font-style:italic;'>Register</span>.",
            )
            + "<p class='HPS-Normal'><span>See <a href='z' type='Bill'>the bill</a>.</span></p>"
            + called("MemberInterjecting", "Mr Brook", ":  Hear, hear!")
            + called("MemberContinuation", "Ms LIND:", "  Thank you.")
            + "<p class='HPS-Normal'><span class='HPS-GeneralInterjecting'>Members interjecting—</span></p></body></talk.text></speech></debate>"
        )
    )
    assert said(reading) == [
        ("Ms LIND", ["I present the Register.", "See the bill."]),
        ("Mr Brook", ["Hear, hear!"]),
        ("Ms LIND", ["Thank you."]),
    ]
    assert times(reading)[0] == (43_260_000, None)
    assert told(reading) == ["## REPORTS", "[Members interjecting—]"]
    (first, *_) = (item for item in reading.transcript.items if isinstance(item, Turn))
    assert [(mark.start, mark.end, mark.kind) for mark in first.blocks[0].marks] == [(14, 22, "emphasis")]


def test_a_speech_whose_text_names_nobody_is_its_talkers() -> None:
    reading = read(
        hansard(
            f"<debate><speech><talk.start>{talker('L1', '', 'Lind, Ada MP')}</talk.start><talk.text><body><p>Yes.</p></body></talk.text></speech></debate>"
        )
    )
    assert said(reading) == [("Lind, Ada MP", ["Yes."])]


def test_volumes_of_westminster() -> None:
    reading = read(
        "<hansard><housecommons><col>1</col><title>HOUSE OF COMMONS</title><date format='1917-03-05'>Monday</date><section><title>FISH</title>"
        "<p id='a'><member>Mr. LIND</member> <membercontribution>asked whether <i>all</i> fish?</membercontribution></p>"
        "<p><member>The MINISTER <memberconstituency>(Sir O. Brook)</memberconstituency></member><membercontribution>: Yes.<col>2</col> Surely.</membercontribution></p></section></housecommons></hansard>"
    )
    assert said(reading) == [
        ("Mr. LIND", ["asked whether all fish?"]),
        ("The MINISTER (Sir O. Brook)", ["Yes. Surely."]),
    ]
    assert (
        told(reading) == ["## HOUSE OF COMMONS", "::: Monday", "### FISH"] or told(reading)[0] == "## HOUSE OF COMMONS"
    )
    assert reading.transcript.meta.date == "1917-03-05"


def test_nothing_spoken_is_told() -> None:
    assert codes(read(hansard("<debate><para>Adjourned.</para></debate>"))) == ["nothing-spoken"]
    assert codes(read("<dbtplenarprotokoll><sitzungsverlauf/></dbtplenarprotokoll>")) == ["nothing-spoken"]


def test_an_address_with_an_unseen_sign_is_no_source() -> None:
    speech = (
        '<speech id="uk.org.publicwhip/debate/2031-05-06a.1.1" speakername="Ada Brook" url="{}"><p>Yes.</p></speech>'
    )
    for url, source in (
        ("https://example.org/a#b", "https://example.org/a"),
        ("https://exam\ufeffple.org/a", None),
        ("javascript:a", None),
    ):
        reading = read(f"<publicwhip>{speech.format(url)}</publicwhip>", "a.xml")
        assert reading.transcript.meta.source == source


@pytest.mark.parametrize("reference", ["&#xD800;", "&#57343;"])
def test_half_a_character_is_none(reference: str) -> None:
    speech = f'<speech speakername="Ada <![CDATA[ {reference}"><p>Yes.</p></speech>'
    reading = read(f"<publicwhip>{speech}</publicwhip>", "a.xml")  # lxml would fail on the attribute
    assert "xml-broken" in codes(reading)
