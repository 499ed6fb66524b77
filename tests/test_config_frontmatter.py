"""Front matter: what it knows, what it refuses, and that what is written reads back the same."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import config
from generator.model import Correction, Declared, Meta

FULL = """title: "Harbour levy: questions from the press"
subtitle: Town hall
date: 2031-05-06T10:02+01:00
updated: 2031-05
kind: press-conference
place: Port Ellery
series: harbour
status: as delivered
language: pt-BR
summary: >
  Who pays,
  and why.
source: https://example.org/harbour-levy
media: audio/harbour levy.mp3
speakers:
  - Ada Fenn
  - {name: Ines Okafor, role: Harbour Commissioner, label: [Commissioner, The Chair], part: principal, opening: yes}
  - name: Tomas Brandt
    id: brandt
    affiliation: The Ellery Post
    label: Brandt
topics: [harbour-levy, fishing]
slug: levy
aliases: old/levy.html
draft: no
licence: CC BY 4.0
credits: Recorded by the harbour office
withdrawn: at the wish of the family
variant_of: levy-2030
variant: corrected
corrections:
  - {date: 2031-05-08, by: R. Vale, what: A name., turn: ines-okafor-1}
  - {date: 2031-05, what: "no: yes"}
extra:
  Tape: 0012
  Side: B
"""


def test_everything_it_knows() -> None:
    meta, problems = config.front_matter(FULL, "x.md")
    assert problems == ()
    assert meta == Meta(
        title="Harbour levy: questions from the press",
        subtitle="Town hall",
        date="2031-05-06T10:02+01:00",
        updated="2031-05",
        kind="press-conference",
        place="Port Ellery",
        series="harbour",
        status="as delivered",
        language="pt-BR",
        summary="Who pays, and why.\n",
        source="https://example.org/harbour-levy",
        media=("audio/harbour levy.mp3",),
        speakers=(
            Declared("Ada Fenn"),
            Declared(
                "Ines Okafor",
                role="Harbour Commissioner",
                labels=("Commissioner", "The Chair"),
                part="principal",
                opening=True,
            ),
            Declared("Tomas Brandt", id="brandt", affiliation="The Ellery Post", labels=("Brandt",)),
        ),
        topics=("harbour-levy", "fishing"),
        slug="levy",
        aliases=("old/levy.html",),
        draft=False,
        licence="CC BY 4.0",
        credits="Recorded by the harbour office",
        withdrawn="at the wish of the family",
        variant_of="levy-2030",
        variant="corrected",
        corrections=(
            Correction("2031-05-08", "A name.", "R. Vale", "ines-okafor-1"),
            Correction("2031-05", "no: yes"),
        ),
        extra=(("Tape", "0012"), ("Side", "B")),
    )


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("titel: x", "unknown-key", "“title”"),
        ("tags: [x]", "unknown-key", "“topics”"),
        ("qwertz: x", "unknown-key", "Known keys"),
        ("speakers: [{nam: x}]", "unknown-key", "“name”"),
        ("speakers: [{role: x}]", "missing-key", "name: …"),
        ("speakers: [{name: }]", "missing-key", "name: …"),
        ("speakers: Ada", "wrong-type", "“- ”"),
        ("corrections: A name.", "wrong-type", "“- ”"),
        ("corrections: [{what: A name.}]", "missing-key", "date: …"),
        ("corrections: [{date: 2031-05-08}]", "missing-key", "what: …"),
        ("corrections: [{date: 2031-05-08, what: A name., anchor: a-1}]", "unknown-key", "“turn”"),
        ("corrections: [{date: 8 May, what: A name.}]", "bad-date", ""),
        ("title: [x]", "wrong-type", "one value"),
        ("extra: {a: [b]}", "wrong-type", "one value"),
        ("language: english", "wrong-value", "pt-BR"),
        ("draft: perhaps", "wrong-value", "true or false"),
        ("withdrawn: true", "wrong-value", "reason"),
    ],
)
def test_what_does_not_fit_is_an_error_with_a_hint(text: str, code: str, hint: str) -> None:
    (problem,) = (p for p in config.front_matter(text, "x.md")[1] if p.code == code)
    assert hint in problem.hint
    assert problem.place is not None
    assert problem.place.excerpt == text


@pytest.mark.parametrize("date", ["1974", "1974-05", "1974-05-06", "1974-05-06 10:02", "1974-05-06T10:02:03.5Z"])
def test_dates_as_exact_as_they_are_known(date: str) -> None:
    assert config.front_matter(f"date: {date}", "x.md") == (Meta(date=date), ())


@pytest.mark.parametrize(
    "date",
    [
        "2031-02-30",
        "2031-13",
        "2031-00",
        "0000",
        "31",
        "2031-5-6",
        "2031-05-06T25:00",
        "6 May 2031",
        "٢٠٣١",
        "1974-",
        "[]",
    ],
)
def test_impossible_dates_are_errors(date: str) -> None:
    meta, problems = config.front_matter(f"date: '{date}'", "x.md")
    assert meta.date is None
    assert [p.code for p in problems] == ["bad-date"]


@pytest.mark.parametrize("key", ["source", "media"])
@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:x",
        "java\\tscript:x",
        "data:text/html,x",
        "//example.org/x",
        "\\\\\\\\host\\\\x",
    ],
)
def test_dangerous_addresses_are_errors(key: str, url: str) -> None:
    meta, problems = config.front_matter(f'{key}: "{url}"', "x.md")
    assert not getattr(meta, key)
    assert [p.code for p in problems] == ["unsafe-url"]


@pytest.mark.parametrize(
    "source", ["Town archive, box 4", "https://example.org/a?b=c", "scans/page-1.pdf", "Box 4: map"]
)
def test_a_source_may_be_words(source: str) -> None:
    assert config.front_matter(f'source: "{source}"', "x.md") == (Meta(source=source), ())


@pytest.mark.parametrize(("word", "value"), [("true", True), ("Yes", True), ("no", False), ("FALSE", False)])
def test_draft(word: str, value: bool) -> None:
    assert config.front_matter(f"draft: {word}", "x.md") == (Meta(draft=value), ())


def test_all_problems_of_a_file_are_found_at_once() -> None:
    problems = config.front_matter("titel: x\ndate: 2031-02-30\nsource: javascript:x\n", "x.md")[1]
    assert [(p.code, p.place and p.place.line) for p in problems] == [
        ("unknown-key", 1),
        ("bad-date", 2),
        ("unsafe-url", 3),
    ]


def test_defaults_fill_only_what_is_empty() -> None:
    own = Meta(title="Own", topics=("a",))
    found = config.with_defaults(own, Meta(title="Other", topics=("b",), place="Lowmere", draft=True))
    assert found == Meta(title="Own", topics=("a",), place="Lowmere", draft=True)
    assert config.with_defaults(Meta(draft=False), Meta(draft=True)).draft is False


def test_written_front_matter_is_plain_where_it_can_be() -> None:
    meta = Meta(
        title="Harbour levy: questions",
        date="2031-05-06",
        place="Port Ellery, town hall",
        speakers=(Declared("Ines Okafor", role="Commissioner", labels=("Chair", "The Chair, again")),),
        topics=("harbour-levy",),
    )
    assert config.write_front_matter(meta) == (
        'title: "Harbour levy: questions"\n'
        "date: 2031-05-06\n"
        "place: Port Ellery, town hall\n"
        "speakers:\n"
        '  - {name: Ines Okafor, role: Commissioner, label: [Chair, "The Chair, again"]}\n'
        "topics: [harbour-levy]\n"
    )


TEXTS = st.text(max_size=30) | st.sampled_from(
    (
        "",
        " ",
        "no",
        "null",
        "~",
        "a: b",
        "a #b",
        "- x",
        "---",
        "...",
        "{a}",
        "'",
        '"',
        "\\",
        "\n",
        "a\n\nb\n",
        "\x85",
        "\ufeff",
    )
)
WORDS = st.none() | TEXTS
DATES = st.none() | st.sampled_from(("1974", "1974-05", "1974-05-06", "2031-05-06T10:02:03+01:00"))
ADDRESSES = st.sampled_from(
    ("https://example.org/a b", "audio/x y.mp3", "Town archive, box 4", "a,b", "https://a.b/?x={y}#[z]")
)
SPEAKERS = st.builds(
    Declared,
    name=TEXTS,
    id=WORDS,
    role=WORDS,
    affiliation=WORDS,
    labels=st.lists(TEXTS, max_size=3).map(tuple),
    part=WORDS,
    opening=st.booleans(),
)
METAS = st.builds(
    Meta,
    **dict.fromkeys(
        (
            "title",
            "subtitle",
            "kind",
            "place",
            "series",
            "status",
            "summary",
            "slug",
            "licence",
            "credits",
            "variant",
            "variant_of",
        ),
        WORDS,
    ),
    date=DATES,
    updated=DATES,
    language=st.sampled_from((None, "en", "zh-Hant-TW")),
    source=st.none() | ADDRESSES,
    media=st.lists(ADDRESSES, max_size=2).map(tuple),
    speakers=st.lists(SPEAKERS, max_size=3).map(tuple),
    topics=st.lists(TEXTS, max_size=3).map(tuple),
    aliases=st.lists(TEXTS, max_size=2).map(tuple),
    draft=st.none() | st.booleans(),
    corrections=st.lists(
        st.builds(Correction, date=st.just("2031-05-08"), what=TEXTS, by=WORDS, turn=WORDS), max_size=2
    ).map(tuple),
    withdrawn=st.sampled_from((None, "2031", "at the wish of the family: A. B.")),
    extra=st.dictionaries(TEXTS | st.just("k" * 2000), TEXTS, max_size=3).map(lambda extra: tuple(extra.items())),
)


@given(METAS)
def test_what_is_written_reads_back_the_same(meta: Meta) -> None:
    written = config.write_front_matter(meta)
    assert config.front_matter(written, "x.md") == (meta, ())
    assert "\n---\n" not in f"\n{written}"


@given(st.text(), st.integers(0, 20))
def test_each_key_carries_any_text(text: str, number: int) -> None:
    free = [name for name in Meta.__struct_fields__ if name in ("title", "summary", "kind", "place", "credits")]
    meta = msgspec.structs.replace(Meta(), **{free[number % len(free)]: text})
    assert config.front_matter(config.write_front_matter(meta), "x.md") == (meta, ())
