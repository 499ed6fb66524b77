"""Terms and names in speech: whole words in any form, the longest match, and what is not meant."""

import re
from itertools import pairwise
from time import process_time

import pytest
import Stemmer
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.archive import hits, lexicon
from generator.archive.stems import stemmer
from generator.config import Registries
from generator.model import Block, Meta, PersonEntry, TopicEntry, Transcript, Turn

FORMS = (
    ("levy", "levies", "Levied"),
    ("harbour", "harbours"),
    ("board", "Boards", "boarded"),
    ("fish", "fishing", "FISHED"),
    ("levyville",),
    ("the",),
)
words = st.sampled_from([form for forms in FORMS for form in forms])
phrases = st.lists(words, min_size=1, max_size=3).map(" ".join)
texts = st.lists(st.tuples(words, st.sampled_from((" ", ", ", ". ", " – ", "-", "’"))), max_size=14).map(
    lambda told: "".join(word + sign for word, sign in told)
)
entries = st.builds(
    lambda id, terms, unless: TopicEntry(id, id, terms=tuple(terms), unless=tuple(unless)),
    st.sampled_from("abc"),
    st.lists(phrases, max_size=3),
    st.lists(phrases, max_size=2),
)
registered = st.lists(entries, max_size=3, unique_by=lambda entry: entry.id).map(tuple)

Occurrence = tuple[int, int, str]  # first word, after the last, topic


def found(text: str, *topics: TopicEntry, language: str = "en") -> list[tuple[str, str]]:
    """The words found, each with its topic."""
    return [(text[start:end], id) for start, end, _, id in lexicon(Registries((), topics), language).spans(text, None)]


def spoken(text: str) -> list[str]:
    stem = Stemmer.Stemmer("english").stemWord
    return [stem(word.casefold()) for word in re.findall(r"\w+", text)]


def everywhere(text: str, topics: tuple[TopicEntry, ...], *, unless: bool = False) -> set[Occurrence]:
    """Each place where a term of a topic, or one of the words with which it is not meant, stands in a text."""
    said = spoken(text)
    return {
        (at, at + len(term), topic.id)
        for topic in topics
        for term in map(spoken, topic.unless if unless else topic.terms)
        for at in range(len(said))
        if said[at : at + len(term)] == term
    }


def chosen(text: str, topics: tuple[TopicEntry, ...]) -> set[Occurrence]:
    """What was found, by words."""
    starts = {word.start(): at for at, word in enumerate(re.finditer(r"\w+", text))}
    ends = {word.end(): at + 1 for at, word in enumerate(re.finditer(r"\w+", text))}
    spans = lexicon(Registries((), topics), "en").spans(text, None)
    return {(starts[start], ends[end], id) for start, end, _, id in spans}  # KeyError: not whole words


@settings(max_examples=150)
@given(texts, registered)
def test_whole_words_the_longest_of_what_is_meant(text: str, topics: tuple[TopicEntry, ...]) -> None:
    there, not_meant = everywhere(text, topics), everywhere(text, topics, unless=True)
    meant = {
        (start, end, id)
        for start, end, id in there
        if not any(a <= start and end <= b and of == id for a, b, of in not_meant)
    }
    got = chosen(text, topics)
    assert got <= meant
    stretches = {(start, end) for start, end, _ in got}
    for start, end, id in meant:
        assert (start, end, id) in got or any(a <= start < b and (a < start or b > end) for a, b in stretches)
    ordered = sorted(stretches)
    assert all(end <= start for (_, end), (start, _) in pairwise(ordered))


@settings(max_examples=60)
@given(st.data(), registered)
def test_another_form_of_a_word_is_found_as_well(data: st.DataObject, topics: tuple[TopicEntry, ...]) -> None:
    said = data.draw(st.lists(st.sampled_from(FORMS), max_size=10))
    one, other = (" ".join(data.draw(st.sampled_from(forms)) for forms in said) for _ in range(2))
    assert chosen(one, topics) == chosen(other, topics)


@settings(max_examples=60)
@given(texts, registered, phrases)
def test_what_is_not_meant_by_one_topic_changes_no_other(text: str, topics: tuple[TopicEntry, ...], words: str) -> None:
    """Where their terms do not overlap, for else the longest word counts."""
    for topic in topics:
        alone = chosen(text, (topic,))
        fewer = TopicEntry(topic.id, topic.id, terms=topic.terms, unless=(*topic.unless, words))
        assert everywhere(text, (fewer,), unless=True) or chosen(text, (fewer,)) == alone
        assert chosen(text, (TopicEntry("z", "z", unless=(words,)), topic)) == alone


LEVY = TopicEntry("levy", "Levy", terms=("levy", "harbour levy"), unless=("Levy Street",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The harbour’s levies, a Harbour Levy!", ["levies", "Harbour Levy"]),
        ("From Levy Street, over levy streets, to the levy.", ["levy"]),
        ("Levyville, unlevied, a_levy", []),
        ("levy-free; levy.", ["levy", "levy"]),
    ],
)
def test_forms_of_a_term_and_what_is_not_meant(text: str, expected: list[str]) -> None:
    assert [words for words, _ in found(text, LEVY)] == expected


@pytest.mark.parametrize("term", ['"US"', "“US”", "„US“"])
def test_in_quotation_marks_only_this_very_form_is_meant(term: str) -> None:
    assert found("It gave us the US, U.S. or Us.", TopicEntry("us", "US", terms=(term,))) == [("US", "us")]
    universe = TopicEntry("u", "U", terms=("“university board”",))
    assert found("A university board, two university boards.", universe) == [("university board", "u")]


@pytest.mark.parametrize(
    ("language", "term", "text", "words"),
    [
        ("de", "Hafenabgabe", "Die Hafenabgaben sind hoch.", "Hafenabgaben"),
        ("de-AT", "Haus", "Alle Häuser.", "Häuser"),
        ("ru", "налог", "Говорят о налогах.", "налогах"),
        ("ar", "سفينة", "رأيت السفينة هناك", "السفينة"),
        ("fi", "satama", "Satamassa oli hiljaista.", "Satamassa"),
        ("hi", "नाव", "वह नाव थी।", "नाव"),
        ("xx", "levy", "A levy; levies.", "levy"),
        ("zh", "税", "新的税和税", "税"),
    ],
)
def test_each_language_has_its_forms(language: str, term: str, text: str, words: str) -> None:
    got = found(text, TopicEntry("t", "T", terms=(term,)), language=language)
    assert {said for said, _ in got} == {words}


def test_signs_within_a_word_are_parts_of_it() -> None:
    assert found("कि और का", TopicEntry("t", "T", terms=("क",)), language="mr") == []
    assert found("cafe\u0301s", TopicEntry("t", "T", terms=("caf\u00e9",))) == [("cafe\u0301s", "t")]


def test_what_is_not_meant_in_scripts_without_blanks() -> None:
    topic = TopicEntry("t", "T", terms=("税", "港口税"), unless=("税务局",))
    assert [words for words, _ in found("港口税，税务局，税", topic)] == ["港口税", "税"]


def test_the_language_is_that_of_the_transcript() -> None:
    known = lexicon(Registries((), (TopicEntry("t", "T", terms=("Hafenabgabe",)),)), "en")
    turns = (Turn("A", (Block("Die Hafenabgaben."),)),)
    found = {tag: len(hits(Transcript(Meta(language=tag), turns), known)) for tag in (None, "en", "de")}
    assert found == {None: 0, "en": 0, "de": 1}


def test_names_are_found_as_they_are() -> None:
    known = lexicon(Registries((PersonEntry("p", "“Ada Brook”"),)), "en")
    assert [span[2:] for span in known.spans("ada brook, Ada Brooks, Brook", None)] == [("person", "p")]


@pytest.mark.parametrize("text", ["levy street " * 40_000, "the levy " * 40_000, "x" * 400_000, "税务局" * 40_000])
def test_no_text_is_slow(text: str) -> None:
    many = tuple(
        TopicEntry(f"t{n}", "T", terms=(f"the levy of {n}", f"the {n}"), unless=(f"levy {n}",)) for n in range(500)
    )
    topics = (*many, LEVY, TopicEntry("t", "T", terms=("税",), unless=("税务局",)))
    began = process_time()
    found(text, *topics)
    found(text, *topics, language="sr")
    assert process_time() - began < 10


def test_every_algorithm_is_there() -> None:
    for (
        language
    ) in "ar hy eu ca cs da nl en eo et fi fr de el hi hu id ga it lt ne nb nn no fa pl pt ro ru sr st es".split():
        assert stemmer(language)("x" * 3)
    assert stemmer("EN_gb")("levies") == stemmer("en")("levy")
    assert stemmer("tlh")("levies") == "levies"
