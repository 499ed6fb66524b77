"""What a transcript's page says of itself to reference managers: names and values of `<meta>`, and data for its script.

The names are those that Zotero's translator "Embedded Metadata" reads: `z:itemType` for the type, Highwire's
`citation_…` for nearly all else, Dublin Core (`DC.…`, https://www.dublincore.org/specifications/dublin-core/dc-html/)
for what these have no name for and for harvesters. There is no COinS: its translator comes first, and knows less.
"""

from collections.abc import Iterator

from generator.exports import bibtex, csl, ris
from generator.exports.work import Work

_TYPES = {"broadcast": "radioBroadcast", "hearing": "hearing", "interview": "interview", "speech": "presentation"}
_KINDS = {"podcast": "podcast", "television": "tvBroadcast", "tv": "tvBroadcast"}

# Zotero's type → what its RDF calls those who take part, by the variable of CSL; all others contribute.
_PARTS = {
    "interview": {"author": "z:interviewees", "interviewer": "z:interviewers", "translator": "z:translators"},
    "presentation": {"author": "z:presenters"},
    "podcast": {"author": "z:guests", "host": "z:podcasters"},
    "radioBroadcast": {"author": "z:guests"},
    "tvBroadcast": {"author": "z:guests"},
    "document": {"author": "bib:authors", "translator": "z:translators"},
}
_CONTRIBUTORS = "bib:contributors"


def tags(work: Work, rights: str) -> tuple[tuple[str, str], ...]:
    """Name and content of each `<meta>`; `rights` are the terms of use."""
    date = "/".join(f"{part:02}" for part in work.date)
    found = (
        ("z:itemType", zotero_type(work)),
        ("citation_title", work.title),
        *_people(work),
        ("citation_publication_date", date),
        ("citation_publisher", work.publisher or work.archive),
        ("citation_language", work.language),
        ("citation_public_url", work.url),
        ("citation_keywords", "; ".join(work.keywords)),
        ("DC.title", work.title),
        *(("DC.creator", name.filed) for name in work.authors),
        *(("DC.contributor", name.filed) for name in work.others),
        ("DC.date", "-".join(f"{part:02}" for part in work.date)),
        ("DC.type", work.genre or "Text"),
        ("DC.source", work.archive),
        ("DC.identifier", work.url),
        ("DC.rights", rights),
    )
    return tuple((name, value) for name, value in found if value)


def zotero_type(work: Work) -> str:
    """The type of an item in Zotero."""
    said = set(work.genre.casefold().split())
    special = next((found for kind, found in _KINDS.items() if kind in said), "")
    return special or _TYPES.get(work.type, "document")


def _people(work: Work) -> Iterator[tuple[str, str]]:
    """Who takes part. Highwire knows authors alone, and where there are any, Zotero looks for nobody else."""
    if not work.others:
        return (("citation_author", name.filed) for name in work.authors)
    parts = _PARTS.get(zotero_type(work), {})
    return ((parts.get(variable, _CONTRIBUTORS), name.filed) for variable, names in work.names for name in names)


def for_script(work: Work) -> dict[str, object]:
    """The files for reference managers as the page's script needs them, to cite one turn: it changes lines of them."""
    return {
        "bibtex": bibtex.write(work).decode(),
        "ris": ris.write(work).decode(),
        "csl": csl.item(work),
    }
