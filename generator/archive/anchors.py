"""Anchors: the id of every turn and section in its page."""

from collections import Counter
from collections.abc import Sequence

from generator import routes
from generator.errors import Place, Problem, problem
from generator.model import Outline, Position, SectionOutline, TurnOutline

_RESERVED = ("or-", "note-")  # ids of the theme and of notes


def anchors(
    outline: Outline, speakers: Sequence[str | None]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Problem, ...]]:
    """Anchors of the turns and of the sections of a transcript, whose turns have these speakers; what is wrong.

    An explicit id wins; else a turn is SPEAKER-N, the N-th of that speaker in the transcript.
    """
    problems: list[Problem] = []
    taken: dict[str, Position] = {}
    parts: tuple[TurnOutline | SectionOutline, ...] = (*outline.turns, *outline.sections)
    for part in parts:
        id = part.attributes.id
        if id is None:
            continue
        place = Place(outline.path, part.position.line, 1, words=f"#{id}")
        if id.startswith(_RESERVED):
            problems.append(problem("reserved-anchor", place, id=id))
        if id in taken:
            problems.append(problem("duplicate-anchor", place, id=id, first=taken[id].line))
        taken.setdefault(id, part.position)
    counts: Counter[str] = Counter()
    explicit = frozenset(taken)
    turns = []
    for turn, speaker in zip(outline.turns, speakers, strict=True):
        name = speaker or "unnamed"
        counts[name] += 1
        turns.append(turn.attributes.id or _free(f"{name}-{counts[name]}", explicit))
    used = {*explicit, *turns}
    numbers: Counter[str] = Counter()
    sections = []
    for section in outline.sections:
        anchor = section.attributes.id or _unused(_safe(routes.slugify(section.title)), used, numbers)
        used.add(anchor)
        sections.append(anchor)
    return tuple(turns), tuple(sections), tuple(problems)


def _safe(slug: str) -> str:
    return f"section-{slug}" if slug.startswith(_RESERVED) else slug


def _free(anchor: str, explicit: frozenset[str]) -> str:
    anchor = f"speaker-{anchor}" if anchor.startswith(_RESERVED) else anchor
    while anchor in explicit:
        anchor += "-x"
    return anchor


def _unused(slug: str, used: set[str], numbers: Counter[str]) -> str:
    """The slug, with a number where it is used already; `numbers`: the last one tried for each slug."""
    anchor = slug
    while anchor in used:
        numbers[slug] += 1
        anchor = f"{slug}-{numbers[slug] + 1}"
    return anchor
