"""Anchors: the id of every turn, paragraph and section in its page."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from generator import routes
from generator.archive.following import Followed
from generator.errors import Place, Problem, problem
from generator.model import Former, Outline, Position, SectionOutline, TurnOutline, Value

_RESERVED = ("or-", "note-")  # ids of the theme and of notes
_NUMBERED = re.compile(r"(.+)-(\d{1,9})(?:\.p\d+)?")


class Anchors(Value):
    """The anchors of a transcript, and what is wrong with those its text gives."""

    turns: tuple[str, ...]
    sections: tuple[str, ...]
    paragraphs: tuple[tuple[str, ...], ...] = ()  # as Resolution.paragraphs
    former: tuple[Former, ...] = ()
    problems: tuple[Problem, ...] = ()


def anchors(outline: Outline, speakers: Sequence[str | None], followed: Followed | None = None) -> Anchors:
    """Anchors of a transcript whose turns have these speakers; `followed`: what has been published of it.

    An explicit id wins; then what is published stays; else a turn is SPEAKER-N, the N-th of that speaker in the
    transcript, and a paragraph ANCHOR.pN. Where something is published, no number is used again.
    """
    explicit, problems = _explicit(outline)
    if followed:
        return _lasting(outline, speakers, followed, frozenset(explicit), problems)
    counts: Counter[str] = Counter()
    turns = []
    for turn, speaker in zip(outline.turns, speakers, strict=True):
        name = speaker or "unnamed"
        counts[name] += 1
        turns.append(turn.attributes.id or _free(f"{name}-{counts[name]}", frozenset(explicit)))
    sections = _sections(outline, (), {*explicit, *turns})
    return Anchors(tuple(turns), sections, problems=problems)


def _lasting(
    outline: Outline,
    speakers: Sequence[str | None],
    followed: Followed,
    explicit: frozenset[str],
    problems: tuple[Problem, ...],
) -> Anchors:
    """The anchors where some have been published: those stay, and new ones are unlike all of them."""
    published = {
        *(anchor for anchor in (*followed.turns, *followed.sections) if anchor),
        *(anchor for of in followed.paragraphs for anchor in of if anchor),
        *(former.anchor for former in followed.former),
    }
    used = {*explicit, *published}
    numbers = _numbers(used)
    turns: list[str] = []
    displaced: list[Former] = []
    for number, (turn, speaker, kept) in enumerate(zip(outline.turns, speakers, followed.turns, strict=True)):
        anchor = turn.attributes.id or (kept if kept not in explicit else None) or _next(speaker or "unnamed", numbers)
        turns.append(anchor)
        if kept and kept not in (anchor, *explicit):
            displaced.append(Former("turn", kept, number, 0 if turn.paragraphs else -1))
    used |= set(turns)
    sections = _sections(outline, followed.sections, used)
    displaced += (
        Former("section", kept, _turn_below(outline, number))
        for number, (kept, anchor) in enumerate(zip(followed.sections, sections, strict=True))
        if kept and kept not in (anchor, *explicit)
    )
    paragraphs = tuple(_paragraphs(turns, followed.paragraphs, {*used, *sections}, explicit))
    if all(
        paragraphs[n] == tuple(f"{anchor}.p{p + 1}" for p in range(len(paragraphs[n])))
        for n, anchor in enumerate(turns)
    ):
        paragraphs = ()
    former = tuple(one for one in followed.former if one.anchor not in explicit)
    return Anchors(tuple(turns), sections, paragraphs, (*former, *displaced), problems)


def _explicit(outline: Outline) -> tuple[dict[str, Position], tuple[Problem, ...]]:
    """The ids that the text gives, and where."""
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
    return taken, tuple(problems)


def _sections(outline: Outline, kept: Sequence[str | None], used: set[str]) -> tuple[str, ...]:
    """The anchors of the sections; `used` are those of everything else."""
    used = {*used, *(anchor for anchor in kept if anchor)}
    numbers: Counter[str] = Counter()
    sections = []
    parts: tuple[TurnOutline | SectionOutline, ...] = (*outline.turns, *outline.sections)
    given = {part.attributes.id for part in parts}
    for number, section in enumerate(outline.sections):
        before = kept[number] if kept else None
        anchor = section.attributes.id or (before if before not in given else None)
        anchor = anchor or _unused(_safe(routes.slugify(section.title)), used, numbers)
        used.add(anchor)
        sections.append(anchor)
    return tuple(sections)


def _paragraphs(
    turns: Sequence[str], kept: Sequence[Sequence[str | None]], used: set[str], explicit: frozenset[str]
) -> Iterator[tuple[str, ...]]:
    """The anchors of the paragraphs of each turn: those that are kept, and new ones beyond all that ever were."""
    last: dict[str, int] = {}
    for anchor in used:
        turn, _, number = anchor.rpartition(".p")
        if turn and number.isdecimal():
            last[turn] = max(last.get(turn, 0), int(number[:9]))
    for turn, of in zip(turns, kept, strict=True):
        anchors = []
        for before in of:
            if before is None or before in explicit:
                last[turn] = last.get(turn, 0) + 1
                anchors.append(f"{turn}.p{last[turn]}")
            else:
                anchors.append(before)
        yield tuple(anchors)


def _turn_below(outline: Outline, section: int) -> int:
    """The first turn in a section or one behind it; the number of turns where there is none."""
    return next((n for n, turn in enumerate(outline.turns) if turn.section >= section), len(outline.turns))


def _numbers(used: Iterable[str]) -> dict[str, int]:
    """The greatest number that a name has had in an anchor."""
    numbers: dict[str, int] = {}
    for anchor in used:
        found = _NUMBERED.fullmatch(anchor)
        if found:
            numbers[found[1]] = max(numbers.get(found[1], 0), int(found[2]))
    return numbers


def _next(speaker: str, numbers: dict[str, int]) -> str:
    name = f"speaker-{speaker}" if f"{speaker}-".startswith(_RESERVED) else speaker
    numbers[name] = numbers.get(name, 0) + 1
    return f"{name}-{numbers[name]}"


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
