"""The search index: what is in it, made again only when that has changed, and the same whatever came before."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from generator import indexing, search
from generator.build import Options, build, record_of
from generator.errors import ContentError
from generator.model import Reading, Transcript
from tests.archives import FILES, LEVY, ORCHARD, SEARCHED, tree, write
from tests.histories import assert_as_clean, published
from tests.strategies import transcripts

TALK = "content/transcripts/orchard-talk.md"
GERMAN = ORCHARD.replace("kind:", "language: de-AT\nkind:").replace("An orchard above the river", "Ein Obstgarten")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path, {**FILES, "onrecord.toml": SEARCHED})


def table(root: Path, site: str = "site") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root / site / "search/archive.json").read_bytes())
    return found


def fragments(root: Path) -> dict[str, dict[str, Any]]:
    """Transcript → what Pagefind keeps of it."""
    found = {}
    for path in (root / "site/search").glob("*/fragment/*"):
        fragment = json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        found[fragment["url"].strip("/")] = fragment
    return found


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")


def searched(folder: Path) -> set[str]:
    return {path for path in tree(folder) if path.startswith("search")}


def test_what_is_said_and_noted_is_found_and_what_nobody_says_is_not(root: Path) -> None:
    build(root)
    levy = fragments(root)["bridge-toll"]
    for words in (
        "The toll pays for the two new piers",
        "Who does not pay?",
        "The old piers date from 1911",
        "Questions",
    ):
        assert words in levy["content"]
    assert "Guildhall" not in levy["content"]
    assert "Norhaven Herald" not in levy["content"]


def test_each_turn_tells_whose_it_is_and_what_it_is_about(root: Path) -> None:
    build(root)
    found = table(root)
    row = next(row for row in found["transcripts"] if row[0] == "bridge-toll")
    id, fragment, title, date, shown, language, kind, _, speakers, roles, topics, notes = row
    assert (title, date, shown, language) == ("Bridge toll: questions from the press", "2030-03-01", "1 March 2030", "")
    assert found["kinds"][kind] == ["press-conference", "press conference"]
    assert (root / f"site/search/en/fragment/{fragment}.pf_fragment").is_file()
    words = fragments(root)[id]["content"].split()
    anchors = {anchor["id"].split("|")[0]: anchor for anchor in fragments(root)[id]["anchors"]}
    turn = anchors["exemptions"]
    assert words[turn["location"]] == "Who"
    _, who, about, noted, said = turn["id"].split("|")
    assert found["speakers"][speakers[int(who)]] == ["otto-reyes", "Otto Reyes"]
    assert found["roles"][roles[int(who)]] == ["questioner", "questioner"]
    assert {found["topics"][topics[int(one)]][0] for one in about.split(".")} == {"bridge-toll"}
    assert (noted, said) == ("", "question")
    _, _, _, noted, said = anchors["mara-lind-1"]["id"].split("|")
    assert found["notes"][notes[int(noted)]] == ["context", "Context"]
    assert anchors["note-piers"]["id"].endswith("|note")


@given(transcripts())
def test_every_turn_has_its_anchor_before_its_words(transcript: Transcript) -> None:
    made, _ = record_of(Reading(transcript), "talk")
    page = search.page(made)
    places = [0]
    for facts in made.resolution.turns:
        places.append(page.index(f'<a id="{facts.anchor}|', places[-1] + 1))  # two may want one id, which is an error
    assert page.count('<a id="') == len(made.resolution.turns) + len(made.resolution.sections) + len(
        made.resolution.notes
    )


def test_drafts_and_what_is_withdrawn_are_not_found(root: Path) -> None:
    write(
        root,
        {
            TALK: ORCHARD.replace("kind:", "withdrawn: At her wish.\nkind:"),
            "content/transcripts/plan.md": LEVY.replace("kind:", "draft: true\nkind:").replace(
                "orchard-talk#ada-brook-1", "x"
            ),
        },
    )
    build(root, Options(drafts=True))
    assert fragments(root).keys() == {"bridge-toll"}
    assert [row[0] for row in table(root)["transcripts"]] == ["bridge-toll"]


def test_nobody_who_has_no_page_can_be_chosen(root: Path) -> None:
    (root / "onrecord.toml").write_text(f"{SEARCHED}people.listed = false\n")
    build(root)
    assert table(root)["speakers"] == []
    assert table(root)["transcripts"][0][8] == ["Mara Lind", "Otto Reyes"]


def test_each_language_has_an_index_by_its_own_rules(root: Path) -> None:
    write(root, {TALK: GERMAN})
    build(root)
    assert table(root)["bundles"] == ["de", "en"]
    assert (root / "site/search/de/wasm.de.pagefind").is_file()
    assert (root / "site/search/en/wasm.en.pagefind").is_file()


def test_without_search_there_is_nothing_of_it(root: Path) -> None:
    build(root)
    assert "search.html" in searched(root / "site")
    (root / "onrecord.toml").write_text(f"{SEARCHED}search.enabled = false\n")
    assert_as_clean(root)
    assert searched(root / "site") == set()
    assert not any(b"search.html" in page for path, page in tree(root / "site").items() if path.endswith(".html"))


def test_an_archive_without_transcripts_can_be_searched_in_vain(tmp_path: Path) -> None:
    build(write(tmp_path, {"onrecord.toml": SEARCHED}))
    assert searched(tmp_path / "site") == {"search.html", "search/archive.json"}
    assert table(tmp_path)["bundles"] == []


@pytest.mark.parametrize("others", [FILES, {}])
def test_a_transcript_without_a_word_is_there_and_cannot_be_found(tmp_path: Path, others: dict[str, str]) -> None:
    silent = {"content/transcripts/silence.md": "---\ntitle: …\n---\n\n**Ada:** — … ▮▮▮\n"}
    root = write(tmp_path, {**others, **silent, "onrecord.toml": SEARCHED})
    build(root)
    assert (root / "site/transcripts/silence.html").is_file()
    found = {id for id, *_ in table(root)["transcripts"]}
    assert "silence" not in found
    assert found == set(fragments(root))


def test_an_index_is_made_again_only_when_its_texts_have_changed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root, {TALK: GERMAN})
    build(root)
    made: list[str] = []
    add = indexing._Service.add
    monkeypatch.setattr(
        indexing._Service, "add", lambda self, bundle, pages: (made.append(bundle.name), add(self, bundle, pages))[1]
    )
    edit(root, "onrecord.toml", "Test archive", "Best archive")
    assert_built_again(root, made, [])
    edit(root, TALK, "No toll, ever", "No toll at all")
    assert_built_again(root, made, ["de"])
    edit(root, "content/topics.yaml", "name: Orchards", "name: Gardens")
    build(root)
    assert ["orchards", "Gardens"] in table(root)["topics"]


def assert_built_again(root: Path, made: list[str], bundles: list[str]) -> None:
    made.clear()
    build(root)
    assert made == bundles
    assert_as_clean(root)


def test_edits_and_what_comes_back_are_as_in_a_clean_build(root: Path) -> None:
    build(root)
    first = published(root / "site")
    for old, new in (("No toll, ever", "No fee, ever"), ("No fee, ever", "No toll, ever")):
        edit(root, TALK, old, new)
        assert_as_clean(root)
    assert published(root / "site") == first
    (root / TALK).unlink()
    assert_as_clean(root)


def test_large_archives_have_several_indexes_of_a_language(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_WORDS", 20)
    edit(root, TALK, "No toll, ever", "No toll, for now")  # so that other tests do not meet what is made here
    build(root)
    names = table(root)["bundles"]
    assert len(names) > 1
    assert fragments(root).keys() == {"bridge-toll", "orchard-talk"}
    assert_as_clean(root)


def _scribble(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


@pytest.mark.parametrize("part", ["contents.json", "en/*", "*/index/*"])
def test_a_damaged_index_is_made_again(root: Path, part: str) -> None:
    build(root)
    for path in [*(root / ".onrecord/search").glob(f"*/{part.removeprefix('en/').removeprefix('*/')}")]:
        if path.is_file():
            _scribble(path)
    for path in (root / "site/search/en").rglob("*"):
        if path.is_file():
            path.unlink()
    assert_as_clean(root)


def test_where_nothing_can_be_kept_the_index_is_made_all_the_same(root: Path) -> None:
    (root / ".onrecord").write_text("Somebody's.")
    assert_as_clean(root)
    edit(root, TALK, "No toll, ever", "No fee, ever")
    assert_as_clean(root)


def test_a_build_that_fails_leaves_no_process_and_nothing_half_made(root: Path) -> None:
    build(root)
    edit(root, TALK, "No toll, ever", "No fee, ever")
    write(root, {"templates/home.html": "{{ nothing }}"})
    with pytest.raises(ContentError):
        build(root)
    assert not [path for path in (root / ".onrecord/search").iterdir() if path.suffix == ".new"]


def test_without_pagefind_the_build_says_what_to_do(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_PACKAGES", ())
    with pytest.raises(ContentError) as caught:
        build(root)
    (problem,) = caught.value.problems
    assert problem.code == "search-failed"
    assert "[search]" in problem.hint


def test_a_pagefind_that_ends_too_early_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_program", lambda: "true")
    with pytest.raises(ContentError) as caught:
        build(root)
    assert [problem.code for problem in caught.value.problems] == ["search-failed"]
