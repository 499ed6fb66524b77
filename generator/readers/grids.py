"""Tables in documents whose columns are times, speakers and text."""

from collections import Counter
from collections.abc import Sequence

from generator.model import Value
from generator.readers.facts import fact_line
from generator.readers.labels import is_clock, stands_as_name

_SPEAKERS = frozenset(
    """speaker speakers name who person participant voice sprecher sprecherin redner person/sprecher orateur
    intervenant locuteur orador hablante interlocutor relatore spreker talare speaker/role talker""".split()
)
_TEXTS = frozenset(
    """text transcript transcription words dialogue dialog speech utterance content comment comments spoken audio
    texte texto testo tekst transkript transkription wortlaut äußerung dialogue/text statement said
    transcripción transcrição trascrizione""".split()
)
_TIMES = frozenset(
    """time timestamp timecode timestamps start begin tc in zeit zeitmarke zeitstempel beginn temps heure tiempo hora
    time-code minute minutes position""".split()
)
_COUNTS = frozenset("# no nr number line zeile nº index id row n° №".split())
_LONG = 60  # characters on average, of a column of text without a name of its own


class Columns(Value):
    """What the columns of a table are; `head`: its first row names them."""

    text: int
    speaker: int | None = None
    time: int | None = None
    aside: frozenset[int] = frozenset()  # numbers of rows, ends of times: nothing that is said
    head: bool = False


def columns(rows: Sequence[Sequence[str]]) -> Columns | None:
    """What the columns are, by their names or else by what is in them; None for a table of anything else."""
    width = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    if not 2 <= width <= 8:
        return None
    return _by_name(rows[0]) or _by_shape([row for row in rows if len(row) == width], width)


def _by_name(row: Sequence[str]) -> Columns | None:
    names = [" ".join(cell.casefold().split()).rstrip(":. ") for cell in row]

    def first(wanted: frozenset[str]) -> int | None:
        exact = next((at for at, name in enumerate(names) if name in wanted), None)
        within = (at for at, name in enumerate(names) if len(name) < 30 and wanted.intersection(name.split()))
        return next(within, None) if exact is None else exact

    text, speaker, time = first(_TEXTS), first(_SPEAKERS), first(_TIMES)
    if text is None or text in (speaker, time) or (speaker is None and time is None):
        return None
    times = (at for at, name in enumerate(names) if name in ("end", "end time", "out", "duration", "ende", "stop"))
    counts = (at for at, name in enumerate(names) if name in _COUNTS)
    return Columns(text, speaker, time if time != speaker else None, frozenset((*times, *counts)), head=True)


def _by_shape(rows: Sequence[Sequence[str]], width: int) -> Columns | None:
    filled = [[cell.strip() for row in rows if (cell := row[at]).strip()] for at in range(width)]
    clocks = [at for at in range(width) if filled[at] and sum(map(is_clock, filled[at])) >= 0.8 * len(filled[at])]
    counts = [at for at in range(width) if len(filled[at]) > 1 and all(map(str.isdigit, filled[at]))]
    others = [at for at in range(width) if filled[at] and at not in clocks and at not in counts]
    if not others:
        return None
    speaker = next((at for at in others if len(others) > 1 and _are_speakers(filled[at])), None)
    text = max((at for at in others if at != speaker), key=lambda at: sum(map(len, filled[at])))
    aside = frozenset((*clocks[1:], *counts))
    if speaker is not None:
        return Columns(text, speaker, clocks[0] if clocks else None, aside)
    long = sum(map(len, filled[text])) > _LONG * len(filled[text])
    return Columns(text, None, clocks[0], aside) if clocks and len(rows) > 2 and long else None


def _are_speakers(cells: Sequence[str]) -> bool:
    """Whether cells name who speaks: they are short, and names recur or end with a colon."""
    if len(cells) < 2 or sum(map(_is_name, cells)) < 0.9 * len(cells):
        return False
    if len(set(cells)) < len(cells):
        return True
    facts = sum(fact_line(f"{cell.rstrip(':： ')}: x") is not None for cell in cells)
    return facts * 2 < len(cells) and all(cell.endswith((":", "：")) for cell in cells)


def _is_name(cell: str) -> bool:
    return len(cell) <= 60 and (stands_as_name(cell.rstrip(":： ")) or cell.rstrip().endswith((":", "：")))
