"""What the styles of a Word document say: names, what is bold, what is hidden, which are headings (ECMA-376, 17.7)."""

from collections.abc import Iterator
from typing import Any

from generator.model import Value

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFF = ("0", "false", "off", "none")


class Style(Value):
    """A style with what it has from those it is based on."""

    name: str = ""
    bold: bool = False
    hidden: bool = False
    level: int = 0  # of a heading; 1 is the highest


def is_on(properties: Any, name: str) -> bool | None:
    """Whether a property that is on or off is on; None where nothing is said."""
    found = None if properties is None else properties.find(W + name)
    return None if found is None else found.get(W + "val", "1") not in _OFF


def styles_of(root: Any) -> dict[str, Style]:
    """The styles of a document by their ids."""
    if root is None:
        return {}
    told = {str(one.get(W + "styleId")): one for one in root.iterchildren(W + "style")}
    return {id: _style(id, told) for id in told}


def _style(id: str, told: dict[str, Any]) -> Style:
    chain = list(_chain(id, told))
    name = chain[0].find(W + "name")
    text = str(name.get(W + "val", "")) if name is not None else id
    return Style(text, _first(chain, "b"), _first(chain, "vanish"), _level(chain, text))


def _chain(id: str, told: dict[str, Any]) -> Iterator[Any]:
    """A style, then those it is based on; circles end."""
    seen: set[str] = set()
    while id in told and id not in seen and len(seen) < 20:
        seen.add(id)
        yield told[id]
        based = told[id].find(W + "basedOn")
        id = str(based.get(W + "val", "")) if based is not None else ""


def _first(chain: list[Any], name: str) -> bool:
    said = (is_on(style.find(W + "rPr"), name) for style in chain)
    return next((on for on in said if on is not None), False)


def _level(chain: list[Any], name: str) -> int:
    words = name.casefold().split()
    if len(words) == 2 and words[0] in ("heading", "überschrift", "titre", "título", "titolo") and words[1].isdigit():
        return min(int(words[1]), 6)
    for style in chain:
        level = style.find(f"{W}pPr/{W}outlineLvl")
        if level is not None and str(level.get(W + "val", "")).isdigit():
            return int(level.get(W + "val")) + 1 if int(level.get(W + "val")) < 6 else 0
    return 0
