"""Which published paragraphs are where in a text as it is now: a longest common subsequence over words and speakers.

Near-linear, as `patience` comparisons are: what is equal and stands there once is paired first, wherever it is; then
its neighbours; then hashes of three words tell where the words of the others have gone, also when paragraphs were split
and merged; what is left between two pairs is aligned by speaker, length and likeness, in tables of bounded size.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from generator import sketches
from generator.model import Value
from generator.sketches import Sketch

_CELLS = 20_000  # of the table for one gap; a longer one is aligned in order only
_COMMON = 6  # places of three words from which on they tell nothing
_PART = 4  # a passage has lost a part where this part of its words is missing; lengths may differ as much
_NEAR = 3  # paragraphs between which the parts of one may stand
_LONG = 0.8  # how near the lengths of two passages must be that nothing else tells to be one
_ALIKE = 0.15  # likeness of two maps of words, beyond that of chance, from which on one may be the other reworded


class Passage(Value):
    """A paragraph as it was published; a turn without any has one of no words."""

    sketch: Sketch
    speaker: str
    former: bool = False  # it is not a paragraph of its own any more


class Found(Value):
    """A paragraph as it is now."""

    words: tuple[str, ...]
    speaker: str


class Matching:
    """Where published passages are now: `places` has for each of them words by the number of the paragraph they are in.

    `pairs` are those of which a paragraph is the continuation, each of one only.
    """

    def __init__(self, old: Sequence[Passage], new: Sequence[Found]) -> None:
        self.places: list[dict[int, float]] = [{} for _ in old]
        self.pairs: dict[int, int] = {}
        self._old, self._new = old, new
        self._keys = [(len(found.words), sketches.digest(found.words)) for found in new]
        self._old_keys = [(passage.sketch.words, passage.sketch.digest) for passage in old]
        self._taken: dict[int, int] = {}  # new → old
        self._alive = [number for number, passage in enumerate(old) if not passage.former]
        self._pair_unique(self._alive)
        self._pair_neighbours()
        self._pair_unique(number for number, passage in enumerate(old) if passage.former)
        if len(self.pairs) < len(old):
            self._align(reworded=False)
            self._pair_moved()
            self._vote()
            self._align(reworded=True)
            self._pair_alike()
            self._complete()
            self._absorb()

    def is_same(self, old: int) -> bool:
        """Whether a passage stands somewhere word by word."""
        return old in self.pairs and self._keys[self.pairs[old]] == self._old_keys[old]

    def _pair(self, old: int, new: int, words: float | None = None) -> None:
        self.pairs[old] = new
        self._taken[new] = old
        if words is None:
            words = max(self._old[old].sketch.words, 0.5)
        self.places[old][new] = max(self.places[old].get(new, 0), words)

    def _pair_unique(self, old: Iterable[int]) -> None:
        """Pair what has the same words and is the only one on both sides."""
        there: dict[tuple[int, str], int] = {}
        for number, key in enumerate(self._keys):
            if number not in self._taken and key[0] >= sketches.SURE:
                there[key] = -1 if key in there else number
        asked: dict[tuple[int, str], int] = {}
        for number in old:
            key = self._old_keys[number]
            if there.get(key, -1) >= 0 and number not in self.pairs:
                asked[key] = -1 if key in asked else number
        for key, number in asked.items():
            if number >= 0:
                self._pair(number, there[key])

    def _pair_neighbours(self) -> None:
        """Pair what has the same words beside a pair, first downwards, then upwards; both ends count as pairs."""
        voices = self._voices()
        for alive, step, start in ((self._alive, 1, -1), (self._alive[::-1], -1, len(self._new))):
            last: int | None = start
            for number in alive:
                if number in self.pairs:
                    last = self.pairs[number]
                    continue
                following = None if last is None else last + step
                last = None
                if following is None or not 0 <= following < len(self._new) or following in self._taken:
                    continue
                words, digest = self._old_keys[number]
                mine = words >= sketches.SURE or voices.same(self._old[number], self._new[following])
                # Of what was withdrawn only the length is known.
                if mine and self._keys[following] == (words, digest or self._keys[following][1]):
                    self._pair(number, following)
                    last = following

    # --- words that have gone elsewhere ------------------------------------------------------------------------------

    def _vote(self) -> None:
        """Find passages by their groups of words in the paragraphs that are not as any was."""
        asking = [number for number in range(len(self._old)) if number not in self.pairs]
        index = self._index({group for number in asking for group in self._old[number].sketch.groups})
        low, high = self._bounds()
        voices = self._voices()
        votes: dict[int, Counter[int]] = {}
        for number in asking:
            groups = self._old[number].sketch.groups
            counts = Counter(new for group in groups for new in index.get(group, ()))
            near = {new for new in counts if low[number] <= new <= high[number]}
            # One group may be chance: it counts only where the passage would stand anyway, or is all that is known.
            alone = len(groups) == 1 and not near
            votes[number] = Counter(
                {
                    new: count
                    for new, count in counts.items()
                    if count > 1 or new in near or (alone and voices.same(self._old[number], self._new[new]))
                }
            )
        self._share(votes, voices)

    def _index(self, wanted: set[int]) -> dict[int, list[int]]:
        """Group of words → the paragraphs it stands in, of those that are open; common groups are left out."""
        index: dict[int, list[int]] = {}
        for number, found in enumerate(self._new if wanted else ()):
            if number not in self._taken:
                for group in wanted.intersection(sketches.groups(found.words)):
                    index.setdefault(group, []).append(number)
        return {group: there for group, there in index.items() if len(there) <= _COMMON}

    def _share(self, votes: dict[int, Counter[int]], voices: "_Voices") -> None:
        """From votes to words: each paragraph's are shared out among the passages that are in it."""
        of: Counter[int] = Counter()
        for number, counts in votes.items():
            if not self._old[number].former:
                for new, count in counts.items():
                    of[new] += count
        claims: list[tuple[bool, float, int, int]] = []
        for number, counts in votes.items():
            for new, count in counts.items():
                share = len(self._new[new].words) * count / max(of[new], count)
                self.places[number][new] = min(self._old[number].sketch.words, share)
            if counts:
                same = {new: voices.same(self._old[number], self._new[new]) for new in counts}
                best = max(counts, key=lambda new: (self.places[number][new], same[new], -new))
                claims.append((self._old[number].former, -self.places[number][best], number, best))
        for former, _, number, best in sorted(claims):
            if not former and best not in self._taken:
                self._pair(number, best, self.places[number][best])

    def _bounds(self) -> tuple[list[int], list[int]]:
        """For each passage the first and the last paragraph it may have become without moving."""
        order = increasing([(number, self.pairs[number]) for number in self._alive if number in self.pairs])
        low, high = [0] * len(self._old), [len(self._new) - 1] * len(self._old)
        at = 0
        for number in range(len(self._old)):
            low[number] = at
            if number in order:
                at = order[number]
        at = len(self._new) - 1
        for number in range(len(self._old) - 1, -1, -1):
            high[number] = at
            if number in order:
                at = order[number]
        return low, high

    # --- what is left between two pairs ------------------------------------------------------------------------------

    def _align(self, *, reworded: bool) -> None:
        """Align what has not been found by its words, between pairs that are in order.

        First what has the same few words, then, as `reworded`, what is like it.
        """
        voices = self._voices()
        order = increasing([(number, self.pairs[number]) for number in self._alive if number in self.pairs])
        last_old = last_new = -1
        for old, new in (*sorted(order.items()), (len(self._old), len(self._new))):
            lost = [
                n
                for n in range(last_old + 1, old)
                if n not in self.pairs and not self.places[n] and not self._old[n].former
            ]
            open_ = [n for n in range(last_new + 1, new) if n not in self._taken] if lost else []
            if open_:
                self._align_gap(lost, open_, voices, reworded)
            last_old, last_new = old, new

    def _align_gap(self, lost: list[int], open_: list[int], voices: "_Voices", reworded: bool) -> None:
        maps = {new: sketches.word_map(self._new[new].words) for new in open_} if reworded else {}
        if len(lost) * len(open_) > _CELLS:
            pairs = [(old, new, self._fit(old, new, maps, voices)) for old, new in zip(lost, open_, strict=False)]
        else:
            table = [[self._fit(old, new, maps, voices) for new in open_] for old in lost]
            pairs = [(lost[i], open_[j], table[i][j]) for i, j in _best(table)]
        for old, new, fit in pairs:
            if fit > 0:
                self._pair(old, new, max(self._old[old].sketch.words * fit, 0.5))

    def _fit(self, old: int, new: int, maps: dict[int, int], voices: "_Voices") -> float:
        """From 0 to 1: how well a paragraph may be a passage; one that is reworded only where there are maps."""
        passage, found = self._old[old], self._new[new]
        before, now = passage.sketch.words, len(found.words)
        same = voices.same(passage, found)
        if self._old_keys[old] == self._keys[new]:
            return 1.0 if same else 0.8 if maps else 0.0
        if not before or not now or not maps:
            return 0.0
        if before < sketches.TELLING or (now < sketches.TELLING and not passage.sketch.map):
            return 0.5 * min(before, now) / max(before, now) if same and abs(before - now) < sketches.TELLING else 0.0
        if not passage.sketch.map:
            # Nothing is known of its words, or only that no group of them is left: then its length must tell.
            near = min(before, now) / max(before, now)
            return 0.4 * near if same and (near >= _LONG or not passage.sketch.groups) else 0.0
        like, chance = sketches.likeness(passage.sketch.map, maps[new])
        return like if like >= chance + (_ALIKE if same else 2 * _ALIKE) else 0.0

    def _pair_moved(self) -> None:
        """Pair what the same speaker said in the same few words elsewhere; several of one kind in their order."""
        voices = self._voices()
        there: dict[tuple[str, int, str], list[int]] = {}
        for number in range(len(self._new) - 1, -1, -1):
            found = self._new[number]
            if found.words and number not in self._taken:
                there.setdefault((voices.now(found), *self._keys[number]), []).append(number)
        for number in self._alive if there else ():
            if not self.places[number]:
                open_ = there.get((voices.before(self._old[number]), *self._old_keys[number]))
                if open_:
                    self._pair(number, open_.pop())

    def _pair_alike(self) -> None:
        """Pair what is left by likeness, the most alike first."""
        lost = [number for number in self._alive if not self.places[number] and self._old[number].sketch.map]
        inside = self._inside()
        open_ = [new for new in range(len(self._new)) if new not in inside] if lost else []
        if 0 < len(lost) * len(open_) <= _CELLS:
            voices = self._voices()
            maps = {new: sketches.word_map(self._new[new].words) for new in open_}
            fits = [(self._fit(old, new, maps, voices), -old, -new) for old in lost for new in open_]
            for fit, old, new in sorted((one for one in fits if one[0] > 0), reverse=True):
                if -old not in self.pairs and -new not in self._taken:
                    self._pair(-old, -new, max(self._old[-old].sketch.words * fit, 0.5))

    def _voices(self) -> "_Voices":
        names: dict[str, Counter[str]] = {}
        for old, new in self.pairs.items():
            names.setdefault(self._old[old].speaker, Counter())[self._new[new].speaker] += 1
        now = {speaker: max(counts, key=lambda name: (counts[name], name)) for speaker, counts in names.items()}
        return _Voices(now, {passage.speaker for passage in self._old}, {found.speaker for found in self._new})

    def _absorb(self) -> None:
        """What is still missing may be in a neighbour that has grown by as many words: of short turns that is all."""
        room = {
            new: len(self._new[new].words) - sum(self.places[old].get(new, 0) for old in olds)
            for new, olds in self._inside().items()
        }
        for at, number in enumerate(self._alive):
            words = self._old[number].sketch.words
            if self.places[number] or not words:
                continue
            beside = (*self._alive[max(0, at - 1) : at], *self._alive[at + 1 : at + 2])
            grown = [new for other in beside for new in self.places[other] if room.get(new, 0) >= words]
            if grown:
                new = min(grown, key=lambda new: (room[new] - words, new))
                self.places[number][new] = words
                room[new] -= words

    def _complete(self) -> None:
        """Where a passage was split, a part without any trace stands beside one that was found, and has its length."""
        inside = self._inside()
        for number in self._alive:
            passage, places = self._old[number], self.places[number]
            missing = passage.sketch.words - sum(len(self._new[new].words) for new in places)
            if not places or missing * _PART < passage.sketch.words:
                continue
            speaker = self._new[self.pairs.get(number, min(places))].speaker
            near = {new for at in places for new in range(max(0, at - _NEAR), min(len(self._new), at + _NEAR + 1))}
            for new in sorted(near - inside.keys()):
                length = len(self._new[new].words)
                if self._new[new].speaker == speaker and abs(length - missing) * _PART <= missing:
                    places[new] = length
                    inside[new] = [number]
                    break

    def _inside(self) -> dict[int, list[int]]:
        inside: dict[int, list[int]] = {}
        for number in self._alive:
            for new in self.places[number]:
                inside.setdefault(new, []).append(number)
        return inside


class _Voices:
    """Who is who after speakers were renamed: as most of their passages that were found tell."""

    def __init__(self, now: dict[str, str], old: set[str], new: set[str]) -> None:
        self._new = {name: name if name in old or name in now.values() else "" for name in new}
        self._old = {name: now.get(name, name if name in new else "") for name in old}

    def before(self, passage: Passage) -> str:
        """The name of a published speaker now; "" where nobody is known to be that."""
        return self._old[passage.speaker]

    def now(self, found: Found) -> str:
        """A speaker's name; "" where nobody is known to have been that."""
        return self._new[found.speaker]

    def same(self, passage: Passage, found: Found) -> bool:
        """Whether both are, or may be, of the same speaker."""
        return self.before(passage) == self.now(found)


def increasing(pairs: Sequence[tuple[int, int]]) -> dict[int, int]:
    """The longest run of pairs in which both sides increase; the first sides increase already."""
    tails: list[int] = []  # the last new side of the best run of each length
    ends: list[int] = []  # which pair that is
    before: list[int] = []
    for number, (_, new) in enumerate(pairs):
        at = bisect_left(tails, new)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [new]
        ends[at : at + 1] = [number]
    run: dict[int, int] = {}
    at = ends[-1] if ends else -1
    while at >= 0:
        run[pairs[at][0]] = pairs[at][1]
        at = before[at]
    return run


def _best(table: Sequence[Sequence[float]]) -> Iterator[tuple[int, int]]:
    """The pairs, in order on both sides, that fit best in sum."""
    rows, columns = len(table), len(table[0])
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        row, below, fits = best[i], best[i + 1], table[i]
        for j in range(columns - 1, -1, -1):
            paired = fits[j] + below[j + 1] if fits[j] > 0 else 0.0
            row[j] = max(paired, below[j], row[j + 1])
    i = j = 0
    while i < rows and j < columns:
        if table[i][j] > 0 and best[i][j] == table[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
