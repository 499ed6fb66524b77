"""A synthetic archive: invented syllables, the same for the same seed, as large as one likes.

    python -m benchmarks.archive FOLDER [TRANSCRIPTS [TURNS]]

Its transcripts are like press conferences: one who answers, some who ask, sections, topics and their terms, marks in
every third paragraph, notes, events, cross-references. The number of people and topics grows with the root of the
number of transcripts, as in archives that grow: most of who speaks in a new transcript has spoken before.
"""

import sys
from collections.abc import Iterator
from math import isqrt
from pathlib import Path
from random import Random

TURNS = 80
_WORDS_A_TURN = (6, 80)
_SYLLABLES = "ba be di do fa ge hu ka ki la lo ma me na no pa pi ra re sa so ta ti va ve wo zu".split()


class Words:
    """Invented words and what is made of them, drawn by chance from a vocabulary in which a few are frequent."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._vocabulary = sorted({self._word() for _ in range(3000)})
        random.shuffle(self._vocabulary)

    def _word(self) -> str:
        return "".join(self.random.choices(_SYLLABLES, k=self.random.randint(1, 4)))

    def name(self, number: int) -> str:
        """Two words with capitals: different for each number, because the second counts in syllables."""
        count, second = number, _SYLLABLES[number % len(_SYLLABLES)]
        while count := count // len(_SYLLABLES):
            second += _SYLLABLES[count % len(_SYLLABLES)]
        return f"{self._word().capitalize()} {second.capitalize()}n"

    def phrase(self, words: int) -> str:
        """So many words; the first of the vocabulary are drawn most often."""
        size = len(self._vocabulary)
        drawn = (self._vocabulary[int(size * self.random.random() ** 3)] for _ in range(words))
        return " ".join(drawn)

    def sentences(self, words: int) -> str:
        """So many words, in sentences."""
        made = []
        while words > 0:
            length = min(words, self.random.randint(4, 18))
            made.append(self.phrase(length).capitalize() + self.random.choice("...?"))
            words -= length
        return " ".join(made)


def write(root: Path, transcripts: int, turns: int = TURNS, seed: int = 1) -> Path:
    """Write an archive with so many transcripts of so many turns into the folder `root`; `root` again."""
    for path, text in files(transcripts, turns, seed):
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8", newline="\n")
    return root


def files(transcripts: int, turns: int = TURNS, seed: int = 1) -> Iterator[tuple[str, str]]:
    """The paths and texts of its files."""
    words = Words(Random(seed))
    people = [words.name(number) for number in range(3 + 9 * isqrt(transcripts))]
    topics = [(f"topic-{number}", words.phrase(2)) for number in range(2 + 2 * isqrt(transcripts))]
    yield "onrecord.toml", 'title = "Benchmark"\nbase_url = "https://example.org/benchmark/"\n'
    yield (
        "content/people.yaml",
        "".join(
            f"person-{number}:\n  name: {name}\n  roles:\n    - {{name: {words.phrase(2)}, from: 2000}}\n"
            for number, name in enumerate(people[::3])
        ),
    )
    yield (
        "content/topics.yaml",
        "".join(f"{id}:\n  name: {term.capitalize()}\n  terms: [{term}]\n" for id, term in topics),
    )
    yield "content/pages/about.md", f"---\ntitle: About\n---\n\n{words.sentences(60)}\n"
    for number in range(transcripts):
        yield (
            f"content/transcripts/{2000 + number % 30}/talk-{number}.md",
            _transcript(words, number, turns, people, [term for _, term in topics]),
        )


def _transcript(words: Words, number: int, turns: int, people: list[str], terms: list[str]) -> str:
    random = words.random
    principal, *asking = random.sample(people, min(len(people), random.randint(3, 7)))
    head = [
        "---",
        f"title: {words.phrase(5).capitalize()}",
        f"date: {2000 + number % 30}-{1 + number % 12:02}-{1 + number % 28:02}",
        "kind: press-conference",
        "speakers:",
        f"  - {{name: {principal}, part: principal}}",
        *(
            f"  - {{name: {name}, affiliation: The {words.phrase(1).capitalize()}, part: questioner}}"
            for name in asking
        ),
        f"topics: [topic-{random.randrange(len(terms))}]",
        "---",
    ]
    body = []
    for turn in range(turns):
        if turn % 25 == 0:
            body.append(f"## {words.phrase(3).capitalize()}")
        who = principal if turn % 2 == 0 else random.choice(asking)
        body.append(f"**{who}:** {_said(words, number, terms)}")
        if random.random() < 0.05:
            body.append("*[Applause]*")
    noted = f"**{principal}:** At last now ==the {words.phrase(3)}==[^last] is so."
    return "\n".join(head) + "\n\n" + "\n\n".join((*body, noted, f"[^last]: [!context] {words.sentences(12)}")) + "\n"


def _said(words: Words, number: int, terms: list[str]) -> str:
    random = words.random
    said = words.sentences(random.randint(*_WORDS_A_TURN))
    chance = random.random()
    if chance < 0.12:
        said += f" It was *{words.phrase(2)}* and **{words.phrase(1)}**."
    elif chance < 0.2:
        said += f" Look [there](https://example.org/{words.phrase(1)})."
    elif chance < 0.25:
        said += f" So it was [[talk-{random.randrange(number + 1)}|then]]."
    elif chance < 0.35:
        said += f" It is about {random.choice(terms)}."
    return said


if __name__ == "__main__":
    write(Path(sys.argv[1]), *map(int, sys.argv[2:] or ["100"]))
