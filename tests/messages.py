"""The catalogs of the interface's words: `python -m tests.messages` brings them up to date with templates and code.

New words come into each catalog without a translation, and those go that nothing says any more. With the tag of a
language, `python -m tests.messages fr`, its catalog is begun. What is left to be translated is told.
"""

import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

TOP = Path(__file__).parent.parent
LOCALES = TOP / "generator" / "locales"
_UNSTEADY = (
    *('"POT-Creation-Date', '"PO-Revision-Date', '"Last-Translator', '"Language-Team'),
    *('"Report-Msgid-Bugs-To', '"Generated-By', '"Project-Id-Version'),
)

_JINJA = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
KEYWORDS: Mapping[str, Any] = {
    **dict.fromkeys(("_", "gettext", "message", "for_script")),
    **dict.fromkeys(("ngettext", "forms", "data_forms"), (1, 2)),
    **dict.fromkeys(("pgettext", "meaning"), ((1, "c"), 2)),
    "npgettext": ((1, "c"), 2, 3),
}


def extracted() -> Catalog:
    """All words that templates, code and scripts say, with the places where they do."""
    catalog = Catalog(fuzzy=False)
    for name, words, comments, context in (*_found("templates"), *_found("generator"), *_found("static")):
        catalog.add(words, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalog


def _found(folder: str) -> Iterator[tuple[str, Any, Any, Any]]:
    methods = {"templates": "jinja2.ext:babel_extract", "generator": "python", "static": "javascript"}
    patterns = {"templates": "**.html", "generator": "**.py", "static": "**.js"}
    found = extract_from_dir(
        TOP / folder, [(patterns[folder], methods[folder])], {"**.html": _JINJA}, KEYWORDS, ("Translators:",)
    )
    rows = ((f"{folder}/{name}", words, comments, context) for name, _, words, comments, context in found)
    yield from sorted(rows, key=lambda row: row[0])


def catalogs() -> dict[str, Path]:
    """Language → its catalog."""
    return {path.parent.parent.name: path for path in sorted(LOCALES.glob("*/LC_MESSAGES/onrecord.po"))}


def read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def missing(catalog: Catalog) -> list[str]:
    """The words that a catalog does not say."""
    found = ((str(one.id), (one.string,) if isinstance(one.string, str) else one.string) for one in catalog if one.id)
    return [words for words, said in found if not said or not all(said)]


def write(path: Path, catalog: Catalog) -> None:
    """Write a catalog without the facts that change whenever it is written."""
    file = BytesIO()
    write_po(file, catalog, width=120, include_lineno=False)
    lines = file.getvalue().decode().splitlines(keepends=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(line for line in lines if not line.startswith(_UNSTEADY)), "utf-8")


def main(begun: list[str]) -> None:
    words = extracted()
    begin = {language: LOCALES / language / "LC_MESSAGES" / "onrecord.po" for language in begun}
    for language, path in {**begin, **catalogs()}.items():
        catalog = read(path, language) if path.is_file() else Catalog(language, project="OnRecord", fuzzy=False)
        catalog.header_comment = (
            f"# The words of the interface, {catalog.locale.english_name if catalog.locale else language}."
        )
        catalog.update(words, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        write(path, catalog)
        print(f"{language}: {len(catalog)} messages, {len(missing(catalog))} to be translated")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
