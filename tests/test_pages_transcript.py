"""The transcript's page: what it is planned from, and how its text is set."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.config import Registries, Settings
from generator.languages import ENGLISH
from generator.model import (
    NO_ATTRIBUTES,
    Block,
    Event,
    Exchange,
    Mark,
    Matter,
    Meta,
    Note,
    Outline,
    PlacedNote,
    PlacedTarget,
    Position,
    Record,
    Reference,
    Resolution,
    Section,
    SectionOutline,
    Speaker,
    Spot,
    Transcript,
    Turn,
    TurnFacts,
    TurnOutline,
)
from generator.pages import edition, transcript
from generator.pages.margin import Margin
from generator.pages.page import Page, clock, direction
from generator.pages.runs import ROWS, topic_runs
from generator.pages.strip import Stretch, places, strip
from tests import archive_factory
from tests.archive_factory import Talk, linked

HERE = Position(1, 1)
SITE = Settings(title="The Harbour Papers")


def talk(record: Record, *references: Reference) -> Talk:
    """What an archive is to know of a record; `references` are those it makes."""
    text, id = record.transcript, record.resolution.id
    turns, sections = [], []
    for index, item in enumerate(text.items):
        if isinstance(item, Turn):
            said = " ".join(block.text for block in item.blocks)
            words, parts = len(said.split()), len(item.blocks)
            turns.append(
                TurnOutline(
                    index, item.label, NO_ATTRIBUTES, False, -1, words, parts, item.start, None, said, "?" in said, HERE
                )
            )
        elif isinstance(item, Section):
            sections.append(SectionOutline(index, item.title, item.level, NO_ATTRIBUTES, HERE))
    words = sum(turn.words for turn in turns)
    path = f"content/transcripts/{id}.md"
    outline = Outline(id, path, text.meta, tuple(turns), tuple(sections), references, (), words)
    return Talk(outline, record.resolution)


def hearing() -> Record:
    """A question and its answer, with a note on the answer's words and one on the whole."""
    wall = Note("wall", "The *old* wall.", "fact-check", "A. Editor", "2031-05-07", ("https://example.org/a",), "Wrong")
    items = (
        Matter((Block("Town hall."),)),
        Section("Questions"),
        Turn("Brandt", (Block("Good morning. Who pays for it?"),), start=65_000),
        Turn("Okafor", (Block("The boats <all> pay."), Event("Applause"), Block("And so.", quotation=True))),
        Event("Laughter"),
    )
    text = Transcript(Meta(title="A hearing", date="2031-05-06", kind="press-conference"), items, (wall,))
    facts = (
        TurnFacts("brandt-1", "brandt", kind="question", exchange=0),
        TurnFacts("okafor-1", "okafor", kind="answer", replies_to="brandt-1", exchange=0),
    )
    placed = (
        PlacedNote(Note("all", "By hand."), 1, (PlacedTarget(None),)),
        PlacedNote(wall, 2, (PlacedTarget("okafor-1", (Spot(1, 0, 4, 9),), "boats"),)),
    )
    exchange = Exchange(("brandt-1",), ("okafor-1",), "brandt", "The Post", ("okafor",), "Hello. Who pays for it?")
    speakers = (
        Speaker("brandt", "Tomas Brandt", affiliation="The Post", turns=1, words=6),
        Speaker("okafor", "Ines Okafor", role="Commissioner", turns=1, words=6),
    )
    found = Resolution("hearing", "en", speakers, facts, ("questions",), (exchange,), placed, ())
    return Record(text, found)


def other(record: Record, id: str) -> Record:
    """The same under another name."""
    return replace(record, resolution=replace(record.resolution, id=id))


def with_meta(record: Record, meta: Meta) -> Record:
    return replace(record, transcript=replace(record.transcript, meta=meta))


def pages_of(*talks: Talk, site: Settings = SITE) -> list[Page]:
    """The transcripts' pages in the archive's order; each must be what was planned."""
    planned = archive_factory.planned(linked(talks, Registries()), site)
    found = [(one, one.make()) for one in planned if one.kind == "transcript"]
    for one, page in found:
        assert (one.url, one.kind, one.template) == (page.url, page.kind, page.template)
        assert (one.title, one.indexed) == (page.title, page.indexed)
    return [page for _, page in found]


def data_of(page: Page, record: Record, site: Settings = SITE) -> transcript.TranscriptData:
    assert isinstance(page.data, transcript.Surroundings)
    return transcript.data(page.data, record, site)


def shown(record: Record, site: Settings = SITE) -> transcript.TranscriptData:
    """What the page shows of a transcript that is alone in its archive."""
    (page,) = pages_of(talk(record), site=site)
    return data_of(page, record, site)


def set_text(record: Record) -> edition.Edition:
    (page,) = pages_of(talk(record))
    return edition.view(data_of(page, record), record.transcript, page)


def test_the_contents_list_sections_and_questions_in_the_order_of_the_text() -> None:
    data = shown(hearing())
    assert [(line.title, line.anchor, line.question) for line in data.contents] == [
        ("Questions", "questions", False),
        ("Who pays for it?", "brandt-1", True),
    ]
    assert (data.contents[1].asker, data.contents[1].outlet) == ("Tomas Brandt", "The Post")


@pytest.mark.parametrize(("words", "listed"), [(20, False), (400, True)])
def test_a_long_opening_before_all_headings_is_in_the_contents(words: int, listed: bool) -> None:
    said = Turn("Okafor", (Block("So it is. " * (words // 3 + 1)),))
    items = (Turn("Brandt", (Block("Welcome."),)), said, Section("Questions"), said)
    text = Transcript(Meta(title="A hearing"), items)
    facts = [TurnFacts(f"t-{n}", "okafor" if n > 1 else "brandt", words=words if n > 1 else 1) for n in (1, 2, 3)]
    speakers = (Speaker("brandt", "Tomas Brandt", turns=1), Speaker("okafor", "Ines Okafor", turns=2))
    found = Resolution("hearing", "en", speakers, tuple(facts), ("questions",), (), (), ())
    contents = shown(Record(text, found)).contents
    opening = [("Opening statement", "t-2", "Ines Okafor")] if listed else []
    assert [(line.title, line.anchor, line.asker) for line in contents] == [*opening, ("Questions", "questions", "")]


def test_shares_are_percent_of_all_words_and_the_longest_speaks_first() -> None:
    record = hearing()
    first, second = record.resolution.speakers
    found = replace(record.resolution, speakers=(first, replace(second, words=18)))
    voices = shown(replace(record, resolution=found)).voices
    assert [(voice.name, voice.share) for voice in voices] == [("Ines Okafor", 75), ("Tomas Brandt", 25)]


def test_neighbours_are_the_earlier_and_the_later_transcript() -> None:
    earlier = hearing()
    later = with_meta(other(earlier, "later"), replace(earlier.transcript.meta, date="2031-05-07"))
    first, second = (data_of(page, earlier) for page in pages_of(talk(earlier), talk(later)))
    assert first.later is None and first.earlier is not None and first.earlier.url == "transcripts/hearing.html"
    assert second.earlier is None and second.later is not None and second.later.url == "transcripts/later.html"


@pytest.mark.parametrize(
    ("written", "kind", "here", "url"),
    [
        ("audio/the levy.mp3", "audio", True, "static/audio/the levy.mp3"),
        ("static/levy.webm", "video", True, "static/levy.webm"),
        ("https://example.org/levy.mp3", "audio", False, "https://example.org/levy.mp3"),
        ("https://example.org/watch?v=1", "link", False, "https://example.org/watch?v=1"),
    ],
)
def test_only_recordings_of_the_site_itself_are_played_in_the_page(
    written: str, kind: str, here: bool, url: str
) -> None:
    medium = shown(with_meta(hearing(), Meta(title="A", media=(written,)))).media[0]
    assert (medium.kind, medium.here, medium.url) == (kind, here, url)


def test_a_dangerous_source_or_recording_is_never_linked() -> None:
    meta = Meta(title="A", source="javascript:alert(1)", media=("javascript:alert(1)",))
    data = shown(with_meta(hearing(), meta))
    assert data.media == ()
    assert [fact.url for fact in data.facts if fact.name == "Source"] == [None]


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        ("https://example.org/edit/main", "https://example.org/edit/main/content/transcripts/hearing.md"),
        ("https://example.org/?file={path}", "https://example.org/?file=content/transcripts/hearing.md"),
    ],
)
def test_edit_url(pattern: str, url: str) -> None:
    assert shown(hearing(), replace(SITE, edit_url=pattern)).edit_url == url


def test_paragraphs_have_numbered_anchors_and_escaped_text() -> None:
    turns = [item for item in set_text(hearing()).items if item.type == "turn"]
    answer = turns[1]
    assert [(part.type, part.id) for part in answer.parts] == [
        ("paragraph", "okafor-1.p1"),
        ("event", ""),
        ("quotation", "okafor-1.p2"),
    ]
    assert "&lt;all&gt;" in answer.parts[0].html


def test_a_note_stands_after_the_paragraph_of_its_words_and_is_called_there() -> None:
    edited = set_text(hearing())
    answer = [item for item in edited.items if item.type == "turn"][1]
    note = answer.parts[0].notes[0]
    assert (note.id, note.number, note.rating, note.words) == ("wall", 2, "Wrong", "boats")
    assert 'href="#note-wall"' in answer.parts[0].html and f'id="{note.back}"' in answer.parts[0].html
    assert [one.id for one in edited.notes] == ["all"]


def test_a_note_on_several_passages_is_printed_once_and_called_at_each() -> None:
    record = hearing()
    targets = (
        PlacedTarget("brandt-1", (Spot(0, 0, 0, 4),), "Who "),
        PlacedTarget("okafor-1", (Spot(1, 0, 4, 9),), "boats"),
    )
    placed = replace(record.resolution.notes[1], targets=targets)
    noted = replace(record, resolution=replace(record.resolution, notes=(placed,)))
    parts = [part for item in set_text(noted).items for part in item.parts]
    assert sum(len(part.notes) for part in parts) == 1
    assert sum(part.html.count('href="#note-wall"') for part in parts) == 2
    assert sum(part.html.count('id="or-ref-wall"') for part in parts) == 1


def test_role_and_time_stand_at_a_first_turn() -> None:
    text, found = hearing().transcript, hearing().resolution
    longer = Record(
        replace(text, items=(*text.items, Turn("Okafor", (Block("Yes."),)))),
        replace(found, turns=(*found.turns, TurnFacts("okafor-2", "okafor", kind="answer"))),
    )
    turns = [item for item in set_text(longer).items if item.type == "turn"]
    assert [turn.role for turn in turns] == ["The Post", "Commissioner", ""]
    assert [turn.time for turn in turns] == ["1:05", "", ""]


def test_marks_of_the_text_are_kept_beside_notes() -> None:
    text, found = hearing().transcript, hearing().resolution
    block = Block("The boats <all> pay.", (Mark(0, 9, "emphasis"),))
    items = (*text.items[:3], Turn("Okafor", (block,)))
    edited = set_text(Record(replace(text, items=items), found))
    html = [item for item in edited.items if item.type == "turn"][1].parts[0].html
    assert "<em>" in html and "data-note" in html


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("1974", "1974"),
        ("1974-05", "May 1974"),
        ("2031-05-06", "6 May 2031"),
        ("2031-05-06T10:02:00+02:00", "6 May 2031, 10:02"),
        ("spring 1974", "spring 1974"),
        ("2031-13-06", "2031-13-06"),
    ],
)
def test_dates_are_written_out_and_never_shifted(date: str, words: str) -> None:
    assert ENGLISH.date(date) == words


@pytest.mark.parametrize(("ms", "words"), [(4_000, "0:04"), (754_999, "12:34"), (3_729_000, "1:02:09")])
def test_clock(ms: int, words: str) -> None:
    assert clock(ms) == words


@pytest.mark.parametrize(
    ("tag", "way"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("az-Arab", "rtl"), ("ar-Latn", "ltr"), ("en", "ltr"), ("", "ltr")],
)
def test_direction(tag: str, way: str) -> None:
    assert direction(tag) == way


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Thank you. Who pays? And when?", "Who pays?"),
        ("谢谢。谁付钱？", "谁付钱？"),
        ("It went up.", "It went up."),
        ("Who?", "Who?"),
    ],
)
def test_the_contents_show_the_sentence_that_asks(text: str, question: str) -> None:
    assert transcript.asked(text) == question


@settings(max_examples=100)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=40), st.booleans())
def test_the_strip_is_filled_from_end_to_end(lengths: list[int], backwards: bool) -> None:
    stretches = [Stretch(f"a-{n}", "a", "A", length, 1) for n, length in enumerate(lengths)]
    drawn = strip(stretches, {"a": 0}, backwards)
    boxes = [part.split('"') for part in drawn.split('<rect class="v0"')[1:]]
    spans = sorted((float(box[1][:-1]), float(box[5][:-1])) for box in boxes)
    assert len(spans) == len(lengths)
    assert abs(spans[0][0]) < 0.1 and abs(sum(spans[-1]) - 100) < 0.1
    assert all(abs(x + width - after) < 0.1 for (x, width), (after, _) in pairwise(spans))


def test_the_strip_of_many_turns_is_small_and_leads_to_all_of_it() -> None:
    stretches = [Stretch(f"person-{n}", f"s{n % 7}", f"Person {n % 7}", n % 90, 1) for n in range(2000)]
    drawn = strip(stretches, {f"s{n}": n for n in range(7)})
    assert len(drawn) < 100_000
    leads = [int(part.split('"')[0]) for part in drawn.split('href="#person-')[1:]]
    assert leads[0] == 0 and 120 < len(leads) <= 240
    assert max(after - before for before, after in pairwise([*leads, 2000])) < 30
    short = strip(stretches[:240], {})
    assert short.count("href=") == 240


_PLACES = st.lists(st.integers(1, 60), min_size=1, max_size=50).map(
    lambda lengths: places([Stretch("a", "a", "A", length, 1) for length in lengths])
)


@settings(max_examples=80)
@given(_PLACES, st.data())
def test_topics_run_on_the_strip_without_touching_each_other(at: list[float], data: st.DataObject) -> None:
    turns = len(at) - 1
    anchors = [f"a-{n}" for n in range(turns)]
    passages = []
    for topic in data.draw(st.lists(st.sampled_from("abcdefgh"), unique=True)):
        edges = sorted(data.draw(st.sets(st.integers(0, turns - 1), max_size=8)))
        passages += [(topic, first, last) for first, last in zip(edges[::2], edges[1::2], strict=False)]
    found = topic_runs(passages, anchors, at, {topic: (topic, f"topics/{topic}.html") for topic in "abcdefgh"})
    told = [(one.name, run.first - 1, run.last - 1) for one in found for run in one.runs]
    assert sorted(told) == sorted(passages)  # the list has all
    for one in found:
        ends = [run.last for run in one.runs]
        assert {stretch.run.anchor for stretch in one.stretches} <= {run.anchor for run in one.runs}
        assert [stretch.run.last for stretch in one.stretches][-1:] == ends[-1:]
    assert not passages or any(one.row == 0 for one in found)
    for row in range(ROWS):
        spans = sorted((s.left, s.left + s.width) for one in found if one.row == row for s in one.stretches)
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
        assert all(start >= 0 and end <= 100.01 for start, end in spans)


def test_a_topic_begins_where_its_passage_begins() -> None:
    record = hearing()
    found = replace(record.resolution, passages=(("wall", 0, 1),), topic_names=(("wall", "The wall"),))
    items = [item for item in set_text(replace(record, resolution=found)).items if item.type == "turn"]
    assert [item.topics for item in items] == [(("The wall", "../topics/wall.html"),), ()]


def test_the_strip_names_only_sections_with_room_for_a_name() -> None:
    lengths = {"Long": 1000, "Short": 1, "Also long": 1000}
    stretches = [Stretch(f"a-{n}", "a", "A", length, 1, section=n) for n, length in lengths.items()]
    drawn = strip(stretches, {"a": 0})
    assert ">Long</text>" in drawn and ">Also long</text>" in drawn
    assert "Short</text>" not in drawn


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(1, 3000), st.integers(0, 3000)), max_size=30))
def test_notes_are_never_pushed_up_nor_off_the_page(paragraphs: list[tuple[int, int]]) -> None:
    margin = Margin("en")
    for length, offset in paragraphs:
        margin.paragraph(length)
        assert 0 <= margin.down(min(offset, length), 100) <= 40


def test_what_an_import_remembers_is_not_shown_among_the_facts() -> None:
    extra = (("imported from", "a.txt"), ("imported file", "33d3"), ("imported text", "af5b"), ("tape", "12 B"))
    facts = shown(with_meta(hearing(), Meta(title="A", extra=extra))).facts
    assert [fact.value for fact in facts][-1] == "12 B"
    assert not any("mported" in fact.name for fact in facts)


def test_a_passage_that_is_referred_to_says_by_whom() -> None:
    record = hearing()
    citing = with_meta(other(record, "citing"), Meta(title="Another day", date="2032"))
    reference = Reference("hearing#okafor-1", 0, "as she said", HERE)
    later, earlier = pages_of(talk(record), talk(citing, reference))
    assert [(target, link.url) for target, link in data_of(later, citing).references] == [
        ("hearing#okafor-1", "transcripts/hearing.html#okafor-1")
    ]
    ((anchor, (quoted,)),) = data_of(earlier, record).quoted
    assert (anchor, quoted.title, quoted.url) == ("okafor-1", "Another day", "transcripts/citing.html#brandt-1")
    assert (quoted.speaker, quoted.excerpt) == ("Tomas Brandt", "as she said")
    answer = [
        item
        for item in edition.view(data_of(earlier, record), record.transcript, earlier).items
        if item.id == "okafor-1"
    ]
    assert [quoted.excerpt for quoted in answer[0].quoted] == ["as she said"]


@pytest.mark.parametrize(
    ("target", "how"),
    [("hearing#okafor-1", "Referred to in"), ("hearing#note-wall", "Referred to in")],
)
def test_what_refers_to_a_turn_or_a_note_stands_with_it(target: str, how: str) -> None:
    record = hearing()
    citing = with_meta(other(record, "citing"), Meta(title="Another day", date="2032"))
    _, earlier = pages_of(talk(record), talk(citing, Reference(target, 0, "as she said", HERE)))
    shown = edition.view(data_of(earlier, record), record.transcript, earlier)
    (turn,) = (item for item in shown.items if item.id == "okafor-1")
    notes = [note for part in turn.parts for note in part.notes]
    (quoted,) = (*turn.quoted, *(quoted for note in notes for quoted in note.quoted))
    assert (quoted.how, quoted.url) == (how, "citing.html#brandt-1")


def test_the_page_leads_to_all_questions() -> None:
    record = hearing()
    (page,) = pages_of(talk(record))
    questions = data_of(page, record).questions
    assert questions is not None and questions.url == "questions/hearing.html"


def test_a_turn_that_was_broken_off_and_the_one_in_which_it_goes_on_lead_to_each_other() -> None:
    record = hearing()
    facts = (record.resolution.turns[0], replace(record.resolution.turns[1], resumes="brandt-1"))
    record = replace(record, resolution=replace(record.resolution, turns=facts))
    (page,) = pages_of(talk(record))
    turns = [item for item in edition.view(data_of(page, record), record.transcript, page).items if item.type == "turn"]
    assert [(turn.resumes, turn.resumed) for turn in turns] == [("", "okafor-1"), ("brandt-1", "")]
