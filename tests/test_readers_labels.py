"""Labels of other producers: each convention in a text of our own, with what it is easily taken for."""

import pytest

from generator import native, readers
from generator.build import record_of
from generator.model import Event, Matter, Reading, Section, Turn


def read(text: str, name: str = "x.txt") -> Reading:
    return readers.read(text.encode(), name)


def said(text: str, name: str = "x.txt") -> list[tuple[str | None, str]]:
    return [
        (item.label, " | ".join(block.text for block in item.blocks))
        for item in read(text, name).transcript.items
        if isinstance(item, Turn)
    ]


def times(text: str, name: str = "x.txt") -> list[tuple[str | None, int | None, int | None]]:
    items = read(text, name).transcript.items
    return [(item.label, item.start, item.end) for item in items if isinstance(item, Turn)]


def people(text: str, name: str = "x.txt") -> list[str]:
    record, _ = record_of(read(text, name), "x")
    speakers = {speaker.id: speaker.name for speaker in record.resolution.speakers}
    return [speakers[turn.speaker] for turn in record.resolution.turns if turn.speaker]


LIND_AND_REYES = [("Ada Lind", "Good morning."), ("Otto Reyes", "Good morning."), ("Ada Lind", "Sit down.")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("**Ada Lind:** Good morning.\n\n**Otto Reyes:** Good morning.\n\n**Ada Lind:** Sit down.\n", "x.md"),
        ("**Ada Lind**: Good morning.\n\n**Otto Reyes**: Good morning.\n\n**Ada Lind**: Sit down.\n", "x.md"),
        ("**Ada Lind** – Good morning.\n\n**Otto Reyes** – Good morning.\n\n**Ada Lind** – Sit down.\n", "x.md"),
        ("**Ada Lind**\n\nGood morning.\n\n**Otto Reyes**\n\nGood morning.\n\n**Ada Lind**\n\nSit down.\n", "x.md"),
        ("__Ada Lind:__ Good morning.\n\n__Otto Reyes:__ Good morning.\n\n__Ada Lind:__ Sit down.\n", "x.md"),
        (
            "### Ada Lind：\n\nGood morning.\n\n### Otto Reyes：\n\nGood morning.\n\n### Ada Lind：\n\nSit down.\n",
            "x.md",
        ),
        ("### Ada Lind\n\nGood morning.\n\n### Otto Reyes\n\nGood morning.\n\n### Ada Lind\n\nSit down.\n", "x.md"),
        ("Ada Lind:\nGood morning.\n\nOtto Reyes:\nGood morning.\n\nAda Lind:\nSit down.\n", "x.txt"),
        ("Ada Lind:\n\nGood morning.\n\nOtto Reyes:\n\nGood morning.\n\nAda Lind:\n\nSit down.\n", "x.txt"),
        ("<Ada Lind:>\nGood morning.\n\n<Otto Reyes:>\nGood morning.\n\n<Ada Lind:>\nSit down.\n", "x.txt"),
        ("<Ada Lind>\nGood morning.\n<Otto Reyes>\nGood morning.\n<Ada Lind>\nSit down.\n", "x.txt"),
        ("- Ada Lind: Good morning.\n- Otto Reyes: Good morning.\n- Ada Lind: Sit down.\n", "x.txt"),
        ("Ada Lind : Good morning.\n\nOtto Reyes : Good morning.\n\nAda Lind : Sit down.\n", "x.txt"),
        (
            "Ada Lind：Good morning.\n\nOtto Reyes：Good morning.\n\nAda Lind：Sit down.\n".replace("：G", "： G"),
            "x.txt",
        ),
        ("Ada Lind:\tGood\n\t\tmorning.\nOtto Reyes:\tGood\n\t\tmorning.\nAda Lind:\tSit down.\n", "x.txt"),
    ],
)
def test_labels_of_many_kinds(text: str, name: str) -> None:
    assert said(text, name) == LIND_AND_REYES


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ada: 00:00:04\n\nOne.\n\nOtto: 00:01:05\n\nTwo.\n\nAda: 01:00:00\n\nThree.\n", "x.txt"),
        ("Ada  0:04\nOne.\n\nOtto  1:05\nTwo.\n\nAda  1:00:00\nThree.\n", "x.txt"),
        ("Ada  0:04\n\nOne.\n\nOtto  1:05\n\nTwo.\n\nAda  1:00:00\n\nThree.\n", "x.txt"),
        ("Ada (00:04):\nOne.\n\nOtto (01:05):\nTwo.\n\nAda (01:00:00):\nThree.\n", "x.txt"),
        ("Ada (00:04): One.\n\nOtto (01:05): Two.\n\nAda (01:00:00): Three.\n", "x.txt"),
        ("Ada: (00:04)\nOne.\n\nOtto: (01:05)\nTwo.\n\nAda: (01:00:00)\nThree.\n", "x.txt"),
        ("[00:00:04] Ada: One.\n\n[00:01:05] Otto: Two.\n\n[01:00:00] Ada: Three.\n", "x.txt"),
        ("[00:00:04.000] - Ada\nOne.\n\n[00:01:05.000] - Otto\nTwo.\n\n[01:00:00.000] - Ada\nThree.\n", "x.txt"),
        ("00:00:04 Ada\nOne.\n\n00:01:05 Otto\nTwo.\n\n01:00:00 Ada\nThree.\n", "x.txt"),
        ("00:00:04\nAda: One.\n\n00:01:05\nOtto: Two.\n\n01:00:00\nAda: Three.\n", "x.txt"),
        ("[0:00:04]\nAda: One.\n\n[0:01:05]\nOtto: Two.\n\n[1:00:00]\nAda: Three.\n", "x.txt"),
        ("**Ada** (00:04): One.\n\n**Otto** (01:05): Two.\n\n**Ada** (01:00:00): Three.\n", "x.md"),
        (
            "**Ada** [0:04](http://a.b): One.\n\n**Otto** [1:05](http://a.b): Two.\n\n**Ada** [1:00:00]: Three.",
            "x.md",
        ),
        ("**Ada:** [00:00:04] One.\n\n**Otto:** [00:01:05] Two.\n\n**Ada:** [01:00:00] Three.\n", "x.md"),
        ("**Ada:**: [00:00:04] One.\n\n**Otto:**: [00:01:05] Two.\n\n**Ada:**: [01:00:00] Three.\n", "x.md"),
        ("### Ada: 00:00:04\n\nOne.\n\n### Otto: 00:01:05\n\nTwo.\n\n### Ada: 01:00:00\n\nThree.\n", "x.md"),
    ],
)  # fmt: skip
def test_times_beside_labels(text: str, name: str) -> None:
    assert times(text, name) == [("Ada", 4_000, None), ("Otto", 65_000, None), ("Ada", 3_600_000, None)]
    assert said(text, name) == [("Ada", "One."), ("Otto", "Two."), ("Ada", "Three.")]


def test_from_and_to_before_a_label_in_bold() -> None:
    text = "[00:00:04 → 00:00:09] **Ada:** One.\n\n[00:00:09 → 00:01:00] **Otto:** Two.\n\n"
    assert times(text, "x.md") == [("Ada", 4_000, 9_000), ("Otto", 9_000, 60_000)]


def test_an_aside_in_brackets_behind_a_name_is_the_same_person() -> None:
    text = "Ada: One.\n\nOtto: Two.\n\nAda [whispering]: Three.\n\nOtto (laughing): Four.\n\nAda: Five.\n"
    assert [label for label, _ in said(text)] == ["Ada", "Otto", "Ada [whispering]", "Otto (laughing)", "Ada"]
    assert people(text) == ["Ada", "Otto", "Ada", "Otto", "Ada"]
    bold = "**Ada** [A]: One.\n\n**Otto** [B]: Two.\n\n**Ada** [A]: Three.\n"
    assert said(bold, "x.md") == [("Ada [A]", "One."), ("Otto [B]", "Two."), ("Ada [A]", "Three.")]


def test_names_before_a_full_stop() -> None:
    text = (
        "CHAIR HOLT.  Good afternoon. We meet\nagain.\n\nMICHELLE LIND.  Otto.\n\n"
        "OTTO REYES.  Thank you, Chair Holt. Why?\n\n"
        "CHAIR HOLT.  Because. U.S. bonds fell.\n\nIt is so.\n"
    )
    assert said(text) == [
        ("CHAIR HOLT", "Good afternoon. We meet again."),
        ("MICHELLE LIND", "Otto."),
        ("OTTO REYES", "Thank you, Chair Holt. Why?"),
        ("CHAIR HOLT", "Because. U.S. bonds fell. | It is so."),
    ]


def test_names_before_a_dash_or_a_stop_in_european_reports() -> None:
    text = "President. – The debate is open.\n\nAda Lind (ABC). – Mr President, no.\n\nPresident. – Thank you.\n"
    assert [label for label, _ in said(text)] == ["President", "Ada Lind (ABC)", "President"]
    text = "M. le président. La parole est à Mme Lind.\n\nMme Ada Lind. Merci.\n\nM. le président. Merci. Bien.\n"
    assert said(text) == [
        ("M. le président", "La parole est à Mme Lind."),
        ("Mme Ada Lind", "Merci."),
        ("M. le président", "Merci. Bien."),
    ]


def test_long_offices_and_constituencies_are_labels() -> None:
    office = "The Parliamentary Under-Secretary of State for Bridges and Local Ferries (Ada Lind)"
    text = f"Mr. Speaker: Order.\n\n{office}: I am.\n\nOtto Reyes (Norhaven, East) (Ind): Who?\n\nMr. Speaker: Order.\n"
    assert [label for label, _ in said(text)] == [
        "Mr. Speaker",
        office,
        "Otto Reyes (Norhaven, East) (Ind)",
        "Mr. Speaker",
    ]


# --- what is no label ------------------------------------------------------------------------------------------------


def test_words_before_a_colon_that_name_a_thing_are_speech() -> None:
    text = (
        "Ada: One.\n\nNote: it was late.\n\nOtto: Two.\nSo I said: no.\n\nStep 2: run.\n\nAda: Three.\n\n"
        "Otto: Four.\n\n"
        "Ada: Five.\n"
    )
    assert said(text)[0] == ("Ada", "One. | Note: it was late.")
    assert said(text)[1] == ("Otto", "Two. So I said: no. | Step 2: run.")
    assert len(said(text)) == 5


def test_in_capitals_is_the_make_of_all_labels_where_it_is_of_most() -> None:
    text = "".join(f"LIND: {n}.\n\nREYES: {n}.\n\n" for n in range(3)) + "Yesterday: nothing.\n\nBROOK: Once.\n"
    assert said(text)[-2:] == [("REYES", "2. | Yesterday: nothing."), ("BROOK", "Once.")]


def test_an_address_may_be_all_that_somebody_says() -> None:
    text = "Link one: https://b.example/\n\nAda: Look.\n\nOtto: Where?\n\nAda: https://a.example/x\n\nOtto: Ah.\n"
    assert said(text) == [("Ada", "Look."), ("Otto", "Where?"), ("Ada", "https://a.example/x"), ("Otto", "Ah.")]


def test_a_paragraph_that_begins_with_the_article_is_no_answer() -> None:
    text = "Q   Where?\n\nA   There.\n\nA Quiet place.\n\nQ Why?\n\nA   So.\n"
    assert said(text) == [("Q", "Where?"), ("A", "There. | A Quiet place."), ("Q", "Why?"), ("A", "So.")]
    loose = "Q Where is it?\n\nA There, I say.\n\nA Quiet place.\n\nQ Why so?\n\nA Because.\n"
    assert said(loose) == [
        ("Q", "Where is it?"),
        ("A", "There, I say. | A Quiet place."),
        ("Q", "Why so?"),
        ("A", "Because."),
    ]


def test_rules_are_no_speech() -> None:
    text = "Ada: One.\n\n-- -- --\n\nOtto: Two.\n\n* * *\n\nStill Otto.\n\n_____\n"
    assert said(text) == [("Ada", "One."), ("Otto", "Two. | Still Otto.")]


def test_a_break_as_a_heading_with_words_is_a_section() -> None:
    text = (
        "**Ada Lind:** One.\n\n# **Break:** \\[25:59\\] to \\[27:11\\]\n\n**Otto Reyes:** It&#39;s &quot;two&quot;.\n\n"
        "# **Break:** \\[35:59\\] to \\[37:11\\]\n\n**Ada Lind:** Three.\n"
    )
    assert said(text, "x.md") == [("Ada Lind", "One."), ("Otto Reyes", 'It\'s "two".'), ("Ada Lind", "Three.")]
    sections = [item.title for item in read(text, "x.md").transcript.items if isinstance(item, Section)]
    assert sections == ["Break: [25:59] to [27:11]", "Break: [35:59] to [37:11]"]


def test_consecutive_turns_and_interrupted_ones_stay_turns_of_their_own() -> None:
    text = "ADA: One - -\n\nADA: Two.\n\nOTTO: Wait - -\n\nADA: - - and three.\n"
    assert said(text) == [("ADA", "One - -"), ("ADA", "Two."), ("OTTO", "Wait - -"), ("ADA", "- - and three.")]


# --- who is who ------------------------------------------------------------------------------------------------------


def test_a_family_name_is_the_one_person_of_that_name() -> None:
    text = "OTTO REYES: One.\n\nADA LIND: Two.\n\nREYES: Three.\n\nMS. LIND: Four.\n\nREYES: Five.\n"
    assert people(text) == ["Otto Reyes", "Ada Lind", "Otto Reyes", "Ada Lind", "Otto Reyes"]
    assert [p.code for p in read(text).problems] == ["taken-for-one", "taken-for-one"]
    two = "OTTO REYES: One.\n\nADA REYES: Two.\n\nREYES: Three.\n\nADA REYES: Four.\n"
    assert people(two) == ["Otto Reyes", "Ada Reyes", "REYES", "Ada Reyes"]


_INITIALS = "\n\nAvL: One.\n\nOR: Two.\n\nAvL: Three.\n\nOR: Four.\n"


@pytest.mark.parametrize(
    "text",
    [
        "Ada van Lind (AvL): One.\n\nOtto Reyes (OR): Two.\n\nAvL: Three.\n\nOR: Four.\n",
        f"Attendees: Ada van Lind (AvL), Otto Reyes (OR){_INITIALS}",
        f"| Name | Abbr |\n| --- | --- |\n| Ada van Lind | AvL |\n| Otto Reyes | OR |{_INITIALS}",
        f"AvL = Ada van Lind\nOR = Otto Reyes{_INITIALS}",
    ],
)
def test_initials_are_explained_by_a_table_or_at_first_use(text: str) -> None:
    for name in ("x.txt", "x.md"):
        assert people(text, name) == ["Ada van Lind", "Otto Reyes", "Ada van Lind", "Otto Reyes"]
        assert [words for _, words in said(text, name)] == ["One.", "Two.", "Three.", "Four."]


def test_an_office_of_the_title_is_that_person() -> None:
    text = "Press conference by Prime Minister Ada Lind\n\nPRIME MINISTER: One.\n\nQ   Why?\n\nPRIME MINISTER: So.\n"
    assert people(text) == ["Ada Lind", "Q", "Ada Lind"]


def test_who_presents_is_a_fact_of_minutes_and_no_speech() -> None:
    text = (
        "# Notes\n\n## One\n\nPresenter: Ada Lind (AL)\n\n- [Slides](https://a.example/)\n\nAL: Hello.\n\nOR: Yes.\n\n"
        "### Conclusion\n\n- It is so.\n\n## Two\n\nPresenter: Otto Reyes (OR)\n\nOR: Hello.\n\nAL: Yes.\n"
    )
    assert said(text, "x.md") == [("AL", "Hello."), ("OR", "Yes."), ("OR", "Hello."), ("AL", "Yes.")]


# --- the head --------------------------------------------------------------------------------------------------------


def test_facts_with_their_names() -> None:
    text = (
        "Oral history of Rosa Vint\n\nInterviewee: Rosa Vint\nInterviewer: Ada Lind\nDate: 12 May 2029\n"
        "Location: Norhaven, the old mill\nTranscribed by: Nia Holt\nDuration: 1:02:03\n\n"
        "Interviewer: Where were you born?\n\nVint: Here.\n\nInterviewer: When?\n\nVint: Then.\n"
    )
    meta = read(text).transcript.meta
    assert (meta.title, meta.date, meta.place, meta.credits) == (
        "Oral history of Rosa Vint",
        "2029-05-12",
        "Norhaven, the old mill",
        "Nia Holt",
    )
    assert ("Duration", "1:02:03") in meta.extra
    assert people(text) == ["Ada Lind", "Rosa Vint", "Ada Lind", "Rosa Vint"]
    assert len(said(text)) == 4


@pytest.mark.parametrize(
    "line", ["Recorded 12 May 2029", "Recorded on May 12, 2029", "Interview date: 12.5.2029", "Saturday, 12 May 2029"]
)
def test_dates_in_the_head(line: str) -> None:
    for text in (
        f"A talk\n{line}\n\nADA: One.\n\nOTTO: Two.\n",
        f"A talk\n\nTown hall\n\n{line}\n\nADA: One.\n\nOTTO: Two.\n",
    ):
        assert read(text).transcript.meta.date == "2029-05-12"
        assert said(text) == [("ADA", "One."), ("OTTO", "Two.")]


def test_a_fact_further_down_is_speech() -> None:
    text = "ADA: One.\n\nOTTO: Two.\n\nDate: 12 May 2029\n\nADA: Three.\n"
    assert read(text).transcript.meta.date is None
    assert said(text)[1] == ("OTTO", "Two. | Date: 12 May 2029")


def test_events_are_items_or_parts() -> None:
    items = read("ADA: One.\n\n(Applause.)\n\nTwo.\n\n[Laughter]\n\nOTTO: Three.\n").transcript.items
    assert [type(item) for item in items] == [Turn, Event, Turn]
    assert not any(isinstance(item, Matter) for item in items)


def test_directions_and_gaps_within_a_paragraph_are_marked() -> None:
    text = "ADA: One (laughter) and [inaudible 00:03:11] two. (He laughs.) It (the break) fell (2019).\n\nOTTO: No.\n"
    ada = read(text).transcript.items[0]
    assert isinstance(ada, Turn)
    (block,) = ada.blocks
    events = [block.text[mark.start : mark.end] for mark in block.marks if mark.kind == "event"]
    assert events == ["(laughter)", "[inaudible 00:03:11]", "(He laughs.)"]
    assert (
        native.read(native.write(read(text).transcript).encode(), "x.md").transcript.items
        == read(text).transcript.items
    )


# --- other languages and tools ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Q - Pourquoi ?\n\nR - Parce que.\n\nQ - Quand ?\n\nR - Demain.\n", ["Q", "R", "Q", "R"]),
        ("P. ¿Por qué?\n\nR. Porque sí.\n\nP. ¿Cuándo?\n\nR. Mañana.\n", ["P", "R", "P", "R"]),
        ("○議長（田君）　はい。\n\n○花子君　賛成。\n\n○議長（田君）　可決。\n", ["議長（田君）", "花子君"] * 2),
        ("主持人：你好。\n\n李明：你好。\n\n主持人：请坐。\n", ["主持人", "李明", "主持人"]),
        ("ВОПРОС: Почему?\n\nА.Линд: Потому.\n\nВОПРОС: Когда?\n\nА.Линд: Завтра.\n", ["ВОПРОС", "А.Линд"] * 2),
        ("El señor RUIZ: Sí.\n\nLa señora LIND: No.\n\nEl señor RUIZ: Sí.\n", ["El señor RUIZ", "La señora LIND"] * 2),
        ("[SPEAKER_00]: One.\n[SPEAKER_01]: Two.\n[SPEAKER_00]: Three.\n", ["SPEAKER_00", "SPEAKER_01"] * 2),
        ("[Speaker 1] One.\n[Laughter]\n[Speaker 2] Two.\n[Speaker 1] Three.\n", ["Speaker 1", "Speaker 2"] * 2),
        ("ada: one\n\notto_9: two\n\n" * 4, ["ada", "otto_9"] * 4),
    ],
)  # fmt: skip
def test_labels_in_other_languages_and_of_other_tools(text: str, labels: list[str]) -> None:
    found = [label for label, _ in said(text)]
    assert found == labels[: len(found)]
    assert len(found) in (len(labels), len(labels) - 1)


def test_where_labels_are_in_bold_a_colon_is_speech() -> None:
    text = "".join(
        f"**Ada Lind:** {n}.\n\n**Otto Reyes:** {n}.\n\nRemember: {n}.\n\nTakeaway: {n}.\n\n" for n in range(6)
    )
    assert {label for label, _ in said(text, "x.md")} == {"Ada Lind", "Otto Reyes"}


def test_where_labels_are_full_names_a_single_word_is_speech() -> None:
    text = "".join(f"Ada Lind: {n}.\n\nOtto Reyes: {n}.\n\n" for n in range(4)) + "Remember: it fell.\n"
    assert said(text)[-1] == ("Otto Reyes", "3. | Remember: it fell.")


def test_front_matter_between_plus_signs() -> None:
    text = '+++\ntitle = "A talk"\ndate = 2029-05-12\ntags = ["bridges"]\n+++\n\n**Ada:** One.\n\n**Otto:** Two.\n'
    meta = read(text, "x.md").transcript.meta
    assert (meta.title, meta.date, meta.topics) == ("A talk", "2029-05-12", ("bridges",))


def test_the_mark_of_a_tool_at_the_end_is_no_speech() -> None:
    text = "Ada Lind  0:04\nOne.\n\nOtto Reyes  0:09\nTwo.\n\nTranscribed by https://otter.ai\n"
    assert said(text) == [("Ada Lind", "One."), ("Otto Reyes", "Two.")]


def test_a_short_name_is_the_one_of_the_title() -> None:
    text = "Press Gaggle by Press Secretary Ada Lind\n\nMS. LIND: One.\n\nQ   Two?\n\nMS. LIND: Three.\n"
    assert people(text) == ["Ada Lind", "Q", "Ada Lind"]
    text = "Interview with Rosa Vint\nConducted by Ada Lind\nMay 12, 2029\n\nAL: One?\n\nRV: Two.\n\nAL: Three?\n"
    assert people(text) == ["Ada Lind", "Rosa Vint", "Ada Lind"]
    assert read(text).transcript.meta.title == "Interview with Rosa Vint"
    assert {p.code for p in read(text).problems} == {"taken-for-one"}
