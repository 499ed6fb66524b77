"""One transcript's outline: the little of it that the archive works on."""

from collections.abc import Iterator, Sequence

from generator.archive import quotes
from generator.model import (
    Candidate,
    Mark,
    Note,
    NoteOutline,
    Outline,
    Position,
    Reading,
    Reference,
    Section,
    SectionOutline,
    Selector,
    Spot,
    Transcript,
    Turn,
    TurnOutline,
)

EXCERPT = 240  # characters
_DASHES = ("—", "–", "--")  # of words that are broken off, or taken up again

_Placed = tuple[int, int, str, Mark]  # turn, paragraph, its text, a mark in it


def outline(
    reading: Reading,
    id: str,
    path: str,
    side_notes: tuple[tuple[Note, Position], ...] = (),
    notes_path: str = "",
) -> Outline:
    """The outline of the transcript read from `path`; `side_notes` were read from `notes_path`, beside it."""
    transcript = reading.transcript
    turns: list[TurnOutline] = []
    sections: list[SectionOutline] = []
    for number, item in enumerate(transcript.items):
        position = reading.item_positions[number] if number < len(reading.item_positions) else Position(0)
        if isinstance(item, Section):
            sections.append(SectionOutline(number, item.title, item.level, item.attributes, position))
        elif isinstance(item, Turn):
            turns.append(_turn(item, number, len(sections) - 1, position))
    marks = tuple(_marks(transcript))
    called: dict[str, list[_Placed]] = {}
    for placed in marks:
        if placed[3].kind == "note":
            called.setdefault(str(placed[3].value), []).append(placed)
    text = quotes.Text(transcript)
    own = tuple(zip(transcript.notes, reading.note_positions, strict=False))
    return Outline(
        id=id,
        path=path,
        meta=transcript.meta,
        turns=tuple(turns),
        sections=tuple(sections),
        references=tuple(_references(marks, turns, reading)),
        notes=(
            *(_note(note, path, position, called.get(note.id, ()), text) for note, position in own),
            *(_note(note, notes_path, position, (), text) for note, position in side_notes),
        ),
        words=sum(turn.words for turn in turns),
        timed=any(turn.start is not None for turn in turns) or any(mark.kind == "sync" for *_, mark in marks),
    )


def shortened(text: str, length: int = EXCERPT) -> str:
    """The first words of a text, at most `length` characters, ending in "…" where it is cut."""
    words = text[: length * 2]
    if not _is_even(words):
        words = " ".join(words.split())
    if len(words) <= length and len(text) <= length * 2:
        return words
    cut = words[:length]
    return cut[: max(cut.rfind(" "), length // 2)].rstrip(" ,;:–-") + "…"


def word_count(text: str) -> int:
    """How many words a text has."""
    # Counting blanks is quicker than making a list of words, and nearly always the same.
    return text.count(" ") + 1 if _is_even(text) else len(text.split())


def _is_even(text: str) -> bool:
    """Whether single blanks stand between the words of a text and nothing else does, as between these."""
    return text.isprintable() and "  " not in text and text[:1] not in ("", " ") and text[-1] != " "


def around(text: str, start: int, end: int, length: int = EXCERPT) -> tuple[str, tuple[int, int]]:
    """The words around a stretch, and where the stretch stands in them."""
    before = max(0, start - (length - (end - start)) // 2)
    if before:
        before = min((text.find(" ", before) + 1) or before, start)
    after = min(len(text), before + max(length, end - before))
    if after < len(text):
        after = max(text.rfind(" ", end, after), end) if " " in text[end:after] else after
    lead = "… " if before else ""
    excerpt = lead + text[before:after].replace("\n", " ") + (" …" if after < len(text) else "")
    return excerpt, (len(lead) + start - before, len(lead) + end - before)


def _turn(turn: Turn, item: int, section: int, position: Position) -> TurnOutline:
    blocks = turn.blocks
    return TurnOutline(
        item=item,
        label=turn.label,
        attributes=turn.attributes,
        continues=turn.continues,
        section=section,
        words=sum([word_count(block.text) for block in blocks]),
        paragraphs=len(blocks),
        start=turn.start,
        end=turn.end,
        excerpt=shortened(" ".join([block.text[: EXCERPT * 2] for block in blocks[:8]])),
        asks=any(sign in block.text for block in blocks for sign in "?？؟"),
        position=position,
        breaks_off=bool(blocks) and blocks[-1].text.endswith(_DASHES),
        takes_up=bool(blocks) and blocks[0].text.startswith(_DASHES),
    )


def _marks(transcript: Transcript) -> Iterator[_Placed]:
    """Every mark in turns, with its turn, its paragraph and the paragraph's text."""
    turns = (item for item in transcript.items if isinstance(item, Turn))
    for number, turn in enumerate(turns):
        for paragraph, block in enumerate(turn.blocks):
            for mark in block.marks:
                yield number, paragraph, block.text, mark


def _references(marks: Sequence[_Placed], turns: list[TurnOutline], reading: Reading) -> Iterator[Reference]:
    for turn, paragraph, text, mark in marks:
        if mark.kind == "reference":
            position = turns[turn].position
            if turns[turn].item < len(reading.block_positions):
                position = reading.block_positions[turns[turn].item][paragraph]
            excerpt = around(text, mark.start, mark.end)[0]
            yield Reference(str(mark.value), turn, excerpt, position)


def _note(note: Note, path: str, position: Position, marks: Sequence[_Placed], text: quotes.Text) -> NoteOutline:
    placed = [
        (Spot(turn, paragraph, mark.start, mark.end), words[mark.start : mark.end])
        for turn, paragraph, words, mark in marks
    ]
    found = [text.find(selector) if selector.quote else () for selector in note.selectors]
    return NoteOutline(
        note=note,
        selectors=(*(None for _ in placed), *note.selectors),
        quotes=(*(words for _, words in placed), *(_words(selector) for selector in note.selectors)),
        candidates=(*((Candidate((spot,)),) for spot, _ in placed), *found),
        near=(
            *(() for _ in placed),
            *(
                text.near(selector) if selector.quote and not there else ()
                for selector, there in zip(note.selectors, found, strict=True)
            ),
        ),
        path=path,
        position=position,
    )


def _words(selector: Selector) -> str:
    return f"{selector.quote} … {selector.to}" if selector.quote and selector.to else selector.quote or ""
