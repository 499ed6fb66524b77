"""Transcripts come from strangers: nothing in them may run, load from elsewhere, or break out of its place."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from generator.build import build
from generator.errors import ContentError
from tests.archives import FILES, tree, write

SCRIPT = "<script>boom()</script>"
ATTACKS = [
    SCRIPT,
    "<img src=x onerror=boom()>",
    '"><svg onload=boom()>',
    "'-boom()-'",
    "</title></style></textarea>" + SCRIPT,
    "]]>" + SCRIPT,
    "</script>" + SCRIPT,
    "{{ 7*191 }}{% raw %}",
    "${7*191}",
    "[x](javascript:boom())",
    "[x](JaVa\tScript:boom())",
    "[x](data:text/html,boom)",
    "![x](https://elsewhere.example/pixel.png)",
    '<https://a.example/?q="><script>boom()</script>>',
    '[[x"><script>boom()</script>|y]]',
    '[00:00:01"><script>]',
    '[x]{lang="en\\"><script>boom()</script>"}',
    "\u202e\u2066" + SCRIPT,
]

FIELDS = """---
title: {0}
subtitle: {0}
kind: {0}
place: {0}
status: {0}
series: {0}
summary: {0}
licence: {0}
credits: {0}
speakers:
  - {{name: {0}, role: {0}, affiliation: {0}, label: [Warden], part: {0}}}
topics: [{0}]
extra:
  note: {0}
---
"""


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'


def transcript(attack: str) -> str:
    label = attack.replace("*", "").replace(":", "").replace("\n", " ")
    return (
        FIELDS.format(quoted(attack))
        + f"\n## {attack}\n\n::: matter\n{attack}\n:::\n\n"
        + f"**Warden:** {attack}\n\n> {attack}\n\n*[{attack}]*\n\n{attack}\n\n"
        + f"**{label}:** ==a word==[^n] {attack}\n\n[^n]: [!context]{{by={quoted(label)}}} {attack}\n"
    )


def live(html: bytes) -> list[str]:
    """What in a page would run or load from elsewhere."""
    page = BeautifulSoup(html, "lxml")
    found = [
        str(tag)[:80]
        for tag in page.find_all("script")
        if "boom" in tag.get_text() and "json" not in str(tag.get("type"))
    ]
    for tag in page.find_all(True):
        for name, value in tag.attrs.items():
            text = re.sub(r"[\x00-\x20]", "", str(value)).lower()
            runs = name.startswith("on") or text.startswith(("javascript:", "data:text", "vbscript:"))
            loads = name in ("src", "srcset", "data", "poster") and "//" in text
            if runs or loads:
                found.append(f"<{tag.name} {name}={value!r}>"[:80])
    return found


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_from_content_is_live(tmp_path: Path, attack: str) -> None:
    files = {**FILES, "content/transcripts/attack.md": transcript(attack)}
    files["content/transcripts/attack.notes.yaml"] = (
        f"- quote: a word\n  body: {quoted(attack)}\n  by: {quoted(attack)}\n"
    )
    files["content/pages/attack.md"] = f"---\ntitle: {quoted(attack)}\n---\n\n{attack}\n\n# {attack}\n"
    build(write(tmp_path, files))
    site = tree(tmp_path / "site")
    assert "transcripts/attack.html" in site
    assert {path: live(data) for path, data in site.items() if path.endswith(".html") and live(data)} == {}
    assert not any(b"1337" in data for path, data in site.items() if path.endswith((".html", ".xml")))
    assert SCRIPT.encode() not in site["feed.xml"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_from_foreign_formats_is_live(tmp_path: Path, attack: str) -> None:
    page = (
        f"<html><head><title>{attack}</title></head><body><article><h1>{attack}</h1>"
        f"<p><strong>Ada Brook:</strong> {attack}</p><p><a href='javascript:boom()'>x</a></p></article></body></html>"
    )
    text = f"{attack}\n\nADA BROOK: {attack}\n\nOTTO REYES: {attack}\n\nADA BROOK: Yes.\n"
    build(write(tmp_path, {**FILES, "content/transcripts/a.html": page, "content/transcripts/b.txt": text}))
    site = tree(tmp_path / "site")
    assert {path: live(data) for path, data in site.items() if path.endswith(".html") and live(data)} == {}


@pytest.mark.parametrize("slug", ["../../escape", "/etc/passwd", "..\\..\\escape", "a/b/../../../escape", "C:\\escape"])
def test_no_slug_or_alias_leaves_the_site(tmp_path: Path, slug: str) -> None:
    root = tmp_path / "archive"
    text = f"---\ntitle: X\nslug: {quoted(slug)}\naliases: [{quoted(slug)}]\n---\n\n**Ada Brook:** Hello.\n"
    write(root, {**FILES, "content/transcripts/x.md": text})
    try:
        build(root)
    except ContentError as error:
        assert error.problems
    assert [path.name for path in tmp_path.iterdir()] == ["archive"]
    assert {path.split("/")[0] for path in tree(root)} <= {"content", "onrecord.toml", "site", ".onrecord"}


def test_a_template_of_the_user_is_trusted_but_a_transcript_is_not_a_template(tmp_path: Path) -> None:
    text = "**Ada Brook:** {{ site.title }} {% include '/etc/passwd' %}\n"
    build(write(tmp_path, {**FILES, "content/transcripts/x.md": text}))
    assert b"{{ site.title }}" in (tmp_path / "site/transcripts/x.html").read_bytes()
