"""Attributes: `{#id .kind key=value key="a b"}`, with straight or curly quotation marks."""

import re

from generator.markup.literal import escape, unescape

_ITEM = re.compile(
    r"""[ \t]*(?:\#(?P<id>[^\s{}"'“”=#\\]+)|\.(?P<kind>[^\s{}"'“”=.#\\]+)|(?P<key>[A-Za-z_][\w-]*)="""
    r"""(?:"(?P<straight>(?:\\.|[^"\\\n])*)"|“(?P<curly>(?:\\.|[^“”\\\n])*)”|'(?P<single>(?:\\.|[^'\\\n])*)'"""
    r"""|(?P<bare>[^\s{}"'“”=\\]+)))(?=[\s}])"""
)
_BARE = re.compile(r"""[^\s{}"'“”=\\&\[\]]+""")


def parse_attributes(source: str, start: int) -> tuple[tuple[tuple[str, str], ...], int] | None:
    """The pairs in the braces at `start`, and where they end; ids and kinds have the keys "id" and "class".

    None where the text there does not fit the grammar: then it is speech.
    """
    if not source.startswith("{", start):
        return None
    pairs: list[tuple[str, str]] = []
    position = start + 1
    while found := _ITEM.match(source, position):
        key, value = _pair(found)
        pairs.append((key, value))
        position = found.end()
    while position < len(source) and source[position] in " \t":
        position += 1
    return (tuple(pairs), position + 1) if source.startswith("}", position) else None


def _pair(found: re.Match[str]) -> tuple[str, str]:
    if found["id"]:
        return "id", found["id"]
    if found["kind"]:
        return "class", found["kind"]
    quoted = next((found[name] for name in ("straight", "curly", "single") if found[name] is not None), None)
    return found["key"], found["bare"] if quoted is None else unescape(quoted)


def write_attribute(key: str, value: str) -> str:
    """`key=value`, quoted where needed."""
    if _BARE.fullmatch(value):
        return f"{key}={value}"
    quoted = escape(value, '"[]=').replace("\n", "&#10;")
    return f'{key}="{quoted}"'
