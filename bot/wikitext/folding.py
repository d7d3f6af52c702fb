"""Pure: words as they are compared: no case, no accents, no invisible marks, no punctuation."""

import re
import unicodedata

_NO_WORD = re.compile(r"[\W_]+")
_ALIKE = str.maketrans({"ى": "ي", "ة": "ه", "ـ": "", "ڤ": "ف", "ß": "ss", "œ": "oe", "æ": "ae", "ø": "o"})


def fold_words(text: str) -> str:
    """Give the words of a plain text, single blanks between, folded; the apostrophe joins as in `can't`."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in plain if unicodedata.category(c) not in {"Mn", "Cf"} and c not in "'’ʼ")
    return _NO_WORD.sub(" ", letters.translate(_ALIKE)).strip()
