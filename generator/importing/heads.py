"""Front matter that somebody has edited: what is to change changes, all other lines stay as they are written."""

import re

import msgspec

from generator import config
from generator.model import Meta


def rewritten(yaml: str, old: Meta, new: Meta) -> str:
    """YAML that says `new`, made from `yaml`, which says `old`; comments and order stay."""
    text = yaml
    for name in (name for name in new.__struct_fields__ if getattr(old, name) != getattr(new, name)):
        text = _extra(text, old, new) if name == "extra" else _with(text, name, old, new)
    return text if config.front_matter(text, "")[0] == new else config.write_front_matter(new)


def _with(text: str, name: str, old: Meta, new: Meta) -> str:
    value = getattr(new, name)
    written = config.write_front_matter(msgspec.structs.replace(Meta(), **{name: value})) if value else ""
    found = _block(name).search(text)
    if not found:
        return text + written
    if name == "speakers" and value[: len(old.speakers)] == old.speakers:
        return _longer_list(text, found, new, len(old.speakers))
    return text[: found.start()] + written + text[found.end() :]


def _longer_list(text: str, found: re.Match[str], new: Meta, kept: int) -> str:
    """The speakers as they are written, and more below them."""
    entries = re.findall(r"^([ \t]*)- ", found[0], re.M)
    added = msgspec.structs.replace(Meta(), speakers=new.speakers[kept:])
    lines = config.write_front_matter(added).split("\n")[1:-1]
    indent = entries[0] if entries else "  "
    block = found[0] if found[0].endswith("\n") else found[0] + "\n"
    return text[: found.start()] + block + "".join(f"{indent}{line.strip()}\n" for line in lines) + text[found.end() :]


def _extra(text: str, old: Meta, new: Meta) -> str:
    """The lines of `extra` that have changed, each in its place."""
    before = dict(old.extra)
    for key, value in new.extra:
        if before.get(key) != value:
            line = config.write_front_matter(Meta(extra=((key, value),))).split("\n")[1]
            found = re.search(rf"^[ \t]+{re.escape(key)}[ \t]*:.*$", text, re.M)
            if not found:
                return _with(text, "extra", old, new)
            text = text[: found.start()] + line + text[found.end() :]
    return text


def _block(name: str) -> re.Pattern[str]:
    """A key with its value, down to the next key."""
    key = name.replace("_", "[-_]")
    return re.compile(rf"^{key}[ \t]*:.*(?:\n|\Z)(?:(?:[ \t]+\S.*|-.*|[ \t]*)(?:\n|\Z)(?!\Z))*", re.M | re.I)
