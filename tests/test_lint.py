"""What `onrecord check` finds doubtful in transcripts."""

from pathlib import Path
from time import perf_counter

import pytest

from generator import native
from generator.build import record_of
from generator.errors import Problem
from generator.lint import Lint
from generator.model import PersonEntry
from tests.archives import FILES, write
from tests.test_build import command

HEAD = "---\ntitle: A talk\n"


def lint(text: str, *others: str, people: tuple[PersonEntry, ...] = ()) -> list[Problem]:
    """The problems in some transcripts, called a.md, b.md, …"""
    linter = Lint(people)
    found: list[Problem] = []
    for name, one in zip("abcdef", (text, *others), strict=False):
        reading = native.read(one.encode(), f"{name}.md")
        record, _ = record_of(reading, name)
        found += linter.transcript(f"{name}.md", reading, record.resolution, lambda one=one: one)
    return [*found, *linter.names()]


def codes(text: str, *others: str, people: tuple[PersonEntry, ...] = ()) -> list[tuple[str, str, int]]:
    return [(p.code, p.place.path, p.place.line) for p in lint(text, *others, people=people) if p.place]


SANTO = "**Jerod Santo:** Hello.\n\n**Ada Brook:** Hello.\n\n**Jerod Santo:** So.\n"


def test_labels_that_drift_are_told_of_where_the_rarer_first_speaks() -> None:
    assert codes(SANTO + "\n**Jerod Sant:** Well.\n") == [("label-drift", "a.md", 7)]
    assert codes(SANTO + "\n**Mr. Brook:** Well.\n") == [("label-drift", "a.md", 7)]
    (found,) = lint(SANTO + "\n**Jerod Sant:** Well.\n")
    assert "“Jerod Sant” may be “Jerod Santo”" in found.message
    assert found.hint


def test_labels_that_are_declared_to_be_one_person_do_not_drift() -> None:
    head = f"{HEAD}speakers:\n  - {{name: Jerod Santo, label: [Jerod Sant, Santo]}}\n---\n\n"
    assert codes(f"{head}{SANTO}\n**Jerod Sant:** Well.\n\n**Santo:** Well.\n") == []


def test_names_drift_across_transcripts_and_from_people_yaml() -> None:
    assert codes(SANTO, "**Jerod Sant:** Well.\n") == [("label-drift", "b.md", 1)]
    assert codes(SANTO, "**Ms Brook:** Well.\n") == []  # many are called by their surname
    mara = PersonEntry("mara-lind", "Mara Lind")
    assert codes("**Mara Lynd:** Well.\n", people=(mara,)) == [("label-drift", "a.md", 1)]
    both = (mara, PersonEntry("mara-lynd", "Mara Lynd"))
    assert codes("**Mara Lynd:** Well.\n\n**Mara Lind:** Yes.\n", people=both) == []


@pytest.mark.parametrize("label", ["Speaker 2", "SPEAKER_01", "spk_0", "Speaker A", "Unidentified speaker 3"])
def test_who_is_only_a_number_is_told_of_once(label: str) -> None:
    text = f"**Ada Brook:** Hm.\n\n**{label}:** So?\n\n**Ada Brook:** Yes.\n\n**{label}:** Ah.\n"
    assert codes(text) == [("unresolved-speaker", "a.md", 3)]
    head = f"{HEAD}speakers:\n  - {{name: Otto Reyes, label: [{label}]}}\n---\n\n"
    assert codes(head + text) == []


@pytest.mark.parametrize("label", ["Q", "Moderator", "Audience member", "The Clerk"])
def test_a_voice_that_nobody_could_name_is_in_order(label: str) -> None:
    assert codes(f"**{label}:** So?\n\n**Ada Brook:** Yes.\n") == []


def test_declared_speakers_who_never_speak() -> None:
    head = f"{HEAD}speakers:\n  - {{name: Ada Brook}}\n  - {{name: Otto Reyes}}\n---\n\n"
    assert codes(f"{head}**Ada Brook:** So.\n") == [("silent-speaker", "a.md", 5)]
    assert codes(f"{head}**Ada Brook:** So.\n\n**Otto Reyes, Herald:** Yes.\n") == []
    assert codes(f"{head}**All:** {{by='ada-brook otto-reyes'}} So.\n".replace("'", '"')) == []


def test_times_that_run_backwards() -> None:
    text = "**A B:** [00:01:00] One.\n\n**C D:** [00:00:30] Two. [00:00:20] Three.\n\n**A B:** [00:00:40] Four.\n"
    assert codes(text) == [("times-backwards", "a.md", 3), ("times-backwards", "a.md", 3)]
    assert codes("**A B:** [00:01:00–00:00:50] One.\n") == [("times-backwards", "a.md", 1)]


@pytest.mark.parametrize(
    "words",
    [
        "(Whereupon, at 4:12 p.m., the hearing was adjourned.)",
        "Yes. (The witness was duly sworn.)",
        "[Recess from 3 to 4.]",
        "The committee met, pursuant to notice, at ten o'clock.",
        "The subcommittee on quays was called to order.",
        "Page 3 of 12",
    ],
)
def test_procedure_inside_a_turn(words: str) -> None:
    text = f"**Ada Brook:** So it is.\n\n{words}\n"
    assert codes(text) == [("procedure-in-turn", "a.md", 3)]
    assert codes(f"**Ada Brook:** So it is.\n\n::: matter\n{words}\n:::\n") == []


@pytest.mark.parametrize(
    "words",
    [
        "We adjourned at noon, and then the committee went home.",
        "The committee that met was mine (I chaired it).",
        "*[The hearing was adjourned]* Right.",
        "Off the record, I liked him.",
    ],
)
def test_what_people_say_of_procedure_is_speech(words: str) -> None:
    assert codes(f"**Ada Brook:** {words}\n") == []


def test_colons_that_may_be_labels() -> None:
    start = "**Ada Brook:** So.\n\n**Otto Reyes:** So.\n\n"
    assert codes(f"{start}Ada Brook: And yet.\n") == [("colon-not-label", "a.md", 5)]
    assert codes(f"{start}Well.\\\nAda Brook, Herald: And yet.\n") == [("colon-not-label", "a.md", 5)]
    assert codes(f"{start}**Ada Brook** : And yet.\n") == [("colon-not-label", "a.md", 5)]
    twice = "Mara Lind: And yet.\n\n"
    assert codes(f"{start}{twice}{twice}") == [("colon-not-label", "a.md", 5), ("colon-not-label", "a.md", 7)]
    assert codes(f"{start}{twice}") == []
    assert codes(f"{start}One thing: we went. As Ada Brook said: never.\n\n> Ada Brook: in her letter\n") == []


def test_check_prints_places_and_does_not_fail_for_doubts(tmp_path: Path) -> None:
    files = {**FILES, "content/transcripts/x.md": SANTO + "\n**Jerod Sant:** Well.\n"}
    done = command(write(tmp_path, files), "check")
    assert done.returncode == 0
    assert "content/transcripts/x.md:7:3" in done.stderr
    assert "Jerod Sant" not in command(tmp_path, "build", "--strict").stderr.split("New person")[0]


def test_the_example_archive_is_in_order() -> None:
    done = command(Path(__file__).parent.parent, "check")
    assert "in order" in done.stderr, done.stderr


def test_the_time_it_takes_grows_with_the_text() -> None:
    turn = "**Ada Brook:** [00:00:{:02}] (so [it] is: (and [was: " + "word: (x) " * 40 + "\n\n**Speaker 1:** Hm.\n\n"

    def seconds(number: int) -> float:
        text = "".join(turn.replace("{:02}", f"{n % 60:02}") for n in range(number))
        reading = native.read(text.encode(), "a.md")
        resolution = record_of(reading, "a")[0].resolution
        began = perf_counter()
        list(Lint(()).transcript("a.md", reading, resolution, str))
        return perf_counter() - began

    seconds(50)
    assert seconds(4000) < 10 * max(seconds(1000), 0.005)
