"""Questions and answers: which turn is what, and which answer belongs to which question."""

from collections.abc import Iterator, Sequence

from generator.archive.people import Identity
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
_SHORT = 8  # words of a turn that only says thanks


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


def exchanges(outline: Outline, turns: Sequence[Said]) -> tuple[tuple[Exchange, ...], tuple[Found, ...]]:
    """The exchanges of a transcript, and for each turn its kind and its place in them."""
    parts = _parts(outline, turns)
    walk = _Walk()
    for turn in turns:
        walk.take(turn, _kind(turn, parts, walk), parts)
    return tuple(walk.finished()), tuple(walk.found)


def _parts(outline: Outline, turns: Sequence[Said]) -> dict[str, str]:
    """The part each speaker plays: as declared, as their role says, or as the rest of the cast leaves it."""
    parts: dict[str, str] = {}
    for turn in turns:
        if turn.speaker:
            role = fold(turn.speaker.role or "")
            named = turn.speaker.part or (role if role in _ASKING | _CHAIRING | _ANSWERING else "")
            parts[turn.speaker.id] = fold(named)
    if not any(part in _ASKING for part in parts.values()) and fold(outline.meta.kind or "") != "debate":
        # With nobody declared to ask, those in the chair do: a talk show, a podcast, a panel.
        parts = {id: "host" if part == "moderator" else part for id, part in parts.items()}
    return parts


def _kind(turn: Said, parts: dict[str, str], walk: "_Walk") -> TurnKind:
    said = turn.outline
    for kind in _KINDS:
        if kind in said.attributes.kinds:
            return kind
    label = fold(said.label or "")
    if label in _QUESTION_LABELS and not (turn.speaker and turn.speaker.person):
        return "question"
    if label in _ANSWER_LABELS:
        return "answer"
    part = parts.get(turn.speaker.id, "") if turn.speaker else ""
    if part in _CHAIRING - _ANSWERING:
        return "moderation"
    if part in _ASKING:
        if said.asks or (part == "questioner" and said.words > _SHORT and not said.continues):
            return "question"
        return "interjection" if said.words <= _SHORT else "statement"
    if walk.is_open() and (part in _ANSWERING or not part) and any(p in _ASKING for p in parts.values()):
        return "answer"
    if walk.is_open() and label and walk.by_labels:
        return "answer"
    return "statement"


class _Walk:
    """Goes through the turns; `_open` is the exchange under way."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.by_labels = False  # questions are marked by labels such as "Q"
        self._done: list[_Open] = []
        self._open: _Open | None = None

    def is_open(self) -> bool:
        """Whether a question has been asked that may still be answered."""
        return self._open is not None

    def take(self, turn: Said, kind: TurnKind, parts: dict[str, str]) -> None:
        """The next turn, of this kind."""
        open_ = self._open
        if open_ and turn.outline.section != open_.section and not turn.outline.continues:
            open_ = self._open = None
        if kind == "question":
            self.by_labels |= not (turn.speaker and turn.speaker.person)
            part = parts.get(turn.speaker.id, "") if turn.speaker else ""
            if open_ is None or not open_.goes_on(turn, part):
                open_ = self._open = _Open(len(self._done), turn)
                self._done.append(open_)
            else:
                open_.questions.append(turn)
            self.found.append(Found(kind, open_.number))
        elif kind == "answer" and open_:
            open_.answers.append(turn)
            self.found.append(Found(kind, open_.number, open_.questions[-1].anchor))
        else:
            if kind == "moderation" and open_ and open_.answers:
                self._open = None  # the chair hands over
            self.found.append(Found("statement" if kind == "answer" else kind))

    def finished(self) -> Iterator[Exchange]:
        """All exchanges, in order."""
        for open_ in self._done:
            asker = open_.questions[0].speaker
            answerers = (turn.speaker.id for turn in open_.answers if turn.speaker)
            yield Exchange(
                questions=tuple(turn.anchor for turn in open_.questions),
                answers=tuple(turn.anchor for turn in open_.answers),
                asker=asker.id if asker else None,
                outlet=asker.affiliation if asker else None,
                answerers=tuple(dict.fromkeys(answerers)),
                excerpt=open_.questions[0].outline.excerpt,
            )


class _Open:
    """An exchange under way."""

    def __init__(self, number: int, question: Said) -> None:
        self.number = number
        self.section = question.outline.section
        self.questions = [question]
        self.answers: list[Said] = []

    def goes_on(self, question: Said, part: str) -> bool:
        """Whether a further question is a follow-up: of the same reporter, or before there was an answer."""
        first = self.questions[0].speaker
        same = bool(first and question.speaker and first.id == question.speaker.id)
        return same and (part == "questioner" or not self.answers)
