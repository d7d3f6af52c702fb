from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.places import (
    Region,
    Regions,
    country_codes,
    hours_of_overlap,
    is_zone,
    read_country,
    read_time_zone,
    wikimedia_regions,
    zone_of,
    zones_of,
)

JANUARY, JULY = date(2026, 1, 15), date(2026, 7, 15)

COUNTRIES = {
    "CI": "Côte d'Ivoire|Côte d’Ivoire|cote d ivoire|Ivory Coast"
    "|Costa de Marfil|Costa do Marfim|ساحل العاج|كوت ديفوار|CI",
    "GB": "UK|U.K.|United Kingdom|Great Britain|England|Reino Unido|Royaume-Uni|المملكة المتحدة|GBR",
    "US": "USA|U.S.A.|US|United States|EE.UU.|EE. UU.|EEUU|EUA|Estados Unidos|États-Unis|Etats Unis"
    "|الولايات المتحدة|the United States",
    "MA": "Morocco|Maroc|Marruecos|Marrocos|المغرب|\u200fالمغرب\u200e|مغرب|MAR",
    "PE": "Perú|PERU|Peru|Pérou|بيرو|🇵🇪|🇵🇪 Perú|Lima, Perú|Cusco (Perú)|[[Perú]]|'''Perú'''|Peru<br/>",
    "NE": "Niger|Níger|النيجر|République du Niger",
    "NG": "Nigeria|Nigéria|نيجيريا",
    "CD": "DRC|RDC|DR Congo|République démocratique du Congo|Congo - Kinshasa",
    "DE": "Germany|Deutschland|Alemania|Allemagne|Alemanha|ألمانيا",
    "IN": "India|Inde|Índia|الهند|भारत",
    "JP": "日本|Japan|Japón|اليابان",
    "KE": "Kenya|Kenia|Quênia|كينيا|Republic of Kenya",
    "ES": "España|Spain|Espagne|Espanha|إسبانيا|es|Barcelona (Spain)",
    "TR": "Türkiye|Turkey|Turquía|تركيا",
    "PS": "Palestine|Palestina|فلسطين",
    "XK": "Kosovo|Kosova",
    "GE": "Georgia|Géorgie|საქართველო",
    "CA": "Canada|Canadá|كندا|CAN",
}


@pytest.mark.parametrize(
    ("code", "text"), [(code, text) for code, listed in COUNTRIES.items() for text in listed.split("|")]
)
def test_a_country_is_read(code: str, text: str) -> None:
    assert read_country(text) == code


@pytest.mark.parametrize(
    "text", ["{{flag|Mexico}}", "{{MEX}}", "{{flag|México|size=20px}}", "[[Mexico|México]]"]
)
def test_a_country_is_read_from_markup(text: str) -> None:
    assert read_country(text) == "MX"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "no",
        "n/a",
        "NA",
        "Congo",
        "Peru / Spain",
        "Atlanta, Georgia",
        "Atlantis",
        "everywhere",
        "x" * 999,
    ],
)
def test_what_is_no_one_country_is_none(text: str) -> None:
    assert read_country(text) is None


@given(st.text())
def test_any_text_is_a_place_or_none(text: str) -> None:
    country, zone, region = read_country(text), read_time_zone(text), wikimedia_regions().read(text)
    assert country is None or country in country_codes()
    assert zone is None or is_zone(zone)
    assert region is None or region in wikimedia_regions()


def test_there_are_eight_regions_each_named_in_five_languages() -> None:
    assert len(wikimedia_regions()) == 8
    assert all({"en", "es", "ar", "fr", "pt"} <= set(region.names) for region in wikimedia_regions())


def test_every_country_belongs_to_one_region() -> None:
    assert len(country_codes()) == 250
    assert sum(len(region.countries) for region in wikimedia_regions()) == 250
    assert frozenset().union(*(region.countries for region in wikimedia_regions())) == country_codes()


REGIONS = {
    "mena": "MENA|mena|Middle East and North Africa|North Africa & the Middle East|الشرق الأوسط وشمال أفريقيا"
    "|الشرق الأوسط و شمال إفريقيا|Moyen-Orient et Afrique du Nord (MENA)"
    "|Oriente Medio y Norte de África|Norte da África",
    "ssa": "Sub-Saharan Africa|Sub Saharan Africa|África subsahariana"
    "|أفريقيا جنوب الصحراء|Afrique subsaharienne|West Africa",
    "south-asia": "South Asia|Sur de Asia|جنوب آسيا|Asie du Sud|Sul da Ásia|South Asia region|SAARC",
    "eseap": "ESEAP|eseap|East, Southeast Asia, and the Pacific (ESEAP)"
    "|Sudeste Asiático|جنوب شرق آسيا|Asie du Sud-Est",
    "ceeca": "CEE|CEECA|CEE & CA|Central and Eastern Europe|Central Asia"
    "|Europa del Este|أوروبا الشرقية|Europe de l’Est"
    "|Leste Europeu",
    "nwe": "Northern and Western Europe|Western & Northern Europe"
    "|Europa Occidental|أوروبا الغربية|Europe de l'Ouest|NWE",
    "lac": "LATAM|LAC|América Latina|Latinoamérica y el Caribe"
    "|Latin America & the Caribbean|أمريكا اللاتينية والكاريبي"
    "|Amérique latine et Caraïbes|América Latina e Caribe|Región: América Latina y el Caribe",
    "usca": "US & Canada|United States and Canada|North America"
    "|Estados Unidos y Canadá|الولايات المتحدة وكندا"
    "|États-Unis et Canada|América do Norte",
}


@pytest.mark.parametrize(
    ("key", "text"), [(key, text) for key, listed in REGIONS.items() for text in listed.split("|")]
)
def test_a_region_is_read(key: str, text: str) -> None:
    assert wikimedia_regions().read(text) == key


@pytest.mark.parametrize("text", ["", "Africa", "Europe", "Asia", "the region", "MENA / ESEAP", "x" * 999])
def test_what_is_no_one_region_is_none(text: str) -> None:
    assert wikimedia_regions().read(text) is None


def test_each_name_of_a_region_is_read_as_it() -> None:
    regions = wikimedia_regions()
    for region in regions:
        for names in region.names.values():
            assert {regions.read(name) for name in names} == {region.key}


def test_a_region_is_named_in_each_language() -> None:
    lac = wikimedia_regions()["lac"]
    assert lac.name_in("es") == "América Latina y el Caribe"
    assert lac.name_in("pt-br") == "América Latina e Caribe"
    assert lac.name_in("ja") == "Latin America and the Caribbean"


@pytest.mark.parametrize(
    ("country", "region", "wrong"),
    [
        ("PE", "mena", True),
        ("PE", "lac", False),
        ("SD", "mena", False),  # counted on either side
        ("SD", "ssa", False),
        ("SD", "lac", True),
        ("MX", "usca", True),
        (None, "lac", False),
        ("PE", None, False),
    ],
)
def test_a_country_and_a_region_disagree(country: str | None, region: str | None, wrong: bool) -> None:
    assert wikimedia_regions().disagree(country, region) is wrong


def test_settings_may_have_other_regions() -> None:
    regions = Regions.from_mapping(
        {
            "north": {
                "names": {"en": ["The North"], "de": "Norden"},
                "countries": ["DE"],
                "zone": "Europe/Berlin",
            },
            "south": {"names": {"en": ["South"]}, "countries": ["IT"], "zone": "Europe/Rome", "also": ["DE"]},
        }
    )
    assert [region.key for region in regions] == ["north", "south"]
    assert regions.read("norden") == regions.region_of("DE") == "north"
    assert regions.region_of("FR") is None
    assert not regions.disagree("DE", "south")
    assert regions.disagree("IT", "north")
    assert not regions.disagree("FR", "north")


NORTH = {"names": {"en": ["North"]}, "countries": ["DE"], "zone": "Europe/Berlin"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"countries": ["DE", "QQ"]}, "'QQ' is no ISO 3166 code"),
        ({"countries": 3}, "3 should be a list of texts"),
        ({"zone": "Europe/Nowhere"}, "no time zone 'Europe/Nowhere'"),
        ({"zone": None}, "give its time zone"),
        ({"names": {}}, "give its names"),
        ({"colour": "red"}, "no such key as 'colour'"),
    ],
)
def test_what_is_wrong_with_regions_is_said(change: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Regions.from_mapping({"north": {**NORTH, **change}})


def test_two_regions_share_no_country_name_or_key() -> None:
    north = next(iter(Regions.from_mapping({"north": NORTH})))
    other = Region(key="south", names={"en": ("South",)}, countries=frozenset({"DE"}), zone="UTC")
    same_name = Region(key="south", names={"en": ("The North",)}, countries=frozenset(), zone="UTC")
    with pytest.raises(ValueError, match="Country DE is in regions 'north' and 'south'"):
        Regions([north, other])
    with pytest.raises(ValueError, match="'The North' names regions 'north' and 'south'"):
        Regions([north, same_name])
    with pytest.raises(ValueError, match="is there twice"):
        Regions([north, north])


ZONES = {
    "America/Lima": "America/Lima|america/lima|Lima|UTC-5 (Lima)|Perú|hora de Perú|GMT-5, Lima",
    "America/Sao_Paulo": "America/Sao Paulo|São Paulo|sao paulo|BRT|BRT (UTC-3)",
    "Africa/Cairo": "القاهرة|Le Caire|El Cairo|Cairo|توقيت القاهرة|مصر",
    "America/Mexico_City": "Mexico City|Ciudad de México|Cidade do México",
    "Europe/London": "London|Londres|Europe/London",
    "Asia/Kolkata": "Kolkata|India|Asia/Kolkata",
    "Africa/Lagos": "WAT|WAT (UTC+1)|Lagos|GMT+01:00 Africa/Lagos",
    "Europe/Madrid": "Europe/Madrid (CET)|Madrid",
    "CET": "CET|CEST|CET/UTC+1",
    "UTC": "UTC|GMT|GMT+0|Z|UTC±00:00|utc+00:00",
    "UTC+03:00": "UTC+3|utc +03:00|+3|GMT+3|UTC+٣|\u200eUTC+3\u200f|ت ع م+3|UTC/GMT +3|UTC+0300",
    "UTC-05:30": "GMT-5:30|UTC−05:30|UTC-5.5",
    "UTC-05:00": "(UTC-05:00) Bogota, Lima, Quito",
    "UTC+05:45": "UTC+5:45|UTC+5.75|UTC+05.45",
    "UTC+14:00": "UTC+14",
    "UTC-12:00": "UTC-12",
}


@pytest.mark.parametrize(
    ("zone", "text"), [(zone, text) for zone, listed in ZONES.items() for text in listed.split("|")]
)
def test_a_time_zone_is_read(zone: str, text: str) -> None:
    assert read_time_zone(text) == zone


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CST",
        "IST",
        "EST",
        "BST",
        "3",
        "UTC+25",
        "UTC+5:17",
        "UTC+3/UTC+4",
        "Spain",
        "Asia",
        "Lima, Madrid",
        "?",
    ],
)
def test_a_time_zone_that_may_be_several_is_none(text: str) -> None:
    assert read_time_zone(text) is None


def test_a_region_without_names_in_a_language_is_called_by_its_key() -> None:
    region = Region(key="north", names={"de": ("Norden",)}, countries=frozenset(), zone="UTC")
    assert region.name_in("es") == "north"


def test_a_zone_without_a_name_is_an_error() -> None:
    with pytest.raises(ValueError, match="no time zone 'Mars/Olympus'"):
        zone_of("Mars/Olympus")
    assert not is_zone("../etc/passwd")


def test_the_zones_of_a_country_are_known() -> None:
    assert zones_of("PE") == ("America/Lima",)
    assert set(zones_of("PT")) == {"Europe/Lisbon", "Atlantic/Madeira", "Atlantic/Azores"}
    assert zones_of("HM") == ()


@pytest.mark.parametrize(
    ("one", "other", "on", "hours"),
    [
        ("UTC", "UTC", JANUARY, 14),
        ("America/Lima", "Africa/Cairo", JANUARY, 7),
        ("America/Lima", "Africa/Cairo", JULY, 6),  # Cairo has summer time
        ("UTC+05:30", "UTC", JULY, 8.5),
        (
            "Pacific/Auckland",
            "Europe/Paris",
            JANUARY,
            4,
        ),  # twelve hours apart: an evening and a morning, twice
        ("America/New_York", "Europe/Paris", date(2026, 3, 20), 9),  # America's summer time begins first
    ],
)
def test_the_hours_both_are_awake(one: str, other: str, on: date, hours: float) -> None:
    assert hours_of_overlap(one, other, on) == hours_of_overlap(other, one, on) == hours


@given(
    st.sampled_from([zone for code in sorted(country_codes()) for zone in zones_of(code)]),
    st.dates(JANUARY, date(2027, 6, 1)),
)
def test_everybody_is_awake_with_themselves_about_fourteen_hours(zone: str, on: date) -> None:
    assert 12 <= hours_of_overlap(zone, zone, on) <= 16
    assert hours_of_overlap(zone, "UTC", on) <= 14
