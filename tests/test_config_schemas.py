"""The JSON Schemas that editors use are the checks themselves, and are shipped as they are."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import config

NAMES = ("settings", "front-matter", "people", "topics", "series", "notes", "redactions")
DOCS = Path(__file__).parent.parent / "docs"


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that a schema knows, on every level."""
    for name, part in schema.get("properties", {}).items():
        yield name, part
        yield from properties(part)
    for word in ("items", "additionalProperties"):
        if isinstance(schema.get(word), dict):
            yield from properties(schema[word])
    for part in schema.get("anyOf", ()):
        yield from properties(part)


def test_there_is_one_for_each_kind_of_file() -> None:
    assert tuple(config.schemas()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_it_is_shipped_as_it_is(name: str) -> None:
    shipped = (config.SCHEMAS / f"{name}.schema.json").read_text("utf-8")
    assert shipped == config.schema_text(config.schemas()[name]), "run: python -m generator.config"


@pytest.mark.parametrize("name", NAMES)
def test_it_explains_every_key(name: str) -> None:
    schema = config.schemas()[name]
    assert schema["$schema"].endswith("2020-12/schema")
    assert [key for key, part in properties(schema) if not part.get("description")] == []


@pytest.mark.parametrize("name", NAMES)
def test_its_patterns_are_understood_everywhere(name: str) -> None:
    for pattern in re.findall(r'"pattern": (".*?")[,\n]', config.schema_text(config.schemas()[name])):
        assert re.compile(json.loads(pattern))


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("settings", "settings.md"),
        ("people", "people-and-topics.md"),
        ("topics", "people-and-topics.md"),
        ("series", "people-and-topics.md"),
        ("redactions", "redaction.md"),
    ],
)
def test_every_key_is_documented(name: str, page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    keys = {key for key, _ in properties(config.schemas()[name]) if "-" not in key}
    assert {key for key in keys if f"`{key}`" not in text} == set()
