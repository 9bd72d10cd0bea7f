"""Countries, regions and languages as people write them; what is uncertain is only suggested."""

import pytest
from babel import Locale

from planner.domain.reference import MEMBERS
from planner.workbook.reading import names


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NA", "NA"),
        ("na", "NA"),
        ("NAM", "NA"),
        ("Namibia", "NA"),
        ("Côte d'Ivoire", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("cote d ivoire", "CI"),
        ("Ivory Coast", "CI"),
        ("Viet Nam", "VN"),
        ("Vietnam", "VN"),
        ("Türkiye", "TR"),
        ("Turkiye", "TR"),
        ("Turkey", "TR"),
        ("Korea (Rep. of)", "KR"),
        ("Korea, Republic of", "KR"),
        ("Republic of Korea", "KR"),
        ("South Korea", "KR"),
        ("Hong Kong, China", "HK"),
        ("Hong Kong", "HK"),
        ("Congo, Democratic Republic of the", "CD"),
        ("DR Congo", "CD"),
        ("Congo (DRC)", "CD"),
        ("Republic of the Congo", "CG"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("Guinea", "GN"),
        ("Guinea-Bissau", "GW"),
        ("Guinée équatoriale", "GQ"),
        ("Guinea Ecuatorial", "GQ"),
        ("Dominica", "DM"),
        ("Dominican Rep.", "DO"),
        ("Tanzania, United Rep. of", "TZ"),
        ("Iran (Islamic Republic of)", "IR"),
        ("Lao PDR", "LA"),
        ("The Gambia", "GM"),
        ("St. Lucia", "LC"),
        ("UK", "GB"),
        ("U.S.A.", "US"),
        ("Allemagne", "DE"),
        ("Estados Unidos", "US"),
        ("Brasil", "BR"),
        ("Россия", "RU"),
        ("مصر", "EG"),
        ("Kosovo", "XK"),
        ("Monaco", "MC"),
    ],
)
def test_country_as_people_write_it(text: str, code: str) -> None:
    assert names.country(text) == code


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Frnace", "France"),
        ("Nigera", "Nigeria"),
        ("Philipines", "Philippines"),
        ("Nambia", "Namibia"),
        ("southern France", "France"),
        ("New Mexico", "Mexico"),
        ("France (Paris)", "France"),
        ("Georgia, USA", "Georgia"),
        ("Northern Ireland", None),
        ("Virgin Islands", None),
        ("XX", None),
        ("EU", None),
        ("12", None),
        ("", None),
        ("?!", None),
    ],
)
def test_uncertain_country_is_only_suggested(text: str, near: str | None) -> None:
    assert names.country(text) is None
    assert names.nearest_country(text) == near


def test_two_countries_in_one_cell_are_none() -> None:
    assert names.country("Brazil and Peru") is None


@pytest.mark.parametrize("language", names.NAME_LANGUAGES)
def test_every_member_is_known_by_its_name_in_six_languages(language: str) -> None:
    territories = Locale.parse(language).territories
    found = {code: names.country(territories[code]) for code in MEMBERS}
    # In Portuguese Guyana is Guiana, which elsewhere is the French one: nobody can tell.
    found.pop("GY")
    assert {code: name for code, name in found.items() if code != name} == {}


def test_every_member_is_known_by_its_codes_and_its_own_name() -> None:
    for code, member in MEMBERS.items():
        assert [names.country(t) for t in (code, code.lower(), member.iso3, member.name)] == (
            [code] * 4
        )


def test_country_name_is_that_of_the_members_list() -> None:
    assert names.country_name("KR") == "Korea, Republic of"
    assert names.country_name("MC") == "Monaco"
    assert names.country_name("??") == "??"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("eng", "en"),
        ("English", "en"),
        ("anglais", "en"),
        ("en-GB", "en"),
        ("English (UK)", "en"),
        ("Français", "fr"),
        ("francais", "fr"),
        ("fra", "fr"),
        ("Español", "es"),
        ("Castellano", "es"),
        ("Portuguese (Brazil)", "pt"),
        ("العربية", "ar"),
        ("Русский", "ru"),
        ("Chinese", "zh"),
        ("中文", "zh"),
        ("Mandarin", "zh"),
        ("Deutsch", "de"),
        ("Kiswahili", "sw"),
        ("Farsi", "fa"),
    ],
)
def test_language_as_people_write_it(text: str, code: str) -> None:
    assert names.language(text) == code


@pytest.mark.parametrize(
    ("text", "near"),
    [("Englsh", "English"), ("Frnch", "French"), ("en, fr", None), ("xx", None), ("", None)],
)
def test_uncertain_language_is_only_suggested(text: str, near: str | None) -> None:
    assert names.language(text) is None
    assert names.nearest_language(text) == near


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("MENA", "MENA"),
        ("mena", "MENA"),
        ("Europe", "EU"),
        ("East and Southern Africa", "ESA"),
        ("Asia/Pacific", "AP"),
        ("North of Africa, Near and Middle East", "MENA"),
    ],
)
def test_region_by_code_or_name(text: str, code: str) -> None:
    assert names.region(text) == code


def test_uncertain_region_is_only_suggested() -> None:
    assert names.region("Eurpe") is None
    assert names.nearest_region("Eurpe") == "EU"
    assert names.nearest_region("Antarctica") is None


def test_region_of_a_country() -> None:
    assert names.region_of("NA") == "ESA"
    assert names.region_of("MC") is None
