"""A new version of a text comes in; what an editor made of the old one stays.

Three texts meet, item by item: the text as it was imported, the file as it is now, and the text as it comes. Where only
the source has changed, its words are taken, and notes, anchors and marks move over to them. Where only the file was
edited, it stays. Where both have changed, the file stays and the other words are reported. Front matter stays.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from generator import archive, config, native, routes, sources
from generator.archive.quotes import Text
from generator.config import Registries, Settings
from generator.decoding import decode
from generator.errors import Place, Problem, Severity, problem
from generator.importing import memory
from generator.importing.aligning import aligned
from generator.importing.heads import rewritten
from generator.importing.memory import blocks_of, touch, with_marks, words
from generator.ledger import Ledger
from generator.markup import canonical
from generator.model import (
    NO_ATTRIBUTES,
    Attributes,
    Block,
    Comment,
    Declared,
    Event,
    Item,
    Mark,
    Matter,
    Meta,
    Note,
    Position,
    Reading,
    Section,
    Selector,
    Spot,
    Transcript,
    Turn,
    Value,
)
from generator.names import fold, split

_SHOWN = 20  # changes that are told one by one
_LONG = 300  # characters of words in a message
_AROUND = 60  # characters beside a quote that tell equal ones apart
_CARRIED = ("emphasis", "strong")  # marks that may go with their words: they say nothing of their own


class Changes(Value):
    """What an update changed: turns by number, and a line for each of the first."""

    added: int = 0
    removed: int = 0
    changed: int = 0
    kept: int = 0  # edited here and in the source
    lines: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.kept)


class Updated(Value):
    """The file's new text, None where it stays as it is, with what changed and what is doubtful."""

    text: str | None
    changes: Changes
    problems: tuple[Problem, ...] = ()


class Updater:
    """Brings new versions into the files of one archive."""

    def __init__(self, root: Path, registries: Registries) -> None:
        self._root = root
        self._resolver = archive.Resolver(registries, Settings())

    def update(
        self, target: Path, shown: str, came: Transcript, front_matter: Callable[[Meta], Meta]
    ) -> Updated | Problem:
        """Bring `came` into the file `target`; `front_matter` says what becomes of its front matter. A problem where
        the file cannot be updated."""
        data = target.read_bytes()
        reading = native.read(data, shown)
        digest = memory.text_digest(reading.transcript.meta)
        if digest is None:
            return problem("not-imported", Place(shown))
        broken = next((found for found in reading.problems if found.severity is Severity.ERROR), None)
        if broken:
            return broken
        mine = reading.transcript
        untouched = memory.words_digest(mine.items) == digest
        base = mine if untouched else memory.kept_text(self._root, digest)
        merge = _Merge(base, mine, came)
        if memory.words_digest(came.items) == digest:
            merge.keep()
        else:
            merge.run()
        ledger = self._ledger(target, mine)
        before = self._anchors(mine, ledger)
        side, side_path = self._side_notes(target, shown)
        self._hold_anchors(merge, before, ledger, side)
        notes = merge.notes()
        meta = front_matter(merge.meta())
        transcript = Transcript(meta, tuple(merge.items), notes)
        text = _written(data, reading, merge, transcript)
        problems = (
            *_placed(merge.doubts, native.read(text.encode(), shown), merge, shown),
            *_lost(side, side_path, mine, transcript),
            *_lost(((note, Position(0)) for note in mine.notes), shown, mine, transcript),
        )
        same = text == _decoded(data)
        return Updated(None if same else text, merge.changes(), problems)

    def _ledger(self, target: Path, transcript: Transcript) -> Ledger | None:
        """What has been published of the transcript in a file, if anything has."""
        path = sources.ledgers(self._root).get(routes.slugify(transcript.meta.slug or target.stem))
        return sources.read_ledger(path, lambda path: (self._root / path).read_bytes())[0] if path else None

    def _anchors(self, transcript: Transcript, ledger: Ledger | None) -> dict[int, str]:
        """The anchor of each turn, by its item."""
        outline = archive.outline(Reading(transcript, (Position(0),) * len(transcript.items)), "", "")
        past = archive.Published(ledger, archive.spoken_words(transcript)) if ledger else None
        turns = self._resolver.resolve(outline, (), past).resolution.turns
        return {turn.item: facts.anchor for turn, facts in zip(outline.turns, turns, strict=True)}

    def _side_notes(self, target: Path, shown: str) -> tuple[tuple[tuple[Note, Position], ...], str]:
        beside = target.with_suffix(".notes.yaml")
        path = shown.removesuffix(".md") + ".notes.yaml"
        if not beside.is_file():
            return (), path
        return config.side_notes(_decoded(beside.read_bytes()), path)[0], path

    def _hold_anchors(
        self,
        merge: "_Merge",
        before: Mapping[int, str],
        ledger: Ledger | None,
        side: Iterable[tuple[Note, Position]],
    ) -> None:
        """Notes that name a turn by its anchor stay on it: where its number would change, it keeps the anchor."""
        everything = (*merge.mine.notes, *(note for note, _ in side))
        named = {selector.turn for note in everything for selector in note.selectors if selector.turn}
        if not named:
            return
        after = self._anchors(Transcript(merge.meta(), tuple(merge.items)), ledger)
        held = {anchor: item for item, anchor in before.items() if anchor in named}
        for at, origin in enumerate(merge.origins):
            anchor = before.get(origin) if origin is not None else None
            if anchor in held and after.get(at) != anchor and isinstance(turn := merge.items[at], Turn):
                merge.change(at, msgspec.structs.replace(turn, attributes=_with_id(turn.attributes, str(anchor))))


class _Doubt(Value):
    """Something to tell of, at one of the merged items; -1 for the whole file."""

    code: str
    item: int
    facts: tuple[tuple[str, str], ...]


class _Merge:
    """The three texts of one transcript. Without `base` nobody knows what was edited, so that all of it counts as such.

    `items` is the result; `origins` the item of the file that each comes from; `changed` those that are not as there.
    """

    def __init__(self, base: Transcript | None, mine: Transcript, came: Transcript) -> None:
        self.mine = mine
        self.items: list[Item] = []
        self.origins: list[int | None] = []
        self.doubts: list[_Doubt] = []
        self.rewritten: set[int] = set()
        self._base = base
        self._came = came
        self._lines: list[str] = []
        self._numbers = {"added": 0, "removed": 0, "changed": 0, "kept": 0}
        self._speaking: list[Turn] = []  # turns whose words are new
        self._homeless: list[tuple[Mark, str]] = []  # notes' marks that lost their words, with these
        self._loose: list[tuple[str, int, tuple[tuple[str, str], ...]]] = []

    def keep(self) -> None:
        """Keep all items: the source is as it was."""
        self.items = list(self.mine.items)
        self.origins = list(range(len(self.items)))

    def run(self) -> None:
        """Merge all items."""
        base = self._base.items if self._base else self.mine.items
        to_mine = {n: n for n in range(len(base))} if base is self.mine.items else aligned(base, self.mine.items)
        to_came = aligned(base, self._came.items)
        from_came = {there: here for here, there in to_came.items()}
        from_mine = {there: here for here, there in to_mine.items()}
        only_mine = {words(item) for n, item in enumerate(self.mine.items) if n not in from_mine}
        slots: list[tuple[Item, int | None, bool] | None] = []
        slot_of: dict[int, int] = {}  # item of the file → slot
        for k, item in enumerate(self._came.items):
            here = from_came.get(k)
            if here is None:
                slots.append(None if words(item) in only_mine else self._new(item))
                continue
            at = to_mine.get(here)
            if at is None:  # deleted here
                if touch(item) != touch(base[here]):
                    self._conflict(item, "deleted")
                slots.append(None)
                continue
            slot_of[at] = len(slots)
            slots.append(self._both(base[here], at, item))
        self._put_together(slots, self._others(slot_of, from_mine, base))

    def _others(
        self, slot_of: Mapping[int, int], from_mine: Mapping[int, int], base: Sequence[Item]
    ) -> dict[int, list[tuple[Item, int | None, bool]]]:
        """What the new version does not have, behind the slot of what stood before it here."""
        behind: dict[int, list[tuple[Item, int | None, bool]]] = {}
        last = -1
        for at, item in enumerate(self.mine.items):
            if at in slot_of:
                last = slot_of[at]
                continue
            here = from_mine.get(at)
            source = here is not None and not isinstance(item, Comment)
            if source and self._base is not None and touch(base[here or 0]) == touch(item):
                self._gone(item)
                continue
            if source and self._base is not None:
                self._count("kept", item, "the new version does not have it")
                self._loose.append(("update-removed", at, (("words", _cut(_said(item))),)))
            behind.setdefault(last, []).append((item, at, False))
        return behind

    def _put_together(
        self,
        slots: Sequence[tuple[Item, int | None, bool] | None],
        behind: Mapping[int, Sequence[tuple[Item, int | None, bool]]],
    ) -> None:
        for number in range(-1, len(slots)):
            slot = slots[number] if number >= 0 else None
            for item, origin, changed in (*((slot,) if slot else ()), *behind.get(number, ())):
                if changed:
                    self.rewritten.add(len(self.items))
                self.items.append(item)
                self.origins.append(origin)
        at = {origin: n for n, origin in enumerate(self.origins) if origin is not None}
        self.doubts += [_Doubt(code, at.get(origin, -1), facts) for code, origin, facts in self._loose]

    def _new(self, item: Item) -> tuple[Item, int | None, bool] | None:
        if self._base is None:
            self._conflict(item, "missing")
            return None
        self._count("added", item)
        if isinstance(item, Turn):
            self._speaking.append(item)
        return item, None, True

    def _gone(self, item: Item) -> None:
        self._count("removed", item)
        anchor = item.attributes.id if isinstance(item, Turn | Section) else None
        if anchor:
            self.doubts.append(_Doubt("anchor-gone", -1, (("id", anchor),)))
        for block in blocks_of(item):
            self._homeless += [(mark, _quote(block.text, mark)) for mark in block.marks if mark.kind == "note"]

    def _both(self, base: Item, at: int, came: Item) -> tuple[Item, int | None, bool]:
        mine = self.mine.items[at]
        if touch(mine) == touch(came) or touch(came) == touch(base) != touch(mine):
            return mine, at, False
        edited = self._base is None or touch(mine) != touch(base)
        if edited and words(mine) != words(came):
            self._conflict(came, "changed", at)
            return mine, at, False
        carried = _carried(mine, came)
        if carried is None:  # something an editor marked has no place there
            self._conflict(came, "changed", at)
            return mine, at, False
        item, lost = carried
        self._homeless += lost
        if words(mine) != words(came):
            self._count("changed", item, _cut(_said(mine), 60))
            if isinstance(item, Turn):
                self._speaking.append(item)
        return item, at, True

    def _conflict(self, came: Item, how: str, at: int = -1) -> None:
        self._count("kept", came, "edited here too" if how == "changed" else "not in the file")
        code = "update-conflict" if how == "changed" else "update-left-out"
        self._loose.append((code, at, (("words", _cut(_said(came))),)))

    def _count(self, what: str, item: Item, more: str = "") -> None:
        if isinstance(item, Comment):
            return
        if isinstance(item, Turn):
            self._numbers[what] += 1
        sign = {"added": "+", "removed": "-", "changed": "~", "kept": "!"}[what]
        behind = f" ({more})" if more and what == "kept" else f" (was: {more})" if more else ""
        self._lines.append(f"{sign} {_cut(_said(item), 80)}{behind}")

    def changes(self) -> Changes:
        """What was added, removed, changed, and kept although the source says otherwise."""
        lines = self._lines[:_SHOWN]
        if len(self._lines) > _SHOWN:
            lines.append(f"… and {len(self._lines) - _SHOWN:,} more")
        return Changes(**self._numbers, lines=tuple(lines))

    def change(self, at: int, item: Item) -> None:
        """Put another item in the place of one."""
        self.items[at] = item
        self.rewritten.add(at)

    # --- notes and front matter -----------------------------------------------------------------------------------

    def notes(self) -> tuple[Note, ...]:
        """All notes: those of the file, and those that come with the source; each on its words, where they are."""
        text = Text(Transcript(items=tuple(self.items)))
        homeless = [(mark, quote) for mark, quote in self._homeless if not self._find_home(mark, quote, text)]
        called = {
            str(mark.value)
            for item in self.items
            for block in blocks_of(item)
            for mark in block.marks
            if mark.kind == "note"
        }
        found = []
        for note in self.mine.notes:
            quotes = [quote for mark, quote in homeless if mark.value == note.id and quote]
            for quote in quotes:
                facts = (("id", note.id), ("quote", _cut(quote, 80)))
                self.doubts.append(_Doubt("note-words-gone", -1, facts))
            if quotes and note.id not in called and not note.selectors:
                note = msgspec.structs.replace(note, selectors=(Selector(quote=quotes[0]),))
            found.append(note)
        own = {note.id: note for note in found}
        before = {note.id: note for note in (self._base.notes if self._base else ())}
        for note in self._came.notes:
            if note.id not in own:
                if note.id in called or note.selectors:
                    found.append(note)
            elif own[note.id].body != note.body != before.get(note.id, own[note.id]).body:
                told = (("words", _cut(f"[^{note.id}]: {note.body}")),)
                self.doubts.append(_Doubt("update-conflict", -1, told))
        return tuple(found)

    def _find_home(self, mark: Mark, quote: str, text: Text) -> bool:
        """Put a note whose turn has changed or gone on its words elsewhere, if they are several and there once."""
        found = text.find(Selector(quote=quote)) if len(quote.split()) > 2 and mark.start != mark.end else ()
        if len(found) != 1 or len(found[0].spots) != 1:
            return False
        (spot,) = found[0].spots
        at = [n for n, item in enumerate(self.items) if isinstance(item, Turn)][spot.turn]
        block = blocks_of(self.items[at])[spot.paragraph]
        marks = canonical((*block.marks, Mark(spot.start, spot.end, "note", mark.value)))
        self.change(at, with_marks(self.items[at], {spot.paragraph: marks}))
        return True

    def meta(self) -> Meta:
        """The front matter of the file, with those declared who speak for the first time in what is new."""
        known = {fold(name) for speaker in self.mine.meta.speakers for name in (speaker.name, *speaker.labels)}
        labels = {fold(turn.label) for turn in self._speaking if turn.label}
        labels |= {fold(split(turn.label)[0]) for turn in self._speaking if turn.label}
        opening = any(turn.label is None and not turn.continues for turn in self._speaking)
        added = []
        for speaker in self._came.meta.speakers:
            theirs = {fold(name) for name in (speaker.name, *speaker.labels)}
            if theirs.isdisjoint(known) and (theirs & labels or (opening and speaker.opening)):
                added.append(self._without_second_opening(speaker))
        return msgspec.structs.replace(self.mine.meta, speakers=(*self.mine.meta.speakers, *added))

    def _without_second_opening(self, speaker: Declared) -> Declared:
        opens = any(one.opening for one in self.mine.meta.speakers)
        return msgspec.structs.replace(speaker, opening=False) if opens else speaker


# --- carrying over what an editor added ------------------------------------------------------------------------------


def _carried(mine: Item, came: Item) -> tuple[Item, tuple[tuple[Mark, str], ...]] | None:
    """The new item with the attributes, comments and marks of the old, and the notes that lost their words; None where
    another mark of an editor has no place in the new words."""
    item = came
    if isinstance(mine, Turn) and isinstance(item, Turn):
        attributes = _attributes(mine.attributes, item.attributes)
        item = msgspec.structs.replace(item, attributes=attributes, parts=_with_comments(mine, item))
    elif isinstance(mine, Section) and isinstance(item, Section):
        return msgspec.structs.replace(item, attributes=_attributes(mine.attributes, item.attributes)), ()
    blocks = blocks_of(item)
    text = Text(Transcript(items=(Turn("", blocks),)))
    marks: dict[int, list[Mark]] = {n: list(block.marks) for n, block in enumerate(blocks)}
    there = {(mark.kind, mark.value) for block in blocks for mark in block.marks if mark.kind == "note"}
    lost: list[tuple[Mark, str]] = []
    for number, block in enumerate(blocks_of(mine)):
        for mark in block.marks:
            if mark.kind in ("sync", "event", "unsure") or (mark.kind, mark.value) in there:
                continue  # the source's own
            spot = _place(block, number, mark, blocks, text)
            if spot:
                marks[spot.paragraph].append(Mark(spot.start, spot.end, mark.kind, mark.value))
            elif mark.kind == "note":
                lost.append((mark, _quote(block.text, mark)))
            elif mark.kind not in _CARRIED:
                return None
    return with_marks(item, {n: canonical(found) for n, found in marks.items()}), tuple(lost)


def _place(block: Block, number: int, mark: Mark, blocks: Sequence[Block], text: Text) -> Spot | None:
    """Where the marked words stand in the new paragraphs: in one place, or in one that has the same words around it."""
    if number < len(blocks) and blocks[number].text == block.text:
        return Spot(0, number, mark.start, mark.end)
    quote = _quote(block.text, mark)
    if not quote.strip():
        return None
    found = [there.spots[0] for there in text.find(Selector(quote=quote)) if len(there.spots) == 1]
    if len(found) > 1:
        before = block.text[max(0, mark.start - _AROUND) : mark.start] if mark.start != mark.end else ""
        after = block.text[mark.end : mark.end + _AROUND]
        found = [
            spot
            for spot in found
            if _shares(blocks[spot.paragraph].text, spot, before, after, point=mark.start == mark.end)
        ]
    if len(found) != 1:
        return None
    (spot,) = found
    return Spot(0, spot.paragraph, spot.end, spot.end) if mark.start == mark.end else spot


def _shares(text: str, spot: Spot, before: str, after: str, point: bool) -> bool:
    """Whether the words next to a stretch are those that stood there before, on one side at least."""
    left, right = text[: spot.start].split()[-2:], text[spot.end :].split()[:2]
    same_left, same_right = before.split()[-2:] == left, after.split()[:2] == right
    return same_right if point else same_left or same_right


def _quote(text: str, mark: Mark) -> str:
    """The words of a mark; of a point the words before it."""
    if mark.start != mark.end:
        return text[mark.start : mark.end]
    return " ".join(text[: mark.start].split(" ")[-8:]).strip()


def _attributes(mine: Attributes, came: Attributes) -> Attributes:
    """What an editor gave, and the rest from the source."""
    if came == NO_ATTRIBUTES:
        return mine
    extra = {**dict(came.extra), **dict(mine.extra)}
    return Attributes(
        mine.id or came.id,
        tuple(dict.fromkeys((*mine.kinds, *came.kinds))),
        tuple(dict.fromkeys((*mine.topics, *came.topics))),
        mine.by or came.by,
        tuple(extra.items()),
    )


def _with_id(attributes: Attributes, id: str) -> Attributes:
    return msgspec.structs.replace(attributes, id=attributes.id or id)


def _with_comments(mine: Turn, came: Turn) -> tuple[Block | Event | Comment, ...]:
    """The parts of the new turn, with the comments of the old before the paragraphs of the same number."""
    comments: dict[int, list[Comment]] = {}
    number = 0
    for part in mine.parts:
        if isinstance(part, Comment):
            comments.setdefault(number, []).append(part)
        elif isinstance(part, Block):
            number += 1
    if not comments:
        return came.parts
    parts: list[Block | Event | Comment] = []
    number, last = 0, len(came.blocks) - 1
    for part in came.parts:
        if isinstance(part, Block):
            due = [at for at in comments if at <= number or number == last]
            parts += [comment for at in sorted(due) for comment in comments.pop(at)]
            number += 1
        parts.append(part)
    return tuple(parts)


# --- the file and what is told of it --------------------------------------------------------------------------


def _written(data: bytes, reading: Reading, merge: _Merge, transcript: Transcript) -> str:
    """The new text: what stays, as it is written now; what is new, in the usual way."""
    text = _decoded(data)
    yaml, _, _, _ = native.front_matter_of(text)
    slices = dict(_slices(text, reading))
    lines = [
        native.write(Transcript(items=(item,))).rstrip("\n")
        if origin is None or at in merge.rewritten
        else slices["item", origin]
        for at, (item, origin) in enumerate(zip(merge.items, merge.origins, strict=True))
    ]
    own = {note.id: (n, note) for n, note in enumerate(merge.mine.notes)}
    for note in transcript.notes:
        number, before = own.get(note.id, (-1, None))
        kept = slices["note", number] if note == before else native.write(Transcript(notes=(note,))).rstrip("\n")
        lines.append(kept)
    head = rewritten(yaml, merge.mine.meta, transcript.meta)
    result = f"---\n{head}---\n\n" + "\n\n".join(lines) + "\n"
    return result if native.read(result.encode(), "").transcript == transcript else native.write(transcript)


def _slices(text: str, reading: Reading) -> Iterator[tuple[tuple[str, int], str]]:
    """The lines of each item and note."""
    lines = text.split("\n")
    starts = [(p.line, ("item", n)) for n, p in enumerate(reading.item_positions)]
    starts += [(p.line, ("note", n)) for n, p in enumerate(reading.note_positions)]
    starts.sort()
    for (line, name), end in zip(starts, [*(line for line, _ in starts[1:]), len(lines) + 1], strict=True):
        yield name, "\n".join(lines[line - 1 : end - 1]).strip("\n")


def _decoded(data: bytes) -> str:
    return decode(data, "")[0]


def _placed(doubts: Iterable[_Doubt], reading: Reading, merge: _Merge, shown: str) -> Iterator[Problem]:
    """The doubts as problems, at the lines where what they are about stands now."""
    positions = reading.item_positions if len(reading.item_positions) == len(merge.items) else ()
    for doubt in doubts:
        line = positions[doubt.item].line if 0 <= doubt.item < len(positions) else 0
        yield problem(doubt.code, Place(shown, line), **dict(doubt.facts))


def _lost(side: Iterable[tuple[Note, Position]], path: str, old: Transcript, new: Transcript) -> Iterator[Problem]:
    """Notes beside the text whose words were there and are not any more."""
    before, after = Text(old), Text(new)
    for note, position in side:
        for selector in note.selectors:
            if selector.quote and before.find(selector) and not after.find(selector):
                yield problem("note-words-gone", Place(path, position.line), id=note.id, quote=_cut(selector.quote, 80))


def _said(item: Item) -> str:
    match item:
        case Section():
            return f"## {item.title}"
        case Turn():
            said = " ".join(block.text for block in item.blocks)
            return f"{item.label}: {said}" if item.label else said
        case Matter():
            return " ".join(block.text for block in item.blocks)
        case _:
            return f"[{item.text}]"


def _cut(text: str, length: int = _LONG) -> str:
    flat = re.sub(r"\s+", " ", text).strip()
    return flat if len(flat) <= length else flat[: length - 1].rstrip() + "…"
