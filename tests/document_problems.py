"""Writes `docs/problems.md` from the catalogue of problems: `python -m tests.document_problems`."""

from pathlib import Path

from generator.errors import CATALOGUE, Severity

_HEAD = """# Problems and how to mend them

Every message of OnRecord. Each names the file, the line and the column, shows the line, and says what to do.
**Errors** stop a build before anything is written. **Warnings** do not, unless it runs with `--strict`.
**Notices** never do. Words in braces stand for the names and words of the case at hand.
"""


def as_markdown() -> str:
    parts = [_HEAD]
    for severity in Severity:
        parts.append(f"## {severity.value.capitalize()}s\n")
        for code, kind in sorted(CATALOGUE.items()):
            if kind.severity is severity:
                parts.append(f"### {code}\n\n{kind.message}\n\n*What to do:* {kind.hint or '–'}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    (Path(__file__).parent.parent / "docs/problems.md").write_text(as_markdown(), "utf-8")
