"""The counts of one region by category and by expertise, by status and by language, with totals."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from models.facts.expert import QualificationStatus
from models.facts.instance import Year

# The languages that have a column are fixed: which ones they are says nothing about anybody.
LANGUAGES = ("ar", "en", "es", "fr", "pt", "ru")
OTHER = "other"
COLUMNS = (*LANGUAGES, OTHER)
STATUSES = tuple(status.value for status in QualificationStatus)
TOTAL = "total"

Cell = tuple[str, str]


@dataclass(frozen=True)
class Counts:
    """Counts by pair of a category, an expertise (or `TOTAL`) and a status, a language, or `TOTAL`.

    An expert counts once for each expertise that is listed, and there once for each language;
    so statuses add up to the total of an expertise, and languages do not. What is counted for a
    category is the sum of its expertise.

    Attributes
    ----------
    codes : tuple of str
        Every expertise.
    members : mapping of str to tuple of str
        The expertise of each category that has several; a single expertise is its own category.
    """

    codes: tuple[str, ...]
    values: Mapping[Cell, int]
    members: Mapping[str, tuple[str, ...]]

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The categories in the order of the expertise list, the single ones by their code."""
        of = {code: name for name, codes in self.members.items() for code in codes}
        return tuple(dict.fromkeys(of.get(code, code) for code in self.codes))

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell, expertise by expertise."""
        return tuple(self.values)


def counts(year: Year, region: str) -> Counts:
    """Count the experts of a region, serving and external ones."""
    codes = tuple(entry.code for entry in year.expertise)
    inner = {(code, column): 0 for code in codes for column in (*STATUSES, TOTAL, *COLUMNS)}
    here = {expert.id: expert for expert in year.experts if expert.region == region}
    for row in year.qualifications:
        if row.expert_id in here:
            spoken = {_column(language) for language in here[row.expert_id].languages}
            for column in (row.status.value, TOTAL, *sorted(spoken)):
                inner[row.expertise, column] += 1
    members = _members(codes)
    groups = {
        (name, column): sum(inner[code, column] for code in own)
        for name, own in members.items()
        for column in (*STATUSES, TOTAL, *COLUMNS)
    }
    below = {
        (TOTAL, column): sum(inner[code, column] for code in codes)
        for column in (*STATUSES, TOTAL, *COLUMNS)
    }
    return Counts(codes, groups | inner | below, members)


def _members(codes: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The codes of each category that has several."""
    found: dict[str, list[str]] = {}
    for code in codes:
        found.setdefault(code.partition("/")[0], []).append(code)
    several = {name: own for name, own in found.items() if len(own) > 1}
    return {f"{name} (all)": tuple(own) for name, own in several.items()}


def _column(language: str) -> str:
    return language if language in LANGUAGES else OTHER
