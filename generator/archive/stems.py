"""What the forms of one word have in common, by language: "levies", "levied" and "levy" have one stem (Snowball)."""

from collections.abc import Callable
from functools import lru_cache

# Primary language subtags (BCP 47) and the algorithms for them, https://snowballstem.org/algorithms/
_ALGORITHMS = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech", "da": "danish", "nl": "dutch",
    "en": "english", "eo": "esperanto", "et": "estonian", "fi": "finnish", "fr": "french", "de": "german",
    "el": "greek", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "ga": "irish", "it": "italian",
    "lt": "lithuanian", "ne": "nepali", "nb": "norwegian", "nn": "norwegian", "no": "norwegian", "fa": "persian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "st": "sesotho",
    "es": "spanish", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_LONGEST = 64  # letters of a word that is worth it: some algorithms are slow for what is none


@lru_cache(maxsize=64)
def stemmer(language: str) -> Callable[[str], str]:
    """From words in small letters to their stems in a language (a BCP 47 tag); as they are where no way is known."""
    algorithm = _ALGORITHMS.get(language.casefold().replace("_", "-").partition("-")[0])
    if algorithm is None:
        return str
    import Stemmer  # type: ignore[import-not-found]

    stem: Callable[[str], str] = Stemmer.Stemmer(algorithm, 0).stemWord
    return lambda word: stem(word) if len(word) <= _LONGEST else word
