"""What the columns of a table are: by their names, in any order and case, else by what they hold."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.names import is_voice
from generator.readers.cells import Row

# Names of columns, the better one first. Compared without case, signs and what stands in brackets.
_NAMES: Mapping[str, tuple[str, ...]] = {
    part: tuple(name.strip() for name in names.split(","))
    for part, names in {
        "text": """
            words, text, transcript, transcription, transcript text, content, message, utterance, utterance text,
            spoken text, speech, speech text, body, dialogue, dialog, sentence, sentences, statement, line,
            caption, captions, subtitle, subtitles, quote, comment, said, paragraph, segment, segment text,
            remarks, answer text, messages, contribution, cleaned text, plain text, passage, wortlaut, äußerung,
            rede, beitrag, inhalt, texte, texto, testo, tekst, besedilo, contenu, contenido, paroles, fala,
            discurso, intervention, 文字, 内容, テキスト, 発言, 文本""",
        "speaker": """
            speaker, speakers, speaker name, speaker full name, speaker label, speakername, name of speaker, who,
            name, person, participant, participants, voice, character, sprecher, sprecherin, sprecher in, redner,
            rednerin, sprecherinnen, locuteur, orateur, intervenant, hablante, orador, ponente, falante,
            interlocutor, govornik, mówca, spreker, talare, taler, puhuja, author, user, user name, username,
            display name, sender, from, actor, member, member name, label, speaker id, speakerid, speaker tag,
            role, 話者, 发言人, 说话人, 発言者""",
        "start": """
            start, start time, starttime, begin, begin time, in, in time, timestamp, timestamps, time stamp, time,
            timecode, time code, start timecode,
            timecode in, in timecode, tc in, tc, start s, start ms, start sec, start seconds,
            start second, time start, time begin, time in, offset, from, starts at, start at, begins at, position,
            startzeit, beginn, anfang, von, zeit, zeitstempel, début, inicio, tiempo, tempo, inizio, hh mm ss,
            minute, minutes, seconds, 開始, 时间, 時間""",
        "end": """end, end time, endtime, stop, stop time, out, out time, finish, end timecode, timecode out,
            out timecode, tc out, end s, end ms,
            end sec, end seconds, time end, time stop, time out, to, ends at, endzeit, ende, bis, fin, fine, fim,
            終了""",
        "duration": "duration, length, dur, dauer, durée, duración, duration s, duration sec, duration ms",
        "tags": """tags, tag, topics, topic, keywords, keyword, codes, code, themes, theme, subjects, subject, themen,
            thema, schlagwörter, etiquetas, étiquettes""",
        "confidence": "confidence, conf, probability, avg logprob",
        "index": """index, idx, id, no, nr, number, row, row id, line no, line number, segment id, segment no,
            utterance id, turn, turn id, turn no, turn number, sequence, seq, order, sort, #, n, unnamed 0,
            rownum, speechnumber, cue, cue no""",
        "role": "speaker role, role, function, office, position, job title, speaker title, funktion, rolle",
        "affiliation": """
            party, speaker party, affiliation, organisation, organization, organization name, company, fraktion,
            partei, parti, partido, parlamentarische gruppe, speaker party name, institution, outlet""",
    }.items()
}
_META = {
    "title": "title", "titel": "title", "event": "title", "episode title": "title", "debate name": "title",
    "date": "date", "datum": "date", "fecha": "date", "event date": "date", "interview date": "date",
    "date of interview": "date", "location": "place", "place": "place", "ort": "place", "url": "source",
    "source": "source", "link": "source", "language": "language", "lang": "language", "sprache": "language",
    "series": "series", "podcast": "series", "show": "series",
}  # fmt: skip
_CLOCK = re.compile(r"[\[(]?\s*(-?)(?:(\d{1,4})[:;h])?(\d{1,3})[:;m](\d{1,2})(?:([.,:;])(\d{1,6}))?\s*s?\s*[\])]?")
_BARE = re.compile(r"[\[(]?\s*(-?\d{1,10}(?:[.,]\d{1,9})?)\s*(s|sec|secs|seconds|ms)?\s*[\])]?", re.I)
_SPELLED = re.compile(
    r"(?:(\d{1,3})\s*h(?:rs?|ours?)?\s*)?(?:(\d{1,3})\s*m(?:in|inutes?)?\s*)?(?:(\d{1,3}(?:\.\d+)?)\s*s(?:ec|econds?)?)?",
    re.I,
)
_FRAMES = (24, 25, 30, 60)  # a second, as films count them
_HEAD = 25  # rows in which the names of columns may stand


class Columns(NamedTuple):
    """Which column is what, by its number; the names of all; the row behind that of the names."""

    parts: Mapping[str, int]
    names: tuple[str, ...]
    first: int


class Units(NamedTuple):
    """How times are counted: milliseconds of a bare number, frames of a second."""

    bare: int = 1000
    frames: int = 30


def meta_field(name: str) -> str | None:
    """The fact of a transcript that a column of this name tells."""
    return _META.get(_folded(name))


def has_column(names: Sequence[str], name: str) -> bool:
    """Whether one of the columns has this name, in any case."""
    return any(cell.strip().casefold() == name.strip().casefold() for cell in names)


def columns(rows: Sequence[Row], named: Mapping[str, str] | None = None) -> Columns | None:
    """What the columns are; None where nothing in the table can be speech. `named`: what some of them are called."""
    for number, row in enumerate(rows[:_HEAD] if named else ()):
        if any(has_column(row.cells, name) for name in (named or {}).values()):
            return _as_named(rows, number, named or {})
    for number, row in enumerate(rows[:_HEAD]):
        parts = _by_names(row.cells, rows[number + 1 :])
        if "text" in parts and (len(parts) > 1 or sum(1 for cell in row.cells if cell.strip()) == 1):
            return Columns(parts, row.cells, number + 1)
    parts = _by_names(rows[0].cells, rows[1:]) if rows else {}
    if "speaker" in parts or "start" in parts:
        return _with_text(parts, rows)
    if parts:  # names of columns, and none of them of speech
        return None
    parts = _by_contents(rows)
    return Columns(parts, (), 0) if "text" in parts else None


def _as_named(rows: Sequence[Row], number: int, named: Mapping[str, str]) -> Columns | None:
    """The columns as somebody names them; for the parts that are not named, as their own names tell."""
    cells = rows[number].cells
    places = {cell.strip().casefold(): at for at, cell in reversed(tuple(enumerate(cells)))}
    told = {part: places[key] for part, name in named.items() if (key := name.strip().casefold()) in places}
    free = ["" if at in told.values() else cell for at, cell in enumerate(cells)]
    guessed = _by_names(free, rows[number + 1 :])
    parts = {**{part: at for part, at in guessed.items() if part not in told and cells[at]}, **told}
    return Columns(parts, cells, number + 1) if "text" in parts else _with_text(parts, rows[number:])


def _with_text(parts: dict[str, int], rows: Sequence[Row]) -> Columns | None:
    """The columns where no name tells which of them is speech: it is the one with the most words, if it has many."""
    others = [at for at in range(len(rows[0].cells)) if at not in parts.values()]
    held = {at: [len(row.cells[at].split()) for row in rows[1:400] if at < len(row.cells)] for at in others}
    text = max(others, key=lambda at: sum(held[at]), default=None)
    if text is None or sum(held[text]) < 2 * max(len(held[text]), 1):
        return None
    return Columns({**parts, "text": text}, rows[0].cells, 1)


def _folded(name: str) -> str:
    return " ".join(
        re.sub(r"\([^()]*\)|\[[^\[\]]*\]|[^\w#]|_", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)).casefold().split()
    )


def _by_names(cells: Sequence[str], below: Sequence[Row]) -> dict[str, int]:
    """The parts that names tell. A column that does not hold what its name promises is another."""
    folded = [_folded(cell) for cell in cells]
    sample = below[:400]
    found: dict[str, int] = {}
    for part, names in _NAMES.items():
        places = (at for name in names for at, cell in enumerate(folded) if cell == name and at not in found.values())
        at = next(
            (at for at in places if _holds(part, [row.cells[at].strip() for row in sample if at < len(row.cells)])),
            None,
        )
        if at is not None:
            found[part] = at
    if "speaker" not in found and "role" in found:
        found["speaker"] = found.pop("role")
    return found


def _holds(part: str, cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    if not filled:
        return part not in ("start", "end", "duration", "confidence", "index")
    if part in ("start", "end", "duration"):
        return sum(map(_is_time, filled)) * 2 > len(filled)
    if part in ("confidence", "index"):
        return sum(1 for cell in filled if re.fullmatch(r"[\w.#-]{0,8}\d[\w.-]{0,12}", cell)) * 10 > len(filled) * 9
    if part == "speaker":  # names are short; numbers are as good as names
        return sum(1 for cell in filled if len(cell) <= 90) * 10 > len(filled) * 9
    return True


def _by_contents(rows: Sequence[Row]) -> dict[str, int]:
    """The parts of a table without names: times look like times, speakers recur, the longest cells are speech."""
    width = max((len(row.cells) for row in rows[:400]), default=0)
    if width == 0:
        return {}
    held = [
        [row.cells[at].strip() for row in rows[:400] if at < len(row.cells) and row.cells[at].strip()]
        for at in range(width)
    ]
    found: dict[str, int] = {}
    times = [at for at, cells in enumerate(held) if cells and sum(map(_is_time, cells)) * 10 >= len(cells) * 9]
    lengths = [sum(map(len, cells)) if at not in times else 0 for at, cells in enumerate(held)]
    text = max(range(width), key=lambda at: lengths[at])
    if not lengths[text] or (width == 1 and not times):
        return {}
    found["text"] = text
    found |= dict(zip(("start", "end"), times, strict=False))
    for at, cells in enumerate(held):
        if at in (text, *times) or not cells:
            continue
        counts = Counter(cells)
        few = len(counts) * 2 <= len(cells) or all(is_voice(cell) or len(cell.split()) <= 4 for cell in counts)
        if few and max(map(len, counts)) <= 60:
            found["speaker"] = at
            break
    return found if len(found) > 1 else {}


# --- times ---------------------------------------------------------------------------------------------------------


def _is_time(cell: str) -> bool:
    head = re.split(r"\s*(?:-->|→|–|—|\s-\s)\s*|(?<=\])\s", cell, maxsplit=1)[0].strip()
    return bool(_CLOCK.fullmatch(head) or _BARE.fullmatch(head) or (head and _SPELLED.fullmatch(head)))


def units(cells: Sequence[Sequence[str]], name: str) -> Units:
    """How the times in these columns (starts, then ends) are counted."""
    flat = [cell for column in cells for cell in column]
    frames = [
        int(found[6]) for cell in flat if (found := _CLOCK.fullmatch(cell)) and found[5] in (":", ";") and found[2]
    ]
    most = max(frames, default=0)
    rate = next((rate for rate in _FRAMES if most < rate), 60) if most >= 25 else 30
    bare = [cell for cell in flat if _BARE.fullmatch(cell)]
    if re.search(r"\bms\b|millis", name.replace("_", " ").casefold()):
        return Units(1, rate)
    whole = bare and all(re.fullmatch(r"-?\d+", cell) for cell in bare)
    if not whole or len(bare) * 2 < len([cell for cell in flat if cell]):
        return Units(1000, rate)
    starts = [int(cell) for cell in cells[0] if re.fullmatch(r"-?\d+", cell)]
    ends = [int(cell) for cell in cells[1] if re.fullmatch(r"-?\d+", cell)] if len(cells) > 1 else starts[1:]
    lengths = sorted(max(end - start, 0) for start, end in zip(starts, ends, strict=False))
    return Units(1 if lengths and lengths[len(lengths) // 2] >= 300 else 1000, rate)


def time(cell: str, counted: Units) -> tuple[int | None, int | None, str]:
    """Start and end in milliseconds, and what else a cell of times says."""
    text = cell.strip()
    if not text:
        return None, None, ""
    head, behind = text, ""
    if split := re.fullmatch(r"(\S+(?:\s*\])?)\s*(?:-->|→|–|—|-(?=\s*[\d\[]))\s*(\S+)", text):
        start, end = _one(split[1], counted), _one(split[2], counted)
        if start is not None and end is not None:
            return start, end, ""
    value = _one(head, counted)
    if value is None and (found := re.match(r"([\[(]?\d[\d:;.,]*[\])]?)\s+(?=\S)", text)):
        value, behind = _one(found[1], counted), text[found.end() :]
    return value, None, behind if value is not None else text


def _one(text: str, counted: Units) -> int | None:
    text = text.strip()
    if clock := _CLOCK.fullmatch(text):
        sign, hours, minutes, seconds, point, fraction = clock.groups()
        value = ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000
        if fraction and point in ":;":
            value += round(int(fraction) * 1000 / counted.frames)
        elif fraction:
            value += int(fraction[:3].ljust(3, "0"))
        return -value if sign else value
    if bare := _BARE.fullmatch(text):
        unit = 1 if (bare[2] or "").casefold() == "ms" else 1000 if bare[2] else counted.bare
        return round(float(bare[1].replace(",", ".")) * unit)
    if text and (spelled := _SPELLED.fullmatch(text)):
        hours, minutes, seconds = spelled.groups()
        return round(((int(hours or 0) * 60 + int(minutes or 0)) * 60 + float(seconds or 0)) * 1000)
    return None
