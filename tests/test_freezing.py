"""`onrecord freeze`, and what lasts because of it: addresses of transcripts, of their parts and files, and of pages."""

import re
from pathlib import Path

import pytest

from generator.build import build, compose
from generator.check import check_site
from generator.errors import ContentError
from generator.freezing import freeze
from tests.archives import FILES, ORCHARD, tree, write
from tests.test_build import command

LEVY_FILE, ORCHARD_FILE = "content/transcripts/bridge-toll.md", "content/transcripts/orchard-talk.md"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """An archive that was frozen."""
    freeze(write(tmp_path))
    return tmp_path


def site(root: Path) -> dict[str, bytes]:
    build(root)
    return tree(root / "site")


def ids(page: bytes) -> set[str]:
    return set(re.findall(r' id="([^"]+)"', page.decode()))


def codes(root: Path) -> set[str]:
    return {found.code for found in compose(root).problems}


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")


def test_freezing_changes_nothing_in_the_site(tmp_path: Path) -> None:
    before = site(write(tmp_path))
    freeze(tmp_path)
    assert site(tmp_path) == before


def test_freezing_again_changes_nothing(published: Path) -> None:
    before = tree(published / "content")
    assert freeze(published).changes == ()
    assert tree(published / "content") == before


def test_a_dry_run_tells_and_writes_nothing(tmp_path: Path) -> None:
    write(tmp_path)
    told = freeze(tmp_path, dry_run=True)
    assert [change.path for change in told.changes] == [
        "content/anchors/bridge-toll.yaml",
        "content/anchors/orchard-talk.yaml",
    ]
    assert not (tmp_path / "content/anchors").exists()


def test_no_words_are_on_record(published: Path) -> None:
    text = "".join(path.read_text("utf-8") for path in (published / "content/anchors").iterdir())
    assert [word for word in ("year", "brother", "born", "father", "said", "ever", "When", "old") if word in text] == []


def test_a_removed_turn_stays_as_an_anchor_that_says_so(published: Path) -> None:
    edit(published, LEVY_FILE, "**Otto Reyes, Norhaven Herald:** {#exemptions} Who does not pay?\n\n", "")
    page = site(published)["transcripts/bridge-toll.html"]
    assert ids(page) >= {"exemptions", "exemptions.p1"}
    assert "has been removed" in page.decode()
    told = freeze(published).changes[0]
    assert told.gone == ("exemptions", "exemptions.p1")


def test_references_to_a_former_anchor_are_alive(published: Path) -> None:
    edit(published, ORCHARD_FILE, "**Otto Reyes:** When did the bridge come?\n\n", "")
    edit(published, LEVY_FILE, "#ada-brook-1|", "#otto-reyes-1|")
    assert "dead-reference" not in codes(published)


def test_a_renamed_transcript_leaves_its_addresses(published: Path) -> None:
    before = site(published)
    (published / ORCHARD_FILE).rename(published / "content/transcripts/fruit.md")
    (published / "content/transcripts/orchard-talk.notes.yaml").rename(
        published / "content/transcripts/fruit.notes.yaml"
    )
    for _ in ("found by its words", "by its ledger"):
        after = site(published)
        old = after["transcripts/orchard-talk.html"].decode()
        assert 'data-to="fruit.html"' in old
        assert "redirect.js" in old  # which keeps the fragment
        assert ids(after["transcripts/fruit.html"]) >= ids(before["transcripts/orchard-talk.html"])
        for form in ("json", "txt", "md"):
            assert after[f"transcripts/orchard-talk.{form}"] == after[f"transcripts/fruit.{form}"]
        assert b'href="fruit.html#ada-brook-1"' in after["transcripts/bridge-toll.html"]
        assert codes(published) <= {"unknown-topic"}
        freeze(published)
    assert not (published / "content/anchors/orchard-talk.yaml").exists()
    assert "- {was: orchard-talk}" in (published / "content/anchors/fruit.yaml").read_text("utf-8")


def test_a_slug_moves_a_transcript_as_a_new_name_does(published: Path) -> None:
    edit(published, ORCHARD_FILE, "title: An", "slug: fruit\ntitle: An")
    for _ in range(2):
        assert 'data-to="fruit.html"' in site(published)["transcripts/orchard-talk.html"].decode()
        freeze(published)
    edit(published, ORCHARD_FILE, "slug: fruit", "slug: pears")
    assert {f"transcripts/{name}.html" for name in ("orchard-talk", "fruit", "pears")} <= site(published).keys()


def test_a_moved_folder_moves_nothing(published: Path) -> None:
    before = site(published)
    (published / "content/transcripts/old").mkdir()
    (published / LEVY_FILE).rename(published / "content/transcripts/old/bridge-toll.md")
    assert site(published).keys() == before.keys()


def test_the_files_of_an_alias_stay_too(tmp_path: Path) -> None:
    text = ORCHARD.replace("title:", "aliases: [plums]\ntitle:", 1)
    after = site(write(tmp_path, {**FILES, ORCHARD_FILE: text}))
    assert after["transcripts/plums.json"] == after["transcripts/orchard-talk.json"]


def test_an_alias_leads_on_where_no_words_are_left_to_tell(published: Path) -> None:
    text = ORCHARD.replace("title:", "aliases: [orchard-talk]\nwithdrawn: 2032-03-01\ntitle:", 1)
    (published / ORCHARD_FILE).unlink()
    (published / "content/transcripts/orchard-talk.notes.yaml").unlink()
    (published / "content/transcripts/fruit.md").write_text(text, "utf-8")
    for _ in range(2):
        after = site(published)
        assert 'data-to="fruit.html"' in after["transcripts/orchard-talk.html"].decode()
        assert ids(after["transcripts/fruit.html"]) >= {"ada-brook-1", "ada-brook-1.p2"}
        freeze(published)


@pytest.mark.parametrize("change", ["deleted", "draft"])
def test_what_would_break_is_told_and_not_frozen(published: Path, change: str) -> None:
    if change == "deleted":
        (published / ORCHARD_FILE).unlink()
        (published / "content/transcripts/orchard-talk.notes.yaml").unlink()
    else:
        edit(published, ORCHARD_FILE, "title: An", "draft: true\ntitle: An")
    before = tree(published / "content")
    assert "published-transcript-gone" in codes(published)
    with pytest.raises(ContentError):
        freeze(published)
    assert tree(published / "content") == before
    done = command(published, "freeze")
    assert done.returncode == 1
    assert "transcripts/orchard-talk.html has been published" in done.stderr


def test_another_transcript_under_an_old_name_is_told_of(published: Path) -> None:
    talk = " ".join(f"word{n}" for n in range(80))
    (published / ORCHARD_FILE).write_text(f"**Zoe Alt:** {talk}\n\n**Zoe Alt:** {talk}\n", "utf-8")
    edit(published, "content/anchors/orchard-talk.yaml", '"13:', '"130:')
    assert "published-words-gone" in codes(published)


def test_a_withdrawn_transcript_is_a_page_on_which_all_its_anchors_resolve(published: Path) -> None:
    anchors = {"otto-reyes-1", "otto-reyes-1.p1", "ada-brook-1", "ada-brook-1.p1", "ada-brook-1.p2"}
    words = ("When did the bridge", "brother was born", "No toll, ever", "1931")
    edit(published, ORCHARD_FILE, "title: An", "withdrawn: 2032-03-01\nsummary: Of a brother was born.\ntitle: An")
    for _ in range(2):
        after = site(published)
        assert ids(after["transcripts/orchard-talk.html"]) >= anchors
        assert "address behind the ¶" not in after["transcripts/orchard-talk.html"].decode()
        assert "1 March 2032" in after["transcripts/orchard-talk.html"].decode()
        assert [path for path, data in after.items() for text in words if text.encode() in data] == []
        freeze(published)
    ledger = (published / "content/anchors/orchard-talk.yaml").read_text("utf-8")
    assert 'sketch: "13"' in ledger  # the number of words is known, and nothing else of them


def test_a_page_that_is_made_no_more_says_so_at_its_address(published: Path) -> None:
    edit(published, LEVY_FILE, ", affiliation: Norhaven Herald", "")
    edit(published, LEVY_FILE, "**Otto Reyes, Norhaven Herald:**", "**Otto Reyes:**")
    after = site(published)
    assert "no longer here" in after["organisations/norhaven-herald.html"].decode()
    assert "published-page-gone" in codes(published)
    freeze(published)
    assert "organisations/norhaven-herald.html" in site(published)


def test_lists_that_nothing_is_in_any_more_lead_to_others_and_need_no_mending(published: Path) -> None:
    assert "notes/kinds/context.html" in (published / "content/anchors/_pages.yaml").read_text("utf-8")
    edit(published, LEVY_FILE, "[!context]", "[!editor]")
    after = site(published)
    assert 'href="../index.html">All notes</a>' in after["notes/kinds/context.html"].decode()
    pages = published / "content/anchors/_pages.yaml"
    pages.write_text(pages.read_text("utf-8") + "- speakers/ada-brook/references/2031.html\n", "utf-8")
    assert 'data-to="../../ada-brook.html"' in site(published)["speakers/ada-brook/references/2031.html"].decode()
    assert "published-page-gone" not in codes(published)


def test_a_renamed_person_leaves_a_redirect_by_an_alias(published: Path) -> None:
    edit(published, "content/people.yaml", "mara-lind:\n", "m-lind:\n  aliases: [mara-lind]\n")
    assert 'data-to="m-lind.html"' in site(published)["speakers/mara-lind.html"].decode()
    assert "published-page-gone" not in codes(published)


def test_an_address_from_outside_is_never_made(published: Path) -> None:
    pages = published / "content/anchors/_pages.yaml"
    pages.write_text(pages.read_text("utf-8") + '- "../../evil.html"\n- "/etc/x.html"\n- "a//b.html"\n', "utf-8")
    assert site(published).keys() == tree(published / "site").keys()
    assert not any("evil" in path or path.startswith("etc") for path in tree(published / "site"))


def test_a_conflict_in_a_ledger_stops_a_build(published: Path) -> None:
    path = published / "content/anchors/bridge-toll.yaml"
    path.write_text(path.read_text("utf-8") + "<<<<<<< HEAD\n", "utf-8")
    with pytest.raises(ContentError) as caught:
        build(published)
    assert {problem.code for problem in caught.value.problems} == {"bad-ledger-line"}


def test_check_misses_anchors_that_a_template_has_dropped(published: Path) -> None:
    pages = {url: compose(published).render(url) for url in compose(published).pages}
    known = [
        ("transcripts/bridge-toll.html", "exemptions", "x.yaml"),
        ("transcripts/bridge-toll.html", "lost", "x.yaml"),
    ]
    told = [found for found in check_site(pages, None, known) if found.code == "published-anchor-gone"]
    assert [found.place and found.place.words for found in told] == ["lost"]


def test_an_update_keeps_published_anchors(published: Path) -> None:
    source = published / "talk.txt"
    source.write_text(
        "A talk\n\n1 May 2030\n\nADA BROOK: It ran at night, and nobody paid.\n\nOTTO REYES: Why so?\n", "utf-8"
    )
    assert command(published, "import", "talk.txt").returncode == 0
    freeze(published)
    text = source.read_text("utf-8").replace("ADA BROOK", "OTTO REYES: Good evening to you.\n\nADA BROOK", 1)
    source.write_text(text, "utf-8")
    assert command(published, "import", "talk.txt", "--update").returncode == 0
    page = next(data for path, data in site(published).items() if path.endswith("a-talk.html"))
    order = re.findall(rb'class="turn [^"]*" id="([^"]+)"', page)
    assert order == [b"otto-reyes-2", b"ada-brook-1", b"otto-reyes-1"]


def test_the_command_tells_what_is_new_moved_and_gone(tmp_path: Path) -> None:
    write(tmp_path)
    assert "content/anchors/bridge-toll.yaml: 10 new" in command(tmp_path, "freeze").stderr
    edit(tmp_path, LEVY_FILE, "**Otto Reyes, Norhaven Herald:** {#exemptions} Who does not pay?\n\n", "")
    told = command(tmp_path, "freeze", "--dry-run").stderr
    assert "gone: #exemptions" in told
    assert "1 transcript would change" in told
    assert "nothing to record" not in told
    command(tmp_path, "freeze")
    assert "nothing to record" in command(tmp_path, "freeze").stderr


def test_no_protected_name_is_on_record(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "redactions.yaml").write_text("- protect: Ada Brook\n  also: [Brook]\n  as: Vera Holm\n", "utf-8")
    freeze(tmp_path)
    ledgers = list((tmp_path / "content/anchors").iterdir())
    assert "vera-holm-1" in "".join(path.read_text("utf-8") for path in ledgers)
    assert [path for path in ledgers if "brook" in (path.name + path.read_text("utf-8")).casefold()] == []


def test_a_name_that_is_on_record_already_is_told_of_when_it_is_protected(published: Path) -> None:
    before = tree(published / "content/anchors")
    (published / "redactions.yaml").write_text("- protect: Ada Brook\n  also: [Brook]\n  as: Vera Holm\n", "utf-8")
    for make in (freeze, build):
        with pytest.raises(ContentError) as failed:
            make(published)
        leaks = [found for found in failed.value.problems if found.code == "leak"]
        assert leaks
        assert all("brook" not in str(found).casefold() for found in failed.value.problems)
    assert tree(published / "content/anchors") == before
