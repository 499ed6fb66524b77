"""What kinds of things are called: words of the content that the catalogs know; all others are shown as they stand."""

from generator.languages import Tongue, meaning

KIND_OF_EVENT = "kind of event"
KIND_OF_NOTE = "kind of note"
KIND_OF_TEXT = "kind of text"
KIND_OF_TURN = "kind of turn"

KNOWN = (
    meaning("kind of event", "address"),
    meaning("kind of event", "briefing"),
    meaning("kind of event", "committee"),
    meaning("kind of event", "conversation"),
    meaning("kind of event", "council hearing"),
    meaning("kind of event", "council meeting"),
    meaning("kind of event", "debate"),
    meaning("kind of event", "hearing"),
    meaning("kind of event", "interview"),
    meaning("kind of event", "lecture"),
    meaning("kind of event", "meeting"),
    meaning("kind of event", "oral history"),
    meaning("kind of event", "panel"),
    meaning("kind of event", "podcast"),
    meaning("kind of event", "press briefing"),
    meaning("kind of event", "press conference"),
    meaning("kind of event", "public hearing"),
    meaning("kind of event", "reception"),
    meaning("kind of event", "sitting"),
    meaning("kind of event", "speech"),
    meaning("kind of event", "statement"),
    meaning("kind of event", "talk"),
    meaning("kind of event", "testimony"),
    meaning("kind of event", "transcript"),
    meaning("kind of event", "trial"),
    meaning("kind of note", "Context"),
    meaning("kind of note", "Fact-check"),
    meaning("kind of note", "Correction"),
    meaning("kind of note", "Clarification"),
    meaning("kind of note", "Source"),
    meaning("kind of note", "Translation"),
    meaning("kind of note", "Editor’s note"),
    meaning("kind of text", "As delivered"),
    meaning("kind of text", "As prepared"),
    meaning("kind of text", "Corrected"),
    meaning("kind of text", "Delivered"),
    meaning("kind of text", "Original"),
    meaning("kind of text", "Prepared"),
    meaning("kind of text", "Translation"),
    meaning("kind of text", "Verified"),
    meaning("kind of turn", "question"),
    meaning("kind of turn", "follow-up"),
    meaning("kind of turn", "answer"),
    meaning("kind of turn", "moderation"),
    meaning("kind of turn", "interjection"),
    meaning("kind of turn", "statement"),
)


def kind_of_event(kind: str, tongue: Tongue) -> str:
    """A kind of event as front matter has it, `press-conference`, in words."""
    words = kind.replace("-", " ")
    return tongue.known(words.casefold(), KIND_OF_EVENT, words)


def kind_of_turn(kind: str, tongue: Tongue) -> str:
    """What a turn is to the one before it."""
    return tongue.known(kind, KIND_OF_TURN)


def status(words: str, tongue: Tongue) -> str:
    """What the front matter says of a text, as the beginning of a line: `As delivered`."""
    return tongue.known(capital(words), KIND_OF_TEXT)


def capital(words: str) -> str:
    """With a capital letter at the beginning, all others as they are."""
    return words[:1].upper() + words[1:]
