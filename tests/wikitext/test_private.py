"""Private data in what people write; all of it is invented here."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.wikitext.private import find_private, is_private_heading, mask_private
from tests.growth import assert_grows_linearly

EMAILS = [
    "ana@example.org",
    "ana.sol+wiki@mail.example.co.uk",
    "ana＠example．org",
    "ana (at) example (dot) org",
    "ana[at]example.org",
    "ana {at} example{dot}org",
    "ana at example dot org",
    "ana arroba example punto org",
    "ana arobase example point org",
    "ana{{@}}example.org",
    "mailto:ana@example.org",
    "ana&#64;example&#46;org",
    "ana&commat;example.org",
    "ana<nowiki>@</nowiki>example.org",
    "ana<!-- no spam -->@example.org",
    "an\u200ea@exam\u200fple.org",
    "{{nospam|ana|example.org}}",
    "ana @ example.org",
    "لينا@example.org",
    "ana%40example.org",
]
PHONES = [
    "+33 6 12 34 56 78",
    "+1 (555) 010-1234",
    "(555) 010-1234",
    "555-010-1234",
    "555.010.1234",
    "06 12 34 56 78",
    "06.12.34.56.78",
    "0612345678",
    "0033 6 12 34 56 78",
    "+20-100-123-4567",
    "+٢٠١٠٠١٢٣٤٥٦٧",
    "٠١٠٠١٢٣٤٥٦٧",
    "٠١٠ ٠١٢٣ ٤٥٦٧",
    "۰۲۱ ۱۲۳۴ ۵۶۷۸",
    "91 123 45 67",
    "612 345 678",
    "11 91234-5678",
    "(11) 91234-5678",
    "https://wa.me/33612345678",
    "wa.me/20100123456",
    "https://api.whatsapp.com/send?phone=33612345678",
    "tel:+33612345678",
    "+33\u00a06\u00a012\u00a034\u00a056\u00a078",
    "+33&nbsp;6&nbsp;12&nbsp;34&nbsp;56&nbsp;78",
]
LABELLED = [
    "WhatsApp: 612 34 56",
    "Teléfono 612345678",
    "tél. : 12 34 56",
    "phone is 1234567",
    "هاتف: 123456",
    "Celular 912345678",
]
BIRTHS = [
    "born 12 May 1990",
    "born on May 12, 1990",
    "Date of birth: 1990-05-12",
    "DOB 12/05/1990",
    "I was born in 1990",
    "né le 3 mars 1985",
    "née le 3/3/1985",
    "date de naissance : 3 mars 1985",
    "nacida el 3 de marzo de 1985",
    "fecha de nacimiento 03-03-1985",
    "nascida em 3 de março de 1985",
    "data de nascimento: 3.3.1985",
    "تاريخ الميلاد: 12 مايو 1990",
    "تاريخ الميلاد ١٢/٥/١٩٩٠",
    "مواليد 1990",
]
CHATS = [
    "t.me/anasol",
    "https://t.me/anasol",
    "https://telegram.me/anasol",
    "https://t.me/joinchat/AAAA",
    "Telegram: @anasol",
    "تيليجرام: @anasol",
    "wa.me/message/ABCD",
    "https://chat.whatsapp.com/AbCd",
    "skype:ana.sol?call",
]
NOT_PRIVATE = [
    "2019-2020",
    "2019–2020, 2021–2022",
    "2018-2019-2020",
    "2021-05-03 12:30",
    "03/05/2021 12:30",
    "12.03.2024",
    "17:00",
    "5-7 pm UTC",
    "1500 UTC",
    "15:00-16:00 UTC 10-11-2021",
    "UTC+05:30",
    "UTC-3",
    "oldid=1234567890",
    "Special:Diff/1234567890",
    "page id 0123456789",
    "1234567890",
    "20210503123000",
    "Q1234567, T123456",
    "https://zonestamp.toolforge.org/1234567890",
    "https://example.org/?id=0612345678",
    "48.8584, 2.2945",
    "48.858400, 2.294500",
    "-12.0464 -77.0428",
    "48°51′24″N 2°21′03″E",
    "[[User:0612345678]]",
    "[[User:0612345678|Bo]] ([[User talk:0612345678|talk]])",
    "{{u|0612345678}}",
    "{{ping|06 12 34 56 78}}",
    "User:0612345678",
    "Usuaria:0612345678",
    "مستخدم:0612345678",
    "~2025-12345-67",
    "192.168.100.200",
    "2001:db8::1234:5678",
    "978-3-16-148410-0",
    "0000-0002-1825-0097",
    "1,234,567,890",
    "12 345 678 bytes",
    "+10 000 000 bytes",
    "10 20 30 40 50",
    "@ana@social.example",
    "{{ping|Ana}} @Ana",
    "look at example.org",
    "I am at home",
    "5 @ 3.50",
    "https://video.example/@ana.sol",
    "Let's Connect was born in April 2022",
    "The program was born on 5 April 2022",
    "born ready 12:00, 3 May 2015 (UTC)",
    "Wikipedia Day, 15 January",
    "https://lists.example.org/t.me",
    "telegram group",
]
CASES = [
    (text, kind)
    for kind, texts in {"email": EMAILS, "phone": PHONES, "birth": BIRTHS, "chat": CHATS}.items()
    for text in texts
]


@pytest.mark.parametrize(("text", "kind"), CASES)
def test_private_data_is_found_where_it_stands(text: str, kind: str) -> None:
    around = f"Ana, {text}, Lima"
    (mention,) = find_private(around)
    assert (mention.kind, around[slice(*mention.span)]) == (kind, text)
    assert mask_private(f"| {text} || es") == "| … || es"


@pytest.mark.parametrize("text", LABELLED)
def test_a_number_called_a_telephone_is_one(text: str) -> None:
    assert [mention.kind for mention in find_private(text)] == ["phone"]
    assert not any(character.isdigit() for character in mask_private(text))


@pytest.mark.parametrize("text", NOT_PRIVATE)
def test_other_numbers_names_and_words_are_not_private(text: str) -> None:
    assert find_private(text) == []
    assert mask_private(text) == text


def test_a_cell_may_hold_several() -> None:
    text = "[[User:Ana]] ana@example.org / +33 6 12 34 56 78 (t.me/anasol), née le 3 mars 1985"
    assert mask_private(text) == "[[User:Ana]] … / … (…), …"


@pytest.mark.parametrize(
    "heading",
    """E-mail|Email address|Your e-mail|Email (optional)|Real name|Full name / Nombre completo
    |Surname|Phone|Phone number|WhatsApp
    |Gender|Age|Date of birth|Correo electrónico|CORREO ELECTRONICO|Nombre real|Apellidos|Teléfono
    |Género|Edad|Fecha de nacimiento
    |Courriel|Adresse électronique|Nom complet|Prénom|Téléphone|Genre|Âge|Tranche d’âge|Date de naissance
    |Nome completo|Nome real|Sobrenome|Telefone|Gênero
    |Género|Idade|Data de nascimento|Correio eletrónico
    |البريد الإلكتروني|البريد الالكتروني|الاسم الكامل|الاسم الحقيقي|رقم الهاتف
    |الجنس|العمر|تاريخ الميلاد|\u200fالعمر\u200e""".replace("\n", "").split("|"),
)
def test_headings_that_ask_for_private_data_are_known(heading: str) -> None:
    assert is_private_heading(heading.strip())


@pytest.mark.parametrize(
    "heading",
    """|User|User name|Usuario|Utilisateur|Usuário|اسم المستخدم|Languages|Country|Newsletter by e-mail?
    |Newsletter|Affiliation
    |Gender gap topics|Home wiki|Time zone|Language
    |Wants to learn|Username / Nombre de usuario|اللغات|البلد|Page""".replace("\n", "").split("|"),
)
def test_other_headings_are_not_private(heading: str) -> None:
    assert not is_private_heading(heading.strip())


EN, ES = "January|February|March|April|May|June|July|December", "ene|feb|mar|abr|may|jun|ago|sept|dic"
FR, PT = "janvier|février|mars|avril|mai|août|décembre", "janeiro|fevereiro|março|abril|maio|dezembro"
AR = "يناير|فبراير|مارس|أبريل|مايو|يونيو|أغسطس|ديسمبر"


@st.composite
def stamps(draw: st.DrawFn) -> str:
    hour, minute = draw(st.integers(0, 23)), draw(st.integers(0, 59))
    day, year = draw(st.integers(1, 31)), draw(st.integers(2001, 2035))
    language = draw(st.sampled_from(["en", "es", "fr", "pt", "ar", "ar digits"]))
    names = {"en": EN, "es": ES, "fr": FR, "pt": PT}.get(language, AR).split("|")
    month = draw(st.sampled_from(names))
    stamp = {
        "en": f"{hour:02}:{minute:02}, {day} {month} {year} (UTC)",
        "es": f"{hour:02}:{minute:02} {day} {month} {year} (UTC)",
        "fr": f"{day} {month} {year} à {hour:02}:{minute:02} (CEST)",
        "pt": f"{hour:02}h{minute:02}min de {day} de {month} de {year} (UTC)",
    }.get(language, f"{hour:02}:{minute:02}، {day} {month} {year} (ت ع م)")
    return stamp if language != "ar digits" else stamp.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


@settings(max_examples=300, deadline=None)
@given(st.lists(stamps(), min_size=1, max_size=4), st.sampled_from([" ", "\n", "", " [[User:Ana]] "]))
def test_timestamps_of_signatures_are_never_private(written: list[str], between: str) -> None:
    assert find_private(between.join(written)) == []


PIECES = st.sampled_from(
    [
        *EMAILS,
        *PHONES,
        *BIRTHS,
        *CHATS,
        "@",
        "a",
        "1",
        "12 ",
        "(",
        ")",
        "+",
        ".",
        "-",
        "<!--",
        "-->",
        "&#64;",
        "born ",
        "dot",
        "at",
        "{{",
        "}}",
        "[[",
        "]]",
        "\u200f",
        "٣",
        "\n",
        "://",
        "t.me/",
        "tel:",
        "&",
        ";",
        "''",
        "İ",
        "ﬁ",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=3), max_size=25).map("".join))
def test_spans_stand_in_order_in_the_text_and_masking_leaves_the_rest(text: str) -> None:
    last = 0
    rest = []
    for mention in find_private(text):
        start, end = mention.span
        assert last <= start < end <= len(text)
        rest.append(text[last:start])
        last = end
    assert mask_private(text) == "…".join([*rest, text[last:]])


@pytest.mark.parametrize(
    "piece",
    [
        "@",
        "a@",
        "a@b.c",
        "(at)",
        "a dot ",
        "1",
        "1 ",
        "12-",
        "+1",
        "(1",
        "<!--",
        "<span ",
        "&",
        "born ",
        "[[",
        "{{a|1 ",
        "date of birth ",
        "t.me/",
        "//",
        "123 456 7",
        "\u200ea",
        "1-1-",
        "تاريخ الميلاد ",
        "tel: 1",
        "0 1 ",
        "3.1234 ",
    ],
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    assert_grows_linearly(lambda size: find_private(piece * (size // len(piece))), size=200_000)
