"""The subject index for machines: SKOS (https://www.w3.org/TR/skos-reference/) as JSON-LD 1.1.

Labels and notes are in the language of the site; terms are in those of the transcripts, which nobody has told.
"""

from collections.abc import Iterator

import msgspec

from generator import routes
from generator.config import Settings
from generator.model import Archive, Topic

URL = "topics/index.jsonld"
_SCHEME = "topics/index.html"

_Json = dict[str, object]


def files(archive: Archive, settings: Settings) -> dict[str, bytes]:
    """URL → bytes: one concept scheme with all topics; nothing where there are none."""
    if not archive.topics:
        return {}
    graph = [_scheme(archive, settings), *(_concept(topic, settings) for topic in archive.topics)]
    document = {"@context": _context(settings.language), "@graph": graph}
    return {URL: msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"}


def _context(language: str) -> _Json:
    said, led = {"@language": language}, {"@type": "@id"}
    return {
        "@version": 1.1,
        "@vocab": "http://www.w3.org/2004/02/skos/core#",
        "id": "@id",
        "type": "@type",
        "title": {"@id": "http://purl.org/dc/terms/title", **said},
        **dict.fromkeys(("prefLabel", "altLabel", "scopeNote"), said),
        **dict.fromkeys(("broader", "narrower", "related", "inScheme", "topConceptOf", "hasTopConcept"), led),
    }


def _scheme(archive: Archive, settings: Settings) -> _Json:
    top = [_address(topic.id, settings) for topic in archive.topics if not topic.broader]
    return {"id": _here(_SCHEME, settings), "type": "ConceptScheme", "title": settings.title, "hasTopConcept": top}


def _concept(topic: Topic, settings: Settings) -> _Json:
    entry, scheme = topic.entry, _here(_SCHEME, settings)
    told: _Json = {
        "id": _address(topic.id, settings),
        "type": "Concept",
        "prefLabel": topic.name,
        "altLabel": list(_unlike(entry.also if entry else (), topic.name)),
        "hiddenLabel": list(_unlike(entry.terms if entry else (), topic.name, *(entry.also if entry else ()))),
        "scopeNote": entry.description if entry else None,
        **{
            name: [_address(id, settings) for id in getattr(topic, name)] for name in ("broader", "narrower", "related")
        },
        "inScheme": scheme,
        "topConceptOf": None if topic.broader else scheme,
    }
    return {name: value for name, value in told.items() if value}


def _unlike(labels: tuple[str, ...], *others: str) -> Iterator[str]:
    """Labels, each once, but for the others: no two kinds of label of a concept are the same (SKOS S13)."""
    bare = (label.strip().strip('"“”„') for label in labels)
    return (label for label in dict.fromkeys(bare) if label not in others)


def _address(topic: str, settings: Settings) -> str:
    return _here(routes.topic(topic), settings)


def _here(url: str, settings: Settings) -> str:
    """The full address, or, as long as the site has none, one relative to this file."""
    return routes.absolute(settings.base_url, url) if settings.base_url else routes.relative(URL, url)
