"""Questions and answers: which turn is what, and which answer belongs to which question.

Told by the parts that speakers play, by labels such as "Q", by the chair's hand-overs, and, before all of these, by
what stands behind a label: a kind, `.question`, `.follow-up`, `.answer` …, and with `replies` the question meant.
"""

from collections.abc import Iterator, Sequence

from generator.archive.introductions import announces, handed_to, introduces
from generator.archive.people import Identity
from generator.archive.resumed import resumed
from generator.errors import Place, Problem, nearest, problem
from generator.model import Exchange, Outline, TurnKind, TurnOutline, Value
from generator.names import fold

_ASKING = frozenset(("questioner", "interviewer", "host", "reporter", "examiner", "counsel"))
_CHAIRING = frozenset(("moderator", "chair", "spokesperson", "clerk", "presiding", "speaker"))
_ANSWERING = frozenset(
    ("principal", "witness", "narrator", "guest", "interviewee", "respondent", "panelist", "expert", "speaker")
)
_QUESTION_LABELS = frozenset(("q", "question", "frage", "pregunta", "pergunta", "سؤال", "reporter", "interviewer"))
_ANSWER_LABELS = frozenset(("a", "answer", "antwort", "reponse", "respuesta", "resposta", "جواب"))
_KINDS: tuple[TurnKind, ...] = ("question", "answer", "statement", "moderation", "interjection")
_FOLLOW_UP = "follow-up"  # a question that goes on with the exchange under way
_SHORT = 8  # words of a turn that only says thanks
_HANDING = 40  # words of a turn that only gives the floor to somebody


class Said(Value):
    """A turn as exchanges see it."""

    anchor: str
    speaker: Identity | None
    outline: TurnOutline


class Found(Value):
    """What was found out about one turn."""

    kind: TurnKind
    exchange: int | None = None
    replies_to: str | None = None
    resumes: str | None = None


class Exchanged(Value):
    """The exchanges of a transcript, for each turn its kind and its place in them, and what is wrong."""

    exchanges: tuple[Exchange, ...]
    found: tuple[Found, ...]
    problems: tuple[Problem, ...]


def exchanges(outline: Outline, turns: Sequence[Said]) -> Exchanged:
    """Who asks and who answers in the turns of a transcript."""
    walk = _Walk(outline, turns)
    for number in range(len(turns)):
        walk.take(number)
    return Exchanged(tuple(walk.finished()), tuple(walk.found), tuple(walk.problems))


def elsewhere(turn: TurnOutline) -> str | None:
    """The question of another transcript that a turn says it answers: `replies="transcript#anchor"`."""
    target = _replies(turn) if turn.attributes.extra else None
    return target if target and "#" in target[1:] else None


def _replies(turn: TurnOutline) -> str | None:
    return dict(turn.attributes.extra).get("replies") or None


# --- who asks -------------------------------------------------------------------------------------------------------


def _parts(outline: Outline, turns: Sequence[Said]) -> dict[str, str]:
    """The part each speaker plays: as declared, as their role says, or as the rest of the cast leaves it."""
    parts: dict[str, str] = {}
    for turn in turns:
        if turn.speaker:
            role = fold(turn.speaker.role or "")
            named = turn.speaker.part or (role if role in _ASKING | _CHAIRING | _ANSWERING else "")
            parts[turn.speaker.id] = fold(named)
    if fold(outline.meta.kind or "") == "debate" or any(part in _ASKING for part in parts.values()):
        return parts
    # With nobody declared to ask, those ask who do so before somebody declared to answer …
    asking = _often_ask(turns, parts, "") if any(part in _ANSWERING - _CHAIRING for part in parts.values()) else []
    parts |= dict.fromkeys(asking, "interviewer" if len(asking) == 1 else "questioner")
    # … and those in the chair: of a talk show, a podcast, a panel.
    others_ask = asking or any(_is_lettered(turn) for turn in turns)
    hosts = _often_ask(turns, parts, "moderator") if others_ask else [id for id in parts if parts[id] == "moderator"]
    return {**parts, **dict.fromkeys(hosts, "host")}


def _often_ask(turns: Sequence[Said], parts: dict[str, str], part: str) -> list[str]:
    """Those who play this part and ask in at least every other of their turns."""
    asked: dict[str, list[bool]] = {}
    for turn in turns:
        if turn.speaker and turn.speaker.person and parts[turn.speaker.id] == part:
            asked.setdefault(turn.speaker.id, []).append(turn.outline.asks)
    return [id for id, asks in asked.items() if 2 * sum(asks) >= len(asks)]


# --- turn by turn ---------------------------------------------------------------------------------------------------


class _Walk:
    """Goes through the turns; `_open` is the exchange under way."""

    def __init__(self, outline: Outline, turns: Sequence[Said]) -> None:
        self.found: list[Found] = []
        self.problems: list[Problem] = []
        self._path = outline.path
        self._turns = turns
        self._parts = _parts(outline, turns)
        self._resumes = resumed([turn.outline for turn in turns], [t.speaker.id if t.speaker else None for t in turns])
        taken_up = ((first, last) for last, first in enumerate(self._resumes) if first is not None)
        self._between = {number for first, last in taken_up for number in range(first + 1, last)}
        self._by_labels = False  # questions are marked by labels such as "Q"
        self._done: list[_Open] = []
        self._open: _Open | None = None
        self._asked: dict[str, _Open] = {}  # by the anchor of each question

    def take(self, number: int) -> None:
        """The next turn."""
        turn = self._turns[number]
        if self._open and turn.outline.section != self._open.section and not turn.outline.continues:
            self._open = None
        target = _replies(turn.outline) if turn.outline.attributes.extra else None
        first = self._resumes[number]
        if target and not elsewhere(turn.outline) and self._reply(number, target.removeprefix("#")):
            return
        if first is not None and not _said_kind(turn):
            self._resume(turn, first)
        else:
            self._add(number, self._kind(number))

    def finished(self) -> Iterator[Exchange]:
        """All exchanges, in order."""
        for open_ in self._done:
            asker = open_.questions[0].speaker
            answerers = (turn.speaker.id for turn in open_.answers if turn.speaker)
            yield Exchange(
                questions=tuple(turn.anchor for turn in open_.questions),
                answers=tuple(turn.anchor for turn in open_.answers),
                asker=asker.id if asker else None,
                outlet=(asker.affiliation if asker else None) or open_.outlet or None,
                answerers=tuple(dict.fromkeys(answerers)),
                excerpt=open_.questions[0].outline.excerpt,
                interjections=tuple(turn.anchor for turn in open_.interjections),
                introduced=open_.introduced,
            )

    def _kind(self, number: int) -> TurnKind:
        turn, said = self._turns[number], self._turns[number].outline
        if kind := _said_kind(turn):
            return kind
        if number in self._between and said.words <= _SHORT:
            return "interjection"
        label = fold(said.label or "")
        if _is_lettered(turn):
            return "question"
        if label in _ANSWER_LABELS:
            return "answer"
        part = self._part(turn)
        if part in _CHAIRING - _ANSWERING:
            return "moderation"
        if part in _ASKING:
            if said.asks or (part == "questioner" and said.words > _SHORT and not said.continues):
                return "question"
            return "interjection" if said.words <= _SHORT else "statement"
        return self._reaction(number, part, label)

    def _reaction(self, number: int, part: str, label: str) -> TurnKind:
        """What a turn is of somebody who is not there to ask or to preside."""
        if not self._open:
            return "statement"
        if part in _ANSWERING or (not part and any(p in _ASKING for p in self._parts.values())):
            return "answer"
        if label and self._by_labels:
            return "moderation" if not part and self._hands_over(number) else "answer"
        return "statement"

    def _hands_over(self, number: int) -> bool:
        """Whether a turn after an answer only gives the floor to whoever asks next."""
        said, following = self._turns[number].outline, self._turns[number + 1 : number + 2]
        if not (self._open and self._open.answers and following and said.words <= _HANDING):
            return False
        return _is_lettered(following[0]) and (announces(said.excerpt) or handed_to(said.excerpt) is not None)

    def _add(self, number: int, kind: TurnKind) -> None:
        turn, open_ = self._turns[number], self._open
        if kind == "question":
            self._by_labels |= not (turn.speaker and turn.speaker.person)
            if open_ is None or not open_.goes_on(turn, self._part(turn)):
                open_ = self._open = self._opened(number)
            else:
                open_.questions.append(turn)
            self._asked[turn.anchor] = open_
            self.found.append(Found(kind, open_.number))
        elif kind == "answer" and open_:
            open_.answers.append(turn)
            self.found.append(Found(kind, open_.number, open_.questions[-1].anchor))
        elif kind == "interjection" and open_:
            open_.interjections.append(turn)
            self.found.append(Found(kind, open_.number))
        else:
            if kind == "moderation" and open_ and (open_.answers or handed_to(turn.outline.excerpt)):
                self._open = None  # the chair hands over
            self.found.append(Found("statement" if kind == "answer" else kind))

    def _opened(self, number: int) -> "_Open":
        """A new exchange."""
        open_ = _Open(len(self._done), self._turns[number])
        self._done.append(open_)
        speaker = self._turns[number].speaker
        if not (speaker and speaker.person and speaker.affiliation):
            self._introduce(number, open_)
        return open_

    def _introduce(self, number: int, open_: "_Open") -> None:
        """What is said of the asker in the question itself, and before it by the chair."""
        turn = self._turns[number]
        before = self._turns[number - 1].outline if number else None
        known = turn.speaker.name if turn.speaker and turn.speaker.person else ""
        heard = [introduces(turn.outline.excerpt)]
        if before and before.words <= _HANDING and (not known or self.found[-1].kind == "moderation"):
            heard.append(handed_to(before.excerpt))
        for name, outlet in filter(None, heard):
            if not known or set(fold(known).split()) & set(fold(name).split()):
                open_.introduced = open_.introduced or ("" if known else name)
                open_.outlet = open_.outlet or outlet

    def _reply(self, number: int, anchor: str) -> bool:
        """A turn that says which question it answers, or goes on with; False, and a problem, where there is none."""
        turn = self._turns[number]
        open_ = self._asked.get(anchor)
        if open_ is None:
            meant = nearest(anchor, self._asked)
            hint = f"Did you mean {meant}?" if meant else "Give the anchor of a question before it."
            place = Place(self._path, turn.outline.position.line, words="replies")
            self.problems.append(problem("unknown-question", place, anchor=anchor[:80], hint=hint))
            return False
        self._open = open_
        kind = self._kind(number)
        if kind == "question":
            open_.questions.append(turn)
            self._asked[turn.anchor] = open_
            self.found.append(Found(kind, open_.number))
        elif kind == "interjection":
            self._add(number, kind)
        else:
            open_.answers.append(turn)
            self.found.append(Found("answer", open_.number, anchor))
        return True

    def _resume(self, turn: Said, first: int) -> None:
        """A turn that was broken off is what it was before."""
        before = self.found[first]
        open_ = None if before.exchange is None else self._done[before.exchange]
        if open_ and before.kind == "question":
            open_.questions.append(turn)
            self._asked[turn.anchor] = open_
        elif open_ and before.kind == "answer":
            open_.answers.append(turn)
        self._open = open_ or self._open
        self.found.append(Found(before.kind, before.exchange, before.replies_to, self._turns[first].anchor))

    def _part(self, turn: Said) -> str:
        return self._parts.get(turn.speaker.id, "") if turn.speaker else ""


def _is_lettered(turn: Said) -> bool:
    """Whether the label only says that it is a question."""
    return fold(turn.outline.label or "") in _QUESTION_LABELS and not (turn.speaker and turn.speaker.person)


def _said_kind(turn: Said) -> TurnKind | None:
    """The kind that stands behind the label."""
    kinds = turn.outline.attributes.kinds
    if _FOLLOW_UP in kinds:
        return "question"
    return next((kind for kind in _KINDS if kind in kinds), None)


class _Open:
    """An exchange under way."""

    def __init__(self, number: int, question: Said) -> None:
        self.number = number
        self.section = question.outline.section
        self.questions = [question]
        self.answers: list[Said] = []
        self.interjections: list[Said] = []
        self.introduced = self.outlet = ""

    def goes_on(self, question: Said, part: str) -> bool:
        """Whether a further question is a follow-up: said to be one, of the same reporter, or before an answer."""
        kinds = question.outline.attributes.kinds
        if _FOLLOW_UP in kinds or "question" in kinds:
            return _FOLLOW_UP in kinds
        first = self.questions[0].speaker
        same = bool(first and question.speaker and first.id == question.speaker.id)
        return same and (part == "questioner" or not self.answers)
