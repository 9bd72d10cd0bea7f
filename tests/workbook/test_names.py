"""Regions and languages as people write them; what is uncertain is only suggested."""

import pytest

from planner.workbook.reading.values import names


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
