"""What a label says: a name, with an outlet or office behind it, or an anonymous or collective voice."""

import re
import unicodedata
from functools import lru_cache

# Anonymous and collective voices, each also with a number behind it ("Speaker 2").
_VOICES = """
q, a, question, answer, reporter, reporters, journalist, journalists, press, interviewer, interviewee, host,
moderator, chair, chairman, chairwoman, chairperson, speaker, spk, presenter, narrator, announcer, participant,
participants, panelist, respondent, audience, audience member, crowd, public, all, everybody, everyone, both, several,
several members, members, member, some members, all members, voice, voices, male voice, female voice, man, woman,
male, female, child, male speaker, female speaker, unnamed, anonymous, staff, operator, clerk, interpreter,
translator, the court, the witness, the chair, the clerk, the moderator, the interviewer, man in audience, woman in
audience, frage, antwort, sprecher, sprecherin, moderatorin, interviewerin, alle, publikum, zwischenruf, zuruf,
journalistin, voice from the audience, voice from the gallery, voice from the floor, voice in the audience, voices in
the audience, vorsitzende, vorsitzender, réponse, intervenant, animateur, animatrice, inconnu, tous, journaliste,
pregunta, respuesta, periodista, entrevistador, entrevistadora, moderadora, moderador, público, desconocido, todos,
pergunta, resposta, jornalista, redacted, سؤال, جواب, المحاور, المذيع, الجميع, الجمهور, مجهول, صحفي
"""
_NUMBERED = re.compile(r"[ _#-]*\d{1,3}$|(?<=^speaker)[ _-][a-z]$")
# Words that make what follows a name an office and not an outlet.
_OFFICES = re.compile(
    r"\b(?:president|minister|secretary|spokes\w+|commissioner|director|mayor|chair\w*|professor|judge|justice|"
    r"governor|senator|ambassador|chief|officer|warden|clerk|engineer|doctor|editor|captain|councill?or|attorney|counsel|"
    r"bürgermeister\w*|minister\w+|präsident\w*|sprecher\w*|vorsitzende\w*)\b",
    re.I,
)


@lru_cache(maxsize=1 << 14)
def fold(text: str) -> str:
    """For comparing names: without case, accents, dots and doubled blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace(".", " "))
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def split(label: str) -> tuple[str, str | None, str | None]:
    """Name, office, outlet of "Name, Outlet" or "Name (Party)"; both None where there is nothing behind the name."""
    if label.endswith(")") and " (" in label:
        name, _, behind = label[:-1].rpartition(" (")
    else:
        sign = next((sign for sign in (", ", "، ", "，") if sign in label), None)
        name, _, behind = label.partition(sign) if sign else (label, "", "")
    name, behind = name.strip(), behind.strip()
    if not name or not behind:
        return label.strip(), None, None
    return (name, behind, None) if _OFFICES.search(behind) else (name, None, behind)


def in_small_letters(name: str) -> str | None:
    """ "ADA O'FENN" → "Ada O'Fenn"; None where it is not all in capitals, or one word, which may be an abbreviation."""
    return name.title() if " " in name and name.isupper() else None


def is_voice(label: str) -> bool:
    """Whether a label names nobody in particular."""
    folded = fold(label).strip("[]()<>?: ")
    bare = _NUMBERED.sub("", folded)
    if len(folded) <= 1 or not any(sign.isalpha() for sign in folded):
        return True
    return bare.removeprefix("a ") in _FOLDED or bare.startswith(("unidentified", "unknown", "unbekannt"))


_FOLDED = frozenset(fold(voice) for voice in _VOICES.replace("\n", " ").split(","))
