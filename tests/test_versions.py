"""Several texts of one event: what they have in common, how they are shown together, and the log of corrections."""

import json
import time
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import native
from generator.build import Options, build, compose, record_of
from generator.importing.aligning import aligned as aligned_items
from generator.model import Record
from generator.pages.differences import Differences, differences
from generator.pages.parallel import aligned, parallel
from generator.pages.pieces import pieces
from generator.sequences import matched
from tests.archives import SETTINGS, write

LEVY = """---
title: The levy
date: 2031-05-06
status: as delivered
corrections:
  - {date: 2031-05-08, by: R. Vale, what: "“Fourteen crowns” was “forty crowns”.", turn: ines-okafor-1.p1}
---

## Opening

**Ines Okafor:** Good morning. There is coffee at the back. The levy goes to the quay wall and nothing else.

It ends after five years.

**Tomas Brandt:** Nonsense!

**Ines Okafor:** Every vessel that lies here for more than thirty nights pays eleven crowns a metre.

*[Applause]*
"""
PREPARED = """---
title: The levy
date: 2031-05-06
variant-of: levy
variant: prepared
---

## Opening

**Ines Okafor:** Good morning. The levy goes to the quay wall and nothing else.

It ends after ten years. Every vessel that lies here for more than thirty nights pays eleven crowns a metre.

**Lars Emmet:** That is the end of the statement.
"""
GERMAN = """---
title: Die Abgabe
language: de
variant-of: levy
variant: translation
---

## Eröffnung

**Ines Okafor:** Guten Morgen. Hinten gibt es Kaffee. Die Abgabe geht in die Kaimauer und in nichts sonst.

Sie endet nach fünf Jahren.

**Ines Okafor:** Jedes Schiff, das hier mehr als dreißig Nächte liegt, zahlt elf Kronen je Meter.

*[Beifall]*
"""


def record(text: str, id: str = "a") -> Record:
    return record_of(native.read(text.encode(), f"{id}.md"), id)[0]


def archive(root: Path, **texts: str) -> Path:
    return write(root, {"onrecord.toml": SETTINGS, **{f"content/transcripts/{n}.md": t for n, t in texts.items()}})


def problems(root: Path, **texts: str) -> list[tuple[str, int, str]]:
    site = compose(archive(root, **texts))
    return [(p.code, p.place.line if p.place else 0, p.hint) for p in site.problems]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("versions")
    build(archive(root, levy=LEVY, prepared=PREPARED, german=GERMAN), Options())
    return root / "site"


def page(site: Path, url: str) -> BeautifulSoup:
    return BeautifulSoup((site / url).read_text("utf-8"), "lxml")


# --- what two sequences have in common ---------------------------------------------------------------------------

WORDS = st.lists(st.sampled_from("abcdefghij"), max_size=40)


@given(WORDS, WORDS)
def test_what_matches_is_equal_and_in_order(old: list[str], new: list[str]) -> None:
    pairs = matched(old, new)
    assert all(old[i] == new[j] for i, j in pairs)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))
    assert len(matched(old, old)) == len(old)


@pytest.mark.parametrize("words", [["a"], ["a", "b"], [f"w{n % 997}" for n in range(3000)]])
def test_matching_long_sequences_takes_no_long_time(words: list[str]) -> None:
    old = words * (60_000 // len(words))
    new = ["start", *(word for n, word in enumerate(old) if n % 7), *old[:5000]]
    began = time.perf_counter()
    matched(old, new)
    assert time.perf_counter() - began < 10


def test_an_edited_text_matches_wherever_it_was_not_edited() -> None:
    old = [f"w{n * n % 5003}" for n in range(20_000)]
    new = [word if n % 50 else "other" for n, word in enumerate(old)]
    assert len(matched(old, new)) > 0.97 * len(old)


def test_updates_still_find_what_has_moved() -> None:
    items = native.read(LEVY.encode(), "a.md").transcript.items
    assert aligned_items(items, (*items[2:], *items[:2])) == {n: (n - 2) % len(items) for n in range(len(items))}


# --- differences -----------------------------------------------------------------------------------------------------


def woven() -> Differences:
    return differences(record(PREPARED, "prepared"), record(LEVY, "levy"))


def test_words_are_marked_where_they_differ() -> None:
    first = next(passage for passage in woven().passages if passage.id == "ines-okafor-1")
    runs = [(run.change, run.text.strip()) for paragraph in first.paragraphs for run in paragraph]
    assert ("added", "There is coffee at the back.") in runs
    assert [run for run in runs if run[0] != "same"][1:] == [("removed", "ten"), ("added", "five")]


def test_a_turn_that_was_interrupted_belongs_to_both_of_its_halves() -> None:
    found = {passage.id: passage for passage in woven().passages}
    halves = found["ines-okafor-1"], found["ines-okafor-2"]
    assert [half.earlier for half in halves] == [("transcripts/prepared.html#ines-okafor-1",)] * 2
    assert halves[1].change == "same"
    assert found["tomas-brandt-1"].change == "added"


def test_a_turn_that_is_gone_is_told_with_its_speaker() -> None:
    (gone,) = (passage for passage in woven().passages if passage.change == "removed")
    assert [run.text for run in gone.names] == ["Lars Emmet"]
    assert (gone.earlier, gone.later) == (("transcripts/prepared.html#lars-emmet-1",), "")


def test_who_speaks_may_differ_too() -> None:
    corrected = LEVY.replace("**Tomas Brandt:** Nonsense!", "**Lars Emmet:** Nonsense!")
    found = differences(record(LEVY), record(corrected))
    assert [(r.change, r.text.strip()) for p in found.passages if p.change != "same" for r in p.names] == [
        ("removed", "Tomas Brandt"),
        ("added", "Lars Emmet"),
    ]


def test_a_full_stop_stays_with_its_sentence() -> None:
    """What was added behind a sentence is marked, and not the end of the one before."""
    first = "**A:** The levy goes to the quay wall, and nothing else."
    found = differences(record(first), record(f"{first} It is the last word."))
    (turn,) = found.passages
    assert [(run.change, run.text) for run in turn.paragraphs[0]] == [
        ("same", "The levy goes to the quay wall, and nothing else. "),
        ("added", "It is the last word."),
    ]


def test_what_was_removed_does_not_stick_to_the_word_before() -> None:
    found = differences(
        record("**A:** Good evening to all. We begin now."), record("**A:** Good evening. We begin now.")
    )
    assert [(run.change, run.text) for run in found.passages[0].paragraphs[0]] == [
        ("same", "Good evening"),
        ("removed", " to all"),
        ("same", ". We begin now."),
    ]


def test_typography_alone_is_no_difference() -> None:
    one, two = (f"**A:** {text}\n" for text in ('"It\'s" - he said... so.', "“It’s” – he said... so."))
    assert differences(record(one), record(two)).changed == 0


SAID = st.lists(st.sampled_from("one two three four five six seven eight nine ten".split()), min_size=1, max_size=12)
TURN = st.tuples(st.sampled_from(("N1", "N2", "N3")), st.lists(SAID, min_size=1, max_size=3))
TALK = st.lists(TURN, min_size=1, max_size=6)


def talk(turns: list[tuple[str, list[list[str]]]]) -> Record:
    return record("\n\n".join(f"**{name}:** " + "\n\n".join(map(" ".join, said)) for name, said in turns))


def words(found: Differences, change: str) -> list[str]:
    runs = [run for passage in found.passages for paragraph in passage.paragraphs for run in paragraph]
    text = " ".join(run.text for run in runs if run.change in ("same", change))
    return [word for word in text.split() if not word.endswith(":")]


@given(TALK, TALK)
def test_every_word_of_both_texts_is_shown_once_and_in_order(one: list, two: list) -> None:  # type: ignore[type-arg]
    found = differences(talk(one), talk(two))
    assert words(found, "removed") == [word for _, said in one for part in said for word in part]
    assert words(found, "added") == [word for _, said in two for part in said for word in part]
    later = [passage.later for passage in found.passages if passage.later]
    assert later == [f"transcripts/a.html#{p.anchor}" for p in pieces(talk(two))]


def test_differences_of_a_long_text_take_no_long_time() -> None:
    turns = [f"**N{n % 3}:** " + " ".join(f"w{(n * k) % 911}" for k in range(1, 60)) for n in range(1, 700)]
    one = record("\n\n".join(turns))
    two = record("\n\n".join(turn.replace("w5 ", "changed ") for n, turn in enumerate(turns) if n % 9))
    began = time.perf_counter()
    differences(one, two)
    assert time.perf_counter() - began < 15


# --- side by side ----------------------------------------------------------------------------------------------------


def test_a_translation_stands_beside_its_turns_where_counts_differ() -> None:
    rows = parallel(record(LEVY, "levy"), record(GERMAN, "german"))
    cells = [
        [BeautifulSoup("".join(html for html, _ in c.paragraphs), "lxml").text[:8] for c in (r.original, r.translation)]
        for r in rows.rows
    ]
    sides = [tuple(pair) for pair in cells]
    assert sides == [
        ("Opening", "Eröffnun"),
        ("Good mor", "Guten Mo"),
        ("It ends ", "Sie ende"),
        ("Nonsense", ""),
        ("Every ve", "Jedes Sc"),
        ("[Applaus", "[Beifall"),
    ]
    assert rows.alone == 1


@given(TALK, TALK)
@settings(max_examples=50)
def test_pairs_are_in_order_and_of_one_kind(one: list, two: list) -> None:  # type: ignore[type-arg]
    left, right = tuple(pieces(talk(one))), tuple(pieces(talk(two)))
    pairs = aligned(left, right)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))
    assert aligned(left, left) == [(n, n) for n in range(len(left))]


def test_long_translations_are_aligned_too() -> None:
    said = [f"**N{n * n % 7 % 3}:** " + "word " * (n * 37 % 40 + 1) for n in range(1200)]
    left = tuple(pieces(record("\n\n".join(said))))
    right = left[:400] + left[405:]
    began = time.perf_counter()
    pairs = aligned(left, right)
    assert sum(left[i] is right[j] for i, j in pairs) > 1150
    assert time.perf_counter() - began < 15


# --- pages -----------------------------------------------------------------------------------------------------------


def test_transcripts_and_comparisons_link_to_each_other(site: Path) -> None:
    for url, other in (("levy", "prepared"), ("levy", "german"), ("prepared", "prepared"), ("german", "german")):
        assert page(site, f"transcripts/{url}.html").find("a", href=f"../compare/{other}.html")
    links = {a["href"] for a in page(site, "compare/prepared.html").find_all("a")}
    assert {"../transcripts/levy.html#ines-okafor-2", "../transcripts/prepared.html#lars-emmet-1"} <= links


def test_changes_are_told_to_those_who_do_not_see_them(site: Path) -> None:
    found = page(site, "compare/prepared.html").select_one(".woven")
    assert found
    assert "[removed: ten]" in found.text
    assert "[added: five]" in found.text


def test_each_column_is_in_its_language(site: Path) -> None:
    cells = page(site, "compare/german.html").select(".turn .cell")
    assert {cell["lang"] for cell in cells[::2]} == {"en"}
    assert {cell["lang"] for cell in cells[1::2]} == {"de"}


def test_citations_name_the_version(site: Path) -> None:
    cited = {id: page(site, f"transcripts/{id}.html").select_one(".citation") for id in ("levy", "prepared", "german")}
    said = {id: found.text for id, found in cited.items() if found}
    assert "6 May 2031, as delivered, corrected 8 May 2031." in said["levy"]
    assert "as prepared" in said["prepared"]
    assert "translation from English" in said["german"]
    data = page(site, "transcripts/german.html").find("script", type="application/ld+json")
    assert data
    known = json.loads(data.text)
    assert known["version"] == "translation from English"
    assert known["translationOfWork"]["inLanguage"] == "en"


def test_a_text_without_words_is_not_compared(tmp_path: Path) -> None:
    withdrawn = PREPARED.replace("variant:", "withdrawn: 2031-06-01\nvariant:")
    site = compose(archive(tmp_path, levy=LEVY, prepared=withdrawn))
    assert not any(url.startswith("compare/") for url in site.urls)


# --- which is another text of which ----------------------------------------------------------------------------------


def test_a_renamed_original_is_found_by_its_old_address(tmp_path: Path) -> None:
    renamed = LEVY.replace("title:", "aliases: [/transcripts/levy.html]\ntitle:")
    assert problems(tmp_path, harbour=renamed, prepared=PREPARED) == []
    assert "compare/prepared.html" in compose(tmp_path).urls


def test_another_text_of_nothing_is_reported_at_its_line(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, levy=LEVY, prepared=PREPARED.replace("variant-of: levy", "variant-of: levi"))
    assert found == ("unknown-variant", 4, "Did you mean levy?")


def test_circles_are_reported_and_take_nothing_else_with_them(tmp_path: Path) -> None:
    plain = "---\ntitle: {0}\nvariant-of: {1}\n---\n\n**A:** So it is.\n"
    texts = {"a": plain.format("A", "b"), "b": plain.format("B", "a"), "c": plain.format("C", "a")}
    texts["d"] = plain.format("D", "d")
    assert [code for code, *_ in problems(tmp_path, **texts)] == ["variant-circle"] * 3
    assert [url for url in compose(tmp_path).urls if url.startswith("compare/")] == ["compare/c.html"]


# --- corrections -----------------------------------------------------------------------------------------------------


def test_corrections_are_in_the_log_at_their_turn_in_the_list_in_the_feed_and_in_the_data(site: Path) -> None:
    transcript = page(site, "transcripts/levy.html")
    log = transcript.select_one(".corrections li")
    assert log
    assert "forty crowns" in log.text
    assert "R. Vale" in log.text
    assert log.find("a", href="#ines-okafor-1.p1")
    assert transcript.select_one(f"#ines-okafor-1 .corrected a[href='#{log['id']}']")
    address = f"transcripts/levy.html#{log['id']}"
    assert page(site, "corrections/index.html").find("a", href=f"../{address}")
    feed = BeautifulSoup((site / "corrections.xml").read_bytes(), "xml")
    assert [one.text for one in feed.select("entry > id")] == [f"https://example.org/archive/{address}"]
    data = json.loads((site / "transcripts/levy.json").read_bytes())
    assert data["corrections"][0]["turn"] == "ines-okafor-1.p1"
    assert data["corrections"][0]["date"] == "2031-05-08"


def test_an_archive_without_corrections_has_no_list_of_them(tmp_path: Path) -> None:
    urls = compose(archive(tmp_path, prepared=PREPARED.replace("variant-of: levy\n", ""))).urls
    assert not any("corrections" in url for url in urls)


@pytest.mark.parametrize("turn", ["ines-okafor-9", "ines-okafor-1.p3", "ines-okafor-1.p0", "ines-okafor-1.p²"])
def test_a_correction_of_what_is_not_there_is_reported_and_still_told(tmp_path: Path, turn: str) -> None:
    (found,) = problems(tmp_path, levy=LEVY.replace("ines-okafor-1.p1", turn))
    assert found[:2] == ("unplaced-correction", 6)
    html = compose(tmp_path).render("transcripts/levy.html")
    assert b"forty crowns" in html
    assert f'href="#{turn}"'.encode() not in html


def test_a_correction_that_is_written_twice_is_told_once(tmp_path: Path) -> None:
    line = next(line for line in LEVY.splitlines() if line.startswith("  - {date"))
    root = archive(tmp_path, levy=LEVY.replace(line, f"{line}\n{line}"))
    assert compose(root).render("corrections/index.html").count(b"forty crowns") == 1


def test_a_problem_in_the_facts_beside_a_file_is_told_there(tmp_path: Path) -> None:
    meta = "corrections:\n  - {date: 2031-05-08, what: A name., turn: nobody-1}\n"
    root = archive(tmp_path)
    write(root, {"content/transcripts/t.txt": "ADA BROOK: It ran.\n", "content/transcripts/t.meta.yaml": meta})
    (found,) = (p for p in compose(root).problems if p.code == "unplaced-correction")
    assert found.place
    assert (found.place.path, found.place.line) == ("content/transcripts/t.meta.yaml", 2)


def test_the_corrections_of_a_withdrawn_transcript_go_with_its_words(tmp_path: Path) -> None:
    root = archive(tmp_path, levy=LEVY.replace("status:", "withdrawn: 2031-06-01\nstatus:"))
    build(root, Options())
    assert not any(b"forty crowns" in path.read_bytes() for path in (root / "site").rglob("*") if path.is_file())


def test_many_corrections_are_cut_by_year(tmp_path: Path) -> None:
    lines = "".join(f"  - {{date: {2001 + n % 3}-01-01, what: Word {n}.}}\n" for n in range(400))
    site = compose(archive(tmp_path, levy=f"---\ncorrections:\n{lines}---\n\n**A:** So.\n"))
    assert {"corrections/2001.html", "corrections/2003.html"} <= set(site.urls)
    assert b"Word 0." in site.render("corrections/2001.html")
