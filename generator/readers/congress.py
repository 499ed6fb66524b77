"""The Congressional Record and hearings of Congress as plain text of the Government Publishing Office.

Paragraphs begin with an indent and go on without one; who speaks stands at the start of a paragraph before a full stop:
in the Record with the family name in capitals ("Mr. MILLER of Florida."), in hearings as written ("Chairman Smith.").
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from generator.model import Meta
from generator.readers.heads import date_in
from generator.readers.labels import Label, stands_as_name
from generator.readers.layout import Laid, is_unfinished
from generator.readers.speech import Line

_FAMILY = r"(?:(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|O)\s?)?[A-ZÀ-Þ][A-ZÀ-Þ'’\-]+"
_STATE = r"\sof\s(?:the\s)?[A-Z][A-Za-z]+(?:\s[A-Z][A-Za-z]+){0,3}"
_CHAIRS = r"SPEAKER|PRESIDING OFFICER|(?:VICE )?PRESIDENT|CHAIR(?:MAN|WOMAN|PERSON)?|ACTING \w+|CLERK|CHIEF JUSTICE"
_RECORD = re.compile(
    rf"\s{{1,8}}((?:Mrs?\.|Ms\.|Dr\.|Miss|Senator|Representative)\s(?:[A-Z]\.\s)?{_FAMILY}"
    rf"(?:\s(?:[A-Z]\.\s)?{_FAMILY}){{0,3}}(?:,?\s(?:Jr|Sr)\.|\sI{{1,3}})?(?:{_STATE})?"
    rf"|The (?:{_CHAIRS})(?:\spro tempore)?(?:\s\([^()]{{2,60}}\))?)\.\s+(?=\S)"
)
_OFFICES = """Mr. Mrs. Ms. Miss Dr. Senator Representative Congressman Congresswoman Chair Chairman Chairwoman
Chairperson Vice~Chair Vice~Chairman Ranking~Member Secretary Director Administrator Commissioner
Ambassador Governor Mayor Sheriff Chief Judge Justice President General Admiral Lieutenant~General
Major~General Brigadier~General Vice~Admiral Rear~Admiral Colonel Captain Major Sergeant Professor
Reverend Rabbi Inspector~General Attorney~General""".split()
_TITLES = "|".join(re.escape(office).replace("\\~", " ").replace("~", " ") for office in _OFFICES)
_HEARING = re.compile(
    r"\s{2,8}((?:The\s(?:Chair(?:man|woman|person)?|Clerk|Witness|Presiding Officer)"
    rf"|(?:{_TITLES})\s(?:[A-Z]\.\s|[A-Z][\w’'\-]*\s){{0,2}}[A-Z][\w’'\-]+"
    r"(?:\sof\s[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)?))\.\s+(?=\S)"
)
_PAGE = re.compile(r"\s*(?:\[\[?Page [^\[\]]+\]\]?|\{time\}\s+\d{3,4}|_{5,}|={5,}|-{5,}|<\w+>|\d{1,4})\s*")
_TOP = re.compile(
    r"\[(?:Congressional Record|(?:House|Senate) Hearing|House|Senate|Extensions|Pages?|From the)\b"
    r"|From the Congressional"
)


def laid_out(lines: Sequence[str]) -> Laid | None:
    """The blocks of a part of the Record or of a hearing; None where it is none."""
    for pattern, needed in ((_RECORD, 2), (_HEARING, 4)):
        found = Counter(label[1] for line in lines if line[:1] == " " and (label := pattern.match(line)))
        if sum(found.values()) >= needed and (pattern is _RECORD or max(found.values()) > 1) and _is_indented(lines):
            return Laid(_blocks(lines, pattern, found), _meta(lines))
    return None


def _is_indented(lines: Sequence[str]) -> bool:
    """Whether paragraphs begin with an indent and go on without one."""
    words = [line for line in lines if line.strip()]
    return sum(line[:1] != " " for line in words) * 4 > len(words) or len(words) < 12


def _blocks(lines: Sequence[str], pattern: re.Pattern[str], found: Counter[str]) -> list[list[Line]]:
    usual = _indent_of_paragraphs(lines, pattern)
    blocks: list[list[Line]] = []
    text: list[Line] | None = None  # the block that may go on
    blank = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            blank = True
            continue
        made = _made(
            number, line, usual, lambda label: pattern is _RECORD or found[label] > 1 or _is_titled(label), pattern
        )
        if made.role == "furniture":
            blocks.append([made])
            continue
        if text and made.heading and text[-1].heading and not blank:
            text[-1] = Line(text[-1].number, f"{text[-1].text} {made.text}", heading=1)
        elif (
            text and made == Line(number, line.strip()) and not text[-1].heading and _goes_on(line, blank, usual, text)
        ):
            text.append(made)
        else:
            text = [made]
            blocks.append(text)
        blank = False
    return blocks


def _made(number: int, line: str, usual: int, is_label: Callable[[str], bool], pattern: re.Pattern[str]) -> Line:
    """What a line is by itself: page furniture, a label with speech, matter, a heading, a direction, or text."""
    text = line.strip()
    indent = len(line) - len(line.lstrip())
    if _PAGE.fullmatch(line):
        return Line(number, text, role="furniture")
    label = pattern.match(line)
    if label and is_label(label[1]):
        return Line(number, line, label=Label(label[1], "stop", label.end()))
    if _TOP.match(text):
        return Line(number, text, role="matter")
    if indent > usual + 4 and _is_heading(text, indent):
        return Line(number, text, heading=1)
    if indent and text.startswith("(") and text.endswith((")", ").")):
        return Line(number, text, role="event")
    return Line(number, text)


def _indent_of_paragraphs(lines: Sequence[str], pattern: re.Pattern[str]) -> int:
    indents = Counter(len(line) - len(line.lstrip()) for line in lines if line[:1] == " " and pattern.match(line))
    return indents.most_common(1)[0][0] if indents else 2


def _goes_on(line: str, blank: bool, usual: int, last: Sequence[Line]) -> bool:
    """Whether a line goes on with the paragraph above: at the margin, or as deep as the line above it."""
    if last[-1].role != "text":
        return False
    indent = len(line) - len(line.lstrip())
    if blank:
        return indent == 0 and is_unfinished(last[-1].text)
    return indent == 0 or (indent != usual and len(last) > 1)


def _is_heading(text: str, indent: int) -> bool:
    """Whether a line is in the middle: in capitals, or a few words that are no sentence."""
    letters = [sign for sign in text if sign.isalpha()]
    capitals = bool(letters) and sum(sign.isupper() for sign in letters) > 0.7 * len(letters)
    return len(text) < 120 and (capitals or (indent > 14 and stands_as_name(text)))


def _is_titled(label: str) -> bool:
    return not label.startswith(("General", "Major", "Chief", "President", "Staff", "Father", "Sister"))


def _meta(lines: Sequence[str]) -> Meta:
    head = [line.strip() for line in lines[:40] if line.strip()]
    date = next((found for line in head if (found := date_in(line))), None)
    return Meta(date=date, language="en")
