"""Words of a transcript that make one want to read it: a passage that tells, what was asked. Never a greeting.

No machine understands what is said; but in all languages a greeting, thanks and procedure come first and begin with the
same few words, and what is long, answers a question and is on a topic is seldom one of them.
"""

import re
from collections.abc import Iterable, Mapping
from heapq import nsmallest

from generator.model import Outline, Resolution, TurnFacts

TELLING = range(50, 241)  # characters a passage on the front page should have
_ASKED = range(40, 201)  # characters a question there should have
_ASKS = frozenset("?？؟")
_SHORT = 80  # characters of a question that needs what stands before it
_WEIGHED = 5  # questions of which the fullest are told: the longest turns
_TRIED = 8  # turns in which a passage is looked for

# The first words of sentences that greet, thank, address, agree, or say who is next.
_OPENERS = (
    "(?:yes|no|sure|ok|okay|all right|well|please|next|order|ja|nein|bitte|oui|non|sí|sì|tak|nie)"
    "\\b(?=\\s*[,.;:!?…–—-])|"
    "good (?:morning|afternoon|evening|day)|hello|hi\\b|welcome|ladies and|dear\\b|colleagues|mister|madam|"
    "m(?:r|rs|s)\\.? (?:speaker|chair|president)|please (?:welcome|take|be)|(?:the )?(?:next|last) question|"
    "if i may|i (?:now )?(?:call (?:on|upon|the|this)|declare (?:the|this))|the (?:chair|meeting|session|sitting)\\b|"
    "(?:let us|let['’]s|we['’]ll|shall we) (?:begin|start|move)|any (?:other|more|further)|my name is|"
    "i['’]?m happy to|it is (?:an honou?r|a pleasure)|"
    "guten |hallo|willkommen|herzlich|meine damen|sehr geehrte|liebe |herr präsident|frau präsidentin|"
    "nächste frage|ich (?:rufe|eröffne|erteile)|die sitzung|"
    "bon(?:jour|soir)|bienvenue|mesdames|chers|monsieur le|madame la|la séance|"
    "buen[oa]s|bienvenid|señor|buon|benvenut|signor|bom dia|boa (?:tarde|noite)|bem-vind|senhor|"
    "goede|welkom|dames|dzień dobry|witam|szanown|god (?:morgon|dag|kväll|morgen)|välkom|velkom|"
    "здравствуйте|добр[оы]|уважаем|шановн|"
    "صباح|مساء|أهل|مرحب|السلام|سيداتي|بسم|نعم|"
    "大家好|各位|你好|您好|女士|先生|おはよう|こんにちは|皆さん|안녕|여러분"
)
_THANKS = (
    "thank|danke|vielen dank|merci|gracias|grazie|obrigad|bedankt|dank u|dziękuj|dzięki|tack\\b|takk?\\b|спасибо|"
    "благодар|дякую|شكر"
)
_OPENING = re.compile(rf"[\W_]*(?:{_OPENERS})", re.I)
_THANKING = re.compile(rf"\b(?:{_THANKS})|谢谢|感谢|謝謝|ありがとう|감사", re.I)
_END = re.compile(r"[.!?؟۔][\"”’»)]*\s+|[。！？]")
_TITLES = frozenset(("Mr", "Mrs", "Ms", "Dr", "St", "Prof"))  # as initials and numbers, they end no sentence
_ORDER = {"answer": 0, "statement": 1, "question": 2}  # kinds of turns: what tells most first; others tell nothing


def passage(outline: Outline, found: Resolution, turns: Mapping[str, int]) -> tuple[int, str] | None:
    """A turn and words of it that tell what the transcript is like; None where nothing but greetings is found.

    `turns` gives the number of a turn by its anchor.
    """
    noted = [
        (len(target.quote), -placed.number, turns[target.anchor], target.quote.replace("\n", " "))
        for placed in found.notes
        for target in placed.targets
        if target.anchor and target.anchor in turns and _stands_alone(target.quote)
    ]
    if noted:
        *_, turn, quote = max(noted)
        return turn, quote
    speaking = (pair for pair in enumerate(found.turns) if pair[1].kind in _ORDER)
    cut = None
    for turn, _ in nsmallest(_TRIED, speaking, key=_rank):
        words = _told(outline.turns[turn].excerpt)
        if words and not words.endswith("…"):
            return turn, words
        cut = cut or ((turn, words) if words else None)
    return cut


def answered(found: Resolution, turns: Mapping[str, int]) -> list[tuple[int, str]]:
    """The questions that were answered: turn and first words."""
    return [
        (turns[exchange.questions[0]], exchange.excerpt)
        for exchange in found.exchanges
        if exchange.answers and exchange.questions and exchange.questions[0] in turns
    ]


def questions(asked: Iterable[tuple[int, str]], number: int) -> list[tuple[int, str]]:
    """So many of these questions, the fullest first: turn and what is asked there."""
    weighed = []
    for turn, excerpt in nsmallest(_WEIGHED, asked, key=lambda question: (-len(question[1]), question[0])):
        words = _asked(excerpt)
        whole = len(words) in _ASKED and not words.endswith("…")
        weighed.append((not whole, -len(words), turn, words))
    return [(turn, words) for *_, turn, words in sorted(weighed)[:number]]


def _rank(pair: tuple[int, TurnFacts]) -> tuple[int, bool, int, int]:
    """What tells most first: answers, then what is on a topic by its own words, then what is long."""
    number, facts = pair
    topical = any(use.origin in ("turn", "term") for use in facts.topics)
    return _ORDER[facts.kind], not topical, -facts.words, number


def _told(excerpt: str) -> str:
    """The first sentences that say something, as many as fit; one that is cut where there is no other, else ""."""
    run = ""
    for sentence in _sentences(excerpt):
        if _says_nothing(sentence):
            if len(run) in TELLING:
                return run
            run = ""
        elif sentence.endswith("…") and len(run) in TELLING:
            return run
        elif len(run) + len(sentence) < TELLING.stop:
            run = f"{run} {sentence}".strip()
    return run if len(run) in TELLING else ""


def _asked(excerpt: str) -> str:
    """The longest question of a text, with what stands before it where that fits; the text where nothing asks."""
    sentences = _sentences(excerpt)
    asking = [number for number, sentence in enumerate(sentences) if sentence.rstrip('"”’»)')[-1:] in _ASKS]
    if not asking:
        return _told(excerpt) or excerpt
    number = max(asking, key=lambda number: (len(sentences[number]), -number))
    words = sentences[number]
    before = sentences[number - 1] if number else ""
    fits = before and len(words) < _SHORT and len(before) + len(words) < _ASKED.stop and not _says_nothing(before)
    return f"{before} {words}" if fits else words


def _sentences(text: str) -> list[str]:
    found, begun = [], 0
    for end in _END.finditer(text):
        word = text[begun : end.start()].rpartition(" ")[2]
        if text[end.start()] != "." or not (len(word) < 2 or word in _TITLES or word[-1].isdecimal()):
            found.append(text[begun : end.end()].rstrip())
            begun = end.end()
    return [*found, text[begun:]] if begun < len(text) else found


def _says_nothing(sentence: str) -> bool:
    return bool(_OPENING.match(sentence) or _THANKING.search(sentence))


def _stands_alone(quote: str) -> bool:
    """Whether words begin like a sentence, say something, and are neither a scrap nor a page."""
    whole = len(quote) in TELLING and quote[:1].isalpha() and not quote[:1].islower()
    return whole and not _says_nothing(quote)
