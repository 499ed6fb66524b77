"""Speech-to-text output as JSON: segments, words and items of several recognisers."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import readers
from generator.model import Reading, Turn


def read(value: Any) -> Reading:
    return readers.read(json.dumps(value).encode(), "talk.json")


def said(reading: Reading) -> list[tuple[str | None, str]]:
    turns = (item for item in reading.transcript.items if isinstance(item, Turn))
    return [(turn.label, " ".join(block.text for block in turn.blocks)) for turn in turns]


def times(reading: Reading) -> list[tuple[int | None, int | None]]:
    return [(item.start, item.end) for item in reading.transcript.items if isinstance(item, Turn)]


WORDS = [
    {"word": "the", "punctuated_word": "The", "start": 1.0, "end": 1.2, "speaker": 0, "confidence": 0.9},
    {"word": "ice", "punctuated_word": "ice.", "start": 1.3, "end": 1.8, "speaker": 0, "confidence": 0.3},
    {"word": "when", "punctuated_word": "When?", "start": 2.0, "end": 2.5, "speaker": 1, "confidence": 0.9},
]
EXPECTED = [("0", "The ice."), ("1", "When?")]


@pytest.mark.parametrize(
    "found",
    [
        {"results": {"channels": [{"alternatives": [{"transcript": "The ice. When?", "words": WORDS}]}]}},
        {"segments": [{"text": " The ice. When?", "start": 1, "end": 2.5, "words": WORDS}]},
        {
            "results": {
                "channels": [
                    {
                        "alternatives": [
                            {
                                "paragraphs": {
                                    "paragraphs": [
                                        {"speaker": 0, "sentences": [{"text": "The ice.", "start": 1.0, "end": 1.8}]},
                                        {"speaker": 1, "sentences": [{"text": "When?", "start": 2.0, "end": 2.5}]},
                                    ]
                                }
                            }
                        ]
                    }
                ]
            }
        },
        [
            {"speaker": "0", "start": "1.0s", "end": "1.8s", "text": "The ice."},
            {"speaker": "1", "start": "2.0s", "end": "2.5s", "text": "When?"},
        ],
    ],
)
def test_speaker_nought_is_a_speaker_and_times_are_seconds(found: Any) -> None:
    reading = read(found)
    assert said(reading) == EXPECTED
    assert times(reading) == [(1000, 1800), (2000, 2500)]


def test_a_podcast_may_come_word_by_word() -> None:
    parts = [("Ada", "We"), ("Ada", "waited."), ("Otto", "Long?")]
    segments = [
        {"speaker": who, "startTime": n, "endTime": n + 0.5, "body": body} for n, (who, body) in enumerate(parts)
    ]
    assert said(read({"version": "1.0.0", "segments": segments})) == [("Ada", "We waited."), ("Otto", "Long?")]


def test_utterances_in_milliseconds_of_voices_told_apart_by_letters() -> None:
    parts = [("A", "Yes."), ("A", "It did."), ("B", "Oh.")]
    utterances = [{"speaker": w, "start": n * 500, "end": n * 500 + 400, "text": t} for n, (w, t) in enumerate(parts)]
    reading = read({"audio_url": "https://example.org/a.mp3", "utterances": utterances})
    assert said(reading) == [("A", "Yes. It did."), ("B", "Oh.")]
    assert times(reading) == [(0, 900), (1000, 1400)]


def test_items_with_punctuation_of_their_own() -> None:
    items = [
        {"type": "pronunciation", "start_time": "0.5", "end_time": "0.9", "alternatives": [{"content": "Well"}]},
        {"type": "punctuation", "alternatives": [{"content": ",", "confidence": "0.0"}]},
        {"type": "pronunciation", "start_time": "1.0", "end_time": "1.4", "alternatives": [{"content": "no"}]},
    ]
    labels = {"segments": [{"items": [{"start_time": "0.5", "speaker_label": "spk_0"}]}]}
    reading = read({"results": {"items": items, "speaker_labels": labels}})
    assert said(reading) == [("spk_0", "Well, no")]


def test_whisper_names_nobody_and_its_pauses_are_paragraphs() -> None:
    segments = [{"text": " One.", "start": 0.0, "end": 1.0}, {"text": " Two.", "start": 9.0, "end": 10.0}]
    (turn,) = read({"text": " One. Two.", "segments": segments, "language": "en"}).transcript.items
    assert isinstance(turn, Turn) and turn.label == "?"
    assert [block.text for block in turn.blocks] == ["One.", "Two."]


def test_what_was_hardly_understood_is_marked() -> None:
    turn = read({"words": WORDS}).transcript.items[0]
    assert isinstance(turn, Turn)
    assert [(mark.kind, turn.blocks[0].text[mark.start : mark.end]) for mark in turn.blocks[0].marks] == [
        ("unsure", "ice.")
    ]


def test_json_that_is_cut_off_is_a_problem_with_its_line() -> None:
    (wrong,) = readers.read(b'{"segments": [\n{"text": "The', "talk.json").problems
    assert wrong.code == "broken-json" and wrong.place and wrong.place.line == 2


KEYS = "results channels alternatives words segments items sentences paragraphs utterances text start speaker".split()
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ("results", "channels", "alternatives", "words", "segments", "text", "start", "end", "speaker")
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=30,
)


@given(VALUES)
def test_whatever_json_says_it_is_read(value: Any) -> None:
    read(value)
