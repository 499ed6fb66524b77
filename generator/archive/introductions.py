"""Who is given the floor: the names by which a chair hands over, or by which those who ask introduce themselves."""

import re

# One word of a name, with a capital where the script has them; and the small words inside names.
_NAME = r"(?:[^\W\d_a-z]\.|[^\W\d_a-z][\w'’&-]*(?:\.\w+)*)"
_PHRASE = rf"{_NAME}(?: (?:(?:and|of|the|de|du|da|di|von|van|der|le|la|al|&) ){{0,2}}{_NAME}){{0,5}}"
_FOR = r"(?:from|with|of|for|on behalf of|representing|von|vom|von der|für|de|du|del|pour|para)"
_CUE = re.compile(
    r"""(?:(?:and|okay|ok|so|now|then|yes|well|right|alright|thank\ you|thanks|let[’']s|we(?:[’']ll|\ will|\ can)?
    |I(?:[’']ll)?|go|going|turn|move|take|have|over|to|with|how\ about|please|back|the|a|an|our|die|one|next|last|first
    |final|another|more|questions?|goes|comes|is|from|for|here|nächste|letzte|frage|suivante|pregunta)[\s,:]+)+""",
    re.I | re.X,
)
_ASIDE = re.compile(r",?\s+(?:please|go ahead|over there|(?:you have )?the floor)\Z", re.I)
_PARTED = re.compile(rf"(?P<name>{_PHRASE}),? {_FOR} (?P<outlet>(?:[Tt]he )?{_PHRASE})")
_WHOLE = re.compile(rf"(?:the )?{_PHRASE}")
_COUNTED = re.compile(r"\b(?:next|last|final|first|(?:one|two) more|another) questions?\b", re.I)
_ENDS = re.compile(r"(?<=[.?!…])\s+(?=\S)")
_ABBREVIATED = re.compile(r"\b(Mr|Mrs|Ms|Dr|St|Prof|Sen|Gov|Rep|[A-Z])\.\s")
_NOBODY = frozenset(
    "okay ok yes no please right thanks sorry sir madam hello good next order well you go all correct absolutely"
    " exactly sure great colleagues questions ladies gentlemen i it there this that who what".split()
)
_TITLES = frozenset("mr mrs ms madam president minister secretary chancellor commissioner prime general".split())
_FAR = 160  # characters of a question in which somebody says who they are


def handed_to(excerpt: str) -> tuple[str, str] | None:
    """The name, or other words, by which a short turn gives the floor to somebody, and the outlet, "" where that is
    not said: `Next question, Tomas from the Post.` → ("Tomas", "the Post"). None where the turn does no such thing."""
    if excerpt.endswith("…"):  # a hand-over stands at the end
        return None
    sentence = _ENDS.split(_ABBREVIATED.sub(r"\1 ", excerpt.strip()))[-1].rstrip(".?!… ")
    cue = _CUE.match(sentence)
    words = _ASIDE.sub("", sentence[cue.end() :] if cue else sentence)
    if parted := _PARTED.fullmatch(words):
        return parted["name"], parted["outlet"]
    named = [part for part in words.split(", ") if _WHOLE.fullmatch(part)]
    if not named or named[0] != words.split(", ")[0] or named[0].casefold() in _NOBODY:
        return None
    return ", ".join(named), ""


def announces(excerpt: str) -> bool:
    """Whether a turn counts the questions: `This will be the last question.`"""
    return bool(_COUNTED.search(excerpt))


def introduces(excerpt: str) -> tuple[str, str] | None:
    """The name and the outlet with which a question begins: `William Galibert, on behalf of RTL Radio.`"""
    found = _PARTED.search(excerpt[:_FAR])
    words = found["name"].casefold().split() if found else []
    return (found["name"], found["outlet"]) if found and len(words) > 1 and not _TITLES & {*words} else None
