"""Looking over a finished site."""

from generator.check import check_site


def page(body: str, head: str = "<title>A page</title>") -> bytes:
    return f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>".encode()


def codes(files: dict[str, bytes], base_url: str | None = None) -> list[str]:
    return [found.code for found in check_site(files, base_url)]


def test_a_site_in_order_has_no_problems() -> None:
    files = {
        "index.html": page(
            '<a href="a/b.html#x">x</a><a href="#top">top</a><img src="static/p.png"><a href="a/">a</a>'
        ),
        "a/b.html": page('<p id="x"><a href="../index.html">home</a><a href="https://example.org/">elsewhere</a></p>'),
        "a/index.html": page('<a href="b.html#x:~:text=word">word</a>'),
        "static/p.png": b"",
    }
    assert codes(files) == []


def test_what_a_page_loads_only_when_asked_is_not_loaded() -> None:
    files = {"index.html": page('<template><iframe src="https://elsewhere.example/"></iframe></template>')}
    assert codes(files) == []


def test_each_fault_is_found_and_names_its_page() -> None:
    for body, code in (
        ('<a href="nowhere.html">x</a>', "broken-link"),
        ('<a href="Index.html">x</a>', "broken-link"),
        ('<a href="#nowhere">x</a>', "broken-anchor"),
        ('<a href="../outside.html">x</a>', "link-leaves-site"),
        ('<script src="https://elsewhere.example/x.js"></script>', "loads-from-elsewhere"),
        ('<img src="//elsewhere.example/x.png">', "loads-from-elsewhere"),
        ('<p id="a"></p><p id="a"></p>', "double-id"),
        ('<img src="static/missing.png">', "broken-link"),
        ('<audio controls><source src="static/missing.mp3"></audio>', "broken-link"),
    ):
        found = check_site({"index.html": page(body)}, None)
        assert [p.code for p in found] == [code]
        assert found[0].place is not None
        assert found[0].place.path == "index.html"


def test_what_is_not_there_is_told_once_for_each_page() -> None:
    """A recording is linked at every turn."""
    links = "".join(f'<a href="a.mp3#t={n}">x</a>' for n in range(9))
    files = {"index.html": page(f'<audio src="a.mp3"></audio>{links}'), "b.html": page(links)}
    found = check_site(files, None)
    assert [(one.code, one.place.path if one.place else "") for one in found] == [
        ("broken-link", "b.html"),
        ("broken-link", "index.html"),
    ]


def test_pages_need_a_language_and_a_title() -> None:
    assert codes({"index.html": b"<html><body></body></html>"}) == ["no-language", "no-title"]


def test_full_addresses_of_the_site_itself_are_followed() -> None:
    files = {"index.html": page('<a href="https://example.org/archive/gone.html">x</a>')}
    assert codes(files, "https://example.org/archive/") == ["broken-link"]
    assert codes(files, "https://example.org/other/") == []


def test_the_nearest_page_is_named() -> None:
    files = {"index.html": page('<a href="speakers/mara-lnid.html">x</a>'), "speakers/mara-lind.html": page("")}
    assert "speakers/mara-lind.html" in check_site(files, None)[0].hint
