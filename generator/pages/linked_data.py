"""What search engines read of a transcript: schema.org as JSON-LD (https://schema.org/CreativeWork)."""

from generator.model import Meta
from generator.pages.transcript import TranscriptData

Json = dict[str, object]


def linked_data(data: TranscriptData) -> Json:
    """The transcript as a creative work with its speakers as contributors; unknown facts are left out."""
    meta = data.meta
    people = [_person(voice.name, voice.id, meta) for voice in data.voices if voice.person]
    known: Json = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": data.public_url,
        "url": data.public_url,
        "name": data.title,
        "alternativeHeadline": meta.subtitle,
        "genre": meta.kind,
        "dateCreated": meta.date,
        "datePublished": meta.date,
        "dateModified": meta.changed,
        "version": ", ".join(data.version),
        "inLanguage": data.language,
        "translationOfWork": _original(data),
        "correction": [_correction(one.what, one.date, one.by) for one in data.corrections],
        "abstract": meta.summary,
        "contributor": people,
        "about": [{"@type": "Thing", "name": topic.title} for topic in data.topics],
        "locationCreated": {"@type": "Place", "name": meta.place} if meta.place else None,
        "isPartOf": {"@type": "CreativeWorkSeries", "name": data.series.title} if data.series else None,
        "isBasedOn": next((fact.url for fact in data.facts if fact.id == "source"), None),
        "creditText": meta.credits,
        "copyrightNotice": next((fact.value for fact in data.facts if fact.id == "licence"), None),
    }
    return {name: value for name, value in known.items() if value}


def _original(data: TranscriptData) -> Json | None:
    """The text of which this is a translation."""
    found = data.translation_of
    return {"@type": "CreativeWork", "name": found.title, "inLanguage": found.language} if found else None


def _correction(what: str, date: str, by: str) -> Json:
    """A correction, as https://schema.org/CorrectionComment."""
    known: Json = {"@type": "CorrectionComment", "text": what, "dateCreated": date}
    return {**known, "author": {"@type": "Person", "name": by}} if by else known


def _person(name: str, id: str, meta: Meta) -> Json:
    declared = next((one for one in meta.speakers if name == one.name or id == one.id), None)
    person: Json = {"@type": "Person", "name": name}
    if declared and declared.role:
        person["jobTitle"] = declared.role
    if declared and declared.affiliation:
        person["affiliation"] = {"@type": "Organization", "name": declared.affiliation}
    return person
