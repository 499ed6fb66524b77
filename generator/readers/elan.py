"""ELAN annotation files (.eaf; https://www.mpi.nl/tools/elan/EAF_Annotation_Format_3.0_and_ELAN.pdf).

Tiers have a participant and may hang on others; alignable annotations refer to slots of time, others to annotations.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from generator.errors import Place, problem
from generator.model import Meta, Reading, Transcript, Turn, Understood
from generator.readers import segments, tiers, xml
from generator.readers.tiers import Stretch, Tier
from generator.routes import safe_url


def read(data: bytes, path: str) -> Reading:
    """The transcript in such a file. Never raises: what is wrong is in the reading's problems."""
    root, problems = xml.parse(data, path)
    if root is None:
        return Reading(Transcript(), problems=problems)
    chosen = tiers.speech(tuple(_tiers(root)))
    items, positions = segments.items(chosen.segments, one_label_one_voice=True)
    more, explained = tiers.left_out(chosen.left_out, path)
    if not any(isinstance(item, Turn) for item in items):
        more = (*more, problem("nothing-spoken", Place(path)))
    told = (Understood(s.line, f"{s.speaker or '?'}: {s.text}", "label", "the tier is theirs") for s in chosen.segments)
    return Reading(
        Transcript(_meta(root), items), positions, problems=(*problems, *more), explained=(*told, *explained)
    )


def _tiers(root: xml.Element) -> Iterator[Tier]:
    slots = {
        xml.attribute(slot, "TIME_SLOT_ID"): _number(xml.attribute(slot, "TIME_VALUE"))
        for slot in xml.descendants(root, "TIME_SLOT")
    }
    order = dict(zip(slots, tiers.between(list(slots.values())), strict=True))
    known: dict[str, tuple[int | None, int | None]] = {}
    found = list(xml.children(root, "TIER"))
    for annotation in xml.descendants(root, "ALIGNABLE_ANNOTATION"):
        times = tuple(slots.get(xml.attribute(annotation, name)) for name in ("TIME_SLOT_REF1", "TIME_SLOT_REF2"))
        known[xml.attribute(annotation, "ANNOTATION_ID") or ""] = (times[0], times[1])
    referring = {
        xml.attribute(one, "ANNOTATION_ID") or "": xml.attribute(one, "ANNOTATION_REF") or ""
        for one in xml.descendants(root, "REF_ANNOTATION")
    }
    for tier in found:
        stretches = tuple(
            Stretch(xml.words(one), *_times(one, known, referring), xml.line(one), order.get(_slot(one)))
            for one in xml.descendants(tier, "ALIGNABLE_ANNOTATION", "REF_ANNOTATION")
        )
        name = xml.attribute(tier, "TIER_ID") or ""
        parent = xml.attribute(tier, "PARENT_REF")
        yield Tier(name, stretches, xml.attribute(tier, "PARTICIPANT"), bool(parent))


def _times(
    one: xml.Element, known: dict[str, tuple[int | None, int | None]], referring: dict[str, str]
) -> tuple[int | None, int | None]:
    """Its own, or those of what it refers to at last."""
    id = xml.attribute(one, "ANNOTATION_ID") or ""
    for _ in range(10):
        if id in known:
            return known[id]
        id = referring.get(id, "")
    return None, None


def _slot(one: xml.Element) -> str | None:
    return xml.attribute(one, "TIME_SLOT_REF1")


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() and len(text) < 12 else None


def _meta(root: xml.Element) -> Meta:
    media = next(xml.descendants(root, "MEDIA_DESCRIPTOR"), None)
    url = (xml.attribute(media, "MEDIA_URL", "RELATIVE_MEDIA_URL") or "") if media is not None else ""
    safe = safe_url(url) if url.startswith("http") else None
    file = PurePosixPath(url.replace("\\", "/")).name
    language = next(xml.descendants(root, "LANGUAGE"), None)
    tag = (xml.attribute(language, "LANG_ID") or "") if language is not None else ""
    return Meta(
        language=tag if tag.isascii() and tag.isalpha() and len(tag) in (2, 3) and tag != "und" else None,
        media=(safe,) if safe else (),
        extra=(("recording", file),) if file and not safe else (),
    )
