"""Pure: whether somebody wants the newsletter, and in which form, as they write it into a cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.program.columns import MARKUP
from bot.wikitext.folding import fold_words
from bot.wikitext.reading import Reading, reading

LENGTH = 100
"""Characters; a longer cell is prose."""

MOST_WORDS = 5
"""Of a phrase."""

_YES = "yes y si sim oui نعم أجل true ok please porfavor sure claro évidemment"
_NO = (
    "no n não nao non none never nothing off stop unsubscribe ninguno ninguna nunca nada aucun aucune jamais"
    " rien nenhum nenhuma لا كلا أبدا بدون false"
)
_SUMMARY = (
    "summary summaries summarised summarized short shorter brief digest link links"
    " resumen resumida resumido corto corta breve enlace"
    " résumé résumée court courte bref brève lien"
    " resumo curto curta link ligação"
    " ملخص الملخص ملخصا ملخصة مختصر مختصرة المختصر موجز الموجز رابط"
)
_FULL = (
    "full whole complete entire long all everything"
    " completo completa entero entera íntegro íntegra todo toda"
    " complet complète entier entière intégral intégrale tout toute"
    " inteiro inteira integral"
    " كامل كاملا كاملة الكامل الكاملة بالكامل كله كلها"
)
_BESIDE = (
    "the a an in as and only just version form text issue newsletter of with thanks thank you"
    " el la los las un una en de con y solo sólo versión forma texto boletín gracias por favor"
    " le les une et seulement version forme texte infolettre avec merci du sil vous te plaît"
    " o os um uma em com e só apenas versão boletim obrigado obrigada"
    " النشرة نشرة نسخة النسخة فقط مع في و شكرا من فضلك"
)


def _folded(words: str) -> frozenset[str]:
    return frozenset(map(fold_words, words.split())) - {""}


_WORDS = {"yes": _folded(_YES), "no": _folded(_NO), "summary": _folded(_SUMMARY), "full": _folded(_FULL)}
_SET = {
    "yes": ("read-yes",),
    "no": ("read-no", "read-none"),
    "summary": ("read-summary",),
    "full": ("read-full",),
}
_BESIDE_WORDS = _folded(_BESIDE)
_SIGNS = {"✓": "yes", "✔": "yes", "✅": "yes", "1": "yes", "x": "yes", "✗": "no", "✘": "no", "❌": "no"}
_SIGNS |= {"0": "no", "-": "no", "–": "no", "—": "no"}
_EMPTY = frozenset({"", "?", "…", "...", "n/a", "N/A"})


class UnreadableNewsletterError(ValueError):
    """It can't be told whether somebody wants the newsletter.

    `refuses` tells whether it begins with a no: then nothing is sent until somebody has asked.
    """

    def __init__(self, text: str, *, refuses: bool) -> None:
        super().__init__(text)
        self.refuses = refuses


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsletterChoice:
    """What somebody wants."""

    wanted: bool | None = None  # None: not said
    summary: bool | None = None  # a summary with a link, or the whole text; None: not said


def read_newsletter(text: str) -> NewsletterChoice:
    """Read a cell: `yes`, `no, thanks`, `resumen`, `oui, complet`, `ملخص`; markup is left out.

    Who names a form wants the newsletter.

    Raises:
        UnreadableNewsletterError: there are other words in it, or some that contradict each other.
    """
    plain = " ".join(MARKUP.sub(" ", text[: 10 * LENGTH]).split())
    if plain in _EMPTY:
        return NewsletterChoice()
    bare = plain.strip(" .!{}\ufe0e\ufe0f").casefold()
    if sign := _SIGNS.get(bare):
        return NewsletterChoice(wanted=sign == "yes")
    known = _known(reading())
    kinds = [known.get(words) for words in _pieces(fold_words(plain), known)]
    said = {kind for kind in kinds if kind}
    contradicts = ("no" in said and len(said) > 1) or {"summary", "full"} <= said
    if None in kinds or contradicts or not said or len(plain) > LENGTH:
        raise UnreadableNewsletterError(plain, refuses=kinds[:1] == ["no"])
    if "no" in said:
        return NewsletterChoice(wanted=False)
    form = said & {"summary", "full"}
    return NewsletterChoice(wanted=True, summary="summary" in form if form else None)


@lru_cache(maxsize=8)
def _known(besides: Reading) -> Mapping[str, str]:
    """Give what each word or phrase says, folded; empty: nothing."""
    beside = (word for phrase in besides.of_kind("read-beside") for word in fold_words(phrase).split())
    known = dict.fromkeys((*_BESIDE_WORDS, *beside), "")
    for kind, words in _WORDS.items():
        known |= dict.fromkeys(words, kind)
    for kind, names in _SET.items():
        known |= {fold_words(phrase): kind for name in names for phrase in besides.of_kind(name)}
    return known


def _pieces(folded: str, known: Mapping[str, str]) -> Iterator[str]:
    """Cut a text into phrases and words that are known, the longest first, and other words."""
    words = folded.split()
    while words:
        longest = min(len(words), MOST_WORDS)
        lengths = (n for n in range(longest, 0, -1) if " ".join(words[:n]) in known)
        length = next(lengths, 1)
        yield " ".join(words[:length])
        del words[:length]
