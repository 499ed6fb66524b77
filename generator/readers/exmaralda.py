"""EXMARaLDA basic transcriptions (.exb; https://exmaralda.org/en/partitur-editor-en/, "Basic transcription").

Tiers of type "t" are what is said, "d" what happens (what somebody does meanwhile is left out), "a" what is noted;
events refer to points of a common timeline.
"""

from collections.abc import Iterator

import msgspec

from generator.errors import Place, problem
from generator.model import Declared, Meta, Reading, Transcript, Turn, Understood
from generator.readers import segments, tiers, xml
from generator.readers.tiers import Stretch, Tier
from generator.routes import safe_url


def read(data: bytes, path: str) -> Reading:
    """The transcript in such a file. Never raises: what is wrong is in the reading's problems."""
    root, problems = xml.parse(data, path)
    if root is None:
        return Reading(Transcript(), problems=problems)
    speakers = dict(_speakers(root))
    chosen = tiers.speech(tuple(_tiers(root, speakers)))
    items, positions = segments.items(chosen.segments, one_label_one_voice=True)
    more, explained = tiers.left_out(chosen.left_out, path)
    if not any(isinstance(item, Turn) for item in items):
        more = (*more, problem("nothing-spoken", Place(path)))
    told = (_told(segment) for segment in chosen.segments)
    named = tuple(declared for declared in speakers.values() if declared.labels)
    meta = Meta(title=_title(root), media=tuple(_media(root)), speakers=named)
    return Reading(Transcript(meta, items), positions, problems=(*problems, *more), explained=(*told, *explained))


def _told(segment: segments.Segment) -> Understood:
    happens = None if segment.speaker else segments.direction(segment.text)
    if happens:
        return Understood(segment.line, happens, "event", "the tier is nobody's and tells what happens")
    return Understood(segment.line, f"{segment.speaker or '?'}: {segment.text}", "label", "the tier is theirs")


def _title(root: xml.Element) -> str | None:
    name = xml.first(root, "head", "meta-information", "transcription-name")
    return xml.words(name) or None


def _media(root: xml.Element) -> Iterator[str]:
    for file in xml.descendants(root, "referenced-file"):
        url = safe_url(xml.attribute(file, "url") or "")
        if url and url.startswith("http"):
            yield url


def _speakers(root: xml.Element) -> Iterator[tuple[str, Declared]]:
    """By the abbreviation that is their label; a name may be told beside it."""
    for speaker in xml.descendants(root, "speaker"):
        id = xml.attribute(speaker, "id") or ""
        short = xml.words(xml.first(speaker, "abbreviation")) or id
        told = {
            xml.attribute(one, "attribute-name"): xml.words(one) for one in xml.descendants(speaker, "ud-information")
        }
        name = next((told[key] for key in ("Name", "name", "Pseudonym") if told.get(key)), "")
        if id:
            yield id, Declared(name or short, labels=(short,) if name and short != name else ())


def _tiers(root: xml.Element, speakers: dict[str, Declared]) -> Iterator[Tier]:
    points = [
        (xml.attribute(point, "id"), _time(xml.attribute(point, "time"))) for point in xml.descendants(root, "tli")
    ]
    times = dict(points)
    order = dict(zip(times, tiers.between(list(times.values())), strict=True))
    for tier in xml.descendants(root, "tier"):
        declared = speakers.get(xml.attribute(tier, "speaker") or "")
        label = (declared.labels or (declared.name,))[0] if declared else None
        kind = xml.attribute(tier, "type") or "t"
        stretches = []
        for event in xml.children(tier, "event"):
            start, end = xml.attribute(event, "start"), xml.attribute(event, "end")
            stretches.append(
                Stretch(xml.words(event), times.get(start), times.get(end), xml.line(event), order.get(start))
            )
        name = xml.attribute(tier, "display-name", "category", "id") or ""
        if kind == "d" and not label and all(segments.direction(stretch.text) for stretch in _bracketed(stretches)):
            yield Tier(name, tuple(_bracketed(stretches)), role="events")
        else:
            yield Tier(name, tuple(stretches), label, kind == "a", "speech" if kind == "t" else "notes")


def _bracketed(stretches: list[Stretch]) -> Iterator[Stretch]:
    """What happens, "((laughter))" or "laughter", in the brackets of a direction."""
    for stretch in stretches:
        words = stretch.text.strip(" ()[]")
        if words:
            yield msgspec.structs.replace(stretch, text=f"[{words}]")


def _time(text: str | None) -> int | None:
    try:
        seconds = float(text or "")
    except ValueError:
        return None
    return round(seconds * 1000) if 0 <= seconds < 1e7 else None
