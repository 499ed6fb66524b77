"""The worklist: everything that is to be heard again, with its time and the line in which to mend it."""

import json
from pathlib import Path

import pytest

from generator.build import build, compose
from generator.cli import commands
from generator.serve.preview import Preview
from tests.archives import FILES, write

TALK = """---
title: A talk
---

**Speaker 2:** [00:00:05] It was [Norhaven]{.unsure}, I think. [00:00:09] *[inaudible]* Yes.

*[Crosstalk]*

**Ada Brook:** [00:01:00] Clear.

**?:** [01:00:02] Who knows?
"""
WORDS = {
    "words": [
        {"word": "Clear", "start": 61.5, "confidence": 0.2},
        {"word": "as", "start": 62.0, "confidence": 0.3},
        {"word": "day", "start": 62.5, "confidence": 0.9},
    ]
}
FOUND = [
    ("speaker", "Speaker 2", 5_000, "content/transcripts/talk.md", 5),
    ("unsure", "Norhaven", 5_000, "content/transcripts/talk.md", 5),
    ("gap", "inaudible", 9_000, "content/transcripts/talk.md", 5),
    ("crosstalk", "Crosstalk", 9_000, "content/transcripts/talk.md", 7),
    ("unsure", "Clear as", 61_500, "content/transcripts/talk.words.json", 0),
    ("speaker", "?", 3_602_000, "content/transcripts/talk.md", 11),
]


def archive(root: Path) -> Path:
    beside = {"content/transcripts/talk.words.json": json.dumps(WORDS)}
    return write(root, {**FILES, "content/transcripts/talk.md": TALK, **beside})


def test_everything_is_listed_in_the_order_of_time(tmp_path: Path) -> None:
    found = compose(archive(tmp_path)).worklist()
    assert [(task.kind, task.words, task.time, task.path, task.line) for task in found] == FOUND


@pytest.mark.parametrize("words", ["[", "{}", "[]", '{"words": [1]}', "null", '[{"word": "a", "score": 0.1}]'])
def test_odd_files_of_words_do_no_harm(tmp_path: Path, words: str) -> None:
    write(archive(tmp_path), {"content/transcripts/talk.words.json": words})
    assert len(list(compose(tmp_path).worklist())) in (5, 6)


def test_the_command_prints_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commands.main(["worklist", str(archive(tmp_path))], standalone_mode=False)
    told = capsys.readouterr()
    assert "1:00:02" in told.out
    assert "content/transcripts/talk.md:11" in told.out
    assert "1 × not understood, 2 × doubtful words, 1 × crosstalk, 2 × who speaks?" in told.err
    commands.main(["worklist", str(tmp_path), "--json"], standalone_mode=False)
    listed = json.loads(capsys.readouterr().out)
    assert [(one["kind"], one["words"], one["time"], one["path"], one["line"]) for one in listed] == FOUND


def test_the_preview_shows_it_and_the_site_never_does(tmp_path: Path) -> None:
    preview = Preview(archive(tmp_path))
    preview.refresh()
    page = preview.worklist()
    assert "Speaker 2" in page
    assert "talk.md:11" in page
    assert 'href="/archive/transcripts/talk.html#' in page
    assert "#t=" not in page  # there is nothing to hear
    write(tmp_path, {"content/transcripts/talk.md": TALK.replace("title:", "media: a.mp3\ntitle:")})
    preview.refresh()
    assert 'href="/archive/transcripts/talk.html#t=3602"' in preview.worklist()
    build(tmp_path)
    assert not [path for path in (tmp_path / "site").rglob("*") if "worklist" in path.name]
