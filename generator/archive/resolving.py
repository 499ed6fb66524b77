"""What can be known of one transcript by itself, with the registries at hand: who speaks, on what, who answers whom."""

from collections.abc import Iterator, Sequence

from generator import routes
from generator.archive.anchors import anchors
from generator.archive.exchanges import Said, exchanges
from generator.archive.following import Followed, Words, follow
from generator.archive.notes import Placing
from generator.archive.people import Cast, Directory, Identity
from generator.archive.topics import Subjects, passages, turn_topics, written_topics
from generator.config import Registries, Settings
from generator.errors import Place, Problem, problem
from generator.ledger import Ledger
from generator.model import Hit, Outline, Passage, Resolution, SeriesEntry, Speaker, TurnFacts, Value
from generator.names import fold

_LEFT = 0.1  # of the published words; where there are fewer, the file may be another transcript's


class Resolved(Value):
    """What was found out about one transcript."""

    resolution: Resolution
    passages: tuple[tuple[str, Passage], ...]  # topic id, passage
    problems: tuple[Problem, ...]


class Published(Value):
    """What has been published of a transcript, and the words that it has now."""

    ledger: Ledger
    words: Words


class Resolver:
    """Resolves transcripts, one by one, by the registries and settings of their archive."""

    def __init__(self, registries: Registries, settings: Settings) -> None:
        self._directory = Directory(registries.people)
        self._subjects = Subjects(registries.topics)
        self._series = series_ids(registries.series)
        self._settings = settings

    def resolve(self, outline: Outline, hits: tuple[Hit, ...], past: Published | None = None) -> Resolved:
        """What is known of a transcript from its outline, the terms and names found in it, and its past, if any."""
        cast = Cast(outline, self._directory)
        voices = _voices(outline, cast)
        ids = [voice[0].id if voice else None for voice in voices]
        followed = follow(past.ledger, outline, ids, past.words) if past else None
        given = anchors(outline, ids, followed)
        turn_anchors, section_anchors = given.turns, given.sections
        said = [
            Said(anchor, voice[0] if voice else None, turn)
            for anchor, voice, turn in zip(turn_anchors, voices, outline.turns, strict=True)
        ]
        exchanged = exchanges(outline, said)
        subjects, written = self._subjects, written_topics(outline)
        own = tuple(dict.fromkeys(map(subjects.id_of, outline.meta.topics)))
        uses = turn_topics(outline, own, hits, subjects)
        treated = tuple(passages(outline, uses, [turn.kind for turn in exchanged.found], hits))
        placing = Placing(outline, turn_anchors, section_anchors, self._settings.notes, self._directory, given.former)
        noted = {f"note-{placed.note.id}" for placed in placing.notes}
        turns = tuple(
            TurnFacts(
                anchor,
                id,
                tuple(identity.id for identity in voice[1:]),
                kind.kind,
                kind.replies_to,
                kind.exchange,
                use,
                turn.words,
                kind.resumes,
            )
            for anchor, id, voice, kind, use, turn in zip(
                turn_anchors, ids, voices, exchanged.found, uses, outline.turns, strict=True
            )
        )
        resolution = Resolution(
            id=outline.id,
            language=outline.meta.language or self._settings.language,
            speakers=self._speakers(outline, cast, voices),
            turns=turns,
            sections=section_anchors,
            exchanges=exchanged.exchanges,
            notes=placing.notes,
            topics=own,
            topic_names=tuple(subjects.names_of(written, {h.id: None for h in hits if h.kind == "topic"}).items()),
            series=series_id(outline.meta.series, self._series),
            passages=tuple((topic, passage.first, passage.last) for topic, passage in treated),
            paragraphs=given.paragraphs,
            former=tuple(former for former in given.former if former.anchor not in noted),
        )
        problems = (*cast.problems, *given.problems, *_other_words(outline, followed))
        return Resolved(resolution, treated, (*problems, *exchanged.problems, *placing.problems))

    def _speakers(self, outline: Outline, cast: Cast, voices: Sequence[tuple[Identity, ...]]) -> tuple[Speaker, ...]:
        turns: dict[str, int] = {}
        words: dict[str, int] = {}
        for turn, voice in zip(outline.turns, voices, strict=True):
            for identity in voice:
                turns[identity.id] = turns.get(identity.id, 0) + 1
                words[identity.id] = words.get(identity.id, 0) + turn.words
        return cast.speakers(turns, words, self._is_listed)

    def _is_listed(self, identity: Identity) -> bool:
        """Whether somebody has a page: not where the settings or their entry say otherwise."""
        entry = self._directory.by_id.get(identity.id)
        return identity.person and self._settings.people.listed and (entry is None or entry.listed)


def _other_words(outline: Outline, followed: Followed | None) -> Iterator[Problem]:
    """Told where next to nothing is left of what has been published."""
    if followed and followed.share < _LEFT and not outline.meta.withdrawn:
        yield problem("published-words-gone", Place(outline.path), id=outline.id)


def series_ids(entries: Sequence[SeriesEntry]) -> dict[str, str]:
    """The id of each registered series, by its id and its name."""
    return {fold(name): entry.id for entry in entries for name in (entry.name, entry.id)}


def series_id(name: str | None, known: dict[str, str]) -> str | None:
    """The id of a series given by id or name; one that nobody registered has a slug of its name."""
    return (known.get(fold(name)) or routes.slugify(name)) if name else None


def _voices(outline: Outline, cast: Cast) -> list[tuple[Identity, ...]]:
    """Who speaks in each turn; one that goes on after a heading has the speakers of the turn before."""
    voices: list[tuple[Identity, ...]] = []
    for turn in outline.turns:
        if turn.label is None and turn.continues and voices:
            voices.append(voices[-1])
        else:
            voices.append(cast.speakers_of(turn.label, turn.attributes, turn.position))
    return voices
