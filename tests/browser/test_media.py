"""Listening with the text in a real browser: by mouse, keyboard, touch; from disk; from other sites on request."""

import functools
import http.server
import json
import re
import threading
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, Route

from generator.build import build
from tests.archives import FILES, write

SECONDS = 60
HEAD = """---
title: {title}
speakers:
  - {{name: Mara Lind, part: principal}}
  - {{name: Otto Reyes, part: questioner}}
media:
{media}
---

"""
FIRST = "The toll pays for the piers, and for the lamps on them, and for nothing else at all. " * 4
TEXT = (
    f"**Mara Lind:** [00:00:00] {FIRST}\n\n"
    "**Otto Reyes:** [00:00:10] Who pays? [00:00:15] And who does not?\n\n[00:00:18] Who never will?\n\n"
    f"**Mara Lind:** {FIRST}\n\n"
    + "".join(f"**Mara Lind:** [00:00:{at:02}–00:00:{at + 8:02}] {FIRST}\n\n" for at in (20, 30, 40, 50))
)
ELSEWHERE = {
    "youtube": "https://www.youtube.com/watch?v=abcdefghijk",
    "vimeo": "https://vimeo.com/12345",
    "peertube": "https://tube.example/w/mQvQhJkLmNpQrStUvWxYz1",
    "archive": "https://archive.org/details/some-talk",
    "file": "https://media.example/talk.wav",
}


def _talk(title: str, *media: str) -> str:
    return HEAD.format(title=title, media="\n".join(f"  - {one}" for one in media)) + TEXT


def _sound(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * 8000 * SECONDS)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("archive")
    _sound(root / "static/talk.wav")
    _sound(root / "static/later.wav")
    _sound(root / "static/film.webm")  # a video without pictures: browsers look at what is in a file
    talks = {
        "talk": _talk("The talk", "talk.wav"),
        "takes": _talk(
            "Takes", "{file: talk.wav, title: In the hall}", '{file: later.wav, title: Second tape, begins: "0:30"}'
        ),
        "film": _talk("The film", "film.webm"),
        "lost": _talk("Lost", "nowhere.opus", "nowhere.mp3"),
        **{name: _talk(name, address) for name, address in ELSEWHERE.items()},
    }
    write(root, {**FILES, **{f"content/transcripts/{name}.md": text for name, text in talks.items()}})
    build(root)
    return root / "site"


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site))) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}/"
        httpd.shutdown()
        thread.join()


def opened(context: BrowserContext, site: Path, name: str, fragment: str = "") -> Page:
    page = context.new_page()
    page.goto((site / f"transcripts/{name}.html").as_uri() + fragment)
    return page


def until(page: Page | Frame, true: str) -> None:
    """Waits until an expression is true; Playwright's own way of waiting needs a page that lets it make code."""
    for _ in range(200):
        if page.evaluate(true):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never true: {true}")


def heard(page: Page) -> float:
    """Where the recording is, in seconds."""
    return float(
        page.evaluate("[...document.querySelectorAll('audio, video')].find(one => one.offsetWidth).currentTime")
    )


def plays(page: Page) -> None:
    until(page, "[...document.querySelectorAll('audio, video')].some(one => !one.paused && one.currentTime)")


def spoken(page: Page) -> list[str]:
    return page.eval_on_selector_all(".spoken", "found => found.map(one => one.id)")


def wound_to(page: Page, time: float) -> None:
    """As by the browser's own controls."""
    page.evaluate(f"document.querySelector('audio').currentTime = {time}")
    until(page, f"Math.abs(document.querySelector('audio').currentTime - {time}) < 1")


def scrolled(page: Page) -> float:
    return float(page.evaluate("scrollY"))


def test_a_time_is_heard_and_the_spoken_words_are_followed(context: BrowserContext, site: Path) -> None:
    page = opened(context, site, "talk")
    assert spoken(page) == []
    page.locator("#otto-reyes-1 a.time").click()
    plays(page)
    assert 10 <= heard(page) < 14
    assert spoken(page) == ["otto-reyes-1.p1"]
    page.locator("#otto-reyes-1 a.sync").nth(1).click()
    until(page, "document.querySelector('.spoken')?.id === 'otto-reyes-1.p2'")
    assert 18 <= heard(page) < 22
    wound_to(page, 41)
    until(page, "document.querySelector('.spoken')?.id === 'mara-lind-5.p1'")
    wound_to(page, 49)  # after the end of one turn, before the next
    until(page, "!document.querySelector('.spoken')")
    page.locator(".player .on").click()
    until(page, "document.querySelector('.spoken')?.id === 'mara-lind-6.p1'")


def test_a_turn_of_which_only_the_start_is_known_is_marked_whole(context: BrowserContext, site: Path) -> None:
    page = opened(context, site, "talk", "#t=3")
    assert spoken(page) == ["mara-lind-1.p1"]
    assert page.locator("#mara-lind-1.speaking").count() == 1


@pytest.mark.parametrize(
    ("fragment", "time", "block"),
    [
        ("#t=16", 16, "otto-reyes-1.p1"),
        ("#t=0:41", 41, "mara-lind-5.p1"),
        ("#t=0:00:50.5", 50.5, "mara-lind-6.p1"),
        ("#mara-lind-4", 30, "mara-lind-4.p1"),
        ("#otto-reyes-1.p2", 18, "otto-reyes-1.p2"),
    ],
)
def test_an_address_opens_text_and_recording_at_a_moment(
    context: BrowserContext, site: Path, fragment: str, time: float, block: str
) -> None:
    page = opened(context, site, "talk", fragment)
    until(page, "document.querySelector('.spoken')")
    assert spoken(page) == [block]
    assert heard(page) == time
    assert page.evaluate("document.querySelector('audio').paused")
    box = page.locator(f"[id='{block}']").bounding_box()
    assert box
    until(
        page, f"(b => b.bottom > 0 && b.top < innerHeight)(document.getElementById('{block}').getBoundingClientRect())"
    )
    page.evaluate("location.hash = '#t=20'")
    until(page, "document.querySelector('.spoken')?.id === 'mara-lind-3.p1'")
    assert heard(page) == 20


def test_an_address_that_names_nothing_does_no_harm(context: BrowserContext, site: Path) -> None:
    for fragment in ("#t=", "#t=x", "#%E0%A4", "#nowhere", "#t=99999"):
        page = opened(context, site, "talk", fragment)
        errors: list[str] = []
        page.on("pageerror", lambda error, errors=errors: errors.append(str(error)))
        page.reload()
        page.locator("#otto-reyes-1 a.time").click()
        plays(page)
        assert errors == []
        page.close()


def test_by_keyboard_alone(context: BrowserContext, site: Path) -> None:
    page = opened(context, site, "talk")
    page.locator("#otto-reyes-1 > .anchor").focus()
    page.keyboard.press("k")
    plays(page)
    assert 10 <= heard(page) < 14
    page.keyboard.press("l")
    until(page, "document.querySelector('audio').currentTime >= 20")
    page.keyboard.press("j")
    page.keyboard.press("j")
    until(page, "document.querySelector('audio').currentTime < 12")
    page.locator(".player .here").focus()
    page.keyboard.press("k")
    until(page, "document.querySelector('audio').paused")
    page.locator("#mara-lind-4 > .anchor").focus()
    page.locator(".player .here").focus()
    page.keyboard.press("Enter")
    until(page, "document.querySelector('audio').currentTime >= 30")
    page.locator(".player .follow").focus()
    page.keyboard.press("Space")
    assert not page.locator(".player .follow").is_checked()
    page.locator(".speed").focus()
    page.keyboard.press("k")  # belongs to what has the focus
    assert not page.evaluate("document.querySelector('audio').paused")


def test_times_are_quiet_and_never_part_of_a_selection(context: BrowserContext, site: Path) -> None:
    page = opened(context, site, "talk")
    for link in page.locator("a.time, a.sync").all():
        assert link.get_attribute("aria-hidden") == "true"
        assert link.get_attribute("tabindex") == "-1"
    page.evaluate("getSelection().selectAllChildren(document.getElementById('otto-reyes-1.p1'))")
    assert " ".join(page.evaluate("getSelection().toString()").split()) == "Who pays? And who does not?"


def test_the_player_stays_in_reach_and_covers_no_text_on_a_small_phone(chromium: Browser, site: Path) -> None:
    phone = chromium.new_context(viewport={"width": 320, "height": 568}, has_touch=True, is_mobile=True)
    page = opened(phone, site, "talk")
    time = page.locator("#mara-lind-4 a.time")
    time.scroll_into_view_if_needed()
    time.tap()
    plays(page)
    page.wait_for_selector(".player.docked")
    box = page.locator(".player").bounding_box()
    assert box and box["height"] <= 90 and box["y"] + box["height"] == 568 and box["width"] == 320
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.evaluate("scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })")
    end = page.locator(".site-foot").bounding_box()
    assert end and end["y"] + end["height"] <= box["y"] + 1
    page.locator(".player .close").tap()
    assert page.evaluate("document.querySelector('audio').paused")
    assert page.locator(".player.docked").count() == 0
    phone.close()


def test_a_video_stands_beside_the_text_where_there_is_room(chromium: Browser, site: Path) -> None:
    for width in (1200, 1440, 2200):
        wide = chromium.new_context(viewport={"width": width, "height": 900})
        page = opened(wide, site, "film")
        page.locator("#mara-lind-6 a.time").click()
        plays(page)
        page.wait_for_selector(".player.docked video")
        video = page.locator(".player").bounding_box()
        text = page.locator("#mara-lind-6 > p[id]").bounding_box()
        assert video and text
        assert video["x"] >= text["x"] + text["width"]
        assert video["x"] + video["width"] <= width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        wide.close()


def test_a_reader_who_looks_elsewhere_is_not_pulled_back(context: BrowserContext, site: Path) -> None:
    page = opened(context, site, "talk")
    page.set_viewport_size({"width": 900, "height": 400})
    page.locator("#otto-reyes-1 a.time").click()
    plays(page)
    before = scrolled(page)
    wound_to(page, 42)  # the words before are in sight: so are the next
    until(page, f"scrollY > {before} + 100")
    page.wait_for_timeout(700)
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    wound_to(page, 51)
    until(page, "document.querySelector('.spoken')?.id === 'mara-lind-6.p1'")
    page.wait_for_timeout(500)
    assert scrolled(page) == 0


def test_following_is_off_at_first_for_those_who_want_less_motion(chromium: Browser, site: Path) -> None:
    calm = chromium.new_context(reduced_motion="reduce", viewport={"width": 900, "height": 400})
    page = opened(calm, site, "talk")
    assert not page.locator(".follow").is_checked()
    page.locator("#otto-reyes-1 a.time").click()
    plays(page)
    before = scrolled(page)
    wound_to(page, 42)
    until(page, "document.querySelector('.spoken')?.id === 'mara-lind-5.p1'")
    page.wait_for_timeout(300)
    assert scrolled(page) == before
    page.locator(".follow").check()
    until(page, f"scrollY > {before}")
    page.reload()
    assert page.locator(".follow").is_checked()  # the reader's own wish, kept
    calm.close()


def test_the_speed_is_the_readers_and_is_kept(context: BrowserContext, site: Path) -> None:
    page = opened(context, site, "talk")
    page.locator(".speed").select_option("1.5")
    assert page.evaluate("document.querySelector('audio').playbackRate") == 1.5
    page.goto((site / "transcripts/film.html").as_uri())
    assert page.evaluate("document.querySelector('video').defaultPlaybackRate") == 1.5


def test_several_recordings_are_one_after_the_other(context: BrowserContext, site: Path) -> None:
    page = opened(context, site, "takes")
    assert page.locator("audio:visible").count() == 1
    page.locator("#mara-lind-5 a.time").click()  # 0:40 is on the first tape too
    plays(page)
    assert 40 <= heard(page) < 44
    page.locator(".take select").select_option("Second tape")
    plays(page)
    assert 10 <= heard(page) < 15
    assert spoken(page) == ["mara-lind-5.p1"]
    page.locator("#otto-reyes-1 a.time").click()  # which is before the second tape
    until(page, "document.querySelector('.take select').value === 'In the hall'")
    assert 10 <= heard(page) < 14


def test_a_recording_that_cannot_be_played_says_so(context: BrowserContext, site: Path) -> None:
    page = opened(context, site, "lost")
    assert page.locator(".failed:visible").count() == 0
    page.locator("#otto-reyes-1 a.time").click()
    page.wait_for_selector(".failed:visible")
    assert page.locator(".failed a").get_attribute("href") == "../static/nowhere.opus"


def test_what_is_spoken_is_seen_without_colours_too(chromium: Browser, site: Path) -> None:
    forced = chromium.new_context(forced_colors="active")
    page = opened(forced, site, "talk", "#t=16")
    assert page.evaluate("getComputedStyle(document.querySelector('.spoken')).outlineStyle") == "solid"
    forced.close()


def test_without_javascript_there_are_the_browsers_player_and_links(chromium: Browser, site: Path) -> None:
    plain = chromium.new_context(java_script_enabled=False)
    page = opened(plain, site, "takes")
    assert page.locator("audio[controls]:visible").count() == 2
    assert page.locator(".controls:visible, button:visible").count() == 0
    href = page.locator("#otto-reyes-1 a.time").get_attribute("href")
    assert href == "../static/talk.wav#t=10"
    assert page.locator("#mara-lind-5 a.time").get_attribute("href") == "../static/later.wav#t=10"
    page.goto((site / "transcripts/youtube.html").as_uri())
    assert page.locator(".elsewhere a").get_attribute("href") == ELSEWHERE["youtube"]
    assert page.locator("#otto-reyes-1 a.time").get_attribute("href") == ELSEWHERE["youtube"] + "&t=10s"
    assert page.locator(".player iframe, .player audio, .player button:visible").count() == 0
    plain.close()


def test_a_page_without_recordings_loads_nothing_for_them(site: Path) -> None:
    page = (site / "transcripts/orchard-talk.html").read_text("utf-8")
    assert "media.js" not in page and "media.css" not in page and "frame-src" not in page


# --- other sites ------------------------------------------------------------------------------------------------------

# What the players of these sites say and understand, as far as pages talk to them.
FAKES = {
    "youtube": """onmessage = (event) => { const said = JSON.parse(event.data); asked.push(said);
      const tell = (info) => parent.postMessage(JSON.stringify({ event: "infoDelivery", info }), "*");
      if (said.event === "listening") tell({ playerState: 1, currentTime: 10.5 });
      if (said.func === "seekTo") tell({ currentTime: said.args[0] }); }""",
    "vimeo": """onmessage = (event) => { asked.push(event.data); const { method, value } = event.data;
      const tell = (seconds) => parent.postMessage({ event: "timeupdate", data: { seconds } }, "*");
      if (method === "addEventListener" && value === "timeupdate") tell(10.5);
      if (method === "setCurrentTime") tell(value); };
      setTimeout(() => parent.postMessage({ event: "ready" }, "*"), 50)""",
    "peertube": """let ready = false; onmessage = (event) => { const { method, params } = JSON.parse(event.data);
      asked.push({ method, params });
      const tell = (position) => parent.postMessage(JSON.stringify({ method: "peertube::playbackStatusUpdate",
        params: { position, playbackState: "playing" } }), "*");
      if (method === "peertube::__ready" && params === "pong") tell(10.5);
      if (method === "peertube::seek") tell(params); };
      setTimeout(() => parent.postMessage(JSON.stringify({ method: "peertube::__ready", params: "ping" }), "*"), 50)""",
    "archive": "",
}
HOSTS = {
    "youtube": "https://www.youtube-nocookie.com",
    "vimeo": "https://player.vimeo.com",
    "peertube": "https://tube.example",
    "archive": "https://archive.org",
}


@pytest.mark.parametrize("name", list(FAKES))
def test_other_sites_are_loaded_only_when_asked_and_then_followed(
    context: BrowserContext, server: str, name: str
) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(content_type="text/html", body=f"<script>const asked = []; {FAKES[name]}</script>")

    context.route(re.compile("^https://"), answer)
    page = context.new_page()
    page.goto(f"{server}transcripts/{name}.html#otto-reyes-1")
    page.locator("#otto-reyes-1 a.time").click()  # leads to the button, and says no more
    button = page.locator(".load")
    assert button.evaluate("one => document.activeElement === one")
    assert (button.text_content() or "").endswith(ELSEWHERE[name].split("/")[2].removeprefix("www."))
    page.wait_for_timeout(100)
    assert asked == []
    page.keyboard.press("Enter")
    page.wait_for_selector(".player iframe")
    until(page, "document.querySelector('.spoken')?.id === 'otto-reyes-1.p1'")
    assert len(asked) == 1 and asked[0].startswith(f"{HOSTS[name]}/")
    assert "10" in asked[0] or "#" in page.locator(".player iframe").get_attribute("src")  # type: ignore[operator]
    if name == "archive":
        return
    frame = page.frames[-1]
    until(frame, "asked.length")
    page.locator("#mara-lind-4 a.time").click()
    until(frame, "JSON.stringify(asked).includes('30')")
    until(page, "document.querySelector('.spoken')?.id === 'mara-lind-4.p1'")
    page.locator(".speed").select_option("2")
    until(frame, "/PlaybackRate/.test(JSON.stringify(asked))")
    assert len(asked) == 1


def test_a_file_elsewhere_is_loaded_only_when_asked(context: BrowserContext, site: Path, server: str) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(path=site / "static/talk.wav", headers={"Accept-Ranges": "bytes", "Content-Type": "audio/wav"})

    context.route(re.compile("^https://"), answer)
    page = context.new_page()
    page.goto(f"{server}transcripts/file.html")
    assert asked == []
    page.locator(".load").click()
    plays(page)
    assert set(asked) == {ELSEWHERE["file"]}


def test_messages_of_strangers_are_not_heard(context: BrowserContext, server: str) -> None:
    context.route(
        re.compile("^https://"), lambda route: route.fulfill(content_type="text/html", body="<p>Nothing.</p>")
    )
    page = context.new_page()
    page.goto(f"{server}transcripts/youtube.html")
    page.locator(".load").click()
    page.wait_for_selector(".player iframe")
    said = json.dumps({"event": "infoDelivery", "info": {"currentTime": 42}})
    page.evaluate(f"postMessage({json.dumps(said)}, '*')")
    page.wait_for_timeout(100)
    assert "mara-lind-5.p1" not in spoken(page)


# --- captions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("from_disk", [True, False])
def test_captions_are_on_the_player(context: BrowserContext, site: Path, server: str, from_disk: bool) -> None:
    page = context.new_page()
    page.goto(f"{site.as_uri() + '/' if from_disk else server}transcripts/film.html")
    page.evaluate("document.querySelector('video').textTracks[0].mode = 'showing'")
    until(page, "document.querySelector('video').textTracks[0].cues?.length > 4")
    cues = page.evaluate(
        "[...document.querySelector('video').textTracks[0].cues].map(cue => [cue.startTime, cue.endTime, cue.text])"
    )
    assert [start for start, *_ in cues] == sorted(start for start, *_ in cues)
    assert all(start < end <= start + 30 and len(text) < 120 for start, end, text in cues)
    assert any(start == 10 and "Who pays?" in text for start, _, text in cues)
