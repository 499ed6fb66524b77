"""A protected name is nowhere in what a build writes and remembers, or the build fails and says where it is."""

import base64
import bz2
import contextlib
import gzip
import json
import lzma
import os
import random
import sqlite3
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.build import build, compose
from generator.cli import commands
from generator.crash import report
from generator.errors import ContentError, Problem
from generator.history import Options
from generator.model import Protected
from generator.redaction import LeakCheck, Redactor
from tests.archives import FILES, tree, write
from tests.documents import docx, page, paragraph, pdf, run

NAME = "Zéno Quixley"
RULES = f"- protect: {NAME}\n  also: [Quixley]\n- the Wharf Lane house\n"
LOOK = LeakCheck(Redactor((Protected(NAME, ("Quixley", "Zed")),), "d"))


# --- the leak check by itself ----------------------------------------------------------------------------------------


def _zipped(data: bytes, name: str = "a.txt", **how: int) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, data)
    return file.getvalue()


def _png(text: bytes) -> bytes:
    from zlib import compress

    chunk = b"zTXtAuthor\0\0" + compress(text)
    return b"\x89PNG\r\n\x1a\n" + (len(chunk) - 4).to_bytes(4, "big") + chunk + b"\0\0\0\0"


SENTENCE = f"As {NAME} said to me then."
HIDDEN = {
    "plain": SENTENCE.encode(),
    "capitals": SENTENCE.upper().encode(),
    "without accents": b"<p>zeno-quixley</p>",
    "utf-16": SENTENCE.encode("utf-16"),
    "utf-16 without mark": b"\0\1\2" + SENTENCE.encode("utf-16-be"),
    "latin-1": SENTENCE.encode("latin-1"),
    "percent": quote(SENTENCE).encode(),
    "percent twice": quote(quote("Quixley".replace("u", "ú"))).encode(),
    "percent, letter by letter": "".join(f"%{ord(sign):02X}" for sign in "Quixley").encode(),
    "entities": "".join(f"&#{ord(sign)};" for sign in NAME).encode(),
    "hexadecimal entities": "".join(f"&#x{ord(sign):x};" for sign in NAME).encode(),
    "named entities": b"Z&eacute;no&nbsp;Qui&#x78;ley",
    "json": json.dumps({"a": SENTENCE.replace("Quixley", "Qúixley")}).encode(),
    "json, letter by letter": "".join(f"\\u{ord(sign):04x}" for sign in NAME).encode(),
    "style sheet": "".join(f"\\{ord(sign):x} " for sign in "Quixley").encode(),
    "tags": b"<p>Z\xc3\xa9no <b>Quixley</b></p>",
    "tags in a word": b"<p>Qu<b>ix</b>ley</p>",
    "base64": base64.b64encode(SENTENCE.encode()),
    "base64 within more": b"data:text/plain;base64," + base64.b64encode(b"x" + SENTENCE.encode()),
    "base64 for addresses": base64.urlsafe_b64encode(SENTENCE.encode()),
    "base64 of a zip": base64.b64encode(_zipped(SENTENCE.encode())),
    "gzip": gzip.compress(SENTENCE.encode()),
    "bz2": bz2.compress(SENTENCE.encode()),
    "xz": lzma.compress(SENTENCE.encode()),
    "zip": _zipped(SENTENCE.encode()),
    "name in a zip": _zipped(b"x", "quixley.txt"),
    "gzip in a zip": _zipped(gzip.compress(SENTENCE.encode())),
    "word": docx(paragraph(run(f"As {NAME[:7]}"), run(f"{NAME[7:]} said."))),
    "pdf": pdf(page([SENTENCE.replace("é", "e")])),
    "picture": b"\x89PNG\r\n\x1a\n" + b"\x93\0\xff" * 50 + b"tEXtAuthor\0" + NAME.encode("latin-1"),
    "packed text of a picture": _png(NAME.encode("latin-1")),
    "recording": b"ID3\x04\0\0\0\0\0\x7fTPE1\0\0\0\x0c\0\0\x03Zed\0\0\0" + b"\xff\xfb\x90" * 100,
}


@pytest.mark.parametrize("way", HIDDEN)
def test_it_is_found_however_it_is_written_or_packed(way: str) -> None:
    (found,) = LOOK.look("static/a.bin", HIDDEN[way])
    assert found.code == "leak"
    assert "quixley" not in f"{found}".casefold()


@pytest.mark.parametrize("way", HIDDEN)
def test_nothing_is_found_where_nothing_is(way: str) -> None:
    other = LeakCheck(Redactor((Protected("Okafor Brandt"), Protected("Lindqvist")), "d"))
    assert other.look("static/a.bin", HIDDEN[way]) == ()


def test_it_is_found_in_the_name_of_a_file() -> None:
    for url in ("speakers/zeno-quixley.html", "a/Z%C3%A9no%20Quixley.mp3", "static/ZENOQUIXLEY.JPG"):
        (found,) = LOOK.look(url, b"")
        assert found.code == "leak"
        assert found.place and "quixley" not in found.place.path.casefold()


def test_it_is_found_across_the_pieces_in_which_a_large_file_is_read(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes  # noqa: S311
    for at in ((1 << 22) - 4, (1 << 22) + 4, 3 << 21):
        path = tmp_path / "a.mp4"
        path.write_bytes(noise(at) + b"\0Zeno Quixley\0" + noise(1 << 21))
        assert [found.code for found in LOOK.look("a.mp4", path)] == ["leak"]


def test_noise_is_no_leak() -> None:
    noise = random.Random(2).randbytes(1 << 21)  # noqa: S311
    assert LeakCheck(Redactor((Protected("Doe"), Protected("Al"), Protected("Li")), "d")).look("a.mp4", noise) == ()
    assert LOOK.look("a.b64", base64.b64encode(noise)) == ()


@pytest.mark.parametrize("data", [b"7z\xbc\xaf\x27\x1c\0\4", b"Rar!\x1a\7\0", b"PK\x03\x04broken", b"%PDF-1.4 broken"])
def test_what_cannot_be_looked_into_is_told(data: bytes) -> None:
    assert [found.code for found in LOOK.look("a", data)] == ["leak-unseen"]


def test_an_archive_that_grows_without_end_is_not_unpacked() -> None:
    bomb = gzip.compress(b"\0" * (1 << 27) + b"\0", 1)
    assert [found.code for found in LOOK.look("a.gz", bomb)] == ["leak-unseen"]


Layer = Callable[[bytes], bytes]
WRITTEN: tuple[Layer, ...] = (
    lambda data: data,
    lambda data: data.upper(),
    lambda data: quote(data).encode(),
    lambda data: quote(quote(data)).encode(),
    lambda data: b"<p>" + data.replace(b"Qu", b"&#81;u") + b"</p>",
    lambda data: json.dumps(data.decode()).encode(),
    lambda data: data.decode().encode("utf-16"),
)
PACKED: tuple[Layer, ...] = (gzip.compress, bz2.compress, lzma.compress, _zipped, base64.b64encode)


@settings(max_examples=50)
@given(st.sampled_from(WRITTEN), st.lists(st.sampled_from(PACKED), max_size=3))
def test_it_is_found_through_several_layers(written: Layer, packed: list[Layer]) -> None:
    data = f" As {NAME} said to me then, on the pier. ".encode()
    for layer in (written, *packed):
        data = layer(data)
    assert LOOK.look("a", data)


SMALL = {path: FILES[path] for path in ("onrecord.toml", "content/transcripts/orchard-talk.md")}


# --- a whole archive -------------------------------------------------------------------------------------------------


def _remembered(root: Path) -> dict[str, bytes]:
    """All that a build has written anywhere, with what is in the memory."""
    found = {path: data for path, data in tree(root).items() if path.startswith(("site/", ".onrecord/"))}
    memory = root / ".onrecord/memory.sqlite"
    if memory.exists():
        with sqlite3.connect(memory) as db:
            found |= {f"memory {name}": value for name, value in db.execute("SELECT key, value FROM memory")}
    return found


def _is_in(data: bytes) -> bool:
    return b"quixley" in data.lower() or any(
        "quixley" in data.decode(way, "ignore").casefold() for way in ("utf-16-le", "utf-16-be")
    )


def assert_safe(root: Path, options: Options = Options()) -> tuple[Problem, ...]:
    """Build: it fails and says where, or the name is nowhere. The problems, either way without the name."""
    try:
        problems = build(root, options).problems
    except ContentError as error:
        problems = error.problems
        assert any(found.severity == "error" and found.place for found in problems), problems
    assert not _is_in(repr(problems).encode())
    assert {path for path, data in _remembered(root).items() if _is_in(data) or _is_in(path.encode())} == set()
    return problems


VTT = f"WEBVTT\n\n00:01.000 --> 00:04.000\n<v {NAME}>I am {NAME},\n\n00:05.000 --> 00:09.000\nas Zéno\nQuixley said.\n"
PLANTED: dict[str, dict[str, str | bytes]] = {
    "title": {"content/transcripts/a.md": f"---\ntitle: With {NAME}\n---\n\n**Ada:** Yes.\n"},
    "front matter": {
        "content/transcripts/a.md": f"---\ntitle: A\nsubtitle: '{NAME}'\nplace: {NAME}\nsummary: Of {NAME}.\n"
        f"source: https://example.org/quixley\nmedia: audio/zeno-quixley.mp3\ncredits: {NAME}\nkind: {NAME}\n"
        f"licence: '{NAME}'\nstatus: Quixley\nseries: The {NAME} tapes\ntopics: [{NAME}, quixley-case]\n"
        f"slug: on-quixley\naliases: [quixley-old]\nextra: {{heard by: {NAME}, Quixley: x}}\n"
        f"speakers:\n  - {{name: {NAME}, id: quixley, role: The Quixley, affiliation: Quixley Ltd, label: [ZQ]}}\n"
        "---\n\n"
        f"**{NAME}:** I.\n\n**ZQ:** II.\n"
    },
    "text": {
        "content/people.yaml": f"quixley: {{name: {NAME}}}\n",
        "content/transcripts/a.md": f"**{NAME}:** {{#quixley by=quixley topics=quixley x='{NAME}'}} I, **Zéno** Quixley"
        f" and [Quixley](https://example.org/quixley), *[Quixley laughs]* said ==Quixley==[^quixley].\n\n"
        f"*[{NAME} leaves]*\n\n## Of Quixley {{#on-quixley}}\n\n> Zéno\n> Quixley\n\n::: matter\n{NAME}\n:::\n\n"
        f"<!-- {NAME} -->\n\n[[person:quixley|Quixley]] [[topic:quixley]] [[quixley#quixley-1]]\n\n"
        f"[^quixley]: [!context]{{by='{NAME}' source='{NAME}'}} Of **Zéno** Quixley.\n"
    },
    "note with a mark in the name": {
        "content/transcripts/a.md": "**A:** Of ==it==[^n].\n\n[^n]: Of *Quix*ley and Qu&#x69;xley.\n"
    },
    "log and other texts": {
        "content/transcripts/a.md": "---\nvariant-of: orchard-talk\nvariant: prepared\ncorrections:\n"
        f"  - {{date: 2031, by: {NAME}, what: '{NAME} was Zeno quixley', turn: zeno-quixley-1}}\n"
        f"withdrawn: so {NAME} asked\n---\n\n**A:** I.\n",
        "content/transcripts/b.md": f"---\nvariant-of: orchard-talk\nvariant: {NAME}\nimage: cards/quixley.png\n"
        f"media:\n  - {{file: a.mp3, title: '{NAME}'}}\n---\n\n**Ada Brook:** [00:01] By then {NAME} was born.\n",
        "content/transcripts/b.words.json": json.dumps({"words": [{"word": "Quixley", "start": 1, "confidence": 0.1}]}),
    },
    "name of a file": {"content/transcripts/quixley/zeno-quixley.md": "**Ada:** Yes.\n"},
    "defaults and meta": {
        "content/transcripts/_defaults.yaml": f"place: {NAME}\n",
        "content/transcripts/q.txt": "ADA: Yes.\n\nQUIXLEY: No.\n",
        "content/transcripts/q.meta.yaml": f"title: '{NAME}'\n",
    },
    "notes": {
        "content/transcripts/orchard-talk.notes.yaml": f"- quote: The year my brother was born\n  by: {NAME}\n"
        f"  id: quixley\n  sources: [{NAME}, 'https://example.org/quixley']\n  rating: Quixley\n"
        f"  body: Of **{NAME}**.\n"
        f"- quote: {NAME} who is lost\n  body: Zéno **Quixley**\n"
    },
    "people": {
        "content/people.yaml": f"quixley:\n  name: {NAME}\n  also: [Quixley]\n  description: '{NAME}'\n"
        f"  affiliation: Quixley Ltd\n  roles: [{{name: Quixley, affiliation: Quixley}}]\n"
        f"  links: ['https://example.org/quixley']\n  aliases: [old-quixley]\n"
    },
    "topics and series": {
        "content/topics.yaml": f"quixley:\n  name: {NAME}\n  also: [Quixley]\n  terms: [Quixley]\n"
        f"  description: Of {NAME}\n"
        "bridge-toll:\n  name: T\n  broader: quixley\n  related: quixley\n  aliases: quixley-old\n",
        "content/series.yaml": f"quixley:\n  name: {NAME}\n  description: '{NAME}'\n",
    },
    "settings": {
        "onrecord.toml": f'title = "{NAME}"\ndescription = "{NAME}"\nauthor = "{NAME}"\nlicence = "{NAME}"\n'
        f'base_url = "https://example.org/"\nnav = [{{ title = "{NAME}", url = "quixley.html" }}]\n[notes]\n'
        f'quixley = "{NAME}"\n'
    },
    "addresses": {"onrecord.toml": 'base_url = "https://quixley.example/"\nedit_url = "https://a/quixley/{path}"\n'},
    "output": {"onrecord.toml": 'output = "quixley"\n'},
    "free page": {
        "content/pages/quixley.md": f"---\ntitle: {NAME}\n---\n\nOf **Zéno** Quixley and [Zéno](x) Quixley.\n"
    },
    "page with tags": {"content/pages/about.md": "Of Qu*ix*ley and Qu&#x69;xley.\n"},
    "template": {"templates/base.html": '{% extends "onrecord/base.html" %}{% block footer %}Quixley{% endblock %}'},
    "static text": {"static/quixley/a.css": f"/* {NAME} */\n", "static/a.svg": f"<svg><title>{NAME}</title></svg>"},
    "static binary": {"static/a.mp3": b"\0\0\0" + NAME.encode("utf-16") + b"\0\0"},
    "static archive": {"static/a.zip": _zipped(NAME.encode())},
    "static escapes": {"static/a.js": b'x = "\\u0051uixley"\n'},
    "broken yaml": {"content/transcripts/a.md": f"---\ntitle: {NAME}: x\ntitel: {NAME}\nQuixley: [\n---\n\n**A:** x\n"},
    "unknown keys": {
        "content/people.yaml": f"zeno:\n  nome: {NAME}\n  Quixley: 1\n",
        "onrecord.toml": 'Quixley = "x"\n',
    },
    "text without a speaker": {"content/transcripts/a.md": f"{NAME} spoke.\n\n[^q]: {NAME} unused\n"},
    "vtt": {"content/transcripts/a.vtt": VTT},
    "srt": {"content/transcripts/a.srt": f"1\n00:00:01,000 --> 00:00:02,000\n{NAME.upper()}: I am\nZéno Quixley.\n"},
    "json": {
        "content/transcripts/a.json": json.dumps(
            {"segments": [{"start": 0, "end": 2, "text": f" I am {NAME}.", "speaker": NAME}], "language": "en"}
        )
    },
    "words": {
        "content/transcripts/a.json": json.dumps(
            {"words": [{"word": word, "start": n, "end": n + 1, "speaker": "A"} for n, word in enumerate(NAME.split())]}
        )
    },
    "csv": {
        "content/transcripts/a.csv": f"speaker,words,timestamp\n{NAME},I am Zéno Quixley.,00:01\nQuixley,And?,00:02\n"
    },
    "docx": {
        "content/transcripts/a.docx": docx(
            paragraph(run(f"Interview with {NAME}")),
            paragraph(run("QUIXLEY: ", "<w:b/>"), run("I am Zé"), run("no Qui"), run("xley.")),
            paragraph(run("ADA: "), run("Indeed.")),
        )
    },
    "html": {
        "content/transcripts/a.html": f"<html><head><title>{NAME}</title></head><body><article><h1>Quixley</h1>"
        "<p><b>Z&eacute;no Quixley:</b> I am <i>Z&#233;no</i> Qu<b>ix</b>ley.</p><p><b>Ada:</b> Yes.</p>"
        "</article></body>"
    },
    "xml": {
        "content/transcripts/a.xml": '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>'
        f"<title>{NAME}</title></titleStmt></fileDesc></teiHeader><text><body><u who='#quixley'>I am Z&#xe9;no "
        "<emph>Quixley</emph>.</u></body></text></TEI>"
    },
    "pdf": {"content/transcripts/a.pdf": pdf(page(["Zeno Quixley: I am Zeno Quixley.", "", "Ada: Yes."]))},
    "text file": {
        "content/transcripts/a.txt": f"{NAME}: I am Zéno\nQuixley.\n\nADA: Mr Quix-\nley?\n".encode("latin-1")
    },
}  # fmt: skip


@pytest.mark.parametrize("where", PLANTED)
def test_a_name_planted_anywhere_is_nowhere_in_what_is_made(tmp_path: Path, where: str) -> None:
    write(tmp_path, {**SMALL, **PLANTED[where], "redactions.yaml": RULES})
    with contextlib.suppress(ContentError):  # as the preview does
        compose(tmp_path, Options(drafts=True))
    assert {path for path, data in _remembered(tmp_path).items() if _is_in(data)} == set()
    assert_safe(tmp_path, Options(drafts=True))


@settings(max_examples=6)
@given(st.lists(st.sampled_from(sorted(PLANTED)), unique=True, min_size=2, max_size=8))
def test_names_planted_in_several_places(tmp_path_factory: pytest.TempPathFactory, places: list[str]) -> None:
    planted = {path: data for place in places for path, data in PLANTED[place].items()}
    assert_safe(write(tmp_path_factory.mktemp("archive"), {**SMALL, **planted, "redactions.yaml": RULES}))


def test_workers_know_what_is_protected(tmp_path: Path) -> None:
    many = {f"content/transcripts/t{n}.md": f"**{NAME}:** I am {NAME}, number {n}.\n" for n in range(60)}
    write(tmp_path, {**FILES, **many, "redactions.yaml": RULES})
    assert assert_safe(tmp_path, Options(jobs=2)) == ()
    assert (tmp_path / "site/transcripts/t59.html").is_file()
    write(tmp_path, {"content/pages/about.md": "Qu*ix*ley\n"})
    assert [found.code for found in assert_safe(tmp_path, Options(jobs=2))] == ["leak"]


def test_what_was_remembered_before_is_gone(tmp_path: Path) -> None:
    talk = {"content/transcripts/quixley.md": f"**{NAME}:** I am {NAME}, on the piers.\n"}
    write(tmp_path, {**SMALL, **talk})
    write(tmp_path, {".onrecord/imported/0123.md": f"I am {NAME}", ".onrecord/imported/4567.md": "I am Ada"})
    build(tmp_path)
    assert any(map(_is_in, _remembered(tmp_path).values()))
    write(tmp_path, {"redactions.yaml": RULES})
    assert assert_safe(tmp_path) == ()
    assert (tmp_path / ".onrecord/imported/4567.md").is_file()
    assert not (tmp_path / "site/transcripts/quixley.html").exists()
    # Off, on again, and with other words.
    (tmp_path / "redactions.yaml").unlink()
    build(tmp_path)
    assert (tmp_path / "site/transcripts/quixley.html").is_file()
    write(tmp_path, {"redactions.yaml": RULES})
    assert_safe(tmp_path)
    write(tmp_path, {"redactions.yaml": f"- {NAME}\n- Quixley\n- piers\n"})
    assert_safe(tmp_path)
    assert not any(b"piers" in data for data in _remembered(tmp_path).values())


def test_the_same_again_and_nothing_to_do(tmp_path: Path) -> None:
    write(tmp_path, {**SMALL, **PLANTED["text"], **PLANTED["static text"], "redactions.yaml": RULES})
    old = 1_600_000_000
    for path in tmp_path.rglob("*"):
        os.utime(path, (old, old))
    first = build(tmp_path)
    again = build(tmp_path)
    assert (again.applied.written, again.problems) == ((), first.problems)
    site = {path: data for path, data in tree(tmp_path).items() if path.startswith("site/")}
    for path in tree(tmp_path):
        if path.startswith((".onrecord", "site")):
            (tmp_path / path).unlink()
    build(tmp_path)
    assert {path: data for path, data in tree(tmp_path).items() if path.startswith("site/")} == site


def test_people_without_a_pseudonym_are_told_apart_and_have_no_pages(tmp_path: Path) -> None:
    talk = "**Zeno Quixley:** One.\n\n**Mara Lind:** Two.\n\n**Quixley, Norhaven Herald:** Three.\n"
    write(tmp_path, {"onrecord.toml": "", "content/transcripts/a.md": talk, "redactions.yaml": f"{RULES}- Mara Lind\n"})
    build(tmp_path)
    record = json.loads((tmp_path / "site/transcripts/a.json").read_text("utf-8"))
    assert {one["id"] for one in record["speakers"]} == {"redacted-1", "redacted-3"}
    assert not any(one["person"] for one in record["speakers"])


def test_whatever_led_to_a_protected_name_leads_to_its_pseudonym(tmp_path: Path) -> None:
    """Anchors, ids and cross-references change with the names in them: nothing loses its place."""
    first = f"""---
title: A
corrections:
  - {{date: 2031-05-08, by: {NAME}, what: "“Kwixley” was “{NAME}”.", turn: zeno-quixley-1.p1}}
  - {{date: 2031-05-09, what: "{NAME}, too.", turn: on-quixley}}
---

## On him {{#on-quixley}}

**Ada:** Is it yours?

**{NAME}:** The Wharf Lane house is mine. See [[quixley-2 "Quixley, by the river"|there]].

**{NAME}:** {{.question}} Or is it mine?

**Ada:** So who said?

**Ada:** {{.answer replies=zeno-quixley-2}} It is yours.
"""
    notes = """- quote: The Wharf Lane house
  turn: zeno-quixley-1
  to: is it mine
  until: zeno-quixley-2
  body: As [[quixley-2 "Quixley, by the river"]] has it, [there](../transcripts/quixley-2.html#zeno-quixley-1).
"""
    write(
        tmp_path,
        {
            "onrecord.toml": "search.enabled = false\n",
            "content/transcripts/a.md": first,
            "content/transcripts/a.notes.yaml": notes,
            "content/transcripts/quixley-2.md": f"**{NAME}:** I am Quixley, by the river.\n",
        },
    )
    assert build(tmp_path).problems == ()
    for rules in (RULES, f"- protect: {NAME}\n  also: [Quixley]\n  as: Witness A\n"):
        write(tmp_path, {"redactions.yaml": rules})
        assert assert_safe(tmp_path) == ()
        page = (tmp_path / "site/transcripts/a.html").read_text("utf-8")
        here = "witness-a" if "Witness" in rules else "redacted-1"
        assert page.count(f"{here}-2.html#{here}-1.p1:~:text=") == 2
        assert f'{here}-2.html#{here}-1"' in page
        record = json.loads((tmp_path / "site/transcripts/a.json").read_text("utf-8"))
        assert [one["turn"] for one in record["corrections"]] == [f"{here}-1.p1", f"on-{here}"]
        assert record["items"][-1]["replies_to"] == f"{here}-2"
        assert len(record["notes"][0]["targets"]) == 1


def test_long_words_cost_little() -> None:
    redactor = Redactor((Protected(NAME),), "d")
    for word in ("a", "漢", "[", "](", "@", "www."):
        assert redactor.text(f"{word * 50_000} {NAME}").endswith(" ▮▮▮")


def test_a_mark_is_said_to_those_who_do_not_see_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"onrecord.toml": "", "content/transcripts/a.md": f"**Ada:** {NAME} left.\n", "redactions.yaml": RULES},
    )
    build(tmp_path)
    html = (tmp_path / "site/transcripts/a.html").read_text("utf-8")
    assert '<span class="redacted" role="img" aria-label="redacted" lang="en">▮▮▮</span> left.' in html


# --- where the words stand -------------------------------------------------------------------------------------------


def test_a_build_that_expects_them_and_lacks_them_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    required = "[redaction]\nrequired = true\n"
    for broken in (
        required,
        "[redaction]\nrequired = maybe\n",
        "title = \n" + required,
        '[redaction]\nrequired = "x"\n',
    ):
        write(tmp_path, {**FILES, "onrecord.toml": broken})
        with pytest.raises(ContentError) as caught:
            build(tmp_path)
        assert [found.code for found in caught.value.problems] == ["redactions-missing"]
    assert not (tmp_path / "site").exists()
    write(tmp_path, {"onrecord.toml": required, "redactions.yaml": "# nothing yet\n"})
    with pytest.raises(ContentError):  # a secret that is not set gives an empty file
        build(tmp_path)
    write(tmp_path, {"onrecord.toml": "", "secret/words.yaml": RULES})
    (tmp_path / "redactions.yaml").unlink()
    monkeypatch.setenv("ONRECORD_REDACTIONS", str(tmp_path / "secret/none.yaml"))
    with pytest.raises(ContentError):
        build(tmp_path)
    monkeypatch.setenv("ONRECORD_REDACTIONS", str(tmp_path / "secret/words.yaml"))
    write(tmp_path, PLANTED["title"])
    assert_safe(tmp_path)


@pytest.mark.parametrize(
    "text",
    [f"- protect: {NAME}: x\n", f"{NAME}\n", f"- {{protekt: {NAME}}}\n", f"- [{NAME}\n", "- Q\n", "\xff\xfe- Qu"],
)
def test_a_mistake_among_them_is_told_without_them(tmp_path: Path, text: str) -> None:
    write(tmp_path, {**FILES, "redactions.yaml": text})
    with pytest.raises(ContentError) as caught:
        build(tmp_path)
    assert {found.code for found in caught.value.problems} == {"redactions-unclear"}
    assert not _is_in(repr(caught.value.problems).encode())
    assert not (tmp_path / ".onrecord/memory.sqlite").exists()


def test_crash_reports_have_no_protected_words(tmp_path: Path) -> None:
    compose(write(tmp_path, {**FILES, "redactions.yaml": RULES}))
    path = report(ValueError(f"what about {NAME}?"))
    try:
        assert not _is_in(path.read_bytes())
    finally:
        path.unlink()


def test_what_is_imported_is_redacted_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {**FILES, "redactions.yaml": RULES, "in/talk.txt": f"The {NAME} talk\n\n{NAME}: I am Quixley.\n"})
    monkeypatch.chdir(tmp_path)
    commands.main(["import", "in/talk.txt"], standalone_mode=False)
    commands.main(["import", "in/talk.txt", "--json"], standalone_mode=False)
    commands.main(["import", "in/talk.txt", "--explain"], standalone_mode=False)
    said = capsys.readouterr()
    assert not _is_in((said.out + said.err).encode())
    made = {path: data for path, data in tree(tmp_path).items() if path.startswith(("content", ".onrecord"))}
    assert {path for path, data in made.items() if _is_in(data) or _is_in(path.encode())} == set()
    commands.main(["import", "in/talk.txt", "--update"], standalone_mode=False)


def _check(root: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    with contextlib.suppress(SystemExit):
        commands.main(["check", str(root), "--json"], standalone_mode=False)
    out = capsys.readouterr().out
    assert not _is_in(out.encode())
    return [found for found in json.loads(out) if "tracked" in found["code"] or "leak" in found["code"]]


def test_check_fails_where_git_tracks_what_is_protected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, {**SMALL, **PLANTED["static archive"], **PLANTED["name of a file"], "redactions.yaml": RULES})
    (tmp_path / "static/a.zip").unlink()
    assert _check(tmp_path, capsys) == []  # no repository
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    assert _check(tmp_path, capsys) == []
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    assert {found["code"] for found in _check(tmp_path, capsys)} == {"redactions-tracked", "protected-tracked"}
    write(tmp_path, {"onrecord.toml": "[redaction]\ntracked = true\n"})
    assert {found["code"] for found in _check(tmp_path, capsys)} == {"redactions-tracked"}
    subprocess.run(["git", "rm", "-q", "--cached", "redactions.yaml"], cwd=tmp_path, check=True)
    assert _check(tmp_path, capsys) == []
    write(tmp_path, PLANTED["static archive"])
    assert {found["code"] for found in _check(tmp_path, capsys)} == {"leak"}


def test_names_that_are_also_words_of_the_markup(tmp_path: Path) -> None:
    talk = "---\ntitle: A\nmedia: a.mp3\n---\n\n**Ada:** Mark Foot and ==Mrs Main== said.[^n]\n\n[^n]: So.\n"
    talk = talk.replace("said.[^n]", "said.").replace("==Mrs Main==", "==Mrs Main==[^n]")
    rules = "- Mark\n- Foot\n"
    write(tmp_path, {"onrecord.toml": 'base_url = "https://a.example/"\n', "content/transcripts/a.md": talk})
    write(tmp_path, {"redactions.yaml": rules})
    assert build(tmp_path).problems == ()
    assert "▮▮▮ ▮▮▮" in (tmp_path / "site/transcripts/a.txt").read_text("utf-8")
    for code in (b"<p>It was Mark.</p>", b'<a class="x" title="by Mark">', b'<p mark="1">Mark</p>', b'{"a": "Mark"}'):
        assert LeakCheck(Redactor((Protected("Mark"),), "d")).look("a.html", code)
