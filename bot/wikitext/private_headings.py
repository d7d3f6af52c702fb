"""Pure: headings of columns that ask for what nobody should write on a wiki page."""

import re

from bot.wikitext.folding import fold_words
from bot.wikitext.reading import reading

PRIVATE_HEADINGS = frozenset(
    fold_words(name)
    for name in """
    real name|full name|legal name|first name|last name|surname|family name|given name|name and surname
    first and last name|name in real life|email|e-mail|mail|email address|e-mail address|mail address
    phone|telephone|phone number|telephone number|mobile|mobile number|mobile phone|cell|cell phone
    whatsapp|whatsapp number|telegram|signal|gender|sex|age|age group|age range|birth date|birthdate
    date of birth|birthday|dob|year of birth|birth year|home address|postal address|passport|id number
    gender identity|pronouns and gender|skype

    nombre real|nombre completo|nombre legal|nombre y apellido|nombre y apellidos|nombres y apellidos
    apellido|apellidos|nombre de pila|correo|correo electrónico|dirección de correo
    dirección de correo electrónico|teléfono|número de teléfono|móvil|teléfono móvil|celular
    número de celular|género|sexo|identidad de género|edad|rango de edad|grupo de edad
    fecha de nacimiento|año de nacimiento|nacimiento|cumpleaños|dirección postal|pasaporte

    nom réel|vrai nom|nom complet|nom et prénom|nom et prénoms|prénom|prénoms|prénom et nom
    nom de famille|nom légal|nom civil|courriel|mél|adresse courriel|adresse électronique|adresse e-mail
    adresse mail|adresse email|téléphone|numéro de téléphone|portable|téléphone portable|genre|sexe
    identité de genre|âge|tranche d'âge|date de naissance|année de naissance|anniversaire
    adresse postale|passeport

    nome real|nome completo|nome verdadeiro|nome civil|nome legal|nome próprio|sobrenome|apelido
    nome e sobrenome|nome e apelido|correio eletrónico|correio eletrônico|correio electrónico
    endereço de e-mail|endereço eletrônico|endereço de correio eletrónico|telefone|número de telefone
    telemóvel|celular|número de celular|gênero|género|sexo|identidade de gênero|idade|faixa etária
    data de nascimento|ano de nascimento|aniversário|endereço postal|passaporte

    الاسم الحقيقي|الاسم الكامل|الاسم الثلاثي|الاسم الرباعي|الاسم القانوني|الاسم واللقب|الاسم الأول
    اسم العائلة|اللقب العائلي|البريد الإلكتروني|البريد الالكتروني|بريد إلكتروني|عنوان البريد الإلكتروني
    الإيميل|ايميل|الهاتف|رقم الهاتف|هاتف|رقم الجوال|الجوال|الموبايل|رقم الموبايل|رقم المحمول|الواتساب
    واتساب|رقم الواتساب|النوع الاجتماعي|الجنس|الجندر|العمر|السن|الفئة العمرية|تاريخ الميلاد|سنة الميلاد
    تاريخ الولادة|العنوان البريدي|رقم الجواز
    """.replace("\n", "|").split("|")
    if name.strip()
)
"""Folded; English, Spanish, French, Portuguese and Arabic."""

_ANYWHERE = frozenset(
    fold_words(word)
    for word in [
        "email",
        "e-mail",
        "courriel",
        "correo electrónico",
        "phone",
        "telephone",
        "teléfono",
        "téléphone",
        "telefone",
        "telemóvel",
        "whatsapp",
        "gender",
        "género",
        "gênero",
        "real name",
        "full name",
        "nombre real",
        "nombre completo",
        "nom réel",
        "nom complet",
        "nome real",
        "nome completo",
        "surname",
        "apellidos",
        "sobrenome",
        "prénom",
        "date of birth",
        "fecha de nacimiento",
        "date de naissance",
        "data de nascimento",
        "البريد الإلكتروني",
        "رقم الهاتف",
        "تاريخ الميلاد",
        "الاسم الحقيقي",
        "الاسم الكامل",
        "العمر",
    ]
)
_PUBLIC = frozenset(
    fold_words(
        "newsletter boletín bulletin infolettre gap equality notification notifications yes no oui non sí sim"
        " النشرة نشرة user username usuario utilisateur usuário المستخدم updates topic topics skills"
    ).split()
)
_PARTS = re.compile(r"[/|•·\n(),،;（）]|\s[-–—]\s|<[^<>]*>")
_LONGEST = 400  # characters
_MOST_WORDS = 5


def is_private_heading(heading: str) -> bool:
    """Say whether a column's heading asks for a real name, e-mail, phone, gender, age or birth date.

    A heading in several languages does if one of its parts does. `Newsletter by e-mail?` asks for a yes.

    Args:
        heading: plain text or simple wikitext.
    """
    if len(heading) > _LONGEST:
        return False
    return any(map(_is_private, {fold_words(part) for part in (heading, *_PARTS.split(heading))}))


def _is_private(folded: str) -> bool:
    if folded in PRIVATE_HEADINGS or folded in map(fold_words, reading().of_kind("read-private")):
        return True
    words = folded.split()
    if len(words) > _MOST_WORDS or not _PUBLIC.isdisjoint(words):
        return False
    return any(f" {asked} " in f" {folded} " for asked in _ANYWHERE)
