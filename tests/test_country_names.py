"""Countries by name: every Member as the WCO writes it; what people type; what is uncertain."""

import csv
import time
from pathlib import Path

import pytest
from babel import Locale

from planner.domain.country_names import (
    LONGEST_NAME,
    country_name,
    find_country,
    mentions_country,
    nearest_country,
)
from planner.domain.members import country_tables
from planner.domain.members.reference import MEMBERS

WCO_LIST = Path(__file__).parents[1] / "planner" / "data" / "wco_members.csv"


def test_every_member_is_written_as_the_wco_writes_it() -> None:
    with WCO_LIST.open(encoding="utf-8", newline="") as file:
        written = {row["iso2"]: row["name"] for row in csv.DictReader(file)}
    assert len(written) == 187
    assert {code: country_name(code) for code in written} == written
    assert country_name("MM") == "Myanmar"
    assert country_name("KR") == "Korea, Republic of"
    assert country_name("CD") == "Congo, Democratic Republic of the"


def test_a_country_that_is_no_member_has_its_usual_name() -> None:
    assert country_name("MC") == "Monaco"
    assert country_name("??") == "??"


@pytest.mark.parametrize("language", country_tables.NAME_LANGUAGES)
def test_every_member_is_known_by_its_name_in_six_languages(language: str) -> None:
    territories = Locale.parse(language).territories
    found = {code: find_country(territories[code]) for code in MEMBERS}
    # In Spanish the Republic of the Congo is Congo, which people use for both of them.
    expected = {"CG": None} if language == "es" else {}
    assert {code: name for code, name in found.items() if code != name} == expected


def test_every_member_is_known_by_its_codes_and_its_own_name() -> None:
    for code, member in MEMBERS.items():
        texts = (code, code.lower(), member.iso3, member.name, member.name.upper())
        assert [find_country(text) for text in texts] == [code] * 5


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NA", "NA"),
        ("Côte d’Ivoire", "CI"),
        ("cote d ivoire", "CI"),
        ("Ivory Coast", "CI"),
        ("Costa de Marfil", "CI"),
        ("Côte d'Ivoire (Ivory Coast)", "CI"),
        ("Vietnam", "VN"),
        ("Viet-Nam", "VN"),
        ("Turkey", "TR"),
        ("Turkey (Türkiye)", "TR"),
        ("Korea (Rep. of)", "KR"),
        ("Republic of Korea", "KR"),
        ("South Korea", "KR"),
        ("Korea, Dem. People's Rep.", "KP"),
        ("Hong Kong", "HK"),
        ("DR Congo", "CD"),
        ("Congo (DRC)", "CD"),
        ("Democratic Republic of Congo", "CD"),
        ("Rep. of Congo", "CG"),
        ("Congo - Brazzaville", "CG"),
        ("Niger", "NE"),
        ("Niger Republic", "NE"),
        ("Nigeria", "NG"),
        ("Guinea", "GN"),
        ("Guinea-Bissau", "GW"),
        ("Guinée équatoriale", "GQ"),
        ("Dominica", "DM"),
        ("Dominican Rep.", "DO"),
        ("Tanzania, United Rep. of", "TZ"),
        ("Iran (Islamic Republic of)", "IR"),
        ("Bolivia (Plurinational State of)", "BO"),
        ("Micronesia (Fed. States of)", "FM"),
        ("Lao PDR", "LA"),
        ("The Gambia", "GM"),
        ("St. Lucia", "LC"),
        ("Myanmar (Burma)", "MM"),
        ("Burma", "MM"),
        ("Swaziland", "SZ"),
        ("Eswatini (Swaziland)", "SZ"),
        ("Czech Republic", "CZ"),
        ("UK", "GB"),
        ("Scotland", "GB"),
        ("U.S.A.", "US"),
        ("Estados Unidos", "US"),
        ("Pays-Bas", "NL"),
        ("Россия", "RU"),
        ("مصر", "EG"),
        ("Deutschland", "DE"),
        ("Magyarország", "HU"),
        ("日本", "JP"),
        ("Kosovo*", "XK"),
        ("Holy See", "VA"),
    ],
)
def test_country_as_people_write_it(text: str, code: str) -> None:
    assert find_country(text) == code


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Frnace", "France"),
        ("Nigera", "Nigeria"),
        ("Philipines", "Philippines"),
        ("Nambia", "Namibia"),
        ("southern France", "France"),
        ("Kenya Revenue Authority", "Kenya"),
        ("New Mexico", "Mexico"),
        ("France (Paris)", "France"),
        ("Papua", "Papua New Guinea"),
        ("Korea", "Korea, Republic of or North Korea"),
        ("Congo", "Congo, Democratic Republic of the or Congo, Republic of the"),
        ("Virgin Islands", "British Virgin Islands or U.S. Virgin Islands"),
        ("Brazil and Peru", "Brazil or Peru"),
        ("Kenya, Senegal", "Kenya or Senegal"),
        ("XX", None),
        ("EU", None),
        ("12", None),
        ("", None),
        ("?!", None),
    ],
)
def test_uncertain_country_is_only_suggested(text: str, near: str | None) -> None:
    assert find_country(text) is None
    assert nearest_country(text) == near


def test_no_alias_belongs_to_two_countries() -> None:
    aliases = country_tables.aliases()
    owners: dict[str, set[str]] = {}
    for name, code in aliases:
        assert name
        owners.setdefault(name.casefold(), set()).add(code)
    assert [name for name, codes in owners.items() if len(codes) > 1] == []
    assert [find_country(name) for name, _ in aliases] == [code for _, code in aliases]


def test_a_text_of_any_length_costs_no_time() -> None:
    started = time.process_time()
    for text in ("x" * 32_000, "Kenya " * 5_000, "a b " * 8_000):
        assert find_country(text) is None
        assert nearest_country(text) is None
    assert time.process_time() - started < 0.5
    assert find_country("Kenya" + " " * LONGEST_NAME) is None


@pytest.mark.parametrize(
    ("text", "code", "mentions"),
    [
        ("Workshop on valuation, Côte d’Ivoire", "CI", True),
        ("Workshop on valuation, Cote d'Ivoire", "CI", True),
        ("Support Mission, Viet Nam", "VN", True),
        ("Support Mission, Vietnam", "VN", True),
        ("Workshop, Nigeria", "NE", False),
        ("Workshop, Somalia", "ML", False),
        ("Workshop, Guinea-Bissau", "GN", False),
        ("Workshop on risk management", "KE", False),
    ],
)
def test_a_country_that_a_title_names_already(text: str, code: str, mentions: bool) -> None:
    assert mentions_country(text, code) is mentions
