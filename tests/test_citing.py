"""How to cite: the entry of a transcript in each format, names in their parts, what Zotero reads, cards."""

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from generator import check
from generator.build import Options, build
from generator.cli import commands
from generator.exports import FORMATS, bibtex, csl, ris
from generator.exports.work import PersonName, Work, date_parts, person_name, work_type
from tests.archives import FILES, write

TALK = """---
title: "Low & high {water}: 50 % of it"
subtitle: Part_1
date: 1974-05
kind: oral-history
place: Norhaven
status: corrected
summary: |
  Of the river,
  and of the gate.
topics: [bridge-toll]
speakers:
  - {name: Ada van der Brook}
  - {name: 王小明, part: interviewer}
---

**王小明:** Who bought the gate?

**Ada van der Brook:** The guild did.

**Q:** When?
"""

NAMES = st.builds(PersonName, st.text(min_size=1), st.text(), st.text()).filter(
    lambda name: name.given or not name.suffix
)
LINES = st.text().map(lambda text: " ".join(text.split()))
WORKS = st.builds(
    Work,
    id=st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True) | st.just("宿題"),
    type=st.sampled_from(("interview", "hearing", "speech", "broadcast", "document")),
    title=LINES,
    names=st.lists(
        st.tuples(st.sampled_from(("author", "chair")), st.lists(NAMES, min_size=1, max_size=3).map(tuple)),
        max_size=2,
        unique_by=lambda names: names[0],
    ).map(tuple),
    date=st.sampled_from(((), (1974,), (1974, 5), (2031, 5, 6))),
    genre=LINES,
    place=LINES,
    version=LINES,
    archive=LINES,
    publisher=LINES,
    url=st.sampled_from(("", "https://example.org/a%20b#c")),
    language=st.just("en"),
    abstract=LINES,
    keywords=st.lists(LINES, max_size=2).map(tuple),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("archive")
    write(root, {**FILES, "content/transcripts/gate.md": TALK})
    build(root)
    return root / "site/transcripts"


def test_bibtex(site: Path) -> None:
    entry = (site / "gate.bib").read_text("utf-8")
    assert entry == (
        "@misc{gate,\n"
        "  author = {van der Brook, Ada},\n"
        "  title = {{Low \\& high \\textbraceleft{}water\\textbraceright{}: 50 \\% of it: Part\\_1}},\n"
        "  howpublished = {Oral history, Norhaven},\n"
        "  version = {corrected},\n"
        "  year = {1974},\n"
        "  month = may,\n"
        "  organization = {Test archive},\n"
        "  url = {https://example.org/archive/transcripts/gate.html},\n"
        "  language = {en},\n"
        "  keywords = {Bridge toll},\n"
        "  abstract = {Of the river, and of the gate.},\n"
        "}\n"
    )


def test_ris(site: Path) -> None:
    lines = (site / "gate.ris").read_bytes().decode().split("\r\n")
    assert lines[:5] == [
        "TY  - ELEC",
        "ID  - gate",
        "AU  - van der Brook, Ada",
        "A2  - 王小明",
        "TI  - Low & high {water}: 50 % of it: Part_1",
    ]
    assert {"M3  - Oral history", "DA  - 1974/05//", "PY  - 1974", "ET  - corrected", "CY  - Norhaven"} <= set(lines)
    assert lines[-2:] == ["ER  - ", ""]


def test_csl_json(site: Path) -> None:
    (item,) = json.loads((site / "gate.csl.json").read_bytes())
    assert item["type"] == "interview"
    assert item["author"] == [{"family": "van der Brook", "given": "Ada"}]
    assert item["interviewer"] == [{"literal": "王小明"}]
    assert item["issued"] == {"date-parts": [[1974, 5]]}
    assert (item["version"], item["archive"], item["genre"]) == ("corrected", "Test archive", "Oral history")


@given(WORKS)
def test_bibtex_keeps_its_braces_balanced_and_each_field_on_a_line(work: Work) -> None:
    entry = bibtex.write(work).decode()
    assert re.fullmatch(r"@misc\{[A-Za-z0-9-]+,", entry.split("\n")[0])
    depth = 0
    for sign in entry:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0
    assert not re.search(r"(?<!\\)[&$]", re.sub("url = .*", "", entry))


@given(WORKS)
def test_ris_has_only_lines_of_tag_and_value(work: Work) -> None:
    lines = ris.write(work).decode().removesuffix("\r\n").split("\r\n")
    if any(name.filed != " ".join(name.filed.split()) for _, names in work.names for name in names):
        return  # names of people are on one line when they come from a transcript
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) and "\n" not in line for line in lines)
    assert (lines[0][:2], lines[-1]) == ("TY", "ER  - ")


@given(WORKS)
def test_csl_json_has_nothing_that_is_empty(work: Work) -> None:
    assert all(csl.item(work).values())
    assert json.loads(csl.write(work)) == [json.loads(json.dumps(csl.item(work)))]


@pytest.mark.parametrize(
    ("name", "family", "given", "suffix"),
    [
        ("Ines Okafor", "Okafor", "Ines", ""),
        ("Ada van der Berg", "van der Berg", "Ada", ""),
        ("Dr. Ines M. Okafor", "Okafor", "Ines M.", ""),
        ("Otto Brook, Jr.", "Brook", "Otto", "Jr."),
        ("Лев Толстой", "Толстой", "Лев", ""),
        ("Mrs Brook", "Mrs Brook", "", ""),
        ("Cato", "Cato", "", ""),
        ("王 小明", "王 小明", "", ""),
        ("ليلى حداد", "ليلى حداد", "", ""),
        ("Witness K-7", "Witness K-7", "", ""),
        ("Ada and Otto Brook", "Ada and Otto Brook", "", ""),
    ],
)
def test_names_in_their_parts(name: str, family: str, given: str, suffix: str) -> None:
    assert person_name(name) == PersonName(family, given, suffix)


@given(st.text())
def test_any_name_keeps_on_one_line(name: str) -> None:
    assert "\n" not in person_name(name).filed


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("press-conference", "speech"),
        ("Council hearing", "hearing"),
        ("oral-history", "interview"),
        ("podcast interview", "broadcast"),
        ("debate", "document"),
        ("", "document"),
    ],
)
def test_types(kind: str, expected: str) -> None:
    assert work_type(kind) == expected


@pytest.mark.parametrize(
    ("date", "parts"),
    [("2031-05-06T10:02+01:00", (2031, 5, 6)), ("1974-05", (1974, 5)), ("1974", (1974,)), ("", ()), ("soon", ())],
)
def test_dates(date: str, parts: tuple[int, ...]) -> None:
    assert date_parts(date) == parts


def metas(page: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in BeautifulSoup(page.read_bytes(), "lxml").find_all("meta", content=True):
        found.setdefault(str(tag.get("name") or tag.get("property")), []).append(str(tag["content"]))
    return found


def test_who_has_no_part_takes_the_one_that_their_turns_show(tmp_path: Path) -> None:
    talk = """---
title: The toll
kind: press-conference
---

**Mara Lind:** The toll begins in May.

**Otto Reyes:** {.question} Who pays?

**Mara Lind:** Whoever crosses.

**Q:** Nobody else?

**Mara Lind:** Nobody.
"""
    write(tmp_path, {**FILES, "content/transcripts/toll.md": talk})
    build(tmp_path)
    (item,) = json.loads((tmp_path / "site/transcripts/toll.csl.json").read_bytes())
    assert item["author"] == [{"family": "Lind", "given": "Mara"}]
    assert item["contributor"] == [{"family": "Reyes", "given": "Otto"}]
    assert "issued" not in item


@pytest.mark.parametrize(("form", "begins"), [("bibtex", "@misc{gate,"), ("ris", "TY  - "), ("csl-json", "[")])
def test_the_command_prints_the_same(site: Path, monkeypatch: pytest.MonkeyPatch, form: str, begins: str) -> None:
    monkeypatch.chdir(site.parent.parent)
    done = CliRunner().invoke(commands, ["export", "gate", "--to", form])
    assert done.exit_code == 0
    assert done.stdout.startswith(begins)
    assert done.stdout_bytes == (site / f"gate.{FORMATS[form].ending}").read_bytes()


def test_what_zotero_reads(site: Path) -> None:
    told = metas(site / "gate.html")
    assert told["z:itemType"] == ["interview"]
    assert told["z:interviewees"] == ["van der Brook, Ada"]
    assert told["z:interviewers"] == ["王小明"]
    assert told["citation_publication_date"] == ["1974/05"]
    assert told["citation_public_url"] == ["https://example.org/archive/transcripts/gate.html"]
    assert told["DC.creator"] == ["van der Brook, Ada"]
    assert "citation_author" not in told  # it would hide the interviewer
    assert "Z3988" not in (site / "gate.html").read_text("utf-8")


def test_cards(tmp_path: Path) -> None:
    files = {
        **FILES,
        "onrecord.toml": f'{FILES["onrecord.toml"]}\n[theme]\nimage = "cards/all.png"\n',
        "static/cards/all.png": b"png",
        "content/transcripts/gate.md": TALK.replace("place:", "image: cards/gate.jpg\nplace:"),
    }
    write(tmp_path, files)
    build(tmp_path)
    site = tmp_path / "site"
    base = "https://example.org/archive/static/cards/"
    assert metas(site / "transcripts/gate.html")["og:image"] == [f"{base}gate.jpg"]
    for page in ("index.html", "transcripts/bridge-toll.html", "speakers/index.html"):
        told = metas(site / page)
        assert told["og:image"] == [f"{base}all.png"]
        assert told["twitter:card"] == ["summary_large_image"]
    found = check.check_site(
        {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()},
        "https://example.org/archive/",
    )
    assert [one.code for one in found] == ["broken-link"]


def test_without_an_address_of_the_site_nothing_needs_one(tmp_path: Path) -> None:
    settings = 'title = "Test archive"\n[theme]\nimage = "cards/all.png"\n'
    write(tmp_path, {**FILES, "onrecord.toml": settings, "static/cards/all.png": b"png"})
    build(tmp_path, Options())
    site = tmp_path / "site/transcripts"
    told = metas(site / "bridge-toll.html")
    assert not {"og:image", "og:url", "citation_public_url"} & told.keys()
    assert "url" not in (site / "bridge-toll.bib").read_text("utf-8")
    assert "URL" not in json.loads((site / "bridge-toll.csl.json").read_bytes())[0]


def test_the_archives_title_is_a_cause_of_its_citations(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    build(tmp_path)
    write(tmp_path, {"onrecord.toml": FILES["onrecord.toml"].replace("Test archive", "Other archive")})
    build(tmp_path)
    assert "Other archive" in (tmp_path / "site/transcripts/bridge-toll.bib").read_text("utf-8")
