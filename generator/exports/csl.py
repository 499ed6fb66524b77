"""How to cite the record, as CSL-JSON, which Zotero, Pandoc and citeproc read.

Fields by the schema of CSL 1.0.2, https://resource.citationstyles.org/schema/v1.0/input/json/csl-data.json.
"""

import msgspec

from generator.exports.work import PersonName, Work

Json = dict[str, object]


def write(work: Work) -> bytes:
    """UTF-8 bytes of a list with one item."""
    return msgspec.json.format(msgspec.json.encode([item(work)]), indent=1) + b"\n"


def item(work: Work) -> Json:
    """The work as an item of CSL-JSON; what is not known is left out."""
    known: Json = {
        "id": work.id,
        "type": work.type,
        "title": work.title,
        **{variable: [_name(name) for name in names] for variable, names in work.names},
        "issued": {"date-parts": [list(work.date)]} if work.date else None,
        "genre": work.genre,
        "event-place": work.place,
        "version": work.version,
        "archive": work.archive,
        "container-title": work.archive,
        "publisher": work.publisher,
        "URL": work.url,
        "language": work.language,
        "abstract": work.abstract,
        "keyword": ", ".join(work.keywords),
    }
    return {name: value for name, value in known.items() if value}


def _name(name: PersonName) -> Json:
    if name.is_whole:
        return {"literal": name.family}
    parts: Json = {"family": name.family, "given": name.given}
    return {**parts, "suffix": name.suffix} if name.suffix else parts
