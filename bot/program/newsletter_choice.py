"""Pure: whether somebody wants the newsletter, and in which form, as they write it into a cell."""

from __future__ import annotations

from dataclasses import dataclass

from bot.program.columns import MARKUP
from bot.wikitext.folding import fold_words

LENGTH = 100
"""Characters; a longer cell is prose."""

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


_WORDS = {
    "yes": _folded(_YES),
    "no": _folded(_NO),
    "summary": _folded(_SUMMARY),
    "full": _folded(_FULL),
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
    words = fold_words(plain).split()
    said = {kind for word in words for kind in [_kind(word)] if kind}
    unknown = any(not _kind(word) and word not in _BESIDE_WORDS for word in words)
    contradicts = ("no" in said and len(said) > 1) or {"summary", "full"} <= said
    if unknown or contradicts or not said or len(plain) > LENGTH:
        raise UnreadableNewsletterError(plain, refuses=bool(words) and _kind(words[0]) == "no")
    if "no" in said:
        return NewsletterChoice(wanted=False)
    form = said & {"summary", "full"}
    return NewsletterChoice(wanted=True, summary="summary" in form if form else None)


def _kind(word: str) -> str:
    """Give what a folded word says; empty: nothing that is known."""
    return next((kind for kind, words in _WORDS.items() if word in words), "")
