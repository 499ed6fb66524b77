"""The preview in a real browser: it follows edits, shows problems over the last good page, and always answers."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.archives import FILES, write

TALK = "content/transcripts/bridge-toll.md"


class Preview:
    """`onrecord serve` in a process of its own."""

    def __init__(self, root: Path, *arguments: str) -> None:
        self.root = root
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "generator", "serve", *arguments],
            cwd=root,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "NO_COLOR": "1"},
        )
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if "The preview is at " in line:
                self.address = line.split("The preview is at ")[1].split()[0]
                break
        else:
            raise AssertionError("the preview ended before it began")

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.root / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(10)
        finally:
            self.process.kill()
            if self.process.stderr:
                self.process.stderr.close()

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        origin = self.address.split("/", 3)
        request = urllib.request.Request(f"{'/'.join(origin[:3])}{path}", headers=headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    running = Preview(write(tmp_path), "--port", "0")
    yield running
    running.stop()


@pytest.fixture
def page(context: BrowserContext, preview: Preview) -> Page:
    opened = context.new_page()
    opened.goto(preview.address + "transcripts/bridge-toll.html")
    expect(opened.locator("h1")).to_contain_text("Bridge toll")
    opened.wait_for_function("() => performance.getEntriesByType('resource').some(one => one.name.includes('state?'))")
    return opened


def test_an_edit_shows_up_by_itself_and_the_place_is_kept(preview: Preview, page: Page) -> None:
    page.locator("#mara-lind-2").scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, document.getElementById('exemptions').offsetTop - 50)")
    before = page.locator("#exemptions").bounding_box()
    preview.edit(TALK, "Nobody on foot.", "Nobody who walks.")
    expect(page.locator("#mara-lind-2")).to_contain_text("Nobody who walks.")
    page.wait_for_function("() => sessionStorage.length === 0")
    after = page.locator("#exemptions").bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 3


def test_the_way_editors_save_is_noticed(preview: Preview, page: Page) -> None:
    """A new file is moved into the old one's place, and there are temporary files beside it."""
    talk = preview.root / TALK
    (talk.parent / "4913").write_text("", "utf-8")
    (talk.parent / ".bridge-toll.md.swp").write_text("x", "utf-8")
    new = talk.parent / "bridge-toll.md~"
    new.write_text(talk.read_text("utf-8").replace("Nobody on foot.", "Saved by vim."), "utf-8")
    new.replace(talk)
    expect(page.locator("#mara-lind-2")).to_contain_text("Saved by vim.")
    preview.edit(TALK, "Saved by vim.", "Saved again.")
    expect(page.locator("#mara-lind-2")).to_contain_text("Saved again.")


def test_a_style_sheet_changes_without_a_reload(preview: Preview, page: Page) -> None:
    write(preview.root, {"static/onrecord.css": "body { background: rgb(1, 2, 3) }"})
    page.wait_for_function("() => getComputedStyle(document.body).backgroundColor === 'rgb(1, 2, 3)'")
    page.evaluate("window.stays = true")
    write(preview.root, {"static/onrecord.css": "body { background: rgb(4, 5, 6) }"})
    page.wait_for_function("() => getComputedStyle(document.body).backgroundColor === 'rgb(4, 5, 6)'")
    assert page.evaluate("window.stays") is True


def test_problems_lie_over_the_last_good_page_until_they_are_mended(preview: Preview, page: Page) -> None:
    preview.edit(TALK, "title:", "titel:")
    overlay = page.locator(".onrecord-problems")
    expect(overlay).to_contain_text("titel")
    expect(overlay).to_contain_text(f"{TALK}:2:1")
    assert (overlay.locator("a").first.get_attribute("href") or "").startswith("vscode://file/")
    expect(page.locator("#mara-lind-2")).to_contain_text("Nobody on foot.")
    page.reload()
    expect(page.locator("#mara-lind-2")).to_contain_text("Nobody on foot.")
    expect(overlay).to_contain_text("titel")
    preview.edit(TALK, "titel:", "title:")
    expect(overlay).to_have_count(0)


def test_what_does_not_stop_a_build_is_folded_until_it_is_asked_for(preview: Preview, page: Page) -> None:
    preview.edit(TALK, "Nobody on foot.", "Nobody on foot, [[nowhere]].")
    overlay = page.locator(".onrecord-problems")
    expect(overlay).to_contain_text("1 thing to look at")
    expect(overlay.locator("li")).to_be_hidden()
    overlay.get_by_role("button", name="Show").click()
    expect(overlay.locator("li")).to_be_visible()
    overlay.get_by_role("button", name="Hide").click()
    expect(overlay.locator("li")).to_be_hidden()


def test_broken_settings_and_templates_do_not_stop_it(preview: Preview, page: Page) -> None:
    write(preview.root, {"onrecord.toml": "title = \n"})
    expect(page.locator(".onrecord-problems")).to_contain_text("onrecord.toml")
    write(preview.root, {"onrecord.toml": FILES["onrecord.toml"]})
    expect(page.locator(".onrecord-problems")).to_have_count(0)
    write(preview.root, {"templates/transcript.html": "{{ nothing_of_the_kind }}"})
    expect(page.locator(".onrecord-problems")).to_contain_text("templates/transcript.html:1")
    expect(page.locator("#mara-lind-2")).to_contain_text("Nobody on foot.")
    (preview.root / "templates/transcript.html").unlink()
    expect(page.locator(".onrecord-problems")).to_have_count(0)


def test_deleting_renaming_and_mass_edits_are_survived(preview: Preview, page: Page) -> None:
    (preview.root / "content").rename(preview.root / "away")
    page.wait_for_function(
        "async () => (await fetch(location.pathname)).status === 404",
    )
    (preview.root / "away").rename(preview.root / "content")
    page.wait_for_function("async () => (await fetch(location.pathname)).status === 200")
    many = {f"content/transcripts/many-{n}.md": f"**Ada Brook:** Talk {n}.\n" for n in range(200)}
    write(preview.root, many)
    page.wait_for_function("async () => (await fetch('many-199.html')).status === 200")


def test_a_folder_that_another_takes_the_place_of_is_still_watched(preview: Preview, page: Page) -> None:
    """As when a branch is checked out, or a backup is put back."""
    content = preview.root / "content"
    for folder in (content, content / "transcripts"):
        copied = preview.root / "copy"
        shutil.copytree(folder, copied)
        shutil.rmtree(folder)
        copied.rename(folder)
        page.wait_for_timeout(500)
        preview.edit(TALK, "Nobody", "And nobody")
        expect(page.locator("#mara-lind-2")).to_contain_text("And nobody")
        preview.edit(TALK, "And nobody", "Nobody")
        expect(page.locator("#mara-lind-2")).not_to_contain_text("And nobody")


def test_an_archive_that_was_never_good_shows_what_is_wrong_and_recovers(
    context: BrowserContext, tmp_path: Path
) -> None:
    write(tmp_path, {**FILES, TALK: FILES[TALK].replace("title:", "titel:")})
    running = Preview(tmp_path, "--port", "0")
    try:
        page = context.new_page()
        page.goto(running.address)
        expect(page.locator(".onrecord-problems")).to_contain_text("titel")
        running.edit(TALK, "titel:", "title:")
        page.wait_for_function("async () => (await fetch('/')).url.includes('/archive/')")
    finally:
        running.stop()


def test_drafts_are_shown_and_marked(preview: Preview, page: Page) -> None:
    preview.edit(TALK, "kind:", "draft: true\nkind:")
    expect(page.locator(".onrecord-draft")).to_contain_text("Draft")


def test_a_free_page_that_is_a_draft_is_marked_too(context: BrowserContext, tmp_path: Path) -> None:
    plan = "---\ntitle: Plan\ndraft: true\n---\n\nNot yet.\n"
    running = Preview(write(tmp_path, {**FILES, "content/pages/plan.md": plan}), "--port", "0")
    try:
        page = context.new_page()
        page.goto(running.address + "plan.html")
        expect(page.locator(".onrecord-draft")).to_contain_text("Draft")
    finally:
        running.stop()


def test_selected_words_become_a_note_that_is_ready_to_paste(
    context: BrowserContext, preview: Preview, page: Page
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(
        """() => {
          const text = document.querySelector("#mara-lind-2 p[id]").firstChild;
          getSelection().setBaseAndExtent(text, 0, text, "Nobody on foot".length);
        }"""
    )
    offer = page.get_by_role("button", name="Add a note")
    offer.click()
    expect(page.locator(".onrecord-note")).to_contain_text("content/transcripts/bridge-toll.notes.yaml")
    entry = page.evaluate("navigator.clipboard.readText()")
    assert '- quote: "Nobody on foot"\n  turn: mara-lind-2\n' in entry
    write(preview.root, {"content/transcripts/bridge-toll.notes.yaml": entry})
    expect(page.locator(".note")).to_have_count(2)
    expect(page.locator(".onrecord-problems")).to_have_count(0)


def test_nothing_is_written_to_the_output_folder(preview: Preview, page: Page) -> None:
    assert page.title()
    assert not (preview.root / "site").exists()


def test_only_this_machine_and_this_site_may_ask(preview: Preview) -> None:
    assert preview.get("/archive/index.html")[0] == 200
    assert preview.get("/archive/index.html", Host="elsewhere.example")[0] == 403
    assert preview.get("/archive/index.html", Origin="https://elsewhere.example")[0] == 403


@pytest.mark.parametrize("headers", [{"Host": "[::1"}, {"Origin": "http://[::1"}, {"Origin": "null"}])
def test_a_malformed_or_hidden_name_is_refused(preview: Preview, headers: dict[str, str]) -> None:
    assert preview.get("/archive/index.html", **headers)[0] == 403


def test_addresses_without_their_ending_work_as_on_a_web_server(preview: Preview, page: Page) -> None:
    page.goto(preview.address + "transcripts/bridge-toll")
    expect(page.locator("h1")).to_contain_text("Bridge toll")
    preview.edit(TALK, "Nobody on foot.", "Nobody who walks.")
    expect(page.locator("#mara-lind-2")).to_contain_text("Nobody who walks.")
    page.goto(preview.address + "transcripts")
    assert page.url == preview.address + "transcripts/"


def test_tabs_in_the_background_leave_their_connections_to_others(
    context: BrowserContext, preview: Preview, page: Page
) -> None:
    """A browser opens six connections to a host; a seventh tab would wait for ever."""
    turn = "document.dispatchEvent(new Event('visibilitychange'))"
    hide = f"Object.defineProperty(document, 'hidden', {{ value: true, configurable: true }}); {turn}"
    page.evaluate(hide)
    for _ in range(6):
        other = context.new_page()
        other.goto(preview.address, timeout=10_000)
        other.evaluate(hide)
    preview.edit(TALK, "Nobody on foot.", "Nobody who walks.")
    page.wait_for_function("async () => (await (await fetch(location.pathname)).text()).includes('who walks')")
    expect(page.locator("#mara-lind-2")).to_contain_text("Nobody on foot.")
    write(preview.root, {"static/onrecord.css": "body { color: red }"})
    page.wait_for_function("async () => (await (await fetch('../static/onrecord.css')).text()).includes('red')")
    page.evaluate(f"delete document.hidden; {turn}")
    expect(page.locator("#mara-lind-2")).to_contain_text("Nobody who walks.")


@pytest.mark.parametrize("path", ["caf%C3%A9", "café"])
def test_the_path_of_the_site_may_have_any_letters(tmp_path: Path, path: str) -> None:
    write(tmp_path, {**FILES, "onrecord.toml": f'base_url = "https://example.org/{path}/"\n'})
    running = Preview(tmp_path, "--port", "0")
    try:
        assert running.address.endswith("/caf%C3%A9/")
        assert running.get("/")[0] == 200
        assert running.get("/caf%C3%A9/")[0] == 200
    finally:
        running.stop()


def test_a_wrong_question_for_news_is_no_error(preview: Preview) -> None:
    address = f"{preview.address.removesuffix('archive/')}__onrecord/news?since=x"
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310
        assert answer.readline() == b"retry: 500\n"


@pytest.mark.parametrize(
    "path",
    [
        "/archive/../onrecord.toml",
        "/archive/%2e%2e/onrecord.toml",
        "/archive/static/..%2f..%2fonrecord.toml",
        "//etc/passwd",
    ],
)
def test_only_the_site_is_served(preview: Preview, path: str) -> None:
    status, body = preview.get(path)
    assert status == 404
    assert b"base_url" not in body


def test_recordings_can_be_played_from_the_middle(tmp_path: Path) -> None:
    running = Preview(write(tmp_path, {**FILES, "static/talk.mp3": bytes(range(200))}), "--port", "0")
    try:
        assert running.get("/archive/static/talk.mp3", Range="bytes=10-19") == (206, bytes(range(10, 20)))
    finally:
        running.stop()


def test_pages_lie_under_the_configured_path_and_a_missing_one_is_404(preview: Preview) -> None:
    assert preview.address.endswith("/archive/")
    status, body = preview.get("/archive/nowhere.html")
    assert status == 404
    assert b"<h1" in body


def test_a_busy_port_is_said_and_the_default_takes_the_next(tmp_path: Path) -> None:
    write(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = subprocess.run(
            [sys.executable, "-m", "generator", "serve", "--port", str(taken.getsockname()[1])],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert "in use" in done.stderr
    one, two = Preview(tmp_path), Preview(tmp_path)
    try:
        assert one.address != two.address
    finally:
        one.stop()
        two.stop()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_ctrl_c_ends_it_quietly(tmp_path: Path) -> None:
    assert Preview(write(tmp_path), "--port", "0").stop() == 0
