"""Putting pseudonyms and marks in the place of protected words, in every value that a text is read into."""

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar, cast

import msgspec

from generator import routes
from generator.errors import Place, Problem
from generator.model import (
    Attributes,
    Block,
    Correction,
    Declared,
    Mark,
    Meta,
    Note,
    PersonEntry,
    Protected,
    Recording,
    Selector,
    SeriesEntry,
    TopicEntry,
    Turn,
    Value,
)
from generator.redaction.matching import Match, Matcher, Near

T = TypeVar("T")

MARK = "▮▮▮"
_WITHHELD = "Redacted"  # where a mark would be no name; the number of the rule behind it tells people apart
# What a string is, where it is not words to be read: an address or id, a name, or nothing to be touched.
_ADDRESS, _NAME, _KEPT = "address", "name", "kept"
_FIELDS: Mapping[str, Mapping[str, str]] = {
    kind if isinstance(kind, str) else kind.__name__: fields
    for kind, fields in (
        (
            Meta,
            {
                **dict.fromkeys(("source", "media", "image", "slug", "aliases"), _ADDRESS),
                **dict.fromkeys(("variant_of", "series", "topics"), _ADDRESS),
                **dict.fromkeys(("date", "updated", "language"), _KEPT),
            },
        ),
        (Attributes, {"id": _ADDRESS, "topics": _ADDRESS, "by": _ADDRESS, "kinds": _ADDRESS, "extra": _ADDRESS}),
        (Note, {"id": _ADDRESS, "by": _NAME, "date": _KEPT}),
        (Selector, {"turn": _ADDRESS, "until": _ADDRESS}),
        (Correction, {"date": _KEPT, "by": _NAME, "turn": _ADDRESS}),
        (Declared, {"id": _ADDRESS, "name": _NAME, "labels": _NAME}),
        (Turn, {"label": _NAME}),
        (Recording, {"file": _ADDRESS, "title": ""}),
        (PersonEntry, {"id": _ADDRESS, "name": _NAME, "also": _NAME, "links": _ADDRESS, "aliases": _ADDRESS}),
        (TopicEntry, {"id": _ADDRESS, "broader": _ADDRESS, "related": _ADDRESS, "aliases": _ADDRESS}),
        (SeriesEntry, {"id": _ADDRESS, "aliases": _ADDRESS}),
        (Mark, {"kind": _KEPT, "value": _ADDRESS}),
        (Problem, {"code": _KEPT, "severity": _KEPT}),
        ("Text", {"id": _ADDRESS}),
        ("NavItem", {"url": _ADDRESS}),
        ("ThemeSettings", {"image": _ADDRESS}),
        ("NoteKind", {"id": _ADDRESS}),
        ("Source", {"path": _ADDRESS}),
        ("Settings", dict.fromkeys(("language", "output", "base_url", "edit_url", "media_base", "requires"), _KEPT)),
    )
}  # fmt: skip
_OF_ADDRESS = r"[^\s\"'<>()\[\]]"
# Addresses within words: those of the web, and in Markdown those of links and cross-references.
_SLUG = re.compile(
    rf"(?<!{_OF_ADDRESS}){_OF_ADDRESS}*(?:://|www\.|@){_OF_ADDRESS}*|\]\({_OF_ADDRESS}*|\[\[[^\s\"“„|\]]*"
)
_QUOTED = re.compile(r"[\"“„]")  # begins the exact words that a cross-reference leads to


class _Piece(Value):
    """A stretch of a text, and what stands in its place."""

    start: int
    end: int
    new: str


class Redactor:
    """Replaces what `rules` protect. `digest` is a hash of the file that they are from; "" where there is none."""

    def __init__(self, rules: Sequence[Protected] = (), digest: str = "") -> None:
        self.digest = digest
        self.matcher = Matcher(rules)
        self._rules = rules

    def of(self, value: T) -> T:
        """The value with every string in it redacted; the same object where nothing is protected."""
        if not self._rules:
            return value
        near = self.matcher.near(msgspec.json.encode(value).decode())
        return cast("T", self._walked(value, near, "")) if near else value

    def text(self, text: str) -> str:
        """A text, also Markdown, with pseudonyms and marks."""
        return self._replaced(text, self._near(text), "")

    def address(self, text: str) -> str:
        """A path, address or id, in which nothing may stand that could not be in one."""
        return self._replaced(text, self._near(text), _ADDRESS)

    def protects(self, text: str) -> bool:
        """Whether something protected is in a text."""
        return bool(self._rules) and self.matcher.holds(text)

    def _near(self, text: str) -> Near:
        return self.matcher.near(text) if self._rules else ()

    # --- one string ----------------------------------------------------------------------------------------------

    def _replaced(self, text: str, near: Near, what: str) -> str:
        return _with_pieces(text, self._pieces(text, near, what)) if near and what != _KEPT else text

    def _pieces(self, text: str, near: Near, what: str) -> list[_Piece]:
        found = list(self.matcher.found(text, near))
        addresses = [] if what or not found else [(one.start(), one.end()) for one in _SLUG.finditer(text)]
        pieces = []
        for match in found:
            linked = any(start <= match.start < end for start, end in addresses)
            pieces.append(_Piece(match.start, match.end, self._instead(match, _ADDRESS if linked else what)))
        return pieces

    def _instead(self, match: Match, what: str) -> str:
        alias = self._rules[match.rule].alias
        name = alias or f"{_WITHHELD} {match.rule + 1}"
        if what == _ADDRESS:
            return routes.slugify(name)
        return name if what == _NAME else alias or MARK

    # --- values ----------------------------------------------------------------------------------------------------

    def _walked(self, value: object, near: Near, what: str) -> object:
        """A value of the same type, and the same object where nothing in it is replaced."""
        if type(value) is str:
            return self._replaced(value, near, what)
        if isinstance(value, tuple):
            items = [self._walked(item, near, what) for item in value]
            changed = any(new is not old for new, old in zip(items, value, strict=True))
            return tuple(items) if changed else value
        if isinstance(value, Block):
            return self._block(value, near)
        if isinstance(value, Place):
            return self._place(value, near)
        if isinstance(value, msgspec.Struct):
            kinds = _FIELDS.get(type(value).__name__, {})
            changes = {}
            for name in value.__struct_fields__:
                before = getattr(value, name)
                after = self._walked(before, near, kinds.get(name, what))
                if after is not before:
                    changes[name] = after
            return msgspec.structs.replace(value, **changes) if changes else value
        return value

    def _block(self, block: Block, near: Near) -> Block:
        """A paragraph whose marks stay on their words; a name is found across an event in its midst, too."""
        text = block.text
        for mark in block.marks:
            if mark.kind == "event":
                text = text[: mark.start] + "\u200b" * (mark.end - mark.start) + text[mark.end :]  # unseen
        pieces = self._pieces(text, near, "")
        if text != block.text:  # and in the words of the event themselves
            apart = self._pieces(block.text, near, "")
            pieces = _merged([*pieces, *apart])
        marks = tuple(self._mark(mark, pieces, near) for mark in block.marks)
        if not pieces:
            return block if marks == block.marks else msgspec.structs.replace(block, marks=marks)
        redacted = [
            Mark(at, at + len(MARK), "redacted")
            for at, piece in ((_moved(piece.start, pieces), piece) for piece in pieces)
            if piece.new == MARK
        ]
        order = sorted((*marks, *redacted), key=lambda mark: (mark.start, -mark.end))
        return msgspec.structs.replace(block, text=_with_pieces(block.text, pieces), marks=tuple(order))

    def _mark(self, mark: Mark, pieces: Sequence[_Piece], near: Near) -> Mark:
        start, end = _moved(mark.start, pieces), _moved(mark.end, pieces, is_end=mark.start < mark.end)
        value = mark.value
        if isinstance(value, str) and mark.kind != "language":
            opening = _QUOTED.search(value) if mark.kind == "reference" else None
            at = opening.start() if opening else len(value)
            value = self._replaced(value[:at], near, _ADDRESS) + self._replaced(value[at:], near, "")
        return Mark(start, end, mark.kind, value)

    def _place(self, place: Place, near: Near) -> Place:
        """A place in a redacted line; its path is that of the file as others may know it."""
        pieces = self._pieces(place.excerpt, near, "")
        column, length = place.column, place.length
        if pieces and column:
            column = _moved(place.column - 1, pieces) + 1
            length = max(1, _moved(place.column - 1 + place.length, pieces, is_end=True) + 1 - column)
        return Place(
            self._replaced(place.path, near, _ADDRESS),
            place.line,
            column,
            _with_pieces(place.excerpt, pieces),
            length,
            self._replaced(place.words, near, ""),
        )


def _with_pieces(text: str, pieces: Sequence[_Piece]) -> str:
    parts: list[str] = []
    done = 0
    for piece in pieces:
        parts += (text[done : piece.start], piece.new)
        done = piece.end
    return "".join((*parts, text[done:])) if pieces else text


def _moved(at: int, pieces: Sequence[_Piece], is_end: bool = False) -> int:
    """Where a place in a text is once the pieces are in it: one within a piece goes to its beginning, or its end."""
    shift = 0
    for piece in pieces:
        if at <= piece.start:
            break
        if at < piece.end:
            return piece.start + shift + (len(piece.new) if is_end else 0)
        shift += len(piece.new) - (piece.end - piece.start)
    return at + shift


def _merged(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Pieces in order, of which none touches another: the longer one of two that overlap."""
    kept: list[_Piece] = []
    for piece in sorted(pieces, key=lambda piece: (piece.start, -piece.end)):
        if not kept or piece.start >= kept[-1].end:
            kept.append(piece)
    return kept


NOTHING = Redactor()
