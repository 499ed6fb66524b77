"""Settings, front matter and registries: what people write in TOML and YAML, checked, with places for what is wrong."""

from pathlib import Path
from typing import Any

from generator.config.frontmatter import (
    FRONT_MATTER,
    front_matter,
    front_matter_of_cells,
    with_defaults,
    write_front_matter,
)
from generator.config.notes import NOTES_FILE, side_notes, write_side_notes
from generator.config.redactions import REDACTIONS_FILE, redactions
from generator.config.registries import (
    PEOPLE_FILE,
    SERIES_FILE,
    TOPICS_FILE,
    Registries,
    people,
    series,
    topics,
)
from generator.config.settings import (
    SETTINGS,
    NavItem,
    NoteKind,
    PeopleSettings,
    RedactionSettings,
    SearchSettings,
    Settings,
    check_settings,
    load_settings,
)
from generator.config.theme import LISTS, ThemeSettings, is_font_file

__all__ = [
    "LISTS",
    "SCHEMAS",
    "NavItem",
    "NoteKind",
    "PeopleSettings",
    "RedactionSettings",
    "Registries",
    "SearchSettings",
    "Settings",
    "ThemeSettings",
    "check_settings",
    "front_matter",
    "front_matter_of_cells",
    "is_font_file",
    "load_settings",
    "people",
    "redactions",
    "schema_text",
    "schemas",
    "series",
    "side_notes",
    "topics",
    "with_defaults",
    "write_front_matter",
    "write_side_notes",
]


SCHEMAS = Path(__file__).parent.parent / "schemas"  # where they are shipped, as NAME.schema.json


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema (draft 2020-12) of each kind of file, by name."""
    shapes = {
        "settings": ("Settings of an archive (onrecord.toml)", SETTINGS.schema),
        "front-matter": ("Front matter of a transcript", FRONT_MATTER.schema),
        "people": ("People (people.yaml)", PEOPLE_FILE.schema),
        "topics": ("Topics (topics.yaml)", TOPICS_FILE.schema),
        "series": ("Series (series.yaml)", SERIES_FILE.schema),
        "notes": ("Notes beside a transcript (NAME.notes.yaml)", NOTES_FILE.schema),
        "redactions": ("Protected words (redactions.yaml)", REDACTIONS_FILE.schema),
    }
    draft = "https://json-schema.org/draft/2020-12/schema"
    return {name: {"$schema": draft, "title": title, **schema} for name, (title, schema) in shapes.items()}


def schema_text(schema: dict[str, Any]) -> str:
    """A schema as it is shipped."""
    import json

    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
