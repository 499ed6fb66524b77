"""Writes the JSON Schemas that ship with OnRecord: `python -m generator.config`."""

from generator.config import SCHEMAS, schema_text, schemas

SCHEMAS.mkdir(exist_ok=True)
for name, schema in schemas().items():
    (SCHEMAS / f"{name}.schema.json").write_text(schema_text(schema), "utf-8", newline="\n")
