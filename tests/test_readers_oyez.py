"""Arguments before a court as JSON of Oyez; the case and its people are invented."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import readers
from generator.model import Event, Reading, Section, Turn

COURT = "Supreme Court of the United States"


def justice(name: str, title: str) -> Any:
    role = {"id": 1, "type": "scotus_justice", "role_title": title, "institution_name": COURT, "date_start": 0}
    return {"ID": 1, "name": name, "last_name": name.split()[-1], "identifier": "x", "roles": [role], "thumbnail": None}


CHIEF = justice("Mara T. Lind", "Chief Justice of the United States")
COUNSEL = {"ID": 2, "name": "Otto Reyes", "last_name": "Reyes", "roles": None, "thumbnail": None}


def turn(speaker: Any, start: float, stop: float, *texts: str) -> Any:
    length = (stop - start) / max(len(texts), 1)
    blocks = [
        {"start": start + n * length, "stop": start + (n + 1) * length, "text": text} for n, text in enumerate(texts)
    ]
    return {"start": start, "stop": stop, "byte_start": 1, "byte_stop": 2, "speaker": speaker, "text_blocks": blocks}


TURNS = [
    turn(CHIEF, 0, 4, "We will hear the ferry case.", "Mr. Reyes."),
    turn(COUNSEL, 4, 10, "Mr. Chief Justice, the ferry was late."),
    turn(None, 10, 12, "How late?"),
    turn(None, 12, 13, "And why?"),
    turn(COUNSEL, 13, 0, "An hour."),
]


def argument(*sections: Any, **more: Any) -> Any:
    return {
        "id": 7,
        "title": "Oral Argument - December 13, 2031",
        "media_file": [
            {"id": 1, "mime": "audio/mpeg", "href": "https://example.org/a.mp3"},
            {"id": 2, "mime": "audio/ogg", "href": "https://example.org/a.ogg"},
        ],
        "transcript": {"title": "Lind v. Norhaven Ferries", "duration": 15.2, "sections": list(sections)},
        **more,
    }


def read(value: Any, name: str = "2031.1-t01.json") -> Reading:
    return readers.read(json.dumps(value, indent=2).encode(), name)


def turns(reading: Reading) -> list[Turn]:
    return [item for item in reading.transcript.items if isinstance(item, Turn)]


def said(reading: Reading) -> list[tuple[str | None, list[str]]]:
    return [(turn.label, [block.text for block in turn.blocks]) for turn in turns(reading)]


def test_who_says_what() -> None:
    reading = read(argument({"start": 0, "stop": 10, "turns": TURNS[:2]}, {"start": 10, "stop": 0, "turns": TURNS[2:]}))
    assert said(reading) == [
        ("Mara T. Lind", ["We will hear the ferry case.", "Mr. Reyes."]),
        ("Otto Reyes", ["Mr. Chief Justice, the ferry was late."]),
        ("?", ["How late?"]),  # two who are not known may be two people
        ("?", ["And why?"]),
        ("Otto Reyes", ["An hour."]),
    ]
    assert [(wrong.code, wrong.place and wrong.place.line) for wrong in reading.problems] == [
        ("speaker-not-told", reading.item_positions[2].line)
    ]


def test_what_is_in_brackets_happens() -> None:
    laughter = turn(None, 6, 7, "(Laughter.)")
    reading = read(
        argument({"turns": [turn(COUNSEL, 0, 6, "It was late.", "[Laughter]", "Very late."), laughter, *TURNS[4:]]})
    )
    assert said(reading) == [("Otto Reyes", ["It was late.", "Very late."]), ("Otto Reyes", ["An hour."])]
    assert turns(reading)[0].parts[1] == Event("Laughter")
    assert reading.transcript.items[1] == Event("Laughter.")
    assert not reading.problems
    alone = read(argument({"turns": [turn(COUNSEL, 0, 6, "[Inaudible]")]}))
    assert said(alone) == [("Otto Reyes", ["[Inaudible]"])]  # who is named speaks


def test_times_are_seconds_and_a_stop_of_nought_is_none() -> None:
    last = turn(COUNSEL, 13, 15.5, "An hour.") | {"stop": 0}
    empty = {"start": 13, "stop": 0, "speaker": COUNSEL, "text_blocks": [{"start": 13, "stop": 0, "text": "An hour."}]}
    assert [(t.start, t.end) for t in turns(read(argument({"turns": [*TURNS[:2], last, empty]})))] == [
        (0, 4000),
        (4000, 10_000),
        (13_000, 15_500),
        (13_000, None),
    ]
    first = turns(read(argument({"turns": TURNS})))[0]
    assert [block.marks[0].value for block in first.blocks] == [0, 2000]


def test_what_it_is_and_when_it_was() -> None:
    meta = read(argument({"turns": TURNS})).transcript.meta
    assert (meta.title, meta.subtitle) == ("Lind v. Norhaven Ferries", "Oral Argument - December 13, 2031")
    assert (meta.kind, meta.date, meta.media) == ("oral-argument", "2031-12-13", ("https://example.org/a.mp3",))
    assert [(one.name, one.role, one.affiliation) for one in meta.speakers] == [
        ("Mara T. Lind", "Chief Justice of the United States", COURT)
    ]
    part = read(argument({"turns": TURNS}, title="Opinion Announcement - June 5, 2032 (Part 2)")).transcript.meta
    assert (part.kind, part.date) == ("opinion-announcement", "2032-06-05")


def test_sections_may_have_titles() -> None:
    reading = read(argument({"title": "Argument of Otto Reyes", "turns": TURNS[:1]}))
    assert isinstance(reading.transcript.items[0], Section)


def test_it_is_known_by_its_content() -> None:
    data = json.dumps(argument({"turns": TURNS}))
    for name in ("a.json", "a.txt", "argument"):
        assert len(turns(readers.read(data.encode(), name))) == 5
    assert len(turns(readers.read(data.encode("utf-16"), "a.json"))) == 5
    assert len(turns(read({"title": "Lind v. Norhaven Ferries", "sections": [{"turns": TURNS}]}))) == 5


def test_a_case_holds_no_speech() -> None:
    case = {
        "name": "Lind v. Norhaven Ferries",
        "oral_argument_audio": [{"title": "Oral Argument", "href": "https://x"}],
    }
    assert [wrong.code for wrong in read(case).problems] == ["nothing-spoken"]


def test_lines_are_those_of_the_words() -> None:
    value = argument({"turns": TURNS})
    lines = json.dumps(value, indent=2).split("\n")
    for item, position in zip(turns(read(value)), read(value).item_positions, strict=True):
        assert item.blocks[0].text in lines[position.line - 1]


@pytest.mark.parametrize("end", range(200, 1500, 97))
def test_what_is_cut_off_is_kept_as_far_as_it_goes(end: int) -> None:
    data = json.dumps(argument({"turns": TURNS}))[:end].encode()
    reading = readers.read(data, "a.json")
    assert "json-cut-off" in [wrong.code for wrong in reading.problems]
    whole = "".join("".join(texts) for _, texts in said(read(argument({"turns": TURNS}))))
    assert whole.startswith("".join("".join(texts) for _, texts in said(reading)))


NAMES = st.sampled_from(
    "transcript sections turns text_blocks text speaker name roles start stop title media_file href".split()
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=40,
)


@given(VALUES)
def test_whatever_json_says_it_is_read(value: Any) -> None:
    for whole in (
        {"text_blocks": 0, "transcript": value},
        {"text_blocks": 0, "transcript": {"sections": [{"turns": [value]}]}},
    ):
        reading = read(whole)
        assert len(reading.item_positions) == len(reading.transcript.items)
