"""Which candidates of a file are its labels, by the file's own regularities: labels recur, sentences do not."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from generator.model import Value
from generator.readers.labels import SMALL, Key, Label, Style, is_short_name

_ASIDE = re.compile(r"\s*[\[(][^\[\]()]*[\])]$")  # behind a name: "Ada [whispering]"
_KNOWN_VOICE = re.compile(
    r"(?:(?:male|female|unidentified|unknown|another|second|first|audience|several|multiple|all|automated|recorded)\b"
    r"|speaker\b|(?:un|une|el|la|le|der|die|ein|eine) (?:señor|señora|député|députée|abgeordnete\w*)\b"
    r"|de (?:voorzitter|heer|minister|staatssecretaris)|mevrouw|il presidente|o presidente|a presidente|el presidente"
    r"|la presidenta|le président|la présidente|der präsident|die präsidentin|der vorsitzende|die vorsitzende"
    r"|the (?:speaker|president|chair|clerk|court|witness|secretary|minister|deputy|acting|prime|lord|duke"
    r"|parliamentary)\b)",
    re.I,
)
_NUMBERED = re.compile(
    r"(?:speaker|spk|sprecher\w*|voice|participant|interview(?:er|ee|te)\w*|respondent|s|p|unidentified|male|female|man|woman|person|student"
    r"|teacher|audience|juror|witness|reporter|q|a|r|m|f|i)[\s_#.-]*\d",
    re.I,
)
# What stands before colons and names nobody.
_NO_NAMES = frozenset(
    """note notes nb n.b agenda date dates time times place location venue topic topics subject subjects source
    sources link links url website web example examples e.g i.e summary title subtitle break warning update
    updates edit ps p.s re fig figure table chapter section part slide slides step item items tip reference
    references ref page contents keywords tags abstract introduction conclusion conclusions disclaimer copyright
    license licence email e-mail phone tel fax duration length runtime recorded published transcript
    transcription transcribed music sound audio video media image photo caption footnote footnotes attachment
    attachments resources correction corrections bip rfc issue pr bug todo action actions tagesordnungspunkt
    zusatzpunkt drucksache anlage anlagen hinweis quelle quellen datum ort zeit thema themen beginn schluss ende
    interview session tape disc description prepared highlights participants attendees remarks
    nota notas fecha lugar tema fuente ejemplo resumen enlace remarque exemple ordre""".split()
)


_DENSE = 8  # lines in a block


def base(text: str) -> str:
    """A label without what is said about this one time: "Ada [whispering]" → "Ada"."""
    return _ASIDE.sub("", text).strip() or text


def chosen(found: Sequence[Sequence[Label | None]], known: Iterable[str] = ()) -> frozenset[Key]:
    """Which of the candidates in the blocks of a file are its labels: those that recur, and others of the same make."""
    counts: Counter[Key] = Counter()
    leading: Counter[Key] = Counter()  # how often at the start of a block
    timed: set[Key] = set()  # beside a time
    dense = sum(map(len, found)) > _DENSE * len(found)  # no blank lines: each line may begin a paragraph
    for block in found:
        for at, label in enumerate(block):
            if label and not label.weak:
                counts[label.text, label.style] += 1
                leading[label.text, label.style] += at == 0 or dense
                if label.start is not None:
                    timed.add((label.text, label.style))
    wanted = frozenset(known)
    bases = Counter(base(text) for text, _ in counts.elements())
    kept = {
        key
        for key, count in counts.items()
        if key[0] in wanted or (bases[base(key[0])] > 1 and _may_recur(key, count, leading[key]))
    }
    kept -= _within_paragraphs(kept - {key for key in kept if key[0] in wanted}, counts, leading)
    kept |= _alike(kept, counts, leading, timed)
    kept -= _of_few_dashes(kept, counts, len(found))
    styles = _totals(kept, counts)
    if styles["above"] + styles["stop"] > 4 * styles["colon"] and not dense:  # begins lines of speech here and there
        kept = {key for key in kept if key[1] != "colon" or key[0] in wanted or leading[key] == counts[key]}
    if styles["bold"] > 5:  # labels are in bold; what else has a colon is speech, unless somebody forgot the stars
        bold = {text for text, style in kept if style == "bold"}
        kept = {key for key in kept if key[1] != "colon" or key[0] in bold | wanted}
    if styles["colon"] + styles["letter"] + styles["stop"] and not any(
        "," in text for text, style in kept if style == "above"
    ):
        named = {text for text, style in kept if style != "above"}
        kept = {key for key in kept if key[1] != "above" or counts[key] > 1 or key in timed or key[0] in named | wanted}
    if sum(styles.values()) > styles["heading"]:
        kept = {key for key in kept if key[1] != "heading"}
    return frozenset(kept | {(text, "letter") for text in ("Q", "A")} if _is_loose(found, counts) else kept)


def _of_few_dashes(kept: Iterable[Key], counts: Counter[Key], blocks: int) -> set[Key]:
    """Names before a dash are labels only where they divide the whole text, and nothing else does."""
    dashed = {key for key in kept if key[1] == "dash"}
    number = sum(counts[key] for key in dashed)
    others = sum(counts[key] for key in kept if key[1] not in ("dash", "above"))
    return dashed if number < 4 or number * 3 < blocks or others * 4 > number else set()


def _totals(kept: Iterable[Key], counts: Counter[Key]) -> Counter[Style]:
    totals: Counter[Style] = Counter()
    for key in kept:
        totals[key[1]] += counts[key]
    return totals


def _may_recur(key: Key, count: int, leading: int) -> bool:
    text, style = key
    if style == "heading":
        return is_short_name(text) and count > 1
    if style == "letter":
        return text == "Q"
    # Nicknames may be in small letters; a word of speech does not begin paragraph after paragraph.
    nickname = count > 3 and leading >= 0.95 * count and " " not in text
    return style == "stop" or not (_names_nobody(text) or (_is_phrase(text) and not nickname))


def _names_nobody(text: str) -> bool:
    """Whether words before a colon are rather the name of a thing: "Agenda", "BIP 8", "Step 2", "12 May"."""
    first = text.split(maxsplit=1)[0].casefold().strip(".,()[]*#")
    return first in _NO_NAMES or (first.isdigit() and " " in text)


def _within_paragraphs(kept: Iterable[Key], counts: Counter[Key], leading: Counter[Key]) -> set[Key]:
    """Where labels begin paragraphs, what looks like one inside them is speech."""
    colons = [key for key in kept if key[1] == "colon"]
    often = sum(counts[key] for key in colons if counts[key] > 2)
    first = sum(leading[key] for key in colons if counts[key] > 2)
    return {key for key in colons if not leading[key]} if often and first >= 0.95 * often else set()


_PARTNERS = {"A": "QF", "R": "QP", "P": "R", "F": "A"}


class _Make(Value):
    """How the labels of a file that recur are made."""

    counts: Mapping[Key, int]
    leading: Mapping[Key, int]
    styles: Mapping[Style, int]
    shouted: bool  # those before colons are in capitals
    mixed: bool  # none of those before colons is in capitals
    lead: bool  # those before colons begin paragraphs
    above: bool  # some stand above their words
    full: bool  # those before colons are all of several words
    named: frozenset[str]  # names that recur


def _make(kept: Collection[Key], counts: Counter[Key], leading: Counter[Key]) -> _Make:
    styles = _totals(kept, counts)
    colons = [key for key in kept if key[1] == "colon"]
    shouted = sum(counts[key] for key in colons if _is_shouted(key[0]))
    lead = sum(leading[key] for key in colons)
    return _Make(
        counts,
        leading,
        styles,
        shouted > 0.9 * styles["colon"] > 2,
        shouted == 0 and styles["colon"] > 5,
        lead >= 0.95 * styles["colon"] > 2,
        any(style == "above" and ("," in text or (text, style) in kept) for text, style in counts),
        styles["colon"] > 5 and all(" " in text for text, _ in colons),
        frozenset(text for text, _ in counts if counts[text, "colon"] + counts[text, "above"] > 1),
    )


def _alike(kept: Collection[Key], counts: Counter[Key], leading: Counter[Key], timed: set[Key]) -> set[Key]:
    """Candidates that stand once and are made like the labels that recur."""
    make = _make(kept, counts, leading)
    times = timed if len(timed) > 1 else set()
    return {key for key in counts if (key in times and key[1] == "above") or _is_alike(key, make)}


def _is_alike(key: Key, make: _Make) -> bool:
    text, style = key
    match style:
        case "bold":
            return not _names_nobody(text)
        case "strong":
            marked = any(make.styles[style] for style in ("bold", "colon", "letter"))
            return not marked and len(text.split()) > 1 and not _names_nobody(text)
        case "above":
            return "," in text or make.styles["above"] > 0 or text in make.named
        case "letter":
            return text == "Q" or any(make.counts[partner, "letter"] > 0 for partner in _PARTNERS[text])
        case "stop" | "angle" | "dash":
            return make.styles[style] > 0
        case "heading":
            return make.styles[style] > 0 and 1 < len(text.split()) < 5
        case "colon":
            return _is_colon_alike(key, make)
    return False


def _is_colon_alike(key: Key, make: _Make) -> bool:
    text, _ = key
    if _is_phrase(text) or _names_nobody(text):
        return False
    numbered = _NUMBERED.match(text) is not None
    if make.shouted and not numbered and not _is_shouted(text.split("(")[0]):
        return False
    if make.mixed and _is_shouted(text) and " " in text and not numbered and not _KNOWN_VOICE.match(text):
        return False
    if make.lead and not make.leading[key]:
        return False
    if not numbered and "(" not in text and any(map(str.isdigit, text)):
        return False
    if make.full and " " not in text and not _is_shouted(text):
        return False
    # Once labels are in bold or stand above their words, a colon seen once is rather a colon in speech.
    other = make.above or make.styles["bold"] > 2 or make.styles["stop"] > 5
    return make.styles["colon"] > 0 or (len(make.counts) > 1 and not other) or _is_shouted(text)


def _is_loose(found: Sequence[Sequence[Label | None]], counts: Counter[Key]) -> bool:
    """Whether single letters with one blank behind are questions and answers: only where Q is so written throughout."""
    if counts["Q", "letter"]:
        return False
    letters = Counter(label.text for block in found for label in block if label and label.style == "letter")
    return letters["Q"] > 1


def _is_phrase(text: str) -> bool:
    """Words before a colon that are rather speech: "But my point is", "Und jetzt"."""
    words = text.split()
    if len(words) == 1:
        return text[:1].islower()
    small = sum(word[:1].islower() and word.casefold() not in SMALL for word in _ASIDE.sub("", text).split())
    return small > 0 and not _KNOWN_VOICE.match(text)


def _is_shouted(text: str) -> bool:
    return text.isupper() and len(text) > 1
