"""TEI: utterances (`u`), speeches of plays and interviews (`sp`), parliaments (Parla-CLARIN, ParlaMint), ISO 24624.

TEI P5, chapter 8 (transcriptions of speech) and 7.2.2 (speeches); https://clarin-eric.github.io/ParlaMint/;
https://clarin-eric.github.io/parla-clarin/. A `teiCorpus` is read as one transcript.
"""

from collections.abc import Iterator

import msgspec

from generator.errors import Place, Problem, problem
from generator.model import Meta, Reading, Transcript
from generator.readers import xml
from generator.readers.tei import header
from generator.readers.tei.body import Body


def read(data: bytes, path: str) -> Reading:
    """The transcript in a TEI file. Never raises: what is wrong is in the reading's problems."""
    root, problems = xml.parse(data, path)
    if root is None:
        return Reading(Transcript(), problems=problems)
    documents = [root, *xml.descendants(root, "TEI", "TEI.2")]
    meta = _whole(documents)
    people = header.people(root, meta.date)
    body = Body(root, people, meta.language)
    for document in documents:
        for text in xml.children(document, "text"):
            body.text(text)
    speeches = body.speeches
    items = speeches.items()
    meta = msgspec.structs.replace(meta, speakers=body.cast.declared())
    return Reading(
        Transcript(meta, items, tuple(body.notes)),
        speeches.positions(),
        note_positions=tuple(body.note_positions),
        problems=(*problems, *_doubts(body, path)),
        explained=tuple(speeches.explained),
    )


def _whole(documents: list[xml.Element]) -> Meta:
    """What the headers say: of a corpus with one document in it, that of the document first."""
    metas = [header.meta(document) for document in documents]
    if len(metas) != 2:  # several documents: what is said of all
        return metas[0]
    corpus, own = metas
    return Meta(
        **{
            name: getattr(own, name) or getattr(corpus, name)
            for name in ("title", "subtitle", "date", "place", "language", "summary", "source", "media", "licence")
        }
    )


def _doubts(body: Body, path: str) -> Iterator[Problem]:
    speeches = body.speeches
    if speeches.unnamed:
        yield problem("speaker-not-told", Place(path, speeches.unnamed[0]), number=len(speeches.unnamed))
    if body.unknown:
        names = ", ".join(f"<{name}>" for name in sorted(body.unknown))
        first = min(line for line, _ in body.unknown.values())
        number = sum(words for _, words in body.unknown.values())
        yield problem("xml-set-aside", Place(path, first), names=names, number=number)
    if not any(found.kind == "speech" for found in speeches.explained):
        yield problem("nothing-spoken", Place(path))
