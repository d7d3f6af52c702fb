"""Pure: headings under which people stand who don't take part."""

import re
from collections.abc import Collection
from functools import lru_cache

from bot.wikitext.folding import fold_words
from bot.wikitext.reading import reading

WITHDRAWN_HEADINGS = frozenset(
    name.strip()
    for name in """
    not attending|not participating|not coming|not going|not available|not joining|unable to attend
    unable to participate|unable to join|cannot attend|can not attend|can't attend|cannot participate
    can't participate|cannot make it|can't make it|can't come|cannot come|won't attend|won't be attending
    will not attend|will not be attending|will not participate|won't participate|no longer attending
    no longer participating|no longer interested|no longer wants it|withdrawn|withdrew|withdrawals
    withdrawn participants|withdrawn sign-ups|removed|removed at own request|opted out|opt out|unsubscribed
    regrets|send regrets|sends regrets|sending regrets|apologies|send apologies|sends apologies|declined
    cancelled|canceled|cancellations|former participants|inactive participants|struck out|dropped out

    no asistiré|no asistirá|no asistirán|no asistiremos|no asisten|no asiste|no participo|no participa
    no participan|no participaré|no participará|no participarán|no puedo asistir|no pueden asistir
    no puedo participar|no podré asistir|no podrán asistir|no podré participar|no voy|no vienen|no irán
    no iré|retirado|retirada|retirados|retiradas|bajas|baja|dados de baja|se retiran|se retiraron|me retiro
    excusas|se excusan|disculpas|cancelados|cancelaciones|ya no participa|ya no participan|ya no participo
    participantes retirados|antiguos participantes|ausentes

    ne participe pas|ne participent pas|ne participera pas|ne participeront pas|ne participerai pas
    ne viendra pas|ne viendront pas|ne viendrai pas|ne vient pas|ne viennent pas|n'assistera pas
    n'assisteront pas|n'assisterai pas|je ne participe pas|je ne participerai pas|je ne viens pas
    je ne peux pas venir|ne peut pas venir|ne peuvent pas venir|ne pourra pas venir|ne pourront pas venir
    ne participe plus|ne participent plus|ne sera pas présent|ne seront pas présents|non participants
    excusé|excusée|excusés|excusées|absents excusés|absent|absents|absentes|retrait|retraits|retiré|retirés
    désisté|désistés|désistement|désistements|regrets|annulé|annulés|anciens participants

    não participarei|não participará|não participarão|não participo|não participa|não participam
    não comparecerei|não comparecerá|não comparecerão|não vou|não vão|não irei|não irão|não poderei ir
    não poderei participar|não posso participar|não podem participar|não podem comparecer|não posso ir
    não estarei presente|não estarão presentes|já não participa|já não participam|não participa mais
    não participam mais|não participo mais|desistências|desistência|desistiram|desisti|desistentes|retirados
    retiradas|cancelados|cancelamentos|ausências|justificações de ausência|escusas|antigos participantes

    لن أحضر|لن يحضر|لن يحضروا|لن نحضر|لن تحضر|لن أشارك|لن يشارك|لن يشاركوا|لن تشارك|لن أتمكن من الحضور
    لن يتمكنوا من الحضور|لا أستطيع الحضور|لا يمكنني الحضور|لا يستطيعون الحضور|غير مشارك|غير مشاركين
    غير المشاركين|غير حاضر|غير الحاضرين|غير الحضور|معتذر|معتذرون|المعتذرون|المعتذرين|اعتذار|اعتذارات
    الاعتذارات|الاعتذار|منسحب|منسحبون|المنسحبون|المنسحبين|انسحاب|انسحابات|الانسحاب|انسحبوا|لم يعد مشاركا
    لم يعودوا مشاركين|متغيبون|الغائبون|الغياب
    """.replace("\n", "|").split("|")
    if name.strip()
)
"""Headings known in English, Spanish, French, Portuguese and Arabic; they are compared folded."""

_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
_LANGUAGES = re.compile(r"[/|•·]")
_HEAD_END = re.compile(r"\s[-–—]\s|[:：]")
_JOINING = frozenset(fold_words("and or but maybe unsure yet y o pero et ou mais e mas و أو لكن").split())
_LONGEST = 400  # characters; a heading longer than that is none


@lru_cache(maxsize=32)
def _folded(words: frozenset[str]) -> frozenset[str]:
    return frozenset(filter(None, map(fold_words, words)))


def is_withdrawn_heading(heading: str, words: Collection[str] = ()) -> bool:
    """Say whether who stands under the heading doesn't take part.

    A heading in several languages (`Not attending / No asistiré`) counts if each of its parts does, so
    `Attending / Not attending` doesn't.

    Args:
        heading: plain text, as `SignupList.heading` has it.
        words: further headings, compared folded like the known ones.
    """
    if not heading or len(heading) > _LONGEST:
        return False
    besides = frozenset((*words, *reading().of_kind("read-withdrawn")))
    known = _folded(WITHDRAWN_HEADINGS) | _folded(besides)
    if fold_words(heading) in known:
        return True
    parts = [part for part in _LANGUAGES.split(_BRACKETS.sub(" ", heading)) if fold_words(part)]
    return bool(parts) and all(_is_known(part, known) for part in parts)


def _is_known(part: str, known: frozenset[str]) -> bool:
    """Say whether a part is a known heading, or a known one of several words with a few more behind it."""
    if any(fold_words(head) in known for head in (part, _HEAD_END.split(part.lstrip(), maxsplit=1)[0])):
        return True
    tokens = fold_words(part).split()
    if len(tokens) > 9 or not _JOINING.isdisjoint(tokens[2:]):
        return False
    return any(" ".join(tokens[:count]) in known for count in range(2, len(tokens)))
