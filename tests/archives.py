"""Small archives for tests, with invented people and places, written as a mapping from path to text."""

from collections.abc import Mapping
from pathlib import Path

SEARCHED = 'title = "Test archive"\nbase_url = "https://example.org/archive/"\n'
# Most tests are about something else, and an index takes as long as all the rest of a small build.
SETTINGS = f"{SEARCHED}search.enabled = false\n"

LEVY = """---
title: "Bridge toll: questions from the press"
date: 2030-03-01
kind: press-conference
place: Norhaven
status: as delivered
speakers:
  - {name: Mara Lind, role: Bridge Warden, label: [Warden], part: principal, opening: true}
  - {name: Otto Reyes, affiliation: Norhaven Herald, part: questioner}
topics: [bridge-toll]
---

::: matter
Guildhall, ten o'clock.
:::

## Opening

Good morning. The toll pays for ==the two new piers==[^piers] and for nothing else.

*[Applause]*

It begins in *May*. See [[orchard-talk#ada-brook-1|the orchard talk]].

## Questions

**Otto Reyes, Norhaven Herald:** {#exemptions} Who does not pay?

**Warden:** [00:01:05] Nobody on foot. [00:01:09] Nor does [[person:ada-brook|Mrs Brook]].

[^piers]: [!context]{by="R. Vale" date=2030-03-02} The old piers date from 1911.
"""

ORCHARD = """---
title: An orchard above the river
date: 2029-10
kind: oral-history
speakers:
  - {name: Ada Brook, part: narrator}
  - {name: Otto Reyes, part: interviewer}
topics: [orchards]
series: River voices
---

**Otto Reyes:** When did the bridge come?

**Ada Brook:** The year my brother was born. My father said: "No toll, ever." *[laughs]*

> No toll, ever.
"""

PEOPLE = """mara-lind:
  name: Mara Lind
  roles:
    - {name: Bridge Warden, from: 2028}
"""

TOPICS = """bridge-toll:
  name: Bridge toll
  terms: [toll]
  related: [orchards]
orchards:
  name: Orchards
"""

NOTES = """- quote: The year my brother was born
  kind: clarification
  by: R. Vale
  body: That was **1931**.
"""

FILES: dict[str, str] = {
    "onrecord.toml": SETTINGS,
    "content/people.yaml": PEOPLE,
    "content/topics.yaml": TOPICS,
    "content/transcripts/bridge-toll.md": LEVY,
    "content/transcripts/orchard-talk.md": ORCHARD,
    "content/transcripts/orchard-talk.notes.yaml": NOTES,
    "content/pages/about.md": "---\ntitle: About\n---\n\nAn archive for tests.\n",
}


def write(root: Path, files: Mapping[str, str | bytes] = FILES) -> Path:
    """Write the files below `root`; `root` again."""
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode() if isinstance(text, str) else text)
    return root


def tree(folder: Path) -> dict[str, bytes]:
    """All files below `folder`, by relative path."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
