"""How the interface speaks: its words from gettext catalogs, dates, numbers and lists by the rules of the language.

The English words in templates and code are the keys of the catalogs. `generator/locales/` has those that come with
OnRecord, an archive's `locales/LANG.po` adds another language, or says some of the words otherwise.
"""

from generator.languages.catalog import Catalog, load_own, read
from generator.languages.tongue import ENGLISH, Tongue, meaning, message, tongue

__all__ = ["ENGLISH", "Catalog", "Tongue", "load_own", "meaning", "message", "read", "tongue"]
