"""What several tests share: a browser, and how long a search for mistakes may take."""

from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.find import browser as find_browser

# How long one example takes says more of what else the machine does (and of a library's first import) than of the code.
settings.register_profile("default", deadline=None)
settings.load_profile("default")

# Many more examples, and new ones each time: `pytest --hypothesis-profile=long tests/test_incremental.py`.
settings.register_profile("long", max_examples=2000, derandomize=False, deadline=None)

_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium. Without one the tests fail: what runs in browsers must be tested in one."""
    path = find_browser()
    if path is None:
        pytest.fail("No Chromium or Chrome was found: install one, or run `python -m playwright install chromium`.")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(_QUIET))
        yield launched
        launched.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh browsing context, as wide as a desktop."""
    fresh = chromium.new_context(viewport={"width": 1280, "height": 900})
    fresh.set_default_timeout(10_000)
    yield fresh
    fresh.close()
