"""Who may be one person: proposed with a reason, never decided."""

from generator import config
from generator.importing.proposals import Proposals, voices
from generator.model import Block, Declared, Meta, PersonEntry, Role, Transcript, Turn


def talk(*labels: str, speakers: tuple[Declared, ...] = (), date: str = "2031-05-06") -> Transcript:
    turns = tuple(Turn(label, (Block("So it is."),)) for label in labels)
    return Transcript(Meta(date=date, speakers=speakers), turns)


def proposed(*talks: Transcript, registered: tuple[PersonEntry, ...] = ()) -> str:
    proposals = Proposals(registered)
    for number, one in enumerate(talks):
        proposals.add(voices(one), one.meta.date, f"talk-{number}")
    yaml = proposals.yaml()
    _, problems = config.people(yaml, "people.yaml")
    assert problems == ()
    return yaml


def names(yaml: str) -> dict[str, tuple[str, ...]]:
    return {entry.name: entry.also for entry in config.people(yaml, "people.yaml")[0]}


def test_near_names_initials_and_surnames_are_proposed_with_the_reason() -> None:
    yaml = proposed(talk("Jerod Santo", "Jerod Santo"), talk("Jerod Sant", "JS", "Mr. Santo"), talk("Ada Brook"))
    assert names(yaml) == {"Jerod Santo": ("Jerod Sant", "Mr. Santo", "JS")}
    assert "nearly the same name" in yaml
    assert "initials" in yaml
    assert "Ada" not in yaml


def test_a_name_in_capitals_or_with_a_title_is_the_same_name() -> None:
    assert names(proposed(talk("Ada Brook"), talk("DR. ADA BROOK"))) == {"Ada Brook": ("DR. ADA BROOK",)}


def test_different_people_are_not_put_together() -> None:
    assert proposed(talk("Ada Lind", "Ida Lund", "Otto Brook", "Speaker 1", "Q", "Speaker 2", "?")) == ""
    assert proposed(talk("Ada Brook", "Otto Brook", "Brook")) == ""  # whose surname it is nobody knows


def test_an_office_is_shown_with_whoever_holds_it() -> None:
    declared = (Declared("Ines Okafor", role="Harbour Master"),)
    yaml = proposed(talk("Ines Okafor", speakers=declared), talk("Harbour Master", date="2032-01-02"))
    (entry,) = config.people(yaml, "people.yaml")[0]
    assert (entry.name, [role.name for role in entry.roles]) == ("Ines Okafor", ["Harbour Master"])
    assert "from:" in yaml


def test_who_is_registered_is_not_proposed_again_but_names_like_theirs_are_told_of() -> None:
    mara = PersonEntry("mara-lind", "Mara Lind", also=("Warden Lind",), roles=(Role("Bridge Warden"),))
    assert proposed(talk("Mara Lind", "Warden Lind", "Bridge Warden"), registered=(mara,)) == ""
    yaml = proposed(talk("Mara Lynd"), registered=(mara,))
    assert "also: [Warden Lind, Mara Lynd]" in yaml
    assert names(yaml) == {}  # only as a comment: the entry is there


def test_many_names_are_compared_quickly() -> None:
    proposals = Proposals(())
    for number in range(1000):
        proposals.add(voices(talk(f"Person{number:04} Family{number * 7 % 1000:04}")), None, "x")
    proposals.yaml()
