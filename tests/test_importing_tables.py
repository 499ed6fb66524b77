"""`onrecord import --metadata`: a spreadsheet joined by the names of files."""

from pathlib import Path

import pytest

from generator import native
from generator.errors import UsageError
from generator.importing import Run, inputs, read_table
from generator.model import Declared, Meta
from tests.archives import write

TALK = "ADA BROOK: Good morning.\n\nOTTO REYES: Good morning to you.\n"


def table(root: Path, text: str | bytes, *names: str) -> tuple[dict[str, Meta], list[tuple[str, str]]]:
    """What the front matter says of files of these names, and codes and messages of the problems."""
    write(root, {"onrecord.toml": 'title = "T"\n', "list.csv": text})
    write(root, {name: TALK + f"\nADA BROOK: {name}.\n" for name in names})
    run = Run(root, table=read_table(root / "list.csv"))
    done = list(run.imported(inputs(str(root / name) for name in names)))
    metas = {
        Path(one.source).relative_to(root).as_posix(): native.read((root / one.target).read_bytes(), "").transcript.meta
        for one in done
        if one.target
    }
    return metas, [(found.code, found.message) for found in run.problems]


def test_columns_are_known_by_their_names_and_rows_by_their_files(tmp_path: Path) -> None:
    rows = (
        "\ufeffFilename;Title;Interview Date;Interviewer;Narrator;Location;Keywords;Lang\r\n"
        'a.txt;"Nets; and boats";1974-05;Otto Reyes;"Ada Brook (Net-maker)";Norhaven;nets|boats;en\r\n'
        "deep/b;The bridge;;;;;;\r\n"
    )
    metas, problems = table(tmp_path, rows, "a.txt", "deep/b.txt")
    assert problems == []
    meta = metas["a.txt"]
    assert (meta.title, meta.date, meta.place, meta.topics, meta.language) == (
        "Nets; and boats",
        "1974-05",
        "Norhaven",
        ("nets", "boats"),
        "en",
    )
    assert [(one.name, one.part) for one in meta.speakers] == [("Otto Reyes", "interviewer"), ("Ada Brook", "narrator")]
    assert [one.labels for one in meta.speakers] == [("OTTO REYES",), ("ADA BROOK",)]
    assert metas["deep/b.txt"].title == "The bridge"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_separator_and_encoding_will_do(tmp_path: Path, separator: str, encoding: str) -> None:
    rows = f"file{separator}title\na.txt{separator}Grüße aus dem Café\n".encode(encoding)
    assert table(tmp_path, rows, "a.txt")[0]["a.txt"].title == "Grüße aus dem Café"


def test_rows_and_files_without_a_partner_are_told_of(tmp_path: Path) -> None:
    metas, problems = table(tmp_path, "file,title,shoe size\na.txt,A,9\ngone.txt,G,\na.txt,B,\n,C,\n", "a.txt", "b.txt")
    assert metas["a.txt"].title == "A"
    codes = [code for code, _ in problems]
    assert sorted(codes) == [
        "files-without-row",
        "row-twice",
        "row-without-name",
        "rows-without-file",
        "unknown-column",
    ]
    messages = " ".join(message for _, message in problems)
    assert all(word in messages for word in ("gone.txt (line 3)", "b.txt", "shoe size"))


def test_dates_as_spreadsheets_write_them(tmp_path: Path) -> None:
    rows = "file,date\na.txt,5/6/2031\nb.txt,25/6/2031\nc.txt,2031-06-05 00:00:00\nd.txt,5.6.2031\ne.txt,June 5 2031\n"
    metas, problems = table(tmp_path, rows, *(f"{name}.txt" for name in "abcde"))
    assert [metas[f"{name}.txt"].date for name in "abcde"] == ["2031-06-05", "2031-06-25", *["2031-06-05"] * 3]
    assert problems == []


def test_a_date_that_may_be_two_days_is_not_guessed(tmp_path: Path) -> None:
    metas, problems = table(tmp_path, "file,date\na.txt,5/6/2031\n", "a.txt")
    assert metas["a.txt"].date is None
    assert [code for code, _ in problems] == ["bad-date"]


def test_speakers_in_one_cell() -> None:
    from generator.importing.metadata import _speakers

    assert [s.name for s in _speakers("Ada Brook; Otto Reyes", None)] == ["Ada Brook", "Otto Reyes"]
    assert [s.name for s in _speakers("Ada Brook, Otto Reyes", None)] == ["Ada Brook", "Otto Reyes"]
    assert list(_speakers("Ada Brook, Mayor", None)) == [Declared("Ada Brook", role="Mayor")]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [("list.csv", "title\nA\n", "no column “file”"), ("list.xlsx", "x", "CSV"), ("gone.csv", None, "cannot be read")],
)
def test_what_is_no_table_gets_a_hint(tmp_path: Path, name: str, text: str | None, said: str) -> None:
    if text is not None:
        write(tmp_path, {name: text})
    with pytest.raises(UsageError) as caught:
        read_table(tmp_path / name)
    assert said in f"{caught.value} {caught.value.hint}"
    assert caught.value.hint
