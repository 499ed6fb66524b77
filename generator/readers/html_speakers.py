"""Who speaks, as the markup of a web page says it: elements, classes and attributes made for names of speakers.

`<cite>` (podcast namespace), `<dt>`, `class="speaker"`, `transcript__speaker-name`, `itemprop`, `data-speaker`. An
element counts where others made like it are as short as names, stand at the start of their lines and recur.
"""

import re
from collections import defaultdict
from itertools import islice

from bs4 import NavigableString, Tag

from generator.readers.labels import is_clock, stands_as_name

_WHO = frozenset(
    """speaker speakers speakername spk talker sprecher redner orador orateur interlocutor who participant
    participantname interviewer interviewee membername panelist""".split()
)
_MAYBE = frozenset("name author person user username from character persona label member displayname by".split())
_NOT = frozenset(
    """avatar bio image img icon list menu photo count position role title party affiliation constituency office time
    timestamp timecode text words content body speech turn segment block line lines row paragraph container wrapper
    group color bar info link""".split()
)
_TURNS = frozenset(
    """transcript transcription turn turns segment utterance message msg dialogue dialog cue chat line caption
    paragraph speech entry monologue contribution interview conversation block qa sentence""".split()
)
_TOLD = frozenset("position role party affiliation constituency office".split())
_TIMES = frozenset("time timestamp timecode ts timestamps timecodes starttime tc".split())
_SPEAKER_DATA = ("data-speaker", "data-speaker-name", "data-speakername", "data-name", "data-who", "data-author")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|[\W_]+")
_INLINE = frozenset("span b strong i em a small font u cite time label bdi abbr sup sub button".split())
_MOST = 120  # characters of a name with what belongs to it
_PARTS = 100  # of an element that may be a name
_ENDS = re.compile(r"[.!?]$")
_ABBREVIATED = re.compile(r"\b(?:Jr|Sr|Dr|Mr|Ms|Mrs|Prof|M|Mme|Inc|Ltd|St|[A-Z])\.$")


def words_of(tag: Tag, most: int = _MOST) -> str | None:
    """The text of an element, blanks as one; None where it is longer than `most` characters or made of many parts."""
    found: list[str] = []
    size = 0
    waiting = [iter(tag.children)]  # not `descendants`, which looks for the last of them first
    for _ in range(_PARTS):
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
            if not waiting:
                return " ".join("".join(found).split())
        elif isinstance(child, Tag):
            waiting.append(iter(child.children))
        elif type(child) is NavigableString:
            size += len(child.strip())
            if size > most:
                return None
            found.append(str(child))
    return None


def tokens(tag: Tag) -> frozenset[str]:
    """The words of which the classes of an element are made, in small letters."""
    names = filter(None, (*tag.get_attribute_list("class"), tag.get("itemprop"), tag.get("data-testid")))
    return frozenset(word.casefold() for name in names for word in _CAMEL.split(str(name)) if word)


def is_time(tag: Tag) -> bool:
    """Whether an element says when something is spoken, and nothing else."""
    if tag.name == "time" or tag.name in ("button", "a", "sup") or _TIMES & tokens(tag):
        words = words_of(tag, 40)
        return bool(words) and is_clock(words or "")
    return False


def tells_office(tag: Tag) -> bool:
    """Whether an element says what a speaker is, beside the name."""
    return bool(_TOLD & tokens(tag))


def named_in_data(tag: Tag) -> str | None:
    """Who speaks in an element by its attributes."""
    if not any(name.startswith("data-") for name in tag.attrs):
        return None
    found = next((str(tag[name]) for name in _SPEAKER_DATA if tag.get(name)), "")
    if not tag.get("data-speaker") and not _TURNS & tokens(tag):
        return None  # data-name and the like say other things elsewhere
    return " ".join(found.split()) if 0 < len(found) <= _MOST and not found.lstrip().startswith(("{", "[")) else None


def speakers_in(article: Tag, aside: frozenset[int]) -> dict[int, str]:
    """The elements that name who speaks, by identity, with the name as printed."""
    groups: dict[tuple[str, str], list[tuple[Tag, str | None]]] = defaultdict(list)
    for tag in article.find_all(True):
        kind = _kind(tag)
        if kind and id(tag) not in aside:
            groups[kind, tag.name].append((tag, words_of(tag)))
    found: dict[int, str] = {}
    inner: set[int] = set()
    for tagged in groups.values():
        filled = [(tag, words) for tag, words in tagged if words != ""]
        good = [(tag, words) for tag, words in filled if words and _is_name(words) and _begins(tag)]
        recurs = len(good) > 1 and len(good) >= 0.8 * len(filled)
        if recurs and (len({words for _, words in good}) < len(good) or len(good) < 40):
            found |= {id(tag): words for tag, words in good}
            for tag, _ in good:
                inner.update(id(parent) for parent in islice(tag.parents, 4))
    return {key: words for key, words in found.items() if key not in inner}


def _kind(tag: Tag) -> str:
    """By what an element may name who speaks; "" where by nothing."""
    if tag.name in ("cite", "dt"):
        return tag.name
    classes = tokens(tag)
    if not classes or tag.name in ("ul", "ol", "table", "tr", "section", "article", "body", "main", "tbody"):
        return ""
    who = classes & _WHO
    if who and (not classes & _NOT or "name" in classes):
        return "class"
    if classes & _MAYBE and not classes & _NOT and any(tokens(one) & _TURNS for one in islice(tag.parents, 3)):
        return "name"
    return ""


def _is_name(words: str) -> bool:
    bare = words.rstrip(":： ")
    if not bare or len(bare) > 100 or is_clock(bare):
        return False
    if words.endswith((":", "：")):
        return len(bare.split()) <= 14
    if _ENDS.search(bare) and not _ABBREVIATED.search(bare):
        return False
    return stands_as_name(bare) or len(bare.split()) <= 2


def _begins(tag: Tag) -> bool:
    """Whether nothing but a time stands before an element in its line."""
    for inner in islice((tag, *islice(tag.parents, 4)), 5):
        told = next(
            (said for before in islice(inner.previous_siblings, 6) if (said := _before(before)) is not None), None
        )
        if told is not None:
            return told
        if inner.parent is None or inner.parent.name not in _INLINE:
            return True
    return True


def _before(sibling: object) -> bool | None:
    """Whether a line begins behind this sibling; None where what stands before it tells."""
    if isinstance(sibling, Tag):
        if sibling.name not in _INLINE:
            return True
        words = words_of(sibling, 60)
        return False if words is None or (words and not is_clock(words)) else None
    text = str(sibling) if type(sibling) is NavigableString else ""
    return False if text.strip(" \t\r\n[]()|–—-·>") and not is_clock(text) else None
