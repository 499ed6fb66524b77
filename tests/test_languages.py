"""The words of the interface: catalogs that say all of them, and what each language writes in its own way."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
import pytest
from babel.messages.extract import extract_from_file
from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from jinja2 import nodes

from generator.build import build, compose
from generator.config import Settings
from generator.errors import ContentError
from generator.history import Options
from generator.languages import ENGLISH, load_own, tongue
from generator.languages.catalog import pieces
from generator.pages import alphabet
from generator.theme import Theme
from tests import messages
from tests.archives import FILES, write
from tests.test_build import command
from tests.test_theme import load, page

CATALOGS = messages.catalogs()
EXTRACTED = messages.extracted()


# --- every word goes through the catalogs ---------------------------------------------------------------------------

# What is the same in every language: names of formats, of keys and of this program, and what is typed.
SAME = re.compile(
    r"OnRecord|mp3|JSON(-LD)?|CSL|BibTeX|RIS|SKOS|Markdown|WebVTT"
    r"|\bAa\b|onrecord import my-transcript\.txt|\b[a-zA-Z]\b|Shift|Enter|Esc"
)
SHOWN = ("aria-label", "title", "placeholder", "alt", "label", "data-none", "data-found", "data-hint", "data-more")
TEMPLATES = sorted(
    str(path.relative_to(messages.TOP / "templates")) for path in (messages.TOP / "templates").rglob("*.html")
)


def _source(name: str) -> nodes.Template:
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)  # noqa: S701
    return environment.parse((messages.TOP / "templates" / name).read_text("utf-8"))


def _plain(template: nodes.Template) -> str:
    """What a template has besides expressions and words for the catalogs."""
    outputs = template.find_all(nodes.Output)
    return "".join(one.data if isinstance(one, nodes.TemplateData) else "□" for out in outputs for one in out.nodes)


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_has_words_of_its_own(name: str) -> None:
    plain = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", "", _plain(_source(name)), flags=re.S)
    shown = re.sub(r'<[^>"]*("[^"]*"[^>"]*)*>', " ", plain)
    said = [said for attribute in SHOWN for said in re.findall(rf'\s{attribute}="([^"]*)"', plain)]
    assert [words for words in (shown, *said) if re.search(r"[A-Za-z]", SAME.sub("", words))] == []


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name != "_script_words.html"])
def test_no_expression_prints_words_of_its_own(name: str) -> None:
    words = []
    for output in _source(name).find_all(nodes.Output):
        for one in output.nodes:
            calls = (*([one] if isinstance(one, nodes.Call) else []), *one.find_all(nodes.Call))
            called = {id(const) for call in calls for const in call.find_all(nodes.Const)}
            alone = [one] if isinstance(one, nodes.Const) else []
            consts = [const.value for const in (*alone, *one.find_all(nodes.Const)) if id(const) not in called]
            words += [
                value
                for value in consts
                if isinstance(value, str) and re.search(r"[A-Z]|[a-z] [a-z]+$|^[,;:] ?$", value)
            ]
    assert words == []


GREEK = {
    "onrecord.toml": 'title = "Ἀρχεῖον"\nlanguage = "el"\nbase_url = "https://example.org/"\n'
    'author = "Ἡ σύνταξις"\nlicence = "Ἐλεύθερον"\nedit_url = "https://example.org/edit/"\n',
    "content/people.yaml": "σοφια:\n  name: Σοφία Νίκη\n  also: [Ἡ Νίκη]\n  roles:\n"
    "    - {name: Ἐπίτροπος, affiliation: Λιμήν, from: 2029, until: 2031}\n    - {name: Πρόεδρος, from: 2031-02}\n"
    "    - {name: Γραμματεύς, until: 1999-05-03}\n",
    "content/topics.yaml": "τειχη:\n  name: Τεῖχος\n  also: [Προκυμαία]\n  broader: [πολη]\n"
    "πολη:\n  name: Πόλις\n  related: [κρηνη]\nκρηνη:\n  name: Κρήνη\n",
    "content/series.yaml": "σειρα:\n  name: Σειρά\n  description: Λόγοι.\n",
    "content/pages/περι.md": "---\ntitle: Περί\n---\n\nΛόγος.\n",
    "content/transcripts/α.md": """---
title: Λιμήν
subtitle: Λόγος
date: 2031-05-06
updated: 2031-05-09
kind: press-conference
place: Ἀθῆναι
series: Σειρά
status: as delivered
source: https://example.org/α
media: [φωνη.mp3, "https://vimeo.com/12345", "https://example.org/β.xyz"]
topics: [Τεῖχος]
corrections:
  - {date: 2031-05-08, by: Σοφία Νίκη, what: Ὄνομα., turn: νίκος-1}
  - {date: 2031-05-09, what: Λέξις.}
aliases: [παλαιος]
speakers:
  - {name: Σοφία Νίκη, id: σοφια, role: Ἐπίτροπος, affiliation: Λιμήν, opening: true}
  - {name: Νίκος, affiliation: Ἐφημερίς}
---

ΛΟΓΟΣ

## Ἀρχή

**Νίκος:** {#νίκος-1 .question topics="Τεῖχος"} [00:01:05] Τίς πληρώνει;?

**Σοφία Νίκη:** [00:01:09] ==Οὐδείς==[^ν]. Βλ. [[β#λόγος]] καὶ ὁ Νίκος λέγει.

**Νίκος:** Διατί;?

**?:** Ναί.

*[γέλως]*

[^ν]: [!context]{by="Σοφία Νίκη" date=2031-05-10} Ἐν ἀρχῇ.
""".replace("ΛΟΓΟΣ", "λόγος " * 160),
    "content/transcripts/β.md": "---\ntitle: Λόγος\ndate: 2030\nkind: interview\ndraft: true\ntopics: [Πόλις]\n"
    "speakers:\n  - {name: Σοφία Νίκη, id: σοφια}\n---\n\n**Σοφία Νίκη:** {#λόγος} Ναί, τεῖχος.\n",
    "content/transcripts/γ.md": "---\ntitle: Ἄλλος\nvariant-of: α\nvariant: prepared\nwithdrawn: 2031-06-01\n---\n\n"
    "**Νίκος:** Τίς;?\n",
    "content/transcripts/δ.md": "---\ntitle: Ἕτερος\nlanguage: ru\nvariant-of: α\nvariant: translation\n---\n\n"
    "**Νίκος:** Τίς οὖν;?\n",
}


def _marked() -> str:
    """A catalog in which every word stands between brackets."""
    entries = [
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    ]
    for one in EXTRACTED:
        if one.id:
            forms = (one.id,) if isinstance(one.id, str) else one.id
            quoted = [words.replace("\\", "\\\\").replace('"', '\\"') for words in forms]
            context = [f'msgctxt "{one.context}"'] if one.context else []
            plural = [f'msgid_plural "{quoted[1]}"'] if len(quoted) > 1 else []
            said = (
                [f'msgstr[{n}] "⟦{words}⟧"' for n, words in enumerate(quoted)]
                if plural
                else [f'msgstr "⟦{quoted[0]}⟧"']
            )
            entries.append("\n".join((*context, f'msgid "{quoted[0]}"', *plural, *said, "")))
    return "\n".join(entries)


def _visible(html: str) -> Iterator[str]:
    soup = BeautifulSoup(html, "lxml")
    for gone in soup.select("script, style, code, pre, .address, [hreflang]"):
        gone.decompose()
    text = ""
    for part in soup.descendants:
        if isinstance(part, NavigableString) and not isinstance(part, Comment) and type(part) is NavigableString:
            text += part
        elif isinstance(part, Tag):
            yield from (value for name in SHOWN if isinstance(value := part.get(name), str))
            if part.name == "meta" and part.get("name") == "description":
                yield str(part["content"])
    yield text


def _unsaid(words: str) -> str:
    """What of a text stands in no brackets, with Latin letters."""
    while (rest := re.sub(r"⟦[^⟦⟧]*⟧", "", words)) != words:
        words = rest
    return " ".join(re.findall(r"[A-Za-z]{2,}", SAME.sub("", re.sub(r"https?://\S+|[\w.]+\.(org|com)\S*", "", words))))


def test_no_page_shows_a_word_that_no_catalog_knows(tmp_path: Path) -> None:
    site = compose(write(tmp_path, {**GREEK, "locales/el.po": _marked()}), Options(drafts=True))
    assert [problem.message for problem in site.problems if problem.severity.name == "ERROR"] == []
    kinds = {planned.kind for planned in site.pages.values()}
    assert {
        "home",
        "transcript",
        "speaker",
        "topic",
        "organisation",
        "compare",
        "questions",
        "search",
        "redirect",
    } <= kinds
    unsaid = {
        url: [rest for text in _visible(site.render(url).decode()) if (rest := _unsaid(text))] for url in site.pages
    }
    assert {url: words for url, words in unsaid.items() if words} == {}


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_catalogs_that_come_with_onrecord_are_complete(language: str) -> None:
    catalog = messages.read(CATALOGS[language], language)
    known = {(one.context, one.id) for one in EXTRACTED if one.id}
    assert {(one.context, one.id) for one in catalog if one.id} == known, "run: python -m tests.messages"
    assert messages.missing(catalog) == []
    assert [one.id for one in catalog if one.fuzzy] == []


@pytest.mark.parametrize("language", sorted(CATALOGS))
def test_translations_have_the_values_and_the_markup_of_the_english(language: str) -> None:
    def values(words: Any) -> set[str]:
        return {name for _, name in pieces(words)} - {""}

    for one in messages.read(CATALOGS[language], language):
        ids, said = ([words] if isinstance(words, str) else list(words) for words in (one.id, one.string))
        for form in said if one.id else ():
            missing = set.union(*map(values, ids)) - values(form)
            assert missing <= {"num"} and values(form) <= set.union(*map(values, ids)), one.id
            assert sorted(re.findall(r"<[^>]*>", form)) == sorted(re.findall(r"<[^>]*>", ids[-1])), one.id


def test_pages_know_the_words_of_their_scripts() -> None:
    scripts = sorted((messages.TOP / "static").glob("*.js"))
    said = {
        words for path in scripts for _, words, *_ in extract_from_file("javascript", path, keywords={"gettext": None})
    }
    template = _source("_script_words.html")
    (told,) = template.find_all(nodes.Dict)
    assert {pair.key.as_const() for pair in told.items} == said
    assert all(pair.value.args[0].value == pair.key.as_const() for pair in told.items)  # type: ignore[attr-defined]


# --- what a language writes in its own way --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "date", "words"),
    [
        ("en", "2031-05-06T10:02", "6 May 2031, 10:02"),
        ("en-US", "2031-05-06", "May 6, 2031"),
        ("de", "2031-05-06", "6. Mai 2031"),
        ("de-AT", "2031-01", "Jänner 2031"),
        ("de", "1974", "1974"),
        ("ar", "2031-05-06", "6 مايو 2031"),
        ("ja", "2031-05", "2031年5月"),
        ("de", "2031-02-31", "2031-02-31"),
        ("de", "um 1974", "um 1974"),
        ("tlh", "2031-05-06", "6 May 2031"),
    ],
)
def test_dates(language: str, date: str, words: str) -> None:
    assert tongue(language).date(date) == words


def test_dates_with_a_time_have_the_hour_that_was_written() -> None:
    assert tongue("de").date("2031-05-06T22:02:00+02:00") == "6. Mai 2031, 22:02"
    assert "22:02" in tongue("ar").date("2031-05-06 22:02")


def test_numbers_lists_and_names_of_languages() -> None:
    assert [tongue(tag).number(12345) for tag in ("en", "de", "fr", "ar")] == [
        "12,345",
        "12.345",
        "12\u202f345",
        "12,345",
    ]
    assert tongue("en").joined(["A"]) == "A" and tongue("en").joined(["A", "B", "C"]) == "A, B and C"
    assert tongue("de").joined(["A", "B", "C"]) == "A, B und C"
    assert tongue("ar").joined(["A", "B"]) == "A وB"
    assert [tongue(tag).language_name("de") for tag in ("en", "de", "ar")] == ["German", "Deutsch", "الألمانية"]
    assert tongue("de").language_name("x-nobody") == "x-nobody"


def test_arabic_counts_in_six_forms() -> None:
    counted = [
        tongue("ar").ngettext("%(num)s word", "%(num)s words", count)
        for count in (0, 1, 2, 3, 10, 11, 99, 100, 102, 103)
    ]
    assert counted == [
        *("لا كلمات", "كلمة واحدة", "كلمتان", "3 كلمات", "10 كلمات"),
        *("11 كلمة", "99 كلمة", "100 كلمة", "102 كلمة", "103 كلمات"),
    ]
    assert list(tongue("ar").categories("%(num)s word", "%(num)s words")) == [
        "zero",
        "one",
        "two",
        "few",
        "many",
        "other",
    ]
    assert dict(ENGLISH.categories("a word", "%(num)s words")) == {"one": "a word", "other": "%(num)s words"}


def test_words_that_a_catalog_lacks_are_english() -> None:
    french = tongue("fr", 'msgid "Search"\nmsgstr "Recherche"\n\nmsgid "Notes"\nmsgstr ""\n')
    assert [french.gettext(words) for words in ("Search", "Notes")] == ["Recherche", "Notes"]
    assert [french.ngettext("%(num)s note", "%(num)s notes", count) for count in (1, 2)] == ["1 note", "2 notes"]
    japanese = tongue("ja", 'msgid "Search"\nmsgstr "検索"\n')
    assert japanese.ngettext("%(num)s note", "%(num)s notes", 5) == "5 notes"


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Ada", "Ågren", "Ärlig", "Zorn"]),
        ("de", ["Ada", "Ågren", "Ärlig", "Zorn"]),
        ("sv", ["Ada", "Zorn", "Ågren", "Ärlig"]),
        ("da", ["Ada", "Zorn", "Ærø", "Østerbro", "Aarhus"[:0] or "Ågren"]),
        ("cs", ["Cibulka", "Čapek", "Hus", "Chalupa", "Ivan"]),
        ("es", ["Nuria", "Ñandú", "Olga"]),
        ("tr", ["Can", "Çelik", "Hasan", "Ilgaz", "İnci", "Şen", "Tan"]),
        ("hu", ["Czukor"[:0] or "Cukor", "Csaba", "Dóra"]),
        ("uk", ["Ганна", "Ґалина", "Ілля", "Їжакевич", "Йосип", "Яна"]),
        ("fa", ["بابک", "پروین", "تارا", "ژاله", "گلی"]),
        ("ar", ["أحمد", "بشير", "يوسف"]),
    ],
)
def test_names_stand_in_the_order_of_the_language(language: str, names: list[str]) -> None:
    assert alphabet.in_order(reversed(names), str, language) == names


def test_letters_of_their_own_have_headings_of_their_own() -> None:
    assert [alphabet.letter(name, "cs") for name in ("chalupa", "Hus", "Čapek", "Cibulka")] == ["Ch", "H", "Č", "C"]
    assert [alphabet.letter(name, "sv") for name in ("ärlig", "Émile", "Øre")] == ["Ä", "E", "O"]


# --- templates ------------------------------------------------------------------------------------------------------


def _shown(root: Path, source: str, language: str = "de", title: str = "A") -> str:
    write(root, {"templates/plain.html": source})
    return Theme(root, Settings(title=title, language=language), load).render(page()).decode()


def test_words_are_escaped_where_they_are_printed_and_html_stays(tmp_path: Path) -> None:
    source = '{{ _("All corrections of %(site)s", site=site.title) }} {% trans title=site.title, url="a.html" %}'
    source += 'It is now at <a href="{{ url }}">{{ title }}</a>.{% endtrans %} {{ _("Notes")|upper }}'
    shown = 'Alle Korrekturen von &lt;b&gt; Sie ist jetzt hier: <a href="a.html">&lt;b&gt;</a>. ANMERKUNGEN'
    assert _shown(tmp_path, source, title="<b>") == shown


def test_counts_in_templates(tmp_path: Path) -> None:
    source = '{% for n in (1, 1200) %}{{ ngettext("%(num)s note", "%(num)s notes", n) }} '
    source += '{{ n|counted(forms("turn", "turns")) }} '
    source += "{% trans n=n %}<b>{{ n }} note</b>{% pluralize %}<b>{{ n }} notes</b>{% endtrans %};{% endfor %}"
    assert _shown(tmp_path, source) == (
        "1 Anmerkung Beitrag <b>1 note</b>;1.200 Anmerkungen Beiträge <b>1200 notes</b>;"
    )


def test_words_that_are_no_constants_are_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        _shown(tmp_path, "\n{{ _(site.title) }}")
    (problem,) = caught.value.problems
    assert problem.code == "template-error" and problem.place and problem.place.line == 2


def test_interface_words_tell_their_language_and_way(tmp_path: Path) -> None:
    site = compose(write(tmp_path, {**GREEK, "onrecord.toml": 'title = "Ἀ"\nlanguage = "ar"\n'}))
    soup = BeautifulSoup(site.render("transcripts/δ.html"), "lxml")
    assert (soup.html or soup)["lang"] == "ru"
    assert soup.select_one(".site-head[lang=ar][data-way=rtl]") and soup.select_one("#or-script-words")
    assert "data-way" not in site.render("transcripts/α.html").decode()


# --- an archive's own catalog ---------------------------------------------------------------------------------------


def test_an_archive_adds_a_language_and_says_words_otherwise(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "onrecord.toml": 'title = "T"\nlanguage = "de-CH"\nsearch.enabled = false\n'})
    build(tmp_path)
    index = tmp_path / "site/transcripts/index.html"
    assert "<h1>Transkripte</h1>" in index.read_text("utf-8")
    write(tmp_path, {"locales/de.po": 'msgid "Transcripts"\nmsgstr "Protokolle"\n'})
    report = build(tmp_path)
    assert "<h1>Protokolle</h1>" in index.read_text("utf-8") and "Anmerkungen" in index.read_text("utf-8")
    assert any("words of the interface" in reasons for _, reasons in report.reasons)
    (tmp_path / "locales/de.po").unlink()
    build(tmp_path)
    assert "<h1>Transkripte</h1>" in index.read_text("utf-8")


def test_a_catalog_may_have_the_forms_in_another_order() -> None:
    turned = "nplurals=6; plural=(n==0 ? 5 : n==1 ? 4 : n==2 ? 3 : n%100>=3 && n%100<=10 ? 2 : n%100>=11 ? 1 : 0);"
    forms = "".join(f'msgstr[{at}] "{words}"\n' for at, words in enumerate(("o", "m", "f", "2", "1", "0")))
    own = f'msgid ""\nmsgstr "Plural-Forms: {turned}\\n"\n\nmsgid "%(num)s word"\nmsgid_plural "%(num)s words"\n{forms}'
    arabic = tongue("ar", own)
    counts = (0, 1, 2, 3, 11, 100)
    assert [arabic.ngettext("%(num)s word", "%(num)s words", count) for count in counts] == [
        "0",
        "1",
        "2",
        "f",
        "m",
        "o",
    ]
    notes = [arabic.ngettext("%(num)s note", "%(num)s notes", count) for count in (2, 3, 11)]
    assert notes == ["حاشيتان", "3 حواشٍ", "11 حاشية"]


@pytest.mark.parametrize(
    ("catalog", "code", "line"),
    [
        ('msgid "Search"\nmsgstr "Suche"\nSuche?\n', "catalog-broken", 3),
        ('msgid "Notes"\nmsgstr "A"\n\nmsgid "Notes by %(name)s"\nmsgstr "Von %(nam)s"\n', "catalog-value", 4),
        ('msgid "Notes"\nmsgstr "100% A"\n', "catalog-value", 1),
        ('msgid "%(num)s note"\nmsgid_plural "%(num)s notes"\nmsgstr[0] "%(num)s A"\n', "catalog-forms", 1),
        ('msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n/0;\\n"\n', "catalog-broken", 1),
        ('msgid ""\nmsgstr "Plural-Forms: nplurals=x; plural=n;\\n"\n', "catalog-broken", 1),
        ('msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=__import__(1);\\n"\n', "catalog-broken", 1),
        ("\x00\x01 nonsense", "catalog-broken", 1),
    ],
)
def test_a_catalog_that_cannot_be_used_is_told(tmp_path: Path, catalog: str, code: str, line: int) -> None:
    write(tmp_path, {"locales/de.po": catalog})
    text, problems = load_own(tmp_path, "de")
    assert text == "" and [(one.code, one.place and (one.place.path, one.place.line)) for one in problems] == [
        (code, ("locales/de.po", line))
    ]


def test_check_tells_of_a_language_without_words(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "onrecord.toml": 'title = "T"\nlanguage = "eo"\nsearch.enabled = false\n'})
    assert "locales/eo.po" in command(tmp_path, "check").stderr
    write(tmp_path, {"locales/eo.po": 'msgid "Notes"\nmsgstr "Notoj"\n'})
    assert "locales/eo.po" not in command(tmp_path, "check").stderr
