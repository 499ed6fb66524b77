"""Web pages of all kinds: who speaks by elements, classes, attributes, lists and tables; what is left out."""

# ruff: noqa: E501 (pages are easier to read on one line)

from time import process_time

import pytest

from generator import readers
from generator.model import Event, Matter, Reading, Section, Turn

Said = list[tuple[str | None, list[str]]]


def read(page: str) -> Reading:
    return readers.read(page.encode(), "x.html")


def turns(reading: Reading) -> Said:
    return [(t.label, [b.text for b in t.blocks]) for t in reading.transcript.items if isinstance(t, Turn)]


def starts(reading: Reading) -> list[int | None]:
    return [t.start for t in reading.transcript.items if isinstance(t, Turn)]


TWO: Said = [("Ada Brook", ["Hello."]), ("Otto", ["Hi.", "And more."]), ("Ada Brook", ["Bye."])]


@pytest.mark.parametrize(
    "page",
    [
        (
            '<div class="transcript"><div class="turn"><span class="speaker">Ada Brook</span><div>Hello.</div></div>'
            '<div class="turn"><span class="speaker">Otto</span><div><p>Hi.</p><p>And more.</p></div></div>'
            '<div class="turn"><span class="speaker">Ada Brook</span><div>Bye.</div></div></div>'
        ),
        (
            '<p class="speaker">Ada Brook:</p><p>Hello.</p><p class="speaker">Otto:</p><p>Hi.</p><p>And more.</p>'
            '<p class="speaker">Ada Brook:</p><p>Bye.</p>'
        ),
        (
            '<div class="chat-message"><span class="author">Ada Brook</span> <span class="text">Hello.</span></div>'
            '<div class="chat-message"><span class="author">Otto</span> <p>Hi.</p><p>And more.</p></div>'
            '<div class="chat-message"><span class="author">Ada Brook</span> <span class="text">Bye.</span></div>'
        ),
        (
            "<dl><dt>Ada Brook</dt><dd>Hello.</dd><dt>Otto</dt><dd>Hi.</dd><dd>And more.</dd>"
            "<dt>Ada Brook</dt><dd>Bye.</dd></dl>"
        ),
        (
            '<p data-speaker="Ada Brook">Hello.</p><p data-speaker="Otto">Hi.</p><p data-speaker="Otto">And more.</p>'
            '<p data-speaker="Ada Brook">Bye.</p>'
        ),
        (
            "<table><tr><th>Speaker</th><th>Transcript</th></tr><tr><td>Ada Brook</td><td>Hello.</td></tr>"
            "<tr><td>Otto</td><td>Hi.</td></tr><tr><td></td><td>And more.</td></tr><tr><td>Ada Brook</td><td>Bye.</td></tr></table>"
        ),
        (
            "<table><tr><td>Ada Brook:</td><td>Hello.</td></tr><tr><td>Otto:</td><td><p>Hi.</p><p>And more.</p></td></tr>"
            "<tr><td>Ada Brook:</td><td>Bye.</td></tr></table>"
        ),
        "<p><cite>Ada Brook</cite>: Hello.</p><p><cite>Otto</cite>: Hi.</p><p>And more.</p><p><cite>Ada Brook</cite>: Bye.</p>",
        "<p><strong>Ada Brook:</strong> Hello.</p><p><b>Otto</b>: Hi.</p><p>And more.</p><p><b>Ada Brook: </b>Bye.</p>",
        "<p><b>Ada Brook</b></p><p>Hello.</p><p><b>Otto</b></p><p>Hi.</p><p>And more.</p><p><b>Ada Brook</b></p><p>Bye.</p>",
        "<p><b>Ada Brook:</b> Hello.<br><b>Otto:</b> Hi.<br><br>And more.<br><b>Ada Brook:</b> Bye.</p>",
        "<b>Ada Brook:</b><p>Hello.</p><b>Otto:</b><p>Hi.</p><p>And more.</p>Ada Brook:<p>Bye.</p>",
        (
            '<p><span style="font-weight:bold">Ada Brook:</span> Hello.</p><p><span style="font-weight: 700">Otto:</span> Hi.'
            '</p><p>And more.</p><p><span style="font-weight:bold">Ada Brook:</span> Bye.</p>'
        ),
        (
            '<style>.c1{color:red;font-weight:700}</style><p><span class="c1">Ada Brook</span></p><p>Hello.</p>'
            '<p><span class="c1">Otto</span></p><p>Hi.</p><p>And more.</p><p><span class="c1">Ada Brook</span></p><p>Bye.</p>'
        ),
        (
            "<div><div><div>Ada Brook: Hello.</div></div><div><div>Otto: Hi.</div><div>And more.</div></div>"
            "<div><div>Ada Brook: Bye.</div></div></div>"
        ),
        '<div style="white-space: pre-wrap">Ada Brook: Hello.\nOtto: Hi.\n\nAnd more.\n\nAda Brook: Bye.</div>',
    ],
    ids="class paragraph chat dl data table colons cite strong above br outside styled sheet divs prewrap".split(),
)
def test_who_speaks_is_told_in_many_ways(page: str) -> None:
    assert turns(read(f"<html><body>{page}</body></html>")) == TWO


def test_names_on_paragraphs_of_their_own_recur() -> None:
    said = "Good morning to all of you, dear friends."
    page = "".join(f"<p>{name}</p><p>{said}</p>" for name in ("Ada Brook", "Otto Reyes") * 2)
    assert turns(read(page)) == [("Ada Brook", [said]), ("Otto Reyes", [said])] * 2


def test_times_stand_beside_names_and_paragraphs() -> None:
    reading = read(
        '<div id="transcript"><p><span class="ts">[00:01]</span> <span class="transcript-speaker">Ada:</span> One.</p>'
        '<p><span class="transcript-speaker">Otto:</span> <span class="timestamp">00:05</span> Two.</p>'
        '<p><span class="ts">[00:09]</span> Three.</p>'
        '<p><button>0:19</button> <span class="transcript-speaker">Ada:</span> Four.</p></div>'
    )
    assert turns(reading) == [("Ada", ["One."]), ("Otto", ["Two.", "Three."]), ("Ada", ["Four."])]
    assert starts(reading) == [1_000, 5_000, 19_000]
    (sync,) = [m for t in reading.transcript.items if isinstance(t, Turn) for b in t.blocks for m in b.marks]
    assert (sync.kind, sync.value) == ("sync", 9_000)


def test_data_tells_times_in_seconds_milliseconds_and_as_clocks() -> None:
    reading = read(
        '<p data-speaker="A" data-start="5.5" data-end="7">x</p><p data-speaker="B" data-m="9100">y</p>'
        '<p data-speaker="A" data-time="00:01:05">z</p>'
    )
    assert starts(reading) == [5_500, 9_100, 65_000]


def test_words_of_one_speaker_are_one_turn() -> None:
    words = "".join(f'<span data-speaker="S{n // 3}" data-start="{n}">w{n}</span> ' for n in range(6))
    assert turns(read(f"<p>{words}</p>")) == [("S0", ["w0 w1 w2"]), ("S1", ["w3 w4 w5"])]


def test_an_office_beside_a_name_is_told_of_the_speaker() -> None:
    turn = (
        '<div class="speech"><h2 class="speech__speaker"><strong class="speech__speaker__name">{}</strong> '
        '<small class="speech__speaker__position">{}</small></h2><div class="speech__content"><p>Yes.</p></div></div>'
    )
    reading = read(turn.format("Ada Brook", "Minister") + turn.format("Otto", "Clerk"))
    assert [label for label, _ in turns(reading)] == ["Ada Brook", "Otto"]
    assert [(s.name, s.role) for s in reading.transcript.meta.speakers] == [
        ("Ada Brook", "Minister"),
        ("Otto", "Clerk"),
    ]


def test_a_title_in_cite_and_a_class_on_whole_turns_name_nobody() -> None:
    book = "<p><cite>Ada</cite>: Hello.</p><p><cite>Otto</cite>: I read <cite>The Book</cite>.</p><p><cite>Ada</cite>: So?</p>"
    assert turns(read(book)) == [("Ada", ["Hello."]), ("Otto", ["I read The Book."]), ("Ada", ["So?"])]
    whole = (
        '<p class="speaker">Ada: Hello to you all.</p><p class="speaker">Otto: Hi.</p><p class="speaker">Ada: So.</p>'
    )
    assert turns(read(whole)) == [("Ada", ["Hello to you all."]), ("Otto", ["Hi."]), ("Ada", ["So."])]


def test_furniture_is_left_and_a_form_around_all_is_none() -> None:
    page = (
        '<form><nav>Home</nav><div class="site-nav">Menu</div><div class="share-buttons">Share this</div>'
        '<div role="navigation">More</div><p><b>Ada:</b> Hello one two three four five.</p>'
        '<p><b>Otto:</b> Hi one two three four five.</p><div id="comments">I like it</div><footer>Foot</footer></form>'
    )
    reading = read(page)
    assert turns(reading) == [("Ada", ["Hello one two three four five."]), ("Otto", ["Hi one two three four five."])]
    assert not any(isinstance(item, Matter) for item in reading.transcript.items)


def test_title_and_date_by_what_the_page_says_of_itself() -> None:
    body = "<p>Ada: Hello.</p><p>Otto: Hi.</p><p>Ada: Bye.</p>"
    for head, title, date in (
        (
            '<meta property="og:title" content="Ferry talk"><meta name="DC.date" content="2031-02-03">',
            "Ferry talk",
            "2031-02-03",
        ),
        (
            (
                '<title>Ferry talk | Herald</title><meta property="og:site_name" content="Herald">'
                '<meta property="article:published_time" content="2031-02-03T10:00:00Z">'
            ),
            "Ferry talk",
            "2031-02-03",
        ),
        (
            '<script type="application/ld+json">{"@graph":[{"headline":"Ferry talk","datePublished":"2031-02-03"}]}</script>',
            "Ferry talk",
            "2031-02-03",
        ),
        ('<title>Ferry - a talk</title><meta itemprop="datePublished" content="20310203">', "Ferry - a talk", None),
        ("<title>Debate (Monday, February 3, 2031)</title>", "Debate (Monday, February 3, 2031)", "2031-02-03"),
        ("<script type='application/ld+json'>{broken</script>", None, None),
    ):
        meta = read(f"<html><head>{head}</head><body>{body}</body></html>").transcript.meta
        assert meta.title == title
        assert date is None or meta.date == date


def test_a_plain_text_in_a_page_is_read_as_such() -> None:
    reading = read(
        "<html><head><title>Ferry hearing</title></head><body><p>From the clerk.</p><pre>\n"
        "  ADA BROOK: Good morning to\nall of you &amp; the others.\n\n  OTTO: Hi.\n\n[Laughter.]\n\n  ADA BROOK: Bye.\n"
        "</pre></body></html>"
    )
    assert turns(reading) == [
        ("ADA BROOK", ["Good morning to all of you & the others."]),
        ("OTTO", ["Hi."]),
        ("ADA BROOK", ["Bye."]),
    ]
    assert reading.transcript.meta.title == "Ferry hearing"
    assert isinstance(reading.transcript.items[0], Matter)
    assert any(isinstance(item, Event) for item in reading.transcript.items) or "Laughter" in str(reading.transcript)


def test_many_plain_texts_in_a_page_are_all_kept() -> None:
    page = "".join(f"<pre>ADA: word{n}\n\nOTTO: yes</pre>" for n in range(1_200))
    assert "word1199" in str(read(page).transcript.items)


def test_struck_out_words_are_counted_and_left() -> None:
    reading = read("<p>Ada: Hello <del>dear old</del> <ins>all</ins>.</p><p>Otto: Hi.</p><p>Ada: Bye.</p>")
    assert turns(reading)[0] == ("Ada", ["Hello all."])
    assert [(p.code, p.message[:7]) for p in reading.problems] == [("not-published", "2 delet")]


def test_headings_are_sections() -> None:
    reading = read("<h1>Talk</h1><h2>Start</h2><p><b>Ada:</b> Hi.</p><h2>End</h2><p><b>Otto:</b> Bye.</p>")
    assert [item.title for item in reading.transcript.items if isinstance(item, Section)] == ["Start", "End"]


def test_other_columns_are_kept_as_matter() -> None:
    reading = read(
        "<table><tr><th>Speaker</th><th>Text</th><th>Remark</th></tr><tr><td>Ada</td><td>Hi.</td><td>smiles</td></tr>"
        "<tr><td>Otto</td><td>Yes.</td><td></td></tr></table>"
    )
    assert turns(reading) == [("Ada", ["Hi."]), ("Otto", ["Yes."])]
    assert "smiles" in str(reading.transcript.items)


def test_encodings_as_browsers_read_them() -> None:
    page = '<meta charset="iso-8859-1"><p>Ada: “Grüße”</p><p>Otto: Hi.</p><p>Ada: So.</p>'.encode("cp1252")
    assert turns(readers.read(page, "x.html"))[0] == ("Ada", ["“Grüße”"])


@pytest.mark.parametrize(
    "page",
    [
        "<div class=speaker>" * 15_000,
        "<span class=speaker>x " * 8_000,
        "<p class=speaker>Ada<p>b" * 20_000,
        "<div data-speaker=A>" * 8_000,
        "<pre>" * 8_000 + "ADA: x\n" * 1_000,
        "<button>" * 15_000,
        "<cite>a" * 15_000,
        "<table>" + "<tr><td>Ada<td>hello there" * 20_000,
        "a<br>" * 100_000,
    ],
    ids="nested spans names data pre buttons cite rows br".split(),
)
def test_no_page_takes_the_square_of_its_length(page: str) -> None:
    began = process_time()
    read(page)
    assert process_time() - began < 20


def test_what_stands_outside_the_article_is_told() -> None:
    article = "<article><p>Ada: Hello to all.</p><p>Otto: Hi to you.</p><p>Ada: Bye.</p></article>"
    reading = read(f"<p>Read on below.</p>{article}<nav>Home</nav>")
    assert [label for label, _ in turns(reading)] == ["Ada", "Otto", "Ada"]
    assert [(p.code, p.message[:7]) for p in reading.problems] == [("outside-article", "3 words")]
    assert ("Read on below.", "furniture") in [(line.text, line.kind) for line in reading.explained]


def test_a_name_without_words_keeps_its_place() -> None:
    name = '<p class="speaker">{}</p>'
    page = (
        name.format("Ada")
        + "<p>Hello.</p>"
        + name.format("Otto")
        + name.format("Ada")
        + "<p>So?</p>"
        + name.format("Otto")
    )
    assert turns(read(page)) == [("Ada", ["Hello."]), ("Otto", []), ("Ada", ["So?"]), ("Otto", [])]
